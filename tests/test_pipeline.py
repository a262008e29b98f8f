"""The pipeline: entries in step, duplicates, and keys that are known last."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bibstep import FORMATS, Options, Record, Rejected, Rich, Source
from bibstep.model import Date, Metrics, Name, Translation
from bibstep.pipeline.convert import batches, convert
from bibstep.pipeline.finish import KeyMap, Noted, apart
from bibstep.pipeline.options import Target

BOOK = Record("book", Rich.of("Blood cells"), author=(Name("Smith", "J."),), source=Source("a", 1))


def titled(title: str, **fields: str) -> Record:
    return replace(BOOK, title=Rich.of(title), **fields)  # type: ignore[arg-type]


def keys(records: list[Record], duplicates: str = "first") -> list[str]:
    return re.findall(r"@\w+\{(.+),", "".join(convert(records, "bibtex", Options(duplicates=duplicates))))


@pytest.mark.parametrize(("name", "text"), [("bibtex", ""), ("biblatex", ""), ("ris", ""), ("csl-json", "[]")])
def test_nothing(name: str, text: str) -> None:
    assert "".join("".join(convert([], name)).split()) == text
    assert "".join("".join(convert([Rejected(Source("a", 1), "why")], name)).split()) == text


def test_entries_are_in_step() -> None:
    records = [titled(f"Blood {number % 300}", volume=f"{number}") for number in range(600)]
    rows = list(apart(batches(records, [Target(form) for form in FORMATS.values()])))
    assert len(rows) == 600
    found = [re.search(r"\{(.+),", row[0]) for row in rows]
    names = [match[1] for match in found if match]
    assert len(set(names)) == 600
    assert all(name in text for name, row in zip(names, rows, strict=True) for text in row)


@pytest.mark.parametrize("most", [1, 2, 7])
@pytest.mark.parametrize("memory", [0, 1 << 20])
def test_batches_of_any_size_are_the_same(
    most: int, memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "template"
    template.write_text("{{ title }} {{ volume and key }} {{ number and key }}")  # the key twice, once, not at all
    records = [
        replace(
            titled(f"Blood {'é汉'[: number % 3]} {number % 4}", volume="v" * (number % 2), number="n" * (number % 3)),
            citation_key=f"own{number}" * (number % 5 == 0),
        )
        for number in range(40)
    ]
    targets = [*[Target(form) for form in FORMATS.values()], Target(FORMATS["ris"], template)]

    def outcome() -> tuple[list[tuple[str, ...]], list[Rejected | Noted], dict[str, str]]:
        told: list[Rejected | Noted] = []
        mapped = KeyMap()
        options = Options(duplicates="keep", key="{family}{year}")
        return (
            list(apart(batches([*records, Rejected(Source("a", 9), "why")], targets, options, told.append, mapped))),
            told,
            mapped,
        )

    whole = outcome()
    monkeypatch.setattr("bibstep.pipeline.finish._MOST", most)
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", memory)
    assert outcome() == whole
    assert [len(row) for row in whole[0]] == [len(targets)] * 40
    monkeypatch.setattr("bibstep.pipeline.finish._BATCH", 1)
    assert outcome() == whole


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"doi": "10.1/A"}, {"doi": "10.1/a"}, True),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        ({"pmid": "1"}, {"pmid": "1"}, True),
        ({"arxiv": "1"}, {"arxiv": "2"}, False),
        ({"volume": "1"}, {"volume": "2"}, False),
        ({"abstract": "x"}, {"abstract": "y"}, True),
    ],
)
def test_duplicates(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    records = [titled("Blood", **one), titled("Blood", **other)]
    assert len(keys(records)) == (1 if same else 2)
    assert len(set(keys(records, "keep"))) == 2


PAPER = titled("Copper in the water of mountain lakes", volume="12", number="101", container_title="Water Tests")
SHORT = replace(titled("Random forests", container_title="Machine Tests"), issued=Date(2001))


@pytest.mark.parametrize(
    ("record", "one", "other", "same"),
    [
        (PAPER, {"volume": "8", "number": "S14", "container_title": "Abstracts"}, {}, False),
        (PAPER, {"volume": "8"}, {}, False),
        (PAPER, {"volume": "", "number": "2020.01.01"}, {}, True),
        (PAPER, {"volume": "8", "number": "S14", "doi": "10.1000/a"}, {"doi": "10.1000/a"}, True),
        (SHORT, {}, {"doi": "10.1000/a", "volume": "45", "number": "5"}, True),
        (SHORT, {"volume": "44"}, {"volume": "45"}, False),
        (SHORT, {"issue": "1"}, {"issue": "2"}, False),
        (SHORT, {"url": "https://example.org/1"}, {"url": "https://example.org/2"}, False),
        (SHORT, {"container_title": "Tests"}, {}, False),
    ],
)
def test_the_place_tells_works_apart(record: Record, one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    records = [replace(record, **one), replace(record, **other)]
    for order in (records, records[::-1], [*records, *records]):
        assert len(keys(order)) == (1 if same else 2)


def test_what_is_decided_here_is_reported() -> None:
    told: list[Rejected | Noted] = []
    list(convert([BOOK, BOOK, titled("Blood flow")], "bibtex", report=told.append))
    codes = [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks]
    assert codes == ["duplicate-dropped", "key-extended", "key-extended"]


def test_notes_are_written_only_when_asked_for() -> None:
    record = replace(BOOK, metrics=Metrics("19.8"), translation=Translation("血", "", "zh"))
    for name in FORMATS:
        without, both = (
            "".join(convert([record], name, Options(notes=notes))) for notes in ((), ("metrics", "translation"))
        )
        assert "19.8" not in without
        assert "血" not in without
        assert "19.8" in both
        assert "血" in both


def test_omit_takes_either_spelling() -> None:
    record = replace(BOOK, container_title="Haema", abstract="Of it.")
    for word in ("container-title", "container_title"):
        (item,) = json.loads("".join(convert([record], "csl-json", Options(omit=(word,)))))
        assert "container-title" not in item
        assert "abstract" in item


def test_tidy_titles_and_ascii() -> None:
    assert "Blood cells}" in "".join(convert([titled("Blood cells.")], "bibtex", Options(tidy_titles=True)))
    assert "".join(convert([titled("Über Müller")], "bibtex", Options(ascii_only=True))).isascii()
