"""A map from fingerprints of texts to numbers, in little memory."""

from __future__ import annotations

from array import array

try:  # the same function as hashlib's, without importing OpenSSL, which takes 10 ms
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

#: The table grows when this share of it is used; searches in a fuller one are slower.
_FULL = 0.6
_FIRST_SIZE = 1024


def fingerprint(text: str) -> int:
    """A 64-bit hash of a text, never 0, the same in every process and on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


class DigestMap:
    """A map from fingerprints (64 bits, not 0) to numbers (64 bits): an open-addressing table in two arrays.

    For a million pairs, a dict takes 130 bytes a pair; this takes 27 to 54 bytes, and a microsecond a call.
    """

    __slots__ = ("_fingerprints", "_mask", "_numbers", "_used")

    def __init__(self) -> None:
        self._mask = _FIRST_SIZE - 1
        self._fingerprints = array("Q", bytes(8 * _FIRST_SIZE))
        self._numbers = array("Q", bytes(8 * _FIRST_SIZE))
        self._used = 0

    def setdefault(self, fingerprint: int, number: int) -> int:
        """Return the number of a fingerprint; if it has none, store the one given and return -1."""
        fingerprints, mask = self._fingerprints, self._mask
        place = fingerprint & mask
        while found := fingerprints[place]:
            if found == fingerprint:
                return self._numbers[place]
            place = (place + 1) & mask
        fingerprints[place] = fingerprint
        self._numbers[place] = number
        self._used += 1
        if self._used > _FULL * mask:
            self._grow()
        return -1

    def put(self, fingerprint: int, number: int) -> None:
        """Replace the number of a fingerprint that has one."""
        place = fingerprint & self._mask
        while self._fingerprints[place] != fingerprint:
            place = (place + 1) & self._mask
        self._numbers[place] = number

    def _grow(self) -> None:
        pairs = zip(self._fingerprints, self._numbers, strict=True)
        size = 2 * (self._mask + 1)
        self._mask = mask = size - 1
        self._fingerprints = fingerprints = array("Q", bytes(8 * size))
        self._numbers = numbers = array("Q", bytes(8 * size))
        for fingerprint, number in pairs:
            if fingerprint:
                place = fingerprint & mask
                while fingerprints[place]:
                    place = (place + 1) & mask
                fingerprints[place] = fingerprint
                numbers[place] = number
