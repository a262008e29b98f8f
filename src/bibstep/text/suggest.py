"""Suggestions for misspelt words."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message about an unknown word: the most similar choice, or all choices if none is similar.

    >>> did_you_mean("abstrakt", ["abstract", "keyword"])
    "; did you mean 'abstract'?"
    >>> did_you_mean("colour", ["abstract", "keyword"])
    '; choose from abstract, keyword'
    """
    from difflib import get_close_matches  # imported here: it loads slowly, and only mistakes need it

    choices = list(choices)
    near = get_close_matches(word[:100].lower(), choices, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; choose from {', '.join(choices)}"


def is_near(word: str, choices: Iterable[str]) -> bool:
    """Whether a word is so similar to one of the choices that it is a misspelling of it.

    >>> is_near("abstrakt", ["abstract"]), is_near("groups", ["abstract", "note"])
    (True, False)
    """
    from difflib import get_close_matches

    return bool(get_close_matches(word[:100].lower(), list(choices), 1, 0.75))
