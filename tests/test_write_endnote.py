"""EndNote's tagged format, written: what is read back, and what a remark says is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from bibstep.cli import run
from bibstep.compare.records import differences
from bibstep.formats import FORMATS, READERS
from bibstep.formats.reading import read
from bibstep.formats.ris import endnote, limits
from bibstep.formats.ris.endnote_limits import NAMES
from bibstep.model import FIELDS, Date, Name, PageRange, Record, Rich
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from test_laws import RECORDS

DATA = Path(__file__).parent / "data"
ROE = Name("Roe", "Jane")
ARTICLE = Record(
    "article-journal",
    "A title: of cells",
    author=(ROE, Name("Broeck", "C.", "van den"), Name("King", "Martin", suffix="Jr."), Name(literal="A Group")),
    editor=(Name("Doe", "John"),),
    translator=(Name("Poe", "Ann"),),
    container_title="Journal of Cells",
    container_title_short="J. Cells",
    publisher="Press",
    publisher_place="Bonn",
    volume="39",
    issue="1",
    page=(PageRange("12", "18"),),
    issued=Date(2020, 5, 17),
    accessed=Date(2021, 2, 3),
    abstract="Of cells.",
    keyword=("cells", "blood, and more"),
    language="de",
    doi="10.1000/a",
    url="https://example.org/a",
    pdf="https://example.org/a.pdf",
    arxiv="2001.00001",
    pmid="123",
    pmcid="PMC45",
    issn=("1234-5679",),
    note="A note",
    custom=(("call-number", "QH 1"), ("ris-AD", "A street"), ("ris-endnote-R", "An own number")),
)


def text_of(*records: Record) -> str:
    return "".join(convert(records, "endnote", Options(duplicates="keep")))


def back(record: Record) -> Record:
    (found,) = READERS["endnote"].read(io.BytesIO(text_of(record).encode()), "refs.enw")
    assert isinstance(found, Record), found
    return found


def test_an_article_is_read_back_whole() -> None:
    found = back(ARTICLE)
    values = {name: getattr(found, name) for name in FIELDS}
    assert values | {"custom": dict(found.custom)} == {name: getattr(ARTICLE, name) for name in FIELDS} | {
        "custom": dict(ARTICLE.custom)
    }
    assert found.remarks == ()


def test_the_entry_of_an_article() -> None:
    lines = text_of(replace(ARTICLE, custom=())).splitlines()
    assert lines[:6] == ["%0 Journal Article", "%F roe2020title", "%A Roe, Jane", "%A van den Broeck, C.",
                         "%A King, Martin, Jr.", "%A A Group,"]  # fmt: skip
    assert "%P 12-18" in lines
    assert {"%8 2020/05/17", "%R 10.1000/a", "%@ 1234-5679", "%K blood, and more"} <= set(lines)


@pytest.mark.parametrize("path", sorted((DATA / "golden").glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_written_is_read_back_or_remarked_on(path: Path) -> None:
    for record in read(path):
        assert isinstance(record, Record)
        assert list(differences(replace(record, metrics=ARTICLE.metrics, translation=ARTICLE.translation), back(
            record), "", "endnote")) == []  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.type}-{record.title}")
def test_records_that_ris_needs_u5_for(record: Record) -> None:
    assert list(differences(record, back(record), "", "endnote")) == []


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Record("review", "T"), "type"),
        (Record("book", "T", container_title="Series"), "collection_title"),
        (Record("paper-conference", "T", event_title="Meeting"), "container_title"),
        (Record("article-journal", "", container_title="J"), "title"),
        (Record("book", "T", container_title_short="Ser."), "container_title_short"),
        (Record("book", "T", collection_title="Series", collection_number="3"), "collection_number"),
        (Record("article-journal", "T", keyword=("one; two",)), "keyword"),
        (Record("book", "T", page=(PageRange("12"),)), "page"),
        (Record("book", "T", custom=(("owner", "jr"),)), "custom"),
        (Record("article-journal", "T", number="abc"), "number"),
        (Record("report", "T", number="7", issue="3"), "number"),
        (Record("paper-conference", "T", container_title="M", event_title="M"), "event_title"),
        (Record("thesis", "T", issue="7"), ""),
        (Record("dataset", "T", edition="7"), ""),
        (Record("book", "T", number_of_pages="7 p.", page=(PageRange("2", "3"),)), "number_of_pages"),
        (Record("article-journal", Rich.of("T"), author=(Name(literal="Roe, Jr"),)), "author"),
    ],
)
def test_what_has_no_tag_gets_a_remark(record: Record, field: str) -> None:
    assert not field or field in {name for name, _ in FORMATS["endnote"].limits.dropped(record)}
    assert list(differences(record, back(record), "", "endnote")) == []


def test_every_reference_type_of_ris_has_a_name_that_is_read() -> None:
    assert set(NAMES) == {*limits.KINDS.values(), "GEN"}
    assert {name.lower() for name in NAMES.values()} <= set(endnote.KINDS)


def test_check_and_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ris").write_text("TY  - JOUR\nTI  - Blood cells\nAU  - Roe, J.\nPY  - 2020\nJO  - Blood\nVL  - 3\nER  - \n")
    assert run(["convert", "a.ris", "-o", "a.enw", "-o", "a.bib", "--verify"]) == 0
    assert run(["check", "a.enw", "a.bib"]) == 0
    Path("a.enw").write_text(Path("a.enw").read_text().replace("%V 3", "%V 4"))
    assert run(["check", "a.enw", "a.bib"]) == 1
    assert "volume: a.enw has '4' / a.bib has '3'" in capsys.readouterr().out
    Path("b.ris").write_text("TY  - BOOK\nTI  - Bones\nAU  - Doe, J.\nPY  - 2021\nER  - \n")
    before = Path("a.enw").read_text()
    assert run(["convert", "b.ris", "--into", "a.enw"]) == 0
    assert Path("a.enw").read_text().startswith(before)
    assert Path("a.enw").read_text().count("%0 ") == 2
