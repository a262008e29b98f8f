"""Write custom values in a .bib file, under names that are not read back as other fields of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from bibstep.formats.bibtex.tables import ALIASES, CUSTOM_FIELDS, EDITOR_TYPES, PEOPLE, TAKEN
from bibstep.text.patterns import later
from bibstep.values import Parsed, identifiers, notes, variables
from bibstep.values.languages import babel_tag

_NOT_IN_FIELD_NAMES = later(r"[^A-Za-z0-9_-]+")
#: Capitals that somebody meant in the name of a field: "DBLP", "HasPart"; not those of "Date-Added" or "File".
_CAPITALS = later(r"[A-Z]{2}|[a-z][A-Z]")
#: Prefixed to the name of a custom value that is the name of another field; the reader removes it.
PREFIX = "custom-"
#: Names that the reader takes for another field, whatever the value is.
_RESERVED = TAKEN | ALIASES.keys() | PEOPLE.keys() | variables.NAMES | set(CUSTOM_FIELDS.values())
#: Fields that the reader keeps as custom values if it cannot parse them, with their parsers.
_IDENTIFIERS: Mapping[str, Iterable[Callable[[str], Parsed[str]]]] = {
    "doi": (identifiers.doi,),
    "url": (identifiers.url,),
    "pdf": (identifiers.url,),
    "pmid": (identifiers.pmid,),
    "pmcid": (identifiers.pmcid,),
    "arxiv": (identifiers.arxiv,),
    "arxivid": (identifiers.arxiv,),
    "eprint": (identifiers.arxiv,),
    "issn": (identifiers.issn, identifiers.isbn),
    "isbn": (identifiers.isbn, identifiers.issn),
}
#: Characters that are escaped as commands.
_COMMANDS = frozenset("\\{}~^<>")
_SEPARATORS = later(r"[,;\s]+")
#: Values of ``eprinttype`` with which the reader parses ``eprint``.
_ARCHIVES = frozenset("arxiv pubmed medline pmid pmc pubmedcentral pmcid".split())


#: A path of Windows, in which Zotero and JabRef double the backslashes and escape the colon.
_WINDOWS_PATH = later(r"(?:(?<![A-Za-z])[A-Za-z](?:\\?:\\|\\:/)|\\\\)[^\\]")
_BRACE_OR_ESCAPED = later(r"\\.|[{}]")


def is_windows_path(name: str, value: str) -> bool:
    """Whether a field is ``file`` with a path of Windows. It is no TeX: its backslashes are read and written unchanged.

    >>> is_windows_path("file", r":C\\:\\\\Users\\\\x\\\\a.pdf:PDF"), is_windows_path("file", r":M\\"uller.pdf:PDF")
    (True, False)
    """
    if name != "file" or "\\" not in value or not _WINDOWS_PATH.search(value):
        return False
    depth = 0
    for match in _BRACE_OR_ESCAPED.finditer(value):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth < 0:
            return False
    return depth == 0 and not (len(value) - len(value.rstrip("\\"))) % 2


def spelled(name: str) -> str:
    """The name of a field in lower case, or as it is if its capitals are meant and no field is called so.

    >>> spelled("DBLP"), spelled("DOI"), spelled("Date-Added")
    ('DBLP', 'doi', 'date-added')
    """
    lower = name.lower()
    return name if _CAPITALS.search(name) and lower not in _RESERVED and lower not in _IDENTIFIERS else lower


def field_name(name: str) -> str:
    """Turn a name from any source into a name for a .bib file; "field" if it has no usable character."""
    return _NOT_IN_FIELD_NAMES.sub("-", spelled(name)).strip("-") or "field"


def fields_of(custom: Iterable[tuple[str, str]], used: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the field and the value for each custom value; ``used`` are the fields that the entry has already.

    Names that become the same field name ("DOI", "doi") get a number.
    """
    seen: set[str] = set()
    for name, value in custom:
        field = CUSTOM_FIELDS.get(name, "")
        word = name if field else field_name(name)
        count = 2
        while word.lower() in seen:
            word, count = f"{field_name(name)}-{count}", count + 1
        seen.add(word.lower())
        field = field or word
        if field in used or (field == word and _means_more(word, value, used)):
            field = PREFIX + word
        yield field, value


def _means_more(word: str, value: str, used: set[str]) -> bool:
    """Whether the reader would take a field with this name and value for another field of the record."""
    if word in _RESERVED or word.startswith(PREFIX):
        return True
    if word in _IDENTIFIERS:
        if not _COMMANDS.isdisjoint(value):  # such a field is read verbatim
            return True
        parts = [value, *_SEPARATORS.split(value)]
        return any(parse(part)[0] for parse in _IDENTIFIERS[word] for part in parts)
    if word in ("language", "langid"):
        return bool(babel_tag(value)) or not used.isdisjoint(
            ("language", "langid")
        )  # the reader may drop the second one
    if word == "eprinttype":
        return value.lower() in _ARCHIVES or "archiveprefix" in used
    if word in ("editortype", "editoratype", "editorbtype"):
        return value.lower() in EDITOR_TYPES
    if word == "annote":
        return "annotation" in used or notes.parse(value)[0] != value
    if word == "booktitle":  # custom only if the entry has a journal
        return used.isdisjoint(("journal", "journaltitle"))
    return False
