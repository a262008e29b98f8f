"""TeX text in ASCII: the form of each kind of character, and properties of every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.formats.latex.encode import to_ascii
from bibstep.values.tex import characters as tables
from linear import is_linear

FORMS = [
    # Latin: one group for each accent, the shortest form that every reader knows; never \i under an accent
    ("é", r"{\'e}"),
    ("É", r"{\'E}"),
    ("ï", r"{\"i}"),
    ("í", r"{\'i}"),
    ("ñ", r"{\~n}"),
    ("ż", r"{\.z}"),
    ("ā", r"{\=a}"),
    ("ç", r"{\c{c}}"),
    ("š", r"{\v{s}}"),
    ("ğ", r"{\u{g}}"),
    ("ő", r"{\H{o}}"),
    ("ş", r"{\c{s}}"),
    ("ș", r"{\textcommabelow{s}}"),
    ("ą", r"{\k{a}}"),
    ("Å", r"{\r{A}}"),
    ("ṛ", r"{\d{r}}"),
    ("ß", r"{\ss}"),
    ("Ø", r"{\O}"),
    ("ł", r"{\l}"),
    ("œ", r"{\oe}"),
    ("ı", r"{\i}"),
    ("đ", r"{\dj}"),
    ("ð", r"{\dh}"),
    # two accents: the mark below is the outer one, because only it can be placed under a group
    ("ế", r"{\'{\^e}}"),
    ("ộ", r"{\d{\^o}}"),
    ("ǿ", r"{\'{\o}}"),
    ("ứ", r"{\'{\horn{u}}}"),
    ("ợ", r"{\d{\horn{o}}}"),
    ("ẩ", r"{\h{\^a}}"),
    # marks without a precomposed letter
    ("x\u0304", r"{\=x}"),
    ("и\u0301", r"{\'{\cyri}}"),
    ("\\ldots\u0301", r"\ldots{\'{}}"),
    # Greek
    ("α", r"{\ensuremath{\alpha}}"),
    ("ς", r"{\ensuremath{\varsigma}}"),
    ("φ", r"{\ensuremath{\varphi}}"),
    ("ο", r"{\ensuremath{o}}"),
    ("ά", r"{\ensuremath{\acute{\alpha}}}"),
    ("ΐ", r"{\ensuremath{\acute{\ddot{\iota}}}}"),
    ("Ω", r"{\ensuremath{\Omega}}"),
    ("Α", "{A}"),
    ("Ά", r"{\'A}"),
    # Cyrillic
    ("Лев", r"{\CYRL}{\cyre}{\cyrv}"),
    ("йёї", r"{\cyrishrt}{\cyryo}{\cyryi}"),
    ("Щ", r"{\CYRSHCH}"),
    ("ќ", r"{\'{\cyrk}}"),
    # symbols of text
    ("–", r"{\textendash}"),
    ("“q”", r"{\textquotedblleft}q{\textquotedblright}"),
    ("’", r"{\textquoteright}"),
    ("5°", r"5{\textdegree}"),
    ("℃", r"{\textdegree}{C}"),
    ("½", r"{\textonehalf}"),
    ("a\u2010b\u2011c", "a-b-c"),
    ("a < b > c | d", r"a {\textless} b {\textgreater} c {\textbar} d"),
    # mathematics
    ("×", r"{\ensuremath{\times}}"),
    ("−1", r"{\ensuremath{-}}1"),
    ("5′", r"5{\ensuremath{'}}"),
    ("⅓", r"{\ensuremath{\frac{1}{3}}}"),
    ("≢", r"{\ensuremath{\not\equiv}}"),
    ("ℝ", r"{{\ensuremath{\mathbb{R}}}}"),
    ("𝑝", r"{{\ensuremath{p}}}"),
    ("𝟙", r"{{\ensuremath{\mathbf{1}}}}"),
    # raised and lowered: a run is one command
    ("10⁻³", r"10{\textsuperscript{\ensuremath{-}3}}"),
    ("CO₂", r"CO{\textsubscript{2}}"),
    ("Ca²⁺", r"Ca{\textsuperscript{2+}}"),
    # variants of shape; characters that are special to TeX or BibTeX are escaped
    ("（ａ）：", "(a):"),
    ("，＆＄％", r"{,}\&\$\%"),
    ("＜｛", r"{\textless}{\textbraceleft}"),
    ("Ⅳ ㎏", "{IV} kg"),
    ("ǆ", r"d{\v{z}}"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: str) -> None:
    assert to_ascii(text) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x < β$ < é", r"$x < \beta $ {\textless} {\'e}"),
        ("$αx²$", r"$\alpha x^{2}$"),
        ("$x₁ − é|ж$", r"$x_{1} - \mbox{\'e}|\mbox{\cyrzh}$"),
        (r"\$5 < \$6 é", r"\$5 {\textless} \$6 {\'e}"),
        ("one $ < é", r"one $ {\textless} {\'e}"),  # a single dollar does not begin mathematics
        (r"$a$ \$ $<$ <", r"$a$ \$ $<$ {\textless}"),
        (r"\textit{a < b} \& {É}", r"\textit{a {\textless} b} \& {{\'E}}"),
    ],
)
def test_mathematics_and_commands_of_the_text_stay(text: str, expected: str) -> None:
    assert to_ascii(text) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected", "unknown"),
    [
        ("漢字 é 漢", r"漢字 {\'e} 漢", "漢字"),
        ("ə ① ə", "ə ① ə", "ə①"),
        ("ἀ", "ἀ", "ἀ"),
        ("x\u0311", "x\u0311", "\u0311"),
        ("é\u0311", "{\\'e}\u0311", "\u0311"),
        ("×\u0301", "{\\ensuremath{\\times}}\u0301", "\u0301"),
        ("😀 ok 😀", "😀 ok 😀", "😀"),
    ],
)
def test_characters_without_a_command_stay_and_are_reported(text: str, expected: str, unknown: str) -> None:
    assert to_ascii(text) == (expected, unknown)


def test_every_character_of_the_tables_has_a_form() -> None:
    letters = [*tables.LATIN, *tables.GREEK, *tables.GREEK_AS_LATIN, *tables.CYRILLIC]
    symbols = [*tables.TEXT, *tables.LITERAL, *tables.MATH, *tables.MATH_AMSSYMB]
    for char in [*letters, *map(str.upper, tables.CYRILLIC), *symbols, *tables.SUPERSCRIPT, *tables.SUBSCRIPT]:
        written, unknown = to_ascii(char)
        assert written.isascii() and not unknown, char
        assert to_ascii(f"${char}$")[0].isascii(), char


def test_the_latin_alphabets_are_complete() -> None:
    """Every letter of Latin-1 and Latin Extended-A, except four that no standard encoding of LaTeX has."""
    letters = [chr(code) for code in range(0xC0, 0x180) if chr(code).isalpha()]
    assert "".join([char for char in letters if to_ascii(char)[1]]) == "ĦĸŦŧ"


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("éộα²₃ℝ×<|$\\{}\u0301 ａ"))


@given(TEXTS)
def test_only_reported_characters_stay(text: str) -> None:
    written, unknown = to_ascii(text)
    assert {char for char in written if not char.isascii()} == set(unknown)
    assert set(unknown) <= set(text)
    assert len(set(unknown)) == len(unknown)


@given(TEXTS)
def test_encoding_twice_changes_nothing(text: str) -> None:
    text = unicodedata.normalize("NFC", text).replace("$", "")
    written, unknown = to_ascii(text)
    assert to_ascii(written) == (written, unknown)


@given(TEXTS)
def test_braces_stay_balanced(text: str) -> None:
    text = text.replace("{", "").replace("}", "").replace("\\", "")
    written, _ = to_ascii(text)
    depth = 0
    for char in written.replace(r"\$", ""):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize("piece", ["é", "漢", "²", "$", "a\u0301\u0301", "\\"])
def test_a_long_text_takes_linear_time(piece: str) -> None:
    assert len(to_ascii(piece * 1_000)[0]) >= 1_000
    assert is_linear(lambda size: to_ascii(piece * size), 5_000)
