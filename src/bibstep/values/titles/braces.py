"""Keep the meaning of braces in a title, except around words that the writer puts in braces anyway."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

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
    ranges_ = sorted(braced)
    return list(_styled(spans, ranges_, "braced")) if ranges_ else list(spans)


def _styled(spans: Iterable[Span], ranges_: Sequence[Range], style: str, but: str = "") -> Iterator[Span]:
    """Yield spans with one more style where sorted ranges of their text are; not in spans with the style ``but``."""
    offset = first = 0
    for text, styles in spans:
        stop = offset + len(text)
        at, number = offset, first
        while number < len(ranges_) and ranges_[number][0] < stop and but not in styles:
            start, end = max(ranges_[number][0], at), min(ranges_[number][1], stop)
            if start < end:
                if at < start:
                    yield Span(text[at - offset : start - offset], styles)
                yield Span(text[start - offset : end - offset], (*styles, style))
                at = end
            number += 1
        if at < stop:
            yield Span(text[at - offset :], styles)
        while first < len(ranges_) and ranges_[first][1] <= stop:
            first += 1
        offset = stop


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
    tags = deque([match.span() for match in _TAG.finditer(text)])
    found: list[Span] = []
    for part, styles in spans:
        stop = offset + len(part)
        while tags and tags[0][1] <= offset:
            tags.popleft()
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
    own = sorted(casing.protected(text, language))
    source = casing.caseable(text)
    kept = [
        (start, end)
        for start, end in sorted(braced)
        if source[start:end].lower() != source[start:end].upper() and not _is_within((start, end), own)
    ]
    return Rich.join(_styled(text.spans, kept, "nocase", but="math")) if kept else text


def _is_within(one: Range, ranges_: Sequence[Range]) -> bool:
    """Whether a range is part of one of others, which are sorted and do not overlap."""
    before = bisect_right(ranges_, one[0], key=lambda other: other[0]) - 1
    return before >= 0 and one[1] <= ranges_[before][1]
