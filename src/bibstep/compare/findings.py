"""What is wrong in one bibliography, and how to mend it: ``bibstep check FILE``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bibstep.model import Record, Rejected, Remark, Source
from bibstep.values.citation_keys import folded, nearest
from bibstep.works.known import known_works

#: Remarks that say that something is wrong with an entry -> how to mend it. All other remarks are decisions.
MENDING: Mapping[str, str] = {
    "record-unended": "end the record",
    "line-untagged": "give the line a tag, or remove it",
    "syntax-mended": "correct the syntax of the entry: LaTeX may stop here",
    "string-undefined": "define the string with @string, or put the text in braces",
    "parent-missing": "add the entry that it refers to, or correct crossref or xdata",
    "field-repeated": "remove one of the two fields",
    "tex-unknown": "replace the command by the character or the text that it stands for",
    "title-missing": "add the title",
    "title-caps": "write the title with small letters; bibstep convert --tidy-titles does",
    "title-stop": "remove the full stop at the end: styles add their own",
    "doi-unread": "correct the DOI: it begins with 10. and has a slash",
    "doi-cleaned": "write the DOI alone, without a link before it",
    "identifier-unread": "correct the identifier",
    "link-dropped": "correct the link: it begins with http:// or https://",
    "date-unread": "write the date as year, year-month or year-month-day",
    "date-partial": "write the date as year, year-month or year-month-day",
    "volume-doubt": "correct the volume",
    "pages-doubt": "correct the pages: first--last",
    "names-junk": "remove what is not a name from the list of authors",
    "names-titles": "remove degrees and forms of address from the name",
    "value-ignored": "give the value the type that its field has",
    "encoding-cp1252": "save the file in UTF-8",
    "encoding-gb18030": "save the file in UTF-8",
    "encoding-guessed": "save the file in UTF-8",
}
#: Type -> the fields that BibTeX's styles and biblatex's manual (2.1.1) require; one of those joined by "/" is enough.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "article-journal": ("author", "title", "container_title", "issued"),
    "article-magazine": ("title", "container_title", "issued"),
    "article-newspaper": ("title", "container_title", "issued"),
    "book": ("author/editor", "title", "issued"),
    "chapter": ("author/editor", "title", "container_title", "issued"),
    "paper-conference": ("author", "title", "container_title/event_title", "issued"),
    "thesis": ("author", "title", "publisher", "issued"),
    "report": ("author/editor/publisher", "title", "issued"),
    "patent": ("author", "title", "number", "issued"),
    "webpage": ("title", "url/doi"),
}


class Finding(NamedTuple):
    """Something wrong: where, in the entry with which key, in which field, what, and how to mend it.

    ``fix``: ``bibstep check --fix`` mends it.
    """

    source: Source
    key: str
    code: str
    field: str
    message: str
    mending: str
    fix: bool = False


def findings(
    items: Iterable[Record | Rejected], settled: Mapping[int, Collection[Remark]] = MappingProxyType({})
) -> Iterator[Finding]:
    """Yield what is wrong in the items of one bibliography, in their order.

    ``settled`` has the remarks that a mended file no longer causes, by the number of the item.
    """
    found = list(items)
    library = known_works(one for one in found if isinstance(one, Record))
    entries = iter(library.entries)
    keys: dict[str, Record] = {}
    for number, one in enumerate(found):
        if isinstance(one, Rejected):
            yield Finding(one.source, "", "rejected", "", one.reason, "correct the entry, or remove it")
            continue
        key, source = one.citation_key, one.source
        for remark in one.remarks:
            if remark.code in MENDING:
                fix = remark in settled.get(number, ())
                yield Finding(source, key, remark.code, remark.field, remark.message, MENDING[remark.code], fix)
        for missing in _missing(one):
            mending = "add it: bibliography styles warn, or print a gap"
            yield Finding(source, key, "field-missing", missing, f"a work of type {one.type} needs it", mending)
        if key:
            yield from _of_key(one, keys)
        first = library.held(one)[0]
        if first is not next(entries):
            message = f"the same work is at {first.source}, as {first.key or 'an entry without a key'}"
            yield Finding(source, key, "work-repeated", "title", message, "keep one of the two entries")


def _of_key(one: Record, keys: dict[str, Record]) -> Iterator[Finding]:
    """Yield what is wrong with the key of an entry; ``keys`` are those before it, and takes this one."""
    key = one.citation_key
    if (sound := nearest(key)) != key:
        mending = f"change it to {sound}" if sound else "give it another key"
        message = "LaTeX or another format cannot have such a key"
        yield Finding(one.source, key, "key-changed", "citation_key", message, mending)
    first = keys.setdefault(folded(key), one)
    if first is not one:
        its = first.citation_key
        same = "has the same key" if its == key else f"has the key {its}, and BibTeX ignores capitals"
        message = f"the entry at {first.source} {same}"
        yield Finding(one.source, key, "key-repeated", "citation_key", message, "give one of the two another key")


def _missing(record: Record) -> Iterator[str]:
    for names in REQUIRED.get(record.type, ()):
        if not any(getattr(record, name) for name in names.split("/")) and names != "title":
            yield names.replace("_", "-")
