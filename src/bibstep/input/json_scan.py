"""Split bytes into JSON values by their brackets, if a line is not one value by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import orjson

from bibstep.input.lines import Lines, size
from bibstep.text.patterns import later

#: No record is nested deeper. Without this limit, lines that only open brackets would be read again and again.
_MAX_DEPTH = 64
#: No record has more lines. Without this limit, reading an endless input would not stop.
_MAX_LINES = 1_000_000
#: The end of an object is searched by its indentation in this many bytes, then by its brackets.
_LOOKED_AT = 64 * 1024
_TOKEN = later(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|["{}\[\]\n]')
#: A bare value between the elements of a list: neither a bracket nor a separator.
_BETWEEN = later(rb'\s*,?\s*((?:"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[^,\s"{}\[\]])+)')
_NOTHING_LEFT = later(rb"[\s,]*\Z")
_BLANK = b" \t\r\n,"
_OPENER = {ord("}"): ord("{"), ord("]"): ord("[")}
#: Where an object that only holds records has them. Sources: Crossref (message, items), Semantic Scholar (data,
#: citingPaper …), pandoc's metadata (references), Zotero's API and word-processor fields (items, csljson, itemData),
#: OpenAlex (results), Europe PMC (resultList), DBLP (result, hits, hit), INSPIRE (hits), ADS (response, docs), bioRxiv
#: (collection).
ENVELOPES = (
    "message items references data citingPaper citedPaper recommendedPapers papers paper csljson itemData citationItems"
    " records bibliography results resultList result hits hit response docs collection"
).split()
_ENVELOPES = frozenset(f'"{key}"'.encode() for key in ENVELOPES)
#: Keys of records, and words of replies without records: an object with one of these is none that only holds records.
_OF_RECORDS = frozenset(
    f'"{word}"'.encode()
    for word in (
        "title titles paperId itemType type authors author failed journal-list member-list funder-list prefix-list"
        " type-list license-list"
    ).split()
)


_NO_RECORD = "this element of the list is not a record (an object in braces)"


class Value(NamedTuple):
    """The bytes of a value and the line where it begins; with an ``error``, only its first bytes.

    ``parsed`` is the parsed value if it had to be parsed to find its end.
    """

    line: int
    data: bytes
    error: str = ""
    parsed: dict[str, object] | None = None


def values(lines: Lines, number: int, first: bytes) -> Iterator[Value]:
    """Yield the values that begin on a line: objects, or the elements of a list, over as many lines as they take.

    ``first`` is the line from its bracket on, ``number`` its number. A value that cannot be completed is yielded with
    an error; reading continues at the next line, or at the next brace that can only begin a new value.
    """
    scan = _Scan(lines, number, first)
    inside = first.startswith(b"[")
    scan.at = int(inside)
    while True:
        if inside:
            scan.refill()
        for bare in scan.bare_values(inside):
            yield Value(scan.line, bare, _NO_RECORD)
        token = scan.token()
        if token == b"{" or (token == b"[" and inside):
            value = scan.value(inside)
            if scan.around and not inside:
                inside = True  # a long object that holds records: they are read one by one, as those of a list
                continue
            yield value if token == b"{" or value.error else value._replace(error=_NO_RECORD)
            if scan.lost:
                return
        elif token == b"\n" and not inside:
            scan.put_back()
            return
        elif token == b"]" and inside:
            inside = False
            if scan.around and (error := scan.leave()):
                yield Value(scan.line, b"", error)
                return
        elif token == b"":
            if inside:
                yield Value(scan.line, b"", "the input ends before the list does: it may have been cut off")
            return
        elif token != b"\n":
            yield Value(scan.line, token, "a bracket or a quotation mark is in the wrong place")
            scan.give_up(scan.at, scan.line)
            return


def _only_hold(keys: list[bytes]) -> bool:
    """Whether the objects under these keys only hold records; the first one is the whole object."""
    return keys[0] not in _OF_RECORDS and all(key in _ENVELOPES for key in keys[1:])


class _Scan:
    """A position in the bytes and its line; more bytes are read when they are needed."""

    def __init__(self, lines: Lines, number: int, first: bytes) -> None:
        self.at = 0
        self.line = number
        self.lost = False
        self.overlong = False
        #: The number of brackets that are open around the list of records that is being read.
        self.around = 0
        self._lines = lines
        self._buffer = bytearray(first)

    def token(self) -> bytes:
        """Return the next bracket, string or line end and move past it; empty at the end of the input."""
        while True:
            match = _TOKEN.search(self._buffer, self.at)
            found, end = (bytes(match[0]), match.end()) if match else (b"", len(self._buffer))
            match = None  # a match locks the buffer, which must grow
            # A single quotation mark begins a string that is not complete: the rest of its line may not be read yet.
            if found and (found != b'"' or self._buffer.find(b"\n", end) >= 0):
                break
            # Stop after the maximum length of a value, so that an endless input does not fill the memory.
            self.overlong = len(self._buffer) - self.at > self._lines.longest
            part = b"" if self.overlong else self._lines.part()
            if not part:
                break
            self._buffer += part
        self.at = end
        if found == b"\n":
            self.line += 1
        return found

    def refill(self) -> None:
        """Read more if only white space is left: the next line may begin with a bare value."""
        if _NOTHING_LEFT.match(self._buffer, self.at):
            self._buffer += self._lines.part()

    def bare_values(self, inside: bool) -> Iterator[bytes]:
        """Yield the numbers, words and strings before the next bracket.

        Outside a list only those on this line; the next line is examined by itself.
        """
        end = -1 if inside else self._buffer.find(b"\n", self.at)
        while match := _BETWEEN.match(self._buffer, self.at, end if end >= 0 else len(self._buffer)):
            found, self.at = bytes(match[1]), match.end()
            self.line += match[0].count(b"\n")
            match = None
            yield found

    def value(self, inside: bool) -> Value:
        """The value whose opening bracket was just read, up to its closing bracket, or a Value with an error.

        After an error, the position is that of the next value, if it is known; else ``lost`` is set.
        """
        indented = self._indented(inside)
        if indented:
            return indented
        del self._buffer[: self.at - 1]  # the bytes before it are no longer needed
        self.at, line = 1, self.line
        stack = bytearray(self._buffer[:1])
        keys, key = [b""], b""
        held: tuple[int, int, int] | None = None  # of a list of records: its depth, and the position and line after it
        while True:
            token = self.token()
            if self.at < _LOOKED_AT:
                if token[:1] == b'"':
                    key = token
                    if len(stack) == 1 and key in _OF_RECORDS:
                        keys[0] = key
                elif token in (b"{", b"["):
                    if token == b"[" and not (held or inside) and key in _ENVELOPES and _only_hold(keys):
                        held = len(stack), self.at, self.line
                    keys.append(key)
                elif token in (b"}", b"]") and len(keys) > 1:
                    keys.pop()
                    if held and len(stack) - 1 <= held[0]:
                        held = None
            elif held:
                self.around, self.at, self.line = held
                return Value(line, b"")
            if token in (b"}", b"]"):
                if stack.pop() != _OPENER[token[0]]:
                    error = "its brackets do not match"
                    break
                if not stack:
                    return Value(line, bytes(self._buffer[: self.at]))
            elif token in (b"{", b"["):
                if not self._may_open(stack[-1]):
                    error = "a bracket or a string in it is not closed"
                    break
                stack.append(token[0])
                if len(stack) > _MAX_DEPTH:
                    error = "it is nested too deeply"
                    break
            elif self.overlong:
                error = self._too_long()
                break
            elif token == b'"':
                error = "a string is not closed on its line"
                break
            elif token == b"":
                error = "the input ends in the middle of it"
                break
            if self.at > self._lines.longest:
                error = self._too_long()
                break
            if self.line - line > _MAX_LINES:
                error = f"it has more than {_MAX_LINES} lines"
                break
        end = self._buffer.find(b"\n", self.at - 1) + 1 or len(self._buffer)
        value = Value(line, bytes(self._buffer[: min(end, 400)]), error)
        opened = self.at - 1
        following = self._buffer.find(b"\n{", 0, opened + 1)
        if following >= 0 and not inside:
            # A brace in the first column begins a new record, even if it could be part of this one.
            self.at, self.line = following + 1, line + self._buffer.count(b"\n", 0, following + 1)
        elif token == b"{" and inside:
            self.at = opened  # a brace in an impossible place begins the next value
        elif not self.give_up(0, line):
            value = value._replace(error=f"{error}; the rest of the input was not read")
        return value

    def leave(self) -> str:
        """Move past what follows the list of records in the objects around it; returns what is wrong there, or ""."""
        while self.around:
            token = self.token()
            if token in (b"{", b"["):
                self.around += 1
            elif token in (b"}", b"]"):
                self.around -= 1
            elif token in (b"", b'"'):
                self.around = 0
                return "the input ends in the middle of it" if not token else "a string is not closed on its line"
            if self.at > _LOOKED_AT:
                del self._buffer[: self.at]
                self.at = 0
        return ""

    def _indented(self, inside: bool) -> Value | None:
        """The object that begins here, if its indentation shows where it ends, as in most lists; else None.

        The end is right if the bytes before it are valid JSON. This is twenty times as fast as counting brackets.
        """
        start = self.at - 1
        indent = bytes(self._buffer[self._buffer.rfind(b"\n", 0, start) + 1 : start])
        if indent.strip(b" \t") or bytes(self._buffer[start : start + 2]) not in (b"{\n", b"{\r"):
            return None
        del self._buffer[:start]
        self.at = 1
        known, starved = len(self._buffer), self._lines.starved
        # Bytes read beyond the end belong to the list; outside a list they would have to be put back.
        data = self._up_to(b"\n" + indent + b"}", self._lines.several if inside else self._lines.part)
        try:
            if data and len(data) < self._lines.longest:
                parsed = orjson.loads(data)
                line = self.line
                self.at = len(data)
                self.line += data.count(b"\n")
                return Value(line, data, parsed=parsed)
        except orjson.JSONDecodeError:
            pass
        # The error is then searched line by line.
        ahead = bytes(self._buffer[known:])
        if ahead:
            del self._buffer[known:]
            self._lines.unread(ahead, self.line + self._buffer.count(b"\n"))
        self._lines.starved = starved
        return None

    def _up_to(self, close: bytes, more: Callable[[], bytes]) -> bytes:
        """The bytes from here to the end of ``close``; empty if it is not found soon."""
        end = self._buffer.find(close)
        while end < 0 and len(self._buffer) < _LOOKED_AT:
            read = len(self._buffer)
            part = more()
            if not part:
                break
            self._buffer += part
            end = self._buffer.find(close, max(0, read - len(close)))
        return bytes(self._buffer[: end + len(close)]) if end >= 0 else b""

    def put_back(self) -> None:
        """Put back the bytes after this position, which is the beginning of a line."""
        self._lines.unread(bytes(self._buffer[self.at :]), self.line)

    def _too_long(self) -> str:
        return f"it is longer than {size(self._lines.longest)}"

    def _may_open(self, top: int) -> bool:
        """Whether an object or a list may begin here: after a colon, or as an element of a list."""
        at = self.at - 2
        while self._buffer[at] in b" \t\r\n":
            at -= 1
        return self._buffer[at] in (b":" if top == ord("{") else b"[,")

    def give_up(self, start: int, line: int) -> bool:
        """Put back everything after the line with ``start``, to be read anew. Returns False if that line has no end."""
        self.lost = True
        end = self._buffer.find(b"\n", start)
        if end < 0:
            return self._lines.skip()
        self._lines.unread(bytes(self._buffer[end + 1 :]), line + 1)
        return True
