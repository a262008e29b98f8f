"""Patterns that are compiled at their first use do what compiled ones do."""

from __future__ import annotations

import re

from bibstep.text.patterns import later


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    pattern, compiled = later(r"(a)b", re.IGNORECASE), re.compile(r"(a)b", re.IGNORECASE)
    for method in ("match", "fullmatch", "search", "findall", "split"):
        assert repr(getattr(pattern, method)("AB")) == repr(getattr(compiled, method)("AB"))
    assert [match[1] for match in pattern.finditer("abAB")] == ["a", "A"]
    assert (pattern.sub("x", "ab AB"), pattern.subn("x", "ab")) == ("x x", ("x", 1))
    assert (pattern.pattern, pattern.groups) == ("(a)b", 1)
    assert later(rb"\d").findall(b"1 2") == [b"1", b"2"]


def test_it_is_compiled_once_and_late() -> None:
    broken = later("(")
    try:
        broken.match("")
    except re.error:
        pass
    else:
        raise AssertionError("it was never compiled")
    pattern = later("a")
    pattern.match("a")
    assert pattern.match.__self__ is pattern.search.__self__  # type: ignore[attr-defined]
