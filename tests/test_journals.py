"""A journal's own casing of its name."""

from __future__ import annotations

import pytest

from bibstep.values.journals import own_casing


@pytest.mark.parametrize(
    ("name", "line", "own"),
    [
        ("Cell stem cell", "Cell Stem Cell is a comprehensive journal.", "Cell Stem Cell"),
        ("Cell stem cell", "The journal Cell Stem Cell publishes.", "Cell Stem Cell"),
        ("nature", "Nature is a weekly.", "Nature"),
        ("The lancet", "“The Lancet” is old.", "The Lancet"),
        ("nature", "It is about Nature and us.", "nature"),
        ("Cell stem cell", "CELL STEM CELL IS", "Cell stem cell"),
        ("Cell stem cell", "Cell Stem Cells are", "Cell stem cell"),
        ("Cell stem cell", "Of cell stem cell only", "Cell stem cell"),
        ("Cell stem cell", "", "Cell stem cell"),
        ("Straße news today", "STRASSE", "Straße news today"),
        ("ab", "AB", "ab"),
        ("", "x", ""),
    ],
)
def test_own_casing(name: str, line: str, own: str) -> None:
    assert own_casing(name, [line]) == own
