"""TeX math: what may stand in a BibTeX field, and what it says in Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.values.tex.math_tables import HARMLESS
from bibstep.values.tex.mathtext import accented, letters
from bibstep.values.tex.texmath import is_harmless, is_known, to_spans, to_text


@pytest.mark.parametrize(
    "tex",
    [
        "n", "n=3", r"\alpha_1", r"\mathbb{Z}_{3}", r"\frac{a}{b}", r"\frac12", r"\sqrt[3]{x}", "10^{-3}", r"x''^2",
        r"a\,b", r"\text{if } x", r"180^\circ",
    ],
)  # fmt: skip
def test_harmless(tex: str) -> None:
    assert is_harmless(tex)


@pytest.mark.parametrize(
    "tex",
    [
        # commands that do something, that are not everywhere, that lack their argument
        r"\input{x}", r"\write18{x}", r"\def\x{y}", r"\begin{a}", r"\mathfrak{g}", r"\mod n", r"\frac{a}",
        r"\mathbb", "x^",
        # what means something else in a field, or is no math
        "a$b", "a%b", "a#b", "a&b", "a~b", r"a\\b", "a^^5cb",
        r"\{a\}", "\\", r"\%",
        # braces and scripts that TeX would stop at
        "{a", "a}", "}{", "x^2^3", "x_1_2", "x^2'", r"\text{a_b}",
        # what pdfTeX does not know in math
        "δ", "", " ", "a\tb",
    ],
)  # fmt: skip
def test_not_harmless(tex: str) -> None:
    assert not is_harmless(tex)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\alpha_1", "α₁"),
        (r"\alpha \beta", "αβ"),
        (r"a \leq b", "a ≤ b"),
        (r"O(\log^{3} n)", "O(log³ n)"),
        (r"2\log n\log\log n", "2 log n log log n"),
        (r"\mathbb{Z}, \mathcal{O}(n), \mathfrak{g}", "ℤ, 𝒪(n), 𝔤"),
        (r"\frac{a}{b}, \frac{a+b}{2}", "a/b, (a+b)/2"),
        (r"\sqrt{x}, \sqrt[3]{x+1}", "√x, ³√(x+1)"),
        (r"\left(\frac{1}{2}\right.", "(1/2"),
        (r"\bar{x}, \hat p, a \not= b", "x̄, p̂, a ≠ b"),
        (r"180^\circ, f'(x), L^{2k}, L^p", "180°, f′(x), L^(2k), L^p"),
        (r"x \text{ if } y \quad z", "x if y z"),
        (r"\foo{x}", "foox"),
        ("{a", "a"),
    ],
)
def test_unicode(tex: str, text: str) -> None:
    assert to_text(tex) == text


def test_scripts_are_styles() -> None:
    assert [tuple(span) for span in to_spans("^{68}Ga_x^2")] == [
        ("68", ("sup",)), ("Ga", ()), ("x", ("sub",)), ("2", ("sup",)),
    ]  # fmt: skip


def test_known() -> None:
    assert is_known(r"\mathfrak{g}")
    assert not is_known(r"\foo{g}")
    assert not is_known("{")


def test_letters_and_accents() -> None:
    assert letters("CxR1é", "DOUBLE-STRUCK") == "ℂ𝕩ℝ1é"
    assert letters("RC", "FRAKTUR") == "ℜℭ"
    assert accented("", "\u0304") == ""


TEX = st.lists(
    st.sampled_from([f"\\{name}" for name in sorted(HARMLESS)] + list("{}^_'x1 +[]\\&%#~$<>") + ["\\left", "é", "\\{"])
).map("".join)


@given(TEX | st.text())
def test_every_formula_is_read(tex: str) -> None:
    text = to_text(tex)
    assert text == text.strip()
    if is_harmless(tex):
        assert is_known(tex)
        assert tex.count("{") == tex.count("}")
        assert not set(tex) & set("$%&#~")
