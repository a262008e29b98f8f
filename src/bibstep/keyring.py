"""The keys of one conversion: which are spoken for, which more than one record asks for, and who gets what."""

from __future__ import annotations

from collections.abc import Iterable

from bibstep import citekeys, key_patterns
from bibstep.citekeys import Claim
from bibstep.library import Library
from bibstep.model import Record, Remark
from bibstep.register import Register, digest


class Keyring:
    """Takes the claims of records in their order and settles them when all are known.

    ``pattern`` is a key pattern; without one records keep the keys of their source and others get the usual ones.
    ``pins`` holds the keys that works are known by; all its keys are kept for them. ``kept`` are further keys that no
    record may have. Raises ValueError for a pattern that is none.
    """

    def __init__(self, pattern: str = "", pins: Library | None = None, kept: Iterable[str] = ()) -> None:
        self._pattern = key_patterns.parse(pattern) if pattern else citekeys.USUAL
        self._own = not pattern
        self._pins = pins or Library()
        self._kept = self._pins.keys.union(kept)
        self._fixed: set[str] = set()
        self._claimed = Register()
        self._contested: set[int] = set()

    def claim(self, record: Record) -> tuple[Claim, tuple[Remark, ...]]:
        """The key a record asks for: the one the work is known by, else that of its source, else one that is made."""
        own = record.citation_key if self._own else ""
        pinned = self._pins.key_of(record) if self._pins.keys else ""
        key = pinned or own
        if key and key not in self._fixed and (pinned or own not in self._kept):
            self._fixed.add(key)
            return Claim(key, fixed=True), ()
        claim = citekeys.claim(record, self._pattern)
        base = digest(claim.base)
        if self._claimed.get(base) < 0:
            self._claimed.put(base, 0)
        else:
            self._contested.add(base)
        if key:
            return claim, (
                Remark("key-repeated", "citation_key", f"{key} is another record's key; a new one was made"),
            )
        return claim, ()

    def settle(self, claims: Iterable[Claim]) -> dict[int, str]:
        """The keys of those claims, by their place in the order, that cannot have what they ask for."""
        if not (self._contested or self._fixed or self._kept):
            return {}
        met = ((number, claim) for number, claim in enumerate(claims) if self._is_contested(claim))
        return citekeys.settle(met, self._fixed | self._kept)

    def _is_contested(self, claim: Claim) -> bool:
        base = claim.base
        return not claim.fixed and (digest(base) in self._contested or base in self._fixed or base in self._kept)
