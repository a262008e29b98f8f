"""Find and read a configuration: a ``bibstep.toml``, or ``[tool.bibstep]`` in a ``pyproject.toml``.

A configuration that was found, not named with --config, may come with somebody else's folder. So it is skipped if it
belongs to another user (git's rule, see its safe.directory), and the files that it writes and the template that it runs
must lie in its own folder or below, and not be hidden.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from bibstep.text.suggest import did_you_mean

#: The names of a configuration; in one folder the first wins, as with ruff.
NAMES = ("bibstep.toml", "pyproject.toml")


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and the reason."""


class Config(NamedTuple):
    """A configuration: its file's name, its settings, and whether it was found rather than named."""

    path: str
    values: Mapping[str, object]
    found: bool = False


class Setting(NamedTuple):
    """The kind of an option's value: "flag", "number", "text" or "list" (one text or several).

    ``is_path``: its texts name files. ``is_guarded``: these files are written, or run as a template. ``is_personal``:
    only a configuration named with --config may set it.
    """

    kind: str
    is_path: bool = False
    is_guarded: bool = False
    is_personal: bool = False


_KINDS = {"flag": "true or false", "number": "a whole number", "text": "a text", "list": "a text or a list of texts"}


def nearest(folder: str, say: Callable[[str], None]) -> Config | None:
    """The configuration in a folder or its nearest parent, up to the root of the repository (.git) or file system.

    Returns None if there is none. A pyproject.toml without the table is ignored. ``say`` is called with a message for a
    file of another user. Raises ConfigError for a configuration that cannot be read.
    """
    try:
        owners = {os.stat(folder).st_uid, os.geteuid() if hasattr(os, "geteuid") else 0, 0}
    except OSError:
        return None
    for path in _candidates(folder):
        shown = os.path.relpath(path, folder)
        try:
            status = os.stat(path)
        except OSError:
            continue
        if not stat.S_ISREG(status.st_mode):
            continue
        if status.st_uid not in owners:
            say(f"{path} belongs to another user and is ignored; --config allows it")
            continue
        if config := _read(shown, path):
            return config._replace(found=True)
    return None


def _candidates(folder: str) -> Iterator[str]:
    """Yield the paths where a configuration may be, the nearest first."""
    while True:
        for name in NAMES:
            yield os.path.join(folder, name)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return
        folder = parent


def named(path: str) -> Config:
    """The configuration in a named file. Raises ConfigError if it cannot be used."""
    config = _read(path, path)
    if config is None:
        raise ConfigError(f"{path}: it has no table [tool.bibstep]")
    return config


def _read(shown: str, path: str) -> Config | None:
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise ConfigError(f"{shown}: {error.strerror}") from None
    is_table = os.path.basename(path) == "pyproject.toml"
    if is_table and b"bibstep" not in data:  # most have no such table, and parsing is slow
        return None
    values: object = _parsed(shown, data)
    for name in ("tool", "bibstep") if is_table else ():
        values = values.get(name) if isinstance(values, dict) else None
    if is_table and values is None:
        return None
    if not isinstance(values, dict):
        raise ConfigError(f"{shown}: [tool.bibstep] is not a table")
    return Config(shown, values)


def _parsed(shown: str, data: bytes) -> dict[str, object]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{shown}: {error}") from None


def settled(config: Config, settings: Mapping[str, Setting]) -> dict[str, bool | int | str | list[str]]:
    """The settings of a configuration, with paths relative to the current folder.

    Raises ConfigError for a name that is not in ``settings``, a value of the wrong type, and an option or a path that
    only a configuration named with --config may set.
    """
    found: dict[str, bool | int | str | list[str]] = {}
    for name, value in config.values.items():
        if name not in settings:
            raise ConfigError(f"{config.path}: {name!r} is not an option{did_you_mean(name, settings)}")
        setting = settings[name]
        if setting.is_personal and config.found:
            raise ConfigError(
                f"{config.path}: {name}: it may be set only on the command line or in a file given with --config"
            )
        if setting.kind == "list" and isinstance(value, str):
            value = [value]
        if not _fits(value, setting.kind):
            raise ConfigError(f"{config.path}: {name} must be {_KINDS[setting.kind]}, not {value!r:.80}")
        if isinstance(value, list):
            found[name] = [_path(config, name, setting, one) for one in value]
        elif isinstance(value, str):
            found[name] = _path(config, name, setting, value)
        elif isinstance(value, int):
            found[name] = value
    return found


def _fits(value: object, kind: str) -> bool:
    if kind == "list":
        return isinstance(value, list) and all(_fits(one, "text") for one in value)
    if kind in ("flag", "number"):
        return isinstance(value, int) and isinstance(value, bool) is (kind == "flag")
    return isinstance(value, str) and "\0" not in value


def _path(config: Config, name: str, setting: Setting, value: str) -> str:
    """Return a text of a setting; a path is made relative to the current folder. ``-`` is a stream."""
    if not setting.is_path or value == "-":
        return value
    folder = os.path.dirname(config.path)
    if setting.is_guarded and config.found and not _lies_in(value, folder):
        raise ConfigError(
            f"{config.path}: {name}: {value!r:.200} is outside the folder of the configuration, or hidden; "
            f"--config {config.path} allows it"
        )
    return os.path.join(folder, value)


def _lies_in(value: str, folder: str) -> bool:
    """Whether a path, with links resolved, lies in the folder or below it and is not hidden."""
    home = os.path.realpath(folder or ".")
    try:
        path = os.path.relpath(os.path.realpath(os.path.join(home, value)), home)
    except ValueError:  # on another drive, or not a path
        return False
    return not any(part.startswith(".") for part in path.split(os.sep))
