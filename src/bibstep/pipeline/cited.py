"""The entries that manuscripts cite, found by their keys, with the entries that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

#: Stands for all entries among the keys, as in ``\\nocite{*}``.
ALL = "*"


class Cited(NamedTuple):
    """The keys that manuscripts cite, in the order of citation."""

    keys: Sequence[str]

    def order(
        self, keys: Iterable[str], former: Mapping[str, str], relatives: Mapping[str, Sequence[str]]
    ) -> dict[str, int]:
        """Key of each entry that is cited or belongs to a cited one -> its place in the order.

        ``keys`` are the keys in the output; a cited key that is none of them may be the ``former`` key of an entry.
        ``relatives`` are the keys in the output of the entries that belong to an entry. They come after all that is
        cited, unless they are cited, too.

        >>> Cited(["b", "old"]).order(["a", "b", "c"], {"old": "a"}, {"b": ["c"]})
        {'b': 0, 'a': 1, 'c': 2}
        """
        keys = dict.fromkeys(keys)
        found: dict[str, int] = {}
        for key in self.keys:
            if (one := key if key in keys else former.get(key, "")) in keys:
                found.setdefault(one, len(found))
        waiting = list(found)
        for key in waiting:  # grows while relatives have relatives
            for one in relatives.get(key, ()):
                if one not in found:
                    found[one] = len(found)
                    waiting.append(one)
        for key in keys if ALL in self.keys else ():
            found.setdefault(key, len(found))
        return found
