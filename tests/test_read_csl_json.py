"""CSL-JSON in: every variable in any dress, and our own files read back as they were."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.formats import FORMATS
from bibstep.formats.csl_json import read as csl_json
from bibstep.formats.template import KEY_PLACEHOLDER, renderer
from bibstep.input.json_objects import JsonObject
from bibstep.model import FIELDS, Date, Metrics, Name, PageRange, Record, Rejected, Rich, Source, Span, Translation
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.text.clean import clean
from bibstep.values import identifiers, pages, titles
from bibstep.values.variables import DATES, NAMES, TEXTS
from test_roundtrip import dates, records, rich_titles, steady, values

FOREIGN = Path(__file__).parent / "data" / "foreign"


def item(**variables: Any) -> Record:
    """One item with the variables, ``_`` in the place of ``-``."""
    data = {name if name in TEXTS else name.replace("_", "-"): value for name, value in variables.items()}
    found = csl_json.record({"id": "x", "type": "book", "title": "T", **data}, JsonObject(1, {}), Source("f", 1))
    assert isinstance(found, Record)
    return found


def codes(record: Record) -> set[str]:
    return {remark.code for remark in record.remarks}


# Variables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("volume", 12, "volume", "12"),
        ("volume", 12.0, "volume", "12"),
        ("volume", "XII", "volume", "XII"),
        ("issue", "3-4", "issue", "3-4"),
        ("edition", 2, "edition", "2"),
        ("number_of_pages", 320, "number_of_pages", "320"),
        ("publisher", ["A", "B"], "publisher", "A; B"),
        ("publisher", "Wiley &amp; Sons", "publisher", "Wiley & Sons"),
        ("title_short", "S", "title_short", "S"),
        ("shortTitle", "S", "title_short", "S"),
        ("journalAbbreviation", "J.", "container_title_short", "J."),
        ("container_title", ["Nature"], "container_title", "Nature"),
        ("container_title", "<i>Nature</i>", "container_title", "Nature"),
        ("event", "A Meeting", "event_title", "A Meeting"),
        ("page", "12–19", "page", (PageRange("12", "19"),)),
        ("page", 12, "page", (PageRange("12"),)),
        ("page_first", "12", "page", (PageRange("12"),)),
        ("keyword", "a, b", "keyword", ("a", "b")),
        ("keyword", "a, b; c", "keyword", ("a, b", "c")),
        ("keyword", ["a, b", "c"], "keyword", ("a, b", "c")),
        ("language", "English", "language", "en"),
        ("language", "en_GB", "language", "en-GB"),
        ("language", "Klingon", "language", "Klingon"),
        ("DOI", "https://doi.org/10.1000/1", "doi", "10.1000/1"),
        ("URL", "https://example.org/a", "url", "https://example.org/a"),
        ("PMID", 123, "pmid", "123"),
        ("PMCID", "PMC12", "pmcid", "PMC12"),
        ("ISSN", "0028-0836, 1476-4687", "issn", ("0028-0836", "1476-4687")),
        ("ISSN", ["0028-0836", "0028-0836"], "issn", ("0028-0836",)),
        ("ISBN", "0-306-40615-2 978-0-306-40615-7", "isbn", ("0-306-40615-2", "978-0-306-40615-7")),
        ("ISBN", "978 0 306 40615 7", "isbn", ("978-0-306-40615-7",)),
    ],
)
def test_variable(variable: str, value: object, field: str, expected: object) -> None:
    assert getattr(item(**{variable: value}), field) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"date-parts": [[2020, 6, 5]]}, Date(2020, 6, 5)),
        ({"date-parts": [["2020", "06", "05"]]}, Date(2020, 6, 5)),
        ({"date-parts": [[2020, 0, 0]]}, Date(2020)),
        ({"date-parts": [["2020", "", ""]]}, Date(2020)),
        ({"date-parts": [2020, 6]}, Date(2020, 6)),
        ({"date-parts": [[2020, 6, 5], [2021]]}, Date(2020, 6, 5, end=Date(2021))),
        ({"date-parts": [[2020], [0, 0, 0]]}, Date(2020)),
        ({"date-parts": [[-44, 3, 15]]}, Date(-44, 3, 15)),
        ({"date-parts": [[2020, 2, 30]]}, Date(2020, 2)),
        ({"date-parts": [[2020, 14]]}, Date(2020, season=2)),
        ({"date-parts": [[2020]], "season": 2}, Date(2020, season=2)),
        ({"date-parts": [[2020]], "season": "Winter"}, Date(2020, season=4)),
        ({"date-parts": [["2020"]], "circa": 1}, Date(2020, circa=True)),
        ({"date-parts": [["2020"]], "circa": "false"}, Date(2020)),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"raw": "2020-06-05"}, Date(2020, 6, 5)),
        ({"raw": "2008-00-00"}, Date(2008)),
        ({"raw": "June 2020"}, Date(2020, 6)),
        ({"raw": "1999–2003"}, Date(1999, end=Date(2003))),
        ({"raw": "Spring 2020"}, Date(2020, season=1)),
        ({"literal": "June 2020"}, Date(2020, 6)),
        ({"literal": "in press"}, Date(0, literal="in press")),
        ({"literal": "forthcoming 2021, we hope"}, Date(2021)),
        ({"date-parts": [[0, 0, 0]]}, None),
        ({"date-parts": [[2020], [2019]]}, Date(2020)),
        ("-0043", Date(-44)),
        ("2020-06-05", Date(2020, 6, 5)),
        ("2020-21", Date(2020, season=1)),
        ("2019~/2020", Date(2019, circa=True, end=Date(2020))),
        (1999, Date(1999)),
        ("", None),
        ({}, None),
        (True, None),
    ],
)
def test_dates(value: object, expected: Date | None) -> None:
    assert item(issued=value).issued == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"family": "Li", "given": "Na"}, Name("Li", "Na")),
        ({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}, Name("Gogh", "Vincent", "van")),
        ({"family": "van Gogh", "given": "Vincent"}, Name("Gogh", "Vincent", "van")),
        ({"family": "van Gogh", "parse-names": False}, Name("van Gogh")),
        ({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}, Name("Beethoven", "Ludwig", "van")),
        (
            {"family": "Fontaine", "given": "Jean", "dropping-particle": "de", "non-dropping-particle": "La"},
            Name("La Fontaine", "Jean", "de"),
        ),
        ({"family": "Alembert", "given": "Jean", "dropping-particle": "d’"}, Name("d’Alembert", "Jean")),
        ({"family": "King", "given": "M. L.", "suffix": "Jr.", "comma-suffix": True}, Name("King", "M. L.", "", "Jr.")),
        ({"literal": "WHO"}, Name(literal="WHO")),
        ({"name": "WHO"}, Name(literal="WHO")),
        ({"family": "Plato"}, Name("Plato")),
        ({"given": "Plato"}, Name(literal="Plato")),
        ({"family": "O&#39;Neil", "given": "A."}, Name("O'Neil", "A.")),
        ("Na Li", Name("Li", "Na")),
    ],
)
def test_names(value: object, expected: Name) -> None:
    assert item(author=[value]).author == (expected,)
    assert item(author=value).author == (expected,)


@pytest.mark.parametrize("role", sorted(NAMES))
def test_every_role_is_kept(role: str) -> None:
    assert item(**{role: [{"family": "Li"}]}).roles == ((role, (Name("Li"),)),)


@pytest.mark.parametrize("name", [*sorted(TEXTS - {"event"}), "unheard-of"])
def test_what_has_no_field_is_carried_along(name: str) -> None:
    assert item(**{name: "x"}).custom == ((name, "x"),)


def test_dates_without_a_field_and_objects_are_carried_along() -> None:
    assert item(submitted={"date-parts": [[2020, 1]]}).custom == (("submitted", "2020-01"),)
    assert item(submitted="12-19").custom == (("submitted", "12-19"),)  # no date, and not lost
    assert item(other={"a": 1}).custom == (("other", '{"a":1}'),)
    assert item(categories=["a", "b"]).custom == (("categories", "a; b"),)
    assert item(custom={"x": "y", "z": 1}).custom == (("x", "y"), ("z", "1"))


def test_a_malformed_identifier_is_kept_aside() -> None:
    record = item(ISSN="0028-0837")
    assert record.issn == ()
    assert record.custom == (("ISSN", "0028-0837"),)
    assert codes(record) == {"identifier-unread"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("article-journal", "article-journal"),
        ("legal_case", "legal_case"),
        ("legal-case", "legal_case"),
        ("journal-article", "article-journal"),
        ("journalArticle", "article-journal"),
        ("book-chapter", "chapter"),
        ("posted-content", "article"),
        ("proceedings-article", "paper-conference"),
        ("reference-entry", "entry-encyclopedia"),
        ("inproceedings", "paper-conference"),
        ("misc", "document"),
    ],
)
def test_types(said: str, expected: str) -> None:
    record = item(type=said)
    assert record.type == expected
    assert not codes(record)


def test_an_unknown_type_is_remarked_on() -> None:
    assert codes(item(type="hologram")) == {"type-unknown"}
    assert codes(item(type="")) == {"type-guessed"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [("li2020", "li2020"), (12, "12"), ("http://zotero.org/users/1/items/X", None), ("a b", None), ("{x}", None)],
)
def test_an_id_is_the_key(key: object, expected: str | None) -> None:
    """What a key can have is decided when it is written: then it is also reported and mapped."""
    assert item(id=key).citation_key == (key if expected is None else expected)


def test_an_id_that_is_the_doi_as_a_link_is_not_a_key() -> None:
    assert item(id="https://doi.org/10.1000/data.3", DOI="10.1000/DATA.3").citation_key == ""


def test_titles_have_csl_markup() -> None:
    title = item(title='On <i>E. coli</i>, H<sub>2</sub>O and <span class="nocase">van X</span> &amp; <sc>y</sc>').title
    assert title.spans[1] == Span("E. coli", ("italic",))
    assert Span("2", ("sub",)) in title.spans
    assert Span("van X", ("nocase",)) in title.spans
    assert Span("y", ("smallcaps",)) in title.spans


def test_notes_set_variables_as_zotero_and_citeproc_read_them() -> None:
    record = item(note="PMID: 123\nOriginal Date: 1901\n{:genre: Essay} Read twice: well.\narXiv: 2404.13957 [cs.CL]")
    assert (record.pmid, record.original_date, record.genre) == ("123", Date(1901), "Essay")
    assert record.arxiv == "2404.13957"
    assert record.note == "Read twice: well."
    # What the item says itself stays; the note then keeps its line.
    record = item(note="PMID: 123", PMID="4")
    assert (record.pmid, record.note) == ("4", "PMID: 123")
    assert item(note="Editor: Li || Na").note == "Editor: Li || Na"
    assert item(note="director: Li || Na").roles == (("director", (Name("Li", "Na"),)),)


def test_a_note_keeps_its_lines() -> None:
    record = item(note="OCLC: 317290659\n\n Read <i>twice</i>.\t")
    assert record.note == "OCLC: 317290659\nRead twice."
    assert back(record).note == record.note


def test_a_dropping_particle_is_remarked_on() -> None:
    assert "names-doubt" in codes(item(author=[{"family": "Humboldt", "given": "A.", "dropping-particle": "von"}]))
    assert not codes(item(author=[{"family": "Vries", "given": "H.", "non-dropping-particle": "de"}]))


@pytest.mark.parametrize(
    ("record", "marked"),
    [
        (Record("book", Rich.of("Plain"), note="OCLC: 3"), False),
        (Record("book", Rich.of("Plain"), note="genre: x"), True),
        (Record("book", Rich.of("p < 0.05 & q <b"), abstract="at $5 or 5 $"), False),
        (Record("book", Rich.of("The tag <em>x</em>")), True),
        (Record("book", Rich.of("R&amp;D")), True),
        (Record("article-journal", Rich.of("T"), page=(PageRange("20140594"),)), True),
        (Record("article-journal", Rich.of("T"), page=(PageRange("20140594"),), number="e7"), False),
        (Record("article-journal", Rich.of("T"), number="20140594"), False),
    ],
)
def test_texts_are_marked_as_they_stand_only_where_they_would_be_misread(record: Record, marked: bool) -> None:
    assert (csl_json.VERBATIM[0] in json.loads(render(record)).get("custom", {})) is marked
    assert back(record) == record


def test_seasons_of_a_range_are_said_alike() -> None:
    issued = Date(2012, season=2, end=Date(2012, season=3))
    written = json.loads(render(Record("book", Rich.of("T"), issued=issued)))["issued"]
    assert written == {"date-parts": [[2012, 22], [2012, 23]]}
    assert item(issued=written).issued == issued


@pytest.mark.parametrize(
    "title",
    [
        'On <span class="nocase">the</span> iPhone',
        'Thin films of <span class="nocase">Cu<sub>2</sub>O</span>',
        '<span class="nocase"><i>Natrix</i></span> and <span class="nocase">p53</span>',
    ],
)
def test_case_protection_of_the_source_stays_as_it_is(title: str) -> None:
    assert json.loads(render(item(title=title)))["title"] == title


def test_an_item_without_a_title_is_a_record() -> None:
    record = csl_json.record({"type": "book", "author": [{"family": "Li"}]}, JsonObject(1, {}), Source())
    assert isinstance(record, Record)
    assert "title-missing" in codes(record)
    assert isinstance(csl_json.record({}, JsonObject(1, {}), Source()), Rejected)


# Foreign files --------------------------------------------------------------------------------------------------------


def as_json(record: Record) -> dict[str, Any]:
    """What a record says, as its expected file has it."""
    said = {name: getattr(record, name) for name in record.fields_present()}
    said["title"] = FORMATS["csl-json"].encoder(False).encode(record.title).strip('"')
    if record.citation_key:
        said["citation_key"] = record.citation_key
    said["remarks"] = sorted({remark.code for remark in record.remarks})
    plain = json.loads(json.dumps(said, default=str))
    for name in ("issued", "original_date", "accessed"):
        if name in plain:
            plain[name] = str(getattr(record, name))
    people = ("author", "editor", "translator")
    plain |= {name: [str(one) for one in getattr(record, name)] for name in people if name in plain}
    if record.roles:
        plain["roles"] = [[role, [str(one) for one in found]] for role, found in record.roles]
    return plain  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", sorted(FOREIGN.glob("*.in.json")), ids=lambda path: path.name)
def test_foreign_files(path: Path, request: pytest.FixtureRequest) -> None:
    from bibstep.formats import any_json

    found = [
        as_json(one) if isinstance(one, Record) else {"rejected": one.reason}
        for one in any_json.read(io.BytesIO(path.read_bytes()), path.name)
    ]
    expected = path.with_name(path.name.replace(".in.json", ".expected.json"))
    if request.config.getoption("--regen"):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


# Round trips ----------------------------------------------------------------------------------------------------------

render = renderer(FORMATS["csl-json"])


def back(record: Record) -> Record:
    text = render(record).replace(KEY_PLACEHOLDER, "k")
    found = csl_json.record(json.loads(text), JsonObject(1, {}), Source())
    assert isinstance(found, Record), text
    return found


def held(record: Record) -> Record:
    """The record as a reader makes it: clean, its title parsed, its identifiers valid."""
    title = titles.unmath(titles.parse(record.title.source)[0]) if record.title.is_plain else record.title
    page = pages.parse(pages.text(record.page))[0]
    return replace(record, title=title or Rich.of("T"), page=page[0], number=record.number or page[1])


few = st.one_of(st.just(""), values)
# A range ends nine years later at most; no date is after 2999.
seasons = st.builds(Date, st.integers(1000, 2990), season=st.integers(1, 4), circa=st.booleans())
ranges = st.builds(lambda date, years: replace(date, end=Date(date.year + years)), seasons, st.integers(1, 9))
more_dates = st.one_of(dates, seasons, ranges, st.builds(lambda text: Date(0, literal=f"in {text}"), values))
full = st.builds(
    replace,
    records,
    title_short=few,
    container_title_short=few,
    collection_title=few,
    event_title=few,
    event_place=few,
    publisher_place=few,
    genre=few,
    edition=few,
    issued=more_dates,
    original_date=more_dates,
    accessed=dates,
    note=few.map(clean),
    arxiv=st.sampled_from(["", "2404.13957"]),
    pdf=st.sampled_from(["", "https://example.org/a.pdf"]),
    issn=st.sampled_from([(), ("0028-0836",)]),
    roles=st.sampled_from(
        [(), (("director", (Name("Li", "Na"),)),), (("annotator", (Name("Li"), Name(literal="W"))),)]
    ),
    custom=st.sampled_from([(), (("status", "ok"),), (("event-date", "2020-01"),), (("file", "a.pdf"),)]),
    metrics=st.sampled_from([Metrics(), Metrics("1.5", "Q1", "A; B", "2", "医学"), Metrics(cas_category="x")]),
    translation=st.sampled_from([Translation(), Translation("一", "", "zh"), Translation("Un")]),
)


@steady
@given(full)
def test_what_is_written_reads_back_as_it_was(record: Record) -> None:
    record = held(record)
    doi = identifiers.doi(record.doi)[0]
    record = replace(record, doi=doi, url=identifiers.url(record.url)[0])
    found = back(record)
    again = back(found)
    assert render(again) == render(found)
    # Math, styles of white space alone and the like are said in another way; all the rest is equal.
    for name in FIELDS:
        if name != "title":
            assert getattr(found, name) == getattr(record, name), name
    assert clean(titles.plain(found.title)) == clean(titles.plain(titles.unmath(record.title)))


@steady
@given(rich_titles)
def test_titles_are_written_the_same_again(title: Rich) -> None:
    once = back(Record("book", title))
    assert render(back(once)) == render(once)


@pytest.mark.parametrize(
    "text",
    ["Loss of p53 mRNA in Japan", "The pH of COVID-19", "On DNA", "Plain words", "A <i>List</i>", "x &amp;lt; y $a$ b"],
)
def test_words_that_a_style_would_spoil_are_marked_and_read_back(text: str) -> None:
    for title in (Rich.of(text), titles.parse(text)[0]):
        assert back(Record("book", title)).title == titles.unmath(title) or "<i>" in title.source


def test_nocase_stands_only_where_case_would_be_spoilt() -> None:
    def written(text: str) -> str:
        return str(json.loads(render(Record("book", Rich.of(text))))["title"])

    assert written("Loss of p53 mRNA and DNA") == 'Loss of <span class="nocase">p53</span> mRNA and DNA'
    assert written("Hallmarks of Cancer Therapies") == "Hallmarks of Cancer Therapies"


@pytest.mark.parametrize(
    "name",
    [
        Name("Gogh", "Vincent", "van"),
        Name("van Gogh", "Vincent"),
        Name("Gogh", "Vincent", "Van"),
        Name("de X", "Y", "von"),
        Name("'t Hooft", "G."),
        Name("Li", "Na", "", "Jr."),
        Name(literal="van Gogh Museum"),
    ],
)
def test_names_read_back(name: Name) -> None:
    found = back(Record("book", Rich.of("T"), author=(name,))).author
    assert found == (name,) or str(found[0]) == str(name) == "Vincent Van Gogh"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
variables = st.sampled_from(
    [*TEXTS, *NAMES, *DATES, *"id type title author issued page DOI URL ISSN ISBN keyword note custom volume".split()]
)
dates_of_any_shape = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("date-parts", "raw", "literal", "season", "circa"), json_values)
)
names_of_any_shape = st.lists(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("family", "given", "literal", "suffix"), json_values))
)


@steady
@given(st.dictionaries(variables, json_values | dates_of_any_shape | names_of_any_shape, max_size=8))
def test_nothing_raises(data: dict[str, Any]) -> None:
    found = csl_json.record(data, JsonObject(1, data), Source())
    if isinstance(found, Record):
        assert "".join(convert([found], "csl-json", Options(duplicates="keep")))
        hash(found)


def test_an_integer_of_more_than_64_bits_is_kept() -> None:
    record = csl_json.record({"title": "T", "event-date": {"date-parts": [[10**30]]}}, JsonObject(1, {}), Source())
    assert isinstance(record, Record)
    assert str(10**30) in dict(record.custom)["event-date"]


@pytest.mark.parametrize(
    ("number", "custom"),
    [
        ("http://zotero.org/users/1/items/ABC", (("id", "http://zotero.org/users/1/items/ABC"),)),
        ("https://doi.org/10.1000/xyz", ()),
        ("doe2001", ()),
    ],
)
def test_an_id_that_is_a_link_is_kept_beside_a_citation_key(number: str, custom: tuple[tuple[str, str], ...]) -> None:
    data = {"id": number, "citation-key": "doe2001", "type": "book", "title": "A title", "DOI": "10.1000/xyz"}
    (found,) = csl_json.read(io.BytesIO(json.dumps([data]).encode()), "in")
    assert isinstance(found, Record)
    assert (found.citation_key, found.custom, found.remarks) == ("doe2001", custom, ())
