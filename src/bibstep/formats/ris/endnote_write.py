"""Write EndNote's tagged format (.enw, "refer"): a tag and its value on each line, with the values that RIS has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bibstep.formats.filters import unless, when, year
from bibstep.formats.ris import custom as ris_custom
from bibstep.formats.ris import endnote_limits, limits
from bibstep.formats.ris.lines import names
from bibstep.formats.ris.write import arxiv_link, arxiv_number, date, encode, role
from bibstep.formats.template import Encoded, Encoder, Format
from bibstep.model import PageRange
from bibstep.values import notes, pages


def page_text(ranges: Sequence[PageRange]) -> str:
    """The pages as one text: there is one tag for both ends of a range."""
    return pages.text(tuple(ranges))


def lines(values: Mapping[str, object], custom: Sequence[tuple[str, str]]) -> Encoded:
    """Tags and their values as lines; a value of several parts has a line for each, an empty one has none.

    What was read from a tag without a field ("ris-AD" in ``custom``) goes back to it.
    """
    written: list[str] = []
    for tag, value in values.items():
        parts = value if isinstance(value, (tuple, list)) else [value] if value else []
        written += [f"{tag} {encode(part)}" for part in parts]
    kept = [(endnote_limits.TAGS[name], text) for name, text in custom if name in endnote_limits.TAGS]
    return Encoded("\n".join([*written, *[f"%{tag} {encode(text)}" for tag, text in kept]]))


def _encoder(ascii_only: bool) -> Encoder:  # noqa: ARG001  (the format has no commands for what is not ASCII)
    return Encoder(
        encode,
        {
            "kind": endnote_limits.kind,
            "reference_type": endnote_limits.reference_type,
            "names": names,
            "when": when,
            "unless": unless,
            "year": year,
            "date": date,
            "pages": page_text,
            "within": limits.within,
            **limits.FILTERS,
            "role": role,
            "variable": ris_custom.variable,
            "accession": ris_custom.accession,
            "section": ris_custom.section,
            "arxiv_number": arxiv_number,
            "arxiv_link": arxiv_link,
            "notes": notes.lines,
            "lines": lines,
        },
    )


FORMAT = Format(name="endnote", template="endnote.enw.j2", encoder=_encoder, limits=endnote_limits.LIMITS)
