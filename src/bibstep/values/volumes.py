"""Volumes as sources give them: alone, with the issue in the same field, or as something else that stands there."""

from __future__ import annotations

import re
from typing import NamedTuple

from bibstep.model import Remark
from bibstep.text.clean import clean, decode_entities, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, identifiers
from bibstep.values.dates import MONTH_ABBREVIATIONS


class Volume(NamedTuple):
    """What a volume field holds: a volume, an issue, an arXiv identifier in their place; each may be empty."""

    volume: str = ""
    issue: str = ""
    arxiv: str = ""


_NONE = Volume()

_BOTH = later(r"(\d{1,9}) (\d{1,9}(?:[-/]\d{1,9})?)")
_PREPRINT = later(r"(?:abs|pdf)/|arxiv *:", re.IGNORECASE)
#: What sources write where there is no volume ("&NA;" is Ovid's, the four letters "null" are Crossref's).
_PLACEHOLDER = later(
    r"(?:vol(?:ume)?\.? ?)?(?:null|none|nan|nil|n/?a|n\.a\.|&na;|undefined|unknown|no|[-–—?.*_/#]{1,9})", re.IGNORECASE
)
#: What publishers write there before the volume is known; IEEE's is "PP" with issue 99.
_STATUS_WORDS = (
    r"(?:pp|(?:e-?pub|publish(?:ed)?|print)?[ -]*ahead[ -]of[ -](?:print|publication|time|issue)|aop"
    r"|(?:published )?online[ -](?:first|now|early|only)|first[ -]online|online"
    r"|(?:articles?|papers?)? ?in[ -]pre(?:ss|paration)"
    r"|latest articles|early[ -](?:view|access|online|release)|just accepted|accepted(?: (?:articles?|manuscripts?))?"
    r"|advance[d]?[ -](?:access|articles?|online publication|publication|online)|fast ?track|forthcoming|to appear)"
)
_STATUS = later(rf"{_STATUS_WORDS}(?: (?:{_STATUS_WORDS}|[0-9]{{1,4}}))?", re.IGNORECASE)
_LABEL = later(r"(?:vol(?:umes?|umen|s?\b)|band\b|bd\b|tome\b|v\.|jg\b)[. ]*(?=[0-9IVXLC])", re.IGNORECASE)
_ROMAN = r"[IVXLCDM]{1,12}"
#: One volume as it may stand in front of an issue: 12, 12A, 12-13, 1998/99, LIX, E85, n° 95.
_VOLUME = rf"(?:n ?[°º] ?)?(?:\d{{1,9}}[A-Za-z]{{0,2}}(?:[-–/]\d{{1,9}}[A-Za-z]?)?|{_ROMAN}|[A-Za-z]{{1,4}}-?\d{{1,9}})"
_ALONE = later(rf"{_VOLUME}|[A-Z] \d{{1,9}}")
_SERIES = later(rf"{_VOLUME},? (?:series|ser)\b[. ].{{1,20}}", re.IGNORECASE)
#: A part or a supplement of a volume, which takes the place of the issue (NLM, "Citing Medicine", ch. 1, issue).
_PART = later(
    rf"({_VOLUME})(?: ?[,;/-] ?| )((?:pt|part|parte|teil)\b[. ]*[A-Za-z0-9][^,;]{{0,20}})"
    rf"|({_VOLUME}|\d{{1,9}}) ?[,;/-]? ?((?:suppl|supp\b|sup\b|sonderh|beih).{{0,60}})",
    re.IGNORECASE,
)
_LABELLED = later(
    rf"({_VOLUME}) ?[,;:]? ?(?:no|nr|num|number|numéro|número|issue|iss|heft|n)\b[. ]*[°º]? ?(.{{1,60}})"
    rf"|({_VOLUME}) ?[,;]? ?[nN]\.? ?[°º] ?(.{{1,60}})",
    re.IGNORECASE,
)
_IN_BRACKETS = later(rf"({_VOLUME}) ?\(([^()]{{1,40}})\)")
_COLON = later(rf"({_VOLUME}) ?: ?(\d{{1,9}}(?:[-–/]\d{{1,9}})?)")
_SPACED = later(rf"({_VOLUME}),? (.{{1,120}})")
#: What makes an issue of whatever follows a volume; after a bare number anything does that is not _NO_ISSUE.
_ISSUE = later(
    r"\d|suppl|spec|supp\b|sup\b|[A-Za-z]{1,3}-?\d|sonder|special|extra|hors|monogr|theme|annual|"
    rf"{'|'.join(MONTH_ABBREVIATIONS[1:])}|spring|summer|fall|autumn|winter|[A-Za-z]$|null$|none$",
    re.IGNORECASE,
)
_NO_ISSUE = later(r"\(|(?:series|ser|serie|of|vols?|bde?|jahrgang|edition)\b", re.IGNORECASE)
#: The short name of a series, after the volume in it: "1262 CCIS".
_ACRONYM = later(r"[A-Z]{2,9}")
_ISSUE_LABEL = later(
    r"(?:(?:no|nr|num|number|numéro|número|núm|issue|iss|heft|fasc)\b\.? ?[°º]?|n\.? ?[°º]) ?(?=\d)", re.IGNORECASE
)
#: What a number completes: the volume "21 Suppl" with the issue "1".
_PART_WORD = later(r"(?:suppl(?:ement)?|supp|sup|pt|part|parte|teil)\.?", re.IGNORECASE)
#: Works that appear in a volume's issues. In others, a volume is whatever is printed on the back of it.
IN_ISSUES = frozenset(
    "article article-journal article-magazine article-newspaper paper-conference periodical review review-book".split()
)
_YEAR = later(r"(?:1[5-9]|20)\d\d(?:[-–/]\d{2,4})?")


def parse(text: str) -> Parsed[Volume]:
    """The volume, the issue and the arXiv identifier that a volume field holds.

    Semantic Scholar writes volume, blank, issue ("39 1"; an issue alone keeps its blank: " 2") and for arXiv
    ``abs/`` with the identifier (measured: 12 and 175 of 1,088 records). Statuses ("Online first") and placeholders
    are left out; what cannot be told (a series' name, a month) is kept whole in doubt. Issues stay as written.

    >>> [tuple(parse(text)[0]) for text in ("39 1", " 2", "abs/2404.13957", "25 18_suppl")]
    [('39', '1', ''), ('', '2', ''), ('', '', '2404.13957'), ('25', '18_suppl', '')]
    """
    if text.isdecimal() or not text:
        return Volume(text), ()
    match = _BOTH.fullmatch(text)
    if match:
        return _split(match[1], match[2], text)
    value = clean(decode_entities(text))
    if not value:
        return _NONE, ()
    if _PREPRINT.match(value):
        arxiv, remarks = identifiers.arxiv(value)
        if arxiv:
            return Volume(arxiv=arxiv), ()
        return _NONE, remarks
    if _PLACEHOLDER.fullmatch(value) or _STATUS.fullmatch(value):
        return _NONE, (_doubt(text, "is not a volume; left out"),)
    # A blank in front and nothing else round it: the volume of "volume issue" is empty.
    if text[0] == " " and not text[1:2].isspace() and not text[-1].isspace() and not _BOTH.fullmatch(value):
        return _split("", value, text)
    return _parts(_LABEL.sub("", value, count=1) if _LABEL.match(value) else value, text)


def _parts(value: str, text: str) -> Parsed[Volume]:
    """A cleaned value without its label, by the shapes it can have, from the surest to the least sure."""
    if _ALONE.fullmatch(value) or _SERIES.fullmatch(value):
        return Volume(value), ()
    match = _PART.fullmatch(value)
    if match:
        return _split(match[1] or match[3], match[2] or match[4], text)
    match = _LABELLED.fullmatch(value)
    if match:
        return _split(match[1] or match[3], match[2] or match[4], text)
    match = _IN_BRACKETS.fullmatch(value)
    if match and not _YEAR.fullmatch(match[2].strip()):
        return _split(match[1], match[2].strip(), text)
    match = _COLON.fullmatch(value) or _SPACED.fullmatch(value)
    if match and (
        _ISSUE.match(match[2])
        or (match[1].isdecimal() and not _NO_ISSUE.match(match[2]) and not _ACRONYM.fullmatch(match[2]))
    ):
        return _split(match[1], match[2], text)
    first, _, rest = value.partition(" ")
    if rest and first.lower() in ("null", "none", "&na;", "n/a"):
        return _split("", rest, text)
    return Volume(value), (_doubt(text, "does not look like a volume; kept as it is"),)


def _split(volume: str, issue: str, text: str) -> Parsed[Volume]:
    if _PLACEHOLDER.fullmatch(issue):
        return Volume(volume), (_doubt(text, "holds a placeholder for the issue, which was left out"),)
    seen = repr(text if len(text) < 40 and text.isprintable() else shorten(text, 40))
    said = f"volume {volume}, issue {issue}" if volume else f"issue {issue} without a volume"
    return Volume(volume, issue), (Remark("volume-split", "volume", f"{seen} was read as {said}"),)


def _doubt(text: str, message: str) -> Remark:
    return Remark("volume-doubt", "volume", f"{shorten(text, 40)!r} {message}")


def in_fields(volume: str, issue: str, arxiv: str, kind: str) -> Parsed[Volume]:
    """``parse`` for a work whose source has a field for the issue, too, and perhaps one for an arXiv identifier.

    ``kind`` is the work's type: only what appears in issues is taken apart. A field that says something else than what
    is found in the volume stays as it is.

    >>> in_fields("21 Suppl 1", "", "", "article-journal")[0], in_fields("2 Pt 1", "", "", "book")[0].volume
    (Volume(volume='21', issue='Suppl 1', arxiv=''), '2 Pt 1')
    """
    if kind not in IN_ISSUES or ((volume.isdecimal() or not volume) and (issue.isdecimal() or not issue)):
        return Volume(volume, issue, arxiv), ()
    (found, part, preprint), remarks = parse(volume)
    if issue and _STATUS.fullmatch(volume) and _STATUS.fullmatch(f"{volume} {issue}"):  # PP, 99
        return Volume(found, "", arxiv), parse(f"{volume} {issue}")[1]
    said, more = _issue_in_field(issue)
    if found.isdecimal() and _PART_WORD.fullmatch(part) and said.isdecimal():
        part = said = f"{part} {said}"
    if (part and said not in ("", part)) or (preprint and arxiv not in ("", preprint)):
        return Volume(volume, said, arxiv), more
    return Volume(found, said or part, arxiv or preprint), (*remarks, *more)


def _issue_in_field(text: str) -> Parsed[str]:
    """The issue without its label; nothing for a placeholder or a status."""
    if not text or text.isdecimal():
        return text, ()
    if _PLACEHOLDER.fullmatch(text) or _STATUS.fullmatch(text):
        return "", (Remark("volume-doubt", "issue", f"{shorten(text, 40)!r} is not an issue; left out"),)
    return _ISSUE_LABEL.sub("", text, count=1) if _ISSUE_LABEL.match(text) else text, ()
