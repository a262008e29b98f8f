"""The words of BibTeX and biblatex that its reader and its writers share: languages, and fields under other names.

Sources: the biblatex manual (table 2, babel and polyglossia languages; section 2.2.2), CSL 1.0.2 (appendix IV).
"""

from __future__ import annotations

from collections.abc import Mapping

#: BCP 47 language -> the babel name biblatex knows (biblatex manual, table 2).
LANGIDS: Mapping[str, str] = {
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

#: Babel names with a region, and other names of languages, -> BCP 47 tag.
LANGUAGES: Mapping[str, str] = {
    **{name: tag for tag, name in LANGIDS.items()},
    "norwegian": "nb",
    "american": "en-US",
    "usenglish": "en-US",
    "british": "en-GB",
    "ukenglish": "en-GB",
    "canadian": "en-CA",
    "australian": "en-AU",
    "newzealand": "en-NZ",
    "austrian": "de-AT",
    "naustrian": "de-AT",
    "swissgerman": "de-CH",
    "nswissgerman": "de-CH",
    "ngerman": "de",
    "germanb": "de",
    "deutsch": "de",
    "francais": "fr",
    "français": "fr",
    "frenchb": "fr",
    "acadian": "fr-CA",
    "canadien": "fr-CA",
    "brazil": "pt-BR",
    "brazilian": "pt-BR",
    "portuges": "pt",
    "mexican": "es-MX",
    "slovenian": "sl",
    "norsk": "nb",
    "samin": "se",
    "sanskrit": "sa",
    "latin": "la",
    "icelandic": "is",
    "irish": "ga",
    "welsh": "cy",
    "basque": "eu",
    "esperanto": "eo",
    "persian": "fa",
    "farsi": "fa",
    "hindi": "hi",
    "indonesian": "id",
    "vietnamese": "vi",
    "magyar": "hu",
    "macedonian": "mk",
    "polutonikogreek": "el",
    "español": "es",
    "italiano": "it",
    "anglais": "en",
    "englisch": "en",
    "inglés": "en",
    "allemand": "de",
    "französisch": "fr",
    "espagnol": "es",
    "italien": "it",
}
#: ISO 639-2 codes that are in use for languages that have a shorter one.
CODES: Mapping[str, str] = dict(
    pair.split(":")
    for pair in """eng:en ger:de deu:de fre:fr fra:fr spa:es ita:it por:pt dut:nl nld:nl rus:ru jpn:ja chi:zh zho:zh
    kor:ko pol:pl cze:cs ces:cs swe:sv nor:no dan:da fin:fi hun:hu tur:tr gre:el ell:el lat:la ara:ar heb:he ukr:uk
    cat:ca rum:ro ron:ro slo:sk slk:sk slv:sl hrv:hr srp:sr bul:bg""".split()
)

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
