"""Independent readers see what the model says, and no figure of tests/data/agreement.json gets worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import agreement

#: How far a figure may fall below the table (percentage points) before it is worse and not another release's habit.
MARGIN = 0.3
#: A figure under this needs an entry among the table's known faults.
GOOD = 99.0
CORPORA = ("real", "golden")
TABLE: dict[str, Any] = json.loads(agreement.TABLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[str, agreement.Corpus]:
    folder = tmp_path_factory.mktemp("agreement")
    return {name: agreement.written(name, folder) for name in CORPORA if agreement.inputs(name)}


def one(corpora: dict[str, agreement.Corpus], name: str) -> agreement.Corpus:
    if name not in corpora:
        pytest.skip(f"the {name} records are not here")
    return corpora[name]


@pytest.mark.parametrize(("reader", "form"), agreement.PAIRS)
@pytest.mark.parametrize("name", CORPORA)
def test_no_reader_agrees_less_than_it_did(
    name: str, reader: str, form: str, corpora: dict[str, agreement.Corpus]
) -> None:
    corpus = one(corpora, name)
    try:
        items = agreement.READERS[reader][0](form, corpus.files[form])
    except agreement.Missing as missing:
        pytest.skip(str(missing))
    figures, misses = agreement.compare(corpus.records, items)
    worse = {
        field: f"{figures.get(field, 0)} % instead of {kept} %"
        for field, kept in TABLE[name][f"{reader} {form}"].items()
        if figures.get(field, 0) < kept - MARGIN
    }
    shown = "\n".join([str(miss) for miss in misses if miss.field in worse][:10])
    assert not worse, f"{worse}\n{shown}\n(a change for good reason: python tests/agreement.py)"


@pytest.mark.parametrize("name", CORPORA)
def test_every_low_figure_is_a_known_fault(name: str) -> None:
    known = {
        (fault["reader"], form, field)
        for fault in TABLE["faults"]
        for form in fault["formats"]
        for field in fault["fields"]
    }
    low = {
        (*pair.split(" "), field)
        for pair, figures in TABLE[name].items()
        for field, figure in figures.items()
        if figure < GOOD
    }
    assert not low - known


@pytest.mark.parametrize("name", CORPORA)
def test_citeproc_renders_every_item(name: str, corpora: dict[str, agreement.Corpus]) -> None:
    pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    items = json.loads(one(corpora, name).files["csl-json"].read_text(encoding="utf-8"))
    printed = agreement.rendered_by_citeproc(items)
    assert len(printed) == len(items)
    assert all(printed)


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
@pytest.mark.parametrize("name", CORPORA)
def test_typst_compiles_the_whole_bibliography(
    name: str, form: str, corpora: dict[str, agreement.Corpus], tmp_path: Path
) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    assert agreement.compiled_by_typst(one(corpora, name).files[form], tmp_path).startswith(b"%PDF")
