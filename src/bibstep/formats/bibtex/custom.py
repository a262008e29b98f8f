"""How a record's custom values are written in a .bib file, so that none of them comes back as a field of the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from bibstep.formats.bibtex.tables import ALIASES, CUSTOM_FIELDS, EDITOR_TYPES, PEOPLE, TAKEN
from bibstep.values import Parsed, identifiers, notes, variables
from bibstep.values.languages import babel_tag

_NOT_IN_FIELD_NAMES = re.compile(r"[^a-z0-9_-]+")
#: Before the name of a field that has a meaning of its own; the reader takes it off again.
PREFIX = "custom-"
#: Names that the reader knows for something else, whatever their value is.
_RESERVED = TAKEN | ALIASES.keys() | PEOPLE.keys() | variables.NAMES | set(CUSTOM_FIELDS.values())
#: Fields that the reader keeps as custom values where it cannot parse them, so that they are written as they were.
_IDENTIFIERS: Mapping[str, Iterable[Callable[[str], Parsed[str]]]] = {
    "doi": (identifiers.doi,),
    "url": (identifiers.url,),
    "pmid": (identifiers.pmid,),
    "pmcid": (identifiers.pmcid,),
    "arxiv": (identifiers.arxiv,),
    "arxivid": (identifiers.arxiv,),
    "eprint": (identifiers.arxiv,),
    "issn": (identifiers.issn, identifiers.isbn),
    "isbn": (identifiers.isbn, identifiers.issn),
}
#: Characters that are written as commands.
_COMMANDS = frozenset("\\{}~^")
_SEPARATORS = re.compile(r"[,;\s]+")
#: What ``eprinttype`` may say for the reader to take the eprint.
_ARCHIVES = frozenset("arxiv pubmed medline pmid pmc pubmedcentral pmcid".split())


def field_name(name: str) -> str:
    """A name of any source as one that a .bib file can have; "field" where no character of it can be in one."""
    return _NOT_IN_FIELD_NAMES.sub("-", name.lower()).strip("-") or "field"


def fields_of(custom: Iterable[tuple[str, str]], used: set[str]) -> Iterator[tuple[str, str]]:
    """The field and the value of each custom value; ``used`` are the fields that the entry has already.

    Names that become one and the same in a .bib file ("DOI", "doi") get a number.
    """
    seen: set[str] = set()
    for name, value in custom:
        field = CUSTOM_FIELDS.get(name, "")
        word = name if field else field_name(name)
        count = 2
        while word in seen:
            word, count = f"{field_name(name)}-{count}", count + 1
        seen.add(word)
        field = field or word
        if field in used or (field == word and _means_more(word, value, used)):
            field = PREFIX + word
        yield field, value


def _means_more(word: str, value: str, used: set[str]) -> bool:
    """Whether the reader would take a field of this name and value for something else than a custom value."""
    if word in _RESERVED or word.startswith(PREFIX):
        return True
    if word in _IDENTIFIERS:
        if not _COMMANDS.isdisjoint(value):  # such a field is read without resolving TeX's commands
            return True
        parts = [value, *_SEPARATORS.split(value)]
        return any(parse(part)[0] for parse in _IDENTIFIERS[word] for part in parts)
    if word in ("language", "langid"):
        return bool(babel_tag(value)) or not used.isdisjoint(("language", "langid"))  # the reader takes both at once
    if word == "eprinttype":
        return value.lower() in _ARCHIVES or "archiveprefix" in used
    if word in ("editortype", "editoratype", "editorbtype"):
        return value.lower() in EDITOR_TYPES
    if word == "annote":
        return "annotation" in used or notes.parse(value)[0] != value
    if word == "booktitle":  # a second container, where the entry has a journal
        return used.isdisjoint(("journal", "journaltitle"))
    return False
