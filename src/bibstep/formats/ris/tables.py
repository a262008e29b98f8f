"""What RIS files say by their words: reference types, tags and names of languages.

Sources: Reference Manager's RIS format specifications of 2001 and of 2011, and what Zotero, EndNote, Mendeley, JabRef,
Citavi and publishers write beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Reference type -> CSL type. The second part lists types that no specification has and tools write all the same.
TYPES: Mapping[str, str] = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "figure",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "entry",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "EQUA": "document",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "GRANT": "document",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MULTI": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SER": "periodical",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "article",
    "VIDEO": "motion_picture",
    # In no specification:
    "ARTICLE": "article-journal",
    "DISS": "thesis",
    "GOV": "report",
    "GRNT": "document",
    "INCOL": "chapter",
    "INPROC": "paper-conference",
    "JOURN": "article-journal",
    "JRNL": "article-journal",
    "MISC": "document",
    "PREP": "article",
    "PREPRINT": "article",
    "PROC": "paper-conference",
    "REPORT": "report",
    "THESIS": "thesis",
    "UNPD": "article",
    "WEB": "webpage",
}

#: Every tag of the specifications, and those that tools add. What is written like a tag and is none may be text.
TAGS = frozenset(
    """A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP DS ED EP ER ET H1 H2
    ID IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 N1 N2 NO NV OL OP PA PB PP PY RD RI RN RP RT SE SF SL
    SN SP SR ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WP WT WV Y1 Y2 YR""".split()
)
#: Tags under which every line is a value of its own, also a line without a tag: EndNote writes lists so.
LISTS = frozenset("KW SN UR L1 L2 L3 L4".split())
#: Tags of people.
PEOPLE = frozenset("A1 A2 A3 A4 A5 AU ED TA".split())
#: Tags whose values never fill a line, so that what follows without a tag is no part of them.
SHORT = frozenset("TY PY Y1 DA Y2 VL IS CP SP EP DO LA ID".split())

#: Types that appear in a numbered run; of all others IS is the work's own number.
IN_ISSUES = frozenset(
    "article-journal article-magazine article-newspaper chapter paper-conference periodical book review".split()
)
#: Types that can have an article number in the place of pages.
ARTICLES = frozenset(("article-journal", "paper-conference", "chapter"))
#: Types whose own number may stand in SN, where others have an ISSN or ISBN.
NUMBER_IN_SN = frozenset("report patent standard legislation legal_case bill dataset".split())
#: Types whose title may stand in BT.
WHOLE = frozenset("book classic manuscript periodical".split())
#: Types of whose container JF says the full name.
JOURNALS = frozenset("article-journal article-magazine article-newspaper periodical review".split())

#: Second and third people by type: editors where nothing is listed (Zotero, EndNote, citation-js).
SECOND: Mapping[str, str] = {
    "bill": "contributor",
    "motion_picture": "performer",
    "personal_communication": "recipient",
    "song": "performer",
    "speech": "performer",
    "thesis": "contributor",
}
THIRD: Mapping[str, str] = {
    "bill": "contributor",
    "book": "editor",
    "motion_picture": "producer",
    "post-weblog": "illustrator",
    "thesis": "contributor",
}

#: The names of languages, in English and in the language itself, and their codes of three letters (ISO 639-2, also
#: the bibliographic ones), as BCP 47 has them.
_LANGUAGES = """
af afr afrikaans|ar ara arabic العربية|bg bul bulgarian български|bs bos bosnian|ca cat catalan català
cs ces cze czech čeština|da dan danish dansk|de deu ger german deutsch|el ell gre greek ελληνικά|en eng english
es spa spanish español castellano espanol|et est estonian eesti|eu eus baq basque euskara|fa fas per persian farsi
fi fin finnish suomi|fr fra fre french français francais|gl glg galician galego|he heb hebrew עברית|hi hin hindi
hr hrv scr croatian hrvatski|hu hun hungarian magyar|hy hye arm armenian|id ind indonesian|is isl ice icelandic
it ita italian italiano|ja jpn japanese 日本語|ka kat geo georgian|ko kor korean 한국어|la lat latin|lt lit lithuanian
lv lav latvian|mk mkd mac macedonian|ms msa may malay|nl nld dut dutch nederlands|nb nob|no nor norwegian norsk
nn nno|pl pol polish polski|pt por portuguese português portugues|ro ron rum romanian română|ru rus russian русский
sk slk slo slovak|sl slv slovenian slovene|sq sqi alb albanian|sr srp scc serbian|sv swe swedish svenska
th tha thai|tr tur turkish türkçe|uk ukr ukrainian українська|ur urd urdu|vi vie vietnamese
zh zho chi chinese 中文 汉语"""
LANGUAGES: Mapping[str, str] = {
    name: names.split()[0] for names in _LANGUAGES.replace("\n", "|").split("|") if names for name in names.split()
} | {"英文": "en", "英语": "en", "法语": "fr", "德语": "de", "日语": "ja", "俄语": "ru"}
