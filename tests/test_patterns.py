"""Patterns that are compiled at their first use do what compiled ones do."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from pathlib import Path

import bibstep
from bibstep.text.patterns import later

SOURCE = Path(bibstep.__file__).parent
MODULES = sorted(
    path.relative_to(SOURCE).with_suffix("") for path in SOURCE.rglob("*.py") if path.name != "__main__.py"
)


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


def test_no_other_module_compiles_a_pattern() -> None:
    compiling = [str(module) for module in MODULES if "re.compile(" in text_of(module)]
    assert compiling == ["text/patterns"]


def test_every_pattern_can_be_compiled() -> None:
    for module in MODULES:
        import_module(".".join(["bibstep", *module.parts]).removesuffix(".__init__"))
    patterns = [one for one in gc.get_objects() if type(one) is type(later(""))]
    assert len(patterns) > 200
    assert all(pattern.groups >= 0 for pattern in patterns)


def text_of(module: Path) -> str:
    return (SOURCE / module).with_suffix(".py").read_text(encoding="utf-8")
