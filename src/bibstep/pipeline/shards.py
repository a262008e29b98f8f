"""Lines of records made into entries with their final keys by a pure function: for engines that use many machines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bibstep.formats import FORMATS, READERS
from bibstep.formats.template import KEY
from bibstep.keys import pattern as key_patterns
from bibstep.model import Rejected
from bibstep.pipeline.convert import entry_writer
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options, Target
from bibstep.pipeline.parts import Converted, entries
from bibstep.storage.digests import DigestMap, fingerprint

#: Keys that hang on nothing but the record: its DOI.
_BY_ITSELF = Options(key="{doi}", duplicates="keep")


class Shard(NamedTuple):
    """What became of some lines: the entries as they stand in a file, their keys, and what is to be said.

    ``text`` has the format's separator between its entries and nothing around them; ``join`` makes files of shards.
    """

    text: str
    keys: tuple[str, ...]
    remarks: tuple[Noted, ...]
    rejected: tuple[Rejected, ...]


def convert_lines(
    data: bytes,
    to: str = "bibtex",
    options: Options = _BY_ITSELF,
    *,
    name: str = "<lines>",
    format: str = "auto",  # noqa: A002  (as with read)
) -> Shard:
    """The records in some whole lines, as entries in the format ``to``, by these bytes and options alone.

    Every key is what its record alone makes it: by a pattern with an identifier, ``{doi}``, ``{family}-{pmid}``; a
    record without that gets a key with a digest of its content. So lines can be converted anywhere, in whatever order,
    and joined. Where each work comes once, the file is byte for byte what one process writes; where a work comes twice,
    one process gives both records longer keys, here they have the same, and ``join`` raises ValueError. ``name`` is
    what the lines are called in remarks, in which they count from 1.

    Raises ValueError for options that need the other records: a pattern without an identifier, ``duplicates`` other
    than "keep", ``pins`` and ``known``. Raises KeyError for an unknown format.
    """
    _check(options)
    form = FORMATS[to]
    texts: list[str] = []
    keys: list[str] = []
    remarks: list[Noted] = []
    rejected: list[Rejected] = []
    records = READERS[format].read(io.BytesIO(data), name)
    for one in entries(records, options, entry_writer([Target(form)], options)):
        if isinstance(one, Rejected):
            rejected.append(one)
        elif isinstance(one, Converted):
            source, request, said, unsaid, (text,) = one.entry
            key = request.claim.base
            keys.append(key)
            texts.append(text.decode().replace(KEY, key))
            if said or unsaid:
                remarks.append(Noted(source, key, (*said, *unsaid)))
    return Shard(form.separator.join(texts), tuple(keys), tuple(remarks), tuple(rejected))


def _check(options: Options) -> None:
    if not (options.key and key_patterns.parse(options.key).unique):
        wanted = ", ".join(f"{{{name}}}" for name in key_patterns.IDENTIFIERS)
        raise ValueError(f"key: shards need a pattern that no two works share, one with {wanted}: {options.key!r}")
    if options.duplicates != "keep":
        raise ValueError(f"duplicates: shards do not know of each other: 'keep', not {options.duplicates!r}")
    if options.pins or options.known:
        raise ValueError("pins, known: the keys of a library cannot be kept by shards that do not know of each other")


def join(to: str, shards: Iterable[Shard]) -> Iterator[str]:
    """Shards as one file, in their order, piece by piece: the format's prologue, separators and epilogue with them.

    Raises ValueError for a key that comes twice, before the shard in which it does; of a key some thirty bytes are
    kept. Raises KeyError for an unknown format.
    """
    form = FORMATS[to]
    before = form.prologue
    seen = DigestMap()
    for shard in shards:
        for key in shard.keys:
            if seen.setdefault(fingerprint(key), 0) == 0:
                raise ValueError(f"{key} is the key of two records: convert them in one run, or leave one of them out")
        if shard.keys:
            yield before + shard.text
            before = form.separator
    yield form.epilogue if before is not form.prologue else before and before + form.epilogue
