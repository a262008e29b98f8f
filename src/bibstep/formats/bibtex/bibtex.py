"""BibTeX: the entry types every reader knows, and which of its words a record's fields become."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats.bibtex import write as tex
from bibstep.formats.template import Dialect, Format

#: CSL type -> entry type, only of those ten that all readers know: others are dropped whole by Zotero's importer
#: (measured). What is not listed is ``misc``.
_ENTRIES: Mapping[str, str] = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
}


def entry(record_type: str, genre: str) -> str:
    """The entry type; a thesis that calls itself a master's (or a bachelor's) is no ``phdthesis``."""
    if record_type == "thesis" and is_master(genre):
        return "mastersthesis"
    return _ENTRIES.get(record_type, "misc")


def is_master(genre: str) -> bool:
    """Whether a thesis of this genre ("Master's thesis", "Diplomarbeit") is below a doctorate."""
    lower = genre.lower()
    return any(word in lower for word in ("master", "bachelor", "diplom", "licen", "m.sc", "msc"))


def _dialect(ascii_only: bool) -> Dialect:
    return tex.dialect(entry, ascii_only)


FORMAT = Format(
    name="bibtex",
    template="bibtex.bib.j2",
    dialect=_dialect,
    unsaid={"pdf": "no field that readers agree on"},
    has_ascii=True,
)
