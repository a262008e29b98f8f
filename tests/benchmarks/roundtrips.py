"""Chains of formats over real records: how many items come back as they were.

    python tests/benchmarks/roundtrips.py NUMBER INPUT...

For each ordered pair of BibTeX, biblatex, RIS and CSL-JSON and each chain of three, the records as the first format has
them are written and read along the chain and back to the first one. The fields that differ are counted.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from bibstep.formats import reader_of
from bibstep.formats.reading import read
from bibstep.model import FIELDS, Record
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

FORMS = ("bibtex", "biblatex", "ris", "csl-json")
CHAINS = [chain for length in (1, 2, 3) for chain in permutations(FORMS, length)]
KEEP = Options(duplicates="keep")


def passed(records: Sequence[Record], form: str) -> list[Record]:
    """The records after they were written in a format and read back."""
    text = "".join(convert(records, form, KEEP))
    reader = reader_of(form)
    assert reader
    found = [one for one in reader.read(io.BytesIO(text.encode()), "refs") if isinstance(one, Record)]
    return [replace(one, custom=tuple(sorted(one.custom))) for one in found]  # their order has no meaning


def chained(records: Sequence[Record]) -> Iterator[tuple[tuple[str, ...], int, int, Counter[str]]]:
    """For each chain: its formats, the number of items, how many are identical at the end, and which fields are not."""
    for chain in CHAINS:
        before = passed(records, chain[0])
        after = before
        for form in (*chain[1:], chain[0]):
            after = passed(after, form)
        pairs = list(zip(before, after, strict=True))
        fields = Counter(name for a, b in pairs for name in FIELDS if getattr(a, name) != getattr(b, name))
        yield chain, len(pairs), sum(a == b for a, b in pairs), fields


def main() -> None:
    """Print a line for each chain; exit with 1 if one is below 99.5 %."""
    number, *inputs = sys.argv[1:]
    records = [one for one in read(*inputs) if isinstance(one, Record)]
    records = records[:: max(1, len(records) // int(number))][: int(number)]
    low = False
    for chain, count, same, fields in chained(records):
        print(f"{' > '.join((*chain, chain[0]))}: {same} of {count} ({100 * same / count:.2f} %) {dict(fields) or ''}")
        low = low or same < 0.995 * count
    sys.exit(low)


if __name__ == "__main__":
    main()
