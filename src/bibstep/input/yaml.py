"""Read the first document of a YAML file, with the line of each value: a text, a list or a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from bibstep.input.lines import size
from bibstep.model import Rejected, Source

#: The most values that one record may have; aliases can repeat a value without end.
_MOST_VALUES = 200_000
_DEEPEST = 60


class Document(NamedTuple):
    """A document: its value with a Node for each value in it, or ``fault``, on ``line``."""

    root: Any = None
    line: int = 1
    fault: str = ""


def document(stream: BinaryIO, longest: int) -> Document:
    """Read the first document of a stream, of at most ``longest`` bytes in all.

    Raises nothing, except what reading the stream raises.
    """
    import yaml  # the only reader that needs it

    data = stream.read(longest + 1)  # read whole, because any line may refer to any other
    if len(data) > longest:
        return Document(fault=f"a YAML file may have {size(longest)} at most; --max-record allows more")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        documents = yaml.compose_all(data, Loader=loader)
        return Document(next(iter(documents), None))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return Document(line=mark.line + 1 if mark else 1, fault=f"this is not valid YAML: {error.problem}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Document(fault=f"this is not valid YAML: {str(error).partition(chr(10))[0]}")


def line_of(node: Any) -> int:
    """Return the line where a node begins."""
    line: int = node.start_mark.line + 1
    return line


def members(node: Any) -> list[tuple[str, Any]]:
    """Return the members of a mapping as (key, node); nothing for any other node."""
    return [(str(key.value), value) for key, value in node.value] if getattr(node, "id", "") == "mapping" else []


def items(node: Any) -> list[Any]:
    """Return the nodes of a list; nothing for any other node."""
    return list(node.value) if getattr(node, "id", "") == "sequence" else []


def mappings(nodes: Iterable[Any], name: str, what: str) -> Iterator[tuple[Any, Source, dict[str, Any]] | Rejected]:
    """Yield each node that is a mapping, with its place in the file ``name`` and its value; a Rejected for any other.

    ``what`` is what a mapping has, in the message of a Rejected ("keys").
    """
    for node in nodes:
        source = Source(name, line_of(node))
        try:
            value = value_of(node)
        except ValueError as error:
            yield Rejected(source, str(error))
            continue
        if isinstance(value, dict):
            yield node, source, value
        else:
            yield Rejected(source, f"a reference is no mapping of {what} to values")


def value_of(node: Any) -> Any:
    """Return a node's value as texts, lists, dicts and None for null. Raises ValueError if it has too many values."""
    return _value(node, [_MOST_VALUES], 0)


def _value(node: Any, left: list[int], depth: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise ValueError("the record has too many values, or they are nested too deeply")
    if node.id == "scalar":
        return None if node.value in ("", "~", "null") and not node.style else node.value
    if node.id == "sequence":
        return [_value(one, left, depth + 1) for one in node.value]
    return {str(key.value): _value(value, left, depth + 1) for key, value in node.value}
