"""CSL's own markup of titles and nothing else, as this project's writer uses it."""

from __future__ import annotations

import re

from bibstep.model import Rich, Span
from bibstep.text.clean import clean_rich

_TAG = re.compile(
    r'(<(?:i|b|sub|sup)>|<span style="font-variant:small-caps;">|<span class="nocase">|</(?:i|b|sub|sup|span)>)'
)
#: An opening tag -> its style and its closing tag (CSL 1.0.2, "HTML-like formatting tags").
_STYLES = {
    "<i>": ("italic", "</i>"),
    "<b>": ("bold", "</b>"),
    "<sub>": ("sub", "</sub>"),
    "<sup>": ("sup", "</sup>"),
    '<span style="font-variant:small-caps;">': ("smallcaps", "</span>"),
    '<span class="nocase">': ("nocase", "</span>"),
}


def parse(text: str) -> Rich:
    """A title in which nothing but CSL's tags is markup; a tag without its counterpart is text.

    >>> parse("On <i>R&amp;D</i> at $5").spans
    (Span(text='On ', styles=()), Span(text='R&amp;D', styles=('italic',)), Span(text=' at $5', styles=()))
    """
    spans: list[Span] = []
    waiting: list[tuple[str, str, int]] = []  # style, closing tag, index of the opening tag among the spans
    for piece in _TAG.split(text):
        if piece in _STYLES:
            waiting.append((*_STYLES[piece], len(spans)))
            spans.append(Span(piece))
        elif waiting and piece == waiting[-1][1]:
            style, _, start = waiting.pop()
            spans[start:] = [Span(inner, (style, *styles)) for inner, styles in spans[start + 1 :]]
        else:
            spans.append(Span(piece))
    return clean_rich(Rich.join(spans))
