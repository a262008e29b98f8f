"""Cleaning, shortening and recognising texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.model import Rich, Span
from bibstep.rich import clean_rich
from bibstep.text import clean as text


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("", ""),
        ("plain", "plain"),
        (" a\r\n b\u2028c\u00a0d ", "a b c d"),
        ("a\x00b\x1b[1m\x7f", "ab[1m"),
        ("\ufeffa\u200bb\u202ec\u2066", "abc"),
        ("e\u0301", "é"),
        ("ﬁne ﬂow", "fine flow"),
        ("a\u200db \u0645\u200c\u0646", "ab \u0645\u200c\u0646"),
        ("a\ufdd0\uffffb\ud800", "ab"),
        ("so\u00adft", "soft"),
    ],
)
def test_clean(value: str, cleaned: str) -> None:
    assert text.clean(value) == cleaned


@given(st.text(st.characters()))
def test_clean_text_is_clean(value: str) -> None:
    cleaned = text.clean(value)
    assert text.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)


def test_clean_rich() -> None:
    value = Rich((Span(" a\n"), Span(" b\x00  ", ("italic",)), Span("\u200b")))
    assert clean_rich(value) == Rich((Span("a "), Span("b", ("italic",))))


@pytest.mark.parametrize(
    ("value", "decoded"),
    [
        ("R&amp;D", "R&D"),
        ("R&amp;amp;amp;D", "R&D"),
        ("AT&T &copy=1 & ;", "AT&T &copy=1 & ;"),
        ("&#8211;&#x2013;&ndash;", "–––"),
        ("&#150;", "–"),
        ("&#0;&#xD800;&#x110000;", ""),
        ("&Apos;&AMP;&nonsense;", "'&&nonsense;"),
    ],
)
def test_entities(value: str, decoded: str) -> None:
    assert text.decode_entities(value) == decoded


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Blood", ""),
        ("Zürich", ""),
        ("血液细胞", "zh"),
        ("MSC细胞的特点", "zh"),
        ("幹細胞の研究", "ja"),
        ("줄기세포", "ko"),
        ("Κύτταρα", "el"),
        ("תאי גזע", "he"),
        ("Клетки", ""),
    ],
)
def test_language_of(value: str, language: str) -> None:
    assert text.language_of(value) == language


def test_shorten() -> None:
    assert text.shorten("a\n\x1b[1mb") == "a \ufffd[1mb"
    assert text.shorten("x" * 100, 10) == "x" * 9 + "…"
    assert text.shorten("x" * 10, 10) == "x" * 10


def test_the_fast_path_of_cleaning_gives_the_same_text() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x11000), *range(0x1F000, 0x21000)):
        value = f"a{chr(code)}a"
        assert text.clean(value) == " ".join(text.strip_controls(value).split()), hex(code)
        assert text.shorten(value) == " ".join(text.shorten(f"{value}  a").split()[:-1]), hex(code)


@given(st.text())
def test_the_fast_path_of_cleaning_composes_too(value: str) -> None:
    assert text.clean(value) == " ".join(text.strip_controls(value).split())
