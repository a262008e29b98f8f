"""The rule for make of what an output was made from: ``refs.bib: papers/a.txt``, with names escaped for make."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from bibstep.formats import READERS
from bibstep.input.sources import files_of, same_file

#: What GNU make takes with a backslash before it, in every place of a name.
_BACKSLASH = re.compile(r"[ #:*?\[]")
#: Escaped otherwise: a dollar is doubled, and an equals sign would make the rule the definition of a variable.
_OTHERWISE = {"$": "$$", "=": "$(if ,,=)"}
_SPECIAL = re.compile(_BACKSLASH.pattern[:-1] + "$=]")
#: What make has no escape for: some characters, white space or ``&`` at the end, the syntax for members of archives.
_NO_ESCAPE = re.compile(r"[;|\\\x00-\x1f\x7f]|[\s&]\Z|.\(.*\)\Z", re.DOTALL)


def sources(inputs: Iterable[str], reader: str, outputs: Sequence[str]) -> Iterator[str]:
    """The files that inputs stand for. For a folder these are its files and, because files may be added, its folders.

    Standard input has no name. Outputs are skipped, and so are folders with an output in them: each run changes them.
    Raises InputError for a folder that cannot be listed, KeyError for a format that is not in READERS.
    """
    changed = [os.path.dirname(out) or "." for out in outputs]
    for one in inputs:
        if not os.path.isdir(one):
            if one != "-":
                yield one
            continue
        files = [str(path) for path in files_of(one, READERS[reader].in_folders)]
        files = [path for path in files if not any(same_file(path, out) for out in outputs)]
        folders = dict.fromkeys([one, *[folder for path in files for folder in _between(one, path)]])
        yield from [folder for folder in folders if not any(same_file(folder, other) for other in changed)]
        yield from files


def _between(top: str, path: str) -> list[str]:
    """The folders from below ``top`` down to a file in it, outermost first."""
    found: list[str] = []
    while len(path := os.path.dirname(path)) > len(top.rstrip(os.sep)):
        found.insert(0, path)
    return found


def expressible(name: str) -> bool:
    """Whether a rule of make can have a file's name in it."""
    return bool(name) and not _NO_ESCAPE.search(_portable(name))


def rule(targets: Iterable[str], sources: Iterable[str]) -> bytes:
    """A rule for what the targets were made from, and an empty rule for each source; all names are ``expressible``.

    The empty rules keep make from stopping when a source is gone (GNU make's manual, "Rules without Recipes or
    Prerequisites"; what ``cc -MP`` writes).
    """
    names = list(dict.fromkeys(sources))
    lines = [" \\\n  ".join([" ".join(map(_target, targets)) + ":", *map(_escaped, names)])]
    lines += [f"{_target(name)}:" for name in names]
    return os.fsencode("\n".join(lines) + "\n")


def _escaped(name: str) -> str:
    """A name escaped for make, as a prerequisite of a rule."""
    name = _portable(name)
    if name.startswith("~") or not re.search(r"[./]", name):  # ``~`` is a home folder, ``define`` a directive
        name = "./" + name
    return _SPECIAL.sub(lambda match: _OTHERWISE.get(match[0]) or "\\" + match[0], name)


def _target(name: str) -> str:
    """A name escaped for make, as a target, where ``%`` would make the rule a pattern."""
    return _escaped(name).replace("%", "\\%")


def _portable(name: str) -> str:
    return name.replace(os.sep, "/")
