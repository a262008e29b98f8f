"""Hayagriva, read: every kind of value of its specification, what we write ourselves, and broken files."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bibstep.cli import run
from bibstep.compare.records import differences
from bibstep.formats import READERS, detected
from bibstep.formats.reading import read as read_files
from bibstep.model import FIELDS, Date, Name, PageRange, Record, Rejected, Rich, Span
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from test_laws import RECORDS

GOLDEN = Path(__file__).parent / "data" / "golden"


def read(text: str) -> list[Record | Rejected]:
    return list(READERS["auto"].read(io.BytesIO(text.encode()), "refs.yml"))


def one(text: str) -> Record:
    (found,) = read(text)
    assert isinstance(found, Record), found
    return found


def entry(lines: str) -> Record:
    body = "".join(f"  {line}\n" for line in lines.strip().split("\n"))
    return one(f"key:\n{body}" if lines.startswith("title:") else f"key:\n  title: A title\n{body}")


def text_of(*records: Record) -> str:
    return "".join(convert(records, "hayagriva", Options(duplicates="keep", notes=("metrics", "translation"))))


def test_an_article_with_its_journal_and_its_meeting() -> None:
    found = one(
        """kinetics:
  type: Article
  title: {value: Kinetics and luminescence, short: Kinetics}
  author: ["Doan, T. D.", "von der Leyen, Ursula", "Luther King, Jr., Martin", UNICEF, World Health Organization]
  serial-number: {doi: "10.1103/PhysRevB.102.165126", serial: "165126", arxiv: "1906.00356"}
  page-range: 165126-165139
  date: 2020-10-14
  url: {value: https://example.org/a, date: 2020-11-30}
  language: en-US
  note: As it is
  archive: A library
  runtime: "00:13:42"
  parent:
    - title: {value: Physical Review B, short: Phys. Rev. B}
      volume: 102
      issue: 16
      publisher: {name: American Physical Society, location: Ridge}
      serial-number: {issn: 1234-5679}
      time-range: "03:35-03:58"
    - type: Conference
      title: A Meeting
      location: Oslo
    - {type: original, date: 1901}
"""
    )
    expected = Record(
        "article-journal",
        "Kinetics and luminescence",
        title_short="Kinetics",
        author=(
            Name("Doan", "T. D."),
            Name("Leyen", "Ursula", "von der"),
            Name("Luther King", "Martin", "", "Jr."),
            Name("UNICEF"),
            Name(literal="World Health Organization"),
        ),
        container_title="Physical Review B",
        container_title_short="Phys. Rev. B",
        event_title="A Meeting",
        event_place="Oslo",
        publisher="American Physical Society",
        publisher_place="Ridge",
        volume="102",
        issue="16",
        page=(PageRange("165126", "165139"),),
        number="165126",
        issued=Date(2020, 10, 14),
        original_date=Date(1901),
        accessed=Date(2020, 11, 30),
        language="en-US",
        doi="10.1103/PhysRevB.102.165126",
        arxiv="1906.00356",
        url="https://example.org/a",
        issn=("1234-5679",),
        note="As it is",
        custom=(("archive", "A library"), ("runtime", "00:13:42"), ("periodical-time-range", "03:35-03:58")),
    )
    assert {name: getattr(found, name) for name in FIELDS} == {name: getattr(expected, name) for name in FIELDS}
    assert (found.citation_key, found.remarks, found.source.line) == ("kinetics", (), 2)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("type: article\nparent: {type: newspaper, title: T}", "type", "article-newspaper"),
        ("type: article\nparent: {type: proceedings, title: T}", "type", "paper-conference"),
        ("type: article\nparent: {type: conference, title: T}", "type", "paper-conference"),
        ("type: article\nparent: {type: web, title: arXiv}", "type", "article"),
        ("type: CHAPTER\nparent: {title: T, author: 'Roe, J.'}", "roles",
         (("container-author", (Name("Roe", "J."),)),)),
        ("type: chapter\nparent: {title: T, editor: 'Roe, J.'}", "editor", (Name("Roe", "J."),)),
        ("type: chapter\nparent: {title: T, parent: {title: S, volume: 3}}", "collection_number", "3"),
        ("type: book\nparent: {type: anthology, title: S, volume: 3}", "collection_title", "S"),
        ("type: book\npublisher: Press\nlocation: Bonn", "publisher_place", "Bonn"),
        ("type: thesis\norganization: A University", "publisher", "A University"),
        ("type: report\nserial-number: TR-7", "number", "TR-7"),
        ("type: report\nserial-number: {iso: '8601'}", "custom", (("iso", "8601"),)),
        ("type: video\naffiliated: {role: CastMember, names: 'Roe, J.'}", "roles",
         (("performer", (Name("Roe", "J."),)),)),
        ("type: book\naffiliated: [{role: translator, names: ['Roe, J.']}]", "translator", (Name("Roe", "J."),)),
        ("type: book\naffiliated: [{role: foreword, names: ['Roe, J.']}]", "custom", (("foreword", "J. Roe"),)),
        ("type: book\nauthor: {name: Watkins, given-name: Gloria Jean, alias: bell hooks}", "author",
         (Name("Watkins", "Gloria Jean"),)),
        ("type: book\nauthor: {name: 'Smith and Sons, Inc.'}", "author", (Name(literal="Smith and Sons, Inc."),)),
        ("type: book\ndate: ~1850-06", "issued", Date(1850, 6, circa=True)),
        ("type: book\ndate: '-0043'", "issued", Date(-44)),
        ("type: book\ndate: {year: 2020, season: 3}", "issued", Date(2020, season=3)),
        ("type: book\ndate: {year: 2020, month: 3, day: 7, approximate: true}", "issued", Date(2020, 3, 7, circa=True)),
        ("type: book\npage-total: 768\nvolume-total: 7", "number_of_pages", "768"),
        ("type: book\nisbn: 978-0-306-40615-7", "isbn", ("978-0-306-40615-7",)),
        ("title: 'The {DNA} of \\{mice\\} \\$5'", "title",
         Rich.join([Span("The "), Span("DNA", ("nocase",)), Span(" of {mice} $5")])),
        ("title: {value: A Name, verbatim: true}", "title", Rich.join([Span("A Name", ("nocase",))])),
        ("genre: '{Ph.D.} thesis'", "genre", "Ph.D. thesis"),
    ],
)  # fmt: skip
def test_values(lines: str, field: str, value: Any) -> None:
    found = entry(lines)
    assert getattr(found, field) == value
    assert found.remarks == ()


def test_what_is_doubtful_gets_a_remark() -> None:
    assert [one.code for one in entry("title: 'Of $x_1$'").remarks] == ["markup-dropped"]
    assert [one.code for one in entry("type: poster").remarks] == ["type-unknown"]
    assert [one.code for one in one("key:\n  type: book\n  author: 'Roe, J.'\n").remarks] == ["title-missing"]
    assert [one.code for one in entry("type: book\nserial-number: {isbn: 978-0-306-40615-8}").remarks] == [
        "identifier-unread"
    ]


def test_broken_files() -> None:
    assert isinstance(read("key:\n  type: book\n  title: [\n")[0], Rejected)
    good, bad = read("a:\n  type: book\n  title: T\nb: text\n")
    assert isinstance(good, Record)
    assert isinstance(bad, Rejected)
    assert (bad.source.line, "'b' has no type" in bad.reason) == (4, True)


def test_the_format_is_detected_by_its_beginning() -> None:
    for head in (b"# mine\n\nkey:\n    type: Book\n", b'"a b":\n  title: x\n', b"---\nkey:\n  author: [A]\n"):
        assert detected(head, "refs") == "hayagriva"
    assert detected(b"references:\n- id: x\n  title: y\n", "refs.yml") == "csl-yaml"
    assert detected(b"cff-version: 1.2.0\ntitle: x\n", "CITATION.cff") == "cff"
    assert detected(b"preferred-citation:\n  type: article\ncff-version: 1.2.0\n", "refs") == "cff"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.type}-{record.title}")
def test_what_is_written_is_read_back(record: Record) -> None:
    back = one(text_of(record))
    assert list(differences(record, back, "", "hayagriva")) == []
    again = one(text_of(back))
    assert replace(again, source=back.source, remarks=back.remarks) == back


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_files_are_read_back(path: Path) -> None:
    for record in read_files(path):
        assert isinstance(record, Record)
        back = one(text_of(record))
        assert list(differences(record, back, "", "hayagriva")) == []
        assert (back.metrics, back.translation.title) == (record.metrics, record.translation.title)
        again = one(text_of(back))
        assert replace(again, source=back.source, remarks=back.remarks) == back


def test_values_of_the_note_return_to_their_fields() -> None:
    found = entry(
        "type: book\ndate: 1988\nnote: 'Mine; date: 1988/1992; pages: xii; host: Jane Roe; URL: https://a.x/['"
    )
    assert (found.note, found.issued, found.number_of_pages) == ("Mine", Date(1988, end=Date(1992)), "xii")
    assert found.roles == (("host", (Name("Roe", "Jane"),)),)
    assert entry("type: book\ndate: 1988\nnote: 'date: 1999'").note == "date: 1999"


def test_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.ris").write_text(
        "TY  - JOUR\nTI  - Blood {cells}\nAU  - Roe, J.\nPY  - 2020\nJO  - Blood\nVL  - 3\nER  - \n"
    )
    assert run(["convert", "in.ris", "-o", "a.bib", "-o", "a.yml", "--verify"]) == 0
    assert run(["check", "a.bib", "a.yml"]) == 0
    text = Path("a.yml").read_text()
    Path("a.yml").write_text(text.replace('volume: "3"', 'volume: "4"'))
    assert run(["check", "a.bib", "a.yml"]) == 1
    assert "volume: a.bib has '3' / a.yml has '4'" in capsys.readouterr().out
