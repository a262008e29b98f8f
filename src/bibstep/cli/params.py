"""What options take, as click's types: a word of a list, words with commas, a pattern of keys; each suggests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from bibstep.text.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Word(click.Choice):  # type: ignore[type-arg]  # it became generic in click 8.2
    """One of some words, in any case; a misspelt one suggests the right one."""

    name = "word"

    def __init__(self, choices: Iterable[str]) -> None:
        super().__init__(list(choices), case_sensitive=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word as it is listed."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not known{did_you_mean(str(value), self.choices)}", param, ctx)


class Words(click.ParamType):  # type: ignore[type-arg]
    """Some of some words, separated by commas (or in a list, from a configuration); ``choices`` is asked when needed.

    A word may be spelt with ``-`` or ``_`` and in any case.
    """

    name = "words"

    def __init__(self, choices: Callable[[], Sequence[str]]) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words as they are listed."""
        given = value if isinstance(value, str) else ",".join(value)
        words = [word.strip().lower().replace("_", "-") for word in given.split(",") if word.strip()]
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
        """The words that the last of those typed so far may become; none that is there already."""
        from click.shell_completion import CompletionItem

        *before, last = incomplete.split(",")
        start = "".join([word + "," for word in before])
        return [
            CompletionItem(start + word) for word in self._choices() if word.startswith(last) and word not in before
        ]


class KeyPattern(click.ParamType):  # type: ignore[type-arg]
    """The pattern of citation keys."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The pattern, which was looked at for mistakes."""
        from bibstep.keys.pattern import parse

        try:
            if value:
                parse(value)
        except ValueError as error:
            self.fail(str(error).removeprefix("key pattern: "), param, ctx)
        return str(value)


def notes_words() -> list[str]:
    """What --notes can ask for."""
    from bibstep.pipeline.options import NOTES

    return list(NOTES)


def omissible() -> list[str]:
    """The fields that --omit can leave out, in CSL's spelling."""
    from bibstep.pipeline.options import OMISSIBLE

    return [name.replace("_", "-") for name in OMISSIBLE]
