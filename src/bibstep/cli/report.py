"""What is told of a conversion: rejected records, remarks, and the sum of them, as lines of text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bibstep.model import Rejected, Remark, Source
from bibstep.pipeline.finish import Noted
from bibstep.text.clean import shorten

#: How remarks can be told.
STYLES = ("text", "json", "github", "none")
#: The styles that are read by people, who want no thousands of lines but their sum.
_TEXTS = ("text", "github")
#: Of each kind of remark this many are told in full as text; thousands of lines help nobody.
_REMARKS_SHOWN = 5
_REJECTED_SHOWN = 1000
_WIDTH = 500


class Reporter:
    """Takes what a conversion reports, tells it through ``tell`` a line at a time, and keeps count.

    ``style`` is one of STYLES: as text every rejected record and the first remarks of each kind are told, as JSON
    everything, an object a line; with "github" as with text, in lines that GitHub shows beside the files; with "none",
    and with ``quiet`` in any style, only what was rejected.
    """

    def __init__(self, style: str, tell: Callable[[str], None], *, quiet: bool = False) -> None:
        self.rejected = 0
        self.remarks: Counter[str] = Counter()
        self._style = style
        self._tells_remarks = style != "none" and not quiet
        self._tell = tell

    def __call__(self, item: Rejected | Noted) -> None:
        """Take one report of a conversion."""
        if isinstance(item, Rejected):
            self._reject(item)
        else:
            for remark in item.remarks:
                self._remark(item.source, item.key, remark)

    def _reject(self, item: Rejected) -> None:
        self.rejected += 1
        if self._style == "json":
            file, line = item.source
            self._tell(_json(file=file, line=line, rejected=item.reason, raw=item.raw))
        elif self.rejected <= _REJECTED_SHOWN and self._style == "github":
            self._tell(_annotation("error", item.source, "rejected", item.reason))
        elif self.rejected <= _REJECTED_SHOWN:
            raw = f": {item.raw}" if item.raw else ""
            self._tell(shorten(f"{item}{raw}", _WIDTH))

    def _remark(self, source: Source, key: str, remark: Remark) -> None:
        self.remarks[remark.code] += 1
        if not self._tells_remarks:
            return
        if self._style == "json":
            self._tell(_json(file=source.file, line=source.line, key=key, **remark._asdict()))
        elif self._style == "github" and self.remarks[remark.code] <= _REMARKS_SHOWN:
            self._tell(_annotation("warning", source, remark.code, f"{remark.field}: {remark.message}"))
        elif self._style == "text" and self.remarks[remark.code] <= _REMARKS_SHOWN:
            place = f"{source}: " if source.file else ""
            where = f" ({remark.path})" if remark.path else ""
            self._tell(shorten(f"{place}{remark.field}: {remark.message}{where} [{remark.code}]", _WIDTH))

    def summary(self, converted: int) -> str:
        """One line on all of it, or nothing where there is nothing to say or no text wanted."""
        remarks = self.remarks if self._tells_remarks and self._style in _TEXTS else Counter[str]()
        if self._style == "json" or not (self.rejected or remarks):
            return ""
        parts = [f"{_count(converted, 'record')} converted"]
        if self.rejected:
            parts.append(f"{self.rejected} rejected")
        if remarks:
            kinds = ", ".join([f"{code} {count}" for code, count in sorted(remarks.items())])
            parts.append(f"{_count(remarks.total(), 'remark')} ({kinds})")
        hidden = self.rejected > _REJECTED_SHOWN or any(count > _REMARKS_SHOWN for count in remarks.values())
        return "; ".join(parts) + ("; --remarks json tells them all" if hidden else "")


#: What has a meaning in a command to GitHub's runner (actions/toolkit, packages/core/src/command.ts).
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_MESSAGE = str.maketrans(_ESCAPES)
_PROPERTY = str.maketrans({**_ESCAPES, ":": "%3A", ",": "%2C"})


def _annotation(level: str, source: Source, title: str, message: str) -> str:
    """A line that GitHub's runner shows beside the line of a file."""
    place = f"file={source.file.translate(_PROPERTY)},line={source.line}," if source.file else ""
    return f"::{level} {place}title={title.translate(_PROPERTY)}::{shorten(message, _WIDTH).translate(_MESSAGE)}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _json(**values: object) -> str:
    import json

    # Escaped to ASCII: whatever a name or a value holds, no terminal acts on it.
    return json.dumps({name: value for name, value in values.items() if value != ""})
