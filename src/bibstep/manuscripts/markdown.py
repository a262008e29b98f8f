"""The citations of a Markdown manuscript: Pandoc, Quarto, R Markdown, MyST.

Source: pandoc's manual, "Citation syntax", and its reader (Text.Pandoc.Parsing.Citations); MyST's roles ``{cite}``.
Where pandoc's reader and this one could differ (links without angle brackets, cross-references), a key counts if the
bibliography has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibstep.manuscripts import latex
from bibstep.manuscripts.citation import CitesAll, Found, Include, Mark, blank, is_inside
from bibstep.manuscripts.latex import Commands
from bibstep.text.patterns import later

_FENCE = later(r"^(?P<lead>(?:[ ]|\t|>[ ]?|[-*+][ ]+|\d+[.)][ ]+)*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_LIST = later(r"^[ \t]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|#|@[\w-]*)[.)])(?:[ \t]+|$)|^\[\^[^\]]+\]:|^:[ \t]+")
_FRONT = later(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_YAML_COMMENT = later(r"^[ \t]*#.*$|[ \t]#[ \t].*$", re.MULTILINE)
_TICKS = later(r"\\`|`+|\n[ \t]*\n")
_MATH = later(
    r"(?<!\\)\$\$.{1,20000}?\$\$|(?<![\\$])\$(?=[^\s$])(?:\\.|[^$\\\n]|\n(?!\s*\n)){0,2000}?(?<=\S)\$(?!\d)", re.DOTALL
)
_ENVIRONMENT = later(r"^[ ]{0,3}\\begin\{(\w+\*?)\}.{0,20000}?\\end\{\1\}", re.DOTALL | re.MULTILINE)
_TAG = later(r"<[A-Za-z/](?:[^<>\"'\n]|\"[^\"]*\"|'[^']*'){0,2000}>|<[a-z][a-z0-9+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>")
_TARGET = later(r"(?<=\])\((?:[^()\s\\]|\\.|\([^()\s]*\)){0,2000}[^()]{0,300}\)|(?<=\])\{[^{}\n]*\}")
_DEFINITION = later(r"^[ ]{0,3}\[[^\]^@\n][^\]\n]*\]:[ \t]*\S.*$", re.MULTILINE)
#: Text.Pandoc.Parsing.Citations, citeKey: no letter, digit or full stop before the sign.
_KEY = later(r"(?<![^\W_])(?<![.\\])@(?:\{([^{}\s][^{}\n]*)\}|(\*|\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*))")
_LINK = later(r"\b[a-z][a-z0-9+.-]*://[^\s<>()\[\]]*")
_ROLE = later(r"\{(?:[a-z]{0,20}cite[a-z]{0,20}(?::[a-z]{1,20})*)\}`([^`]{0,1000})`")
_ROLE_KEYS = later(r"(?:\{[^{}]*\})?([^{},;\s][^{},;]*)(?:\{[^{}]*\})?")
#: Cross-references of Quarto and pandoc-crossref have the form of citations.
_REFERENCE = later(
    r"(?i:fig|tbl|tab|eq|eqn|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|supp|vid)[-:].*"
)
_SHORTCODE = later(r"\{\{<\s*include\s+([^\s>]+)\s*>\}\}")
_CHILD = later(r"\bchild\s*=\s*(?:c\()?([^)}]*)")
_QUOTED = later(r"""["']([^"']+)["']""")


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:  # noqa: ARG001
    """Yield what a Markdown file cites and includes, in order. ``known`` holds macros of LaTeX."""
    plain = text
    found: list[tuple[int, Found]] = []
    blocks, includes = _code_blocks(text)
    for position, name in includes:
        found.append((position, Include(name, position)))
    plain = blank(plain, blocks)
    for match in _SHORTCODE.finditer(plain):
        found.append((match.start(), Include(match[1], match.start())))
    plain = blank(plain, [match.span() for match in _SHORTCODE.finditer(plain)])
    for match in _ROLE.finditer(plain):
        found += [(one.start, one) for one in _role(match.start(1), match[1])]
    plain = blank(plain, [match.span() for match in _ROLE.finditer(plain)])
    front = _FRONT.match(plain)
    if front:
        comments = [match.span() for match in _YAML_COMMENT.finditer(plain, front.start(1), front.end(1))]
        plain = blank(plain, comments)
    plain = blank(plain, _comments(plain))
    plain = blank(plain, _code(plain))
    plain = blank(plain, [match.span() for match in _DEFINITION.finditer(plain)])
    raw = plain
    for pattern in (_ENVIRONMENT, _MATH, _TAG, _TARGET):
        plain = blank(plain, [match.span() for match in pattern.finditer(plain)])
    links = [match.span() for match in _LINK.finditer(plain)]
    for match in _KEY.finditer(plain):
        group = 1 if match[1] else 2
        if match[2] == "*":
            found.append((match.start(), CitesAll()))
            continue
        start, end = match.span(group)
        key = match[group]
        # Pandoc takes no white space in braces.
        doubtful = is_inside(start, links) or " " in key or bool(_REFERENCE.fullmatch(key))
        found.append((start, Mark(key, start, end, doubtful)))
    if "\\" in raw and "cite" in raw:
        found += [(_place(one), one) for one in latex.parse(_without_comments(raw), "", known) if _counts(one)]
    yield from [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """The spans of HTML's comments."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end)


def _code(text: str) -> Iterator[tuple[int, int]]:
    """The spans of code in a line: between two equal runs of backticks in one paragraph."""
    runs = list(_TICKS.finditer(text))
    following: dict[str, int] = {}
    closing = [-1] * len(runs)
    for index in reversed(range(len(runs))):
        if runs[index][0][0] == "\n":
            following.clear()
        else:
            closing[index] = following.get(runs[index][0], -1)
            following[runs[index][0]] = index
    index = 0
    while index < len(runs):
        if runs[index][0][0] == "`" and closing[index] >= 0:
            yield runs[index].start(), runs[closing[index]].end()
            index = closing[index]
        index += 1


def _counts(one: Found) -> bool:
    return isinstance(one, (Mark, CitesAll))


def _place(one: Found) -> int:
    return one.start if isinstance(one, Mark) else 0


def _without_comments(text: str) -> str:
    """The text for the parser of LaTeX: a per cent sign in Markdown is no comment."""
    return text.replace("%", " ")


def _role(start: int, text: str) -> Iterator[Mark]:
    """The keys of a role: ``a,b``, or with text around each: ``{see}a{p. 1};b``."""
    for match in _ROLE_KEYS.finditer(text):
        key = match[1].strip()
        if key:
            at = start + match.start(1) + len(match[1]) - len(match[1].lstrip())
            yield Mark(key, at, at + len(key))


def _code_blocks(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, str]]]:
    """The spans of code blocks, fenced or indented, and the files that fences include."""
    spans: list[tuple[int, int]] = []
    includes: list[tuple[int, str]] = []
    position = 0
    fence, opened = "", 0
    was_blank, margin, in_code = True, 0, False
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        body = line.rstrip("\r\n")
        match = _FENCE.match(body)
        if fence:
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                spans.append((opened, position))
                fence = ""
            continue
        if match and not ("`" in match["info"] and match["fence"][0] == "`"):
            info = match["info"].strip()
            for name in _named(info):
                includes.append((start, name))
            # A directive of MyST holds text: its fence is no code, unless it says so.
            if not info.startswith("{") or info[1:].lstrip().partition("}")[0].partition(" ")[0] not in _DIRECTIVES:
                fence, opened = match["fence"], start
            was_blank = False
            continue
        if not body.strip():
            was_blank = True
            continue
        indent = len(body.expandtabs(4)) - len(body.expandtabs(4).lstrip())
        if _LIST.match(body) and not (in_code and indent >= margin + 4):
            if was_blank and indent >= margin + 4:
                spans.append((start, position))
                in_code = True
            else:
                lead = _LIST.match(body)
                margin = 4 if body.startswith("[^") else (len(lead[0].expandtabs(4)) if lead else 0)
                in_code = False
        elif indent >= margin + 4 and (was_blank or in_code):
            spans.append((start, position))
            in_code = True
        else:
            in_code = False
            if was_blank and indent < 2:
                margin = 0
        was_blank = False
    if fence:
        spans.append((opened, len(text)))
    return spans, includes


_DIRECTIVES = frozenset(
    """note tip warning important caution attention danger error hint seealso admonition figure epigraph pull-quote
    blockquote margin sidebar aside topic card dropdown tab-set tab-item grid grid-item table list-table proof
    prf:theorem prf:proof prf:lemma prf:definition theorem exercise solution abstract""".split()
)


def _named(info: str) -> Iterator[str]:
    """The files that the line of a fence includes."""
    if info.startswith("{include}"):
        yield info.removeprefix("{include}").strip()
    elif info.startswith("{r") and (child := _CHILD.search(info)):
        yield from _QUOTED.findall(child[1])
