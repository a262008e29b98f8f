"""ASCII TeX as pdflatex and classic bibtex take it: every character of the tables, printed by six styles."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from bibstep.formats.latex.encode import to_ascii
from bibstep.values.tex import characters as tables

LATEX = shutil.which("pdflatex")
BIBTEX = shutil.which("bibtex")
pytestmark = pytest.mark.skipif(not (LATEX and BIBTEX), reason="no pdflatex with bibtex")

#: The preambles in the docstring of ``latex.encode``.
T1 = r"\usepackage[T1]{fontenc}"
AMSSYMB = r"\usepackage{amssymb}"
VIETNAMESE = r"""\usepackage[T5,T1]{fontenc}
\DeclareTextAccentDefault{\h}{T5}
\DeclareTextCommandDefault{\horn}[1]{\UseTextSymbol{T5}{\horn{#1}}}"""
CYRILLIC_MAIN = r"\usepackage[T1,T2A]{fontenc}"
CYRILLIC_DEFAULT = r"""\usepackage[T2A,T1]{fontenc}
\makeatletter
\let\declaresymbol\DeclareTextSymbol
\renewcommand\DeclareTextSymbol[3]{\DeclareTextSymbolDefault{#1}{#2}}
\input{t2aenc.def}
\let\DeclareTextSymbol\declaresymbol
\makeatother"""

LETTERS = [
    chr(code) for code in (*range(0xA1, 0x250), *range(0x1E00, 0x1F00), *range(0x370, 0x500), *range(0x1F00, 0x2000))
]
SYMBOLS = [
    *tables.TEXT,
    *tables.LITERAL,
    *tables.MATH,
    *tables.MATH_AMSSYMB,
    *"²⁻³₂ₙℝℤ𝔤𝒪𝑝𝐀𝜶𝟙⅓Ⅳ℃㎏，（＆＄％＃＿｛｝＾～＼＜",
]
CHARS = [char for char in dict.fromkeys([*LETTERS, *SYMBOLS]) if not to_ascii(char)[1]]
NEEDS_CYRILLIC = {char for char in CHARS if "cyr" in to_ascii(char)[0].lower()}
NEEDS_T5 = {char for char in CHARS if r"\h{" in to_ascii(char)[0] or r"\horn" in to_ascii(char)[0]}
NEEDS_AMSSYMB = {*tables.MATH_AMSSYMB, *"ℝℤ𝔤", "⋪", "⋫"}
NEEDS_T1 = {*"ðÐþÞđĐŋŊ‚„‹›«»", *[char for char in CHARS if r"\k{" in to_ascii(char)[0]]}


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=600, check=False)
    return done.stdout.decode("utf-8", "replace")


def errors(folder: Path, preamble: str, body: str, *, bibtex: bool = False) -> list[str]:
    """LaTeX's errors for ``body``; bibtex is run before the last run if requested."""
    document = f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "a.tex").write_text(document, "ascii")
    latex = ("pdflatex", "-interaction=nonstopmode", "a")
    if bibtex:
        run(folder, *latex)
        run(folder, "bibtex", "a")
    run(folder, *latex)
    log = (folder / "a.log").read_text("latin-1")
    assert "Output written" in log
    return re.findall(r"^! .*|^LaTeX Warning: Command .*", log, re.MULTILINE)


@cache
def has(*files: str) -> bool:
    return all(run(Path(), "kpsewhich", name).strip() for name in files)


@pytest.mark.parametrize(
    ("preamble", "without"),
    [
        ("", NEEDS_T1 | NEEDS_T5 | NEEDS_AMSSYMB | NEEDS_CYRILLIC),
        (T1, NEEDS_T5 | NEEDS_AMSSYMB | NEEDS_CYRILLIC),
        (T1 + AMSSYMB, NEEDS_T5 | NEEDS_CYRILLIC),
        (VIETNAMESE + AMSSYMB, NEEDS_CYRILLIC),
        (CYRILLIC_MAIN + AMSSYMB, {*"ðÐþÞđĐŋŊ‚‹›", *NEEDS_T5}),
        (CYRILLIC_DEFAULT + AMSSYMB, NEEDS_T5),
        (VIETNAMESE + CYRILLIC_DEFAULT + AMSSYMB, set[str]()),
    ],
    ids=["plain", "T1", "amssymb", "T5", "T2A as main encoding", "T2A as default", "all"],
)
def test_the_documented_preambles_suffice(tmp_path: Path, preamble: str, without: set[str]) -> None:
    if ("T2A" in preamble and not has("t2aenc.def", "fikparm.mf")) or ("T5" in preamble and not has("t5enc.def")):
        pytest.skip("no fonts for it")
    chars = [char for char in CHARS if char not in without]
    body = "\n".join([f"{to_ascii(char)[0]} {to_ascii(f'$x {char} y$')[0]}\\par" for char in chars])
    assert errors(tmp_path, preamble, body) == []


@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "apalike", "IEEEtran", "plainnat"])
def test_every_character_in_titles_and_names(tmp_path: Path, style: str) -> None:
    """In a title, and where a style may cut: at the start of a given name and of a family name."""
    if not has(f"{style}.bst"):
        pytest.skip(f"no {style}.bst")
    cyrillic, vietnamese = has("t2aenc.def", "fikparm.mf"), has("t5enc.def")
    preamble = (VIETNAMESE if vietnamese else "") + (CYRILLIC_DEFAULT if cyrillic else T1) + AMSSYMB
    without = (set[str]() if cyrillic else NEEDS_CYRILLIC) | (set[str]() if vietnamese else NEEDS_T5)
    # natbib reads parentheses in a name as those of its labels, so they are left out.
    forms = [to_ascii(char)[0] for char in CHARS if char not in without]
    forms = [form for form in forms if "(" not in form and ")" not in form]
    entries = [
        f"@article{{k{year}, title = {{The {form} title {form}}}, author = {{Smith, {form}lodie and {form}mith, Bo}}, "
        f"journal = {{J}}, year = {year}}}\n"
        for year, form in enumerate(forms, 1000)
    ]
    (tmp_path / "r.bib").write_text("".join(entries), "ascii")
    natbib = r"\usepackage{natbib}" if style == "plainnat" else ""
    body = rf"\nocite{{*}}\bibliographystyle{{{style}}}\bibliography{{r}}"
    assert errors(tmp_path, preamble + natbib, body, bibtex=True) == []
    log = (tmp_path / "a.blg").read_text("utf-8", "replace")
    assert not re.search(r"^Warning|error message", log, re.MULTILINE), log[:500]
    assert (tmp_path / "a.bbl").read_text("ascii").count("\\bibitem") == len(entries)


def test_initials_are_whole_and_case_is_kept(tmp_path: Path) -> None:
    title, name = to_ascii("A Élan: Δ and ℝ and Жизнь")[0], to_ascii("Élodie Ødegaard Дмитрий")[0]
    (tmp_path / "r.bib").write_text(
        f"@article{{k, title = {{{title}}}, author = {{X, {name}}}, journal = {{J}}, year = 2020}}", "ascii"
    )
    errors(tmp_path, T1, r"\nocite{*}\bibliographystyle{abbrv}\bibliography{r}", bibtex=True)
    printed = " ".join((tmp_path / "a.bbl").read_text("ascii").split())
    assert r"{\'E}.~{\O}. {\CYRD}. X." in printed.replace("~{\\CYRD}", " {\\CYRD}")
    assert r"A {\'e}lan: {\ensuremath{\Delta}} and {{\ensuremath{\mathbb{R}}}} and {\CYRZH}" in printed
