"""All the real records there are, where the folder with them stands beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import agreement
from bibstep import Options, check
from bibstep.cli import run

SHARED = Path(__file__).parents[2] / "shared"
RECORDS = SHARED / "data" / "real" / "records.jsonl"
SCHEMA = Path(__file__).parent / "data" / "csl-data.json"
#: Five of them have no title; they are kept for their DOIs.
COUNT = 3069
#: Field -> the minimum percentage of correct values.
LEAST = {
    "title": 99.9,
    # One record has blanks around subscripts, as a publisher's layout leaves them; they are not part of the title.
    "title markup": 96.2,
    "author count": 99.7,
    "author families": 95.5,
    "container-title": 100,
    "volume": 100,
    "issue": 100,
    "page": 99.8,
    "DOI": 100,
    "issued": 100,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not RECORDS.is_file(), reason="the real records (../shared) are not here"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the records in all formats, from one pass."""
    made = tmp_path_factory.mktemp("large")
    outputs = [argument for name in ("a.bib", "a.biblatex", "a.ris", "a.json") for argument in ("-o", str(made / name))]
    assert run(["convert", str(RECORDS), "--duplicates", "keep", "--remarks", "none", *outputs]) == 0
    return made


def test_all_files_are_in_step_with_each_other_and_with_their_source(folder: Path) -> None:
    keep = ["--duplicates", "keep"]
    assert (
        run(["convert", str(RECORDS), *keep, "--remarks", "none", "-t", "biblatex", "-o", str(folder / "b.bib")]) == 0
    )
    files = [str(folder / name) for name in ("a.bib", "b.bib", "a.ris", "a.json")]
    checked = check(*files, against=[RECORDS], options=Options(duplicates="keep"))
    assert checked.disagreements == ()
    assert checked.rejected == ()
    assert (checked.files, checked.works) == (4, COUNT)


def ids(folder: Path) -> list[str]:
    return [item["id"] for item in json.loads((folder / "a.json").read_text(encoding="utf-8"))]


def test_keys_are_unique(folder: Path) -> None:
    assert len(set(ids(folder))) == COUNT


def test_pybtex_reads_all(folder: Path) -> None:
    database = pytest.importorskip("pybtex.database")
    assert list(database.parse_file(folder / "a.bib").entries) == ids(folder)


def test_bibtexparser_reads_all(folder: Path) -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    library = bibtexparser.parse_string((folder / "a.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ids(folder)


def test_rispy_reads_all(folder: Path) -> None:
    rispy = pytest.importorskip("rispy")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert [entry["id"] for entry in rispy.loads((folder / "a.ris").read_text(encoding="utf-8"))] == ids(folder)


def test_csl_schema_accepts_all(folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    if not SCHEMA.is_file():
        pytest.skip("the CSL-JSON schema is not here")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    items = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(items)] == []


def test_citeproc_renders_all(folder: Path) -> None:
    pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    items = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    printed = agreement.rendered_by_citeproc(items)
    assert len(printed) == COUNT
    assert all(printed)


@pytest.mark.parametrize("name", ["a.bib", "a.biblatex"])
def test_typst_compiles_all(folder: Path, name: str, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    assert agreement.compiled_by_typst(folder / name, tmp_path).startswith(b"%PDF")


def test_no_figure_gets_worse(folder: Path) -> None:
    score = [sys.executable, str(SHARED / "tools" / "score.py"), "--json"]
    truth = RECORDS.with_name("truth.jsonl")
    done = subprocess.run([*score, str(truth), str(folder / "a.json")], capture_output=True, check=True, timeout=600)
    shares = {name: share for name, (_, _, share) in json.loads(done.stdout).items()}
    assert {name: shares[name] for name, least in LEAST.items() if shares[name] < least} == {}
