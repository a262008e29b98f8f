"""MathML as Unicode text with subscripts and superscripts. Source: W3C, MathML 3, chapter 3."""

from __future__ import annotations

from collections.abc import Sequence

from bibstep.model import Rich, Span
from bibstep.text.patterns import later
from bibstep.values.tex.mathtext import accented, fraction, grouped, letters, styled
from bibstep.values.titles.markup import Tag

#: Elements deeper than this are read as if their tags were not there; no formula in a title comes near.
_DEEPEST = 48
#: The content of these is not shown, or says the same once more.
_HIDDEN = frozenset(("annotation", "annotation-xml", "mphantom"))
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_VARIANT = later(r"""mathvariant\s*=\s*["']?(double-struck|script|fraktur)""")
_FENCE = later(r"""\b(open|close|separators)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_EMPTY_SPACE = later(r"""width\s*=\s*["']?(?:-|0(?:\.0*)?(?:[a-z]|["']|$))""")
#: Signs that are an accent when they stand over a letter, as combining characters.
_OVER = {
    "¯": "\u0305", "‾": "\u0305", "―": "\u0305", "–": "\u0305", "−": "\u0305", "_": "\u0305", "ˉ": "\u0304",
    "\u0304": "\u0304", "\u0305": "\u0305", "^": "\u0302", "ˆ": "\u0302", "\u0302": "\u0302", "~": "\u0303",
    "˜": "\u0303", "\u0303": "\u0303", "→": "\u20d7", "⃗": "\u20d7", "⇀": "\u20d7", "˙": "\u0307", ".": "\u0307",
    "\u0307": "\u0307", "¨": "\u0308", "\u0308": "\u0308", "ˇ": "\u030c", "\u030c": "\u030c", "˘": "\u0306",
}  # fmt: skip
_UNDER = {"_": "\u0332", "¯": "\u0332", "\u0332": "\u0332", "―": "\u0332"}

Spans = list[Span]


def to_spans(content: Sequence[Span | Tag]) -> tuple[Span, ...]:
    """What stands between the tags of a ``math`` element, in Unicode; no text is lost, whatever the tags are.

    >>> from bibstep.values.titles.markup import pieces
    >>> to_spans(pieces("<mml:msub><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msub>"))
    (Span(text='x', styles=()), Span(text='2', styles=('sub',)))
    """
    root = Tag("mrow", "", False, False)
    frames: list[tuple[Tag, list[Spans]]] = [(root, [])]
    too_deep = hidden = 0
    for piece in content:
        tag, children = frames[-1]
        if isinstance(piece, Span):
            text = " ".join(piece.text.split())
            if text and not hidden:
                if tag.name == "mtext":
                    text = f"{' ' * piece.text[0].isspace()}{text}{' ' * piece.text[-1].isspace()}"
                children.append([Span(text)])
        elif piece.name in _HIDDEN:
            hidden = max(0, hidden + (-1 if piece.closing else not piece.alone))
        elif piece.alone:
            children.append(_alone(piece))
        elif not piece.closing:
            if len(frames) > _DEEPEST:
                too_deep += 1
            else:
                frames.append((piece, []))
        elif too_deep:
            too_deep -= 1
        elif len(frames) > 1 and any(frame[0].name == piece.name for frame in frames[1:]):
            while True:  # an end tag ends what was left open inside it
                done, parts = frames.pop()
                frames[-1][1].append(_element(done, parts))
                if done.name == piece.name:
                    break
    while len(frames) > 1:
        done, parts = frames.pop()
        frames[-1][1].append(_element(done, parts))
    return Rich.join(_concatenated(frames[0][1])).spans


def _alone(tag: Tag) -> Spans:
    if tag.name == "mspace":
        return [] if _EMPTY_SPACE.search(tag.attributes) else [Span(" ")]
    return [Span("", (tag.name,))] if tag.name == "mprescripts" else []


def _concatenated(parts: Sequence[Spans]) -> Spans:
    return parts[0] if len(parts) == 1 else [span for part in parts for span in part]


def _text(spans: Spans) -> str:
    return "".join([span.text for span in spans])


def _element(tag: Tag, parts: list[Spans]) -> Spans:
    """An element from its children, each read already."""
    name = tag.name
    if name in _TOKENS:
        spans = _concatenated(parts)
        variant = _VARIANT.search(tag.attributes)
        if not variant:
            return spans
        return [Span(letters(span.text, variant[1].upper()), span.styles) for span in spans]
    base, rest = (parts[0], parts[1:]) if parts else ([], [])
    first = rest[0] if rest else []
    others = _concatenated(rest[1:]) if len(rest) > 1 else []
    if name == "mfrac":
        return fraction(base, [*first, *others]) if rest else base
    if name == "msqrt":
        return [Span("√"), *grouped(_concatenated(parts))]
    if name == "mroot":
        return [*styled(first, "sup"), Span("√"), *grouped(base), *others]
    if name in ("msub", "msup"):
        return [*base, *styled(first, name[1:]), *others]
    if name in ("msubsup", "munderover"):
        return [*base, *styled(first, "sub"), *styled(others, "sup")]
    if name in ("mover", "munder"):
        accent = (_OVER if name == "mover" else _UNDER).get(_text(first).strip())
        if accent and len(base) == 1 and (len(base[0].text) == 1 or accent in "\u0305\u0332"):
            return [Span(accented(base[0].text, accent), base[0].styles), *others]
        return [*base, *styled(first, "sup" if name == "mover" else "sub"), *others]
    if name == "mmultiscripts":
        return _multiscripts(base, rest)
    if name == "mfenced":
        return _fenced(tag, parts)
    if name in ("mtr", "mlabeledtr", "mtable"):
        between = Span("; " if name == "mtable" else " ")
        return [span for part in parts for span in (between, *part)][1:]
    return _concatenated(parts)


def _multiscripts(base: Spans, scripts: Sequence[Spans]) -> Spans:
    before: Spans = []
    after: Spans = []
    where, position = after, 0
    for script in scripts:
        if script and script[0].styles == ("mprescripts",):
            where, position = before, 0
            continue
        where += styled(script, "sup" if position % 2 else "sub")
        position += 1
    return [*before, *base, *after]


def _fenced(tag: Tag, parts: Sequence[Spans]) -> Spans:
    fence = {name: one or other for name, one, other in _FENCE.findall(tag.attributes)}
    separators = "".join(fence.get("separators", ",").split())
    spans = [Span(fence.get("open", "("))]
    for index, part in enumerate(parts):
        if index and separators:
            spans.append(Span(separators[min(index, len(separators)) - 1]))
        spans += part
    return [*spans, Span(fence.get("close", ")"))]
