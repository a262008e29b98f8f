"""Which of a record's numbers stands in which field of a .bib entry; BibTeX and biblatex agree in this.

``number`` is the issue of an article, the number in the series of a book or of a part of one, and a report's, a
dataset's or a preprint's own number (btxdoc, 3.2; biblatex manual, 2.2.2). What it has no room for has another field.
"""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats.template import Filter

#: Entries of what appears in something, on pages or under an article's number.
_PARTS = ("article", "inproceedings", "incollection", "inreference")
#: Entries whose ``number`` is that in the series.
_IN_SERIES = ("book", "inproceedings", "incollection", "inreference")
#: Entries of works that stand by themselves, whose container can be no more than a series.
_WHOLES = ("book", "thesis", "report", "phdthesis", "mastersthesis", "techreport")
#: Entries that name what they appeared in as the way in which they were published.
_LOOSE = ("misc", "unpublished", "dataset", "software", "patent")


def issue_number(issue: str, entry: str, series: str) -> str:
    """The issue where it is the entry's ``number``: an article's, and a paper's that is in no numbered series."""
    return issue if entry == "article" or (entry == "inproceedings" and not series) else ""


def issue_apart(issue: str, entry: str, series: str) -> str:
    """The issue where ``number`` is something else."""
    return "" if issue_number(issue, entry, series) else issue


def own_number(number: str, entry: str) -> str:
    """The number of a report, a patent, a dataset: of what is neither in something else nor a book."""
    return "" if entry in _PARTS or entry == "book" else number


def article_number(number: str, entry: str) -> str:
    """The number of an article in its volume; it has a field of its own."""
    return "" if own_number(number, entry) else number


def page_number(number: str, entry: str) -> str:
    """The number of an article where it stands for the pages."""
    return number if entry in _PARTS else ""


def series_number(number: str, entry: str) -> str:
    """The number in the series where it is the entry's ``number``."""
    return number if entry in _IN_SERIES else ""


def series_number_apart(number: str, entry: str) -> str:
    """The number in the series where ``number`` is something else."""
    return "" if entry in _IN_SERIES else number


def of_whole(container: str, entry: str) -> str:
    """What a whole work appeared in: it can only be a series."""
    return container if entry in _WHOLES else ""


def of_loose(container: str, entry: str) -> str:
    """What a work appeared in that is of no kind which appears in anything."""
    return container if entry in _LOOSE else ""


#: The words of the templates.
FILTERS: Mapping[str, Filter] = {
    word.__name__: word
    for word in (
        issue_number,
        issue_apart,
        own_number,
        article_number,
        page_number,
        series_number,
        series_number_apart,
        of_whole,
        of_loose,
    )
}
