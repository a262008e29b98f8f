"""What the commands of TeX math mean in Unicode, and which of them any LaTeX document can take.

Source: LaTeX2e font guide and symbol tables (Pakin, "The Comprehensive LaTeX Symbol List"), and the Unicode names list.
"""

from __future__ import annotations

from collections.abc import Mapping


def _pairs(table: str) -> dict[str, str]:
    """``name character`` pairs, separated by white space."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _words(table: str) -> frozenset[str]:
    """The words of a table, separated by white space."""
    return frozenset(table.split())


#: Letters: a space after such a command only ends its name.
LETTERS: Mapping[str, str] = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
    omega ω
    Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    hbar ℏ hslash ℏ ell ℓ imath ı jmath ȷ aleph ℵ beth ℶ Re ℜ Im ℑ wp ℘ eth ð AA Å aa å AE Æ ae æ OE Œ oe œ O Ø o ø
    L Ł l ł ss ß i ı j ȷ S § P ¶ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ prime ′ backprime ‵ micro µ
    degree ° sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁
    bigwedge ⋀ surd √ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ diamond ⋄ Diamond ◇ forall ∀ exists ∃ nexists ∄
    neg ¬ lnot ¬ sharp ♯ flat ♭ natural ♮ dagger † ddagger ‡ bullet • star ⋆ ast ∗ circ ∘ odot ⊙ oplus ⊕ otimes ⊗
    ominus ⊖
    complement ∁ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [ rbrack ] vert |
    lvert | rvert | mid | Vert ‖ lVert ‖ rVert ‖ backslash \\ textbackslash \\ colon : cdots ⋯ ldots … dots … vdots ⋮
    ddots ⋱ dotsc … dotsb ⋯ lbrack [ pounds £ euro € copyright © textdegree ° textmu µ textquotesingle '
    texttrademark ™ textregistered ® Sun ☉ astrosun ☉ Earth ⊕ Jupiter ♃ mathsemicolon ; mathplus + mathslash /
    mathcolon : mathperiod . mathcomma , mathquestion ? mathexclam ! mathhyphen -
""")
#: The same letters upright, in the names of upgreek.
LETTERS = {
    **LETTERS,
    **{
        f"up{name}": LETTERS[name]
        for name in _words(
            """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi
            psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"""
        )
    },
}
#: Relations, arrows and binary operators: the space after them is kept, as one before them is.
OPERATORS: Mapping[str, str] = _pairs("""
    times × div ÷ pm ± mp ∓ cdot · setminus ∖ smallsetminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔
    amalg ⨿ ltimes ⋉ rtimes ⋊ le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt >
    less < greater >
    neq ≠ ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝ varpropto ∝ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯
    succeq ⪰ lesssim ≲ gtrsim ≳ in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    nsubseteq ⊈ perp ⊥ parallel ∥ nmid ∤ models ⊨ vdash ⊢ dashv ⊣ bowtie ⋈ to → rightarrow → leftarrow ←
    gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ longrightarrow ⟶ longleftarrow ⟵
    longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕
    hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌ leftrightarrows ⇆ rightarrowtail ↣
    twoheadrightarrow ↠ leadsto ⇝ rightsquigarrow ⇝ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ therefore ∴ because ∵
""")
#: Named functions, set upright with a thin space around them.
FUNCTIONS = _words(
    """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh bmod mod"""
)
#: Commands that only change the look of what follows, or the space: nothing stands for them.
SILENT = _words(
    """left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits displaystyle
    textstyle scriptstyle scriptscriptstyle rm bf it sf tt cal em nonumber relax protect kern boldmath"""
)
#: Commands that stand for white space.
SPACES = _words("quad qquad thinspace enspace space")
#: Commands of one argument that is simply printed; in those of WORDS the spaces count.
WORDS = _words("text textrm textit textbf textsf texttt textnormal textup textsc emph mbox hbox")
PASSED = _words(
    """mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm operatorname operatorname* mathop mathrel mathbin
    mathord ensuremath underbrace overbrace phantom hphantom vphantom smash boxed ce"""
)
#: Commands of one argument whose letters come from another alphabet: the middle of the characters' Unicode names.
ALPHABETS: Mapping[str, str] = {
    "mathbb": "DOUBLE-STRUCK",
    "Bbb": "DOUBLE-STRUCK",
    "mathds": "DOUBLE-STRUCK",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
    "frak": "FRAKTUR",
}
#: Accents: the combining character that follows the letter.
ACCENTS: Mapping[str, str] = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
    "underline": "\u0332",
    "not": "\u0338",
}
#: Control symbols (a backslash and one character).
SYMBOLS: Mapping[str, str] = {
    "\\,": " ",
    "\\;": " ",
    "\\:": " ",
    "\\>": " ",
    "\\ ": " ",
    "\\!": "",
    "\\/": "",
    "\\|": "‖",
    "\\{": "{",
    "\\}": "}",
    "\\%": "%",
    "\\&": "&",
    "\\#": "#",
    "\\$": "$",
    "\\_": "_",
}
#: Control symbols that may stand in a BibTeX field: no braces, which BibTeX would count, and nothing special.
HARMLESS_SYMBOLS = frozenset(("\\,", "\\;", "\\:", "\\ ", "\\!", "\\|"))
#: Commands that may stand in math in a BibTeX field: they print something, need no argument but their own, can do
#: nothing else, and are known to LaTeX itself (``\mathbb`` and ``\text``: to the AMS packages).
HARMLESS = _words(
    """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    hbar ell partial nabla infty prime sum int circ bullet star ast dagger ddagger langle rangle lbrace rbrace vert
    ldots dots times div pm mp cdot le ge leq geq ll gg neq sim approx to rightarrow leftarrow leftrightarrow uparrow
    downarrow frac sqrt mathrm mathbf mathit mathsf mathcal mathbb text textrm textit textbf textsf texttt textnormal
    textup mbox ensuremath backslash
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh aleph Re Im emptyset forall exists neg prod coprod bigcup bigcap bigoplus bigotimes
    oint top bot angle sharp flat natural oplus otimes ominus odot lceil rceil lfloor rfloor cdots setminus wedge vee
    cap cup equiv sim simeq cong propto asymp prec succ preceq succeq in ni notin subset supset subseteq supseteq perp
    parallel mid Rightarrow Leftarrow Leftrightarrow longrightarrow longleftarrow mapsto"""
)

#: Characters that exist raised and lowered, digits and signs first; letters only where every font has them.
RAISED: Mapping[str, str] = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
LOWERED: Mapping[str, str] = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
