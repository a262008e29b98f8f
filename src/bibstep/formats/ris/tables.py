"""The reference types and tags of RIS, and the tags of PubMed's and Web of Science's own files.

Sources: Reference Manager's RIS format specifications of 2001 and of 2011, and what Zotero, EndNote, Mendeley, JabRef,
Citavi and publishers write beside them; NLM, "MEDLINE/PubMed Data Element (Field) Descriptions"; Clarivate, "Web of
Science Core Collection Field Tags".
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

#: Tags of PubMed's own files, and of Web of Science's below -> the tags of RIS.
PUBMED: Mapping[str, str] = {
    "AB": "AB",
    "AD": "AD",
    "AID": "DO",
    "AU": "AU",
    "BTI": "BT",
    "CN": "AU",
    "CTI": "T3",
    "DP": "PY",
    "ED": "ED",
    "EN": "ET",
    "FAU": "AU",
    "FED": "ED",
    "GN": "N1",
    "IP": "IS",
    "IS": "SN",
    "ISBN": "SN",
    "ISSN": "SN",
    "JT": "JF",
    "LA": "LA",
    "LID": "DO",
    "MH": "KW",
    "OT": "KW",
    "PB": "PB",
    "PG": "SP",
    "PL": "CY",
    "PMC": "C2",
    "PMID": "AN",
    "TA": "J2",
    "TI": "TI",
    "TT": "OP",
    "VI": "VL",
}
#: What tells of the database's own work: dates of entry, states, owners, subsets, identifiers of people and the like.
PUBMED_ABOUT = frozenset(
    """AUID COIS CI CRDT CRF CTDT DA DCOM DEP DRDT EDAT GR IRAD IR FIR JID LR MHDA MID OCI OID OTO OWN PHST
    PMCR PST PT PUBM RF RN SB SFM SI SO SPIN STAT""".split()
)

#: Tags of ERIC's files, which look like PubMed's (eric.ed.gov, "Save as nbib") -> the tags of RIS.
ERIC: Mapping[str, str] = {
    "AB": "AB",
    "AID": "UR",
    "AU": "AU",
    "DP": "PY",
    "IP": "IS",
    "ISBN": "SN",
    "ISSN": "SN",
    "JT": "JF",
    "LA": "LA",
    "LID": "UR",
    "OID": "AN",
    "OT": "KW",
    "OWN": "DB",
    "PG": "SP",
    "TI": "TI",
    "VI": "VL",
}
#: SO repeats journal, volume and pages.
ERIC_ABOUT = frozenset(("PT", "SO"))
#: What ERIC's PT says -> reference type; of several the first here counts. JT is the publisher of all but articles.
ERIC_TYPES: Mapping[str, str] = {
    "Dissertations/Theses": "THES",
    "Speeches/Meeting Papers": "CONF",
    "Books": "BOOK",
    "Reports": "RPRT",
}

WOS: Mapping[str, str] = {
    "AB": "AB",
    "AF": "AU",
    "AR": "C7",
    "AU": "AU",
    "BA": "AU",
    "BE": "ED",
    "BF": "AU",
    "BN": "SN",
    "BP": "SP",
    "C1": "AD",
    "CA": "AU",
    "CT": "CP",
    "DE": "KW",
    "DI": "DO",
    "DT": "M3",
    "ED": "ED",
    "EI": "SN",
    "EP": "EP",
    "GP": "AU",
    "ID": "KW",
    "IS": "IS",
    "JI": "J2",
    "LA": "LA",
    "PD": "DA",
    "PI": "CY",
    "PM": "AN",
    "PS": "SP",
    "PU": "PB",
    "PY": "PY",
    "SE": "T3",
    "SN": "SN",
    "SO": "T2",
    "TI": "TI",
    "UT": "AN",
    "VL": "VL",
}
#: Counts, classes, addresses of people and of the publisher, days of export.
WOS_ABOUT = frozenset(
    "AE CR D2 DA EA EC EM EY FU FX GA HC HP HO J9 NR OA OI PA PG PT RI RP SC SI TC U1 U2 WC WE Z8 Z9 ZB".split()
)
#: What a work is published in -> reference type.
WOS_TYPES: Mapping[str, str] = {"B": "BOOK", "C": "CONF", "J": "JOUR", "P": "PAT", "S": "CHAP"}
