"""What the optional notes say: the journal's metrics and the translated title, in words."""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.model import Metrics, Translation


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
    written = []
    for value in values:
        if isinstance(value, Metrics):
            value = metrics_text(value)
        elif isinstance(value, Translation):
            value = translation_text(value)
        if value:
            written.append(str(value))
    return written
