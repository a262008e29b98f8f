"""What the readers share: a value is taken once, and whatever nobody takes becomes a custom value."""

from __future__ import annotations

from bibstep.formats.fields import Fields
from bibstep.model import Date, Name, Remark
from bibstep.text.clean import clean
from bibstep.values import Parsed, dates, identifiers, names


class Plain(Fields[str]):
    """Values that are plain text."""

    def plain(self, value: str, field: str, name: str = "") -> str:
        return clean(value)

    def parse_people(self, value: str, field: str) -> Parsed[tuple[Name, ...]]:
        return names.parse_list(value)

    def parse_date(self, value: str, field: str) -> Parsed[Date | None]:
        return dates.parse(value)

    def as_custom(self, value: str) -> str:
        return clean(value)


def test_a_value_is_taken_once() -> None:
    fields = Plain({"volume": "12"})
    assert (fields.text("volume", "volume"), fields.text("volume", "volume")) == ("12", "")
    assert fields.rest() == {}


def test_the_first_name_that_holds_something_counts_and_later_ones_are_left() -> None:
    fields = Plain({"empty": " ", "first": "1", "second": "2"})
    assert fields.text("volume", "missing", "empty", "first", "second") == "1"
    assert fields.rest() == {"second": "2"}


def test_the_remarks_of_a_parser_are_recorded() -> None:
    fields = Plain({"year": "2001-02-31"}, [Remark("key-repeated", "citation_key", "before")])
    assert fields.date("issued", "date", "year") == Date(2001, 2)
    assert [remark.code for remark in fields.remarks] == ["key-repeated", "date-partial"]
    assert fields.people("author", "author") == ()


def test_an_identifier_that_cannot_be_read_is_kept_and_said_to_be() -> None:
    fields = Plain({"DOI": "none of these", "doi": "10.1000/182"})
    assert fields.identifier("doi", "DOI", "doi") == "10.1000/182"
    assert fields.rest() == {"DOI": "none of these"}
    assert [remark.message for remark in fields.remarks] == ["'none of these' is not a DOI; kept as a custom value"]


def test_of_several_identifiers_only_the_unreadable_are_kept() -> None:
    fields = Plain({"issn": "0028-0836, 1476-4688 and 1476-4687; 0028-083X"})
    assert fields.identifiers("issn", "issn") == ("0028-0836", "1476-4687")
    assert fields.rest() == {"issn": "1476-4688; 0028-083X"}


def test_what_stands_for_no_identifier_is_not_kept() -> None:
    fields = Plain({"pmid": "n/a"})
    assert fields.identifier("pmid", "pmid") == ""
    assert (fields.rest(), fields.remarks) == ({}, [])


def test_texts_of_one_name_are_joined_and_none_stands_twice() -> None:
    fields = Plain({"shelf": "A 1", "blank": " "})
    for text in ("A 1", "B 2"):
        fields.keep("shelf", text)
    assert fields.rest() == {"shelf": "A 1; B 2"}


def test_looking_at_a_value_leaves_it() -> None:
    fields = Plain({"type": "book"})
    assert ("type" in fields, fields.get("type"), fields.has("kind", "type")) == (True, "book", True)
    assert (fields.take("kind", "type"), fields.has("kind", "type")) == ("book", False)


def test_every_identifier_has_a_parser() -> None:
    for field, parse in identifiers.PARSERS.items():
        assert parse("") == ("", ()), field
