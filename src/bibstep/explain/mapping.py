"""Where a format writes each field: found in the table of its template and, for one record, by rendering it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bibstep.formats.template import Format, own_template, renderer, template_source
from bibstep.model import EMPTY, FIELDS, Record

if TYPE_CHECKING:
    from jinja2 import nodes

#: Shown for a field that is written without a word in the table, and for one that is not written.
OWN_NAMES = "under its own name"
NOT_SAID = "not written"

#: The words for the type of a record in the tables.
_TYPE_WORDS = ("type", "TY")
_BLANK = Record("", EMPTY)


def words(form: Format) -> dict[str, list[str]]:
    """Map every field of Record to the words of the format's table that use it, in the table's order.

    >>> from bibstep.formats import FORMATS
    >>> words(FORMATS["ris"])["issue"], words(FORMATS["ris"])["issued"]
    (['IS'], ['PY', 'DA'])
    """
    found: dict[str, list[str]] = {field: [] for field in FIELDS}
    for word, value in _table(_tree(form)):
        for field in set(_fields_in(value)) & set(FIELDS):
            found[field].append(word)
    return found


def written(form: Format, record: Record, fields: Iterable[str]) -> dict[str, str]:
    """Where a format writes these fields of a record: the words of its table, OWN_NAMES, or NOT_SAID.

    A word counts if its value changes when the field is emptied. So ``issue or number`` counts only for the field that
    is used.
    """
    values_of = _evaluator(form)
    values = values_of(record)
    whole = renderer(form)
    text = whole(record)
    found = {}
    for field in fields:
        without = replace(record, **{field: getattr(_BLANK, field)})
        others = values_of(without)
        named = [word for word, value in values.items() if value and value != others.get(word)]
        found[field] = ", ".join(named) or (OWN_NAMES if whole(without) != text else NOT_SAID)
    return found


def entry_of(form: Format, record: Record) -> str:
    """How the format writes the record's type: as a word of its table, or an entry type; "" if in neither way."""
    for word, value in _evaluator(form)(record).items():
        if value and word in _TYPE_WORDS:
            return f"{word} {value}"
    text = renderer(form)(record)
    return text.partition("{")[0] if text.startswith("@") else ""


def _tree(form: Format) -> nodes.Template:
    return own_template(form, False).environment.parse(template_source(form.template))


def _table(tree: nodes.Template) -> list[tuple[str, nodes.Expr]]:
    """The pairs in a template's table: a word of the format, and the expression of its value."""
    from jinja2 import nodes

    table = next(tree.find_all(nodes.Dict))
    return [(str(pair.key.as_const()), pair.value) for pair in table.items]


def _fields_in(node: nodes.Node) -> list[str]:
    """The variables in an expression, except those in arguments of filters."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return [node.name]
    parts = [node.node] if isinstance(node, nodes.Filter) else list(node.iter_child_nodes())
    return [name for part in parts if part is not None for name in _fields_in(part)]


def _evaluator(form: Format) -> Callable[[Record], dict[str, object]]:
    """A function from a record to the words of the table with their values, compiled once.

    Words whose value needs the entries of other formats are left out.
    """
    from jinja2 import nodes

    environment, tree = own_template(form, False).environment, _tree(form)
    before = [node for node in tree.body if isinstance(node, nodes.Assign)]
    known = {*FIELDS, "key", "remarks", *[node.target.name for node in before if isinstance(node.target, nodes.Name)]}
    pairs = [(word, value) for word, value in _table(tree) if known.issuperset(_names_in(value))]
    results = [nodes.Assign(nodes.Name(f"word_{number}", "store"), value) for number, (_, value) in enumerate(pairs)]
    body = nodes.Template([*before, *results])
    body.set_lineno(1).set_environment(environment)
    template = environment.from_string(body)

    def values_of(record: Record) -> dict[str, object]:
        variables = {name: getattr(record, name) for name in FIELDS} | {"key": "", "remarks": ()}
        module = template.make_module(variables)
        return {word: getattr(module, f"word_{number}") for number, (word, _) in enumerate(pairs)}

    return values_of


def _names_in(node: nodes.Node) -> set[str]:
    """All variables in an expression, including those in arguments of filters."""
    from jinja2 import nodes

    return {name.name for name in [node, *node.find_all(nodes.Name)] if isinstance(name, nodes.Name)}
