"""Decode LaTeX text, as people write it in .bib files, to rich or plain text; unknown commands keep their text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bibstep.model import Remark, Rich, Span
from bibstep.text.clean import clean, shorten, strip_controls
from bibstep.text.patterns import later
from bibstep.values import Remarks
from bibstep.values.tex import commands as tables
from bibstep.values.tex import groups as tex_groups
from bibstep.values.tex import inline_math, texmath, units
from bibstep.values.tex.groups import Range
from bibstep.values.tex.math_tables import FUNCTIONS
from bibstep.values.tex.tokens import folded, tokens

_SPACES = later(r"\s+")
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}
#: A length that a primitive takes: "-0.5ex", ".17em plus 1fil".
_LENGTH = later(r"\s*=?\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*(?:pt|em|ex|mu|cm|mm|in|pc|sp|bp|dd|cc)\b\s*")
#: What stands in brackets between a command and its argument.
_OPTION = later(r"\[[^\[\]]*\]")
#: Commands whose names run into the word after them, as broken exports have them: "\\textbackslashRobust".
_RUN_TOGETHER = later(
    r"(text(?:backslash|less|greater|endash|emdash|quotesingle|quotedbl|asciitilde|underscore|bar|degree))(\w+)"
)
#: In a formula of mhchem: a figure or "_{x}" after its base, and "^{2+}", "^2+" or a sign at its end.
_CHEMISTRY = later(
    r"(?<=[A-Za-z)\]])(\d+)|_\{?([\w+-]+)\}?|\^\{([^{}]+)\}|\^(\d*[+-]?)|(?<=[A-Za-z0-9)\]])([+-])(?=\s|$)"
)
#: The maximum length of a text that is cached.
_SHORT = 1000
#: How many tokens the decoder looks ahead at most.
_FAR = 200
#: Braces of groups nested deeper than this are ignored.
_DEEPEST = 60


class Read(NamedTuple):
    """A text with its styles, the ranges of it that were in braces, and the unknown commands."""

    text: Rich
    braced: tuple[Range, ...]
    unknown: tuple[str, ...]


def rich(tex: str) -> Read:
    """Decode LaTeX text with its styles; braces around the whole text are not reported as a range.

    >>> rich(r"{\\"U}ber H$_2$O und {DNA}")[:2] == (
    ...     Rich((Span("Über H"), Span("2", ("sub",)), Span("O und DNA"))), ((13, 16),))
    True
    """
    tex = folded(inline_math.without_documents(tex))
    if simple := tex_groups.read(tex):
        return Read(Rich.of(simple[0]), simple[1], ())
    reading = _Reading(tex)
    reading.sequence((), 0, "")
    text = reading.result()
    braced = tex_groups.within(reading.braced, len(text.source))
    return Read(text, braced, tuple(dict.fromkeys(reading.unknown)))


def plain(tex: str) -> tuple[str, tuple[str, ...]]:
    """Decode LaTeX text for a field without styles, with math in Unicode; the second value are the unknown commands.

    >>> plain("R\\\\&D ``on'' $\\\\alpha$--{X}\\\\foo{y}")
    ('R&D “on” α–Xy', ('foo',))
    """
    if tex.isalnum() and tex.isascii():  # a number or a word, as half of all values are
        return tex, ()
    return _plain(tex) if len(tex) > _SHORT else _plain_cached(tex)


def _plain(tex: str) -> tuple[str, tuple[str, ...]]:
    tex = folded(tex)
    if simple := tex_groups.read(tex):
        return clean(simple[0]), ()
    reading = _Reading(tex)
    reading.sequence((), 0, "")
    return texmath.on_a_line(reading.result().spans), tuple(dict.fromkeys(reading.unknown))


#: Cached, because journals, publishers and names are repeated in a file.
_plain_cached = lru_cache(maxsize=2048)(_plain)


def remarks_on(unknown: tuple[str, ...], field: str) -> Remarks:
    """A remark on unknown commands, if there are any."""
    if not unknown:
        return ()
    names = ", ".join([f"\\{name}" for name in unknown])
    return (Remark("tex-unknown", field, f"{shorten(names, 60)} is unknown; its text was kept"),)


class _Reading:
    """The state of decoding one text: the remaining tokens, and the spans so far, with single spaces."""

    def __init__(self, tex: str) -> None:
        self.tokens = tokens(tex)
        self.spans: list[Span] = []
        self.length = 0
        self.spaced = True
        self.braced: list[Range] = []
        self.unknown: list[str] = []

    def result(self) -> Rich:
        """The decoded text, without a space at its end."""
        spans = self.spans
        while spans and "math" not in spans[-1].styles and spans[-1].text.endswith(" "):
            last = spans.pop()
            spans.append(Span(last.text.rstrip(" "), last.styles))
            if not spans[-1].text:
                spans.pop()
        return Rich.join(spans)

    def emit(self, text: str, styles: tuple[str, ...]) -> None:
        """Add text; runs of white space become one space, also between two styles."""
        if "math" not in styles:
            if "  " in text or not text.isprintable():
                text = _SPACES.sub(" ", strip_controls(text))
            if self.spaced:
                text = text.lstrip(" ")
        if text:
            self.spans.append(Span(text, styles))
            self.length += len(text)
            self.spaced = text[-1] == " "

    def sequence(self, styles: tuple[str, ...], depth: int, closing: str, ranged: bool = False) -> None:
        """Decode up to the closing token; ``ranged``: inside braces whose range is recorded already."""
        tokens = self.tokens
        while tokens:
            token = tokens.pop()
            if token == closing:
                return
            first = token[0]
            if first == "\\":
                styles = self.command(token[1:], styles, depth, ranged)
            elif token == "{":
                self.group(styles, depth, ranged)
            elif token == "$":
                self.math(styles)
            elif token in _LIGATURES:
                self.emit(_LIGATURES[token], styles)
            elif token != "}":
                self.emit(token, styles)

    def group(self, styles: tuple[str, ...], depth: int, ranged: bool) -> None:
        """Decode a group. Its range is recorded unless it begins with a command ("special character") or is math."""
        if depth > _DEEPEST:
            return
        next_token = self.tokens[-1] if self.tokens else ""
        marks = not ranged and next_token[:1] not in ("\\", "}") and not self._is_formula()
        start = self.length
        self.sequence(styles, depth + 1, "}", ranged or marks)
        if marks and self.length > start:
            self.braced.append((start, self.length))

    def _is_formula(self) -> bool:
        """Whether the group that was just opened begins with a formula."""
        return self.tokens[-1:] == ["$"]

    def command(self, token: str, styles: tuple[str, ...], depth: int, ranged: bool) -> tuple[str, ...]:
        """Decode a command and its arguments; return the styles that apply after it."""
        name = token.rstrip(" \t\n")
        if name in tables.ACCENTS and (name.isalpha() or self.tokens):
            self.accent(tables.ACCENTS[name], styles, depth)
        elif token in tables.CONTROL:
            self.emit(tables.CONTROL[token], styles)
        elif name in tables.DECLARATIONS:
            style = tables.DECLARATIONS[name]
            return styles if style in styles else (*styles, style)
        elif name in tables.STYLES:
            style = tables.STYLES[name]
            self.argument(styles if style in styles else (*styles, style), depth, ranged)
        elif name in tables.AROUND:
            before, after = tables.AROUND[name]
            self.emit(before, styles)
            self.argument(styles, depth, ranged)
            self.emit(after, styles)
        elif name == "ensuremath":
            self.emit(texmath.to_text(self.raw()), styles)
        elif name in ("(", "["):
            self.math(styles, "\\)" if name == "(" else "\\]")
        elif name in tables.SYMBOLS:
            self.emit(tables.SYMBOLS[name], styles)
            self._end_of_name(token, name)
        elif name in FUNCTIONS:
            self.emit(token, styles)
        elif name in tables.SPACES:
            self.emit(" ", styles)
        elif name in tables.SILENT or name in tables.AFTER:
            for _ in range(tables.SILENT.get(name) or tables.AFTER.get(name, 0)):
                self._skip(_OPTION)
                self.raw()
            if name in tables.AFTER:
                self._skip(_OPTION)
                self.argument(styles, depth, ranged)
        elif name in tables.LENGTHS:
            self._skip(_LENGTH)
        elif name == "ifmmode":
            self._skip_to_else()
        elif name in ("ce", "cf"):
            self._formula_of_chemistry(styles)
        elif name in units.COMMANDS and self._has_argument():
            text, unknown = units.text(name, [self.raw() for _ in range(units.COMMANDS[name])])
            self.emit(text, styles)
            self.unknown += unknown
        elif name:
            self.unknown_command(token, name, styles)
        else:
            self.emit("\\", styles)
        return styles

    def unknown_command(self, token: str, name: str, styles: tuple[str, ...]) -> None:
        """Keep the text of an unknown command: that of its argument, or its own name where it has none."""
        if together := _RUN_TOGETHER.fullmatch(name):
            self.emit(tables.SYMBOLS[together[1]] + together[2] + token[len(name) :], styles)
            return
        self.unknown.append(name)
        if not self.tokens or self.tokens[-1] != "{":
            self.emit(f"\\{token}", styles)
            return
        argument = self.tokens[-2:-_FAR:-1]
        if "}" in argument and not any(map(str.isalnum, "".join(argument[: argument.index("}")]))):
            self.emit(name, styles)

    def _has_argument(self) -> bool:
        """Whether an argument in braces follows, also after one in brackets, which is skipped."""
        self._skip(_OPTION)
        return self.tokens[-1:] == ["{"]

    def _skip(self, pattern: re.Pattern[str]) -> None:
        """Skip what the pattern matches at the beginning of the text that follows, again and again."""
        while self.tokens and (match := pattern.match("".join(self.tokens[:-6:-1]))):
            self._drop(match.end())

    def _drop(self, length: int) -> None:
        """Skip so many characters of the source."""
        while length and self.tokens:
            text = self.tokens.pop()
            if len(text) > length:
                self.tokens.append(text[length:])
                text = text[:length]
            length -= len(text)

    def _skip_to_else(self) -> None:
        """Skip what ``\\ifmmode`` has for math, up to ``\\else`` or ``\\fi``; the rest is for text."""
        for at in range(len(self.tokens) - 1, max(-1, len(self.tokens) - _FAR), -1):
            if self.tokens[at].rstrip() in ("\\else", "\\fi"):
                del self.tokens[at:]
                return

    def _formula_of_chemistry(self, styles: tuple[str, ...]) -> None:
        """Decode mhchem's ``\\ce{Fe2O3}``: figures after an element or a bracket are lowered, charges raised."""
        text = self.raw().replace("->", "→")
        done = 0
        for match in _CHEMISTRY.finditer(text):
            self.emit(_plain(text[done : match.start()])[0], styles)
            low, high = match[1] or match[2], match[3] or match[4] or match[5]
            self.emit(low or high.replace("-", "−"), (*styles, "sub" if low else "sup"))
            done = match.end()
        self.emit(_plain(text[done:])[0], styles)

    def _end_of_name(self, token: str, name: str) -> None:
        """Skip a ``{}`` that only ends the name of a command."""
        if token == name and self.tokens[-2:] == ["}", "{"]:
            del self.tokens[-2:]

    def argument(self, styles: tuple[str, ...], depth: int, ranged: bool) -> None:
        """Decode one argument, a group or the next character, with these styles."""
        self._skip_space()
        if not self.tokens:
            return
        token = self.tokens.pop()
        if token == "{":
            if depth <= _DEEPEST:
                self.sequence(styles, depth + 1, "}", ranged)
        elif token == "}":
            self.tokens.append(token)
        elif token[0] == "\\":
            if depth <= _DEEPEST:
                self.command(token[1:], styles, depth + 1, ranged)
        else:
            self.emit(token[0], styles)
            if token[1:]:
                self.tokens.append(token[1:])

    def accent(self, mark: str, styles: tuple[str, ...], depth: int) -> None:
        """Decode a letter with an accent to a composed character; dotless i and j become i and j."""
        inner = _Reading("")
        inner.tokens = self.tokens
        if depth <= _DEEPEST:
            inner.argument((), depth + 1, True)
        text = inner.result().source
        if text[:1] in ("ı", "ȷ"):
            text = ("i" if text[0] == "ı" else "j") + text[1:]
        base = text[:1]
        self.unknown += inner.unknown
        end = 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        alone = {"^": "^", "~": "~"}.get({"\u0302": "^", "\u0303": "~"}.get(mark, ""), "")
        if base and (base.isalpha() or not alone):
            text = unicodedata.normalize("NFC", text[:end] + mark) + text[end:]
        else:  # a sign that stands for itself: "58\\^{+21}"
            text = alone + text
        self.emit(text, styles)

    def raw(self) -> str:
        """Return the source of one argument."""
        self._skip_space()
        if not self.tokens or self.tokens[-1] != "{":
            return self.tokens.pop() if self.tokens and self.tokens[-1] != "}" else ""
        depth, parts = 0, []
        while self.tokens:
            token = self.tokens.pop()
            depth += (token == "{") - (token == "}")
            if not depth:
                break
            parts.append(token)
        return "".join(parts[1:])

    def _skip_space(self) -> None:
        """Skip the white space before an argument."""
        tokens = self.tokens
        while tokens and tokens[-1][:1].isspace():
            text = tokens.pop().lstrip()
            if text:
                tokens.append(text)

    def math(self, styles: tuple[str, ...], closing: str = "$") -> None:
        """Decode a formula to a math span, or to sub- and superscripts if it has nothing else.

        A dollar without a partner is a dollar sign.
        """
        tokens = self.tokens
        if closing == "$" and tokens[-1:] == ["$"] and self._displayed(styles):
            return
        at = len(tokens) - 1
        while at >= 0 and tokens[at] != closing and len(tokens) - at < 2000:
            at -= 1
        if at < 0 or tokens[at] != closing:
            self.emit("$" if closing == "$" else "(", styles)
            return
        tex = "".join(reversed(tokens[at + 1 :]))
        if closing == "$" and not tex.strip():  # $$…$$
            self.emit("$$", styles)
            del tokens[at:]
            return
        if closing == "$" and not inline_math.is_math(tex) and " " in tex.strip() and "\\" not in tex:
            self.emit("$", styles)
            return
        del tokens[at:]
        braced = bool(tokens) and tokens[-1] == "}"
        for text, inner in inline_math.formula(tex, braced) or [Span(f"${' '.join(tex.split())}$")]:
            self.emit(text, (*styles, *inner))

    def _displayed(self, styles: tuple[str, ...]) -> bool:
        """Decode a formula between double dollars, and skip its repetition as Springer has it; False if it is none."""
        tokens = self.tokens
        for at in range(len(tokens) - 2, max(0, len(tokens) - _FAR), -1):
            if tokens[at] == tokens[at - 1] == "$":
                tex = "".join(reversed(tokens[at + 1 : -1]))
                read = inline_math.formula(tex) if tex.strip() else ()
                if not read:
                    return False
                del tokens[at - 1 :]
                for text, inner in read:
                    self.emit(text, (*styles, *inner))
                self._drop(inline_math.after_repetition("".join(tokens[:-_FAR:-1]), 0, tex))
                return True
        return False
