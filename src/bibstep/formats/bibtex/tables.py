"""The entry types and fields of BibTeX and biblatex, for the reader and the writers.

Sources: btxdoc (BibTeX's types), the biblatex manual (2.1, 2.2, appendix B), CSL 1.0.2 (appendix IV). The CSL types are
those of pandoc and citation-js if they agree (measured with pandoc 3.9 and citation-js 0.8), else CSL's closest type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibstep.text.patterns import later
from bibstep.values import type_tables

#: CSL variable that Record keeps in ``custom`` -> its field.
CUSTOM_FIELDS: Mapping[str, str] = {
    "status": "pubstate",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "call-number": "library",
}
#: Fields that custom values may not use, because they have a meaning. Not listed are fields that the reader keeps
#: unchanged if it cannot parse them (``doi``, ``url``, ``language``).
TAKEN = frozenset(
    """abstract addendum address annotation annotations annot archiveprefix article-number articleno articlenumber
    author booksubtitle chapter collection-number crossref csl-type date day edition editor editora editorb eid
    entrysubtype eventlocation eventtitle eventtitleaddon howpublished ids institution issue journal journalabbr
    journalshort journalsubtitle journaltitle key keyword keywords location mainsubtitle maintitle month note
    number numpages organization origdate origyear page pages pagetotal publisher school series shortjournal
    shorttitle subtitle title translator type urldate venue version volume volumes xdata xref year""".split()
)
#: CSL name variable -> its field.
ROLE_FIELDS: Mapping[str, str] = {"container-author": "bookauthor"}


def _all(kinds: str, to: str) -> dict[str, str]:
    return dict.fromkeys(kinds.split(), to)


#: Entry type -> CSL type; a type that is not listed is ``document``.
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
#: CSL type -> entry type, for what other programs take for an entry type: the types of Mendeley Reference Manager
#: (``@book_section``), and the lists of Semantic Scholar's API (``@['JournalArticle', 'Conference']``).
_KINDS: Mapping[str, str] = {
    "article": "preprint",
    "article-journal": "article",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "document": "misc",
    "map": "map",
    "motion_picture": "movie",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "post-weblog": "online",
    "report": "report",
    "review": "review",
    "software": "software",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}
_OTHER_KINDS: Mapping[str, str] = {
    "bill": "legislation",
    "case": "jurisdiction",
    "encyclopediaarticle": "inreference",
    "film": "movie",
    "generic": "misc",
    "statute": "legislation",
    "televisionbroadcast": "movie",
    "workingpaper": "report",
}
_WORDS = later(r"[a-z]+(?:[_-][a-z]+)*")


def kind_of(written: str) -> str:
    """Return the entry type in this module's words, where another program's can be told; else as it is written.

    >>> kind_of("book_section"), kind_of("['journalarticle', 'conference']"), kind_of("article"), kind_of("foo")
    ('incollection', 'inproceedings', 'article', 'foo')
    """
    if written in TYPES or written == "misc" or not written:
        return written
    words = [re.sub("[_-]", "", word) for word in _WORDS.findall(written)]
    if len(words) == 1 and words[0] in _OTHER_KINDS:
        return _OTHER_KINDS[words[0]]
    known = [type_tables.TYPES[word] for word in words if word in type_tables.TYPES]
    if known:
        return _KINDS.get(min(known, key=lambda csl: type_tables.RANKS[csl]), written)
    return "article" if any(word in type_tables.KINDS for word in words) else written


#: Entry type -> genre, if the type is more exact than CSL's.
GENRES: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "masterthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
}
#: biblatex's keys for the field ``type`` -> genre (manual, 4.9.2.13).
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
#: Blocks that are not entries.
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
    "city": "location",
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
#: Fields that an entry may have twice: all their values are kept.
LISTS = frozenset(("annote", "keywords"))
#: Field -> CSL name variable.
PEOPLE: Mapping[str, str] = {"bookauthor": "container-author", "origauthor": "original-author"}
#: Values of ``editortype`` and the like -> CSL's roles.
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
