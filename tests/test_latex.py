"""Some 300 real records compile: xelatex with bibtex's styles and with biber, pdflatex with what ``--ascii`` writes."""

from __future__ import annotations

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import agreement
from bibstep.model import Rejected
from bibstep.pipeline.convert import convert
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options

PROGRAMS = ("xelatex", "pdflatex", "bibtex", "biber")
MISSING = [name for name in PROGRAMS if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

#: With xelatex only the font matters, and a missing glyph is not an error.
UTF8 = r"""\documentclass{article}
\usepackage{fontspec,url,amssymb}
\IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}}{}
"""
#: The Cyrillic letters are commands of T2A; the preamble is the one that the manual names.
ASCII = r"""\documentclass{article}
\usepackage[T1,T2A]{fontenc}
\usepackage{amssymb}
"""
STYLES = ("plain", "abbrv", "plainnat", "apalike", "IEEEtran")
NO_CHARACTER = re.compile(r"! LaTeX Error: Unicode character .*?\(U\+([0-9A-F]+)\)")


def document(preamble: str, style: str) -> str:
    if style == "authoryear":
        preamble += "\\usepackage[backend=biber,style=authoryear]{biblatex}\n\\addbibresource{refs.bib}\n"
        end = r"\printbibliography"
    else:
        preamble += "\\usepackage{natbib}\n" if style == "plainnat" else ""
        end = rf"\bibliographystyle{{{style}}}\bibliography{{refs}}"
    return f"{preamble}\\begin{{document}}\n\\nocite{{*}}{end}\n\\end{{document}}\n"


def errors(folder: Path, bibliography: str, source: str, latex: tuple[str, ...]) -> list[str]:
    """The errors of LaTeX's last run, each with its line of TeX's explanation, and the errors of biber."""

    def run(*command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=600, check=False)

    (folder / "refs.bib").write_text(bibliography, encoding="utf-8")
    (folder / "main.tex").write_text(source, encoding="utf-8")
    biber = "biblatex" in source
    found = []
    run(*latex, "-interaction=nonstopmode", "main")
    program = run("biber" if biber else "bibtex", "main")
    if program.returncode > (0 if biber else 1):  # 1 is a warning of bibtex's
        found += program.stdout.decode("utf-8", "replace").splitlines()[-5:]
    for _ in range(2):
        run(*latex, "-interaction=nonstopmode", "main")
    log = (folder / "main.log").read_text(encoding="utf-8", errors="replace")
    assert "\\bibitem" in (folder / "main.bbl").read_text(encoding="utf-8", errors="replace") or biber
    return found + [line for line in log.splitlines() if line.startswith("!")]


def records_at_hand() -> str:
    return "real" if agreement.inputs("real") else "golden"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The errors by style; two documents are typeset at a time."""
    records = agreement.records_of(records_at_hand())
    options = Options(duplicates="keep", omit=("abstract",))
    bibtex, biblatex = ["".join(convert(records, form, options)) for form in ("bibtex", "biblatex")]

    def of_style(style: str) -> list[str]:
        bibliography = biblatex if style == "authoryear" else bibtex
        return errors(tmp_path_factory.mktemp(style), bibliography, document(UTF8, style), ("xelatex", "-no-pdf"))

    styles = ("authoryear", *STYLES)  # the slowest first
    with ThreadPoolExecutor(2) as threads:
        return dict(zip(styles, threads.map(of_style, styles), strict=True))


@pytest.mark.parametrize("style", [*STYLES, "authoryear"])
def test_xelatex_has_no_error(style: str, compiled: dict[str, list[str]]) -> None:
    assert compiled[style] == []


def test_ascii_fails_only_on_characters_that_were_remarked_on(tmp_path: Path) -> None:
    named: set[str] = set()

    def report(said: Rejected | Noted) -> None:
        if isinstance(said, Noted):
            named.update(
                remark.message.split()[0].removeprefix("U+")
                for remark in said.remarks
                if remark.code == "character-unknown"
            )

    records = agreement.records_of(records_at_hand())
    options = Options(duplicates="keep", omit=("abstract",), ascii_only=True)
    bibliography = "".join(convert(records, "bibtex", options, report=report))
    found = errors(tmp_path, bibliography, document(ASCII, "plain"), ("pdflatex", "-draftmode"))
    unknown = {match[1].zfill(4) for line in found if (match := NO_CHARACTER.match(line))}
    assert [line for line in found if not NO_CHARACTER.match(line)] == []
    assert unknown <= named
