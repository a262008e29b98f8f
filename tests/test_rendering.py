"""How values are written: what each format must printed, brace or leave out, case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bibstep.formats import FORMATS
from bibstep.formats.bibtex.write import printed, verbatim, verbatim_ascii
from bibstep.formats.template import Format, renderer
from bibstep.model import Date, Name, Record, Remark, Rich, Span


def write(to: str, **fields: Any) -> str:
    """One record with the given fields."""
    record = Record(**{"type": "article-journal", "title": Rich.of("T"), **fields})
    return renderer(FORMATS[to])(record)


def field(name: str, **fields: Any) -> str:
    """One field of its BibTeX entry, as it stands behind the equals sign."""
    lines = [line for line in write("bibtex", **fields).splitlines() if line.startswith(f"  {name} = ")]
    return lines[0].removeprefix(f"  {name} = ").removesuffix(",") if lines else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\", r"{\textbackslash}"),
        ("{", r"{\textbraceleft}"),
        ("}", r"{\textbraceright}"),
        ("~", r"{\textasciitilde}"),
        ("^", r"{\textasciicircum}"),
        ("&", r"\&"),
        ("%", r"\%"),
        ("#", r"\#"),
        ("_", r"\_"),
        ("$", r"\$"),
        ("\\&", r"{\textbackslash}\&"),
        ("\"'`|@=,é漢", "\"'`|@=,é漢"),
        ("<", r"{\textless}"),
        (">", r"{\textgreater}"),
    ],
)
def test_tex_escapes(text: str, expected: str) -> None:
    assert printed(text) == expected
    assert field("publisher", publisher=f"a{text}b") == f"{{a{expected}b}}"


@pytest.mark.parametrize(
    ("name", "bibtex", "ris", "csl"),
    [
        (Name("Roe", "Jane"), "Roe, Jane", "Roe, Jane", {"family": "Roe", "given": "Jane"}),
        (Name("Plato"), "Plato", "Plato,", {"family": "Plato"}),
        (
            Name("King", "Martin", suffix="Jr."),
            "King, Jr., Martin",
            "King, Martin, Jr.",
            {"family": "King", "given": "Martin", "suffix": "Jr."},
        ),
        (
            Name("Beethoven", "Ludwig", "van"),
            "van Beethoven, Ludwig",
            "van Beethoven, Ludwig",
            {"family": "van Beethoven", "given": "Ludwig"},
        ),
        (
            Name("Ortega y Gasset", "José"),
            "{Ortega y Gasset}, José",
            "Ortega y Gasset, José",
            {"family": "Ortega y Gasset", "given": "José"},
        ),
        (
            Name("Strunk and White", "A, B"),
            "{Strunk and White}, {A, B}",
            "Strunk and White, A, B",
            {"family": "Strunk and White", "given": "A, B"},
        ),
        (
            Name(literal="Smith and Sons, Inc."),
            "{Smith and Sons, Inc.}",
            "Smith and Sons, Inc.,",
            {"literal": "Smith and Sons, Inc."},
        ),
        (Name(literal="R&D"), r"{R\&D}", "R&D,", {"literal": "R&D"}),
    ],
)
def test_names(name: Name, bibtex: str, ris: str, csl: dict[str, str]) -> None:
    assert field("author", author=(name,)) == f"{{{bibtex}}}"
    assert f"\r\nAU  - {ris}\r\n" in write("ris", author=(name,))
    assert json.loads(write("csl-json", author=(name,)))["author"] == [csl]


def test_a_publisher_with_and_in_it_is_one() -> None:
    assert field("publisher", publisher="Taylor and Francis") == "{{Taylor and Francis}}"
    assert field("publisher", publisher="Random House") == "{Random House}"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([Span("The role of DNA in mice")], "The role of {DNA} in mice"),
        ([Span("On "), Span("E. coli", ("italic",))], r"On \textit{{E}. coli}"),
        ([Span("In "), Span("O(n^2)", ("math",)), Span(" time")], "In {$O(n^2)$} time"),
        ([Span("x", ("math",)), Span("y", ("math",))], "{$x$}{$y$}"),
        ([Span("a"), Span("b", ("italic", "sub"))], r"a\textit{\textsubscript{b}}"),
        ([Span("50% of {x}", ("bold",))], r"\textbf{50\% of {\textbraceleft}x{\textbraceright}}"),
    ],
)
def test_titles(spans: list[Span], expected: str) -> None:
    assert field("title", title=Rich.join(spans)) == f"{{{expected}}}"


def test_verbatim_values_are_not_escaped_and_cannot_end_their_field() -> None:
    assert verbatim("10.1000/a_b%c#d&e~f") == "10.1000/a_b%c#d&e~f"
    assert verbatim("10.1000/a{b}c\\d e\n") == "10.1000/a%7Bb%7Dc%5Cd%20e%0A"
    assert verbatim_ascii("https://example.org/é") == "https://example.org/%C3%A9"


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x85", "\t"])
def test_no_value_begins_a_line_of_its_own(break_: str) -> None:
    value = f"a{break_}ER  - {break_}TY  - BOOK"
    text = write("ris", title=Rich.of(value), publisher=value, keyword=(value,), author=(Name(literal=value),))
    assert [line[:5] for line in text.split("\r\n")] == [f"{tag}  -" for tag in "TY ID AU TI PB KW ER".split()]
    assert "\r\nTI  - a ER - TY - BOOK\r\n" in text


def test_ris_lines_end_in_cr_lf_only() -> None:
    text = write("ris", author=(Name("Roe", "Jane"),))
    assert text.count("\n") == text.count("\r\n") == text.count("\r")


def test_csl_has_no_null_and_numbers_are_strings() -> None:
    text = write("csl-json", volume="39", issue="1", edition="2", issued=Date(2025))
    assert "null" not in text
    item = json.loads(text)
    assert (item["volume"], item["issue"], item["edition"]) == ("39", "1", "2")
    assert item["issued"] == {"date-parts": [[2025]]}
    assert set(json.loads(write("csl-json"))) == {"id", "type", "title"}


@pytest.mark.parametrize("to", FORMATS)
def test_what_is_empty_leaves_no_line(to: str) -> None:
    # A page carries the entries of others along.
    assert len(write(to).splitlines()) <= 5 * (1 + len(FORMATS[to].parts))


def test_a_format_of_formats_has_their_entries_byte_for_byte(tmp_path: Path) -> None:
    whole = Format(
        name="whole",
        template="",
        encoder=FORMATS["ris"].encoder,
        parts=(FORMATS["bibtex"], FORMATS["csl-json"]),
    )
    path = tmp_path / "whole.j2"
    path.write_text("{{ bibtex }}|{{ csl_json }}|{{ remarks }}", encoding="utf-8")
    record = Record("book", Rich.of("Élan"), publisher="R&D", remarks=(Remark("type-guessed", "type", "guessed"),))
    for ascii_only in (False, True):
        bibtex, csl, remarks = renderer(whole, template=path, ascii_only=ascii_only)(record).split("|")
        assert bibtex == renderer(FORMATS["bibtex"], ascii_only=ascii_only)(record)
        assert csl == renderer(FORMATS["csl-json"])(record)
        assert "guessed" in remarks
    assert "publisher" not in renderer(whole, template=path, omit=["publisher"])(record)


def test_fields_to_omit_are_empty_to_the_template() -> None:
    record = Record("book", Rich.of("T"), abstract="An abstract.", volume="1", doi="10.1/a")
    without = Record("book", Rich.of("T"), doi="10.1/a")
    for form in FORMATS.values():
        assert renderer(form, omit=["abstract", "volume"])(record) == renderer(form)(without)
