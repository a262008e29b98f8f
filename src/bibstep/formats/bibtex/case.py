"""Keep the meaning of braces in a title, except around words that the writer puts in braces anyway."""

from __future__ import annotations

from bibstep.model import Rich, Span
from bibstep.values.titles import casing

Range = tuple[int, int]


def protect(text: Rich, braced: tuple[Range, ...], language: str) -> Rich:
    """Mark the ranges that were in braces as ``nocase``, except those that the writer puts in braces anyway.

    >>> protect(Rich.of("On DNA and apples"), ((3, 6), (11, 17)), "").spans[-1]
    Span(text='apples', styles=('nocase',))
    """
    if not braced:
        return text
    own = casing.protected(text, language)
    source = casing.caseable(text)
    kept = [
        (start, end)
        for start, end in braced
        if source[start:end].lower() != source[start:end].upper() and not any(a <= start and end <= b for a, b in own)
    ]
    if not kept:
        return text
    spans: list[Span] = []
    offset = 0
    for part, styles in text.spans:
        stop = offset + len(part)
        if "math" in styles:
            spans.append(Span(part, styles))
            offset = stop
            continue
        at = offset
        for start, end in kept:
            start, end = max(start, offset), min(end, stop)
            if start < end and start >= at:
                spans.append(Span(part[at - offset : start - offset], styles))
                spans.append(Span(part[start - offset : end - offset], (*styles, "nocase")))
                at = end
        spans.append(Span(part[at - offset :], styles))
        offset = stop
    return Rich.join(spans)
