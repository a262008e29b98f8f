"""Tables of the TeX commands for letters, accents and symbols, for the encoder and the decoder.

Sources: for text, LaTeX's own tables of Unicode characters (``t1enc.dfu``, ``ts1enc.dfu``, ``t2aenc.dfu``); for
mathematics, the symbols of LaTeX and amssymb, with the meanings of the unicode-math package if two look alike
(``\\varphi`` is φ, ``\\phi`` is ϕ, ``\\varepsilon`` is ε, ``\\epsilon`` is ϵ).
"""

from __future__ import annotations


def _table(source: str) -> dict[str, str]:
    words = source.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Combining mark -> accent command of text, for marks above the letter or at its side (the hook and the horn of
#: Vietnamese need T5, see ``encode``).
ACCENTS_ABOVE = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0309": "h",
    "\u031b": "horn",
}
#: The same for marks below the letter. Their commands take any argument, those for marks above only a letter that the
#: font has, so the command for the mark below is the outer one. (``\k`` needs T1, see ``encode``.)
ACCENTS_BELOW = {
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
#: Combining mark -> accent command of mathematics, for Greek. U+0342 is the perispomeni.
ACCENTS_MATH = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0306": "breve",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
    "\u0342": "tilde",
}

#: Latin letters that are not a letter with an accent.
LATIN = _table(
    r"""
    ß \ss ẞ \SS æ \ae Æ \AE œ \oe Œ \OE ø \o Ø \O ł \l Ł \L ı \i ȷ \j
    đ \dj Đ \DJ ð \dh Ð \DH þ \th Þ \TH ŋ \ng Ŋ \NG
    """
)
#: Å is not listed, so it is written as A with a ring: some readers do not know ``\aa`` (measured: citation-js).

#: Symbols of text.
TEXT = _table(
    r"""
    – \textendash ‒ \textendash — \textemdash ― \textemdash
    ‘ \textquoteleft ’ \textquoteright “ \textquotedblleft ” \textquotedblright ‚ \quotesinglbase „ \quotedblbase
    ‹ \guilsinglleft › \guilsinglright « \guillemotleft » \guillemotright ʻ \textquoteleft ʼ \textquoteright
    … \ldots • \textbullet · \textperiodcentered ‧ \textperiodcentered
    † \textdagger § \textsection ¶ \textparagraph ‖ \textbardbl ※ \textreferencemark
    ¡ \textexclamdown ¿ \textquestiondown ‽ \textinterrobang ª \textordfeminine º \textordmasculine
    © \textcopyright ® \textregistered ™ \texttrademark ℠ \textservicemark ℗ \textcircledP
    € \texteuro £ \textsterling ¥ \textyen ¢ \textcent ¤ \textcurrency ƒ \textflorin ₩ \textwon ₫ \textdong ฿ \textbaht
    ₤ \textlira ₦ \textnaira ₱ \textpeso
    ° \textdegree ‰ \textperthousand ‱ \textpertenthousand № \textnumero ℮ \textestimated ℞ \textrecipe µ \textmu
    ½ \textonehalf ¼ \textonequarter ¾ \textthreequarters ⁄ \textfractionsolidus ¦ \textbrokenbar
    ¨ \textasciidieresis ¯ \textasciimacron ´ \textasciiacute ˘ \textasciibreve ˇ \textasciicaron
    ˝ \textacutedbl ¸ \c{} ˙ \.{} ˚ \r{} ˛ \k{} ˆ \textasciicircum ˜ \textasciitilde ♪ \textmusicalnote
    < \textless > \textgreater | \textbar
    """
)
#: Characters that are written with ASCII characters, exactly as listed.
LITERAL = {"‐": "-", "‑": "-", "℃": r"{\textdegree}{C}", "℉": r"{\textdegree}{F}"}
#: Escapes for ASCII characters that replace full-width forms and are special to TeX; and the comma, which would split a
#: name.
SPECIAL = {
    ",": "{,}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
}

#: Symbols of mathematics that every LaTeX has.
MATH = _table(
    r"""
    × \times ÷ \div ± \pm ∓ \mp − - ⋅ \cdot ∙ \bullet ∗ \ast ⋆ \star ∘ \circ ◦ \circ ⁎ \ast ∕ / ∖ \setminus ¬ \neg
    ≤ \leq ≥ \geq ≠ \neq ≈ \approx ≡ \equiv ∼ \sim ≃ \simeq ≅ \cong ≍ \asymp ≐ \doteq ∝ \propto ≪ \ll ≫ \gg
    ≺ \prec ≻ \succ ≼ \preceq ≽ \succeq ⪯ \preceq ⪰ \succeq ∶ : ∣ \mid ∥ \parallel ⊥ \perp ∠ \angle
    ← \leftarrow → \rightarrow ↑ \uparrow ↓ \downarrow ↔ \leftrightarrow ↕ \updownarrow
    ⇐ \Leftarrow ⇒ \Rightarrow ⇑ \Uparrow ⇓ \Downarrow ⇔ \Leftrightarrow ↦ \mapsto ⇌ \rightleftharpoons
    ⟵ \longleftarrow ⟶ \longrightarrow ⟷ \longleftrightarrow ⟹ \Longrightarrow ⟺ \Longleftrightarrow
    ↗ \nearrow ↘ \searrow ↙ \swarrow ↖ \nwarrow ↪ \hookrightarrow ↩ \hookleftarrow ⇀ \rightharpoonup
    ∞ \infty ∂ \partial ∇ \nabla ∆ \Delta ∑ \sum ∏ \prod ∐ \coprod ∫ \int ∮ \oint √ \sqrt{}
    ∈ \in ∊ \in ∉ \notin ∋ \ni ⊂ \subset ⊃ \supset ⊆ \subseteq ⊇ \supseteq ∪ \cup ∩ \cap ∅ \emptyset ⊎ \uplus
    ∀ \forall ∃ \exists ∧ \wedge ∨ \vee ⊢ \vdash ⊣ \dashv ⊨ \models ⊤ \top
    ⊕ \oplus ⊖ \ominus ⊗ \otimes ⊘ \oslash ⊙ \odot ☉ \odot ⨁ \bigoplus ⨂ \bigotimes ⨀ \bigodot ⋃ \bigcup ⋂ \bigcap
    ⋀ \bigwedge ⋁ \bigvee ⊔ \sqcup ⊓ \sqcap ⋄ \diamond ◇ \diamond △ \triangle ▽ \bigtriangledown
    ○ \bigcirc ◯ \bigcirc ● \bullet
    ⟨ \langle ⟩ \rangle ⌈ \lceil ⌉ \rceil ⌊ \lfloor ⌋ \rfloor ⋯ \cdots ⋮ \vdots ⋱ \ddots
    ℏ \hbar ħ \hbar ℓ \ell ℑ \Im ℜ \Re ℘ \wp ℵ \aleph ‡ \ddagger ♭ \flat ♮ \natural ♯ \sharp
    ♠ \spadesuit ♣ \clubsuit ♡ \heartsuit ♢ \diamondsuit
    ′ ' ″ '' ‴ ''' ʹ ' ʺ ''
    """
)
#: Symbols of mathematics that need the package amssymb.
MATH_AMSSYMB = _table(
    r"""
    ≲ \lesssim ≳ \gtrsim ⩽ \leqslant ⩾ \geqslant ≦ \leqq ≧ \geqq ≜ \triangleq ≰ \nleq ≱ \ngeq ∤ \nmid ∦ \nparallel
    ⊊ \subsetneq ⊋ \supsetneq ∄ \nexists ∁ \complement ∴ \therefore ∵ \because ⇄ \rightleftarrows ⇆ \leftrightarrows
    ⇋ \leftrightharpoons ↛ \nrightarrow ↠ \twoheadrightarrow ↾ \upharpoonright ⋉ \ltimes ⋊ \rtimes ⊞ \boxplus
    ⊠ \boxtimes ■ \blacksquare □ \square ▲ \blacktriangle ▼ \blacktriangledown ◆ \blacklozenge ★ \bigstar
    ✓ \checkmark ✠ \maltese
    ▶ \blacktriangleright ◀ \blacktriangleleft ▪ \blacksquare ◊ \lozenge ⇝ \rightsquigarrow ≊ \approxeq
    ⪅ \lessapprox ⪆ \gtrapprox ⊲ \vartriangleleft ⊳ \vartriangleright ϰ \varkappa ϝ \digamma ℶ \beth ℷ \gimel
    """
)

#: Greek letters.
GREEK = _table(
    r"""
    α \alpha β \beta γ \gamma δ \delta ε \varepsilon ϵ \epsilon ζ \zeta η \eta θ \theta ϑ \vartheta ι \iota κ \kappa
    λ \lambda μ \mu ν \nu ξ \xi ο o π \pi ϖ \varpi ρ \rho ϱ \varrho σ \sigma ς \varsigma τ \tau υ \upsilon
    φ \varphi ϕ \phi χ \chi ψ \psi ω \omega
    Γ \Gamma Δ \Delta Θ \Theta Λ \Lambda Ξ \Xi Π \Pi Σ \Sigma Υ \Upsilon Φ \Phi Ψ \Psi Ω \Omega
    """
)
#: Greek capitals that look like Latin ones.
GREEK_AS_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))

#: Cyrillic small letters in the T2A encoding -> the command without its ``\cyr``; a capital is ``\CYR`` with capitals.
CYRILLIC = _table(
    """
    а a б b в v г g д d е e ё yo ж zh з z и i й ishrt к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh
    щ shch ъ hrdsn ы ery ь sftsn э erev ю yu я ya
    ґ gup є ie і ii ї yi ў ushrt ђ dje ѕ dze ј je љ lje њ nje ћ tshe џ dzhe
    ғ ghcrs җ zhdsc ҙ zdsc қ kdsc ҝ kvcrs ҡ kbeak ң ndsc ҥ ng ҫ sdsc ү y ұ yhcrs ҳ hdsc ҷ chrdsc ҹ chvcrs һ shha
    ӕ ae ә schwa ө otld
    """
)

#: Superscript and subscript characters -> the character that is raised or lowered.
SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+−=()ni", strict=True))
SUBSCRIPT = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", "0123456789+−=()aeoxhklmnpst", strict=True))

#: Word in the Unicode name of a mathematical letter, its font command, and whether that font has only A to Z.
MATH_FONTS = (
    ("DOUBLE-STRUCK", "mathbb", True),
    ("DOUBLE-STRUCK", "mathbf", False),
    ("FRAKTUR", "mathfrak", False),
    ("BLACK-LETTER", "mathfrak", False),
    ("SCRIPT", "mathcal", True),
    ("MONOSPACE", "mathtt", False),
    ("SANS-SERIF", "mathsf", False),
    ("BOLD", "mathbf", False),
)
