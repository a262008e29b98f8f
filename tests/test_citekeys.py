"""Citation keys: the key that a record claims, and the keys of records that claim the same."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.keys.claim import Claim, claim, longer_keys
from bibstep.model import Date, Name, Record, Rich


def record(title: str, author: Name | None = None, year: int = 2020, **fields: str) -> Record:
    issued = Date(year) if year else None
    return Record("book", Rich.of(title), author=(author,) if author else (), issued=issued, **fields)  # type: ignore[arg-type]


def keys_of(records: list[Record]) -> list[str]:
    """The keys of records, in their order."""
    claims = [claim(one) for one in records]
    count = Counter(one.base for one in claims)
    longer = longer_keys((number, one) for number, one in enumerate(claims) if count[one.base] > 1)
    return [longer.get(number, one.base) for number, one in enumerate(claims)]


def digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


SMITH = Name("Smith", "J.")


@pytest.mark.parametrize(
    ("one", "key"),
    [
        (record("Hallmarks of MSCs", Name("Viswanathan", "Sowmya"), 2025), "viswanathan2025hallmarks"),
        (record("The art of it", SMITH), "smith2020art"),
        (record("On the", SMITH), "smith2020on"),
        (record("Können Übungen?", Name("Müller", "A."), 1999), "muller1999konnen"),
        (record("Don't panic", Name("O'Brien", "F.")), "obrien2020dont"),
        (record("Hello", Name("Иванов", "И.")), "ivanov2020hello"),
        (record("Hello", Name(literal="World Health Organization")), "worldhealthorganization2020hello"),
        (record("Hello", Name(given="Plato")), "plato2020hello"),
        (record("Hello world"), "hello2020world"),
        (record("Hello"), "hello2020"),
        (record("Hello", SMITH, 0), "smithndhello"),
        (record("…", SMITH), "smith2020untitled"),
        (record("1984 again"), "x19842020again"),
    ],
)
def test_base(one: Record, key: str) -> None:
    assert claim(one).base == key


@pytest.mark.parametrize(
    "text", ["间充质干细胞", "خلايا جذعية", "Клетки крови", "幹細胞の研究", "줄기세포", "<>&{}\\", "\U0001f600", ""]
)
def test_every_script_gives_an_ascii_key(text: str) -> None:
    for one in (record(text, SMITH), record("a", Name(text, text)), record(text), record("a", Name(literal=text))):
        key = claim(one).base
        assert key.isascii()
        assert key.isalnum()
        assert key[0].isalpha()
        assert key == key.lower()


def test_words_then_digest_then_content_then_number() -> None:
    assert keys_of([record("Blood cells grow", SMITH), record("Blood flow", SMITH)]) == [
        "smith2020blood-cells",
        "smith2020blood-flow",
    ]
    same = [record("Blood", SMITH, doi="10.1/a"), record("Blood", SMITH, doi="10.1/b")]
    assert keys_of(same) == [f"smith2020blood_{digest(claim(one).work, 3)}" for one in same]
    same = [record("Blood", SMITH, volume="1"), record("Blood", SMITH, volume="2")]
    assert keys_of(same) == [f"smith2020blood_{digest(claim(one).content, 8)}" for one in same]
    alike = [record("Blood", SMITH)] * 2
    assert keys_of(alike) == [f"smith2020blood_{digest(claim(alike[0]).content, 8)}_{number}" for number in (1, 2)]


def test_no_record_keeps_the_bare_key() -> None:
    keys = keys_of([record("Blood", SMITH), record("Blood cells", SMITH), record("Blood cells grow", SMITH)])
    assert "smith2020blood" not in keys
    assert len(set(keys)) == 3


def test_the_same_work_with_a_shorter_title_does_not_take_over_a_key() -> None:
    records = [record("Foo bar baz", SMITH, doi="10.1/b"), record("Foo bar baz", SMITH, doi="10.1/c")]
    before = keys_of(records)
    after = keys_of([*records, record("Foo bar", SMITH, doi="10.1/b")])
    assert after[2] not in before


RECORDS = st.builds(
    lambda title, year, doi, volume: record(" ".join(title), SMITH, year, doi=doi, volume=volume),
    st.lists(st.sampled_from(["blood", "cell", "nd", "the"]), max_size=4),
    st.sampled_from([0, 2020]),
    st.sampled_from(["", "", "10.1/a", "10.1/b"]),
    st.sampled_from(["", "1"]),
)


@given(st.lists(RECORDS, max_size=8), st.randoms(use_true_random=False))
def test_keys_do_not_depend_on_the_order(records: list[Record], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = keys_of(records), keys_of(shuffled)
    assert len(set(one)) == len(one)
    assert sorted((key, repr(claim(it))) for key, it in zip(one, records, strict=True)) == sorted(
        (key, repr(claim(it))) for key, it in zip(other, shuffled, strict=True)
    )


@given(st.lists(RECORDS, max_size=7), RECORDS, st.integers(0, 7))
def test_adding_a_record_never_moves_a_key_to_another_record(records: list[Record], extra: Record, at: int) -> None:
    def owners(them: list[Record]) -> dict[str, Claim]:
        return dict(zip(keys_of(them), map(claim, them), strict=True))

    old, new = owners(records), owners([*records[:at], extra, *records[at:]])
    assert all(new[key] == old[key] for key in old.keys() & new.keys())
