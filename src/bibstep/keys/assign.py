"""The citation keys of one conversion: the key that each record requests, and longer keys where they clash."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bibstep.keys import claim as citekeys
from bibstep.keys import pattern as key_patterns
from bibstep.keys.claim import Claim
from bibstep.model import Record, Remark
from bibstep.storage.collisions import Collisions
from bibstep.storage.digests import fingerprint
from bibstep.works.known import KnownWorks


class KeyRequest(NamedTuple):
    """A record's claim to a key, the key of its work in the user's library, and its key in the source."""

    claim: Claim
    pinned: str = ""
    own: str = ""


def key_requester(pattern: str = "", pins: KnownWorks | None = None) -> Callable[[Record], KeyRequest]:
    """Return a function from a record to its request, which depends on the record and the library alone.

    ``pattern`` is a key pattern (the usual one by default), ``pins`` a library whose works keep their keys. Raises
    ValueError for a malformed pattern.
    """
    parts = key_patterns.parse(pattern) if pattern else citekeys.USUAL
    pinned = pins.key_of if pins and pins.keys else _not_pinned

    def request(record: Record) -> KeyRequest:
        return KeyRequest(citekeys.claim(record, parts), pinned(record), record.citation_key)

    return request


def _not_pinned(_: Record) -> str:
    return ""


class KeyAssignment:
    """Takes the requests of records in their order, then finds those that need a longer key; a context manager.

    ``own``: records keep the keys of their source. ``kept`` are the keys of the user's libraries, reserved for the
    works that have them there.
    """

    def __init__(self, own: bool = True, kept: Iterable[str] = ()) -> None:
        self._own = own
        self._kept = frozenset(kept)
        self._fixed: set[str] = set()
        self._bases = Collisions()

    def __enter__(self) -> KeyAssignment:
        return self

    def __exit__(self, *_: object) -> None:
        self._bases.close()

    def claim(self, request: KeyRequest) -> tuple[Claim, tuple[Remark, ...]]:
        """The claim of the next record, with a remark if it cannot keep the key that it had."""
        claim, pinned, own = request
        own = own if self._own else ""
        key = pinned or own
        if key and key not in self._fixed and (pinned or own not in self._kept):
            self._fixed.add(key)
            return Claim(key, fixed=True), ()
        self._bases.add(fingerprint(claim.base))
        if key:
            return claim, (
                Remark(
                    "key-repeated", "citation_key", f"{key} is already the key of another record; a new key was made"
                ),
            )
        return claim, ()

    def longer_keys(self, claims: Iterable[Claim]) -> dict[int, str]:
        """Place in the order -> new key, for the claims that cannot have the key they claim."""
        contested = self._bases.found()
        if not (contested or self._fixed or self._kept):
            return {}
        held = self._fixed | self._kept
        clashing = (
            (number, claim)
            for number, claim in enumerate(claims)
            if not claim.fixed and (claim.base in held or fingerprint(claim.base) in contested)
        )
        return citekeys.longer_keys(clashing, held)
