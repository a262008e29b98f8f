"""JSON of any dialect: each object is told by its keys, envelopes are opened, one bad spot costs one record."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.formats import READERS, any_json
from bibstep.formats.csl_json import crossref
from bibstep.formats.csl_json import read as csl_json
from bibstep.model import Record, Rejected
from linear import is_linear

CSL = {"id": "a1", "type": "book", "title": "One", "author": [{"family": "Li"}]}
CROSSREF = {"DOI": "10.1000/1", "type": "journal-article", "title": ["Two"], "indexed": {}, "container-title": ["J"]}
S2 = {"paperId": "x", "title": "Three", "authors": [{"name": "Na Li"}], "externalIds": {"DBLP": "conf/a/b"}}
SEED = {"title": "Four", "authors": "Na Li, Bo Chu", "resultStr": ""}


def read(data: object) -> list[Record | Rejected]:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(any_json.read(io.BytesIO(text), "f.json"))


def titles(data: object) -> list[str]:
    return [str(one.title) if isinstance(one, Record) else "-" for one in read(data)]


def test_each_object_is_read_by_its_dialect() -> None:
    one, two, three, four = read([CSL, CROSSREF, S2, SEED])
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert isinstance(three, Record)
    assert isinstance(four, Record)
    assert (one.citation_key, two.type, len(three.author), len(four.author)) == ("a1", "article-journal", 1, 2)
    assert three.custom == (("DBLP", "conf/a/b"),)


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [
        ({"status": "ok", "message-type": "work-list", "message": {"items": [CROSSREF, CROSSREF]}}, ["Two", "Two"]),
        ({"status": "ok", "message-type": "work", "message": CROSSREF}, ["Two"]),
        ({"references": [CSL]}, ["One"]),
        ({"items": [CSL]}, ["One"]),
        ({"total": 2, "offset": 0, "data": [S2, None]}, ["Three", "-"]),
        ({"offset": 0, "data": [{"citingPaper": S2, "isInfluential": True}]}, ["Three"]),
        ([S2, None, S2], ["Three", "-", "Three"]),
        ([{"key": "X", "version": 1, "csljson": CSL}], ["One"]),
        ({"a": {"type": "book", "title": "A"}, "b": {"type": "book", "title": "B"}}, ["A", "B"]),
        ({"status": "failed", "message": [{"message": "no such work"}]}, ["-"]),
        ({"items": []}, []),
        ({"title": "Four", "data": [1]}, ["-"]),
        ({**S2, "references": [S2]}, ["Three"]),
    ],
)
def test_envelopes(envelope: object, expected: list[str]) -> None:
    assert titles(envelope) == expected
    assert titles(json.dumps(envelope, indent=2).encode()) == expected


def test_an_item_under_its_id_has_it_as_its_key() -> None:
    (record,) = read({"li2020": {"type": "book", "title": "A"}})
    assert isinstance(record, Record)
    assert record.citation_key == "li2020"


def test_a_bad_record_in_an_envelope_is_named() -> None:
    good, bad = read({"message": {"items": [CROSSREF, {"indexed": {}, "title": []}]}})
    assert isinstance(good, Record)
    assert isinstance(bad, Rejected)
    assert bad.source.line == 1
    assert "($.message.items[1])" in bad.reason


def test_one_fault_loses_one_record() -> None:
    text = b"[\n" + json.dumps(CSL).encode() + b',\n{"type": "book", "title": },\n' + json.dumps(CSL).encode() + b"\n]"
    assert titles(text) == ["One", "-", "One"]
    assert [one.source.line for one in read(text)] == [2, 3, 4]


@pytest.mark.parametrize("reader", [csl_json, crossref])
def test_a_named_format_is_read_as_such(reader: Any) -> None:
    stream = io.BytesIO(json.dumps({"items": [{"title": "A", "type": "book"}]}).encode())
    (record,) = reader.read(stream, "f")
    assert str(record.title) == "A"


@pytest.mark.parametrize(
    "value",
    [
        lambda size: {"title": "<i>" * size},
        lambda size: {"type": "book", "note": "a: " * size},
        lambda size: {"type": "book", "note": "{:a" * size},
        lambda size: {"type": "book", "author": [{"family": "van " * size}]},
        lambda size: {"type": "book", "issued": {"raw": "1" * size}},
        lambda size: {"type": "book", "ISBN": "1 " * size},
        lambda size: {"type": "book", "title": '<span class="nocase">' * size, "custom": {"markup": "csl"}},
        lambda size: {"type": "book", "container-title": ["series " * size, "b"]},
        lambda size: {"indexed": {}, "title": ["x" * size], "page": "1-" * size},
    ],
    ids=lambda value: str(value(1)),
)
def test_long_values_take_linear_time(value: Callable[[int], dict[str, Any]]) -> None:
    assert is_linear(lambda size: read(value(size)), 4_000)


keys = st.sampled_from(
    """id type title author issued page DOI URL ISSN indexed authors paperId externalIds journal resultStr items message
    data references custom note keyword container-title subtitle link event institution journal-issue date-parts family
    given name raw season""".split()
)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, derandomize=True, max_examples=200, database=None)
@given(st.dictionaries(keys, json_values, max_size=8))
def test_nothing_raises(data: dict[str, Any]) -> None:
    for one in read(data):
        hash(one)
        assert one.source.line == 1


@pytest.mark.parametrize("reader", ["auto", "seed"])
@pytest.mark.parametrize("key", ["authors", "title", "doi", "abstract", "journal", "PeriodicalIF"])
def test_what_is_nested_too_deeply_is_rejected_and_read_on_behind(reader: str, key: str) -> None:
    deep = "[" * 1000 + "]" * 1000
    inner = json.dumps(f'{{"title": "Blood", "authors": "A. Roe", "{key}": {deep}}}')
    data = f'{{"title": "Blood", "{key}": {deep}, "resultStr": {inner}}}\n{{"title": "Bone"}}\n'.encode()
    *_, last = READERS[reader].read(io.BytesIO(data), "in")
    assert isinstance(last, Record)
    assert str(last.title) == "Bone"


def test_fields_of_study_in_the_newer_form() -> None:
    studied = [
        {"category": "Art", "source": "a"},
        {"category": "Art", "source": "b"},
        {"category": "Law", "source": "b"},
    ]
    (record,) = read({**S2, "fieldsOfStudy": None, "s2FieldsOfStudy": studied})
    assert isinstance(record, Record)
    assert record.keyword == ("Art", "Law")


# Long envelopes -------------------------------------------------------------------------------------------------------

WORKS = [{**CSL, "id": f"a{number}", "title": f"Work {number}", "note": "x " * 40} for number in range(400)]


def page(works: object = WORKS, **more: object) -> dict[str, object]:
    return {
        "meta": {"count": 400, "parts": [{"a": "]"}, [1]]},
        "results": works,
        "links": {"next": [{"title": "no"}]},
        **more,
    }


@pytest.mark.parametrize(
    "envelope",
    [
        page(),
        {"message": {"facets": {}, "items": WORKS}},
        {"response": {"docs": WORKS}, "hits": [{"title": "no"}]},
        {"items": WORKS, "note": "x" * 100_000},
    ],
)
def test_a_long_envelope_is_read_record_by_record(envelope: dict[str, object]) -> None:
    found = read(json.dumps(envelope, indent=2).encode() + b"\n" + json.dumps({**CSL, "title": "After"}).encode())
    assert [str(one.title) for one in found if isinstance(one, Record)] == [f"Work {n}" for n in range(400)] + ["After"]
    assert len(found) == 401
    lines = [one.source.line for one in found]
    assert lines == sorted(set(lines))


def test_a_long_envelope_gives_what_it_gives_on_one_line() -> None:
    short = read(json.dumps(page()).encode())
    assert read(json.dumps(page(), indent=1).encode()) == short


@pytest.mark.parametrize("cut", [1, 3, 40, 5000])
def test_a_long_envelope_that_is_cut_off(cut: int) -> None:
    found = read(json.dumps(page(), indent=2).encode()[:-cut])
    assert isinstance(found[-1], Rejected)
    assert len(found) >= 380


def test_a_fault_in_a_long_envelope_costs_one_record() -> None:
    text = json.dumps(page(), indent=2).replace('"title": "Work 7"', '"title": ', 1)
    found = read(text.encode())
    assert [type(one) for one in found].count(Rejected) == 1
    assert len(found) == 400


def test_a_long_record_with_a_list_of_others_is_one_record() -> None:
    found = read(json.dumps({**S2, "references": WORKS}, indent=2).encode())
    assert [str(one.title) for one in found if isinstance(one, Record)] == ["Three"]


def test_a_long_reply_without_works_is_rejected_as_a_whole() -> None:
    reply = {"status": "ok", "message-type": "journal-list", "message": {"items": WORKS}}
    assert titles(json.dumps(reply, indent=2).encode()) == ["-"]


def test_a_long_envelope_takes_linear_time() -> None:
    assert is_linear(lambda size: read(json.dumps(page(WORKS[:100] * size), indent=2).encode()), 4)
