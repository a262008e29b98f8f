"""Casing: the words of a title that must keep their case, in braces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.model import Rich
from bibstep.values.titles import parse
from bibstep.values.titles.casing import is_capitals, keeps_capitals, protected
from linear import is_linear


def braced(title: Rich, language: str = "") -> str:
    """The title's source with braces round what is protected."""
    text, done = "", 0
    for start, end in protected(title, language):
        text += f"{title.source[done:start]}{{{title.source[start:end]}}}"
        done = end
    return text + title.source[done:]


@pytest.mark.parametrize(
    "expected",
    [
        "Hallmarks of {MSCs}: {Key} quality attributes for pharmacology and clinical use",
        "",
        "Mathematical logic",
        # capitals after the first letter, with a digit, alone
        "{iPhone} use and {McDonald} in {H1N1}",
        "Anti-{EGFR} therapy, {COVID}-19 and {SARS}-{CoV}-2",
        "{E}. coli, {T}-cell and vitamin {D}",
        "{Rio1} promotes stability",
        "A survey of type {A} and {I}",
        "{D'Arcy's} law in the {U.S}. navy",
        # proper nouns in sentence case
        "An old {Boston} mob haunt in {Kenya}",
        # the beginning of another sentence
        "The physical aspect? {Something} fancy. {Models}: {Another} look — {Part} two! {A} third",
        "“{What} is a cell?” {An} answer",
        "Cells – {The} whole; a part - {The} half vs. the whole",
        "Evolution of {Hodgkin} vs. {Burkitt} lymphoma and of {St}. {Petersburg}",
        "{CYP2D6} {Inhibition} by {Fluoxetine} and by its metabolite norfluoxetine in liver microsomes",
        # title case
        "Attention Is All You Need",
        "The {U.S}. Navy and Its Lessons for {COVID}-19 in {Japan}",
        "Hepatitis {A} Virus and A Day of Rest",
        "Molecular Imaging",
        # names in title case: of genera, people and places
        "Sporulation in {Bacillus} Subtilis and {Clostridium} Difficile",
        "The Life of Saint {Tryphena} by {Leontios} {Markos}: {A} New Edition",
        "Lessons from {New York}, {South Korea} and Lake {Baikal} for Teachers of {Katherine} {Mansfield}",
        "Self-Assembled Nanoparticles and Chemotherapy in Hepatocellular Carcinoma",
        "Coup in {Argentina}",
        # nouns with a capital
        "Die {Analyse} von {Daten} für {Anfänger}",
        # capitals throughout
        "{DNA} REPAIR IN HUMANS AFTER {COVID}-19",
        "EDITORIAL",
        # scripts
        "间充质干细胞{MSCs}的特点",
        "Списки {XVIII} века",
        "Ilíada = {Ἰλιάς}",
    ],
)
def test_protected(expected: str) -> None:
    assert braced(Rich.of(expected.replace("{", "").replace("}", ""))) == expected


def test_language_says_that_nouns_have_capitals() -> None:
    assert braced(Rich.of("Big Data Neue Wege"), "de-AT") == "Big {Data} {Neue} {Wege}"
    assert braced(Rich.of("Big Data Neue Wege"), "en") == "Big Data {Neue} {Wege}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Melting of H<sub>2</sub>O", "Melting of {H2O}"),
        ("Rays in $X_1$ and $\\mathbb{Z}$", "Rays in X_1 and \\mathbb{Z}"),
        ("Use of <span class='nocase'>any Word</span>", "Use of {any Word}"),
        ("The Genes of <i>Homo sapiens</i> and Other Apes", "The Genes of {Homo} sapiens and Other Apes"),
    ],
)
def test_rich_titles(source: str, expected: str) -> None:
    assert braced(parse(source)[0]) == expected


@pytest.mark.parametrize(
    ("word", "kept"),
    [("RNA", True), ("XIV", True), ("ATPase", True), ("CO2", True), ("19TH", False), ("BY", False), ("CELL", False)],
)
def test_what_keeps_its_capitals_anywhere(word: str, kept: bool) -> None:
    assert keeps_capitals(word) is kept


def test_capitals() -> None:
    assert is_capitals("GRAVITY AND HILLS: 4h")
    assert not is_capitals("NATO, USA")
    assert not is_capitals("Gravity HILL")


@given(
    st.text() | st.lists(st.sampled_from(["A", "The", "DNA", "of", "x1", "É", ". ", ": ", "-", " ", "'"])).map("".join)
)
def test_ranges_are_apart_and_in_order(text: str) -> None:
    end = 0
    for start, stop in protected(Rich.of(text)):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize("unit", ["Word ", "word ", "CAPITALS ", ". A", "a'", "(AB) ", "A.", "“ A"])
def test_long_titles_take_linear_time(unit: str) -> None:
    assert is_linear(lambda size: protected(Rich.of(unit * (size // len(unit)))), 20_000)


def test_every_phrase_is_looked_for() -> None:
    for phrase in (
        "New York City",
        "United States",
        "South Korea",
        "Second World War",
        "Isle of Man",
        "Baltic Sea",
        "Hong Kong",
    ):
        assert f"{{{phrase}}}" in braced(Rich.of(f"Lessons from the {phrase} for Teachers and Readers"))
