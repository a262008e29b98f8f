"""The keys of one conversion: which are spoken for, which more than one record asks for, and who gets what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bibstep.keys import claim as citekeys
from bibstep.keys import pattern as key_patterns
from bibstep.keys.claim import Claim
from bibstep.model import Record, Remark
from bibstep.storage.collisions import Repeats
from bibstep.storage.digests import digest
from bibstep.works.known import Library


class Wish(NamedTuple):
    """What a record asks for, the key that the library has for its work, and the one it has in its source."""

    claim: Claim
    pinned: str = ""
    own: str = ""


def wisher(pattern: str = "", pins: Library | None = None) -> Callable[[Record], Wish]:
    """A function from a record to what it asks for, by its own content and the library alone.

    ``pattern`` is a key pattern, where it is not the usual one. ``pins`` holds the keys that works are known by. Raises
    ValueError for a pattern that is none.
    """
    parts = key_patterns.parse(pattern) if pattern else citekeys.USUAL
    pinned = pins.key_of if pins and pins.keys else _not_pinned

    def wish(record: Record) -> Wish:
        return Wish(citekeys.claim(record, parts), pinned(record), record.citation_key)

    return wish


def _not_pinned(_: Record) -> str:
    return ""


class Keyring:
    """Grants records, in their order, the keys they wish for, and settles who has which; a context manager.

    ``own``: records keep the keys of their source. ``kept`` are the keys of libraries, which no record may have but a
    work that has one there.
    """

    def __init__(self, own: bool = True, kept: Iterable[str] = ()) -> None:
        self._own = own
        self._kept = frozenset(kept)
        self._fixed: set[str] = set()
        self._bases = Repeats()

    def __enter__(self) -> Keyring:
        return self

    def __exit__(self, *_: object) -> None:
        self._bases.close()

    def grant(self, wish: Wish) -> tuple[Claim, tuple[Remark, ...]]:
        """What a record may claim of what it wishes, after those before it."""
        claim, pinned, own = wish
        own = own if self._own else ""
        key = pinned or own
        if key and key not in self._fixed and (pinned or own not in self._kept):
            self._fixed.add(key)
            return Claim(key, fixed=True), ()
        self._bases.add(digest(claim.base))
        if key:
            return claim, (
                Remark("key-repeated", "citation_key", f"{key} is another record's key; a new one was made"),
            )
        return claim, ()

    def settle(self, claims: Iterable[Claim]) -> dict[int, str]:
        """The keys of those claims, by their place in the order, that cannot have what they ask for."""
        contested = self._bases.found()
        if not (contested or self._fixed or self._kept):
            return {}
        held = self._fixed | self._kept
        met = (
            (number, claim)
            for number, claim in enumerate(claims)
            if not claim.fixed and (claim.base in held or digest(claim.base) in contested)
        )
        return citekeys.settle(met, held)
