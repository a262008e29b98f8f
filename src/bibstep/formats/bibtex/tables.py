"""The entry types and fields of BibTeX and biblatex, as the reader and the writers use them.

Sources: btxdoc (BibTeX's types), the biblatex manual (2.1, 2.2, appendix B), CSL 1.0.2 (appendix IV), and for the CSL
types pandoc and citation-js where they agree (measured with pandoc 3.9 and citation-js 0.8), CSL's own closest type
where not.
"""

from __future__ import annotations

from collections.abc import Mapping

#: CSL variable that Record keeps in ``custom`` -> the field that says it.
CUSTOM_FIELDS: Mapping[str, str] = {
    "status": "pubstate",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "call-number": "library",
}
#: Fields with a meaning of their own: what a source calls so and is none of these has another name in a .bib file.
#: Those are not here that a reader keeps as they are where it cannot read them (``doi``, ``url``, ``language``).
TAKEN = frozenset(
    """abstract addendum address annotation annotations annot archiveprefix article-number articleno articlenumber
    author booksubtitle chapter collection-number crossref date day edition editor editora editorb eid entrysubtype
    eventlocation eventtitle eventtitleaddon howpublished ids institution issue journal journalabbr journalshort
    journalsubtitle journaltitle key keyword keywords location mainsubtitle maintitle month note number numpages
    organization origdate origyear page pages pagetotal publisher school series shortjournal shorttitle subtitle title
    translator type urldate venue version volume volumes xdata xref year""".split()
)
#: CSL name variable -> the field that says it.
ROLE_FIELDS: Mapping[str, str] = {"container-author": "bookauthor"}


def _all(kinds: str, to: str) -> dict[str, str]:
    return dict.fromkeys(kinds.split(), to)


#: Entry type -> CSL type; what is not listed is ``document``.
TYPES: Mapping[str, str] = {
    **_all("article suppperiodical", "article-journal"),
    **_all(
        "book mvbook collection mvcollection proceedings mvproceedings reference mvreference manual booklet", "book"
    ),
    **_all("inbook incollection bookinbook suppbook suppcollection", "chapter"),
    **_all("inproceedings conference", "paper-conference"),
    **_all("inreference", "entry-encyclopedia"),
    **_all("online electronic www webpage", "webpage"),
    **_all("thesis phdthesis mastersthesis masterthesis bathesis", "thesis"),
    **_all("report techreport", "report"),
    **_all("movie film video", "motion_picture"),
    **_all("audio music", "song"),
    **_all("artwork", "graphic"),
    **_all("image", "figure"),
    **_all("letter", "personal_communication"),
    **_all("legislation", "legislation"),
    **_all("jurisdiction", "legal_case"),
    **_all("legal", "treaty"),
    **_all("unpublished", "manuscript"),
    **_all("preprint", "article"),
    "patent": "patent",
    "periodical": "periodical",
    "dataset": "dataset",
    "data": "dataset",
    "software": "software",
    "standard": "standard",
    "review": "review",
    "performance": "performance",
    "presentation": "speech",
    "speech": "speech",
    "map": "map",
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
}
#: Entry type -> genre, where the type says more than CSL's does.
GENRES: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "masterthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
}
#: biblatex's words in the field ``type`` (manual, 4.9.2.13).
TYPE_WORDS: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "software": "computer software",
    "datacd": "data CD",
    "audiocd": "audio CD",
    "patentus": "U.S. patent",
    "patenteu": "European patent",
    "patentuk": "British patent",
    "patentde": "German patent",
    "patentfr": "French patent",
    "patreq": "patent request",
    "patrequs": "U.S. patent request",
}
#: Blocks that are no entries.
SETTINGS = frozenset("comment preamble string xdata ieeetranbstctl control bibtexcontrol".split())
BOOKS = frozenset(
    "book mvbook collection mvcollection proceedings mvproceedings reference mvreference manual booklet".split()
)
INSIDE = frozenset(
    "inbook incollection inproceedings conference inreference bookinbook suppbook suppcollection".split()
)
#: Fields that a child does not inherit (biblatex manual, appendix B).
NOT_INHERITED = frozenset(
    """ids crossref xref entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shorthand shorthandintro sortkey sorttitle sortname sortyear xdata""".split()
)
#: Another name for a field -> its name here.
ALIASES: Mapping[str, str] = {
    "address": "location",
    "journaltitle": "journal",
    "annotation": "annote",
    "annotations": "annote",
    "annot": "annote",
    "archiveprefix": "eprinttype",
    "hyphenation": "langid",
    "articleno": "eid",
    "article-number": "eid",
    "articlenumber": "eid",
    "numpages": "pagetotal",
    "page": "pages",
    "keyword": "keywords",
    "shortjournal": "journalshort",
    "journalabbr": "journalshort",
    "abbrjournal": "journalshort",
    "pmc": "pmcid",
    "eventlocation": "venue",
}
#: Field -> CSL name variable.
PEOPLE: Mapping[str, str] = {"bookauthor": "container-author", "origauthor": "original-author"}
#: Kinds of ``editortype`` and ``editoratype`` that are roles of CSL.
EDITOR_TYPES: Mapping[str, str] = {
    "director": "director",
    "compiler": "compiler",
    "organizer": "organizer",
    "composer": "composer",
    "producer": "producer",
    "illustrator": "illustrator",
    "editor": "editor",
    "translator": "translator",
}
