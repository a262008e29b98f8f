"""TeX math in running text: told from dollars that are money, and read as a formula or as Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bibstep.model import Span
from bibstep.text.patterns import later
from bibstep.values.tex import texmath

_DELIMITER = later(r"(?<!\\)(?:\$\$?|\\[()])")
_SIMPLER = str.maketrans("−‐‑–∗⋆′’ϕφϵεθϑ", "----**''φφεεθθ", "√/")
_APART = later(r" (?:-\w|[,.;:)\]])")
_CLOSES = {"$": "$", "$$": "$$", "\\(": "\\)"}
#: Signs in dollars that are text: tags of HTML come written so ("$<$i$>$"), and signs in Crossref's .bib files.
_SIGNS = {
    **{sign: sign for sign in ("<", ">", "</", "/>", "><", "></", "/><", "|", "/")},
    "\\lt": "<", "\\gt": ">", "\\less": "<", "\\greater": ">",
    **{
        f"\\math{name}": sign
        for name, sign in (
            ("semicolon", ";"), ("plus", "+"), ("slash", "/"), ("colon", ":"), ("period", "."), ("comma", ","),
            ("question", "?"), ("exclam", "!"), ("hyphen", "-"), ("dollar", "$"),
        )
    },
}  # fmt: skip
_SCRIPT = later(r"([_^])(?:\{([A-Za-z0-9+−., -]{1,12})\}|([A-Za-z0-9+-]))")
_DOCUMENT = later(
    r"\\documentclass(?:(?!\\begin\{document\}).){0,1500}\\begin\{document\}(.{0,4000}?)\\end\{document\}", re.DOTALL
)
_IN_DOLLARS = later(r"(\{?)(?<!\$)\$ ?(\\[a-z]{2,13}|[<>/]{1,3}|\|) ?\$(?!\$)(?(1)\}?)")
_COMMAND = later(r"\\[A-Za-z]")
_PROSE = later(r"(?<![\\A-Za-z{])[A-Za-z]{3,}\s+[A-Za-z]{2,}\s")
_TERM = later(r"[A-Za-z]'*|\d+(?:\.\d+)?[A-Za-z]?|[-=<>+*/(),|:≤≥≠±×∈→]|[^\x00-\x7f]")
_SHORT = later(r"(?![-=+*/,])(?:[A-Za-z]{1,3}(?![A-Za-z])|\d+(?!\d)|[-=<>+*/(),|'!:.]|[^\x00-\x7f\s])+(?<![-=+*/,.:])")
_GREEK = later("[\u0370-\u03ff\u1d6a8-\u1d7cb]")


def split(text: str, styles: tuple[str, ...] = ()) -> list[Span]:
    """A run of text as spans, the TeX math in it told from dollars that are money."""
    if "$" not in text and "\\(" not in text:
        return [Span(text, styles)]
    spans: list[Span] = []
    done = 0
    for start, _, tex, after in formulas(text):
        read = formula(tex)
        if not read:
            continue
        spans.append(Span(text[done:start], styles))
        spans += [Span(span.text, styles + span.styles) for span in read]
        done = after
    spans.append(Span(text[done:], styles))
    return spans


def formulas(text: str) -> list[tuple[int, int, str, int]]:
    """The formulas of a text: (start, end, the TeX between the delimiters, where the text goes on).

    >>> formulas("$5 for $n^2$ and $$p$$ p-adic")
    [(7, 12, 'n^2', 12), (17, 22, 'p', 24)]
    """
    marks = [(match.start(), match[0]) for match in _DELIMITER.finditer(text)]
    found: list[tuple[int, int, str, int]] = []
    index = done = 0
    while index + 1 < len(marks):
        (start, sign), (end, closing) = marks[index : index + 2]
        index += 1
        if closing != _CLOSES.get(sign) or start < done:
            continue
        tex = text[start + len(sign) : end]
        end += len(closing)
        if sign == "$" and not is_math(tex, text[start - 1 : start] if start else "", text[end : end + 1]):
            continue
        if tex.strip():
            done = after_repetition(text, end, tex) if sign == "$$" else end
            found.append((start, end, tex, done))
            index += 1
    return found


def without_formulas(text: str) -> str:
    """The text outside its formulas."""
    parts: list[str] = []
    done = 0
    for start, _, _, after in formulas(text):
        parts.append(text[done:start])
        done = after
    return " ".join([*parts, text[done:]])


def after_repetition(text: str, end: int, tex: str) -> int:
    """Where the text goes on after a formula: Springer's deposits repeat ``$$L^p$$`` without its marks, "L p".

    The repetition has the same characters, in any spacing, and it ends where a word ends.
    """
    wanted = _bare("".join([span.text for span in texmath.to_spans(tex)]))
    at = end
    seen = ""
    while at < len(text) and len(seen) < len(wanted):
        seen += _bare(text[at])
        if not wanted.startswith(seen):
            return end
        at += 1
    if not wanted or seen != wanted or (text[at : at + 1].isalnum() and text[at - 1].isalnum()):
        return end
    # The repetition stands apart from its neighbours too: "$$p$$ p -adic".
    return at + 1 if _APART.match(text, at) else at


def _bare(text: str) -> str:
    """A text without white space, in the simplest characters: "ℝ" is "R", a minus a hyphen."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SIMPLER).split())


def without_documents(text: str) -> str:
    """A text whose formulas are whole TeX documents, as Springer deposits them, with the formulas alone.

    >>> without_documents(r"A \\documentclass{minimal} \\usepackage{x} \\begin{document}$$n$$\\end{document} b")
    'A $$n$$ b'
    """
    return _DOCUMENT.sub(r"\1", text) if "\\documentclass" in text else text


def signs_as_text(text: str) -> str:
    """A text with the signs that stand alone in dollars as text.

    >>> signs_as_text(r"R&amp$\\mathsemicolon$D, $<$i$>$E. coli$<$/i$>$, $n$")
    'R&amp;D, <i>E. coli</i>, $n$'
    """
    return _IN_DOLLARS.sub(_as_text, text) if "$" in text else text


def _as_text(match: re.Match[str]) -> str:
    is_whole = bool(match[1]) == (match[0][-1] == "}")
    return _SIGNS.get(match[2], match[0]) if is_whole else match[0]


def is_math(tex: str, before: str = "", after: str = "") -> bool:
    """True where what stands between two dollars is a formula, not the text between two sums of money.

    ``before`` and ``after`` are the characters outside the dollars. A command, ``^`` or ``_`` makes a formula, if it is
    not prose; without them only a letter, a number or a few signs do, under pandoc's rule that the dollars touch what
    they enclose and no digit follows.

    >>> [is_math(tex) for tex in ("n=3", "δ", "\\\\mu m", "SU(2)", "5 and ", "100-", "hardcover")]
    [True, True, True, True, False, False, False]
    """
    if not tex.strip() or len(tex) > 2000:
        return False
    if tex in _SIGNS:
        return True
    if "\\" in tex and _COMMAND.search(tex):
        return not _PROSE.search(tex)
    if tex[0].isspace() or tex[-1].isspace() or after.isdigit():
        return False
    if "^" in tex or "_" in tex:
        return not _PROSE.search(tex)
    if len(tex) > 24 or before.isupper():
        return False
    if _GREEK.search(tex) and not re.search("[A-Za-z]{2}", tex):
        return True
    if " " in tex:
        terms = tex.split(" ")
        return all(map(_TERM.fullmatch, terms)) and any(term.isalpha() for term in terms) and len(terms) > 2
    if tex.isalpha() and tex.isascii():
        return len(tex) <= 2 or (len(tex) <= 4 and tex.isupper())
    return tex == "*" or tex.isdigit() or bool(_SHORT.fullmatch(tex) and len(tex) <= 16 and re.search(r"\w", tex))


def formula(tex: str, whole: bool = False) -> Sequence[Span]:
    """A formula without its dollars as a math span where it is harmless, as Unicode where it is known, else nothing.

    One that only raises or lowers what stands before it ("CO$_2$") is a style and not math, and so is a sign that
    stands in dollars because fonts of old print another for it ("$<$"); ``whole`` keeps the first as math.

    >>> formula(r"\\mathbb{Z}"), formula(r"\\mathfrak{g}"), formula(r"\\input{x}")
    ([Span(text='\\\\mathbb{Z}', styles=('math',))], (Span(text='𝔤', styles=()),), [])
    >>> formula("_2"), formula("<")
    ([Span(text='2', styles=('sub',))], [Span(text='<', styles=())])
    """
    tex = " ".join(tex.split())
    if tex in _SIGNS:
        return [Span(_SIGNS[tex])]
    if tex[:1] in ("_", "^") and not whole and not _SCRIPT.sub("", tex).strip():
        return [
            Span((grouped or single).replace("-", "−"), ("sub" if sign == "_" else "sup",))
            for sign, grouped, single in _SCRIPT.findall(tex)
        ]
    if texmath.is_harmless(tex):
        return [Span(tex, ("math",))]
    return texmath.to_spans(tex) if texmath.is_known(tex) else []


def formula_of(content: str) -> Sequence[Span]:
    """What a ``tex-math`` element holds, a formula with or without dollars or a whole document round it, as spans."""
    start = content.find(r"\begin{document}")
    end = content.rfind(r"\end{document}")
    tex = (content[start + len(r"\begin{document}") : end] if 0 <= start < end else content).strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) >= len(opening) + len(closing):
            tex = tex[len(opening) : -len(closing)]
            break
    return formula(tex) or [Span(f"${tex}$" if tex.strip() else "")]
