"""The template words that mean the same in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bibstep.model import Date, Span
from bibstep.values import dates


def one_line(text: str) -> str:
    """A text on one line: a note, and nothing else in a record, can have several."""
    return text.replace("\n", " ") if "\n" in text else text


def when(value: object, kind: str, *kinds: str) -> object:
    """The value where the entry's kind is one of the named ones, else nothing."""
    return value if kind in kinds else ""


def unless(value: object, kind: str, *kinds: str) -> object:
    """The value where the entry's kind is none of the named ones, else nothing."""
    return "" if kind in kinds else value


def then(value: object, word: str) -> str:
    """The word where the value holds something: ``arxiv | then("arXiv")`` names the archive of an eprint."""
    return word if value else ""


def year(value: Date | None) -> str:
    """The year in four digits ("0896", "44 BC"), or what stands for it ("in press"); the date may be missing."""
    if not value:
        return ""
    return value.literal or dates.year(value)


def marked_up(spans: Iterable[Span], tags: Mapping[str, tuple[str, str]], write: Callable[[Span, int], str]) -> str:
    """Rich text with each style between its opening and closing tag.

    ``write`` gives the text of a span, told where it begins in the whole text (in characters). Neighbours that share
    their outer styles stay within one pair of tags.
    """
    parts: list[str] = []
    open_styles: tuple[str, ...] = ()
    start = 0
    for span in spans:
        styles = span.styles
        if styles != open_styles:
            common = 0
            while common < min(len(open_styles), len(styles)) and open_styles[common] == styles[common]:
                common += 1
            parts.extend([tags[style][1] for style in reversed(open_styles[common:])])
            parts.extend([tags[style][0] for style in styles[common:]])
            open_styles = styles
        elif "math" in styles:  # two formulas side by side are two, not one
            parts.append(tags["math"][1] + tags["math"][0])
        parts.append(write(span, start))
        start += len(span.text)
    parts.extend([tags[style][1] for style in reversed(open_styles)])
    return "".join(parts)


def thesis_word(record_type: str) -> str:
    """What stands for the kind of a thesis that does not say it: without it, styles print "PhD thesis"."""
    return "Thesis" if record_type == "thesis" else ""
