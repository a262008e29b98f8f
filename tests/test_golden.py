"""Golden files: each input in ``data/golden`` with the output of every format beside it, byte for byte.

A case is one stem: ``NAME.txt`` or ``NAME.jsonl`` is the input, ``NAME.bib``, ``NAME.biblatex.bib``, ``NAME.ris``,
``NAME.enw``, ``NAME.json`` and ``NAME.yml`` are its output, and ``NAME.html`` its entries in a page, without the frame.
``seed.notes.*`` are the output of the seed with all notes. Every format has them all: a format whose files are missing
fails. To write them again after an intended change::

    python -m pytest tests/test_golden.py --regen

and then read the difference: nothing else must change.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bibstep.formats import FORMATS, LIST
from bibstep.formats.reading import read
from bibstep.model import Record
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

GOLDEN = Path(__file__).parent / "data" / "golden"


def suffixes() -> dict[str, str]:
    """The ending of each format's golden files: its own first one, after its name if another format has that."""
    found: dict[str, str] = {}
    for name in FORMATS:
        ending = LIST[name].suffixes[0]
        found[name] = f".{name}{ending}" if ending in found.values() else ending
    return found


SUFFIXES = suffixes()
INPUTS = sorted([*GOLDEN.glob("*.txt"), *GOLDEN.glob("*.jsonl")])
NOTES = Options(notes=("metrics", "translation"))

METRICS = "Journal metrics: IF 19.8; JCR Q1 (Cell & Tissue Engineering); CAS zone 1 (医学)"
TRANSLATED = "msc的特点:药理学和临床使用的关键质量属性"


def converted(path: Path, to: str, options: Options = Options()) -> bytes:
    """One input in one format, as bytes; of a page the entries."""
    text = "".join(convert(read(path), to, options))
    if to == "html":
        text = text.removeprefix(FORMATS[to].prologue).removesuffix(FORMATS[to].epilogue) + "\n"
    return text.encode()


def compare(path: Path, actual: bytes, regen: bool) -> None:
    """Hold an output against its golden file, or write that."""
    if regen:
        path.write_bytes(actual)
    assert actual.decode() == path.read_bytes().decode()


@pytest.fixture(name="regen")
def _regen(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regen"))


def test_no_two_formats_share_their_golden_files() -> None:
    assert len(set(SUFFIXES.values())) == len(FORMATS)


@pytest.mark.parametrize("to", SUFFIXES)
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_golden(path: Path, to: str, regen: bool) -> None:
    compare(path.with_name(path.stem + SUFFIXES[to]), converted(path, to), regen)


@pytest.mark.parametrize("to", SUFFIXES)
def test_golden_with_notes(to: str, regen: bool) -> None:
    compare(GOLDEN / f"seed.notes{SUFFIXES[to]}", converted(GOLDEN / "seed.txt", to, NOTES), regen)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_input_is_converted_whole(path: Path) -> None:
    assert all(isinstance(record, Record) for record in read(path))


def test_no_golden_file_is_left_over() -> None:
    stems = [path.stem for path in INPUTS] + ["seed.notes"]
    expected = {stem + suffix for stem in stems for suffix in SUFFIXES.values()}
    assert {path.name for path in GOLDEN.iterdir()} == expected | {path.name for path in INPUTS}


@pytest.mark.parametrize("to", SUFFIXES)
def test_nothing_of_the_notes_is_written_unless_asked_for(to: str) -> None:
    text = converted(GOLDEN / "seed.txt", to).decode()
    for word in ("19.8", "Q1", "医学", "Journal metrics", "Tissue Engineering", TRANSLATED, TRANSLATED[:3]):
        assert word not in text


@pytest.mark.parametrize(
    ("to", "metrics", "translation"),
    [
        ("bibtex", f"  annote = {{{METRICS.replace('&', chr(92) + '&')}\n", f"{TRANSLATED}}},\n"),
        ("biblatex", f"  annotation = {{{METRICS.replace('&', chr(92) + '&')}\n", f"{TRANSLATED}}},\n"),
        ("hayagriva", f'  annotation: "{METRICS}; ', f'Translated title (zh): {TRANSLATED}"'),
        ("ris", f"\r\nN1  - {METRICS}\r\n", f"\r\nN1  - Translated title (zh): {TRANSLATED}\r\n"),
        ("endnote", f"\n%Z {METRICS}\n", f"\n%Z Translated title (zh): {TRANSLATED}\n"),
        ("csl-json", f'"note": "{METRICS}\\n', f'Translated title (zh): {TRANSLATED}"'),
    ],
)
def test_notes_stand_where_no_style_prints_them(to: str, metrics: str, translation: str) -> None:
    text = converted(GOLDEN / "seed.txt", to, NOTES).decode()
    assert text.count(metrics) == 1
    assert text.count(translation) == 1
    # Without the notes the rest is the same, byte for byte.
    without = converted(GOLDEN / "seed.txt", to).decode().splitlines()
    lines = text.splitlines()
    assert [line.rstrip(",") for line in without] == [
        line.rstrip(",") for line in lines if METRICS[:16] not in line and "Translated title" not in line
    ]
