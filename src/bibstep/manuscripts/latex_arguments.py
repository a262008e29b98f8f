"""The arguments of commands in a LaTeX text: groups in braces, options in brackets, names of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibstep.text.patterns import later

#: A comment, a command, or a character with a backslash.
TOKEN = later(r"(?P<comment>%[^\n]*)|\\(?P<name>[A-Za-z@]+)|\\[^A-Za-z@]")
#: White space and comments between a command and its arguments; an empty line ends the command.
_GAP = later(r"[ \t\r]*(?:%[^\n]*)?(?:\n[ \t\r]*(?:%[^\n]*)?(?!\r?\n))?(?:(?<=\n)[ \t]*%[^\n]*\n[ \t]*)*")
#: In a link, a per cent sign is no comment.
_BRACE = later(r"\\(?:url|href|path|nolinkurl)[ ]?\{[^{}\n]{0,2000}\}|%[^\n]*|\\.|[{}]", re.DOTALL)
_STOP = later(r"\\.|%[^\n]*|[\])>{}]", re.DOTALL)
_PARAGRAPH = later(r"\n[ \t\r]*\n")
#: The longest option and the longest link; a bracket that is not closed costs no more than this.
_LONGEST = 2_000


class Arguments:
    """A text, and methods that read an argument from a position on; all stop at ``end``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._closing = _closing_braces(text)

    def gap(self, position: int, end: int) -> int:
        """The place after white space and comments."""
        match = _GAP.match(self.text, position, end)
        return match.end() if match else position

    def group(self, position: int, end: int) -> tuple[int, int]:
        """The start of the text in braces that comes next, and the place after its end; (0, 0) if there is none."""
        position = self.gap(position, end)
        close = self._closing.get(position, end)
        return (position + 1, close + 1) if close < end else (0, 0)

    def after_link(self, position: int, end: int) -> int:
        """The place after a link in braces, where ``%`` is a character and not a comment."""
        begin = self.gap(position, end)
        depth = 0
        for at in range(begin, min(end, begin + _LONGEST)):
            if self.text[at] == "{":
                depth += 1
            elif self.text[at] == "}":
                depth -= 1
            if not depth:
                return at + 1 if at > begin else position
        return position

    def option(self, position: int, end: int, pair: str) -> int:
        """The place after the option that comes next, in brackets or another pair; the same place if there is none."""
        begin = self.gap(position, end)
        if not self.text.startswith(pair[0], begin) or begin >= end:
            return position
        limit = min(end, begin + _LONGEST)
        if paragraph := _PARAGRAPH.search(self.text, begin, limit):
            limit = paragraph.start()
        at = begin + 1
        while match := _STOP.search(self.text, at, limit):
            token, at = match[0], match.end()
            if token == "{":
                at = self._closing.get(match.start(), limit) + 1
            elif token == pair[1]:
                return at
            elif token == "}":
                break
        return position

    def after_options(self, position: int, end: int) -> int:
        """The place after a star and all options: ``*[see][12]``, and apacite's ``<see>``."""
        begin = self.gap(position, end)
        if self.text.startswith("*", begin):
            position = begin + 1
        while True:
            after = self.option(position, end, "[]")
            if after == position:
                after = self.option(position, end, "<>")
            if after == position:
                return position
            position = after

    def lists(self, position: int, end: int) -> Iterator[tuple[int, int]]:
        """The groups of keys of a command such as ``\\cites(see)(12)[1]{a}[2]{b}``."""
        begin = self.gap(position, end)
        if self.text.startswith("*", begin):
            position = begin + 1
        for _ in range(2):
            position = self.option(position, end, "()")
        while True:
            span = self.group(self.after_options(position, end), end)
            if not span[1]:
                return
            yield span
            position = span[1]

    def name(self, position: int, end: int) -> tuple[str, int]:
        """The command that comes next, with or without braces, and the place after it; ("", 0) if there is none."""
        position = self.gap(position, end)
        braced = self.text.startswith("{", position)
        match = TOKEN.match(self.text, self.gap(position + 1, end) if braced else position, end)
        if not match or not match["name"]:
            return "", 0
        after = match.end()
        if braced:
            after = self.gap(after, end)
            return (match["name"], after + 1) if self.text.startswith("}", after) else ("", 0)
        return match["name"], after


def _closing_braces(text: str) -> dict[int, int]:
    """The place of each opening brace -> that of its closing one; comments and escaped braces do not count."""
    closing: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            waiting.append(match.start())
        elif match[0] == "}" and waiting:
            closing[waiting.pop()] = match.start()
    return closing
