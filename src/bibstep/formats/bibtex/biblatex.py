"""biblatex: entry types and words of its data model (biblatex manual, section 2), for biber."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats.bibtex import write as tex
from bibstep.formats.bibtex.tables import LANGIDS, LANGUAGES
from bibstep.formats.template import Dialect, Format

#: CSL type -> entry type (biblatex manual, 2.1); what is not listed is ``misc``.
_ENTRIES: Mapping[str, str] = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "thesis": "thesis",
    "report": "report",
    "manuscript": "unpublished",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
}


def entry(record_type: str, genre: str) -> str:  # noqa: ARG001  (the template's word is the same in both formats)
    """The entry type; a thesis says what kind it is in the field ``type``."""
    return _ENTRIES.get(record_type, "misc")


def langid(language: str) -> str:
    """The babel name of a BCP 47 language, or nothing where biblatex knows none."""
    return LANGIDS.get(language.partition("-")[0].lower(), "")


def tag_of(name: str) -> str:
    """The BCP 47 language of a babel name, the inverse of ``langid``."""
    return LANGUAGES.get(name, "")


def _dialect(ascii_only: bool) -> Dialect:
    return tex.dialect(entry, ascii_only, langid=langid, tag_of=tag_of)


FORMAT = Format(
    name="biblatex",
    template="biblatex.bib.j2",
    dialect=_dialect,
    unsaid={"pdf": "no field that readers agree on"},
)
