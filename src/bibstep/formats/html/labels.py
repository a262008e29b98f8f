"""CSL's types in the words of a page's reader."""

from __future__ import annotations

from collections.abc import Mapping

#: CSL type -> the word that an entry is labelled, sorted and grouped by; what is not listed is its CSL name.
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
