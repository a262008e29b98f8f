"""A format's template as a mapping table: read off once, then made a function for each kind of record.

Most lines of a table are empty for any one record, and which ones hangs on its type and on the fields it has. So what
is known of such a kind of record is worked out once, and what is left are the calls that write the values. What is
written is what the template says; a template that is more than a table is left to Jinja.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import nodes

    from bibstep.model import Record

#: An expression or a statement: its kind, then what it is made of. Plain lists and tuples of text, so that it can be
#: kept in a file.
Node = Sequence[Any]
#: A value of a record.
Get = Callable[["Record"], Any]


class Known(NamedTuple):
    """A value that is the same for every record of a kind."""

    value: Any


class Words(NamedTuple):
    """What stands behind a table's words: the filters, and the names of those that are gates.

    A gate hands its first value on or drops it, by looking at its other arguments alone.
    """

    filters: Mapping[str, Callable[..., Any]]
    gates: Collection[str]


class _NoTableError(Exception):
    """The template has something that no table has."""


#: Stands for any value, to see what a gate does with it.
_ANY = object()


def read_off(tree: nodes.Template) -> list[Node] | None:
    """The statements of a parsed template, or None where it is more than a table: a loop, a condition, a macro."""
    try:
        return [part for node in tree.body for part in _statements(node)]
    except _NoTableError:
        return None


def _statements(node: nodes.Node) -> list[Node]:
    from jinja2 import nodes

    match node:
        case nodes.Output():
            return [("put", _expression(part)) for part in node.nodes]
        case nodes.Assign(target=nodes.Name(name=name)):
            return [("set", name, _expression(node.node))]
    raise _NoTableError


def _expression(node: nodes.Node | None) -> Node:
    from jinja2 import nodes

    match node:
        case nodes.TemplateData():
            return ("written", node.data)
        case nodes.Const():
            return ("const", node.value)
        case nodes.Name():
            return ("name", node.name)
        case nodes.Filter(kwargs=[], dyn_args=None, dyn_kwargs=None):
            return ("filter", node.name, *map(_expression, [node.node, *node.args]))
        case nodes.Or() | nodes.Add():
            return (type(node).__name__.lower(), _expression(node.left), _expression(node.right))
        case nodes.Tuple():
            return ("tuple", *map(_expression, node.items))
        case nodes.Dict():
            return ("table", *[(pair.key.as_const(), _expression(pair.value)) for pair in node.items])
    raise _NoTableError


def writer(
    statements: Sequence[Node], words: Words, names: Mapping[str, Known | Get], put: Callable[[Any], str]
) -> Get:
    """A function from a record to its text.

    ``names`` says what each name of the table is for the records in question, ``put`` turns a value into text. Raises
    KeyError for a name that is none.
    """
    names = dict(names)
    parts: list[Known | Get] = []
    for kind, *rest in statements:
        if kind == "set":
            name, expression = rest
            names[name] = _made(expression, words, names)
        elif rest[0][0] == "written":
            parts.append(Known(rest[0][1]))
        else:
            value = _made(rest[0], words, names)
            parts.append(Known(put(value.value)) if isinstance(value, Known) else partial(_put, put, value))
    pieces = [_function(part) for part in parts]
    return lambda record: "".join([piece(record) for piece in pieces])


def _put(put: Callable[[Any], str], get: Get, record: Record) -> str:
    return put(get(record))


def _function(value: Known | Get) -> Get:
    if isinstance(value, Known):
        same = value.value
        return lambda _: same
    return value


def _made(node: Node, words: Words, names: Mapping[str, Known | Get]) -> Known | Get:
    """An expression as a function of the record, or, where it is the same for all of them, as its value."""
    kind, *parts = node
    if kind == "const":
        return Known(parts[0])
    if kind == "name":
        return names[parts[0]]
    if kind == "table":
        return _table([(name, _has_table(part), _made(part, words, names)) for name, part in parts])
    if kind == "filter":
        name, *arguments = parts
        return _filtered(name, [_made(part, words, names) for part in arguments], words)
    made = [_made(part, words, names) for part in parts]
    if kind == "or":
        return _either(*made)
    if kind == "add":
        return _joined(made, lambda one, other: one + other)
    return _joined(made, lambda *values: values)


def _has_table(node: Node) -> bool:
    return node[0] == "table" or (node[0] == "filter" and _has_table(node[2]))


def _table(rows: Sequence[tuple[str, bool, Known | Get]]) -> Known | Get:
    """A table without the rows that are empty for certain; one that holds a table itself stays."""
    kept = [(name, value) for name, inner, value in rows if inner or not isinstance(value, Known) or value.value]
    if all(isinstance(value, Known) for _, value in kept):
        return Known({name: value.value for name, value in kept if isinstance(value, Known)})
    lines = [(name, _function(value)) for name, value in kept]
    return lambda record: {name: get(record) for name, get in lines}


def _filtered(name: str, values: Sequence[Known | Get], words: Words) -> Known | Get:
    function = words.filters[name]
    first, *others = values
    if not all(isinstance(other, Known) for other in others):
        return _joined(values, function)
    settled = [other.value for other in others if isinstance(other, Known)]
    if isinstance(first, Known):
        return Known(function(first.value, *settled))
    if name in words.gates:
        result = function(_ANY, *settled)
        return first if result is _ANY else Known(result)
    if settled:
        return lambda record: function(first(record), *settled)
    return lambda record: function(first(record))


def _either(first: Known | Get, second: Known | Get) -> Known | Get:
    if isinstance(first, Known):
        return first if first.value else second
    if isinstance(second, Known):
        if not second.value:
            return first
        other = second.value
        return lambda record: first(record) or other
    return lambda record: first(record) or second(record)


def _joined(values: Sequence[Known | Get], function: Callable[..., Any]) -> Known | Get:
    if all(isinstance(value, Known) for value in values):
        return Known(function(*[value.value for value in values if isinstance(value, Known)]))
    gets = [_function(value) for value in values]
    return lambda record: function(*[get(record) for get in gets])
