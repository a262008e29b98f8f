"""What a user leaves out of an output: fields by the words of CSL or of any format, and values of one's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from bibstep.formats.limits import without
from bibstep.model import FIELDS, Record
from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean, is_near
from bibstep.values import identifiers

#: Fields that cannot be left out.
_REQUIRED = ("type", "title")
#: Fields that can.
OMISSIBLE = tuple([name for name in FIELDS if name not in _REQUIRED])
#: The word of a format, in lower case -> the field of Record that it is written from.
WORDS = {
    word: field
    for field, words in {
        "title_short": "shorttitle st",
        "author": "au",
        "editor": "ed",
        "container_title": "journal journaltitle booktitle t2 jf jo bt",
        "container_title_short": "shortjournal j2 ja",
        "collection_title": "series t3",
        "event_title": "eventtitle",
        "event_place": "venue",
        "publisher": "school institution pb",
        "publisher_place": "address location cy",
        "edition": "et",
        "volume": "vl",
        "issue": "is",
        "page": "pages sp ep",
        "chapter_number": "chapter",
        "number_of_pages": "pagetotal",
        "number_of_volumes": "volumes nv",
        "issued": "date year month day py da",
        "original_date": "origdate",
        "accessed": "urldate y2",
        "abstract": "ab",
        "keyword": "keywords kw",
        "language": "langid la",
        "doi": "do",
        "url": "ur",
        "pdf": "l1",
        "arxiv": "eprint",
        "note": "n1",
        "aliases": "ids",
    }.items()
    for word in words.split()
}
#: Names of values that say where files are on a user's own disk.
_LOCAL_NAMES = later(r"file|files|local-?url|local-?file|localpath|bdsk-file-\d+|attachments?", re.IGNORECASE)
#: Values that do.
_LOCAL_TEXT = later(r"file:|~/|/(?:users|home|volumes|mnt|media)/|[a-z]:[\\/]", re.IGNORECASE)
#: Names of values that are local if they are no link: those that a reader kept from a field for links.
_LINK_NAMES = later(r"ris-(?:l[1-4]|ur|lk)|url|pdf", re.IGNORECASE)


class Omission(NamedTuple):
    """What is left out of one output: ``fields`` of Record, custom values by their ``names``, in lower case.

    With ``local``, custom values with paths of the user's own disk are left out, too.
    """

    fields: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    local: bool = False

    def _kept(self, values: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        if not self.names and not self.local:
            return values
        named = [pair for pair in values if pair[0].lower() not in self.names]
        return tuple([pair for pair in named if not is_local(pair)] if self.local else named)

    def applied(self, record: Record) -> Record:
        """The record without what is left out."""
        return self.without_custom(without(record, self.fields))

    def without_custom(self, record: Record) -> Record:
        """The record without the custom values that are left out."""
        left = self._kept(record.custom)
        return record if len(left) == len(record.custom) else replace(record, custom=left)


def is_local(pair: tuple[str, str]) -> bool:
    """Whether a custom value, a name and a text, is a path of the user's own disk.

    >>> is_local(("file", ":refs/a.pdf:PDF")), is_local(("ris-L1", "refs/a.pdf")), is_local(("archive", "ADS"))
    (True, True, False)
    """
    name, text = pair
    if _LINK_NAMES.fullmatch(name):
        return not all(identifiers.url(part)[0] for part in text.split("; "))
    return _LOCAL_NAMES.fullmatch(name) is not None or _LOCAL_TEXT.match(text) is not None


def field_of(word: str) -> str:
    """The field of Record that a word in lower case names, if any does: the word of a format, or the field's own name.

    >>> field_of("journal"), field_of("container-title"), field_of("groups")
    ('container_title', 'container_title', 'groups')
    """
    return WORDS.get(word, word.replace("-", "_"))


def parse(words: Iterable[str], formats: Collection[str]) -> list[tuple[str, str, str]]:
    """Return what each word leaves out: a format or "", a field of Record or "", and the name of a custom value or "".

    A word may begin with a format and a colon. One that is neither a field nor a word of a format is the name of a
    custom value. Raises ValueError for a word that is nearly another one, for a field that cannot be left out, and for
    an unknown format.

    >>> parse(["html:abstract", "shorttitle", "groups"], ["html"])
    [('html', 'abstract', ''), ('', 'title_short', ''), ('', '', 'groups')]
    """
    found = []
    for word in words:
        form, colon, name = word.strip().lower().rpartition(":")
        if colon and form not in formats:
            raise ValueError(f"omit: {form!r} is not a format{did_you_mean(form, formats)}")
        field = field_of(name)
        if field in _REQUIRED:
            raise ValueError(f"omit: {name!r} is not known as a field that can be left out")
        if field in OMISSIBLE:
            found.append((form, field, ""))
            continue
        choices = [*[one.replace("_", "-") for one in FIELDS], *WORDS]
        if not name or (is_near(name, choices) and not _LOCAL_NAMES.fullmatch(name)):
            raise ValueError(f"omit: {name!r} is not known{did_you_mean(name, choices)}")
        found.append((form, "", name))
    return found
