"""Read compressed inputs as streams: gzip, bzip2, xz, and zstd where Python or a package has it."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO, Protocol

#: What the names of compressed files end in.
ENDINGS = (".gz", ".bz2", ".xz", ".zst")
#: Beyond so many bytes of output, an input that grows to more than so many times its size is a bomb. (Records in JSON
#: grow to about ten times their size.)
_HARMLESS, _MOST_TIMES = 64 << 20, 200
_BLOCK = 64 * 1024
_BUFFER = 256 * 1024


class _Decompressor(Protocol):
    """What bz2, lzma and zstd have in common; of zlib, ``_Gunzip`` makes one."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gunzip:
    """One member of a gzip file."""

    def __init__(self) -> None:
        import zlib  # as the other modules, imported when it is used

        self._inflate = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)


def _bzip2() -> _Decompressor:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> _Decompressor:
    import lzma

    return lzma.LZMADecompressor()


def _zstd() -> _Decompressor:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            made: _Decompressor = import_module(name).ZstdDecompressor()
        except ImportError:
            continue
        return made
    raise OSError("it is compressed with zstd, for which this Python has no module: install bibstep[zstd]")


_KINDS: tuple[tuple[bytes, Callable[[], _Decompressor]], ...] = (
    (b"\x1f\x8b\x08", _Gunzip),
    (b"BZh", _bzip2),
    (b"\xfd7zXZ\0", _xz),
    (b"\x28\xb5\x2f\xfd", _zstd),
)


def decompressed(stream: BinaryIO) -> BinaryIO:
    """Return the stream, or what it has compressed if its first bytes say so.

    Reading it raises OSError where the data is broken or ends too early, for zstd without a module for it, and where an
    input grows to more than 200 times its size.
    """
    try:
        start = _start(stream)
    except OSError:  # it is raised again when the reader gets here
        return stream
    for magic, make in _KINDS:
        if start.startswith(magic):
            return io.BufferedReader(_Decompressed(stream, magic, make), _BUFFER)
    return stream


def _start(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which are read again; none of a stream that cannot go back."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(6)[:6]
    if not stream.seekable():
        return b""
    place = stream.tell()
    start = stream.read(6)
    stream.seek(place)
    return start


def without_ending(name: str) -> str:
    """Return a file's name in lower case, without the ending of a compressed file.

    >>> without_ending("refs.BIB.gz"), without_ending("refs.bib")
    ('refs.bib', 'refs.bib')
    """
    lower = name.lower()
    return next((lower.removesuffix(ending) for ending in ENDINGS if lower.endswith(ending)), lower)


class _Decompressed(io.RawIOBase):
    """The data of a compressed stream, which may have several members one after another."""

    def __init__(self, stream: BinaryIO, magic: bytes, make: Callable[[], _Decompressor]) -> None:
        self._stream = stream
        self._magic = magic
        self._make = make
        self._member: _Decompressor | None = None
        self._waiting = b""
        self._read = self._written = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            data = self._some(len(buffer))
        except OSError:
            raise
        except Exception as error:  # each module has an error of its own
            raise OSError(f"the compressed data is broken ({error})") from error
        self._written += len(data)
        if self._written > _HARMLESS and self._written > _MOST_TIMES * self._read:
            raise OSError(f"it grows to more than {_MOST_TIMES} times its compressed size; decompress it to read it")
        buffer[: len(data)] = data
        return len(data)

    def _some(self, most: int) -> bytes:
        """Some bytes of the data; none at its end."""
        while True:
            if self._member is None:
                if not self._waiting:
                    self._waiting = self._more()
                if not self._waiting.strip(b"\0"):  # the end, which some programs pad with zeros
                    return b""
                if not self._waiting.startswith(self._magic[: len(self._waiting)]):
                    raise OSError("there is other data after the compressed data")
                self._member = self._make()
            if self._member.needs_input and not self._waiting:
                self._waiting = self._more()
                if not self._waiting:
                    raise OSError("the compressed data ends too early")
            data = self._member.decompress(self._waiting, most)
            self._waiting = b""
            if self._member.eof:
                self._waiting, self._member = self._member.unused_data, None
            if data:
                return data

    def _more(self) -> bytes:
        read = self._stream.read(_BLOCK)
        self._read += len(read)
        return read
