"""In step by construction: every field of the model is said by every format, or declared to be unsayable in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import nodes

from bibstep.formats import FORMATS
from bibstep.formats.template import renderer, template_source
from bibstep.model import FIELDS, Date, Metrics, Name, PageRange, Record, Rich, Translation
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
}


def values(name: str) -> tuple[Any, Any]:
    return VALUES.get(name, (f"{name} 1", f"{name} 2"))


FULL = Record(**{name: values(name)[0] for name in FIELDS})


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_field_is_in_the_template_or_declared_unsaid(form: Any) -> None:
    tree = jinja2.Environment(autoescape=True).parse(template_source(form.template))
    used = {name.name for name in tree.find_all(nodes.Name) if name.name in FIELDS}
    assert used | set(form.unsaid) == set(FIELDS)
    assert not used & set(form.unsaid)
    assert all(form.unsaid.values())


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
    assert any(map(shows, bases)) is (field not in form.unsaid)


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
        partly = {field for field, _ in form.partly(FULL)} if form.partly else set()
        assert said == set(form.unsaid) | partly
