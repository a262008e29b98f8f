"""The tags of PubMed's and Web of Science's own files, and what they are in RIS.

Sources: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions"; Clarivate, "Web of Science Core Collection Field
Tags".
"""

from __future__ import annotations

from collections.abc import Mapping

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
    "IP": "IS",
    "IS": "SN",
    "ISBN": "SN",
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
    "TT": "TT",
    "VI": "VL",
}
#: What tells of the database's own work: dates of entry, states, owners, subsets, identifiers of people and the like.
PUBMED_ABOUT = frozenset(
    """AUID COIS CI CRDT CRF CTDT DA DCOM DEP DRDT EDAT GN GR IRAD IR FIR JID LR MHDA MID OAB OABL OCI OID OTO OWN PHST
    PMCR PST PT PUBM RF RN SB SFM SI SO SPIN STAT""".split()
)

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
    "AE CR D2 DA EA EC EM EY FU FX GA HC HP HO J9 MA NR OA OI PA PG PT RI RP SC SI TC U1 U2 WC WE Z8 Z9 ZB".split()
)
#: What a work is published in -> reference type.
WOS_TYPES: Mapping[str, str] = {"B": "BOOK", "C": "CONF", "J": "JOUR", "P": "PAT", "S": "CHAP"}
