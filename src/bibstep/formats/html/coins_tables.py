"""CSL's types in the words of COinS and of Zotero (zotero/utilities, openurl.js; zotero-schema)."""

from __future__ import annotations

from collections.abc import Mapping

#: CSL type -> the genre that tells Zotero the item type.
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

#: CSL type -> Zotero's item type, for types without such a genre; what is not listed is ``document``.
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
