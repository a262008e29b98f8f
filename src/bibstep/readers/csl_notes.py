"""The note of a CSL-JSON item: what this project's writer put there, and the variables that Zotero's users put there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibstep.model import Metrics, Translation
from bibstep.text import clean

_METRICS = re.compile(r"Journal metrics: (.+)")
_TRANSLATION = re.compile(r"Translated title(?: \(([A-Za-z0-9-]{1,35})\))?: (.+)")
_IMPACT = re.compile(r"IF (.+)")
_JCR = re.compile(r"JCR (?:(Q[1-4])(?: \((.+)\))?|category (.+))")
_CAS = re.compile(r"CAS zone (?:([1-4])(?: \((.+)\))?|category (.+))")

#: ``{:variable: value}`` anywhere, or ``Variable: value`` on a line of its own (citeproc-js manual, "cheater syntax";
#: Zotero's manual, "Citing fields from Extra").
_BRACED = re.compile(r"\{:([A-Za-z][A-Za-z_-]{0,40}): ?([^{}]{1,1000})\}")
_LINE = re.compile(r"([A-Za-z][A-Za-z_ -]{0,40}?) ?: ?(.+)")


def parse(text: str) -> tuple[str, Metrics, Translation]:
    """A note without the lines that ``notes.lines`` writes, and what these say.

    >>> parse("Seen.\\nJournal metrics: IF 19.8; JCR Q1 (Cell & Tissue Engineering)")[:2]
    ('Seen.', Metrics(impact_factor='19.8', jcr_quartile='Q1', jcr_category='Cell & Tissue Engineering', cas_zone='', \
cas_category=''))
    """
    metrics, translation = Metrics(), Translation()
    rest: list[str] = []
    for line in text.split("\n"):
        match = _METRICS.fullmatch(line)
        read = _metrics(match[1]) if match and not metrics else None
        if read:
            metrics = read
            continue
        match = _TRANSLATION.fullmatch(line)
        if match and not translation:
            translation = Translation(match[2], "", match[1] or "")
            continue
        rest.append(line)
    return "\n".join(rest), metrics, translation


def _metrics(text: str) -> Metrics | None:
    """The parts in their order, each but once; a category may hold semicolons, so the parts are told by their words."""
    values = {"IF ": "", "JCR ": "", "CAS zone ": ""}
    part = ""
    for piece in text.split("; "):
        begun = next((word for word in values if piece.startswith(word) and not values[word]), "")
        if not begun and not part:
            return None
        part = begun or part
        values[part] = piece if begun else f"{values[part]}; {piece}"
    impact, jcr, cas = _IMPACT.fullmatch(values["IF "]), *map(re.fullmatch, (_JCR, _CAS), list(values.values())[1:])
    if any(value and not match for value, match in zip(values.values(), (impact, jcr, cas), strict=True)):
        return None
    return Metrics(
        impact[1] if impact else "",
        *((jcr[1] or "", jcr[2] or jcr[3] or "") if jcr else ("", "")),
        *((cas[1] or "", cas[2] or cas[3] or "") if cas else ("", "")),
    )


def variables(text: str, known: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """A note without what sets a variable in it, and these as (variable, value).

    ``known`` has the variables by their names in small letters with hyphens; a line with another name is text.

    >>> variables("Read: twice.\\nOriginal Date: 1901\\n{:pmid: 12}", {"original-date": "original-date", "pmid": "PMID"})
    ('Read: twice.', [('original-date', '1901'), ('PMID', '12')])
    """
    found: list[tuple[str, str]] = []

    def braced(match: re.Match[str]) -> str:
        variable = known.get(_key(match[1]))
        if not variable:
            return match[0]
        found.append((variable, clean(match[2])))
        return ""

    rest: list[str] = []
    for line in text.split("\n"):
        if "{:" in line:
            line = _BRACED.sub(braced, line)
        match = _LINE.fullmatch(line.strip())
        variable = known.get(_key(match[1])) if match else None
        if match and variable:
            found.append((variable, clean(match[2])))
        elif line.strip():
            rest.append(line)
    return "\n".join(rest), found


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "-").replace("_", "-")
