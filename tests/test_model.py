"""A record is an ordinary frozen dataclass, and always clean."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibstep.formats import FORMATS
from bibstep.formats.reading import read
from bibstep.formats.template import KEY_PLACEHOLDER, renderer
from bibstep.model import (
    EMPTY,
    STYLES,
    Date,
    Metrics,
    Name,
    PageRange,
    Record,
    Remark,
    Rich,
    Source,
    Span,
    Translation,
    approximate_size,
)
from bibstep.rich import clean_rich
from bibstep.text.clean import are_clean, clean

DATA = Path(__file__).parent / "data"

RECORD = Record("book", Rich.of("Cells"), author=(Name("Li", "Na"),), issued=Date(2001), source=Source("a", 1))

# A dataclass like any other ------------------------------------------------------------------------------------------


def test_fields_that_are_not_given_are_empty() -> None:
    record = Record("book", "Cells")
    assert (record.volume, record.author, record.issued, record.metrics) == ("", (), None, Metrics())
    assert Record(type="book", title=Rich.of("Cells")) == record
    assert Record("book").title == EMPTY
    assert list(record.fields_present()) == ["type", "title"]


def test_a_title_can_be_given_as_text() -> None:
    assert Record(type="book", title="T").title == Rich.of("T")
    assert replace(RECORD, title="New") == replace(RECORD, title=Rich.of("New"))


def test_equality_ignores_where_a_record_was_read() -> None:
    assert replace(RECORD, source=Source("b", 2), citation_key="k") == RECORD
    assert hash(replace(RECORD, source=Source("b", 2))) == hash(RECORD)
    assert replace(RECORD, volume="2") != RECORD


def test_the_order_in_which_fields_are_named_makes_no_difference() -> None:
    values = {f.name: getattr(RECORD, f.name) for f in fields(Record)}
    other = Record(**dict(reversed(values.items())))
    assert other == RECORD
    assert repr(other) == repr(RECORD)


def test_a_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        RECORD.volume = "2"  # type: ignore[misc]
    with pytest.raises(TypeError, match="volumes"):
        Record("book", "Cells", volumes="2")  # type: ignore[call-arg]


def test_a_record_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(RECORD))
    assert all(getattr(again, field.name) == getattr(RECORD, field.name) for field in fields(Record))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", None),
        ("title", 3),
        ("title", None),
        ("volume", 39),
        ("volume", None),
        ("note", None),
        ("author", "Na Li"),
        ("author", ("Na Li",)),
        ("author", [Name("Li")]),
        ("author", None),
        ("page", (("1", "9"),)),
        ("roles", (("host", Name("Li")),)),
        ("roles", {"host": (Name("Li"),)}),
        ("keyword", "cells"),
        ("keyword", ["cells"]),
        ("keyword", (1,)),
        ("custom", {"archive": "x"}),
        ("custom", (("archive",),)),
        ("custom", (("archive", 1),)),
        ("issued", 2001),
        ("issued", "2001"),
        ("metrics", None),
        ("translation", "T"),
        ("citation_key", None),
        ("remarks", ("a remark",)),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_by_the_name_of_its_field(field: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"^{field} of a Record must be of type "):
        Record(**{"type": "book", "title": "Cells", field: value})


def test_the_size_depends_on_the_long_fields() -> None:
    assert approximate_size(replace(RECORD, abstract="x" * 5000)) > approximate_size(RECORD) + 4000


# Clean by construction -----------------------------------------------------------------------------------------------

#: Characters that ``clean`` removes, folds, spells out or composes, and combinations that it once missed.
DIRT = st.sampled_from(
    list(" \t\n\r\x00\x1b\x80\x85\x9f\u00a0\u00ad\u2028\u200b\u200c\u200d\u202e\u3000\ufeff\ufb01\ufdd0\uffff")
    + list("\ud800\udc00\u0300\u0301\u0338\u0323\u05d0\u0645\u0928\u1100\u1161\uac00\u11a8\u212b\u1ea5aeA<>-")
    + ["  ", "\r\n", "e\u200b\u0301", KEY_PLACEHOLDER, "\x7f\x80"]
)
TEXTS = st.one_of(
    st.text(max_size=8), st.lists(DIRT, max_size=8).map("".join), st.lists(DIRT, max_size=3).map("ab".join)
)
SPANS = st.builds(Span, TEXTS, st.lists(st.sampled_from(STYLES), max_size=2, unique=True).map(tuple))
NAMES = st.lists(st.builds(Name, *[TEXTS] * 5), max_size=2).map(tuple)
DATES = st.builds(Date, st.integers(0, 3000), literal=TEXTS)
OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "RichOrText": TEXTS | st.lists(SPANS, max_size=3).map(Rich.join) | st.lists(SPANS, max_size=3).map(tuple).map(Rich),
    "tuple[str, ...]": st.lists(TEXTS, max_size=2).map(tuple),
    "tuple[Name, ...]": NAMES,
    "tuple[PageRange, ...]": st.lists(st.builds(PageRange, TEXTS, TEXTS), max_size=2).map(tuple),
    "tuple[Remark, ...]": st.lists(st.builds(Remark, *[TEXTS] * 4), max_size=2).map(tuple),
    "tuple[tuple[str, str], ...]": st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    "tuple[tuple[str, tuple[Name, ...]], ...]": st.lists(st.tuples(TEXTS, NAMES), max_size=2).map(tuple),
    "Date | None": st.none() | DATES | st.builds(Date, st.integers(0, 3000), end=DATES),
    "Metrics": st.builds(Metrics, *[TEXTS] * len(fields(Metrics))),
    "Translation": st.builds(Translation, *[TEXTS] * len(fields(Translation))),
    "Source": st.just(Source()),
}
RECORDS = st.fixed_dictionaries({}, optional={f.name: OF_TYPE[str(f.type)] for f in fields(Record)}).map(
    lambda values: Record(**{"type": "book", **values})
)
steady = settings(
    deadline=None, derandomize=True, database=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)


def texts_of(value: Any) -> Iterator[str]:
    """All texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Rich):
        yield from [span.text.strip(" ") for span in value.spans]
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def is_filled(value: Any) -> bool:
    return all(value) if type(value) is tuple else any(value)


def assert_clean(record: Record) -> None:
    for field in fields(Record):
        value = getattr(record, field.name)
        if field.name == "source":
            continue
        for text in texts_of(value):
            lines = text.split("\n") if field.name == "note" and text else [text]
            for line in lines:
                assert clean(line) == line
                assert line == " ".join(line.split())
                assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in line)
            assert len(lines) == 1 or all(lines)
        if isinstance(value, tuple):
            assert all(map(is_filled, value))
    title = record.title
    assert clean_rich(title) == title
    assert title.source == " ".join(title.source.split())
    assert all(span.text for span in title.spans)


@steady
@given(RECORDS)
def test_a_record_of_any_texts_is_clean(record: Record) -> None:
    assert_clean(record)
    again = replace(record)
    assert again == record
    assert hash(again) == hash(record)
    assert (again.citation_key, again.remarks) == (record.citation_key, record.remarks)


@steady
@given(RECORDS, st.sampled_from(fields(Record)), st.data())
def test_a_record_with_another_value_is_clean(record: Record, field: Any, data: st.DataObject) -> None:
    value = data.draw(OF_TYPE[field.type])
    changed = replace(record, **{field.name: value})
    assert_clean(changed)
    values = {one.name: getattr(record, one.name) for one in fields(Record)}
    assert changed == Record(**{**values, field.name: value})


@steady
@given(st.lists(TEXTS, max_size=5))
def test_checking_many_texts_together_finds_one_that_is_not_clean(texts: list[str]) -> None:
    if are_clean(texts):
        assert list(map(clean, texts)) == texts


def test_the_fast_check_accepts_the_usual_characters_of_most_scripts() -> None:
    assert are_clean(["Größe", "Ελλάδα", "клетки", "干细胞", "なぜ", "줄기세포", "תאי גזע", "خلايا", "a – b", "“x”"])


def test_only_a_note_has_lines() -> None:
    record = Record("book", "a\nb", note=" one \n\n\x00\ntwo\t2\r\nthree", abstract="one\ntwo")
    assert (record.title.source, record.note, record.abstract) == ("a b", "one\ntwo 2\nthree", "one two")


def test_empty_values_are_removed_from_their_tuple() -> None:
    record = Record(
        "book",
        "Cells",
        author=(Name(), Name("Li"), Name("\x00")),
        page=(PageRange(" "),),
        keyword=("", "a"),
        isbn=("\x00",),
        custom=(("a", ""), ("", "b"), ("c", "d")),
        roles=(("host", (Name("\u200b"),)), ("guest", (Name("Na"),))),
    )
    assert (record.author, record.page, record.keyword, record.isbn) == ((Name("Li"),), (), ("a",), ())
    assert (record.custom, record.roles) == ((("c", "d"),), (("guest", (Name("Na"),)),))


def test_records_of_all_readers_are_clean() -> None:
    records = [one for one in read(DATA / "golden", DATA / "foreign") if isinstance(one, Record)]
    assert len(records) > 20
    for record in records:
        assert_clean(record)


RENDERERS = {name: renderer(form) for name, form in FORMATS.items()}
KEYS = {name: render(RECORD).count(KEY_PLACEHOLDER) for name, render in RENDERERS.items()}


@steady
@given(RECORDS)
@pytest.mark.parametrize("name", FORMATS)
def test_no_output_of_a_record_needs_to_be_cleaned(name: str, record: Record) -> None:
    text = RENDERERS[name](record)
    assert text.count(KEY_PLACEHOLDER) == KEYS[name]
    for line in text.replace(KEY_PLACEHOLDER, "key").splitlines():
        # A tab is the page's mark for a piece of the abstract; \n is JSON's end of a line, after which a line may begin
        # with a combining character.
        kept = line.replace("\t", "").replace("\\n", " ")
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in kept)
        assert unicodedata.is_normalized("NFC", kept.replace("\u0338", "x"))  # after the end of a tag it stays as it is
    assert len(text.splitlines()) == len(text.split("\n"))
