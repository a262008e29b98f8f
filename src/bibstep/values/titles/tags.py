"""Tags of HTML, JATS and MathML in runs of text, read into styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bibstep.model import Span
from bibstep.values.tex import inline_math
from bibstep.values.titles import mathml
from bibstep.values.titles.markup import Tag, pairs, pieces
from bibstep.values.titles.tables import (
    ATTRIBUTE_STYLES,
    BLOCKS,
    FORMULAS,
    MEANINGFUL,
    STYLE,
    STYLED_BY_ATTRIBUTE,
)

Inner = Callable[[Span], Iterable[Span]]


def resolved(runs: Iterable[Span], dropped: list[str], inner: Inner) -> list[Span]:
    """Runs of text with the tags of HTML, JATS and MathML in them as spans, white space as it was.

    ``inner`` reads what stands between two tags; ``dropped`` gets the names of what was left out.

    >>> resolved([Span("CO<sub>2</sub>", ("bold",))], [], lambda span: [span])
    [Span(text='CO', styles=('bold',)), Span(text='2', styles=('sub', 'bold'))]
    """
    found: list[Span | Tag] = []
    for run in runs:
        found += [run] if "<" not in run.text or "math" in run.styles else pieces(*run)
    ends = pairs(found)
    twice = _said_in_mathml(found)
    styles: dict[str, int] = {}  # the styles in force, in the order in which they began
    meant: dict[str, list[str]] = {}  # for elements whose attributes say their style: those of the open ones
    ended = set(ends.values())
    formula = False  # a formula was read whose picture may follow
    spans: list[Span] = []
    index = -1
    while (index := index + 1) < len(found):
        piece = found[index]
        if isinstance(piece, Span):
            spans += [Span(text, _merged(styles, inner_styles)) for text, inner_styles in inner(piece)]
            continue
        name = piece.name
        if name in BLOCKS:
            spans.append(Span(" ", tuple(styles)))
        elif name in ("math", "tex-math") and index in ends:
            if index not in twice:
                content = found[index + 1 : ends[index]]
                formula = True
                read = (
                    mathml.to_spans(content)
                    if name == "math"
                    else inline_math.formula_of("".join([one.text for one in content if isinstance(one, Span)]))
                )
                outer = tuple(styles)
                spans += [Span(span.text, outer + span.styles) for span in read]
            index = ends[index]
        elif name in FORMULAS:
            formula = formula and piece.closing and name == "alternatives"
        elif name in MEANINGFUL:
            if not piece.closing and not (formula and MEANINGFUL[name] == "image"):
                dropped.append(MEANINGFUL[name])
        elif name in STYLE or name in STYLED_BY_ATTRIBUTE:
            if index in ends:
                style = _style(piece)
                meant.setdefault(name, []).append(style)
                if style:
                    styles[style] = styles.get(style, 0) + 1
            elif index in ended:
                style = meant[name].pop() if meant.get(name) else ""
                if style:
                    styles[style] -= 1
                    if not styles[style]:
                        del styles[style]
            elif name in STYLE and not piece.alone:
                dropped.append(f"an unpaired <{'/' * piece.closing}{name}>")
    return spans


def _merged(outer: Iterable[str], inner: tuple[str, ...]) -> tuple[str, ...]:
    """The styles of the tags around a run, and then its own."""
    return (*[style for style in outer if style not in inner], *inner)


def _style(tag: Tag) -> str:
    """The style that an opening tag means; an element's attributes come before its name."""
    if tag.name in STYLED_BY_ATTRIBUTE and tag.attributes:
        attributes = tag.attributes.lower()
        for sign, style in ATTRIBUTE_STYLES:
            if sign in attributes:
                return style
    return STYLE.get(tag.name, "")


def _said_in_mathml(found: Sequence[Span | Tag]) -> frozenset[int]:
    """The indexes of the ``tex-math`` tags whose formula stands beside them in MathML too."""
    depth = 0
    has_mathml = False
    inside: list[int] = []
    twice: list[int] = []
    for index, piece in enumerate(found):
        if isinstance(piece, Span) or piece.alone:
            continue
        if piece.name in FORMULAS:
            depth = max(0, depth + (-1 if piece.closing else 1))
            if not depth:
                twice += inside if has_mathml else []
                has_mathml, inside = False, []
        elif depth and not piece.closing:
            has_mathml = has_mathml or piece.name == "math"
            if piece.name == "tex-math":
                inside.append(index)
    return frozenset(twice)
