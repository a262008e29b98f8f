"""biblatex: entry types and words of its data model (biblatex manual, section 2), for biber."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.formats import tex
from bibstep.rendering import Dialect, Format

#: CSL type -> entry type (biblatex manual, 2.1); what is not listed is ``misc``.
_ENTRIES: Mapping[str, str] = {
    "article": "online",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "thesis": "thesis",
    "report": "report",
    "manuscript": "unpublished",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
}

#: BCP 47 language -> the babel name biblatex knows (biblatex manual, table 2).
_LANGIDS: Mapping[str, str] = {
    "ar": "arabic",
    "bg": "bulgarian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "gl": "galician",
    "he": "hebrew",
    "hr": "croatian",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "ja": "japanese",
    "ka": "georgian",
    "ko": "korean",
    "lt": "lithuanian",
    "lv": "latvian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sr": "serbian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "zh": "chinese",
}


def entry(record_type: str, genre: str) -> str:  # noqa: ARG001  (the template's word is the same in both formats)
    """The entry type; a thesis says what kind it is in the field ``type``."""
    return _ENTRIES.get(record_type, "misc")


def thesis_keyword(record_type: str) -> str:
    """The field ``type`` of a thesis that does not say what kind it is: biblatex requires one."""
    return "phdthesis" if record_type == "thesis" else ""


def langid(language: str) -> str:
    """The babel name of a BCP 47 language, or nothing where biblatex knows none."""
    return _LANGIDS.get(language.partition("-")[0].lower(), "")


def _dialect(ascii_only: bool) -> Dialect:
    return tex.dialect(entry, ascii_only, langid=langid, thesis_keyword=thesis_keyword)


FORMAT = Format(
    name="biblatex",
    description="biblatex, for LaTeX with biber",
    suffixes=(".bib", ".biblatex"),
    template="biblatex.bib.j2",
    dialect=_dialect,
    unsaid={"pdf": "no field that readers agree on"},
)
