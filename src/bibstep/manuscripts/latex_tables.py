"""The commands of LaTeX that cite, define commands, name other files, or hold text that is not LaTeX."""

from __future__ import annotations

import re

from bibstep.text.patterns import later

#: Commands with options and then keys: LaTeX, natbib, biblatex, apacite, jurabib, REVTeX, bibentry, cite.
KEYS = frozenset(
    """cite citet citep citealt citealp citeauthor citeyear citeyearpar citefullauthor citenum citetalias citepalias
    defcitealias Cite Citet Citep Citealt Citealp Citeauthor Citefullauthor
    parencite footcite footcitetext textcite smartcite supercite autocite citetitle citedate citeurl fullcite
    footfullcite notecite pnotecite fnotecite citefield citelist citename Parencite Footcite Footcitetext Textcite
    Smartcite Autocite Notecite Pnotecite Fnotecite Citetitle Citedate
    citeA citeNP citeyearNP citeauthorNP citeN citeANP fullcite fullciteA fullciteNP fullciteN fullciteauthor
    fullciteauthorNP shortcite shortciteA shortciteNP shortciteN shortciteANP shortciteauthor shortciteauthorNP
    shortcites maskcite maskciteA maskciteNP nocitemeta
    bibentry onlinecite citen citeonline inlinecite nptextcite footnotecite longcite citealtlong citepos citeposs
    citeself nocite""".split()
)
#: biblatex's commands that take several lists of keys, each with its own options.
MULTI = frozenset(
    """cites parencites footcites footcitetexts textcites smartcites supercites autocites fullcites footfullcites
    Cites Parencites Footcites Footcitetexts Textcites Smartcites Supercites Autocites""".split()
)
#: biblatex's commands with a volume before the keys.
VOLUME = frozenset(
    "volcite Volcite pvolcite Pvolcite fvolcite Fvolcite ftvolcite svolcite Svolcite tvolcite Tvolcite avolcite"
    " Avolcite".split()
)
#: Other commands whose names look like commands that cite: packages and templates define more of them.
MAY_CITE = later(r"[A-Za-z]*[cC]ite(?:s|[tp]|al[tp]|author|year|yearpar|num|title|full)?")
#: Names that look so, but take no keys.
NO_CITE = frozenset(
    """citetext bibcite newcite excite recite incite newcites mcite setcite declarecite showcite backcite nobibcite
    DeclareCite defcite""".split()
)
#: Commands that make a command: the number of the argument that is its body, or none.
DEFINE = frozenset("newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd".split())
DEFINE_DOCUMENT = frozenset(
    """NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand
    NewExpandableDocumentCommand""".split()
)
DEFINE_TEX = frozenset("def edef gdef xdef".split())
#: Commands that name a file that is read at this place.
INPUT = frozenset("input include subfile subfileinclude InputIfFileExists loadglsentries includestandalone".split())
#: … with a folder before it.
IMPORT = frozenset("import subimport includefrom subincludefrom inputfrom subinputfrom".split())
#: Commands that name packages and classes, which may define commands that cite.
PACKAGES = frozenset("usepackage RequirePackage documentclass LoadClass".split())
#: Environments whose text is not LaTeX.
VERBATIM = frozenset(
    """verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim SaveVerbatim VerbatimOut lstlisting minted comment
    filecontents filecontents* alltt* spverbatim verbatimtab verbatimwrite listing* luacode luacode* pycode pyblock
    asy sagesilent sageblock tcblisting code* Sinput Soutput""".split()
)
#: Commands whose argument may contain ``%``.
LINKS = frozenset("url href path nolinkurl hyperref@url".split())
#: Commands whose argument stands between two equal characters, or in braces.
INLINE_VERBATIM = frozenset("verb Verb spverb lstinline mintinline py".split())
#: Keys by which packages pass options to BibTeX.
CONTROL_KEY = later(
    r"(?:REVTEX|apsrev|aiprev|aip|aps)[0-9-]*[Cc]ontrol|biblatex-control|IEEEexample:BSTcontrol|achemso-control",
    re.IGNORECASE,
)
