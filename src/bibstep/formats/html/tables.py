"""CSL's types as labels on a page, and as the types of COinS and Zotero.

Sources for COinS and Zotero: openurl.js in zotero/utilities; zotero-schema.
"""

from __future__ import annotations

from collections.abc import Mapping

#: CSL type -> the genre from which Zotero infers the item type.
KINDS: Mapping[str, str] = {
    "article-journal": "article",
    "book": "book",
    "chapter": "bookitem",
    "classic": "book",
    "collection": "book",
    "paper-conference": "proceeding",
    "periodical": "book",
    "report": "report",
    "review": "article",
    "review-book": "article",
}

#: CSL type -> Zotero's item type, for types without such a genre; a type that is not listed is ``document``.
ZOTERO_TYPES: Mapping[str, str] = {
    "article": "preprint",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "bill": "bill",
    "broadcast": "tvBroadcast",
    "dataset": "dataset",
    "entry": "encyclopediaArticle",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "figure": "artwork",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "pamphlet": "manuscript",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "patent": "patent",
    "regulation": "statute",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}

#: CSL type -> the label of an entry, also for sorting and grouping; a type that is not listed has its CSL name.
LABELS: Mapping[str, str] = {
    "article": "Preprint",
    "article-journal": "Journal article",
    "article-magazine": "Magazine article",
    "article-newspaper": "Newspaper article",
    "entry": "Entry",
    "entry-dictionary": "Dictionary entry",
    "entry-encyclopedia": "Encyclopedia entry",
    "legal_case": "Legal case",
    "motion_picture": "Film",
    "musical_score": "Musical score",
    "paper-conference": "Conference paper",
    "personal_communication": "Personal communication",
    "post-weblog": "Blog post",
    "review-book": "Book review",
    "webpage": "Web page",
}
