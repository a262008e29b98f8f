"""Titles: what came as markup, entities or TeX is rich text, and what only looks like it stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.model import STYLES, Rich
from bibstep.remarks import CODES
from bibstep.values.titles import doubts, parse, parse_plain, plain, tidy, unmath
from linear import is_linear

TAGS = {"italic": "i", "bold": "b", "sub": "sub", "sup": "sup", "smallcaps": "sc", "nocase": "nc", "math": "$"}


def shown(title: Rich) -> str:
    """The spans with a short tag for each style."""
    text = ""
    for span in title.spans:
        inner = span.text
        for style in reversed(span.styles):
            inner = f"<{TAGS[style]}>{inner}</{TAGS[style]}>"
        text += inner
    return text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hallmarks of MSCs", "Hallmarks of MSCs"),
        ("  a \n b\u2009c ", "a b c"),
        ("R&D at AT&T", "R&D at AT&T"),
        ("Kenya&Apos;s sugar &amp;amp; spice", "Kenya's sugar & spice"),
        ("&lt;sup&gt;68&lt;/sup&gt;Ga-FAPI", "<sup>68</sup>Ga-FAPI"),
        ("an eﬀect", "an effect"),
        # elements
        ("<jats:italic>E. coli</jats:italic> and <EM>B</EM>", "<i>E. coli</i> and <i>B</i>"),
        ('May 2012 <emph type="ital">Archives</emph>', "May 2012 <i>Archives</i>"),
        ("H <scp>i</scp> disk, <strong>b</strong>", "H <sc>i</sc> disk, <b>b</b>"),
        ('<span style="font-variant:small-caps;">l</span>-dopa', "<sc>l</sc>-dopa"),
        ('<span class="nocase">iPS</span> <span lang="la">in vivo</span>', "<nc>iPS</nc> in vivo"),
        ("one<br/>two", "one two"),
        ('<a href="https://example.org">linked</a>', "linked"),
        ("a<!-- b -->c<![CDATA[d]]>", "acd"),
        # white space folds across the borders of styles
        ("Hg\n   <sub>3</sub>\n   Se", "Hg<sub>3</sub>Se"),
        ("the <i> Gadus </i>  morhua ", "the <i>Gadus </i>morhua"),
        ("<i>Women in Ming China</i>\n   .", "<i>Women in Ming China</i> ."),
        ("<i>Women</i>\n   , a study (\n  <i>China</i>\n  )", "<i>Women</i>, a study (<i>China</i>)"),
        # no tag
        ("p < 0.05, ( 1 <~ n <~ 12 ), (<10 ppb)", "p < 0.05, ( 1 <~ n <~ 12 ), (<10 ppb)"),
        ("List<T> and <script>alert(1)</script>", "List<T> and <script>alert(1)</script>"),
        ("a < b > c, i <b and c> d", "a < b > c, i <b and c> d"),
        # unbalanced, misnested
        ("<i>a<b>b</i>c</b>d", "<i>a</i><i><b>b</b></i><b>c</b>d"),
        ("<i>Genome of E. coli", "Genome of E. coli"),
        ("stray</sup> end", "stray end"),
    ],
)
def test_markup(source: str, expected: str) -> None:
    assert shown(parse(source)[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Graphs in $ \\mathbb{Z}_{3}$ -labels $*$", "Graphs in <$>\\mathbb{Z}_{3}</$> -labels <$>*</$>"),
        ("the $n$-body problem, $n=3$", "the <$>n</$>-body problem, <$>n=3</$>"),
        ("$3$-manifolds of $SU(2)$", "<$>3</$>-manifolds of <$>SU(2)</$>"),
        ("\\(x^2\\) and $$E=mc^2$$", "<$>x^2</$> and <$>E=mc^2</$>"),
        # what TeX alone might not take is said in Unicode
        ("the $δ$ Scorpii disk", "the δ Scorpii disk"),
        ("width $O(\\log^{3} n)$", "width <$>O(\\log^{3} n)</$>"),
        ("a $\\forall x \\in X$", "a <$>\\forall x \\in X</$>"),
        ("$\\mathfrak{g}$-modules", "𝔤-modules"),
        # neither harmless nor known
        ("$\\input{x}$", "$\\input{x}$"),
        ("$x^{2$", "$x^{2$"),
        # money
        ("$5 and $9", "$5 and $9"),
        ("US$ and A$", "US$ and A$"),
        ("$100-$200", "$100-$200"),
        ("132 pp, $56.00 (hardcover)", "132 pp, $56.00 (hardcover)"),
        ("US$5 billion to US$10 billion", "US$5 billion to US$10 billion"),
        ("A$AP Rocky and Ke$ha", "A$AP Rocky and Ke$ha"),
    ],
)
def test_tex_math(source: str, expected: str) -> None:
    assert shown(parse(source)[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<mml:msub><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msub>", "x<sub>2</sub>"),
        ("<msubsup><mi>σ</mi><mn>1</mn><mn>2</mn></msubsup>", "σ<sub>1</sub><sup>2</sup>"),
        ("<mfrac><mn>1</mn><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac>", "1/(a+b)"),
        ("<msqrt><mi>s</mi></msqrt><mo>=</mo><mn>13</mn><mtext> TeV</mtext>", "√s=13 TeV"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x̄"),
        ("<mi mathvariant='double-struck'>Z</mi>", "ℤ"),
        ("<mmultiscripts><mi>Ca</mi><mprescripts/><none/><mn>48</mn></mmultiscripts>", "<sup>48</sup>Ca"),
        ("<mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced>", "[a,b]"),
        ("<semantics><mi>μ</mi><annotation>\\mu</annotation></semantics>", "μ"),
        ("<mi>a", "a"),
    ],
)
def test_mathml(source: str, expected: str) -> None:
    assert shown(parse(f"<mml:math>{source}</mml:math>")[0]) == expected


def test_a_formula_in_two_notations_is_said_once() -> None:
    mathml = "<alternatives><mml:math><mml:mi>μ</mml:mi></mml:math><inline-graphic/></alternatives>"
    tex = '<tex-math notation="LaTeX">$\\mu$</tex-math>'
    title, remarks = parse(f"A <inline-formula>{tex}{mathml}</inline-formula>-law")
    assert (shown(title), remarks) == ("A μ-law", ())
    assert shown(parse(f"A <inline-formula>{tex}</inline-formula>-law")[0]) == "A <$>\\mu</$>-law"


def test_what_has_no_counterpart_is_remarked_on() -> None:
    (remark,) = parse("<u>under</u> <i>open")[1]
    assert remark.code in CODES
    assert (remark.field, remark.message) == ("title", "underline, an unpaired <i>: removed; the text was kept")
    assert parse("<p><span>a</span><br/></p>")[1] == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("<jats:sec><jats:title>ZUSAMMENFASSUNG</jats:title><jats:p>x</jats:p></jats:sec>", "x"),
        ("<b>Summary:</b> text", "text"),
        ("<jats:title>Background</jats:title><jats:p>x</jats:p>", "Background x"),
        ("H<sub>2</sub>O &amp; CO<sub>2</sub>", "H2O & CO2"),
        ("in $O(n^2)$ time for $19", "in O(n²) time for $19"),
        ("a\n\n  b", "a b"),
    ],
)
def test_plain_fields(source: str, expected: str) -> None:
    assert parse_plain(source, "abstract")[0] == expected


def test_a_heading_is_dropped_from_abstracts_alone() -> None:
    assert parse_plain("<b>Summary</b> of things", "container_title")[0] == "Summary of things"


def test_math_in_other_formats() -> None:
    title = parse("<i>On $\\mathbb{Z}_3$</i> in 10$^{-3}$ s")[0]
    assert shown(unmath(title)) == "<i>On ℤ</i><i><sub>3</sub></i> in 10<sup>−3</sup> s"
    assert plain(title) == "On ℤ₃ in 10⁻³ s"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("VISIT TO THE NATIONAL CASH REGISTER CORPORATION", "Visit to the national cash register corporation"),
        ("CHANGES IN ATPase AND CO2 OF <i>BOMBYX MORI</i>", "Changes in ATPase and CO2 of <i>Bombyx mori</i>"),
        ("WORLD WAR II: THE U.S. NAVY IN JAPAN", "World war II: The U.S. navy in Japan"),
        ("CHRONIC OBSTRUCTIVE LUNG DISEASE (COLD) AND DNA", "Chronic obstructive lung disease (COLD) and DNA"),
        ("ABAEV, VASILIJ IVANOVICH", "Abaev, Vasilij Ivanovich"),
        ("DIE ENTWICKLUNG UND DER EINSATZ", "DIE ENTWICKLUNG UND DER EINSATZ"),
        ("The NATO of the USA", "The NATO of the USA"),
        ("COVID-19", "COVID-19"),
        ("A final stop.", "A final stop"),
        ("<i>Women in Ming China</i> .", "<i>Women in Ming China</i>"),
        ("Wait…", "Wait…"),
        ("Wait...", "Wait..."),
        ("Comment on Smith et al.", "Comment on Smith et al."),
        ("Banking in the U.S.", "Banking in the U.S."),
        ("The genus Carex L.", "The genus Carex L."),
    ],
)
def test_tidy(source: str, expected: str) -> None:
    title = parse(source)[0]
    tidied, remarks = tidy(title)
    assert shown(tidied) == expected
    assert ("title-tidied" in {remark.code for remark in remarks}) == (tidied != title)


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("A GUIDE TO THE LITERATURE.", ["title-caps", "title-stop"]),
        ("A guide to the U.S.", []),
        ("A guide to DNA", []),
        ("", []),
    ],
)
def test_doubts(source: str, codes: list[str]) -> None:
    assert [remark.code for remark in doubts(parse(source)[0])] == codes


PIECES = st.lists(
    st.sampled_from(
        ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<span class='nocase'>", "</span>", "<p>", "<br/>", "$", "$$"]
        + ["<mml:math>", "</mml:math>", "<mml:msub>", "</mml:msub>", "<tex-math>", "</tex-math>", "<", ">", "&lt;"]
        + [
            "\\alpha",
            "\\frac",
            "{",
            "}",
            "^",
            "_",
            "word",
            "A",
            " ",
            "\n",
            "\\(",
            "\\)",
            "5",
            ".",
            "é",
            "e\u0301",
            "中",
        ]
    ),
    max_size=20,
).map("".join)


@given(PIECES | st.text())
def test_every_text_is_read(source: str) -> None:
    title, remarks = parse(source)
    assert title == Rich.join(title.spans)
    assert title.source == title.source.strip()
    assert all(set(span.styles) <= set(STYLES) for span in title.spans)
    assert {remark.code for remark in remarks} <= set(CODES)
    assert not any("math" in span.styles for span in unmath(title).spans)
    assert "\n" not in plain(tidy(title)[0])
    doubts(title)
    parse_plain(source, "abstract")


@given(st.lists(st.sampled_from(["<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "word", "x"])).map("".join))
def test_no_tag_costs_a_letter(source: str) -> None:
    bare = source
    for tag in ("<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>"):
        bare = bare.replace(tag, "")
    assert plain(parse(source)[0]) == bare


@pytest.mark.parametrize("unit", ["<", "<i>", "$", "$a$ ", "<mml:math>", "&amp;", "<!--", "{", "<a ", "\\(", "<?", "“"])
def test_long_titles_take_linear_time(unit: str) -> None:
    assert is_linear(lambda size: parse(unit * (size // len(unit))), 10_000)
    assert is_linear(lambda size: parse_plain(unit * (size // len(unit)), "abstract"), 10_000)
