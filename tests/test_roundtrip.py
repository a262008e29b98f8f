"""Round trips: whatever a record holds, independent readers get the same out of every format."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pybtex.database
import pytest
import rispy
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bibstep.formats import FORMATS
from bibstep.model import Date, Name, PageRange, Record, Rich, Span
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.rich import clean_rich
from bibstep.text.clean import clean
from bibstep.values import titles
from bibstep.values.names.initials import held
from bibstep.values.names.junk import is_et_al, is_placeholder

SCHEMA = json.loads((Path(__file__).parent / "data" / "csl-data.json").read_text(encoding="utf-8"))
KEY = re.compile(r"[A-Za-z][A-Za-z0-9:_-]*")
KEEP = Options(duplicates="keep")
steady = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
    phases=[Phase.generate],
)

# Records -------------------------------------------------------------------------------------------------------------

hard = st.sampled_from(
    list("\\{}~^&%#_$\"'@,;:=<>|-()[] \n\t\r\u2028\u00a0\u0301éß漢字中文дم")
    + [" and ", " AND ", "  - ", "ER  - ", "%%", "\\&"]
)
texts = st.one_of(st.text(max_size=30), st.lists(st.one_of(hard, st.text(max_size=6)), max_size=12).map("".join))
values = texts.map(clean).filter(bool)
plain_titles = texts.filter(lambda text: bool(clean(text))).map(Rich.of)
maths = st.sampled_from(["O(n^2)", r"\alpha_{1}", r"x \leq y", r"\mathbb{Z}_3"])
styled = st.sampled_from([("italic",), ("bold",), ("sub",), ("sup",), ("smallcaps",), ("nocase",), ("italic", "sub")])
runs = texts.map(lambda text: text.replace("<", "").replace(">", ""))
spans = st.one_of(
    st.builds(Span, runs, st.just(())), st.builds(Span, runs, styled), st.builds(Span, maths, st.just(("math",)))
)
rich_titles = st.lists(spans, min_size=1, max_size=5).map(Rich.join).filter(lambda title: bool(clean(title.source)))
particles = st.sampled_from(["", "", "von", "van der", "de la"])
suffixes = st.sampled_from(["", "", "Jr.", "III"])
#: Names as readers make them: initials apart, nothing that stands for no name.
people = (
    st.one_of(
        st.builds(Name, values, values, particles, suffixes, st.just("")),
        values.map(lambda text: Name(family=text)),
        values.map(lambda text: Name(literal=text)),
    )
    .map(held)
    .filter(lambda name: not is_placeholder(name.literal or name.family) and not is_et_al(name.literal or name.family))
)
dates = st.one_of(
    st.none(),
    st.builds(Date, st.integers(1000, 2999)),
    st.builds(Date, st.integers(1000, 2999), st.integers(1, 12)),
    st.builds(Date, st.integers(1000, 2999), st.integers(1, 12), st.integers(1, 28)),
)
words = st.text("abcXYZ0123456789", min_size=1, max_size=6)
page_ranges = st.one_of(
    st.just(()), st.tuples(st.builds(PageRange, words, words)), st.tuples(st.builds(PageRange, words, st.just("")))
)
dois = st.one_of(
    st.just(""),
    st.just("10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM16>3.0.CO;2-B"),
    st.text("abcXYZ0123456789._-;()/:&#%", min_size=1, max_size=20).map("10.1000/".__add__),
)
urls = st.one_of(
    st.just(""),
    st.text("abcXYZ019._~-/?=&%#", min_size=1, max_size=20).map("https://example.org/".__add__),
)
types = st.sampled_from(
    ["article-journal", "book", "chapter", "paper-conference", "thesis", "report", "dataset", "article", "webpage"]
)
records = st.builds(
    Record,
    type=types,
    title=st.one_of(plain_titles, rich_titles),
    author=st.lists(people, max_size=4).map(tuple),
    container_title=st.one_of(st.just(""), values),
    publisher=st.one_of(st.just(""), values),
    volume=st.one_of(st.just(""), words),
    issue=st.one_of(st.just(""), words),
    page=page_ranges,
    issued=dates,
    abstract=st.one_of(st.just(""), values),
    keyword=st.lists(values, max_size=2).map(tuple),
    doi=dois,
    url=urls,
)
bibliographies = st.lists(records, min_size=1, max_size=5)

# Readers -------------------------------------------------------------------------------------------------------------

_ESCAPES = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
}
_TEX = re.compile(
    r"\\(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum|textless|textgreater)(?:\{\})?"
    r"|\\([&%#_$])|\\(?:textit|textbf|textsubscript|textsuperscript|textsc)(?=\{)|\$([^$]+)\$|[{}]"
)


def detex(text: str) -> str:
    """TeX as ``formats.tex`` writes it, read back: the documented escapes and nothing else."""
    return _TEX.sub(lambda m: _ESCAPES[m[1]] if m[1] else m[2] or m[3] or "", text)


_SPECIAL = re.compile(r"[\\\\{}~^&%#_$]")


def same(text: str) -> str:
    """Text in the form in which it is compared: composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def family_of(person: Name) -> str:
    return same(person.literal or f"{person.non_dropping_particle} {person.family}")


def written(bibliography: Sequence[Record], to: str) -> str:
    return "".join(convert(bibliography, to, KEEP))


def read_bibtexparser(text: str) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(text, parse_stack=[])
    assert not library.failed_blocks
    assert not library.comments
    entries = []
    for entry in library.entries:
        fields = {field.key: str(field.value) for field in entry.fields}
        assert len(fields) == len(entry.fields)
        # Without middlewares a value comes with its outer braces; only the month has none.
        assert all(value[0] + value[-1] == "{}" for name, value in fields.items() if name != "month")
        entries.append(
            {"key": entry.key, "type": entry.entry_type}
            | {name: value if name == "month" else value[1:-1] for name, value in fields.items()}
        )
    return entries


def families_bibtexparser(value: str) -> list[str]:
    families = []
    for name in split_multiple_persons_names(value) if value else []:
        parts = parse_single_name_into_parts(name, strict=False)
        families.append(same(detex(" ".join([*parts.von, *parts.last]))))
    return families


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """RIS as the specification draws it, with no mercy: every line is a tag, two spaces, a hyphen, a space."""
    entries: list[list[tuple[str, str]]] = []
    lines = text.split("\r\n")
    assert lines.pop() == ""
    for line in lines:
        assert "\n" not in line
        assert "\r" not in line
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        if match[1] == "TY":
            entries.append([])
        assert "  - " not in match[2]
        entries[-1].append((match[1], match[2]))
    for entry in entries:
        assert entry[0][0] == "TY"
        assert entry[-1] == ("ER", "")
        assert [tag for tag, _ in entry].count("ER") == 1
    return entries


# Properties ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["bibtex", "biblatex"])
@steady
@given(bibliographies)
def test_bib(to: str, bibliography: list[Record]) -> None:
    text = written(bibliography, to)
    entries = read_bibtexparser(text)
    others: Any = pybtex.database.parse_string(text, "bibtex").entries
    assert len(entries) == len(bibliography)
    assert list(others) == [entry["key"] for entry in entries]
    for record, entry in zip(bibliography, entries, strict=True):
        other = others[entry["key"]]
        assert KEY.fullmatch(entry["key"])
        assert same(detex(entry["title"])) == same(clean_rich(record.title).source)
        families = [family_of(person) for person in record.author]
        found = families_bibtexparser(entry.get("author", ""))
        assert len(found) == len(families)
        # bibtexparser's splitter takes the first letter of a command off with its backslash; the other reader does not.
        assert [one for one, name in zip(found, families, strict=True) if not _SPECIAL.search(name)] == [
            name for name in families if not _SPECIAL.search(name)
        ]
        persons = other.persons.get("author", [])
        assert [same(detex(" ".join([*one.prelast_names, *one.last_names]))) for one in persons] == families
        given_names = [same(person.given) for person in record.author]
        assert [same(detex(" ".join([*one.first_names, *one.middle_names]))) for one in persons] == given_names
        date = record.issued
        if to == "biblatex":
            assert entry.get("date", "") == str(date or "")
        else:
            assert entry.get("year", "") == (f"{date.year:04d}" if date else "")
            months = ["", *"jan feb mar apr may jun jul aug sep oct nov dec".split()]
            assert entry.get("month", "") == (months[date.month] if date else "")
            assert entry.get("day", "") == (str(date.day) if date and date.day else "")
        assert entry.get("volume", "") == record.volume
        assert (entry.get("number") or entry.get("issue", "")) == record.issue
        assert entry.get("pages", "") == "".join("--".join([p for p in one if p]) for one in record.page)
        assert entry.get("doi", "") == record.doi
        assert entry.get("url", "") == record.url
        assert same(detex(entry.get("abstract", ""))) == same(record.abstract)
        for name, value in entry.items():
            if name not in ("key", "type", "author", "month"):
                assert same(other.fields[name]) == same(value)


@steady
@given(bibliographies)
def test_ris(bibliography: list[Record]) -> None:
    text = written(bibliography, "ris")
    entries = read_ris(text)
    others = rispy.loads(text)
    keys = [entry["key"] for entry in read_bibtexparser(written(bibliography, "bibtex"))]
    assert [dict(entry)["ID"] for entry in entries] == keys
    assert [other["id"] for other in others] == keys
    for record, entry, other in zip(bibliography, entries, others, strict=True):
        tags = dict(entry)
        assert same(tags["TI"]) == same(clean(titles.plain(record.title)))
        assert same(other["title"]) == same(tags["TI"])
        authors = [value for tag, value in entry if tag == "AU"]
        assert [same(one) for one in other.get("authors", [])] == [same(one) for one in authors]
        assert len(authors) == len(record.author)
        for person, author in zip(record.author, authors, strict=True):
            assert same(author).startswith(family_of(person) + ",")
        date = record.issued
        assert tags.get("PY", "") == other.get("year", "") == (f"{date.year:04d}" if date else "")
        assert tags.get("DA", "") == (str(date).replace("-", "/") if date and date.month else "")
        assert tags.get("VL", "") == other.get("volume", "") == record.volume
        assert tags.get("IS", "") == other.get("number", "") == record.issue
        assert (tags.get("SP", ""), tags.get("EP", "")) == (tuple(record.page[0]) if record.page else ("", ""))
        assert tags.get("DO", "") == other.get("doi", "") == record.doi
        assert tags.get("UR", "") == record.url
        assert [value for tag, value in entry if tag == "KW"] == list(record.keyword)


@steady
@given(bibliographies)
def test_csl_json(bibliography: list[Record]) -> None:
    items = json.loads(written(bibliography, "csl-json"))
    jsonschema.Draft7Validator(SCHEMA).validate(items)
    keys = [entry["key"] for entry in read_bibtexparser(written(bibliography, "bibtex"))]
    assert [item["id"] for item in items] == keys
    for record, item in zip(bibliography, items, strict=True):
        assert item["type"] == record.type
        if record.title.is_plain:
            text = re.sub(r'<span class="nocase">|</span>', "", item["title"])
            assert same(text) == same(clean(record.title.source))
        else:
            # Composed, a tag's end and a combining character behind it would be one character.
            text = re.sub(
                r"</?(?:i|b|sub|sup|span)(?: [^<>≯]*)?(?:>|(≯))", lambda m: "\u0338" if m[1] else "", item["title"]
            )
            assert same(text) == same(clean(titles.unmath(record.title).source))
        authors = item.get("author", [])
        particles_apart = [f"{one.get('non-dropping-particle', '')} {one.get('family', '')}" for one in authors]
        families = [same(one.get("literal") or apart) for one, apart in zip(authors, particles_apart, strict=True)]
        assert families == [*map(family_of, record.author)]
        assert [same(one.get("given", "")) for one in authors] == [same(one.given) for one in record.author]
        date = record.issued
        parts = [part for part in (date.year, date.month, date.day) if part] if date else []
        assert item.get("issued", {}).get("date-parts", [[]])[0] == parts
        assert (item.get("volume", ""), item.get("issue", "")) == (record.volume, record.issue)
        assert item.get("page", "") == "".join("-".join([p for p in one if p]) for one in record.page)
        assert (item.get("DOI", ""), item.get("URL", "")) == (record.doi, record.url)


keyed = st.builds(
    Record,
    type=st.just("article-journal"),
    title=st.sampled_from(["On stem cells", "On stem cells and more", "Of mice", "幹細胞", "The"]).map(Rich.of),
    author=st.sampled_from([(), (Name("Li", "Na"),), (Name(literal="李娜"),), (Name("Müller"),), (Name("1984"),)]),
    issued=st.sampled_from([None, Date(2001), Date(2002)]),
    doi=st.sampled_from(["", "10.1000/1", "10.1000/2"]),
    volume=st.sampled_from(["", "1", "2"]),
)


@steady
@given(st.lists(keyed, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_keys_do_not_depend_on_the_order(bibliography: list[Record], random: Any) -> None:
    def keys(some: Sequence[Record]) -> list[str]:
        return [str(item["id"]) for item in json.loads(written(some, "csl-json"))]

    shuffled = list(bibliography)
    random.shuffle(shuffled)
    first, second = keys(bibliography), keys(shuffled)
    assert all(KEY.fullmatch(key) for key in first)
    assert len({key.lower() for key in first}) == len(first)
    assert sorted(first) == sorted(second)
    # A record keeps its own key, unless another is its equal in every field.
    of = dict(zip(shuffled, second, strict=True))
    if len(of) == len(shuffled):
        assert [of[record] for record in bibliography] == first


def test_keys_of_records_that_differ_in_the_month_alone_do_not_depend_on_the_order() -> None:
    one = Record("article-journal", Rich.of("On cells"), author=(Name("Li", "Na"),), issued=Date(2001, 5), doi="10.1/1")
    other = replace(one, issued=Date(2001, 6))
    first, second = json.loads(written([one, other], "csl-json"))
    third, fourth = json.loads(written([other, one], "csl-json"))
    assert (first["id"], second["id"]) == (fourth["id"], third["id"])


@steady
@given(bibliographies)
def test_an_entry_depends_on_its_record_alone(bibliography: list[Record]) -> None:
    for to, form in FORMATS.items():
        again = written([replace(record) for record in bibliography], to)
        assert again == written(bibliography, to)
        assert again.endswith(form.epilogue)
