"""Read manuscripts with the files that they include, in the order of the text."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import NamedTuple

from bibstep.errors import InputError
from bibstep.input.sources import shown
from bibstep.manuscripts.citation import Citation, CitesAll, Found, Include, Label, Mark, Text, Unread
from bibstep.manuscripts.latex import Commands
from bibstep.text.suggest import did_you_mean

#: A parser yields what a text cites, given also the file's name and the macros so far, which it may extend.
Parser = Callable[[str, str, Commands], Iterator[Found]]


class Syntax(NamedTuple):
    """A syntax of manuscripts: its name, the endings of its files, the function that parses a text."""

    name: str
    endings: tuple[str, ...]
    parser: str


#: The syntaxes. The ending of a file decides.
SYNTAXES = (
    Syntax("LaTeX", (".tex", ".ltx", ".latex", ".rnw", ".sty", ".cls"), "latex:parse"),
    Syntax("LaTeX's .aux", (".aux",), "aux_files:parse_aux"),
    Syntax("biber's .bcf", (".bcf",), "aux_files:parse_bcf"),
    Syntax("Markdown", (".md", ".markdown", ".mdown", ".pandoc", ".qmd", ".rmd", ".myst"), "markdown:parse"),
    Syntax("Typst", (".typ",), "typst:parse"),
    Syntax("Org", (".org",), "org:parse"),
    Syntax("reStructuredText", (".rst", ".rest"), "rst:parse"),
    Syntax("Word", (".docx",), "docx:parse"),
)
#: Endings of files that only programs write.
GENERATED = (".aux", ".bcf", ".docx")
#: The largest file that is read, in bytes.
_LARGEST = 1 << 28


class Problem(NamedTuple):
    """A place that could not be read, and the reason."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass
class Cited:
    """What manuscripts cite: citations in the order of the text, the files read, and the labels that they define.

    ``everything``: the manuscripts ask for the whole bibliography. ``problems``: places that could not be read.
    """

    citations: list[Citation] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    everything: bool = False

    @property
    def keys(self) -> list[str]:
        """The keys that count, each once, in the order of citation; ``*`` stands for the whole bibliography."""
        found = dict.fromkeys(one.key for one in self.citations if one.is_used and one.key not in self.labels)
        return [*found, *(["*"] if self.everything else [])]


def files_named(patterns: Iterable[str]) -> list[str]:
    """The files that names and patterns (``chapters/*.md``) stand for, each once, in order.

    Raises InputError for a name or a pattern without a file, and for a folder.
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        names = [pattern]
        if not os.path.exists(pattern) and glob.has_magic(pattern):
            names = sorted(glob.glob(pattern, recursive=True), key=os.fsencode)
            if not names:
                raise InputError(f"{shown(pattern)}: no file matches")
        for name in names:
            if os.path.isdir(name):
                raise InputError(f"{shown(name)} is a folder; name its files, for example '{shown(name)}/*.tex'")
            found[name] = None
    return list(found)


def cited(paths: Iterable[str], contents: Mapping[str, bytes] | None = None) -> Cited:
    """Read manuscripts: what they cite, with the files that they include. ``contents`` are read in place of files.

    Raises InputError for a file that cannot be read or whose syntax is not known. An included file that is missing is
    a problem in the result.
    """
    found = Cited()
    places: dict[str, list[Mark]] = {}
    order: list[Mark] = []
    texts: dict[str, Text] = {}
    known = Commands()
    for path in paths:
        reading = _Reading(os.path.dirname(path), known, texts, found, contents or {})
        for mark in reading.marks(path):
            order.append(mark)
            places.setdefault(mark.file, []).append(mark)
    offsets = {
        file: texts[file].bytes_at([place for mark in marks for place in (mark.start, mark.end)])
        for file, marks in places.items()
    }
    used = {(mark.file, mark.start, mark.key) for mark in order if mark.is_used}
    seen: set[tuple[str, int, str]] = set()
    for mark in order:
        place = mark.file, mark.start, mark.key
        if place in seen or (not mark.is_used and place in used):
            continue
        seen.add(place)
        where = offsets[mark.file]
        line = texts[mark.file].line(mark.start)
        found.citations.append(
            Citation(mark.key, mark.file, line, where[mark.start], where[mark.end], mark.is_label, mark.is_used)
        )
    return found


@dataclass
class _Reading:
    """The reading of one manuscript: the folder of its main file, and what all files share."""

    root: str
    known: Commands
    texts: dict[str, Text]
    found: Cited
    contents: Mapping[str, bytes]

    def marks(self, path: str, via: str = "") -> Iterator[Mark]:
        """The citations of a file and of those it includes; ``via`` is the ending that decides, if it has none."""
        if path in self.texts:
            return
        data = self.contents[path] if path in self.contents else contents_of(path)
        parse = _parser(path, via)
        if path.lower().endswith(".docx"):
            data = import_module("bibstep.manuscripts.docx").fields_of(data, shown(path))
        self.texts[path] = text = Text(data)
        self.found.files.append(path)
        items = parse(text.text, path, self.known)
        for one in items:
            if isinstance(one, Mark):
                yield one._replace(file=one.file or path)
            elif isinstance(one, Include):
                yield from self._included(one, path, text)
            elif isinstance(one, Label):
                self.found.labels.add(one.name)
            elif isinstance(one, CitesAll):
                self.found.everything = True
            elif isinstance(one, Unread):
                self.found.problems.append(Problem(shown(path), text.line(one.position), one.reason))

    def _included(self, one: Include, path: str, text: Text) -> Iterator[Mark]:
        here = os.path.dirname(path)
        for folder in dict.fromkeys(
            (os.path.join(self.root, one.folder), os.path.join(here, one.folder), self.root, here)
        ):
            for ending in one.endings:
                name = os.path.normpath(os.path.join(folder, one.name + ending))
                if os.path.isfile(name):
                    try:
                        yield from self.marks(name, os.path.splitext(path)[1])
                    except InputError as error:
                        self.found.problems.append(Problem(shown(path), text.line(one.position), str(error)))
                    return
        if not one.is_optional:
            reason = f"{one.name} was not found, so its citations are missing"
            self.found.problems.append(Problem(shown(path), text.line(one.position), reason))


def contents_of(path: str) -> bytes:
    """The bytes of a manuscript. Raises InputError if it cannot be read."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{shown(path)}: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > _LARGEST:
        raise InputError(f"{shown(path)}: the file is too large for a manuscript")
    return data


def _parser(path: str, via: str) -> Parser:
    for name in (path, via):
        ending = os.path.splitext(name)[1].lower() or (name.lower() if name == via else "")
        for syntax in SYNTAXES:
            if ending in syntax.endings:
                module, _, function = syntax.parser.partition(":")
                parser: Parser = getattr(import_module(f"bibstep.manuscripts.{module}"), function)
                return parser
    endings = [ending for syntax in SYNTAXES for ending in syntax.endings]
    raise InputError(
        f"{shown(path)}: the ending is not that of a manuscript{did_you_mean(os.path.splitext(path)[1], endings)}"
    )
