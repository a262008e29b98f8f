"""Cut a .bib file into entries, each with what it takes from the others, so that any process can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from bibstep.formats.bibtex import tables
from bibstep.formats.bibtex.blocks import Block, Text, blocks, texts
from bibstep.formats.bibtex.entry import key_of
from bibstep.formats.bibtex.inherit import Entry, References, define, entry_of, references, stands_alone
from bibstep.input.lines import MAX_RECORD, size
from bibstep.model import Rejected, Source
from bibstep.storage.digests import DigestMap, fingerprint
from bibstep.storage.spool import Spool
from bibstep.text.clean import shorten

#: So much of an entry is looked at for messages.
SHOWN = 500


class Piece(NamedTuple):
    """An entry to make a record of; ``entry`` is it with what it takes from other blocks, where there are such.

    ``encoding`` is that of its lines which are not UTF-8, ``earlier`` the line of an entry with the same key, or 0.
    """

    block: Block
    entry: Entry | None
    encoding: str
    earlier: int


def pieces(stream: BinaryIO, name: str, max_record: int = MAX_RECORD) -> Iterator[Piece | Rejected]:
    """Cut a stream into entries, and give them what they take from others: strings, fields of parents."""
    text = Text()
    with Spool[Block](_size) as cut:
        for block in blocks(texts(stream, text)):
            cut.add(block)
        if text.refused:
            yield Rejected(Source(name), text.refused)
        known = references(cut)
        keys = DigestMap()
        for block in cut:
            if block.kind == "string":
                define(block, known)
            elif len(block.body) > max_record:
                reason = f"the entry is longer than {size(max_record)}"
                yield Rejected(Source(name, block.line), reason, block.body[:80])
            elif not block.kind:
                reason = "an entry without a bracket after its type"
                yield Rejected(Source(name, block.line), reason, shorten(block.body, 120))
            elif block.kind not in tables.SETTINGS:
                yield _piece(block, known, keys, text)


def _size(block: Block) -> int:
    return len(block.body) + 300  # about what Python takes for a block


def _piece(block: Block, known: References, keys: DigestMap, text: Text) -> Piece:
    entry = None if block.closed and stands_alone(block, known) else entry_of(block, known)
    key = key_of(block) if entry is None else entry.key if says_anything(entry, block) else ""
    earlier = keys.setdefault(fingerprint(key), block.line) if key else 0
    encoding = text.encoding if text.is_guessed(block) else ""
    if entry:
        block = block._replace(body=block.body[:SHOWN])
    return Piece(block, entry, encoding, earlier if earlier not in (-1, block.line) else 0)


def says_anything(entry: Entry, block: Block) -> bool:
    """Whether anything of an entry could be read."""
    return any(value.strip() for value in entry.values.values()) or bool(entry.key and block.closed)
