"""Reading BibTeX and biblatex: broken entries, inherited fields, and that written records are read back."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.formats.bibtex.blocks import blocks
from bibstep.formats.bibtex.entry import raw_entry
from bibstep.formats.bibtex.read import read
from bibstep.model import Date, Metrics, Name, PageRange, Record, Rejected, Rich, Span, Translation
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

KEEP = Options(duplicates="keep", notes=("metrics", "translation"))


def records(text: str | bytes) -> list[Record | Rejected]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read(io.BytesIO(data), "x.bib"))


def record(text: str | bytes) -> Record:
    (found,) = records(text)
    assert isinstance(found, Record)
    return found


def codes(found: Record) -> list[str]:
    return [remark.code for remark in found.remarks]


NEXT = "\n@book{next, title = {Next}}\n"


@pytest.mark.parametrize(
    ("broken", "title", "code"),
    [
        ("@article{a, title = {One} year = 2000}", "One", "syntax-mended"),
        ("@article{a,\n title = {One,\n year = {2000},\n}", "One", "syntax-mended"),
        ("@article{a,\n title = {One},\n year = 2000\n", "One", "syntax-mended"),
        ('@article{a,\n title = "One,\n year = 2000\n}', "One", "syntax-mended"),
        ("@article{a, title = {One}, year = y # {2000}}", "One", "string-undefined"),
        ("@article{a, title = One,\n year = 2000}", "One", "string-undefined"),
        ("@article{a, title = {One}, crossref = {a}}", "One", "parent-missing"),
        ("@article{ title = {One}}", "One", "syntax-mended"),
        ("@article{a\n title = {One}}", "One", "syntax-mended"),
        ("@article{a, title = {One}, title = {Two}}", "One", "field-repeated"),
        ("@article{a, title = {One}, junk, year = 2000}", "One", "syntax-mended"),
    ],
)
def test_a_broken_entry_is_repaired_and_affects_no_other(broken: str, title: str, code: str) -> None:
    first, second = records(broken + NEXT)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.title == Rich.of(title)
    assert code in codes(first)
    assert (second.title, second.remarks) == (Rich.of("Next"), ())


@pytest.mark.parametrize("sound", ['@article(a, title = "One (1)")', "junk @article{a, title={One (1)}} more {junk"])
def test_round_brackets_and_junk_are_not_faults(sound: str) -> None:
    first, second = records(sound + NEXT)
    assert isinstance(first, Record)
    assert first.title == Rich.of("One (1)")
    assert not first.remarks
    assert isinstance(second, Record)


def test_a_block_that_is_not_an_entry_is_rejected_with_its_line() -> None:
    found = records("\n@article no bracket here\n@book{\n")
    assert [(str(one), type(one)) for one in found] == [
        ("x.bib:2: an entry without a bracket after its type", Rejected),
        ("x.bib:3: an entry without a field that could be read", Rejected),
    ]


def test_comments_strings_and_preambles_are_not_entries() -> None:
    assert records("@comment{@book{a, title={b}}}\n% @book{c, title={d}}\n@preamble{x}\n@string{e = {f}}") == []


def test_strings_and_concatenation() -> None:
    found = record("@string{j = {Journal}}@string(k = j # { of Cells})@article{a, journal = k # { B}, month = jan}")
    assert found.container_title == "Journal of Cells B"


def test_a_child_inherits_from_a_parent_before_or_after_it() -> None:
    parent = "@proceedings{p, title = {Proc}, year = 2001, editor = {Ed, A.}}"
    child = "@inproceedings{c, title = {Talk}, crossref = {P}}"
    for text in (parent + child, child + parent):
        (found,) = [one for one in records(text) if isinstance(one, Record) and one.citation_key == "c"]
        assert (found.container_title, found.issued, found.editor) == ("Proc", Date(2001), (Name("Ed", "A."),))


def test_xdata_is_not_a_record_and_is_inherited() -> None:
    assert record("@xdata{x, publisher = {P}}@book{b, title = {T}, xdata = {x}}").publisher == "P"


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("\ufeff@book{a, title = {Über}}".encode(), "Über"),
        ("@book{a, title = {Über}}".encode("utf-16"), "Über"),
        ("@book{a, title = {Über}}".encode("utf-16-be"), "Über"),
        ("@book{a, title = {Über}}".encode("cp1252"), "Über"),
        ("% Encoding: ISO8859_2\n@book{a, title = {Łódź}}".encode("iso8859-2"), "Łódź"),
        (b"@book{a,\r title = {One}}\r", "One"),
        (
            "%% Saved with string encoding Western (Mac OS Roman)\n@book{a, title = {Größe}}".encode("mac-roman"),
            "Größe",
        ),
        ("@book{a, title = {辞書の歴史}}".encode("cp932"), "辞書の歴史"),
        ("@book{a, title = {细胞的研究}}".encode("gb18030"), "细胞的研究"),
        ("@book{a, title = {Исследование клеток}}".encode("cp1251"), "Исследование клеток"),
        ("@book{a, title = {Wałęsa}}".encode("cp1250"), "Wałęsa"),
        ("@book{a, title = {Příšerně žluťoučký kůň}}".encode("iso8859-2"), "Příšerně žluťoučký kůň"),
        ("@book{a, title = {Příšerně žluťoučký kůň}}".encode("cp1250"), "Příšerně žluťoučký kůň"),
        ("@book{a, title = {Tomáš Dvořák}}".encode("iso8859-2"), "Tomáš Dvořák"),
        ("@book{a, title = {Životní šance v češtině}}".encode("iso8859-2"), "Životní šance v češtině"),
        ("@book{a, title = {Naša vlažna riječ}}".encode("iso8859-2"), "Naša vlažna riječ"),
        ("@book{a, title = {mot¹ après l'été, 1¾}}".encode("cp1252"), "mot¹ après l'été, 1¾"),
    ],
)
def test_encodings(data: bytes, title: str) -> None:
    assert record(data).title == Rich.of(title)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("book_section", "chapter"),
        ("newspaper_article", "article-newspaper"),
        ("conference_proceedings", "paper-conference"),
        ("computer_program", "software"),
        ("web_page", "webpage"),
        ("working_paper", "report"),
        ("statute", "legislation"),
        ("['JournalArticle', 'Conference']", "paper-conference"),
        ("['JournalArticle']", "article-journal"),
        ("['Review']", "article-journal"),
    ],
)
def test_entry_types_of_other_programs(written: str, kind: str) -> None:
    found = record(f"@{written}{{a, title = {{One}}, city = {{Oxford}}}}")
    assert (found.type, found.publisher_place, codes(found)) == (kind, "Oxford", [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("keywords = {Memory}, keywords = {Home care}", ("Memory", "Home care")),
        ("keywords = {Algorithms,Databases; Genetic,Humans}", ("Algorithms", "Databases; Genetic", "Humans")),
        ("keywords = {Cells, Cultured; Humans}", ("Cells, Cultured", "Humans")),
        ("keywords = {1,2-butanol; 1,3-butanol}", ("1,2-butanol", "1,3-butanol")),
    ],
)
def test_keywords(fields: str, words: tuple[str, ...]) -> None:
    assert record(f"@book{{a, title = {{One}}, {fields}}}").keyword == words


def test_the_identifier_shows_which_of_two_archives_it_is_from() -> None:
    found = record("@misc{a, title = {One}, archivePrefix = {arXiv}, eprint = {27000001}, eprinttype = {pmid}}")
    assert (found.pmid, found.arxiv) == ("27000001", "")
    found = record("@misc{a, title = {One}, archivePrefix = {arXiv}, eprint = {2404.13957}, eprinttype = {x}}")
    assert (found.pmid, found.arxiv) == ("", "2404.13957")


def test_an_encoding_that_was_guessed_is_remarked_on() -> None:
    assert codes(record("@book{a, title = {Über}}".encode("cp1252"))) == ["encoding-guessed"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("date = {2020-05-06}", Date(2020, 5, 6)),
        ("year = 2020, month = jun, day = 5", Date(2020, 6, 5)),
        ("year = {2020}, month = {June}", Date(2020, 6)),
        ("year = 2020, month = 6", Date(2020, 6)),
        ('year = 2020, month = jun # "~5"', Date(2020, 6, 5)),
        ("year = 2020, month = {Spring}", Date(2020, season=1)),
        ("date = {1988/1992}", Date(1988, end=Date(1992))),
        ("date = {1850~}", Date(1850, circa=True)),
        ("date = {-0043}", Date(-44)),
        ("date = {0000}", Date(-1)),
        ("date = {2004-06-01/unknown}", Date(2004, 6, 1)),
        ("year = {-44}", Date(-44)),
        ("date = {-0876~/-0801}", Date(-877, circa=True, end=Date(-802))),
        ("year = {in press}", Date(0, literal="in press")),
        ("year = {2004/05}", Date(2004, end=Date(2005))),
        ("year = {-1000}", Date(-1000)),
        ("year = {2020}, month = {3--4}", Date(2020, 3, end=Date(2020, 4))),
        ("year = {2020}, month = jun # { 29--} # jul # { 3}", Date(2020, 6, 29, end=Date(2020, 7, 3))),
    ],
)
def test_dates(fields: str, expected: Date) -> None:
    assert record(f"@article{{a, {fields}}}").issued == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@article{a, entrysubtype = {newspaper}}", "article-newspaper"),
        ("@conference{a,}", "paper-conference"),
        ("@misc{a, eprint = {2404.13957}, archiveprefix = {arXiv}}", "article"),
        ("@misc{a, url = {https://example.org}}", "document"),
        (r"@misc{a, howpublished = {\url{https://example.org}}}", "webpage"),
        ("@misc{a, note = {x}}", "document"),
        ("@online{a,}", "webpage"),
        ("@strange{a,}", "document"),
    ],
)
def test_types(entry: str, expected: str) -> None:
    assert record(entry).type == expected


def test_braces_that_the_writer_would_not_set_are_kept() -> None:
    assert record("@book{a, title = {The {DNA} of {apples}}}").title.spans[-1] == Span("apples", ("nocase",))
    assert record("@book{a, title = {{The whole of apples}}}").title == Rich.of("The whole of apples")


def test_nothing_vanishes() -> None:
    found = record("@book{a, pubstate = {forthcoming}, file = {a.pdf}, issn = {1234-5678}, odd_Field = {x}}")
    assert dict(found.custom) == {"status": "forthcoming", "file": "a.pdf", "issn": "1234-5678", "odd_field": "x"}


FULL = Record(
    type="article-journal",
    title=Rich.join([Span("On "), Span("E. coli", ("italic",)), Span(" in {water}: R&D -- a ``test''")]),
    author=(Name("Berg", "Jan", "van der", "Jr."), Name(literal="Barnes and Noble, Inc.")),
    editor=(Name("Ed", "Itor"),),
    roles=(("container-author", (Name("Roe", "Jane"),)), ("director", (Name("Doe", "John"),))),
    container_title="Journal",
    publisher="Simon and Schuster",
    event_title="Event",
    volume="1",
    issue="2",
    page=(PageRange("1", "9"), PageRange("12")),
    number="e12345",
    issued=Date(2001, 2, 3, end=Date(2001, 3, 4)),
    accessed=Date(2020, 1, 2),
    keyword=("one, two", "three"),
    language="en-GB",
    doi="10.1000/1",
    url="https://example.org/a_b",
    isbn=("9780306406157",),
    note="A note",
    custom=(("status", "forthcoming"), ("annote", "mine"), ("medium", "film")),
    metrics=Metrics("1.2", "Q1"),
    translation=Translation("x: y", "", "zh"),
)


@pytest.mark.parametrize("to", ["bibtex", "biblatex"])
def test_what_is_written_is_read_back(to: str) -> None:
    text = "".join(convert([FULL], to, KEEP))
    found = record(text)
    custom, expected = dict(found.custom), dict(FULL.custom)
    assert custom == expected
    for name in FULL.fields_present():
        if name != "custom":
            assert getattr(found, name) == getattr(FULL, name), name
    assert "".join(convert([found], to, KEEP)) == text


@given(st.text(st.sampled_from("@{}(),=\"#\\%$~ \nabc1-&'`"), max_size=200))
def test_nothing_raises(text: str) -> None:
    for found in records("@article{a, title = {" + text):
        assert isinstance(found, (Record, Rejected))
    records(text)


@given(st.binary(max_size=100))
def test_no_bytes_raise(data: bytes) -> None:
    records(data)


values = st.text(st.sampled_from('abc ,=1"'), max_size=12)


@given(st.lists(values, min_size=1, max_size=4))
def test_well_formed_entries_are_read_as_by_bibtexparser(said: list[str]) -> None:
    from bibtexparser.splitter import Splitter

    text = "@book{key,\n" + ",\n".join(f"f{number} = {{{value}}}" for number, value in enumerate(said)) + "\n}"
    (block,) = blocks(text)
    (entry,) = Splitter(text).split().entries
    found = raw_entry(block)
    assert found.key == entry.key
    assert not found.mended
    assert [(name, parts[0][0]) for name, parts in found.fields] == [(f.key, f.value[1:-1]) for f in entry.fields]
