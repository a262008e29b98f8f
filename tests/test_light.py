"""The light reading of a .bib library finds the keys and works that the full reading finds, also in damaged files."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest

from bibstep.formats import READERS, light_reader
from bibstep.model import Record, Rejected
from bibstep.works.known import KnownWorks, known_works, names

LIGHT = light_reader("biblatex")
TITLES = (
    "Hallmarks of {MSC} identity and potency",
    "{{Hallmarks of MSC identity and potency}}",
    r"Hallmarks of {MSC} identity {\&} potency",
    "Hallmarks of MSC identity -- and: potency.",
    "Hallmarks of $\\alpha$ cells in the marrow",
    "Hallmarks of α cells in the marrow",
    r"{\"U}ber die Zellen des Knochenmarks",
    "Über die Zellen des Knochenmarks",
    "Editorial",
    "editorial.",
    "H<sub>2</sub>O in cells of the bone marrow",
    "H2O in cells of the bone marrow",
    r"\href{https://doi.org/10.1000/b}{Cells} of the marrow",
    "",
    "-",
)
VALUES = {
    "title": TITLES,
    "subtitle": ("a history",),
    "maintitle": ("The cell",),
    "author": ("Lee, Ann and Ito, Taro", "{Cell Society}", r"M{\"u}ller, B. and others", ""),
    "editor": ("Lee, Ann",),
    "journal": ("Cell", "arXiv preprint arXiv:2001.00001", "CoRR", "Correlations", "jcb"),
    "booktitle": ("Proceedings of Cells",),
    "year": ("2020", "in press", "2021"),
    "volume": ("39", "39 1", "abs/2001.00001"),
    "number": ("1", "arXiv:2001.00001"),
    "pages": ("1--9", "e17"),
    "doi": ("10.1000/a", "10.1000/A", "https://doi.org/10.1000/a", r"10.1000/a\_b", "10.1000/a_b", "10.1000/b.", "n/a"),
    "url": ("https://doi.org/10.1000/a", "https://example.org/x", "https://dx.doi.org/10.1000/b"),
    "note": ("DOI: 10.1000/b", "in press", "https://doi.org/10.1000/a"),
    "howpublished": (r"\url{https://doi.org/10.1000/b}",),
    "eprint": ("2001.00001", "123"),
    "archiveprefix": ("arXiv", "pubmed"),
    "pmid": ("123", "PMID: 123"),
    "crossref": ("k1", "k2", "nowhere"),
    "ids": ("old1",),
    "series": ("doi",),
    "owner": ("me",),
}
KINDS = ("article", "ARTICLE", "book", "misc", "inproceedings", "unknownkind", "online")
#: What breaks an entry, or stands between two.
ODD = (
    '@string{jcb = "J. Cell Biol."}\n',
    "@string{d = {10.1000/a}}\n@article{s, doi = d, title = {Of strings}}\n",
    "@comment{jabref-meta: grouping;}\n",
    "% a comment\n",
    "@article{broken, title = {Hallmarks of MSC identity and potency\n",
    "@article{extra, title = {Hallmarks of MSC identity and potency}},\n year = {2020}\n}\n",
    "@article{twice, doi = {10.1000/a}, doi = {10.1000/b}, title = {A title of some twenty letters}}\n",
    "@article{, title = {Hallmarks of MSC identity and potency}}\n",
    "@article  without a bracket\n",
    "@misc{empty,\n}\n",
    "@article{esc, title = {Hallmarks \\{ of MSC identity and potency}, year = 2020}\n",
    "@book(round, title = {Hallmarks of MSC identity and potency}, year = 2020)\n",
    "@article{k 1, title = {A key with a blank}}\n",
)


def entry(draw: random.Random, number: int, share: float) -> str:
    if draw.random() < share / 3:
        return draw.choice(ODD)
    usual = ("title", "author", "journal", "year", "volume", "doi")
    chosen = [name for name in VALUES if draw.random() < (0.7 if name in usual else share / 2)]
    fields = [f"  {name} = {{{draw.choice(VALUES[name])}}}" for name in chosen]
    return f"@{draw.choice(KINDS)}{{k{draw.randrange(number + 1)},\n" + ",\n".join(fields) + "\n}\n\n"


def full(text: str) -> list[Record | Rejected]:
    return list(READERS["bibtex"].read(io.BytesIO(text.encode()), "a.bib"))


def records(text: str) -> Iterator[Record]:
    return (one for one in full(text) if isinstance(one, Record))


def held(works: KnownWorks, record: Record) -> list[tuple[str, int]]:
    return [(one.key, one.source.line) for one in works.held(record)]


@pytest.mark.parametrize("seed", range(24))
def test_the_same_keys_and_works_are_known(seed: int) -> None:
    draw = random.Random(seed)
    share = (0.02, 0.1, 0.4)[seed % 3]
    text = "".join(entry(draw, number, share) for number in range(60))
    asked = list(records("".join(entry(draw, number, share) for number in range(12))))
    items = full(text)
    works = known_works(one for one in items if isinstance(one, Record))
    for some in (asked, asked[:1]):
        wanted = {name for one in some for name in names(one)}
        found = LIGHT.library(io.BytesIO(text.encode()), "a.bib", wanted)
        light = known_works(found.found, found.keys)
        assert light.keys == works.keys
        assert [held(light, one) for one in some] == [held(works, one) for one in some]
        assert [light.keys_of(one) for one in some] == [works.keys_of(one) for one in some]
        assert found.rejected == [one for one in items if isinstance(one, Rejected)]
        assert found.last == items[-1]


def test_most_entries_are_not_decoded() -> None:
    text = "".join(
        f"@article{{k{number},\n  author = {{Lee, Ann}},\n  title = {{Cells of the {{DNA}}, part {number}}},\n"
        f"  year = {{2020}},\n  month = jan,\n  doi = {{10.1000/{number}}},\n}}\n"
        for number in range(50)
    )
    asked = list(records(text))[7:9]
    found = LIGHT.library(io.BytesIO(text.encode()), "a.bib", {name for one in asked for name in names(one)})
    assert [one.citation_key for one in found.found] == ["k7", "k8"]
    assert len(found.keys) == 50


SOUND = "@article{a,\n  title = {Cells of the marrow},\n  year = {2020},\n}\n"


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (SOUND, SOUND.replace("a,", "b,", 1)),
        (SOUND, SOUND.replace("a,", "a,", 1) + SOUND.replace("a,", "c,", 1)),
        ("@string{x = {y}}\n" + SOUND, SOUND),
        ("@inproceedings{c, title = {T}, crossref = {a}}\n", SOUND),
        ("@inproceedings{c, title = {T}, crossref = {b}}\n", SOUND),
        ("@article{open,\n title = {Never closed\n", SOUND),
        (SOUND, "@inproceedings{c, title = {T}, crossref = {a}}\n"),
        ("@article{a, title = {T}, note = s}\n", "@string{s = {now defined}}\n" + SOUND),
        (SOUND, "@article{b, title = {T}, doi = {10.1000/a}, year = x}\n"),
    ],
)
def test_what_was_added_is_read_back_or_left_to_the_full_reading(before: str, more: str) -> None:
    found = LIGHT.library(io.BytesIO(before.encode()), "a.bib", set())
    added = LIGHT.added(found, io.BytesIO(f"{before}\n{more}".encode()), "a.bib")
    was, now = full(before), full(f"{before}\n{more}")
    if added is None:  # an entry got a parent, a string or a line
        assert any(sign in before + more for sign in ("title = {T}, crossref", "{open", "@string{s"))
    else:
        assert now == [*was, *added]
        assert [one.remarks for one in now if isinstance(one, Record)][len(was) :] == [one.remarks for one in added]
