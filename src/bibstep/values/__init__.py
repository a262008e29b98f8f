"""One module or folder for each kind of value: text goes in, the value and the remarks on it come out."""

from __future__ import annotations

from typing import TypeVar

from bibstep.model import Remark

T = TypeVar("T")

Remarks = tuple[Remark, ...]
#: What a parser returns: the value (empty where there is none), and the remarks on what was doubted or left out.
Parsed = tuple[T, Remarks]
