"""A rule for make with the files that an output was made from: ``refs.bib: papers/a.txt``, names escaped."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from bibstep.formats import READERS
from bibstep.input.remote import is_url
from bibstep.input.sources import files_of, same_file
from bibstep.text.patterns import later

#: Characters that GNU make takes literally after a backslash, anywhere in a name.
_BACKSLASH = later(r"[ #:*?\[]")
#: Characters with another escape. (An equals sign would turn the rule into the definition of a variable.)
_OTHERWISE = {"$": "$$", "=": "$(if ,,=)"}
_SPECIAL = later(_BACKSLASH.pattern[:-1] + "$=]")
#: What make cannot escape: some characters, white space or ``&`` at the end, the syntax for members of archives.
_NO_ESCAPE = later(r"[;|\\\x00-\x1f\x7f]|[\s&]\Z|.\(.*\)\Z", re.DOTALL)


def sources(inputs: Iterable[str], reader: str, outputs: Sequence[str]) -> Iterator[str]:
    """Yield the files that inputs stand for: for a folder its files and, because files may be added, its folders.

    Standard input, URLs and outputs are skipped, and so are folders that contain an output, because each run changes
    them. Raises InputError for a folder that cannot be listed, KeyError for a format that is not in READERS.
    """
    changed = [os.path.dirname(out) or "." for out in outputs]
    for one in inputs:
        if not os.path.isdir(one):
            if one != "-" and not is_url(one):
                yield one
            continue
        files = [str(path) for path in files_of(one, READERS[reader].in_folders)]
        files = [path for path in files if not any(same_file(path, out) for out in outputs)]
        folders = dict.fromkeys([one, *[folder for path in files for folder in _between(one, path)]])
        yield from [folder for folder in folders if not any(same_file(folder, other) for other in changed)]
        yield from files


def _between(top: str, path: str) -> list[str]:
    """The folders between ``top`` and a file in it, the outermost first."""
    found: list[str] = []
    while len(path := os.path.dirname(path)) > len(top.rstrip(os.sep)):
        found.insert(0, path)
    return found


def expressible(name: str) -> bool:
    """Whether a rule for make can contain a file's name."""
    return bool(name) and not _NO_ESCAPE.search(_portable(name))


def rule(targets: Iterable[str], sources: Iterable[str]) -> bytes:
    """A rule by which the targets depend on the sources, and an empty rule for each source.

    All names must be ``expressible``. The empty rules keep make from stopping if a source was deleted (GNU make's
    manual, "Rules without Recipes or Prerequisites"; ``cc -MP`` writes them too).
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
