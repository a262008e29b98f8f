"""Checking files: all formats of a bibliography agree, and any change in one of them is found."""

from __future__ import annotations

import io
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bibstep import InputError, Options, check
from bibstep.compare.files import Disagreement
from bibstep.formats import FORMATS, format_of_file
from bibstep.formats.reading import read
from bibstep.model import Date, Metrics, Name, PageRange, Record, Rejected, Rich, Span
from bibstep.pipeline.convert import convert

PAPER = Record(
    "article-journal",
    Rich((Span("Uptake of Ca"), Span("2+", ("sup",)), Span(" in cells"))),
    author=(Name("Berg", "Anna", "van den"), Name("Smith", "John", "", "Jr."), Name(literal="Study Group on Cells")),
    container_title="Journal of Cells",
    publisher="Science & Sons",
    volume="39",
    issue="1",
    page=(PageRange("101", "109"),),
    issued=Date(2020, 5, 17),
    abstract="Cells take up 50% of it.",
    keyword=("calcium", "uptake"),
    doi="10.1000/ab.39_1",
    pmid="12345678",
    issn=("1234-5679",),
)
ARTICLE = replace(PAPER, title=Rich.of("Another study"), page=(), number="e941209", doi="10.1000/x", issued=Date(2021))
BOOK = Record(
    "book",
    Rich.of("The book of cells"),
    editor=(Name("Roe", "Jane"),),
    publisher="Press",
    publisher_place="London",
    edition="2",
    issued=Date(2001),
    isbn=("978-0-306-40615-7",),
)
THESIS = Record("thesis", Rich.of("On the n-th cell"), author=(Name("Li", "Na"),), publisher="A University")
PREPRINT = Record(
    "article",
    Rich.of("A preprint on cells"),
    author=(Name("Doe", "Max"),),
    issued=Date(2022, 3),
    arxiv="2203.00001",
    doi="10.48550/arXiv.2203.00001",
)
CHAPTER = Record(
    "chapter",
    Rich.of("A chapter"),
    author=(Name("Poe", "Ed"),),
    container_title="The book of chapters",
    page=(PageRange("3", "22"),),
    issued=Date(1999),
)
RECORDS = (PAPER, ARTICLE, BOOK, THESIS, PREPRINT, CHAPTER)
#: File -> its format.
FILES = {"a.bib": "bibtex", "b.bib": "biblatex", "c.ris": "ris", "d.json": "csl-json"}


def texts_of(*records: Record, options: Options = Options()) -> dict[str, str]:  # noqa: B008  (frozen)
    return {name: "".join(convert(records, form, options)) for name, form in FILES.items()}


TEXTS = texts_of(*RECORDS)


def stream(name: str, text: str) -> io.BytesIO:
    made = io.BytesIO(text.encode())
    made.name = name
    return made


def gaps(texts: dict[str, str], **more: Any) -> list[Disagreement]:
    return list(check(*[stream(name, text) for name, text in texts.items()], **more).disagreements)


def test_all_formats_of_a_bibliography_agree() -> None:
    checked = check(*[stream(name, text) for name, text in TEXTS.items()])
    assert checked.disagreements == ()
    assert checked.rejected == ()
    assert (checked.files, checked.works) == (4, len(RECORDS))
    assert checked


@pytest.mark.parametrize("name", FILES)
def test_the_format_of_a_file_is_detected(name: str) -> None:
    assert format_of_file(TEXTS[name].encode(), name) == FILES[name]


#: Kind of change -> its text in each file, the field, and the text to replace it with.
CHANGES = {
    "a digit of a volume": ("volume", "36", ("volume = {39}", "volume = {39}", "VL  - 39", '"volume": "39"'), "39"),
    "a letter of a DOI": ("doi", "aB.39_1x", ("ab.39_1",) * 4, "ab.39_1"),
    "a letter of a title": ("title", "Another studs", ("Another study",) * 4, "Another study"),
    "a page": ("page", "110", ("--109", "--109", "EP  - 109", "-109"), "109"),
    "a name": ("author", "Smyth", ("Smith",) * 4, "Smith"),
    "an institution": ("author", "Study Group of Cells", ("Study Group on Cells",) * 4, "Study Group on Cells"),
    "a journal": ("container_title", "Journal of Sells", ("Journal of Cells",) * 4, "Journal of Cells"),
    "an abstract": ("abstract", "Cells take us", ("Cells take up",) * 4, "Cells take up"),
    "a keyword": ("keyword", "uptakes", ("uptake}", "uptake}", "KW  - uptake", ', uptake"'), "uptake"),
    "an ISBN": ("isbn", "978-0-596-52068-7", ("978-0-306-40615-7",) * 4, "978-0-306-40615-7"),
    "a publisher": ("publisher", "A Universitx", ("A University",) * 4, "A University"),
    "a container": ("container_title", "The book of chaptert", ("The book of chapters",) * 4, "The book of chapters"),
    "an edition": ("edition", "3", ("edition = {2}", "edition = {2}", "ET  - 2", '"edition": "2"'), "2"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_one_file_is_found_and_named(name: str, change: str) -> None:
    field, new, places, old = CHANGES[change]
    place = places[list(FILES).index(name)]
    assert place in TEXTS[name]
    found = gaps({**TEXTS, name: TEXTS[name].replace(place, place.replace(old, new))})
    assert {gap.field for gap in found} == {field}
    for gap in found:
        assert name in (gap.a.file, gap.b.file)
        said = gap.a if gap.a.file == name else gap.b
        assert new.lower().replace("-", "") in said.text.lower().replace("-", "")


def without_last(name: str) -> str:
    if name == "d.json":
        return json.dumps(json.loads(TEXTS[name])[:-1])
    begin = TEXTS[name].rindex("TY  - " if name == "c.ris" else "\n@")
    return TEXTS[name][:begin]


@pytest.mark.parametrize("name", FILES)
def test_a_record_that_one_file_lacks_is_named(name: str) -> None:
    (gap,) = gaps({**TEXTS, name: without_last(name)})
    assert (gap.key, gap.field, gap.a.text, gap.b) == ("poe1999chapter", "record", "A chapter", (name, ""))


def test_records_are_paired_by_doi_if_keys_differ_and_the_keys_are_a_difference() -> None:
    found = gaps({**TEXTS, "c.ris": TEXTS["c.ris"].replace("berg2020uptake", "other2020")})
    assert [(gap.field, gap.b) for gap in found] == [("citation_key", ("c.ris", "other2020"))]


def test_records_are_paired_by_title_without_a_doi() -> None:
    found = gaps({"a.bib": TEXTS["a.bib"], "c.ris": re.sub("ID  - .*\r\n", "", TEXTS["c.ris"])})
    assert found == []


def test_a_key_that_two_entries_have_is_an_extra_record() -> None:
    twice = TEXTS["a.bib"] + TEXTS["a.bib"][TEXTS["a.bib"].rindex("\n@") :]
    (gap,) = gaps({"c.ris": TEXTS["c.ris"], "a.bib": twice})
    assert (gap.field, gap.a.file, gap.b) == ("record", "a.bib", ("c.ris", ""))


def read_all(name: str, text: str) -> list[Record | None]:
    """The records of a file (None if rejected), with DOIs in lower case, no marks for case, and the format's types."""
    return [
        None
        if isinstance(one, Rejected)
        else replace(
            one,
            type=FORMATS[FILES[name]].limits.word(one.type, one.genre),
            doi=one.doi.lower(),
            title=Rich.join(Span(part, tuple(set(styles) - {"nocase"})) for part, styles in one.title.spans),
        )
        for one in read(stream(name, text))
    ]


def seen(before: list[Record | None], after: list[Record | None]) -> bool:
    """Whether a reader sees a change; a key that was removed does not count."""
    keys = [(a.citation_key, b.citation_key) for a, b in zip(before, after, strict=False) if a and b]
    return before != after or any(b and a != b for a, b in keys)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_changed_letter_or_digit_is_found_if_the_reader_reads_it(name: str) -> None:
    text = TEXTS[name]
    original = read_all(name, text)
    chance = random.Random(7)
    places = [at for at, character in enumerate(text) if character.isascii() and character.isalnum()]
    missed = []
    for at in chance.sample(places, 150):
        if text.rfind("\nU5  - ", 0, at) > text.rfind("\n", 0, at) - 1 >= 0:
            continue  # what no longer agrees with the other tags is not restored
        other = chance.choice("0123456789" if text[at].isdigit() else "abcdefghijklmnopqrstuvwxyz")
        if other == text[at].lower():
            continue
        changed = text[:at] + other + text[at + 1 :]
        if seen(original, read_all(name, changed)) and check(
            *[stream(one, changed if one == name else same) for one, same in TEXTS.items()]
        ):
            missed.append((text[max(0, at - 30) : at + 10], other))
    assert missed == []


SOURCE = (
    '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17", "doi": "10.1000/a",'
    ' "journal": {"name": "Blood", "volume": "39 1"}, "PeriodicalIF": 19.8}\n'
    '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17", "doi": "10.1000/a"}\n'
    '{"title": ""}\n'
)


@pytest.mark.parametrize("options", [Options(), Options(duplicates="keep"), Options(["metrics"], ["issue"])])
def test_files_are_compared_with_their_source(options: Options) -> None:
    records = list(read(stream("in.json", SOURCE)))
    texts = {name: "".join(convert(records, form, options)) for name, form in FILES.items()}
    assert gaps(texts, against=[stream("in.json", SOURCE)], options=options) == []
    changed = SOURCE.replace("39 1", "36 1")
    for name, text in texts.items():
        (gap,) = gaps({name: text}, against=[stream("in.json", changed)], options=options)
        assert (gap.field, gap.a, gap.b) == ("volume", (name, "39"), ("in.json", "36"))


def test_metrics_are_compared_if_they_were_requested() -> None:
    records = [replace(PAPER, metrics=Metrics("1.5", "Q1"), note="Seen twice")]
    texts = texts_of(*records, options=Options(["metrics"]))
    assert gaps(texts) == []
    assert {gap.field for gap in gaps({**texts, "c.ris": texts["c.ris"].replace("IF 1.5", "IF 2.5")})} == {"note"}


def test_an_unreadable_file_is_an_error_and_a_rejected_entry_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.bib"):
        check("missing.bib", stream("a.bib", TEXTS["a.bib"]))
    with pytest.raises(InputError, match="no record"):
        check(stream("a.bib", ""), stream("a.bib", TEXTS["a.bib"]))
    with pytest.raises(InputError):
        check(tmp_path, stream("a.bib", TEXTS["a.bib"]))
    with pytest.raises(ValueError, match="nothing to compare"):
        check(stream("a.bib", TEXTS["a.bib"]))
    checked = check(stream("a.bib", TEXTS["a.bib"] + "\n@book{cut"), stream("c.ris", TEXTS["c.ris"]))
    assert len(checked.rejected) == 1
    assert not checked
