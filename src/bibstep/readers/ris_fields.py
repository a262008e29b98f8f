"""The fields of a record out of the tags of a RIS entry, where more than one tag or the type has a say in them."""

from __future__ import annotations

import re

from bibstep import identifiers, titles, volumes
from bibstep import notes as our_notes
from bibstep.model import EMPTY, Date, Metrics, Name, PageRange, Rich, Translation
from bibstep.readers import ris_tables as tables
from bibstep.readers import ris_values as values
from bibstep.readers.ris_bag import Bag
from bibstep.text import decode_entities, language_of, shorten

#: The parts in a work that have a field of their own.
OWN_ROLES = ("author", "editor", "translator")

#: White space, and what ends or breaks a key in LaTeX and Markdown, is in no citation key.
_KEY = re.compile(r"[^\s{},\"'#%\\~=()]+")
_DOI = re.compile(r"(?:(?:doi\b|https?:)[^0-9]{0,30})?10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv ?:.+", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d+", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid|medline|pubmed)[ :]*\d{1,8}|\d{1,8}", re.IGNORECASE)
_PUBMED = re.compile(r"pub ?med|medline|\bnlm\b|national library of medicine", re.IGNORECASE)
_NEXT_LINK = re.compile(r"[,;]? (?=[a-z][a-z-]{2,15}://)")
_DIGIT = re.compile(r".*\d.*", re.DOTALL)
_ISSUE = re.compile(r"(?=.{0,29}\d).{1,30}")
_YEAR = re.compile(r"\d{4}")
_COUNT_TWICE = re.compile(r"(.{1,40}pp?\.) ?- ?\1")
_MEETING = re.compile(
    r"conference|symposi|workshop|congress|meeting|seminar|colloqui|convention|summit|forum|course|school|assembly"
    r"|proceedings|(?:1st|2nd|3rd|\dth)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_A_DATE = re.compile(r"\d{4}[-/]\d{1,2}(?:[-/]\d{0,2}/?)?|(?:\d{4} )?[A-Za-z]{3,9}\.? \d{1,2}(?:,? \d{4})?")
_DEGREE = re.compile(r"\b(?:ph\. ?d|phd|d\. ?phil|m\. ?s|m\. ?a|thesis|diss|master|doctor|bachelor)", re.IGNORECASE)


def identifiers_of(bag: Bag) -> tuple[str, str, str, str]:
    """(DOI, arXiv identifier, link, link to the PDF). A DOI is found in M3, N1, L3 and in links, too."""
    doi = ""
    for text in bag.all("DO", "DI"):
        found = bag.noted(identifiers.doi(text))
        doi = doi or found
        if found and found.lower() != doi.lower():
            bag.keep("ris-DO", found)
    for tag in ("M3", "N1", "L3"):
        text = bag.matching(_DOI, tag)
        found = identifiers.doi(text)[0]
        doi = doi or found
        if text and found.lower() != doi.lower():
            bag.keep(f"ris-{tag}", text)
    arxiv = ""
    for tag in ("C1", "AN", "M1", "M3", "VL"):
        if not arxiv and (text := bag.matching(_ARXIV, tag)):
            arxiv = identifiers.arxiv(text)[0]
            if not arxiv:
                bag.keep(f"ris-{tag}", text)
    texts = [part for text in bag.all("UR", "LK", "L2") for part in _NEXT_LINK.split(text)]
    links = [link for text in texts if (link := bag.noted(identifiers.url(text)))]
    doi = doi or next((found for link in links if (found := identifiers.doi_in_url(link))), "")
    links = [link for link in dict.fromkeys(links) if not identifiers.same_work(link, doi, arxiv)]
    files = [link for text in bag.all("L1") if (link := bag.noted(identifiers.url(text)))]
    if not files and len(links) > 1:
        files = [link for link in links[1:] if link.lower().endswith(".pdf")][:1]
    url, pdf = links[0] if links else "", files[0] if files else ""
    for tag, others in (("UR", links[1:]), ("L1", files[1:])):
        for link in others:
            if link not in (url, pdf):
                bag.keep(f"ris-{tag}", link)
    return doi, arxiv, url, pdf


def title(bag: Bag, kind: str) -> Rich:
    """The title; a whole book's may stand in BT, and where none is said the next best is taken."""
    value = bag.take("TI", "T1", "CT") or (bag.take("BT") if kind in tables.WHOLE else "")
    if not value:
        others = ("JF", "JO", "T2") if kind == "periodical" else ("T2", "BT", "JF", "JO", "T3", "ST", "TT")
        value = bag.take(*others)
        if kind != "periodical" or not value:
            bag.remark("title-missing", "title", "the record has no TI; " + ("another was taken" if value else "none"))
    if not value:
        return EMPTY
    found = bag.noted(titles.parse(value))
    bag.remarks.extend(titles.doubts(found))
    return found


def containers(bag: Bag, kind: str) -> tuple[str, str, str, str]:
    """(container's title, its abbreviation, series, event) of T2, T3, JF and their like, by type.

    Web of Science has the name of the conference in CP, also for papers that a journal printed.
    """
    short = bag.first("container_title_short", "J2")
    container, event, series = "", "", ""
    if kind in tables.EVENTS:
        container = bag.first("container_title", *(("C3", "BT") if kind == "paper-conference" else ("BT",)))
        if container:
            bag.drop(container, "C3", "BT", "T2", "JF")
            event = bag.first("event_title", "T2")
    elif kind in tables.SERIES_IN_T2 and not bag.has("T3"):
        series = bag.first("collection_title", "T2")
    order = ("JF", "T2", "JO") if kind in tables.JOURNALS else ("BT", "T2", "JF", "JO")
    container = container or bag.first("container_title", *order, "BT", "J1", "JA")
    bag.drop(container, "T2", "JF", "JO", "BT", "J1", "JA")
    short = short or bag.first("container_title_short", "JA", "J1", "JO")
    if not event and _MEETING.search(bag.peek("CP")):
        event = bag.first("event_title", "CP")
    return container, short, series or bag.first("collection_title", "T3"), event


def people(bag: Bag, kind: str, word: str, in_series: bool) -> dict[str, tuple[Name, ...]]:
    """Part in the work -> the people; ``word`` is the reference type as written."""
    found: dict[str, tuple[Name, ...]] = dict.fromkeys(OWN_ROLES, ())
    second = tables.SECOND.get(kind, "editor")
    if kind in tables.SERIES_IN_T2 and (in_series or bag.has("A3")):
        second = "collection-editor"
    third = tables.THIRD.get(kind, "collection-editor")
    first = "editor" if word.strip().upper() == "EDBOOK" and not bag.has("ED") else "author"
    for role, tags in (
        (first, ("AU", "A1")),
        ("editor", ("ED",)),
        (second, ("A2",)),
        (third, ("A3",)),
        ("translator", ("A4",)),
    ):
        if not bag.has(*tags):
            found.setdefault(role, ())
            continue
        names = bag.noted(values.people(bag.all(*tags), role if role in OWN_ROLES else "roles"))
        before = found.get(role, ())
        found[role] = before + tuple([name for name in names if name not in before])
    return found


def pages_of(bag: Bag, kind: str, container: str) -> tuple[tuple[PageRange, ...], str, str]:
    """(pages, article number, number of pages) of SP, EP and C7."""
    start, end = bag.first("page", "SP"), bag.first("page", "EP")
    if not start and kind in tables.JOURNALS:
        start = bag.matching(_DIGIT, "SE", "M2")
    number = bag.matching(_DIGIT, "C7") if kind in tables.ARTICLES else ""
    twice = _COUNT_TWICE.fullmatch(start)
    start, end = twice[1] if twice else start, "" if end == start else end
    alone = kind in tables.PAGES_IN_SP and not (container and bag.has("VL"))
    if start and not end and (count := values.page_count(start, alone)):
        return (), number, count
    if start == number and not end:
        return (), number, ""
    ranges, found, remarks = values.page_range(start, end)
    if found and kind not in tables.ARTICLES:
        return ranges or (PageRange(start or end),), "", ""
    bag.remarks.extend(remarks)
    return ranges, number or found, ""


def numbering(bag: Bag, kind: str, number: str, container: str) -> tuple[str, str, str]:
    """(volume, issue, number) of VL, IS, CP and M1; IS is the work's own number where it is in no numbered run.

    A thesis is in one where it has a volume of something: Dissertation Abstracts, as PsycINFO writes it.
    """
    if kind == "thesis" and _DEGREE.search(bag.peek("VL")) and not bag.has("M3"):
        bag.rename("VL", "M3")
    volume = bag.first("volume", "VL", "VO")
    issue = bag.first("issue", "IS", "NO") or bag.matching(_ISSUE, "CP")
    if kind not in tables.IN_ISSUES and not (kind == "thesis" and volume and container):
        return volume, "" if not number else issue, number or issue or bag.first("number", "M1")
    if not issue and kind not in ("book", "classic", "chapter"):
        issue = bag.matching(_ISSUE, "M1")
    if volume and not issue:
        split = volumes.parse(volume)
        # "1262 CCIS" is a volume of a series, by its short name.
        if split[1] and not (split[1].isalpha() and split[1].isupper()):
            bag.remarks.extend(split[3])
            return split[0], split[1], number
    return volume, issue, number


def place(bag: Bag, kind: str) -> str:
    """The publisher's place; CP is one where it is no meeting, and C1 for a paper in proceedings."""
    tags = ["CY", "PP"]
    if not _MEETING.search(bag.peek("CP")):
        tags.append("CP")
    if kind == "paper-conference":
        tags.append("C1")
    return bag.first("publisher_place", *tags)


def serials(bag: Bag, kind: str, number: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """(ISSNs, ISBNs, number) of SN, which for reports and patents is their own number."""
    issn, isbn, (*unread,) = values.serials(tuple(bag.all("SN"))) if bag.has("SN") else ((), (), ())
    if unread and kind in tables.NUMBER_IN_SN and not number:
        number, *unread = unread
    for text in unread:
        bag.remark("identifier-unread", "issn", f"{shorten(text, 60)!r} is no ISSN or ISBN alone; kept apart")
        bag.keep("ris-SN", text)
    return issn, isbn, number


def notes(bag: Bag) -> tuple[str, Metrics, Translation]:
    """(note, metrics, translation) of the notes, of which some may be our own, and of TT."""
    kept: list[str] = []
    metrics, translation = Metrics(), Translation()
    for text in bag.all("N1", "RN"):
        rest = text
        if "Journal metrics" in text or "Translated title" in text:
            rest, said, translated = our_notes.parse(text)
            metrics, translation = metrics or said, translation or translated
        if rest:
            kept.append(bag.plain(rest, "note"))
    if not translation and (other := bag.first("translation", "TT")):
        translation = Translation(other, "", language_of(other))
    return "; ".join(dict.fromkeys(kept)), metrics, translation


def issued(bag: Bag, kind: str) -> Date | None:
    """The date of publication; EndNote has that of an article's first, electronic one in ET, where others say none."""
    found = bag.noted(values.issued(tuple(bag.all("PY", "Y1", "YR", "DA"))))
    # In older files Y2 completes the year; without a year of its own it is no day on which the work was seen.
    if found and found == Date(found.year) and not _YEAR.search(bag.peek("Y2")):
        finer = values.date(f"{bag.peek('Y2')} {found.year}", "issued")[0] if bag.has("Y2") else None
        if finer and finer.month:
            bag.take("Y2")
            found = finer
    if kind in tables.JOURNALS and _A_DATE.fullmatch(bag.peek("ET")):
        text = bag.take("ET")
        bag.keep("ris-ET", text)
        if not found:
            bag.remark("date-electronic", "issued", f"no date of publication; the electronic one, {text}, was taken")
            return bag.noted(values.issued((text,)))
    return found


def accessed(bag: Bag, kind: str) -> Date | None:
    """The day on which the work was seen: Y2 and RefWorks' RD; EndNote has it in M1 for a page of the web."""
    text = bag.take("Y2", "RD") or (bag.take("M1") if kind == "webpage" else "")
    found, remarks = values.date(text, "accessed") if text else (None, ())
    bag.remarks.extend(remarks)
    if text and not found:
        bag.keep("ris-Y2", text)
    return found


def keywords(bag: Bag) -> tuple[str, ...]:
    """The keywords, one a line; a single line may hold them all, with semicolons between."""
    found = bag.all("KW", "K1")
    if len(found) == 1 and ";" in found[0]:
        found = [text.strip() for text in decode_entities(found[0]).split(";")]
    plain = [bag.plain(text, "keyword") for text in found]
    return tuple([text for text in plain if text])


def language(bag: Bag) -> str:
    """The language's tag; a name that is not known is carried along."""
    text = bag.take("LA")
    found = values.language(text)
    if text and not found:
        bag.keep("ris-LA", text)
    return found


def pmid(bag: Bag) -> str:
    """The PubMed number in AN, unless another database than PubMed is named, whose own number it is then.

    Scopus writes the PubMed number in C2.
    """
    if bag.peek("DB") == "Scopus" and bag.peek("C2").isdecimal():
        return bag.noted(identifiers.pmid(bag.take("C2")))
    named = bag.peek("DB") + " " + bag.peek("DP")
    if not named.strip() or _PUBMED.search(named) or not bag.peek("AN").isdecimal():
        text = bag.matching(_PMID, "AN")
        return bag.noted(identifiers.pmid(text)) if text else ""
    return ""


def pmcid(bag: Bag) -> str:
    """The PubMed Central number, which has no tag of its own, by its form."""
    text = bag.matching(_PMCID, "C2", "C3", "C7", "U2", "AN")
    return bag.noted(identifiers.pmcid(text)) if text else ""


def citation_key(bag: Bag) -> str:
    """ID where it can be a citation key; any other one is carried along."""
    text = bag.take("ID")
    if text and not _KEY.fullmatch(text):
        bag.keep("ris-ID", text)
        return ""
    return text
