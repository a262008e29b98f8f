"""Split an input into JSON objects, each with the text lines that follow it.

A fault affects one record only: text that is not valid JSON is returned with its line and the reason, and reading
continues after it. One record at a time is kept in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import orjson

from bibstep.input.json_scan import values
from bibstep.input.lines import MAX_RECORD, Lines, size
from bibstep.text.clean import shorten
from bibstep.text.patterns import later

#: The number of text lines kept with a record (title, abstract, about the journal); further ones are skipped.
_MAX_TEXT_LINES = 64
#: Bytes of text that are skipped without a valid record before reading stops, as for an endless input.
MAX_PASSED = 16 * 1024 * 1024
#: The number of invalid records in a row, for the same reason.
MAX_REJECTED = 250_000
#: A list on one line is parsed as a whole if it has fewer bytes.
_SHORT_LIST = 1 << 20
_BLANK = b" \t\r\n\x0b\x0c"
#: Quotation marks of typewriters in their wide form and of typesetters, in UTF-8: U+2018 to U+201E, U+FF02, « and ».
_CURLY = rb"(?:\xe2\x80[\x98-\x9e]|\xef\xbc\x82|\xc2[\xab\xbb])"
#: A line that begins like a record and not like a text in braces: with a name (bare or in quotes, also escaped or
#: curly ones), with a comment, or with a brace that is not closed.
_OBJECT = later(
    rb"""\{\s*(?:["'}]|\w+\s*:|/[*/]|\\+"\w+\\+"\s*:|"""
    + _CURLY
    + rb"[\w -]{1,40}"
    + _CURLY
    + rb"\s*(?::|\xef\xbc\x9a)|[^{}]*$)"
)
_ARRAY = later(rb"\[\s*(?:\{|null\s*[,\]]|\]\s*$|$)")
_SCALAR = later(rb'(?:null|true|false|-?[0-9][0-9.eE+-]*|"[^"]*"|NaN)$')


class JsonObject(NamedTuple):
    """A JSON object in ``data``, or the reason why it is invalid in ``error``, with its first characters in ``raw``.

    ``line`` is where it begins, ``text`` are the text lines after it, ``remark`` is a code from remarks.CODES if its
    encoding was converted.
    """

    line: int
    data: dict[str, object] | None
    error: str = ""
    raw: str = ""
    text: tuple[str, ...] = ()
    remark: str = ""


def json_objects(stream: BinaryIO | Lines, longest: int = MAX_RECORD) -> Iterator[JsonObject]:
    """Yield everything in a stream or its lines that is a JSON object or should be one, in order.

    A line that begins with a bracket begins a JSON value; any other line is text and belongs to the object before it.
    Lines end at ``\\n`` only. Input in UTF-16 or GB18030 is converted. Compressed or binary input yields one error, and
    so does an object longer than ``longest`` bytes. Raises OSError after the last object if reading fails.
    """
    lines = stream if isinstance(stream, Lines) else Lines(stream, longest)
    if lines.refused:
        yield JsonObject(1, None, lines.refused)
        return
    pending: JsonObject | None = None
    text: list[str] = []
    while True:
        try:
            line = lines.next()
        except OSError as error:
            lines.failure = error  # raised after the objects before it are yielded
            break
        if not line:
            break
        start = line.lstrip(_BLANK)
        if not start:
            continue
        found = _values(lines, start)
        if found is None:
            if pending is None or (not text and _is_stray(start, pending)):
                found = (_wrong(lines.number, "this is not a JSON record", start),)
            else:
                if len(text) < _MAX_TEXT_LINES:
                    text.append(_decoded(line, pending))
                lines.passed += len(line)
                if pending.data is None and lines.passed > MAX_PASSED:
                    yield pending
                    pending = _wrong(
                        lines.number, "this text is too long and has no record; the rest was not read", line
                    )
                    break
                continue
        for one in found:
            if one.data is not None:
                lines.passed = lines.rejected = 0
            else:
                lines.rejected += 1
            if pending is not None:
                yield pending._replace(text=tuple(text)) if text else pending
            pending, text = one, []
            if lines.rejected > MAX_REJECTED:
                yield _wrong(one.line, "too many lines in a row are not records; the rest was not read", line)
                return
    if pending is not None:
        yield pending._replace(text=tuple(text)) if text else pending
    if lines.failure:
        raise lines.failure


def _values(lines: Lines, line: bytes) -> Iterable[JsonObject] | None:
    """The JSON values that begin on the line that was just read, or None if it is text."""
    number = lines.number
    if line.startswith(b"{"):
        try:
            return (JsonObject(number, orjson.loads(line)),)
        except orjson.JSONDecodeError:
            if _OBJECT.match(line):
                return _scanned(lines, number, line)
    elif line.startswith(b"["):
        if _ARRAY.match(line):
            return _listed(number, line) or _scanned(lines, number, line)
        if _is_json(line):
            return (_wrong(number, "this is JSON, but not a record (an object in braces)", line),)
    if len(line) > lines.longest:
        rest = "" if lines.skip() else "; the rest of the input was not read"
        return (_wrong(number, f"this line is longer than {size(lines.longest)}{rest}", line),)
    return None


def _listed(number: int, line: bytes) -> list[JsonObject]:
    """The objects of a list, if the line is one list of objects and is short enough to keep all of them in memory."""
    try:
        found = orjson.loads(line) if len(line) < _SHORT_LIST else None
    except orjson.JSONDecodeError:
        return []
    return [JsonObject(number, one) for one in found] if found and all(type(one) is dict for one in found) else []


def _scanned(lines: Lines, number: int, line: bytes) -> Iterator[JsonObject]:
    for value in values(lines, number, line):
        if value.parsed is not None:
            yield JsonObject(value.line, value.parsed)
        else:
            yield _wrong(value.line, value.error, value.data) if value.error else _parsed(value.line, value.data)


def _parsed(number: int, data: bytes) -> JsonObject:
    try:
        return JsonObject(number, orjson.loads(data))
    except orjson.JSONDecodeError as error:
        failed = error
    converted = _from_gb18030(data)
    if converted:
        try:
            return JsonObject(number, orjson.loads(converted), remark="encoding-gb18030")
        except orjson.JSONDecodeError as error:
            failed = error
    if _invalid_utf8(data):
        return _wrong(number, "it has bytes that are not UTF-8", data)
    place = f"character {failed.colno} of line {number + failed.lineno - 1}"
    return _wrong(number, f"{failed.msg} (at {place})", data)


def _wrong(number: int, reason: str, raw: bytes) -> JsonObject:
    known = reason.startswith("this ")
    message = reason if known else f"this is not valid JSON: {reason}"
    return JsonObject(number, None, message, shorten(raw[:400].decode("utf-8", "replace")))


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_stray(line: bytes, pending: JsonObject) -> bool:
    """Whether the line after an object is a bare JSON value, unless it is a text from the object, such as its title."""
    bare = line.strip(_BLANK)
    if len(bare) > 400 or not _SCALAR.match(bare):
        return False
    return pending.data is None or bare.strip(b'"').decode("utf-8", "replace") not in str(pending.data)


def _decoded(line: bytes, pending: JsonObject) -> str:
    if pending.remark == "encoding-gb18030":
        line = _from_gb18030(line) or line
    return line.decode("utf-8", "replace")


def _invalid_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


#: A character of GB 2312 in GB18030, two bytes; nearly all characters in use are in this range.
_GB2312 = later(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = later(rb"[\x80-\xff]+")


def _from_gb18030(data: bytes) -> bytes:
    """Convert GB18030 to UTF-8; empty if the encoding is not certain, as for UTF-8 with a stray byte.

    Texts in other encodings seldom have two high bytes in a row, and UTF-8 decoded as GB18030 has many characters
    outside GB 2312.
    """
    if not _invalid_utf8(data):
        return b""
    high = sum(map(len, _HIGH.findall(data)))
    common = 2 * len(_GB2312.findall(data))
    if common < 0.9 * high:
        return b""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return b""
    utf8_like = len(re.findall(rb"[\xe4-\xe9][\x80-\xbf][\x80-\xbf]", data))
    return b"" if 3 * utf8_like > high / 2 else text.encode()


def as_text(value: object) -> str:
    """A string, a number in digits, or the only item of a list, as text; anything else as an empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        return as_text(value[0])
    return ""
