"""CSL variables that Record has no field of its own for: readers keep them by these names, formats write them."""

from __future__ import annotations

#: Name variables (CSL 1.0.2, appendix IV, as the input schema has them), save author, editor and translator.
NAMES = frozenset(
    """chair collection-editor compiler composer container-author contributor curator director editorial-director
    executive-producer guest host illustrator interviewer narrator organizer original-author performer producer
    recipient reviewed-author script-writer series-creator""".split()
)

#: Variables that hold text (the same), which Record keeps in ``custom``.
TEXTS = frozenset(
    """annote archive archive-place archive_collection archive_location authority call-number citation-label
    citation-number dimensions division event first-reference-note-number jurisdiction medium original-publisher
    original-publisher-place original-title part part-title printing references reviewed-genre reviewed-title scale
    section source status supplement volume-title volume-title-short year-suffix""".split()
)

#: Variables that hold a date (the same), which Record keeps in ``custom`` as text in EDTF.
DATES = ("event-date", "submitted", "available-date")
