"""Hayagriva's words for types and roles, and where each of its fields goes.

Sources: hayagriva's docs/file-format.md, src/types/mod.rs and tests/data/basic.yml.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Entry type -> CSL type, where no parent says more.
TYPES: Mapping[str, str] = {
    "anthology": "collection",
    "anthos": "chapter",
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "blog": "webpage",
    "book": "book",
    "case": "legal_case",
    "chapter": "chapter",
    "conference": "event",
    "entry": "entry",
    "exhibition": "event",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "misc": "document",
    "newspaper": "periodical",
    "original": "document",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "post": "post",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "repository": "software",
    "scene": "motion_picture",
    "thesis": "thesis",
    "thread": "post",
    "video": "motion_picture",
    "web": "webpage",
}
#: Type of the parent of an article -> CSL type of the article.
ARTICLES: Mapping[str, str] = {
    "blog": "post-weblog",
    "conference": "paper-conference",
    "newspaper": "article-newspaper",
    "proceedings": "paper-conference",
    "reference": "entry",
    "web": "article",
}
#: Entry type -> the type of a parent that does not say its own.
DEFAULT_PARENTS: Mapping[str, str] = {
    "anthos": "anthology",
    "article": "periodical",
    "artwork": "exhibition",
    "audio": "audio",
    "chapter": "book",
    "entry": "reference",
    "legislation": "anthology",
    "post": "post",
    "scene": "video",
    "video": "video",
    "web": "web",
}
#: Formattable string -> field of Record; the values of all others are plain texts.
FORMATTABLE: Mapping[str, str] = {
    "abstract": "abstract",
    "archive": "archive",
    "archive-location": "archive_location",
    "call-number": "call-number",
    "genre": "genre",
    "issue": "issue",
    "location": "location",
    "note": "note",
    "organization": "organization",
    "volume": "volume",
}
PLAIN: Mapping[str, str] = {
    "annotation": "annotation",
    "author": "author",
    "chapter": "chapter_number",
    "date": "issued",
    "edition": "edition",
    "editor": "editor",
    "language": "language",
    "page-range": "page",
    "page-total": "number_of_pages",
    "volume-total": "number_of_volumes",
}
#: Key of serial-number -> field of Record.
SERIALS: Mapping[str, str] = {
    "arxiv": "arxiv",
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "pmcid": "pmcid",
    "pmid": "pmid",
    "serial": "number",
    "version": "version",
}
#: What an entry takes from its container, where it says nothing of it itself.
INHERITED = (
    "volume issue publisher publisher_place location organization edition editor issn isbn issued number_of_pages"
    " number_of_volumes language url"
).split()
#: The same from the series, under the name that it has for the entry.
FROM_SERIES: Mapping[str, str] = {
    "title": "collection_title",
    "volume": "collection_number",
    "editor": "collection-editor",
    "issn": "issn",
    "isbn": "isbn",
}
#: Word that the writer puts before a value in the note, because its own field would not accept it -> field of Record.
NOTED: Mapping[str, str] = {
    "URL": "url",
    "accessed": "accessed",
    "date": "issued",
    "language": "language",
    "original date": "original_date",
    "pages": "number_of_pages",
    "volumes": "number_of_volumes",
}
