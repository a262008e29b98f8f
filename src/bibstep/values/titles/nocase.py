"""Words of a title that styles spoil, marked ``nocase``: put in by the writer of CSL-JSON, taken out by its reader."""

from __future__ import annotations

from collections.abc import Iterator

from bibstep.model import Rich, Span
from bibstep.text.patterns import later

#: Genes, proteins and the like that are written small with their number ("p53"). Measured with citeproc-js 1.4 and
#: pandoc 3's citeproc: for title case, which many styles ask for, both give it a capital, and leave words that have one
#: as they are. In sentence case citeproc-js makes "mRNA" small and both "Waals", but hardly a style asks for that,
#: while every reader that knows no CSL shows the tags: so it alone is no reason for one.
_SPOILT = later(r"(?<![\w'’\\-])([a-z][0-9]{1,3})(?![\w'’-])")
#: Most titles have no figure in them, which is found sooner.
_DIGIT = later(r"[0-9]")


def marked(title: Rich) -> Rich:
    """The title with ``nocase`` around the words that title case spoils, besides where it is already.

    >>> marked(Rich.of("Loss of p53 mRNA and DNA by van der Waals forces")).spans[:2]
    (Span(text='Loss of ', styles=()), Span(text='p53', styles=('nocase',)))
    """
    return Rich.join(_cut(title)) if any(is_spoilt(span.text) for span in title.spans) else title


def is_spoilt(text: str) -> bool:
    """Whether a text has a word that title case spoils.

    >>> is_spoilt("Loss of p53"), is_spoilt("Loss of TP53")
    (True, False)
    """
    return _DIGIT.search(text) is not None and _SPOILT.search(text) is not None


def _cut(title: Rich) -> Iterator[Span]:
    for span in title.spans:
        if "nocase" in span.styles:
            yield span
            continue
        for index, part in enumerate(_SPOILT.split(span.text)):
            yield Span(part, (*span.styles, "nocase") if index % 2 else span.styles)


def unmarked(title: Rich) -> Rich:
    """The title of which ``marked`` makes this one, if there is one; a ``nocase`` that it would not set stays."""
    if not any("nocase" in span.styles for span in title.spans):
        return title
    bare = Rich.join(
        Span(text, styles[:-1]) if styles[-1:] == ("nocase",) and _SPOILT.fullmatch(text) else Span(text, styles)
        for text, styles in title.spans
    )
    return bare if marked(bare) == title else title
