"""The entry types of BibTeX and biblatex and their fields, as data for the reader.

Sources: btxdoc (BibTeX's types), the biblatex manual (2.1, 2.2, appendix B), and for the CSL types pandoc and
citation-js where they agree (measured with pandoc 3.9 and citation-js 0.8), CSL's own closest type where not.
"""

from __future__ import annotations

from collections.abc import Mapping


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
