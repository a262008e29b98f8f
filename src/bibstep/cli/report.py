"""The report of a conversion: rejected records, remarks and a summary, as lines of text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bibstep.cli.exits import counted
from bibstep.model import Rejected, Remark, Source
from bibstep.pipeline.finish import Noted
from bibstep.text.clean import shorten

#: How remarks can be printed.
STYLES = ("text", "json", "github", "none")
#: The styles for people, who need a summary instead of thousands of lines.
_TEXTS = ("text", "github")
#: How many remarks of each kind, and how many rejected records, are printed as text.
_REMARKS_SHOWN = 5
_REJECTED_SHOWN = 1000
_WIDTH = 500


class Reporter:
    """Prints the reports of a conversion with ``tell``, a line each, and counts them.

    ``style`` is one of STYLES: "text" prints rejected records and the first remarks of each kind, "json" prints
    everything, an object a line, "github" prints the same as "text" in lines that GitHub shows beside the files. With
    "none", and with ``quiet`` in any style, only rejected records are printed.
    """

    def __init__(self, style: str, tell: Callable[[str], None], *, quiet: bool = False) -> None:
        self.rejected = self.left_out = 0
        self.remarks: Counter[str] = Counter()
        self._style = style
        self._shows_remarks = style != "none" and not quiet
        self._tell = tell

    def __call__(self, item: Rejected | Noted) -> None:
        """Print and count one report."""
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
            self._tell(shorten(f"{item}{raw}", _WIDTH))

    def _remark(self, source: Source, key: str, remark: Remark) -> None:
        self.remarks[remark.code] += 1
        if not self._shows_remarks:
            return
        if self._style == "json":
            self._tell(json_line(file=source.file, line=source.line, key=key, **remark._asdict()))
        elif self._style == "github" and self.remarks[remark.code] <= _REMARKS_SHOWN:
            self._tell(annotation("warning", source, remark.code, f"{remark.field}: {remark.message}"))
        elif self._style == "text" and self.remarks[remark.code] <= _REMARKS_SHOWN:
            place = f"{source}: " if source.file else ""
            where = f" ({remark.path})" if remark.path else ""
            self._tell(shorten(f"{place}{remark.field}: {remark.message}{where} [{remark.code}]", _WIDTH))

    def given_up(self, converted: int | None) -> str:
        """The line for ``--strict``, which writes nothing: how many records were rejected, and of how many.

        ``converted`` is the number of entries that would have been written; None if those are only a part.
        """
        whole = self.rejected if converted is None else converted + self.left_out + self.rejected
        of = "" if converted is None else f"{self.rejected:,} of "
        return f"{of}{whole:,} {'record' if whole == 1 else 'records'} rejected; nothing written"

    def summary(self, converted: int | None) -> str:
        """A line with the counts, or "" if there is nothing to report or the style has no summary.

        ``converted`` is None where the conversion was given up, so that nobody counted.
        """
        remarks = self.remarks if self._shows_remarks and self._style in _TEXTS else Counter[str]()
        if self._style == "json" or not (self.rejected or remarks):
            return ""
        parts = [] if converted is None else [f"{counted(converted, 'record')} converted"]
        if self.rejected:
            parts.append(f"{self.rejected} rejected")
        if remarks:
            kinds = ", ".join([f"{code} {count}" for code, count in sorted(remarks.items())])
            parts.append(f"{counted(remarks.total(), 'remark')} ({kinds})")
        hidden = self.rejected > _REJECTED_SHOWN or any(count > _REMARKS_SHOWN for count in remarks.values())
        return "; ".join(parts) + ("; --remarks json prints them all" if hidden else "")


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
