"""Each fast path held to its slow path: both give the same answer for every text.

Code that looks at the usual case first (a name of plain words, a title without markup, an entry without a fault) has
two implementations of one rule. ``PATHS`` lists them all: how to ask the fast one, how to ask the slow one (mostly by
taking the fast one out), and texts near the border between the two. Whoever writes a fast path adds it here.
"""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.formats import READERS
from bibstep.formats.bibtex import blocks as bib_blocks
from bibstep.formats.bibtex import entry as bib_entry
from bibstep.formats.bibtex import names as bib_names
from bibstep.formats.bibtex import people as bib_people
from bibstep.formats.bibtex import write as bib_write
from bibstep.formats.csl_json import values as csl_values
from bibstep.formats.csl_json import write as csl_write
from bibstep.formats.latex import encode
from bibstep.formats.ris import entries as ris_entries
from bibstep.formats.ris import values as ris_values
from bibstep.input import json_objects, json_scan
from bibstep.keys import claim
from bibstep.model import Date, Name, Rich, Span
from bibstep.text import clean, mojibake
from bibstep.values import dates, identifiers, names, pages, titles, volumes
from bibstep.values.names import commas, initials, person
from bibstep.values.tex import decode, groups
from bibstep.values.titles import nocase
from bibstep.works import identity

EXAMPLES = int(os.environ.get("BIBSTEP_FUZZ", "100"))
Answer = Callable[[Any], object]


class Path(NamedTuple):
    """A fast path, the slow one beside it, and what to ask them."""

    fast: Answer
    slow: Answer
    texts: st.SearchStrategy[Any]


def without(target: object, name: str, value: object, ask: Answer) -> Answer:
    """``ask`` with one part of the program replaced, so that the fast path is never taken."""

    def slow(text: Any) -> object:
        with mock.patch.object(target, name, value):
            return ask(text)

    return slow


def made_of(*tokens: str, least: int = 0, most: int = 8) -> st.SearchStrategy[str]:
    """Texts of these tokens in any order: near a border, where letters at random never come."""
    return st.lists(st.sampled_from(tokens), min_size=least, max_size=most).map("".join)


NEVER = re.compile(r"(?!)")


def never(*_: object, **__: object) -> None:
    return None


# What a reader makes of a whole input ---------------------------------------------------------------------------------


def read(reader: str, text: str) -> list[object]:
    return [repr(one) for one in READERS[reader].read(io.BytesIO(text.encode()), "refs")]


def in_json(text: str) -> list[object]:
    return list(json_objects.json_objects(io.BytesIO(text.encode())))


RIS_LINES = (
    *("TY  - JOUR\n", "TY  - BOOK\n", "TY  -\n", "TY - JOUR\n", "ty  - JOUR\n", "ER  - \n", "ER  -\n", "ER  - x\n"),
    *("TI  - A title\n", "TI  -  Two  blanks \n", "TI  - \n", "TI  -\n", "TI - One blank\n", "ti  - small\n"),
    *("AU  - Roe, Jane\n", "AU  - Roe, Jane; Doe, John\n", "AU  - van der Berg, Jan\n", "KW  - one\n", "KW  - a;b\n"),
    *("PY  - 2020/06/05/\n", "DA  - 2020/02/30\n", "SP  - 12\n", "AB  - Much\twas done.\n", "ZZ  - unknown\n"),
    *("going on\n", "T2-weighted images\n", "\n", "  \n", "AB  - é\u00ad\n", "N1  - a\u0301\n", "1. \n", "\r\n"),
    "AB  - " + "long " * 60 + "\n",
)
BIB_PARTS = (
    *(
        "@article{a,\n",
        "@book(b,\n",
        "@misc{",
        "@comment{",
        "}\n",
        ")\n",
        "{",
        "}",
        '"',
        "\\{",
        "\\}",
        "\n",
        ",\n",
        ", ",
    ),
    *("  title = {A title},\n", "  title = {A {B {C {D} c} b}},\n", '  title = "A {B} title",\n', "  year = 2020,\n"),
    *(
        "  year = 2020\n",
        "  month = jun,\n",
        "  month = jun # {~5},\n",
        "  note = {open,\n",
        "  = {no name},\n",
        "title",
    ),
    *(
        "  url = {a@b.c},\n",
        "  title = {A} year = 2001,\n",
        "%",
        " = ",
        "#",
        "  Author-2 = {Roe, J.} ,\n",
        "key,",
        "12 ",
    ),
)
OBJECTS = (
    *('{"title": "A"}', '{\n"title": "A"\n}', '{\n  "title": "A",\n  "doi": "10.1/x"\n}', '{\r\n  "title": "A"\r\n}'),
    *('{\n  "title": "A"\n  }', '{\n  "a": {\n  "b": 1\n}\n}', '{\n"a": "}\n', '{\n"a": "\\n}"\n}', "{", "}", "[", "]"),
    *(",", "\n", " ", "  ", "null", "1", '"x"', "text", '\n{\n"b": [\n{\n}\n]\n}\n', "[[", "]]", "\t", '"'),
)

# Names, dates, numbers ------------------------------------------------------------------------------------------------

WORDS = (
    *("Jane", "J.", "J", "D.R.", "J.-P.", "JP", "SR", "MD", "MA", "Roe", "Brown", "Li", "Wu", "de", "van", "der", "De"),
    *("Jr.", "Jr", "III", "IV", "PhD", "Prof.", "Dr.", "Major", "University", "Group", "The", "of", "and", "et", "al."),
    *("O'Neil", "McDonald", "Smith-Jones", "Éric", "Müller", "王", "김", "García", "Marín", "Inc.", "Study", "Team"),
)
ONE_NAME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
DATE_TEXT = made_of(
    "2020", "1999", "/", "-", "06", "6", "05", "31", "29", "02", "00", "13", " ", "Jun", "T12:30", "Z", "."
)
PAGE_TEXT = made_of("1", "12", "109", "0", "-", "–", "--", " ", "S", "e", "pp. ", ",", "+", ".e4", "99999", most=6)
DOI_TEXT = made_of(
    *(
        "10.1000/",
        "10.1",
        "182",
        "x",
        "(",
        ")",
        ".",
        "<",
        ">",
        ";",
        "&lt;",
        "doi:",
        "https://doi.org/",
        "%28",
        " ",
        "?q",
    ),
    *("#f", "/full", "É", "\u00ad", "10.48550/arXiv.", "2101.00001"),
)
URL_TEXT = made_of(
    *(
        "https://",
        "http://",
        "www.",
        "example.org",
        "doi.org/10.1000/x",
        "arxiv.org/abs/2101.00001",
        "/",
        "a",
        "?",
        "#",
    ),
    *("%20", "%", " ", "<", "é", "\n", "|", ":80", "user@", "&amp;", "."),
)
TEXT = made_of(
    *(
        "a",
        "word",
        " ",
        "  ",
        "\t",
        "\n",
        "é",
        "e\u0301",
        "\u00ad",
        "\u200b",
        "\u200d",
        "ﬁ",
        "\u00a0",
        "—",
        "漢",
        "\x00",
    ),
    *("{", "\u0378", "\ue000", "😀", "\u2028", "\u1100\u1161", "Å", "ع\u200d", "~", "\x7f"),
)
MARKED_UP = made_of(
    *(
        "H",
        "2",
        "O",
        " ",
        "  ",
        "<sub>",
        "</sub>",
        "<",
        "> 5",
        "&lt;i&gt;",
        "&amp;",
        "&",
        "$",
        "x^2",
        "\\(",
        "\\)",
        "\\",
    ),
    *("e\u0301", "p53", "p < 0.05", "\u00ad", "ﬁ", "\n"),
)
TITLE = st.lists(
    st.sampled_from(
        (
            *(
                "Effects",
                "effects",
                "of",
                "the",
                "The",
                "DNA",
                "mRNA",
                "p53",
                "A",
                "I",
                "in",
                "Japan",
                "T-cell",
                "x-Ray",
            ),
            *(
                "Étude",
                "été",
                "COVID-19:",
                "vitamin",
                "(COPD)",
                "vs.",
                "GENES",
                "CELL",
                "—",
                "what?",
                "“Quoted",
                "10th",
            ),
        )
    ),
    max_size=9,
).map(" ".join)
TEX = made_of(
    *("a", "Word", " ", "  ", "{", "}", "\\&", "\\%", "\\", "\\'e", "{\\'E}", "~", "--", "---", "''", "``", "'", "$x$"),
    *("$", "\\alpha", "\\textit{", "%", "_", "^", "é", "&", "\n", "<", "|", '"', "?`"),
)
SPANS = st.lists(
    st.tuples(
        st.sampled_from(("a", " ", "a b", " a", "b ", "a  b", "é", "e\u0301", "\u00ad", "\n")),
        st.sampled_from(((), ("italic",))),
    )
).map(lambda parts: Rich.join(Span(*part) for part in parts))
DATES = st.builds(
    Date,
    year=st.sampled_from((0, 1, 44, 987, 2020, 12345, -1, -44)),
    month=st.integers(0, 12),
    day=st.integers(0, 28),
    season=st.integers(0, 4),
    circa=st.booleans(),
    end=st.none() | st.just(Date(2021, 3)),
)
NAMES = st.builds(
    Name,
    family=st.sampled_from(("Roe", "van Roe", "van", "De Roe", "de la Roe", "d'Arc", "", " Roe")),
    given=st.sampled_from(("Jane", "", "J. van", " J.")),
    non_dropping_particle=st.sampled_from(("", "van", "Van")),
    suffix=st.sampled_from(("", "Jr.")),
    literal=st.just(""),
)


# Slow paths in the middle of a function, asked with an equal text that the fast one does not know ---------------------


def codes(answer: Any) -> object:
    """A value and the codes of its remarks, whose messages quote the text as it was asked."""
    value, remarks = answer
    return value, [remark.code for remark in remarks]


def cleaned(text: str) -> str:
    return " ".join(clean.strip_controls(text).split())


def escaped(text: str) -> str:
    return bib_write._LIGATURE.sub("{}", bib_write._SPECIAL.sub(bib_write._command, text))


def day(date: Date) -> str:
    return str(replace(date, circa=True)).replace("~", "", 1) if not date.circa else str(date)


def in_ascii(tex: str) -> str:
    return encode.to_ascii(f"é {tex}")[0].removeprefix("{\\'e} ")


def blocks(text: str) -> list[object]:
    return list(bib_blocks.blocks(text))


def fields(text: str) -> list[object]:
    return [bib_entry.raw_entry(block) for block in bib_blocks.blocks(text)]


def csl_name(person_: Name) -> dict[str, object]:
    found = dict(csl_write._name(person_._replace(suffix=person_.suffix or "X")))
    if not person_.suffix:
        del found["suffix"]
    return found


def csl_item(pair: tuple[str, str]) -> str:
    title, publisher = pair
    return csl_write.item({"title": Rich.of(title), "publisher": publisher, "custom": {}}, {})


def two_parts(pair: tuple[str, str]) -> object:
    return csl_values.people([dict(zip(("family", "given"), pair, strict=True))], "author")


def two_parts_slowly(pair: tuple[str, str]) -> object:
    name, remarks = csl_values.person(dict(zip(("family", "given"), pair, strict=True)), "author")
    return (name,), remarks


def bib_author(text: str) -> object:
    return bib_names._people.__wrapped__(text, "author")


def part_of_name(text: str) -> str:
    return f"{{{text}}}" if bib_people._BETWEEN_NAMES.search(text) else text


ALWAYS = re.compile("")
read_unremembered = partial(without, names, "_remembered", person.read_name)

PATHS: Mapping[str, Path] = {
    # Text
    "text/clean: usual characters": Path(clean.clean, cleaned, TEXT),
    "text/mojibake: nothing to mend": Path(
        mojibake.mended,
        without(mojibake, "_is_suspect", lambda _: True, mojibake.mended),
        made_of("Ã", "³", "â€", "™", "a", "é", "è", "“", " ", "Â", "\xa0", "ï", "¿", "½", "漢"),
    ),
    "text/clean: several at once": Path(  # it may say no where the answer is yes
        lambda texts: clean.are_clean(texts) <= all(cleaned(text) == text for text in texts),
        lambda _: True,
        st.lists(TEXT, max_size=3),
    ),
    "model: a day": Path(str, day, DATES.filter(lambda date: not date.end)),
    # Values
    "names: a usual name": Path(person.read_name, without(person, "usual_name", never, person.read_name), ONE_NAME),
    "names: family, given": Path(
        commas.parse_inverted,
        without(commas, "_USUAL", NEVER, commas.parse_inverted),
        st.tuples(ONE_NAME, ONE_NAME).map(", ".join),
    ),
    "names: no initials together": Path(
        initials.apart, without(initials, "_STANDING_TOGETHER", ALWAYS, initials.apart), ONE_NAME
    ),
    "names: a usual name in a list": Path(
        names.parse_list,
        without(names, "_remembered", person.read_name, without(names, "usual_name", never, names.parse_list)),
        st.lists(ONE_NAME, min_size=1, max_size=4).map(", ".join),
    ),
    "dates: ISO 8601 to the letter": Path(
        lambda text: codes(dates._read(text)),
        lambda text: codes(dates._read(f"{text}.")),
        DATE_TEXT.filter(
            lambda text: not (found := dates._read(text)[0]) or not found.literal
        ),  # which is kept as it is
    ),
    "pages: two numbers": Path(pages.parse, without(pages, "_COMMON", NEVER, pages.parse), PAGE_TEXT),
    "volumes: a number": Path(
        lambda text: codes(volumes.parse(text)),
        lambda text: codes(volumes.parse(f"{text}\u00ad")),  # a soft hyphen, which is taken out
        made_of("39", "1", "0", "٣", "²", least=1).filter(str.isdecimal),
    ),
    "identifiers: a bare DOI": Path(
        identifiers.doi, without(identifiers, "_PLAIN_DOI", NEVER, identifiers.doi), DOI_TEXT
    ),
    "identifiers: a plain link to doi.org": Path(
        identifiers.doi_in_url, without(identifiers, "_PLAIN_DOI_LINK", NEVER, identifiers.doi_in_url), DOI_TEXT
    ),
    "identifiers: a plain link": Path(
        identifiers.url, without(identifiers, "_PLAIN_URL", NEVER, identifiers.url), URL_TEXT
    ),
    "titles: no markup": Path(titles.parse, without(titles, "is_plain", never, titles.parse), MARKED_UP),
    "titles: no markup, plain": Path(
        lambda text: titles.parse_plain(text, "publisher"),
        without(titles, "is_plain", never, lambda text: titles.parse_plain(text, "publisher")),
        MARKED_UP,
    ),
    "titles/nocase: no figure": Path(
        nocase.is_spoilt,
        without(nocase, "_DIGIT", ALWAYS, nocase.is_spoilt),
        made_of("p", "53", " ", "-", "TP", "٣", "é"),
    ),
    # Input
    "json: an object by its indentation": Path(
        in_json, without(json_scan._Scan, "_indented", never, in_json), made_of(*OBJECTS)
    ),
    "json: a list on one line": Path(in_json, without(json_objects, "_listed", never, in_json), made_of(*OBJECTS)),
    # Formats
    "ris: an entry at once": Path(
        partial(read, "ris"), without(ris_entries, "usual", never, partial(read, "ris")), made_of(*RIS_LINES, most=14)
    ),
    "ris: people all of whom are family, given": Path(
        lambda lines: ris_values.people(lines, "editor"),
        without(ris_values, "_usual_lines", lambda _: None, lambda lines: ris_values.people(lines, "editor")),
        st.lists(st.one_of(ONE_NAME, st.tuples(ONE_NAME, ONE_NAME).map(", ".join)), min_size=1, max_size=3),
    ),
    "bibtex: a sound block": Path(blocks, without(bib_blocks, "_SOUND", NEVER, blocks), made_of(*BIB_PARTS, most=14)),
    "bibtex: a sound field": Path(fields, without(bib_entry, "_SOUND", NEVER, fields), made_of(*BIB_PARTS, most=14)),
    "bibtex: family, given": Path(
        bib_author,
        without(bib_names, "usual_inverted", never, bib_author),
        st.tuples(ONE_NAME, ONE_NAME).map(", ".join) | st.just(" Smith, And "),
    ),
    "bibtex: a part of a name": Path(
        lambda text: bib_people._part(text, str),
        part_of_name,
        ONE_NAME | made_of("a", "And", "and", "É", ";", ",", " "),
    ),
    "bibtex: signs escaped one by one": Path(bib_write.escape, escaped, TEX),
    "latex: a word": Path(decode.plain, decode._plain, TEX),
    "latex: no commands": Path(decode.rich, without(groups, "read", never, decode.rich), TEX),
    "latex: ASCII stays": Path(lambda tex: encode.to_ascii(tex)[0], in_ascii, TEX),
    "latex: no marks": Path(encode.to_ascii, without(encode, "_TOKEN", encode._TOKEN_WITH_MARKS, encode.to_ascii), TEX),
    "csl-json: family and given": Path(two_parts, two_parts_slowly, st.tuples(ONE_NAME, ONE_NAME)),
    "csl-json: a name of two words": Path(csl_write._name, csl_name, NAMES.filter(lambda name: bool(name.family))),
    "csl-json: a title without markup": Path(
        csl_write.markup, without(nocase, "is_spoilt", lambda _: True, csl_write.markup), SPANS
    ),
    "csl-json: no sign of markup": Path(
        csl_item, without(csl_write, "_has_signs", lambda _: True, csl_item), st.tuples(MARKED_UP, MARKED_UP)
    ),
    "works: letters of ASCII": Path(
        identity.letters,
        lambda text: "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum()),
        TITLE | TEXT,
    ),
    "keys: words of ASCII": Path(
        lambda text: list(claim._ascii_words(text)),
        lambda text: [
            word
            for run in claim._RUN.finditer(text)
            for word in claim._WORD.findall(claim._bare(run[0] if run[0].isascii() else claim._to_ascii(run[0])))
        ],
        TITLE | TEXT,
    ),
}


#: Path -> (the texts on which the two are known to disagree, one of them, why that stays for now).
KNOWN: Mapping[str, tuple[Callable[[Any], bool], Any, str]] = {
    "volumes: a number": (
        lambda text: volumes.parse(f"{text}\u00ad")[1] != (),
        "1234567890",
        "the slow path doubts a number of many digits; the rules of volumes are merged in the next issue",
    ),
}


def agree(name: str, text: Any) -> None:
    fast, slow, _ = PATHS[name]
    assert repr(fast(text)) == repr(slow(text))


@pytest.mark.parametrize("name", PATHS)
def test_a_fast_path_gives_the_answer_of_the_slow_one(name: str) -> None:
    is_known = KNOWN[name][0] if name in KNOWN else never

    @given(PATHS[name].texts)
    @settings(max_examples=EXAMPLES, deadline=None)
    def check(text: Any) -> None:
        if not is_known(text):
            agree(name, text)

    check()


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=why)) for name, (_, _, why) in KNOWN.items()],
)
def test_the_known_disagreements_are_still_there(name: str) -> None:
    agree(name, KNOWN[name][1])
