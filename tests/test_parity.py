"""In step by construction: every format writes every field of the model and every part of a field's value, or declares
that it cannot.

A field or a part that is added to the model alone fails these tests once for each format, until each has an answer: it
is written, or it is listed as unsaid with a reason (fields in ``Limits.unsaid``, parts in ``UNSAID_PARTS`` below).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jinja2
import pytest
from jinja2 import nodes

from bibstep import model
from bibstep.formats import FORMATS
from bibstep.formats.template import renderer, template_source
from bibstep.model import FIELDS, STYLES, Date, Metrics, Name, PageRange, Record, Rich, Span, Translation
from bibstep.pipeline.convert import convert

SCHEMA = json.loads((Path(__file__).parent / "data" / "csl-data.json").read_text(encoding="utf-8"))
TYPES: list[str] = SCHEMA["items"]["properties"]["type"]["enum"]

#: Field -> two values that say different things.
VALUES: dict[str, tuple[Any, Any]] = {
    "type": ("article-journal", "book"),
    "title": (Rich.of("One title"), Rich.of("Another title")),
    "author": ((Name("Roe", "Jane"),), (Name("Doe", "John"),)),
    "editor": ((Name("Ed", "Itor"),), (Name("Ed", "Itrix"),)),
    "translator": ((Name("Trans", "Lator"),), (Name("Trans", "Latrix"),)),
    "roles": ((("collection-editor", (Name("Roe", "Jane"),)),), (("collection-editor", (Name("Doe", "John"),)),)),
    "custom": ((("archive", "one"),), (("archive", "two"),)),
    "original_date": (Date(1901), Date(1902)),
    "accessed": (Date(2021, 2, 3), Date(2021, 2, 4)),
    "page": ((PageRange("1", "9"),), (PageRange("11", "19"),)),
    "issued": (Date(2001, 2, 3), Date(2001, 2, 4)),
    "keyword": (("one", "two"), ("one", "three")),
    "language": ("en", "de"),
    "doi": ("10.1000/1", "10.1000/2"),
    "url": ("https://example.org/1", "https://example.org/2"),
    "pdf": ("https://example.org/1.pdf", "https://example.org/2.pdf"),
    "issn": (("1234-5679",), ("0028-0836",)),
    "isbn": (("9780306406157",), ("9780596520687",)),
    "metrics": (Metrics("1.5"), Metrics("2.5")),
    "translation": (Translation("一", "", "zh"), Translation("二", "", "zh")),
    "aliases": (("old2019",), ("older2018",)),
}


def values(name: str) -> tuple[Any, Any]:
    return VALUES.get(name, (f"{name} 1", f"{name} 2"))


FULL = Record(**{name: values(name)[0] for name in FIELDS})


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_field_is_in_the_template_or_declared_unsaid(form: Any) -> None:
    tree = jinja2.Environment(autoescape=True).parse(template_source(form.template))
    used = {name.name for name in tree.find_all(nodes.Name) if name.name in FIELDS}
    assert used | set(form.limits.unsaid) == set(FIELDS)
    assert not used & set(form.limits.unsaid)
    assert all(form.limits.unsaid.values())


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_what_a_record_says_shows_in_the_output(form: Any, field: str) -> None:
    render = renderer(form)
    one, other = values(field)

    def shows(base: Record) -> bool:
        return render(replace(base, **{field: one})) != render(replace(base, **{field: other}))

    # An issue hides a number, both a series number, and pages their count; so a record without them is tried, too.
    bases = [
        replace(base, type=type_) for type_ in TYPES for base in (FULL, replace(FULL, page=(), issue="", number=""))
    ]
    assert any(map(shows, bases)) is (field not in form.limits.unsaid)


@pytest.mark.parametrize("type_", TYPES)
@pytest.mark.parametrize("to", FORMATS)
def test_every_type_of_csl_is_converted(to: str, type_: str) -> None:
    record = replace(FULL, type=type_, collection_title="")  # a book's series is one or the other
    text = "".join(convert([record], to))
    assert "One title" in text
    assert "Roe" in text
    # Whatever the type, no format loses the name of what a work appeared in.
    assert "container_title 1" in text.replace("\\_", "_")
    if to == "csl-json":
        (item,) = json.loads(text)
        assert item["type"] == type_


def test_what_a_format_cannot_say_is_remarked_on() -> None:
    for name, form in FORMATS.items():
        noted: list[Any] = []
        assert "".join(convert([FULL], name, report=noted.append))
        said = {remark.field for one in noted for remark in one.remarks if remark.code == "not-sayable"}
        assert said == {field for field, _ in form.limits.dropped(FULL)}
        assert said >= set(form.limits.unsaid)


#: Part of a value -> two values that differ in this part alone. A part without a row fails for every format.
PARTS: dict[str, tuple[Any, Any]] = {
    "Name.family": (Name("Roe", "Jane"), Name("Doe", "Jane")),
    "Name.given": (Name("Roe", "Jane"), Name("Roe", "Mary")),
    "Name.non_dropping_particle": (Name("Roe", "Jane", "van"), Name("Roe", "Jane", "de")),
    "Name.suffix": (Name("Roe", "Jane", "", "Jr."), Name("Roe", "Jane", "", "III")),
    "Name.literal": (Name(literal="One Group"), Name(literal="Another Group")),
    "Date.year": (Date(2001), Date(2002)),
    "Date.month": (Date(2001, 2), Date(2001, 3)),
    "Date.day": (Date(2001, 2, 3), Date(2001, 2, 4)),
    "Date.season": (Date(2001, season=1), Date(2001, season=2)),
    "Date.circa": (Date(2001), Date(2001, circa=True)),
    "Date.end": (Date(2001, end=Date(2003)), Date(2001, end=Date(2004))),
    "Date.literal": (Date(0, literal="in press"), Date(0, literal="forthcoming")),
    "PageRange.first": (PageRange("1", "9"), PageRange("2", "9")),
    "PageRange.last": (PageRange("1", "8"), PageRange("1", "9")),
    "Span.text": (Rich.of("a gene"), Rich.of("a cell")),
    "Span.styles=italic": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("italic",))))),
    "Span.styles=bold": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("bold",))))),
    "Span.styles=sub": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("sub",))))),
    "Span.styles=sup": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("sup",))))),
    "Span.styles=smallcaps": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("smallcaps",))))),
    "Span.styles=nocase": (Rich.of("a gene"), Rich((Span("a "), Span("gene", ("nocase",))))),
    "Span.styles=math": (Rich.of("a x^2"), Rich((Span("a "), Span("x^2", ("math",))))),
    "Metrics.impact_factor": (Metrics(impact_factor="1.5"), Metrics(impact_factor="2.5")),
    "Metrics.jcr_quartile": (Metrics(jcr_quartile="Q1"), Metrics(jcr_quartile="Q2")),
    "Metrics.jcr_category": (Metrics(jcr_category="Optics"), Metrics(jcr_category="Botany")),
    "Metrics.cas_zone": (Metrics(cas_zone="1"), Metrics(cas_zone="2")),
    "Metrics.cas_category": (Metrics(cas_category="医学"), Metrics(cas_category="数学")),
    "Translation.title": (Translation("一", "二", "zh"), Translation("三", "二", "zh")),
    "Translation.abstract": (Translation("一", "二", "zh"), Translation("一", "三", "zh")),
    "Translation.language": (Translation("一", "二", "zh"), Translation("一", "二", "ja")),
}

#: (format, field, part) -> why the format cannot write this part of a field that it writes otherwise.
UNSAID_PARTS = {
    ("bibtex", "original_date", "Date.literal"): "origdate takes a date in ISO 8601-2 only",
    ("bibtex", "accessed", "Date.literal"): "urldate takes a date in ISO 8601-2 only",
    ("biblatex", "original_date", "Date.literal"): "origdate takes a date in ISO 8601-2 only",
    ("biblatex", "accessed", "Date.literal"): "urldate takes a date in ISO 8601-2 only",
    **{
        ("hayagriva", "title", f"Span.styles={style}"): "no markup; Typst's markup there would be printed"
        for style in ("italic", "bold", "sub", "sup", "smallcaps")
    },
    **{
        ("endnote", "title", f"Span.styles={style}"): "no markup, and no tag for what has none"
        for style in STYLES
        if style != "math"
    },
    **{(form, "translation", "Translation.abstract"): "a note holds the title alone" for form in FORMATS},
}

#: Unsaid parts that no remark names. Losing one of them changes no reference, or the list is to become shorter.
SILENT = {key for key in UNSAID_PARTS if key[2] in ("Translation.abstract", "Span.styles=nocase")}


def parts_of(hint: Any, seen: tuple[type, ...] = ()) -> Iterator[str]:
    """``Class.part`` for all parts of the model's classes that a type mentions, through tuples and unions."""
    for inner in get_args(hint):
        yield from parts_of(inner, seen)
    if not isinstance(hint, type) or hint.__module__ not in (model.__name__, Rich.__module__) or hint in seen:
        return
    for part, inner in get_type_hints(hint).items():
        if (hint, part) == (Span, "styles"):
            yield from (f"Span.styles={style}" for style in STYLES)
        elif (hint, part) != (Rich, "spans"):  # no part of its own: the spans are
            yield f"{hint.__name__}.{part}"
        yield from parts_of(inner, (*seen, hint))


HINTS = get_type_hints(Record)
FIELD_PARTS = [(field, part) for field in FIELDS for part in dict.fromkeys(parts_of(HINTS[field]))]


def in_field(field: str, value: Any) -> Any:
    """A value of a part's class as the field holds it."""
    if field == "roles":
        return (("collection-editor", (value,)),)
    return (value,) if get_args(HINTS[field])[-1:] == (...,) else value


def test_every_part_of_a_value_has_a_row() -> None:
    assert {part for _, part in FIELD_PARTS} == set(PARTS)
    assert {(field, part) for _, field, part in UNSAID_PARTS} <= set(FIELD_PARTS)
    assert all(UNSAID_PARTS.values())
    assert set(UNSAID_PARTS) >= SILENT


@pytest.mark.parametrize("part", PARTS)
def test_the_two_values_of_a_row_differ_in_that_part_alone(part: str) -> None:
    one, other = PARTS[part]
    name = part.partition("=")[0].partition(".")[2]
    if part.startswith("Span."):
        assert (one.source == other.source) is (name == "styles")
        assert one != other
    else:
        parts = get_type_hints(type(one))
        assert [each for each in parts if getattr(one, each) != getattr(other, each)] == [name]


@pytest.mark.parametrize(("field", "part"), FIELD_PARTS)
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_part_of_a_value_shows_in_the_output_or_is_declared_unsaid(form: Any, field: str, part: str) -> None:
    if part not in PARTS:
        pytest.fail(f"{part} has no answer in {form.name}: write it, or declare it unsaid")
    render = renderer(form)
    bases = [replace(FULL, type=type_) for type_ in TYPES]
    one, other = (in_field(field, value) for value in PARTS[part])
    shows = any(render(replace(base, **{field: one})) != render(replace(base, **{field: other})) for base in bases)
    unsaid = (form.name, field, part) in UNSAID_PARTS
    assert shows is not (unsaid or field in form.limits.unsaid)
    if unsaid:
        remarked = {name for value in (one, other) for name, _ in form.limits.partly(replace(FULL, **{field: value}))}
        assert (field in remarked) is ((form.name, field, part) not in SILENT)
