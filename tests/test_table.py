"""A function for one kind of record writes what the template itself does, as Jinja renders it.

``python tests/test_table.py`` reads the tables off the templates anew, after one of them was changed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from bibstep.formats import FORMATS
from bibstep.formats import compiled as table
from bibstep.formats.template import KEY, TABLES, Written, environment_of, renderer, template_source
from bibstep.model import FIELDS, Record, Rich
from test_parity import TYPES, values

ROOT = Path(__file__).parents[1]
BARE = Record("book", Rich.of("A title"))


def by_jinja(form: Any) -> Any:
    """The format's own template rendered by Jinja, without its parts."""
    template = environment_of(form).from_string(template_source(form.template))
    parts = {part.name.replace("-", "_"): renderer(part) for part in form.parts}

    def render(record: Record) -> str:
        values = {name: getattr(record, name) for name in FIELDS} | {"key": Written(KEY), "remarks": record.remarks}
        values.update({name: Written(part(record)) for name, part in parts.items()})
        return template.render(values).rstrip("\n").replace("\n", form.newline)

    return render


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_records_of_any_kind_are_written_as_jinja_does(form: Any) -> None:
    write, rendered = renderer(form), by_jinja(form)
    fields = [name for name in FIELDS if name not in ("type", "title")]
    for type_ in TYPES:
        plain = replace(BARE, type=type_)
        full = replace(plain, **{name: values(name)[0] for name in fields})
        one_field = [replace(plain, **{name: values(name)[0]}) for name in fields]
        all_but_one = [replace(full, **{name: getattr(BARE, name)}) for name in fields if type_ == "report"]
        for record in [plain, full, *one_field, *all_but_one]:
            # The first of a kind is written by the whole table, the others by the one of their kind.
            assert [write(record), write(record)] == [rendered(record)] * 2


def test_what_is_left_out_is_empty_to_every_kind() -> None:
    write = renderer(FORMATS["bibtex"], omit=["abstract", "volume"])
    record = replace(BARE, abstract="An abstract.", volume="1", doi="10.1/a")
    assert [write(record) for _ in range(3)] == [renderer(FORMATS["bibtex"])(replace(BARE, doi="10.1/a"))] * 3


def test_more_kinds_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibstep.formats.template._MOST_KINDS", 3)
    write = renderer(FORMATS["ris"])
    for _ in range(3):
        for type_ in TYPES[:5]:
            record = replace(BARE, type=type_)
            assert [write(record) for _ in range(2)] == [renderer(FORMATS["ris"])(record)] * 2


@pytest.mark.parametrize(
    "text",
    ["{% if doi %}x{% endif %}", "{% for a in author %}{{ a }}{% endfor %}", "{{ doi | x(a=1) }}", "{{ doi[0] }}"],
)
def test_what_is_more_than_a_table_is_left_to_jinja(text: str) -> None:
    environment = jinja2.Environment()
    environment.filters["x"] = str
    assert table.read_off(environment.parse(text)) is None


def read_off(form: Any) -> dict[str, Any]:
    source = template_source(form.template)
    return {"source": source, "statements": table.read_off(environment_of(form).parse(source))}


def kept() -> str:
    """What is kept of the formats' own templates, a line each."""
    lines = [f"{json.dumps(form.template)}: {json.dumps(read_off(form))}" for form in FORMATS.values()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def test_what_is_kept_was_read_off_the_templates_as_they_are() -> None:
    assert template_source(TABLES) == kept(), "run python tests/test_table.py"
    assert all(form["statements"] for form in json.loads(kept()).values())


@pytest.mark.parametrize("damage", ["", "{}", '{"ris.ris.j2": {"source": "other", "statements": []}}', None])
def test_without_what_is_kept_the_template_is_read(monkeypatch: pytest.MonkeyPatch, damage: str | None) -> None:
    expected = renderer(FORMATS["ris"])(BARE)

    def source(name: str) -> str:
        if name != TABLES:
            return template_source(name)
        if damage is None:
            raise FileNotFoundError(name)
        return damage

    monkeypatch.setattr("bibstep.formats.template.template_source", source)
    assert renderer(FORMATS["ris"])(BARE) == expected


def test_a_template_that_was_changed_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = template_source("ris.ris.j2").replace('"PB": publisher', '"ZZ": publisher')
    monkeypatch.setattr(
        "bibstep.formats.template.template_source",
        lambda name: changed if name == "ris.ris.j2" else template_source(name),
    )
    assert "\nZZ  - P\r" in renderer(FORMATS["ris"])(replace(BARE, publisher="P"))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_gates_hand_on_their_first_value_or_nothing(form: Any) -> None:
    """By the other arguments alone: what they do with one value they do with any."""
    dialect = form.dialect(False)
    kinds = ["article", "book", "CHAP", "JOUR", "BOOK", "report", "thesis", "misc", "", "paper-conference"]
    for name in dialect.gates:
        gate = dialect.filters[name]
        count = gate.__code__.co_argcount - 1
        for first in kinds:
            for second in ("", "article", "x"):
                arguments = (first, second)[:count]
                values = ["text", ("a", "b"), object()]
                results = [gate(value, *arguments) for value in values]
                handed_on = [result is value for result, value in zip(results, values, strict=True)]
                assert all(handed_on) or results == [""] * len(values), name


def test_rows_that_hold_a_table_stay() -> None:
    words = table.Words({"seen": lambda values: ",".join(values), "kept": lambda values: values}, ())
    tree = jinja2.Environment().overlay()
    tree.filters["seen"] = str
    statements = table.read_off(
        tree.parse('{{ {"a": doi, "b": {"c": url}, "d": key, "e": {"f": url} | kept} | seen }}')
    )
    assert statements
    names = {"doi": table.Known(""), "url": table.Known(""), "key": table.Known("k")}
    assert table.writer(statements, words, names, str)(BARE) == "b,d,e"


if __name__ == "__main__":
    (ROOT / "templates" / TABLES).write_text(kept(), encoding="utf-8")
