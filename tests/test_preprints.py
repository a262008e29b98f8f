"""Preprints of arXiv, whose number people's libraries have in the name of the journal or in its volume."""

from __future__ import annotations

import io

import pytest

from bibstep.formats import READERS
from bibstep.model import Record
from bibstep.pipeline.convert import convert
from bibstep.values.preprints import in_container

NAMED = [
    ("arXiv preprint arXiv:2001.00001", "arXiv preprint", "2001.00001"),
    ("arXiv e-prints, arXiv:1901.00001", "arXiv e-prints", "1901.00001"),
    ("arXiv preprint hep-th/9901001", "arXiv preprint", "hep-th/9901001"),
    ("arXiv preprint arXiv:2001.00001v2", "arXiv preprint", "2001.00001v2"),
    ("arXiv:2001.00001 [cs]", "arXiv", "2001.00001"),
    ("ArXiv abs/2001.00001", "arXiv", "2001.00001"),
]
INPUTS = {
    "bibtex": "@article{{k, title={{T}}, journal={{{journal}}}, volume={{{volume}}}}}",
    "ris": "TY  - JOUR\nTI  - T\nJO  - {journal}\nVL  - {volume}\nER  - \n",
    "csl-json": '[{{"type": "article-journal", "title": "T", "container-title": "{journal}", "volume": "{volume}"}}]',
    "seed": '{{"title": "T", "PeriodicalIF": 1, "journal": {{"name": "{journal}", "volume": "{volume}"}}}}',
}


@pytest.mark.parametrize("form", INPUTS)
@pytest.mark.parametrize(("text", "container", "arxiv"), NAMED)
def test_the_number_in_the_name_of_the_journal(form: str, text: str, container: str, arxiv: str) -> None:
    record = one(form, INPUTS[form].format(journal=text, volume=""))
    assert (record.type, record.container_title, record.arxiv) == ("article", container, arxiv)
    for to in ("bibtex", "biblatex", "ris", "csl-json"):
        again = one(to.replace("biblatex", "bibtex"), "".join(convert([record], to)))
        assert (again.type, again.container_title, again.arxiv, again.remarks) == ("article", container, arxiv, ())


@pytest.mark.parametrize("form", INPUTS)
def test_the_number_in_the_volume(form: str) -> None:
    record = one(form, INPUTS[form].format(journal="CoRR", volume="abs/1803.01234"))
    assert (record.type, record.container_title, record.volume, record.arxiv) == ("article", "CoRR", "", "1803.01234")


@pytest.mark.parametrize(
    "journal", ["arXiv", "arXiv: High Energy Physics", "Correspondence 2001.00001", "Nature arXiv:2001.00001"]
)
def test_a_journal_without_a_number_stays_one(journal: str) -> None:
    assert in_container("article-journal", journal, "") == (("article-journal", journal, ""), ())


def test_a_number_that_contradicts_the_record_stays_where_it_is() -> None:
    journal = "arXiv preprint arXiv:2001.00001"
    assert in_container("article", journal, "2001.00002")[0] == ("article", journal, "2001.00002")


def one(form: str, text: str) -> Record:
    (found,) = READERS[form].read(io.BytesIO(text.encode()), "in")
    assert isinstance(found, Record), found
    return found
