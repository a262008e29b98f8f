"""TeX text and names as people write them in .bib files."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.formats.bibtex import names as tex_names
from bibstep.model import OTHERS, Name, Rich, Span
from bibstep.values.tex import decode as tex_text
from bibstep.values.tex import groups as tex_groups


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"{\'E}cole na\"{\i}ve \'\i{} \c c {\c{C}} \o{} \ss{} \v{s} {\AA} Ko{\l}o", "École naïve í ç Ç ø ß š Å Koło"),
        (r"{\"O}, \"{O}, {\"{O}}, \"O", "Ö, Ö, Ö, Ö"),
        (r"R\&D: 50\% \#1 a\_b \$5", "R&D: 50% #1 a_b $5"),
        ("``on'' 1--2 --- a~b", "“on” 1–2 — a b"),
        (r"-{}- `{}` '{}'", "-- `` ''"),
        (r"\textbackslash{}x {\textbraceleft}{DNA}{\textbraceright}", r"\x {DNA}"),
        (r"\mkbibquote{q} \url{http://a.org/b_c} \href{http://a.org}{link}", "“q” http://a.org/b_c link"),
        (r"$\alpha$-helix, 10$^{-3}$, H\textsubscript{2}O", "α-helix, 10⁻³, H2O"),
        ("R&amp;D", "R&D"),
        ("costs $5", "costs $5"),
        (r"\noopsort{1973b}1973", "1973"),
        ("\\", "\\"),
        ("{{{", ""),
    ],
)
def test_plain(tex: str, plain: str) -> None:
    assert tex_text.plain(tex) == (plain, ())


def test_an_unknown_command_keeps_its_text() -> None:
    assert tex_text.plain(r"\strange{text} here") == ("text here", ("strange",))


@pytest.mark.parametrize(
    ("tex", "spans"),
    [
        (r"\emph{E. coli} x", [("E. coli", ("italic",)), (" x", ())]),
        (r"{\it a} b", [("a", ("italic",)), (" b", ())]),
        ("H$_2$O", [("H", ()), ("2", ("sub",)), ("O", ())]),
        ("{$O(n)$} x", [("O(n)", ("math",)), (" x", ())]),
        (r"\textbf{a\textit{b}}", [("a", ("bold",)), ("b", ("bold", "italic"))]),
    ],
)
def test_styles(tex: str, spans: list[tuple[str, tuple[str, ...]]]) -> None:
    assert tex_text.rich(tex).text == Rich(tuple([Span(*span) for span in spans]))


def test_a_deep_text_ends() -> None:
    tex_text.rich("{" * 5000 + "x" + "}" * 5000)
    tex_text.rich(r"\emph" * 5000)
    tex_text.rich("\\'" * 5000)


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("Donald E. Knuth", Name("Knuth", "Donald E.")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("de Gaulle", Name("Gaulle", "", "de")),
        ("van der Berg, Jr., Jan", Name("Berg", "Jan", "van der", "Jr.")),
        ("{World Health Organization}", Name(literal="World Health Organization")),
        (r"{\'E}lodie Garc{\'i}a", Name("García", "Élodie")),
        ("Muhammad al-Khwarizmi", Name("al-Khwarizmi", "Muhammad")),
        (r"{\O}stby, Per", Name("Østby", "Per")),
        ("family=Berg, given=Jan, prefix=van den", Name("Berg", "Jan", "van den")),
        ("{de Souza}, Ana", Name("de Souza", "Ana")),
    ],
)
def test_names(tex: str, name: Name) -> None:
    assert tex_names.names(tex, "author") == ((name,), ())


def test_lists_of_names() -> None:
    people, remarks = tex_names.names("A. B AND {C and D} and others", "author")
    assert people == (Name("B", "A."), Name(literal="C and D"), OTHERS)
    assert [remark.code for remark in remarks] == ["names-truncated"]


@given(
    st.lists(
        st.sampled_from([*"{{}}a-'~ \n\\é", "DNA", "--", r"\%", r"\&", "{}", "\u0301", "\u200b"]), max_size=14
    ).map("".join)
)
def test_the_fast_path_for_text_without_commands_agrees_with_the_decoder(tex: str) -> None:
    short = tex_text.rich(tex)
    with patch.object(tex_groups, "read", return_value=None):
        assert tex_text.rich(tex) == short


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("{DNA} and {{R}NA}", ("DNA and RNA", ((0, 3), (8, 11)))),
        ("a } b {c", ("a b c", ((4, 5),))),
        ("{all of it}", ("all of it", ())),
        (r"R\&D~ 1--2", ("R&D 1–2", ())),
        (r"{\&} c", None),
        (r"\emph{a}", None),
        ("a & b", None),
    ],
)
def test_groups(tex: str, read: tuple[str, tuple[tuple[int, int], ...]] | None) -> None:
    assert tex_groups.read(tex) == read


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"História, {1$^o$} grau", "História, 1º grau"),
        (r"Lei n{$^{o}$} 9", "Lei nº 9"),
        (r"6{$^a$} Câmara", "6ª Câmara"),
        (r"{19$^{th}$} century", "19th century"),
        (r"{$x^a$}", "x^a"),
    ],
)
def test_endings_of_ordinals_in_math(tex: str, text: str) -> None:
    assert tex_text.plain(tex)[0] == text


@pytest.mark.parametrize(
    ("tex", "text", "unknown"),
    [
        (r"A \SI{10}{\kilo\meter} run", "A 10 km run", ()),
        (r"\qty{5}{\mega\hertz} and \num{1e5}", "5 MHz and 1 × 10⁵", ()),
        (r"at \SI{-20}{\degreeCelsius}", "at −20 °C", ()),
        (r"\SI[per-mode=symbol]{3.5}{\metre\per\square\second}", "3.5 m/s²", ()),
        (r"\si{\micro\gram\per\litre}", "µg/L", ()),
        (r"\SI{10}{m.s^{-1}}", "10 m.s⁻¹", ()),
        (r"\unit{\joule\per\mole\per\kelvin}", "J/mol/K", ()),
        (r"\qtyrange{1}{10}{\nm}", "1–10 nm", ()),
        (r"\ang{45;30;}", "45°30′", ()),
        (r"\SI{4}{\percent}", "4 %", ()),
        (r"\SI{2}{\metre\tothe{4}}", "2 m⁴", ()),
        (r"\SI{7}{\foo}", "7 foo", ("foo",)),
        (r"\num{1.25(3)}", "1.25(3)", ()),
        (r"\qty(x)", "\\qty(x)", ("qty",)),
    ],
)
def test_quantities_of_siunitx(tex: str, text: str, unknown: tuple[str, ...]) -> None:
    assert tex_text.plain(tex) == (text, unknown)
