"""The link at the beginning of a note or ``howpublished``, and the text after it."""

from __future__ import annotations

import re

from bibstep.formats.bibtex.fields import BibFields
from bibstep.text.patterns import later
from bibstep.values import identifiers

_LINK = later(r"https?://\S+|\\url\s*\{")
#: A link in ``\url``, or a bare one; a command such as ``\textasciitilde`` in it may end with a space.
_CUT = later(
    r"\s*(\\url\s*\{(?:[^{}]|\{[^{}]*\}){1,2000}\}|https?://(?:\\text[a-z]+\s|\{[^{}]*\}|\S){1,2000})(.*)\Z", re.DOTALL
)
_ACCESSED = later(
    r"(?:online[;,:.]?\s*)?(?:last\s+|date\s+)?(?:accessed|visited|retrieved|checked)(?:\s+on\b)?\s*:?\s*([^()\[\]{}]{4,40})",
    re.IGNORECASE,
)


def is_link(tex: str) -> bool:
    """Whether a field begins with a link."""
    return bool(tex) and _LINK.match(tex.strip()) is not None


def take_link(fields: BibFields) -> str:
    """Take the link out of the ``howpublished`` or the note that begins with one; "" if none does.

    A date of access after it becomes ``urldate``; any other text after it stays in, or is added to, the note.
    """
    for name in ("howpublished", "note"):
        source = fields.get(name, "")
        if not is_link(source) or not (cut := _CUT.match(source)):
            continue
        link, rest = cut[1], cut[2]
        if not link.startswith("\\"):
            bare = link.rstrip(",;.")
            link, rest = bare, link[len(bare) :] + rest
        if not (url := identifiers.url(fields.verbatim(link))[0]):
            continue
        fields.pop(name)
        rest = rest.strip().lstrip(".,;:").strip()
        if rest and not _took_date(fields, rest):
            fields["note"] = "; ".join([part for part in (rest, fields.get("note", "")) if part])
        return url
    return ""


def _took_date(fields: BibFields, text: str) -> bool:
    """Whether a text is only a date of access, which is then in ``urldate``."""
    if not text.strip(".,;()[] ") or "urldate" in fields:
        return not text.strip(".,;()[] ")
    found = _ACCESSED.fullmatch(text.replace("~", " ").strip(".,;()[] "))
    if not found:
        return False
    date, remarks = fields.parse_date(found[1], "accessed")
    if not date or date.literal or remarks:
        return False
    fields["urldate"] = str(date)
    return True
