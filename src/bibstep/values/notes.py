"""What the optional notes say: the journal's metrics and the translated title, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibstep.model import Metrics, Translation
from bibstep.text.clean import clean
from bibstep.text.patterns import later
from bibstep.values.variables import NOTED

#: Where a note of ours begins: at the start of a text, of a line, or, where a reader has folded lines, after a space.
_NOTE = later(r"(?:^|(?<=\s))(Journal metrics|Translated title(?: \(([A-Za-z0-9-]{1,35})\))?): ")
_FACTOR = later(r"IF (\S+)")
_RANKED = later(r"(JCR|CAS zone) (?:category (?P<alone>.+)|(?P<value>\S+)(?: \((?P<category>.+)\))?)")


def metrics_text(metrics: Metrics) -> str:
    """The metrics as one line, which begins so that no reader takes it for a variable of its own.

    >>> metrics_text(Metrics("19.8", "Q1", "Cell & Tissue Engineering", "1", "医学"))
    'Journal metrics: IF 19.8; JCR Q1 (Cell & Tissue Engineering); CAS zone 1 (医学)'
    """
    parts = [f"IF {metrics.impact_factor}"] if metrics.impact_factor else []
    for label, value, category in (
        ("JCR", metrics.jcr_quartile, metrics.jcr_category),
        ("CAS zone", metrics.cas_zone, metrics.cas_category),
    ):
        if value:
            parts.append(f"{label} {value} ({category})" if category else f"{label} {value}")
        elif category:
            parts.append(f"{label} category {category}")
    return f"Journal metrics: {'; '.join(parts)}" if parts else ""


def translation_text(translation: Translation) -> str:
    """The translated title as one line, with its language.

    >>> translation_text(Translation("msc的特点", "", "zh"))
    'Translated title (zh): msc的特点'
    """
    if not translation.title:
        return ""
    language = f" ({translation.language})" if translation.language else ""
    return f"Translated title{language}: {translation.title}"


def lines(values: Iterable[object]) -> list[str]:
    """Notes as lines of text: a string as it is, metrics and a translation in words; empty ones leave none."""
    return [text for value in values if value and (text := _text(value))]


def _text(value: object) -> str:
    if isinstance(value, Metrics):
        return metrics_text(value)
    return translation_text(value) if isinstance(value, Translation) else str(value)


def parse(text: str) -> tuple[str, Metrics, Translation]:
    """The inverse of ``lines``: (what is left of the text, the metrics, the translated title) of a note.

    A line that only begins like a note of ours stays in the text.

    >>> parse("Read twice.\\nJournal metrics: IF 19.8; JCR Q1 (Cell & Tissue Engineering)")[:2]
    ('Read twice.', Metrics(impact_factor='19.8', jcr_quartile='Q1', jcr_category='Cell & Tissue Engineering', \
cas_zone='', cas_category=''))
    """
    kept: list[str] = []
    metrics, translation = Metrics(), Translation()
    starts = list(_NOTE.finditer(text))
    position = 0
    for index, match in enumerate(starts, 1):
        end = starts[index].start() if index < len(starts) else len(text)
        first, broken, rest = text[match.end() : end].partition("\n")
        line = first.strip()
        if match[1] == "Journal metrics" and not metrics and (read := _metrics(line)):
            metrics = read
        elif match[1] != "Journal metrics" and not translation and line:
            translation = Translation(line, "", match[2] or "")
        else:
            continue
        kept.append(text[position : match.start()])
        position = end - len(rest) - len(broken)
    kept.append(text[position:])
    return "\n".join([part for part in map(str.strip, kept) if part]), metrics, translation


def _metrics(text: str) -> Metrics | None:
    """The metrics of one line, None where it says anything else."""
    values: dict[str, str] = {}
    names = {"JCR": ("jcr_quartile", "jcr_category"), "CAS zone": ("cas_zone", "cas_category")}
    for part in re.split(r"; (?=JCR |CAS zone )", text):
        if factor := _FACTOR.fullmatch(part):
            values["impact_factor"] = factor[1]
        elif ranked := _RANKED.fullmatch(part):
            value, category = names[ranked[1]]
            values[value] = ranked["value"] or ""
            values[category] = ranked["alone"] or ranked["category"] or ""
        else:
            return None
    return Metrics(**values)


# Variables ------------------------------------------------------------------------------------------------------------

#: ``{:variable: value}`` anywhere, or ``Variable: value`` on a line of its own (citeproc-js manual, "cheater syntax";
#: Zotero's manual, "Citing fields from Extra").
_BRACED = later(r"\{:([A-Za-z][A-Za-z_-]{0,40}): ?([^{}]{1,1000})\}")
_LINE = later(r"([A-Za-z][A-Za-z_ -]{0,40}?) ?: ?(.+)")


def variables(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a note into its text and the variables that it sets, as (variable, value); other lines are text.

    >>> variables("Read: twice.\\nOriginal Date: 1901")
    ('Read: twice.', [('original-date', '1901')])
    """
    found: list[tuple[str, str]] = []

    def braced(match: re.Match[str]) -> str:
        variable = NOTED.get(_key(match[1]))
        if not variable:
            return match[0]
        found.append((variable, clean(match[2])))
        return ""

    rest: list[str] = []
    for line in text.split("\n"):
        if "{:" in line:
            line = _BRACED.sub(braced, line)
        match = _LINE.fullmatch(line.strip())
        variable = NOTED.get(_key(match[1])) if match else None
        if match and variable:
            found.append((variable, clean(match[2])))
        elif line.strip():
            rest.append(line)
    return "\n".join(rest), found


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "-").replace("_", "-")
