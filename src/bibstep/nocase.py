"""Words of a title marked ``nocase`` where a style would spoil them: put in by the writer of CSL, out by its reader."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bibstep.casing import spoilt
from bibstep.model import Rich, Span


def marked(title: Rich) -> Rich:
    """The title with ``nocase`` where ``casing.spoilt`` says that it is needed, besides where it is already.

    >>> marked(Rich.of("Loss of mRNA")).spans
    (Span(text='Loss of ', styles=()), Span(text='mRNA', styles=('nocase',)))
    """
    ranges = spoilt(_bare(title))
    return Rich.join(_cut(title, ranges)) if ranges else title


def unmarked(title: Rich) -> Rich:
    """The title without the ``nocase`` that ``marked`` puts in; what else is so marked stays."""
    if not any("nocase" in span.styles for span in title.spans):
        return title
    bare = _bare(title)
    added = frozenset(_runs(marked(bare)))
    kept = [border for run in _runs(title) if run not in added for border in run]
    return Rich.join(_cut(bare, list(zip(kept[::2], kept[1::2], strict=True)), letters_only=False)) if kept else bare


def _bare(title: Rich) -> Rich:
    return Rich.join(
        Span(text, tuple([style for style in styles if style != "nocase"])) for text, styles in title.spans
    )


def _cut(title: Rich, ranges: Iterable[tuple[int, int]], letters_only: bool = True) -> Iterator[Span]:
    """The spans cut at the borders of the ranges, what lies in one marked, if it has letters that have a case."""
    borders = [border for start_end in ranges for border in start_end]
    at = 0
    for text, styles in title.spans:
        end = at + len(text)
        for start, stop in pairwise([at, *[border for border in borders if at < border < end], end]):
            part = text[start - at : stop - at]
            inside = bisect_right(borders, start) % 2 == 1 and not (letters_only and part.lower() == part.upper())
            yield Span(part, (*styles, "nocase") if inside and "nocase" not in styles else styles)
        at = end


def _runs(title: Rich) -> list[tuple[int, int]]:
    """Where the title is marked, as half-open ranges of its source, those that touch made one."""
    found: list[tuple[int, int]] = []
    at = 0
    for span in title.spans:
        end = at + len(span.text)
        if "nocase" in span.styles:
            found.append((found.pop()[0], end) if found and found[-1][1] == at else (at, end))
        at = end
    return found
