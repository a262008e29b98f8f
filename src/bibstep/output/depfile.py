"""What an output was made from, as a rule of make: ``refs.bib: papers/a.txt``, every name escaped as make reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from bibstep.formats import READERS
from bibstep.input.sources import files_of, same_file

#: What GNU make reads a backslash before, wherever a name stands.
_BACKSLASH = re.compile(r"[ #:*?\[]")
#: Read otherwise: a second dollar makes one, and an equals sign would make the rule a variable's definition.
_OTHERWISE = {"$": "$$", "=": "$(if ,,=)"}
_SPECIAL = re.compile(_BACKSLASH.pattern[:-1] + "$=]")
#: What make has no escape for: some characters, white space or ``&`` at the end, the syntax of a member of an archive.
_NO_ESCAPE = re.compile(r"[;|\\\x00-\x1f\x7f]|[\s&]\Z|.\(.*\)\Z", re.DOTALL)


def sources(inputs: Iterable[str], reader: str, outputs: Sequence[str]) -> Iterator[str]:
    """The files that inputs stand for: themselves, or a folder's files and, for what is added later, its folders.

    Standard input has no name. Outputs are passed over, and so is a folder with one in it: each run changes it.
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


def sayable(name: str) -> bool:
    """Whether make has a way to say a file's name."""
    return bool(name) and not _NO_ESCAPE.search(_portable(name))


def rule(targets: Iterable[str], sources: Iterable[str]) -> bytes:
    """A rule that says what the targets were made from, and an empty rule for each source.

    All names are sayable. The empty rules keep make from stopping where a source is no longer there (GNU make's manual,
    "Rules without Recipes or Prerequisites"; what ``cc -MP`` writes).
    """
    names = list(dict.fromkeys(sources))
    lines = [" \\\n  ".join([" ".join(map(_target, targets)) + ":", *map(_escaped, names)])]
    lines += [f"{_target(name)}:" for name in names]
    return os.fsencode("\n".join(lines) + "\n")


def _escaped(name: str) -> str:
    """A name as make reads it among what a rule depends on."""
    name = _portable(name)
    if name.startswith("~") or not re.search(r"[./]", name):  # ``~`` is a home folder, ``define`` a directive
        name = "./" + name
    return _SPECIAL.sub(lambda match: _OTHERWISE.get(match[0]) or "\\" + match[0], name)


def _target(name: str) -> str:
    """A name as make reads it before the colon, where ``%`` would make the rule a pattern."""
    return _escaped(name).replace("%", "\\%")


def _portable(name: str) -> str:
    return name.replace(os.sep, "/")
