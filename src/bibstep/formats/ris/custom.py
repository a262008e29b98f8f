"""Custom values in RIS: each has a tag where the reader makes a custom value of it again, and not a field.

The reader makes a field of the first value of most tags and keeps a second one as a custom value ("ris-VL"). Such a
value goes back to its tag only beside a first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bibstep.formats.ris import limits
from bibstep.model import FIELDS, PageRange

#: Tags that the reader asks for no field: a custom value goes back to them without a look at the others.
UNREAD = frozenset("A5 AD C4 C5 C6 C8 CA CR DS H1 H2 L4 LL OL PA RP RT SF SL SR TA U3 U4 U5 WP WT WV".split())
#: Tags for links and files.
_FILES = ("L1", "L2", "UR")


def variable(custom: Sequence[tuple[str, str]], name: str) -> str:
    """The value of one CSL variable."""
    return dict(custom).get(name, "") if custom else ""


def accession(pmid: str, custom: Sequence[tuple[str, str]]) -> str:
    """AN: the PubMed number, marked as one unless the database is PubMed, or else the number in that database."""
    if pmid:
        from bibstep.formats.ris.identifiers import is_pubmed

        return pmid if custom and is_pubmed(_database(custom)) else f"PMID:{pmid}"
    return "" if not custom or location(custom, pmid) else variable(custom, "archive_location")


def location(custom: Sequence[tuple[str, str]], pmid: str) -> str:
    """AV: the place in an archive, where AN has the PubMed number or would be read as one."""
    text = variable(custom, "archive_location")
    if not text:
        return ""
    from bibstep.formats.ris.identifiers import is_accession

    return text if pmid or not is_accession(text, _database(custom)) else ""


def _database(custom: Sequence[tuple[str, str]]) -> str:
    """What DB and DP name."""
    return f"{variable(custom, 'archive')} {variable(custom, 'source')}"


def section(custom: Sequence[tuple[str, str]], kind: str, page: Sequence[PageRange], number: str) -> str:
    """SE, where it is not read as the number of a chapter or, for want of SP, as the first page."""
    return variable(custom, "section") if limits.has_section(dict(custom), kind, page, number) else ""


def carried(custom: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The custom values that were read from a tag without a field, as (tag, value)."""
    return sorted([(name[4:], text) for name, text in custom if limits.CARRIED.fullmatch(name)])


def lines_of(tag: str, text: str) -> list[str]:
    """The lines of a carried value: the paths of several files, which the reader joins, have a line each."""
    return [f"{tag}  - {part}" for part in (text.split("; ") if tag in _FILES else (text,))]


def lines(custom: Sequence[tuple[str, str]], written: list[str]) -> tuple[list[str], list[str]]:
    """(lines, names): the lines of carried custom values, and the names of all custom values that have a tag.

    ``written`` are the entry's other lines. A carried value gets a line if the reader makes this custom value of it and
    changes nothing else; each is looked at together with those before it.
    """
    values = dict(custom)
    read: set[str] = {one[:2] for one in written}
    names = [name for tag, name in limits.VARIABLES.items() if tag in read and name in values]
    kept: list[str] = []
    asked = carried(custom)
    before: dict[str, Any] = {}
    for tag, text in asked:
        more = lines_of(tag, text)
        if tag not in UNREAD:
            before = before or _fields([*written, *kept])
            after = _fields([*written, *kept, *more])
            wanted = {**before["custom"], f"ris-{tag}": text}
            if after != {**before, "custom": wanted}:
                continue
            before = after
        elif text.startswith("{"):
            continue
        kept += more
        names.append(f"ris-{tag}")
    return kept, names


def _fields(lines: list[str]) -> dict[str, Any]:
    from bibstep.formats.ris.read import read

    titled = lines if any(line.startswith("TI  - ") for line in lines) else [*lines, "TI  - Without a title"]
    (record,) = read(BytesIO("\n".join([*titled, "ER  - "]).encode()), "")
    found: dict[str, Any] = {name: getattr(record, name) for name in FIELDS}
    return {**found, "custom": dict(found["custom"])}
