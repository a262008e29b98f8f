"""Tables of the meaning of TeX's commands for text: letters, accents, styles, and commands with printed arguments.

Sources: the encoder's tables (``characters``), LaTeX's own documentation (fntguide, usrguide), the biblatex manual
(``\\mkbib…``).
"""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.values.tex import characters as tex_tables
from bibstep.values.tex import math_tables
from bibstep.values.tex.journals import JOURNALS


def _inverse(table: Mapping[str, str]) -> dict[str, str]:
    """Command name -> character; the first one if several characters have the same command."""
    found: dict[str, str] = {}
    for char, command in table.items():
        if command[0] == "\\" and command[1:].isalpha():
            found.setdefault(command[1:], char)
    return found


def _pairs(source: str) -> dict[str, str]:
    words = source.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Accent command -> combining mark, or two of them. The last lines are MathSciNet's (``mathscinet.sty`` of amsrefs).
ACCENTS: Mapping[str, str] = {
    **{command: mark for mark, command in {**tex_tables.ACCENTS_ABOVE, **tex_tables.ACCENTS_BELOW}.items()},
    "t": "\u0361",
    "C": "\u030f",
    "G": "\u030f",
    "U": "\u030e",
    "f": "\u0311",
    "textogonekcentered": "\u0328",
    "textsubring": "\u0325",
    "ocirc": "\u030a",
    "polhk": "\u0328",
    "udot": "\u0323",
    "dudot": "\u0324",
    "lfhook": "\u0326",
    "soft": "\u030c",
    "utilde": "\u0330",
    "uarc": "\u032e",
    "cflex": "\u0302",
    "cfac": "\u0302\u0301",
    "cfgr": "\u0302\u0300",
    "cftil": "\u0302\u0303",
    "cfudot": "\u0302\u0323",
}
#: Command -> the text that it prints.
SYMBOLS: Mapping[str, str] = {
    **math_tables.LETTERS,
    **math_tables.OPERATORS,
    **{
        f"text{name}": math_tables.LETTERS[name]
        for name in """beta gamma delta epsilon zeta eta theta iota kappa lambda
    nu xi pi rho sigma tau upsilon phi chi psi omega""".split()
    },
    **_inverse(tex_tables.MATH),
    **_inverse(tex_tables.MATH_AMSSYMB),
    **_inverse(tex_tables.GREEK),
    **_inverse(tex_tables.TEXT),
    **_inverse(tex_tables.LATIN),
    **{f"cyr{name}": char for char, name in tex_tables.CYRILLIC.items()},
    **{f"CYR{name.upper()}": char.upper() for char, name in tex_tables.CYRILLIC.items()},
    **_pairs(
        r"""aa å AA Å textbackslash \ textbraceleft { textbraceright } textasciitilde ~ textasciicircum ^ textless <
        textgreater > textbar | textunderscore _ textdollar $ textquotesingle ' textquotedbl " textasciigrave `
        textgreek_ _ dots … textellipsis … textasteriskcentered * textquotedblright ” glqq „ grqq “ glq ‚ grq ‘ flqq «
        frqq » flq ‹ frq › guillemetleft « guillemetright » guillemotleft « guillemotright » og « fg »
        lq ‘ rq ’ textminus − textpm ± texttimes × textdiv ÷ textmu µ textohm Ω textcelsius ℃ textonesuperior ¹
        texttwosuperior ² textthreesuperior ³ LaTeX LaTeX TeX TeX BibTeX BibTeX XeTeX XeTeX LaTeXe LaTeX2e ier er
        textcopyright © pounds £ slash / lbrace { rbrace } textvisiblespace ␣ EUR € textrightarrow → textleftarrow ←
        bibrangedash – hyphen - adddot . addcolon : addcomma , addsemicolon ; textprime ′ BibLaTeX BibLaTeX
        texttildelow ~ textlangle ⟨ textrangle ⟩
        cprime ʹ tprime ʹ Cprime ʹ cdprime ʺ Cdprime ʺ bud ʺ cydot · lasp ʿ rasp ʾ Dbar Đ dbar đ
        dag † ddag ‡ S § P ¶ textdaggerdbl ‡ textnumero № textalpha α textbeta β textgamma γ textdelta δ"""
    ),
    **JOURNALS,
}
#: Control symbols: a backslash and one character, but not an accent.
CONTROL: Mapping[str, str] = {
    **{char: char for char in "&%#_${}@|"},
    **dict.fromkeys(" ,;:>\n\t\\", " "),
    **dict.fromkeys("-/!*+)]", ""),
}
#: Command with one argument -> style of the argument.
STYLES: Mapping[str, str] = {
    **dict.fromkeys("textit emph textsl mkbibemph mkbibitalic enit".split(), "italic"),
    **dict.fromkeys("textbf mkbibbold strong".split(), "bold"),
    **dict.fromkeys("textsc mkbibacro".split(), "smallcaps"),
    **dict.fromkeys("textsubscript mkbibsubscript subscript".split(), "sub"),
    **dict.fromkeys("textsuperscript mkbibsuperscript superscript up".split(), "sup"),
}
#: Command without an argument -> style up to the end of its group.
DECLARATIONS: Mapping[str, str] = {
    **dict.fromkeys("it em sl itshape slshape".split(), "italic"),
    **dict.fromkeys("bf bfseries".split(), "bold"),
    **dict.fromkeys("sc scshape".split(), "smallcaps"),
}
#: Command with one argument -> the texts printed before and after it.
AROUND: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        """textrm texttt textsf textup textmd textnormal textulc text mbox hbox fbox makebox underline uline bibstring
        textsw lowercase MakeLowercase uppercase MakeUppercase MakeCapital autocap unskip path nolinkurl url textlatin
        textcyrillic textgreek NoCaseChange mkbibnamefamily mkbibnamegiven bibhyperlink""".split(),
        ("", ""),
    ),
    **dict.fromkeys("mkbibquote enquote textquote enquote*".split(), ("“", "”")),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}
#: Command -> the number of arguments before the one that is printed; any of them may follow one in brackets.
AFTER: Mapping[str, int] = {
    **dict.fromkeys(
        """foreignlanguage textcolor href textlang hyphenquote raisebox scalebox rotatebox parbox colorbox
        foreignquote""".split(),
        1,
    ),
    **dict.fromkeys("resizebox fcolorbox".split(), 2),
}
#: Primitives of TeX that take a length and print nothing.
LENGTHS = frozenset("kern mkern hskip vskip mskip raise lower moveleft moveright baselineskip lineskip".split())
#: Command that prints nothing -> the number of its arguments.
SILENT: Mapping[str, int] = {
    **dict.fromkeys(
        """noopsort Noopsort NoopSort SortNoop sortnoop noop hspace hspace* vspace vspace* selectlanguage label color
        vphantom hphantom phantom fontfamily fontseries fontshape""".split(),
        1,
    ),
    **dict.fromkeys("setlength addtolength fontsize".split(), 2),
    **dict.fromkeys(
        """relax protect aftergroup rm tt sf rmfamily ttfamily sffamily upshape mdseries normalfont null leavevmode
        allowbreak
        nobreak hfill linebreak nolinebreak penalty sloppy tiny scriptsize footnotesize small normalsize large Large
        par_ unspace nobreakdash up xspace noindent ignorespaces psq psqq selectfont centering boldmath unboldmath
        fi strut break nonumber raggedright smallskip medskip bigskip displaystyle textstyle scriptstyle
        scriptscriptstyle""".split(),
        0,
    ),
}
#: Commands that print a space.
SPACES = frozenset(
    """space par newline quad qquad enspace thinspace nobreakspace negthinspace addspace addnbspace addthinspace
    textcompwordmark_ newblock hfil""".split()
)
