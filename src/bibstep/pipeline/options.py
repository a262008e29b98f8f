"""What a conversion is asked to do: the formats to write, and how records are written in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bibstep.formats import FORMATS, omission
from bibstep.formats.omission import Omission
from bibstep.formats.template import Format
from bibstep.keys import pattern as key_patterns
from bibstep.pipeline.cited import Cited
from bibstep.pipeline.selection import SORTS, Selection
from bibstep.text.suggest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from bibstep.formats.only import Condition
    from bibstep.works.known import KnownWorks

#: What ``notes`` can ask for: fields that no format writes by default.
NOTES = ("metrics", "translation")
#: How records of one work are handled: keep only the first, fill the gaps of the first from the others, or keep all.
DUPLICATES = ("first", "merge", "keep")


class ReadOptions(NamedTuple):
    """How inputs are read: the name of a reader, and the most bytes that a record may take."""

    reader: str
    max_record: int


class Target(NamedTuple):
    """A format to write, and a template of the user's own in place of the format's."""

    form: Format
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How records are written, the same for all formats.

    ``notes``: of NOTES, which to write. ``omit``: what to leave out: fields in CSL's spelling or Python's, words of a
    format ("keywords", "shorttitle"), names of custom values ("file"); after "html:" or so, for that format only.
    ``local_paths``: whether a web page shows paths of the user's own disk.
    ``duplicates``: one of DUPLICATES. ``ascii_only``: TeX commands for non-ASCII characters, in formats that have them.
    ``tidy_titles``: mend titles in capitals and final full stops. ``key``: the pattern of keys (see keys.pattern);
    without one a record keeps the key of its source. ``pins``: a library whose works get the keys they have there.
    ``known``: a library whose works are left out, and whose keys no other work gets. ``remarks``: whether a web page
    shows them. ``cited``: the keys of the records
    to write, with those that belong to them; ``*`` stands for all, and None too. ``only``: conditions that all records
    to write meet ("type=article", see formats.only). The keys are those that they have beside all others. ``sort``: one
    of SORTS, the order of the entries. Raises ValueError for a word that is none of these.
    """

    notes: Sequence[str] = ()
    omit: Sequence[str] = ()
    duplicates: str = "first"
    ascii_only: bool = False
    tidy_titles: bool = False
    key: str = ""
    pins: KnownWorks | None = None
    known: KnownWorks | None = None
    remarks: bool = True
    cited: Sequence[str] | None = None
    sort: str = "input"
    local_paths: bool = False
    only: Sequence[str] = ()

    def __post_init__(self) -> None:
        for option, words in (("notes", self.notes), ("omit", self.omit), ("cited", self.cited), ("only", self.only)):
            if isinstance(words, str):  # its letters would be taken for words
                raise ValueError(f"{option} must be a list of words, not the string {words!r}")
        _check("notes", self.notes, NOTES)
        _check("sort", [self.sort], SORTS)
        _check("duplicates", [self.duplicates], DUPLICATES)
        if self.key:
            key_patterns.parse(self.key)
        omission.parse(self.omit, FORMATS)
        self.conditions()

    @property
    def selects(self) -> bool:
        """Whether not all entries are written in the order of the input."""
        return self.cited is not None or bool(self.only) or self.sort not in ("input", "cited")

    def selection(self) -> Selection:
        """Which entries are written, and in which order."""
        cited = None if self.cited is None else Cited(self.cited)
        return Selection(cited, self.conditions(), self.sort)

    def conditions(self) -> Sequence[Condition]:
        """The conditions of ``only``."""
        if not self.only:
            return ()
        from bibstep.formats import only  # it needs the tables of types of several formats

        return only.parse(self.only)

    def omission(self, form: str = "") -> Omission:
        """What is left out of a format, or of all: what ``omit`` names, and the notes that were not asked for."""
        found = [(field, name) for its, field, name in omission.parse(self.omit, FORMATS) if its in ("", form)]
        fields = [field for field, _ in found if field] + [name for name in NOTES if name not in self.notes]
        names = frozenset([name for _, name in found if name])
        return Omission(tuple(fields), names, form == "html" and not self.local_paths)

    @property
    def kept(self) -> frozenset[str]:
        """The keys of libraries, which no other work may have."""
        return frozenset().union(*[library.keys for library in (self.pins, self.known) if library])


def _check(option: str, words: Iterable[str], choices: Iterable[str]) -> None:
    choices = list(choices)
    for word in words:
        if word not in choices:
            raise ValueError(f"{option}: {word!r} is not known{did_you_mean(word, choices)}")
