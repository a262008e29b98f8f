"""Completion in fish of words that hold commas, which click's own script takes apart."""

from __future__ import annotations

from click.shell_completion import FishComplete, add_completion_class


class Fish(FishComplete):
    """click's completion for fish; only the first comma of an answer parts its kind from the word."""

    source_template = FishComplete.source_template.replace('(string split ","', '(string split --max 1 ","')


def register() -> None:
    """Have click take this for fish."""
    add_completion_class(Fish, "fish")
