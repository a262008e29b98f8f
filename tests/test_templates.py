"""Templates: each is a mapping table and nothing else, and a user's own one can do no harm and no silent mistake."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import nodes
from jinja2.runtime import Context

from bibstep.errors import TemplateError
from bibstep.formats import FORMATS
from bibstep.formats.template import KEY_PLACEHOLDER, Encoded, own_template, renderer, template_source
from bibstep.model import FIELDS, Record, Rich
from test_parity import TYPES, values

ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Assign,
    nodes.Filter,
    nodes.Name,
    nodes.Const,
    nodes.Dict,
    nodes.Pair,
    nodes.Tuple,
    nodes.Or,
    nodes.Add,
)
RECORD = Record("article-journal", Rich.of("A title"))
FORMS = list(FORMATS.values())


def parse(form: Any) -> nodes.Template:
    return jinja2.Environment(autoescape=True, trim_blocks=True).parse(template_source(form.template))


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_template_is_a_mapping_table_and_nothing_else(form: Any) -> None:
    tree = parse(form)
    found = {type(node) for node in [tree, *tree.find_all(nodes.Node)]}
    assert found <= set(ALLOWED)
    tables = [node for node in tree.find_all(nodes.Filter) if isinstance(node.node, nodes.Dict)]
    assert [table.name for table in tables if table.name not in ("rest", "coins", "apart")] == [tables[0].name]
    assert {node.name for node in tree.find_all(nodes.Filter)} <= set(form.encoder(False).filters)


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_template_holds_no_text_but_the_frame_of_an_entry(form: Any) -> None:
    text = "".join(node.data for node in parse(form).find_all(nodes.TemplateData))
    assert "".join(text.split()) in ("@{,}", "ER-", "", '"":')


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_template_names_fields_of_the_model_only(form: Any) -> None:
    tree = parse(form)
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    parts = {part.name.replace("-", "_") for part in form.parts}
    assert names - own <= {*FIELDS, "key", "remarks", *parts}
    assert own <= {"entry", "kind"}


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_template_has_its_formats_filters_and_nothing_else(form: Any) -> None:
    environment = own_template(form, False).environment
    assert environment.filters
    assert environment.filters.keys() == form.encoder(False).filters.keys()
    assert not environment.globals
    assert not environment.tests
    assert environment.undefined is jinja2.StrictUndefined
    assert environment.loader is None


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_any_record_is_rendered_as_with_jinjas_own_context(form: Any) -> None:
    """The one place where we are quicker than Jinja, the look-up of names, finds the same values."""
    render, template = renderer(form), own_template(form, False)
    parts = {part.name.replace("-", "_"): renderer(part) for part in form.parts}
    bare = Record("book", Rich.of("A title"))
    fields = [name for name in FIELDS if name not in ("type", "title")]
    full = replace(bare, **{name: values(name)[0] for name in fields})
    one_field = [replace(bare, **{name: values(name)[0]}) for name in fields]
    for record in [bare, *one_field, *[replace(full, type=type_) for type_ in TYPES]]:
        variables = {name: getattr(record, name) for name in FIELDS} | {
            "key": Encoded(KEY_PLACEHOLDER),
            "remarks": record.remarks,
        }
        variables |= {name: Encoded(part(record)) for name, part in parts.items()}
        context = Context(template.environment, variables, None, {})
        text = "".join(template.root_render_func(context))
        assert render(record) == text.rstrip("\n").replace("\n", form.newline)


def test_a_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    from_string = jinja2.Environment.from_string

    def counted(self: jinja2.Environment, source: str) -> jinja2.Template:
        compiled.append(source)
        return from_string(self, source)

    monkeypatch.setattr(jinja2.Environment, "from_string", counted)
    own_template.cache_clear()
    for _ in range(2):
        for form in FORMS:
            renderer(form)(RECORD)
    assert sorted(compiled) == sorted([template_source(form.template) for form in FORMS])


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x\n{{ title | safe }}", 2),
        ("x\n\n{{ nosuch }}", 3),
        ("{{ title.__class__ }}", 1),
        ("{{ title.__class__.__mro__ }}", 1),
        ("{{ ''.__class__.__base__.__subclasses__() }}", 1),
        ("x\n{{ title | names }}", 2),
        ("{{ range(10) }}", 1),
        ("x\n{{ title", 2),
        ("x\n{% include 'x' %}", 2),
    ],
)
@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_users_template_fails_with_file_and_line(form: Any, source: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "mine.j2"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(TemplateError, match=f"^{re.escape(str(path))}:{line}: ."):
        renderer(form, template=path)(RECORD)


def test_a_template_that_is_not_there_or_is_not_text(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"mine\.j2: No such file"):
        renderer(FORMS[0], template=tmp_path / "mine.j2")
    (tmp_path / "bytes.j2").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(TemplateError, match=r"bytes\.j2: "):
        renderer(FORMS[0], template=tmp_path / "bytes.j2")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("bibtex", r"R\&D"),
        ("biblatex", r"R\&D"),
        ("ris", "R&D"),
        ("endnote", "R&D"),
        ("csl-json", '"R&D"'),
        ("hayagriva", "R&D"),
        ("html", "R&amp;D"),
    ],
)
def test_what_a_users_template_prints_is_escaped(form: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.j2"
    path.write_text("{{ publisher }}", encoding="utf-8")
    render = renderer(FORMATS[form], template=path)
    assert render(Record("book", Rich.of("T"), publisher="R&D")) == expected


@pytest.mark.parametrize("form", FORMS, ids=FORMATS)
def test_a_formats_own_template_works_as_a_users(form: Any, tmp_path: Path) -> None:
    path = tmp_path / form.template
    path.write_text(template_source(form.template), encoding="utf-8")
    assert renderer(form, template=path)(RECORD) == renderer(form)(RECORD)
