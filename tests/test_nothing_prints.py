"""Metrics and translations that were asked for reach the file and no printed bibliography."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import agreement
from bibstep.formats.reading import read
from bibstep.model import Record, Translation
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

SEED = agreement.GOLDEN / "seed.txt"
#: In Latin script, so that a missing glyph cannot hide it.
TRANSLATION = "Merkmale mesenchymaler Stromazellen"
NOTED = Options(notes=("metrics", "translation"), omit=("abstract",))
TYPES = ("article-journal", "paper-conference", "chapter", "book", "thesis", "report", "article", "dataset")
#: File name -> format. Pandoc reads ``.bib`` as biblatex and ``.bibtex`` as BibTeX.
FILES = {"refs.json": "csl-json", "refs.bib": "biblatex", "refs.bibtex": "bibtex", "classic.bib": "bibtex"}


def works() -> list[Record]:
    (seed,) = [record for record in read(str(SEED)) if isinstance(record, Record)]
    assert seed.metrics.impact_factor == "19.8"
    assert seed.metrics.jcr_quartile == "Q1"
    assert seed.translation.title
    translation = Translation(TRANSLATION, "", "de")
    return [seed, *[replace(seed, type=kind, translation=translation, doi=f"10.1000/{kind}") for kind in TYPES]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the works in every format, including their notes."""
    where = tmp_path_factory.mktemp("notes")
    for name, form in FILES.items():
        text = "".join(convert(works(), form, NOTED))
        assert all(word in text for word in ("19.8", "Q1", TRANSLATION))
        (where / name).write_text(text, encoding="utf-8")
    return where


def shows_only_the_works(text: str) -> None:
    """Fail if a printed text lacks the works or contains one of their notes."""
    text = " ".join(text.replace("-\n", "").split())
    assert text.lower().count("hallmarks of") >= len(TYPES)
    for word in ("19.8", "Q1", "Journal metrics", "Translated title", "Merkmale", "特点"):
        assert word not in text


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=600, check=False)
    return done.stdout.decode("utf-8", "replace")


def needs(*programs: str) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")


def in_pdf(path: Path) -> str:
    needs("pdftotext")
    return run(path.parent, "pdftotext", "-layout", path.name, "-")


@pytest.mark.parametrize("name", ["refs.json", "refs.bib", "refs.bibtex"])
def test_pandoc(folder: Path, name: str) -> None:
    try:
        pandoc = agreement.pandoc_path()
    except agreement.Missing as missing:
        pytest.skip(str(missing))
    (folder / "all.md").write_text("---\nnocite: '@*'\n---\n", encoding="utf-8")
    shows_only_the_works(run(folder, pandoc, "--citeproc", "--bibliography", name, "-t", "plain", "all.md"))


@pytest.mark.parametrize("style", ["plain", "plainnat"])
def test_bibtex(folder: Path, style: str) -> None:
    needs("bibtex")
    job = f"with-{style}"
    aux = rf"\relax\citation{{*}}\bibstyle{{{style}}}\bibdata{{classic}}"
    (folder / f"{job}.aux").write_text(aux.replace("}\\", "}\n\\").replace(r"\relax", "\\relax\n"), encoding="utf-8")
    run(folder, "bibtex", job)
    shows_only_the_works((folder / f"{job}.bbl").read_text(encoding="utf-8", errors="replace"))


def test_biblatex(folder: Path) -> None:
    needs("xelatex", "biber", "pdftotext")
    source = r"""\documentclass{article}\usepackage{fontspec}
\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{refs.bib}
\begin{document}\nocite{*}\printbibliography\end{document}"""
    (folder / "printed.tex").write_text(source, encoding="utf-8")
    latex: Callable[[], str] = lambda: run(folder, "xelatex", "-interaction=batchmode", "printed")  # noqa: E731
    latex()
    run(folder, "biber", "printed")
    latex()
    shows_only_the_works(in_pdf(folder / "printed.pdf"))


@pytest.mark.parametrize("name", ["refs.bib", "classic.bib"])
def test_typst(folder: Path, name: str) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    source = folder / f"{name}.typ"
    source.write_text(f'#bibliography("{name}", full: true, style: "apa")\n', encoding="utf-8")
    typst.compile(str(source), output=str(folder / f"{name}.pdf"), format="pdf")
    shows_only_the_works(in_pdf(folder / f"{name}.pdf"))
