"""Parameter types for click (words from a list, sizes, key patterns), and their completion in a shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from bibstep.text.patterns import later
from bibstep.text.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SIZE = later(r"([1-9][0-9]{0,11})([KMG]?)(?:i?B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Word(click.Choice):  # type: ignore[type-arg]  # it became generic in click 8.2
    """One word from a list, in any case; the error for a misspelt one suggests the right one.

    ``aliases`` are other names of words in the list, which are accepted but not shown.
    """

    name = "word"

    def __init__(self, choices: Iterable[str], aliases: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(list(choices), case_sensitive=False)
        self._aliases = aliases

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word as the list spells it."""
        value = self._aliases.get(str(value).lower(), value)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not known{did_you_mean(str(value), self.choices)}", param, ctx)


def _apart(value: str | Iterable[str]) -> list[str]:
    """The words of a list with commas, or of several lists."""
    given = value if isinstance(value, str) else ",".join(value)
    return [word.strip() for word in given.split(",") if word.strip()]


class Words(click.ParamType):  # type: ignore[type-arg]
    """Words separated by commas (or in a list, from a configuration), in any case, with ``-`` or ``_``.

    ``choices`` returns the words to choose from; it is called only when they are needed.
    """

    name = "words"

    def __init__(self, choices: Callable[[], Sequence[str]]) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the words as the list spells them."""
        words = [word.lower().replace("_", "-") for word in _apart(value)]
        for word in words:
            if word not in self._choices():
                self.fail(f"{word!r} is not known{did_you_mean(word, self._choices())}", param, ctx)
        return tuple(words)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Complete the last word; words that were typed before it are not offered again."""
        from click.shell_completion import CompletionItem

        *before, last = incomplete.split(",")
        start = "".join([word + "," for word in before])
        return [
            CompletionItem(start + word) for word in self._choices() if word.startswith(last) and word not in before
        ]


class ParsedWords(Words):
    """Words that a function of the library checks: it raises ValueError for a misspelt one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the words as they were given; one that is not known is an error."""
        words = tuple(_apart(value))
        try:
            self.parse(words)
        except ValueError as error:
            self.fail(str(error).partition(": ")[2], param, ctx)
        return words

    def parse(self, words: Sequence[str]) -> object:
        """Raise ValueError for words that are not known; its message begins with the name of the option."""
        raise NotImplementedError


class OmittedWords(ParsedWords):
    """What ``--omit`` takes: fields, words of formats and names of custom values, separated by commas.

    A word may begin with a format and a colon ("html:abstract").
    """

    def parse(self, words: Sequence[str]) -> object:
        """As ``formats.omission.parse``."""
        from bibstep.formats import FORMATS
        from bibstep.formats.omission import parse

        return parse(words, FORMATS)


class ComparedWords(Words):
    """What ``--fields`` takes: fields, also by the words of formats ("journal"), separated by commas."""

    def __init__(self) -> None:
        super().__init__(compared)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names of the fields in Record."""
        from bibstep.formats.omission import WORDS

        words = [word.strip() for word in value.split(",")] if isinstance(value, str) else value
        fields = [WORDS.get(word.lower(), word) for word in words]
        return tuple([word.replace("-", "_") for word in super().convert(fields, param, ctx)])


class Condition(click.ParamType):  # type: ignore[type-arg]
    """What ``--only`` takes: a condition on records. ``choices`` returns the fields that are completed."""

    name = "condition"

    def __init__(self, choices: Callable[[], Sequence[str]]) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the condition for mistakes and return it."""
        from bibstep.formats.only import parse

        try:
            parse([value])
        except ValueError as error:
            self.fail(str(error).removeprefix("only: "), param, ctx)
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Complete the name of the field."""
        from click.shell_completion import CompletionItem

        names = ["type=", "key=", "year=", *self._choices()]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


class UpdateWords(ParsedWords):
    """What ``--update`` takes: fields, words of formats and "empty", separated by commas."""

    def parse(self, words: Sequence[str]) -> object:
        """As ``pipeline.update.parse``."""
        from bibstep.pipeline.update import parse

        return parse(words)


class KeyPattern(click.ParamType):  # type: ignore[type-arg]
    """The pattern of citation keys."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the pattern for mistakes and return it."""
        from bibstep.keys.pattern import parse

        try:
            if value:
                parse(value)
        except ValueError as error:
            self.fail(str(error).removeprefix("key pattern: "), param, ctx)
        return str(value)


def notes_words() -> list[str]:
    """The words that --notes takes."""
    from bibstep.pipeline.options import NOTES

    return list(NOTES)


def renewable() -> list[str]:
    """What --update completes: "empty", and the fields spelled as in CSL."""
    from bibstep.pipeline.update import EMPTY, FIELDS_RENEWED

    return [EMPTY, *[name.replace("_", "-") for name in FIELDS_RENEWED]]


def omissible() -> list[str]:
    """The fields that --omit completes, spelled as in CSL."""
    from bibstep.formats.omission import OMISSIBLE

    return [name.replace("_", "-") for name in OMISSIBLE]


def compared() -> list[str]:
    """The fields that --fields takes, spelled as in CSL."""
    from bibstep.compare.records import COMPARED

    return [name.replace("_", "-") for name in COMPARED]


def size(context: click.Context, parameter: click.Parameter, value: str) -> int:  # noqa: ARG001
    """Parse ``65536``, ``64K`` or ``64 MiB`` as a number of bytes; a callback for click. Raises BadParameter."""
    match = _SIZE.fullmatch(value.replace(" ", ""))
    if not match:
        raise click.BadParameter(f"{value!r} is not a size; use, for example, 500K, 64M or 1G")
    return int(match[1]) * _UNITS[match[2].upper()]


def register_fish() -> None:
    """Make click's completion for fish split an answer at its first comma only: a list of words has commas too."""
    from click.shell_completion import FishComplete, add_completion_class

    class Fish(FishComplete):
        source_template = FishComplete.source_template.replace('(string split ","', '(string split --max 1 ","')

    add_completion_class(Fish, "fish")
