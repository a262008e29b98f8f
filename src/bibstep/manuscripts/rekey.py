"""Rename keys where manuscripts cite them; no other byte changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bibstep.errors import InputError
from bibstep.input.sources import shown
from bibstep.manuscripts.citation import Citation, Text
from bibstep.manuscripts.read import GENERATED, Cited, cited, contents_of
from bibstep.text.patterns import later

#: What no syntax can have in a key.
_NO_KEY = later(r"[\s,{}\\\"#%'()=~\[\];]|\A\Z")


class Rekeyed(NamedTuple):
    """A file with renamed keys: its content before and after, and the number of citations that changed."""

    path: str
    before: bytes
    after: bytes
    renamed: int


def rekeyed(paths: Iterable[str], keys: Mapping[str, str]) -> tuple[list[Rekeyed], Cited]:
    """The files of manuscripts, with those that they include, in which ``keys`` renames a citation; and what they cite.

    The result is parsed again: it must have the renamed citations and no others. Raises InputError if it has not, for
    a new key that no manuscript can cite, and for a file that cannot be read or that a program writes.
    """
    paths = list(paths)
    for path in paths:
        if path.lower().endswith(GENERATED):
            raise InputError(f"{shown(path)}: a program writes this file; keys cannot be renamed in it")
    found = cited(paths)
    places: dict[str, list[Citation]] = {}
    for one in found.citations:
        if _is_renamed(one, keys, found):
            places.setdefault(one.file, []).append(one)
    files = [_renamed(path, marks, keys) for path, marks in places.items()]
    again = cited(paths, {one.path: one.after for one in files})
    wanted = [keys[one.key] if _is_renamed(one, keys, found) else one.key for one in found.citations]
    for one, other, key in zip(found.citations, again.citations, wanted, strict=False):
        if other.key != key:
            raise InputError(
                f"{shown(one.file)}:{one.line}: {one.key} cannot be renamed to {key}: it would be read as {other.key}"
            )
    if len(again.citations) != len(wanted):
        raise InputError("the renamed citations could not be read back; nothing was written")
    return files, found


def _is_renamed(one: Citation, keys: Mapping[str, str], found: Cited) -> bool:
    return keys.get(one.key, one.key) != one.key and one.key not in found.labels


def _renamed(path: str, marks: Iterable[Citation], keys: Mapping[str, str]) -> Rekeyed:
    data = contents_of(path)
    encoding = Text(data).encoding
    pieces: list[bytes] = []
    before = count = 0
    for one in sorted(marks, key=lambda mark: mark.start):
        if _NO_KEY.search(keys[one.key]):
            raise InputError(f"{keys[one.key]!r} cannot be a key in a manuscript")
        try:
            new = keys[one.key].encode(encoding)
        except UnicodeEncodeError:
            raise InputError(f"{shown(path)}: {keys[one.key]} cannot be written in {encoding}") from None
        if data[one.start : one.end] != one.key.encode(encoding):
            raise InputError(f"{shown(path)}:{one.line}: the key {one.key} cannot be rewritten here")
        pieces += [data[before : one.start], new]
        before = one.end
        count += 1
    return Rekeyed(path, data, b"".join([*pieces, data[before:]]), count)
