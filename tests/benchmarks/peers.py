"""Other converters that are installed here, as commands, each beside ours that does the same with the same content."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from records import lines

#: What citation-js is run with; NODE_PATH leads to it.
CITATION_JS = """const {Cite} = require('@citation-js/core'), fs = require('fs')
require('@citation-js/plugin-csl'); require('@citation-js/plugin-ris')
fs.writeFileSync('its.ris', new Cite(JSON.parse(fs.readFileSync('records.json', 'utf8'))).format('ris'))"""
#: A library for Python -> what is measured if it is installed, a program that does it, our options for the same.
LIBRARIES = {
    "bibtexparser": (
        "bibtexparser, BibTeX read and written",
        "import bibtexparser as b; open('its.bib', 'w').write(b.write_string(b.parse_file('records.bib')))",
        "records.bib -o our.bib",
    ),
    "pybtex": (
        "pybtex, BibTeX read and written",
        "from pybtex.database import parse_file; parse_file('records.bib').to_file('its.bib')",
        "records.bib -o our.bib",
    ),
    "rispy": (
        "rispy, RIS read and written",
        "import rispy; rispy.dump(rispy.load(open('records.ris')), open('its.ris', 'w'))",
        "records.ris -o our.ris",
    ),
}
OURS = [sys.executable, "-m", "bibstep", "convert", "--no-config", "--remarks", "none"]


class Job(NamedTuple):
    """The same work for another converter and for us."""

    name: str
    its: Sequence[str]
    ours: Sequence[str]


def jobs(folder: Path, count: int) -> list[Job]:
    """What can be measured here, in a folder in which the files are made that the commands read."""
    with open(folder / "records.jsonl", "wb") as stream:
        stream.writelines(lines(count))
    made = "-o records.json -o records.ris -o records.bib".split()
    subprocess.run([*OURS, "records.jsonl", *made], cwd=folder, check=True)
    found = []
    if pandoc := _pandoc():
        its = [pandoc, *"-f csljson -t biblatex records.json -o its.bib".split()]
        found.append(
            Job("pandoc, CSL-JSON to biblatex", its, [*OURS, "records.json", *"-t biblatex -o our.bib".split()])
        )
    if shutil.which("ris2xml") and shutil.which("xml2bib"):
        its = ["sh", "-c", "ris2xml records.ris 2>/dev/null | xml2bib > its.bib 2>/dev/null"]
        found.append(Job("bibutils, RIS to BibTeX", its, [*OURS, "records.ris", "-o", "our.bib"]))
    if (
        shutil.which("node")
        and not subprocess.run(["node", "-e", CITATION_JS.partition(",")[0]], capture_output=True).returncode
    ):
        found.append(
            Job("citation-js, CSL-JSON to RIS", ["node", "-e", CITATION_JS], [*OURS, "records.json", "-o", "our.ris"])
        )
    for library, (name, program, ours) in LIBRARIES.items():
        if importlib.util.find_spec(library):
            found.append(Job(name, [sys.executable, "-c", program], [*OURS, *ours.split()]))
    return found


def _pandoc() -> str:
    """Pandoc's program, which pypandoc may have brought; "" if there is none."""
    if found := shutil.which("pandoc"):
        return found
    if not importlib.util.find_spec("pypandoc"):
        return ""
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError:
        return ""
