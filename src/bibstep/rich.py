"""Rich text, for titles: runs of text with styles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bibstep.text.clean import fold

#: The styles of a span. ``math`` marks the source of TeX math without its dollars, ``nocase`` text whose case must not
#: be changed by a citation style.
STYLES = ("italic", "bold", "sub", "sup", "smallcaps", "nocase", "math")


class Span(NamedTuple):
    """A run of text in one style; ``styles`` is ordered from the outermost to the innermost."""

    text: str
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rich:
    """Rich text: spans in order, none of them empty, neighbours of equal style joined.

    ``Rich.of`` and ``Rich.join`` create it in this form, so that equal texts compare equal.
    """

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, text: str) -> Rich:
        """Rich text from plain text."""
        return cls((Span(text),)) if text else EMPTY

    @classmethod
    def join(cls, spans: Iterable[Span]) -> Rich:
        """Rich text from spans: empty ones are dropped, neighbours of equal style joined (but not math)."""
        merged: list[Span] = []
        for span in spans:
            if not span.text:
                continue
            if merged and merged[-1].styles == span.styles and "math" not in span.styles:
                merged[-1] = Span(merged[-1].text + span.text, span.styles)
            else:
                merged.append(span)
        return cls(tuple(merged))

    @property
    def source(self) -> str:
        """The text of all spans without their styles; math as its TeX source."""
        if len(self.spans) == 1:
            return self.spans[0].text
        return "".join([span.text for span in self.spans])

    @property
    def is_plain(self) -> bool:
        """Whether no span has a style."""
        return len(self.spans) < 2 and not (self.spans and self.spans[0].styles)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __str__(self) -> str:
        return self.source


EMPTY = Rich()


if TYPE_CHECKING:

    class RichOrText:
        """A title, for type checkers: given as ``Rich`` or ``str``, read as ``Rich``."""

        def __get__(self, record: object, owner: object) -> Rich:
            return EMPTY

        def __set__(self, record: object, value: Rich | str) -> None: ...
else:
    RichOrText = Rich


def clean_rich(value: Rich) -> Rich:
    """Clean every span of a rich text; spaces are single, also across spans, and removed at both ends.

    >>> clean_rich(Rich((Span(" a\\n"), Span(" b\\x00 ", ("italic",))))).spans
    (Span(text='a ', styles=()), Span(text='b', styles=('italic',)))
    """
    while True:  # joining spans can bring characters together that must be composed
        spans: list[Span] = []
        spaced = True
        for text, styles in value.spans:
            text = fold(text)
            if spaced:
                text = text.lstrip()
            if text:
                spaced = text[-1] == " "
                spans.append(Span(text, styles))
        if spans and spaced:
            spans[-1] = Span(spans[-1].text.rstrip(), spans[-1].styles)
        cleaned = Rich.join(spans)
        if cleaned == value:
            return value
        value = cleaned
