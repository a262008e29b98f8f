"""A record is a frozen value, however it is made."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

from bibstep.formats.reading import read
from bibstep.model import Date, Metrics, Name, Record, Rich, Source

DATA = Path(__file__).parent / "data"

RECORD = Record("book", Rich.of("Cells"), author=(Name("Li", "Na"),), issued=Date(2001), source=Source("a", 1))


def test_what_is_not_said_is_empty() -> None:
    record = Record("book", Rich.of("Cells"))
    assert (record.volume, record.author, record.issued, record.metrics) == ("", (), None, Metrics())
    assert Record(type="book", title=Rich.of("Cells")) == record


def test_equality_leaves_out_where_a_record_came_from() -> None:
    assert replace(RECORD, source=Source("b", 2), citation_key="k") == RECORD
    assert hash(replace(RECORD, source=Source("b", 2))) == hash(RECORD)
    assert replace(RECORD, volume="2") != RECORD


def test_a_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        RECORD.volume = "2"  # type: ignore[misc]


def test_a_field_that_is_none_is_an_error() -> None:
    with pytest.raises(TypeError, match="a Record has no field volumes"):
        Record("book", Rich.of("Cells"), volumes="2")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Record("book")  # type: ignore[call-arg]


def test_a_record_of_given_fields_is_the_one_made_by_name() -> None:
    said = {"type": "book", "title": Rich.of("Cells"), "volume": "2"}
    assert Record.of(dict(said)) == Record(**said)  # type: ignore[arg-type]


def test_a_reader_gives_no_field_that_is_none() -> None:
    records = [one for one in read(DATA / "golden", DATA / "foreign") if isinstance(one, Record)]
    assert len(records) > 20
    for record in records:
        assert vars(record).keys() <= {field.name for field in fields(Record)}


def test_a_record_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(RECORD))
    assert all(getattr(again, field.name) == getattr(RECORD, field.name) for field in fields(Record))
