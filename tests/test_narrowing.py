"""A template for fewer fields writes what the whole one writes, whatever the records that follow."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import jinja2.nodes
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from bibstep.formats import FORMATS
from bibstep.model import FIELDS, Record, Rich
from bibstep.narrowing import names_in, narrowed
from bibstep.rendering import renderer
from test_parity import TYPES, values

BARE = Record("book", Rich.of("A title"))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_records_of_any_kind_are_written_alike(form: Any) -> None:
    learnt, whole = renderer(form), renderer(form)
    for _ in range(150):  # so that it knows the type and the title only
        learnt(BARE)
    fields = [name for name in FIELDS if name not in ("type", "title")]
    for type_ in TYPES:
        plain = replace(BARE, type=type_)
        for record in [plain, *[replace(plain, **{name: values(name)[0]}) for name in fields]]:
            assert learnt(record) == whole(record)
    assert learnt(BARE) == whole(BARE)


def test_lines_without_a_field_that_is_said_are_taken_out() -> None:
    tree = jinja2.Environment().parse(
        '{% set kind = type %}{{ {"A": title, "B": (doi or url) | x, "C": kind, "D": key, "E": volume} | x(note) }}'
    )
    kept = narrowed(tree, {"type", "title", "url"})
    (table,) = kept.find_all(jinja2.nodes.Dict)
    assert [pair.key.as_const() for pair in table.items] == ["A", "B", "C", "D"]
    assert names_in(kept) == ["type", "title", "doi", "url", "note"]
