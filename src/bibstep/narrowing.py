"""A template's table of fields as a syntax tree: which fields it uses, and the same table for fewer of them.

The lines of a table whose fields are all empty leave nothing in the output, whatever their filters: that is what
every filter of ours keeps to, and the tests hold it.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from bibstep.model import FIELDS

if TYPE_CHECKING:
    from jinja2 import nodes


def names_in(tree: nodes.Node) -> list[str]:
    """The fields of the model that a tree uses, in the model's order."""
    from jinja2 import nodes

    used = {name.name for name in tree.find_all(nodes.Name)}
    return [name for name in FIELDS if name in used]


def narrowed(tree: nodes.Template, said: Container[str]) -> nodes.Template:
    """The tree without those lines of its tables that use fields, but none in ``said``; it is changed.

    ``said`` may name variables that are no fields of the model, and hold something for every record.
    """
    from jinja2 import nodes

    for table in tree.find_all(nodes.Dict):
        table.items = [pair for pair in table.items if _says(pair.value, said)]
    return tree


def _says(value: nodes.Expr, said: Container[str]) -> bool:
    from jinja2 import nodes

    names = [value] if isinstance(value, nodes.Name) else list(value.find_all(nodes.Name))
    used = [name.name for name in names if name.name in FIELDS or name.name in said]
    return not used or any(name in said for name in used)
