"""Keep the meaning of braces in a title, except around words that the writer puts in braces anyway."""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.model import Rich, Span
from bibstep.text.patterns import later
from bibstep.values.titles import casing

Range = tuple[int, int]

_TAG = later(r"</?[A-Za-z][^<>]{0,300}>")


def marked(spans: Iterable[Span], braced: Iterable[Range]) -> list[Span]:
    """Spans with the style ``braced`` on what stands in these ranges of their text.

    >>> marked([Span("On DNA", ("bold",))], [(3, 6)])
    [Span(text='On ', styles=('bold',)), Span(text='DNA', styles=('bold', 'braced'))]
    """
    ranges_ = list(braced)
    if not ranges_:
        return list(spans)
    found: list[Span] = []
    offset = 0
    for text, styles in spans:
        stop = offset + len(text)
        at = offset
        for start, end in ranges_:
            start, end = max(start, offset), min(end, stop)
            if start < end:
                found.append(Span(text[at - offset : start - offset], styles))
                found.append(Span(text[start - offset : end - offset], (*styles, "braced")))
                at = end
        found.append(Span(text[at - offset :], styles))
        offset = stop
    return [span for span in found if span.text]


def outside_tags(runs: Iterable[Span]) -> list[Span]:
    """Runs without the style ``braced`` inside tags, whose letters programs put in braces as if they were words.

    >>> outside_tags([Span("CO<"), Span("Sub", ("braced",)), Span(">2")])
    [Span(text='CO<', styles=()), Span(text='Sub', styles=()), Span(text='>2', styles=())]
    """
    spans = list(runs)
    text = "".join([span.text for span in spans])
    if "<" not in text or len(spans) < 3:
        return spans
    offset = 0
    tags = [match.span() for match in _TAG.finditer(text)]
    found: list[Span] = []
    for part, styles in spans:
        stop = offset + len(part)
        while tags and tags[0][1] <= offset:
            del tags[0]
        if "braced" in styles and tags and tags[0][0] <= offset and stop <= tags[0][1]:
            styles = tuple([style for style in styles if style != "braced"])
        found.append(Span(part, styles))
        offset = stop
    return found


def ranges(text: Rich) -> tuple[Rich, tuple[Range, ...]]:
    """A text without the style ``braced``, and the ranges that had it."""
    found: list[Range] = []
    offset = 0
    for part, styles in text.spans:
        stop = offset + len(part)
        if "braced" in styles:
            start = found.pop()[0] if found and found[-1][1] == offset else offset
            found.append((start, stop))
        offset = stop
    bare = Rich.join(Span(part, tuple([one for one in styles if one != "braced"])) for part, styles in text.spans)
    return bare, tuple([one for one in found if one != (0, offset)])


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
