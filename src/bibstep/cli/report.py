"""The report of a conversion: rejected records, remarks and a summary, as lines of text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bibstep.cli.exits import counted
from bibstep.model import Rejected, Remark, Source
from bibstep.pipeline.finish import Noted
from bibstep.remarks import CODES, DOUBTS
from bibstep.text.clean import shorten

#: How remarks can be printed.
STYLES = ("summary", "text", "json", "github", "none")
#: The styles for people, who need a summary instead of thousands of lines.
_FOR_PEOPLE = ("summary", "text", "github")
#: How many remarks of each kind, and how many rejected records, are printed as text.
_REMARKS_SHOWN = 5
_REJECTED_SHOWN = 1000
#: How many different remarks on what a format cannot hold are printed as text.
_UNSAID_SHOWN = 20
#: How many remarks are printed in a summary: doubts, and what did not come along.
_DOUBTS_SHOWN = 3
_WIDTH = 500


class Reporter:
    """Prints the reports of a conversion, a line each, and counts them; ``close`` prints what is printed last.

    ``style`` is one of STYLES. "summary" prints a few doubts and counts the other remarks. "text" prints the first
    remarks of each kind, "json" everything, an object a line. "github" prints the same as "text" in lines that GitHub
    shows beside the files. With "none", and with ``quiet`` in any style, only rejected records are printed. They come
    last, so that nobody has to look for them. ``tell`` prints a line, ``tell_error`` a message and its place.
    """

    def __init__(
        self,
        style: str,
        tell: Callable[[str], None],
        tell_error: Callable[[str, str], None],
        *,
        quiet: bool = False,
    ) -> None:
        self.rejected = self.left_out = 0
        self.remarks: Counter[str] = Counter()
        self._style = style
        self._shows_remarks = style != "none" and not quiet
        self._tell, self._tell_error = tell, tell_error
        self._kept: dict[str, _Group] = {}
        self._errors: list[tuple[str, str]] = []

    def __call__(self, item: Rejected | Noted) -> None:
        """Count one report, and print it or keep it for the end."""
        if isinstance(item, Rejected):
            self._reject(item)
        else:
            self.left_out += item.is_left_out
            for remark in item.remarks:
                self._remark(item.source, item.key, remark)

    def _reject(self, item: Rejected) -> None:
        self.rejected += 1
        if self._style == "json":
            file, line = item.source
            self._tell(json_line(file=file, line=line, rejected=item.reason, raw=item.raw))
        elif self.rejected <= _REJECTED_SHOWN and self._style == "github":
            self._tell(annotation("error", item.source, "rejected", item.reason))
        elif self.rejected <= _REJECTED_SHOWN:
            raw = f": {item.raw}" if item.raw else ""
            self._errors.append((str(item.source), shorten(f"{item.reason}{raw}", _WIDTH)))

    def _remark(self, source: Source, key: str, remark: Remark) -> None:
        self.remarks[remark.code] += 1
        if not self._shows_remarks:
            return
        if self._style == "json":
            self._tell(json_line(file=source.file, line=source.line, key=key, **remark._asdict()))
        elif self._style == "github" and self.remarks[remark.code] <= _REMARKS_SHOWN:
            self._tell(annotation("warning", source, remark.code, f"{remark.field}: {remark.message}"))
        elif self._style in ("summary", "text"):
            if remark.code not in self._kept:
                self._kept[remark.code] = _Group()
            self._kept[remark.code].add(source, remark)

    def given_up(self, converted: int | None) -> str:
        """The line for ``--strict``, which writes nothing: how many records were rejected, and of how many.

        ``converted`` is the number of entries that would have been written; None if those are only a part.
        """
        whole = self.rejected if converted is None else converted + self.left_out + self.rejected
        of = "" if converted is None else f"{self.rejected:,} of "
        return f"{of}{whole:,} {'record' if whole == 1 else 'records'} rejected; nothing written"

    def close(self) -> None:
        """Print what is kept for the end: remarks, by their codes, then rejected records."""
        for line in self._summed_up() if self._style == "summary" else self._listed():
            self._tell(line)
        for place, message in self._errors:
            self._tell_error(message, place)

    def _summed_up(self) -> Iterator[str]:
        """The lines of the gravest doubts: of each kind one, then more of the first kinds if there is room."""
        codes = [code for code in DOUBTS if code in self._kept]
        chosen = sorted(
            [
                (number, rank)
                for rank, code in enumerate(codes)
                for number in range(min(len(self._kept[code].lines), _DOUBTS_SHOWN))
            ]
        )[:_DOUBTS_SHOWN]
        for number, rank in sorted(chosen, key=lambda one: one[::-1]):
            yield self._kept[codes[rank]].lines[number]

    def _listed(self) -> Iterator[str]:
        for code in CODES:
            if group := self._kept.get(code):
                yield from group.lines
                if hidden := self.remarks[code] - len(group.lines):
                    yield f"… {hidden} more [{code}]"

    def summary(self, done: str, always: bool = False) -> str:
        """A line with the counts, or "" if there is nothing to report or the style has no summary.

        ``done`` says what was done, "" if the conversion was given up. With ``always``, that alone is worth a line.
        """
        for_people = self._shows_remarks and self._style in _FOR_PEOPLE
        remarks = self.remarks if for_people else Counter[str]()
        if self._style == "json" or not (self.rejected or remarks or (always and for_people)):
            return ""
        parts = [done] if done else []
        if self.rejected:
            parts.append(f"{self.rejected} rejected")
        if remarks:
            kinds = ", ".join([f"{code} {count}" for code, count in sorted(remarks.items(), key=_by_count)])
            parts.append(f"{counted(remarks.total(), 'remark')} ({kinds})")
        return "; ".join(parts) + self._more(remarks)

    def _more(self, remarks: Counter[str]) -> str:
        """How to see what was only counted."""
        if self._style == "summary" and remarks.total() > len([*self._summed_up()]):
            return ": -v lists them"
        hidden = self.rejected > _REJECTED_SHOWN or any(count > _REMARKS_SHOWN for count in remarks.values())
        return "; --remarks json prints them all" if hidden else ""


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    code, count = item
    return -count, code


class _Group:
    """The lines of the first remarks with one code. What a format cannot hold is kept once for each field."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._unsaid: set[tuple[str, str]] = set()

    def add(self, source: Source, remark: Remark) -> None:
        """Keep a remark if it is one of the first."""
        is_unsaid = remark.code == "not-sayable"
        if len(self.lines) == (_UNSAID_SHOWN if is_unsaid else _REMARKS_SHOWN):
            return
        if is_unsaid:
            if (remark.field, remark.message) in self._unsaid:
                return
            self._unsaid.add((remark.field, remark.message))
        place = f"{source}: " if source.file else ""
        where = f" ({remark.path})" if remark.path else ""
        self.lines.append(shorten(f"{place}{remark.field}: {remark.message}{where} [{remark.code}]", _WIDTH))


#: What must be escaped in a command to GitHub's runner (actions/toolkit, packages/core/src/command.ts).
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_MESSAGE = str.maketrans(_ESCAPES)
_PROPERTY = str.maketrans({**_ESCAPES, ":": "%3A", ",": "%2C"})


def annotation(level: str, source: Source, title: str, message: str) -> str:
    """A command to GitHub's runner: it shows the message beside the line of the file."""
    place = f"file={source.file.translate(_PROPERTY)},line={source.line}," if source.file else ""
    return f"::{level} {place}title={title.translate(_PROPERTY)}::{shorten(message, _WIDTH).translate(_MESSAGE)}"


def json_line(**values: object) -> str:
    """A JSON object on one line, without the values that are empty."""
    import json

    # Escaped to ASCII, so that no name or value can control a terminal.
    return json.dumps({name: value for name, value in values.items() if value != ""})
