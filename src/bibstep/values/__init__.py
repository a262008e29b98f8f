"""One module or folder for each kind of value: parsers from text to a value and remarks."""

from __future__ import annotations

from typing import TypeVar

from bibstep.model import Remark

T = TypeVar("T")

Remarks = tuple[Remark, ...]
#: The result of a parser: the value, empty if there is none, and remarks on what is doubtful or was left out.
Parsed = tuple[T, Remarks]
