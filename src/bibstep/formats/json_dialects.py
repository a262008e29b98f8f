"""Which dialect of JSON an object is surely not in, for the reader of one that was asked for by name."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.model import Rejected, Source
from bibstep.text.clean import shorten

#: What only the seed's family has, and what only CSL-JSON and Crossref have, whose people and dates are objects.
_SEED = ("resultStr", "paperId", "authors")
_CSL = ("author", "issued", "container-title")


def rejected(data: Mapping[str, object], wanted: str, source: Source) -> Rejected | None:
    """A Rejected for an object that ``wanted``, a name in READERS, would read without its people; None for any other.

    Crossref's works and CSL-JSON are near enough for each to be read as the other.

    >>> rejected({"title": "Cells", "author": [{"family": "Lee"}]}, "seed", Source("in", 1)).reason
    'this looks like CSL-JSON; it was to be read as seed; --from auto tells formats by themselves'
    """
    is_seed = any(key in data for key in _SEED)
    is_csl = any(isinstance(data.get(key), (list, dict)) for key in _CSL)
    if is_seed is is_csl or is_seed is (wanted == "seed"):
        return None
    what = "an aggregator's record" if is_seed else "CSL-JSON"
    reason = f"this looks like {what}; it was to be read as {wanted}; --from auto tells formats by themselves"
    return Rejected(source, reason, shorten(str(dict(list(data.items())[:4]))))
