"""Inputs that are named by a URL, through fsspec (the extra ``remote``); without it bibstep opens no connection.

Only the command takes a URL as an input. A program that uses the library opens the stream itself, so that a name that
comes from elsewhere can never make it fetch anything.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from bibstep.errors import InputError
from bibstep.text.clean import shorten
from bibstep.text.patterns import later

_URL = later(r"(?!file:|local:)[a-z][a-z0-9+.-]{1,20}://\S+")
#: What cannot be read as a file at its address: it takes a request of its own (see ``sources.fetching``).
_SERVICE = later(r"https?://(?:dx\.)?(?:doi\.org|arxiv\.org/(?:abs|pdf))/\S+")
_BUFFER = 256 * 1024
#: The command that installs what reads URLs.
INSTALL = "to read a URL: pip install 'bibstep[remote]'"


def is_url(text: str) -> bool:
    """Whether a name is the URL of a file elsewhere; chains of fsspec ("zip://a::s3://b") are none.

    >>> is_url("s3://bucket/refs.bib"), is_url("refs.bib"), is_url("https://doi.org/10.1000/1")
    (True, False, False)
    """
    return bool(_URL.fullmatch(text)) and "::" not in text and not _SERVICE.fullmatch(text)


def opened_url(url: str) -> BinaryIO | None:
    """Open what a URL names; None where fsspec, or its module for this kind of URL, is not installed.

    Raises InputError for a URL that cannot be opened. Reading the stream raises OSError for any failure.
    """
    try:
        import fsspec  # type: ignore[import-untyped,import-not-found,unused-ignore]

        stream = fsspec.open(url, "rb").open()
    except ImportError:
        return None
    except Exception as error:  # each kind of storage has errors of its own
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else shorten(str(error), 200)
        raise InputError(f"{url}: {reason or type(error).__name__}") from None
    return io.BufferedReader(_Remote(stream, url), _BUFFER)


class _Remote(io.RawIOBase):
    """A stream of fsspec, every failure of which is an OSError."""

    def __init__(self, stream: Any, url: str) -> None:
        self._stream = stream
        self.name = url

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            data: bytes = self._stream.read(len(buffer))
        except OSError:
            raise
        except Exception as error:
            raise OSError(f"the connection failed ({shorten(str(error), 100)})") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
