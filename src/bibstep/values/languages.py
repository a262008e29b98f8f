"""Languages: their names and codes in sources, and their BCP 47 tags.

Sources: ISO 639-1, ISO 639-2 (both codes of a language), CLDR, the biblatex manual (table 2, languages of babel and
polyglossia).
"""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.text.patterns import later

#: A tag, its codes of three letters, its names in English, in the language itself and in others.
_NAMES = """
af afr afrikaans|ar ara arabic العربية|bg bul bulgarian български|bs bos bosnian|ca cat catalan català
cs ces cze czech čeština|cy welsh|da dan danish dansk
de deu ger german deutsch ngerman germanb allemand|de-AT austrian naustrian|de-CH swissgerman nswissgerman
el ell gre greek ελληνικά polutonikogreek
en eng english englisch anglais inglés|en-US american usenglish|en-GB british ukenglish|en-CA canadian
en-AU australian|en-NZ newzealand|eo esperanto
es spa spanish español castellano espanol espagnol|es-MX mexican|et est estonian eesti|eu eus baq basque euskara
fa fas per persian farsi|fi fin finnish suomi|fr fra fre french français francais frenchb französisch
fr-CA acadian canadien|ga irish|gl glg galician galego|he heb hebrew עברית|hi hin hindi|hr hrv scr croatian hrvatski
hu hun hungarian magyar|hy hye arm armenian|id ind indonesian|is isl ice icelandic|it ita italian italiano italien
ja jpn japanese 日本語|ka kat geo georgian|ko kor korean 한국어|la lat latin|lt lit lithuanian|lv lav latvian
mk mkd mac macedonian|ms msa may malay|nb nob|nl nld dut dutch nederlands|nn nno nynorsk|no nor norwegian norsk
pl pol polish polski|pt por portuguese português portugues portuges|pt-BR brazil brazilian
ro ron rum romanian română|ru rus russian русский|sa sanskrit|se samin|sk slk slo slovak|sl slv slovenian slovene
sq sqi alb albanian|sr srp scc serbian|sv swe swedish svenska|th tha thai|tr tur turkish türkçe
uk ukr ukrainian українська|ur urd urdu|vi vie vietnamese|zh zho chi chinese 中文 汉语
en 英文 英语|fr 法语|de 德语|ja 日语|ru 俄语"""
#: A language's code or name in lower case -> its tag.
TAGS: Mapping[str, str] = {
    name: names.split()[0]
    for names in _NAMES.replace("\n", "|").split("|")
    if names
    for name in names.split()
    if "-" not in name
}

#: A language's tag -> its name in babel, and so in biblatex. German is in the spelling of 1996.
BABEL_NAMES: Mapping[str, str] = {
    "ar": "arabic",
    "bg": "bulgarian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "ngerman",
    "de-AT": "naustrian",
    "de-CH": "nswissgerman",
    "el": "greek",
    "en": "english",
    "en-AU": "australian",
    "en-CA": "canadian",
    "en-GB": "british",
    "en-NZ": "newzealand",
    "en-US": "american",
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
    "pt-BR": "brazilian",
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
#: Names that mean another language in babel than elsewhere: its Norwegian is Bokmål.
_IN_BABEL = {"norwegian": "nb", "norsk": "nb"}
_TAG = later(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def tag(name: str) -> str:
    """Return the BCP 47 tag of a language's name or code, in upper or lower case; "" for an unknown one.

    >>> tag("Deutsch"), tag("fre"), tag("Norwegian"), tag("Klingon")
    ('de', 'fr', 'no', '')
    """
    return TAGS.get(name.lower(), "")


def babel_tag(text: str) -> str:
    """Return the BCP 47 tag of a language in a .bib file: a name, with babel's meaning of it, or a tag in any case.

    >>> babel_tag("norwegian"), babel_tag("ngerman"), babel_tag("en_us"), babel_tag("see below")
    ('nb', 'de', 'en-US', '')
    """
    if known := _IN_BABEL.get(text.lower()) or tag(text):
        return known
    if not _TAG.fullmatch(text):
        return ""
    head, *rest = text.replace("_", "-").split("-")
    # A word of three letters may be anything.
    if len(head) > 2 and "-" not in text:
        return ""
    return "-".join([head.lower(), *[part.upper() if len(part) == 2 else part for part in rest]])
