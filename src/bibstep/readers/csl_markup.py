"""CSL's own markup of titles, as this project's writer uses it, and ``nocase`` told from what that writer adds."""

from __future__ import annotations

import re

from bibstep.casing import spoilt
from bibstep.model import Rich, Span
from bibstep.text import clean_rich

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


def without_added_nocase(title: Rich) -> Rich:
    """The title without the ``nocase`` that the writer adds of itself wherever a style would spoil a word."""
    if not any("nocase" in span.styles for span in title.spans):
        return title
    bare = Rich.join(_without(span) for span in title.spans)
    added = frozenset(spoilt(bare))
    kept: list[Span] = []
    at, run = 0, 0  # where the span begins, and where the run of protected spans it belongs to begins
    pending: list[Span] = []
    for span in [*title.spans, Span("")]:
        if "nocase" in span.styles:
            run = run if pending else at
            pending.append(span)
        else:
            kept += map(_without, pending) if (run, at) in added else pending
            kept.append(span)
            pending = []
        at += len(span.text)
    return Rich.join(kept)


def _without(span: Span) -> Span:
    return Span(span.text, tuple([style for style in span.styles if style != "nocase"]))
