"""The citation keys of one conversion: the key that each record requests, and longer keys where they clash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bibstep.keys import claim as citekeys
from bibstep.keys import pattern as key_patterns
from bibstep.keys.claim import Claim
from bibstep.model import Record, Remark
from bibstep.storage.collisions import Collisions
from bibstep.storage.digests import fingerprint
from bibstep.text.clean import shorten
from bibstep.values.citation_keys import folded, nearest

if TYPE_CHECKING:
    from bibstep.works.known import KnownWorks


class KeyRequest(NamedTuple):
    """A record's claim to a key, the keys of its work in the user's library, and its key in the source.

    ``more`` are the keys of further entries of the same work in the library; ``pinned`` is the one that was taken.
    ``relatives`` are the keys in the source of the entries that belong to it, ``aliases`` its other keys there.
    """

    claim: Claim
    pinned: str = ""
    own: str = ""
    more: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def key_requester(pattern: str = "", pins: KnownWorks | None = None) -> Callable[[Record], KeyRequest]:
    """Return a function from a record to its request, which depends on the record and the library alone.

    ``pattern`` is a key pattern (the usual one by default), ``pins`` a library whose works keep their keys. Raises
    ValueError for a malformed pattern.
    """
    parts = key_patterns.parse(pattern) if pattern else citekeys.USUAL
    keys_of = pins.keys_of if pins and pins.keys else _not_pinned

    def request(record: Record) -> KeyRequest:
        pinned, *more = keys_of(record) or ("",)
        return KeyRequest(
            citekeys.claim(record, parts), pinned, record.citation_key, tuple(more), record.relatives, record.aliases
        )

    return request


def _not_pinned(_: Record) -> Sequence[str]:
    return ()


class KeyAssignment:
    """Takes the requests of records in their order, then finds those that need a longer key; a context manager.

    ``own``: records keep the keys of their source. ``kept`` are the keys of the user's libraries, reserved for the
    works that have them there. Every key is one that all formats can have, and no two keys differ in capitals only.
    """

    def __init__(self, own: bool = True, kept: Iterable[str] = ()) -> None:
        self._own = own
        self._kept = frozenset(map(folded, kept))
        self._fixed: set[str] = set()
        self._bases = Collisions()

    def __enter__(self) -> KeyAssignment:
        return self

    def __exit__(self, *_: object) -> None:
        self._bases.close()

    def claim(self, request: KeyRequest) -> tuple[Claim, tuple[Remark, ...]]:
        """The claim of the next record, with a remark if it cannot keep the key that it had."""
        claim, pinned, own, more, *_ = request
        wanted = pinned or (own if self._own else "")
        if not wanted:
            self._bases.add(fingerprint(folded(claim.base)))
            return claim, ()
        remarks = []
        if more:
            message = f"the library has this work also as {', '.join(more)}; the first of its keys, {pinned}, was taken"
            remarks.append(_remark("work-repeated", message))
        key = nearest(wanted)
        name = folded(key)
        if key and name not in self._fixed and (pinned or name not in self._kept):
            self._fixed.add(name)
            if key != wanted:
                remarks.append(_remark("key-changed", f"{_shown(wanted)} cannot be a key; it was changed to {key}"))
            return Claim(key, fixed=True), tuple(remarks)
        if not key:
            remarks.append(_remark("key-changed", f"{_shown(wanted)} cannot be a key; a new key was made"))
        else:
            why = "is already the key of another record (BibTeX ignores capitals in keys)"
            remarks.append(_remark("key-repeated", f"{_shown(wanted)} {why}; a new key was made"))
        self._bases.add(fingerprint(folded(claim.base)))
        return claim, tuple(remarks)

    def longer_keys(self, claims: Iterable[Claim]) -> dict[int, str]:
        """Place in the order -> new key, for the claims that cannot have the key they claim."""
        contested = self._bases.found()
        if not (contested or self._fixed or self._kept):
            return {}
        held = self._fixed | self._kept
        clashing = (
            (number, claim)
            for number, claim in enumerate(claims)
            if not claim.fixed and ((base := folded(claim.base)) in held or fingerprint(base) in contested)
        )
        return citekeys.longer_keys(clashing, held)


def _shown(key: str) -> str:
    return repr(shorten(key, 120))


def _remark(code: str, message: str) -> Remark:
    return Remark(code, "citation_key", message)
