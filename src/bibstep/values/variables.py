"""CSL's types, and its variables: those with a field in Record, those kept by name, those that a note may set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from bibstep.model import Record

#: The types of works (CSL 1.0.2, appendix III, as the input schema has them).
TYPES = tuple(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage""".split()
)

#: Name variables (CSL 1.0.2, appendix IV, as the input schema has them), save author, editor and translator.
NAMES = frozenset(
    """chair collection-editor compiler composer container-author contributor curator director editorial-director
    executive-producer guest host illustrator interviewer narrator organizer original-author performer producer
    recipient reviewed-author script-writer series-creator""".split()
)

#: Variables that hold text (the same), which Record keeps in ``custom``. ``event`` is not here: it is the older name of
#: ``event-title``, and is read as that.
TEXTS = frozenset(
    """annote archive archive-place archive_collection archive_location authority call-number citation-label
    citation-number dimensions division first-reference-note-number jurisdiction medium original-publisher
    original-publisher-place original-title part part-title printing references reviewed-genre reviewed-title scale
    section source status supplement volume-title volume-title-short year-suffix""".split()
)

#: Variables that hold a date (the same), which Record keeps in ``custom`` as text in EDTF.
DATES = ("event-date", "submitted", "available-date")

#: The text fields of Record that are no text variable of CSL, or more than its text.
_SPECIAL = frozenset("type language doi url pdf arxiv pmid pmcid note citation_key".split())
#: Text variables of CSL that a Record has a field for -> the field.
FIELDS: Mapping[str, str] = {
    f.name.replace("_", "-"): f.name for f in fields(Record) if f.type == "str" and f.name not in _SPECIAL
}

#: The variables that a line of a note may set, by their names in small letters with hyphens.
NOTED: Mapping[str, str] = {
    name.lower().replace("_", "-"): name
    for name in (
        *(FIELDS.keys() - {"abstract", "container-title", "volume", "issue", "number"}),
        *TEXTS,
        *NAMES,
        *DATES,
        *("DOI", "PMID", "PMCID", "ISBN", "ISSN", "original-date", "accessed", "issued", "type", "citation-key"),
    )
} | {"arxiv": "arxiv", "event": "event-title", "arxiv-id": "arxiv"}

#: Types whose number may stand in the place of their pages.
NUMBERED_PARTS = (
    "",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "paper-conference",
    "journal-article",
)
