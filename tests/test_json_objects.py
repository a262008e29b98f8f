"""Splitting an input into objects and the text lines after them, in any layout and with any fault."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.input.json_objects import JsonObject, json_objects
from linear import is_linear

GOOD = b'{"title":"good","n":1}'
DATA = {"title": "good", "n": 1}


def cut(data: bytes) -> list[JsonObject]:
    return list(json_objects(io.BytesIO(data)))


def summary(data: bytes) -> list[tuple[int, object, tuple[str, ...]]]:
    """Line, object (or the error's message) and text lines of every object."""
    return [
        (one.line, one.error if one.data is None else one.data, tuple([line.rstrip("\r\n") for line in one.text]))
        for one in cut(data)
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\n \r\n\t\n", [], id="blank"),
        pytest.param(b"[]", [], id="empty array"),
        pytest.param(b"{}", [(1, {}, ())], id="empty object"),
        pytest.param(GOOD + b"\n" + GOOD, [(1, DATA, ()), (2, DATA, ())], id="JSON Lines"),
        pytest.param(GOOD + b"\r\n\r\n" + GOOD + b"\r\n", [(1, DATA, ()), (3, DATA, ())], id="CRLF and blank"),
        pytest.param(GOOD + b"\nA title\nAn abstract.", [(1, DATA, ("A title", "An abstract."))], id="text"),
        pytest.param(
            GOOD + b"\none\n[1] more\n\n" + GOOD + b"\ntwo\n",
            [(1, DATA, ("one", "[1] more")), (5, DATA, ("two",))],
            id="records with text each",
        ),
        pytest.param(b"[" + GOOD + b"," + GOOD + b"]", [(1, DATA, ()), (1, DATA, ())], id="array"),
        pytest.param(
            b"[\n" + GOOD + b"\n,\n" + GOOD + b",\n]\n" + GOOD,
            [(2, DATA, ()), (4, DATA, ()), (6, DATA, ())],
            id="array over lines, comma before its end, record behind it",
        ),
        pytest.param(b"[\n" + GOOD + b"]\ntext", [(2, DATA, ("text",))], id="array with text"),
        pytest.param(b'{\n "title": "a",\n "b": [\n  {"c": 1},\n {}\n ]\n}\n' + GOOD,
                     [(1, {"title": "a", "b": [{"c": 1}, {}]}, ()), (8, DATA, ())], id="pretty object"),
        pytest.param(b'[\n  {\n    "a": 1\n  },\n  {\n    "b": 2\n  }\n]\n', [(2, {"a": 1}, ()), (5, {"b": 2}, ())],
                     id="pretty array"),
        pytest.param(GOOD + GOOD + b"\n" + GOOD + b",\n", [(1, DATA, ()), (1, DATA, ()), (2, DATA, ())],
                     id="concatenated, with a comma"),
        pytest.param(b"\xef\xbb\xbf" + GOOD, [(1, DATA, ())], id="BOM"),
        pytest.param(GOOD + b"\n\xef\xbb\xbf" + GOOD, [(1, DATA, ()), (2, DATA, ())], id="BOM in the middle"),
        pytest.param(GOOD.replace(b"good", b"1984") + b"\n1984\nx", [(1, {"title": "1984", "n": 1}, ("1984", "x"))],
                     id="a title that is a number"),
        pytest.param(b'{"a":"\\u2028 \xe2\x80\xa8 x"}\n' + GOOD, [(1, {"a": "\u2028 \u2028 x"}, ()), (2, DATA, ())],
                     id="only a line feed ends a line"),
    ],
)  # fmt: skip
def test_shapes(data: bytes, expected: object) -> None:
    assert summary(data) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16(encoding: str) -> None:
    assert summary('{"t":"间充质"}\n间充质\n{}'.encode(encoding)) == [(1, {"t": "间充质"}, ("间充质",)), (3, {}, ())]


def test_gb18030_is_converted_and_remarked_on() -> None:
    (found,) = cut('{"title":"间充质干细胞的特点"}\n间充质\n'.encode("gb18030"))
    assert found == JsonObject(1, {"title": "间充质干细胞的特点"}, text=("间充质\n",), remark="encoding-gb18030")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b'{"title": "broken"', 1, "is not valid JSON"),
        (b'{"title": "x" bad}', 1, "character 15 of line 1"),
        (b'{"a": NaN}', 1, "is not valid JSON"),
        (b'{"a": 1,}', 1, "is not valid JSON"),
        (b'{"title": "bro}', 1, "a string is not closed"),
        (b'{"title": "caf\xe9s"}', 1, "not UTF-8"),
        (b'{"title": [', 1, "not closed"),
        (b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 1, "nested too deeply"),
        (b"[1,2]", 1, "not a record"),
        (b'["a","b"]', 1, "not a record"),
        (b'"a string"', 1, "not a JSON record"),
        (b"null", 1, "not a JSON record"),
        (b"junk \x80\xff", 1, "not a JSON record"),
    ],
)
def test_one_fault_loses_one_record(data: bytes, line: int, words: str) -> None:
    bad, good = cut(data + b"\n" + GOOD + b"\n")[:2] if data[-1:] != b"[" else cut(data + b"\n1]\n" + GOOD)[:2]
    assert (bad.data, bad.line) == (None, line)
    assert good.data == DATA
    if data[-1:] != b"[":
        assert words in bad.error


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[:12], "a string is not closed"),
        (b'{"title":"go","n":', "ends in the middle"),
        (b"[" + GOOD + b"," + GOOD[:12], "a string is not closed"),
        (b"[" + GOOD + b"," + GOOD[:-1], "ends in the middle"),
        (b"[" + GOOD + b",", "cut off"),
    ],
)
def test_cut_off(data: bytes, words: str) -> None:
    *whole, last = cut(GOOD + b"\n" + data)
    assert [one.data for one in whole] == [DATA] * len(whole)
    assert whole
    assert last.data is None
    assert words in last.error


def test_bad_elements_of_an_array() -> None:
    found = summary(b"[" + GOOD + b',null,42,[],"s",' + GOOD + b"]")
    assert [one[1] for one in found if isinstance(one[1], dict)] == [DATA, DATA]
    assert [one[1] for one in found[1:5]] == ["this element of the list is not a record (an object in braces)"] * 4


def test_an_object_not_closed_in_an_array() -> None:
    assert [one.data for one in cut(b'[{"a":1},{"b":2,{"c":3}]')] == [{"a": 1}, None, {"c": 3}]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(GOOD, mtime=0), "gzip"),
        (b"\x28\xb5\x2f\xfdxx", "zstd"),
        (b"BZh91", "bzip2"),
        (b"PK\x03\x04xx", "zip"),
        (b"%PDF-1.7\n" + GOOD, "PDF"),
        (b"\0\0\0\0", "binary"),
        (b"\xff\xfe{", "neither UTF-8 nor UTF-16"),
    ],
)
def test_input_that_is_not_text(data: bytes, words: str) -> None:
    (found,) = cut(data)
    assert found.data is None
    assert words in found.error


def test_text_alone_is_one_error() -> None:
    (found,) = cut(b"hello\nall\n")
    assert (found.line, found.data, found.raw) == (1, None, "hello")


@pytest.mark.parametrize("line", [b"{" * 40, b'{"a":[', b"[{", b'{"a":"', b"}\n]", b"[", b"x"])
def test_time_is_linear(line: bytes) -> None:
    assert is_linear(lambda lines: cut((line + b"\n") * lines), 1_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab\"{}[]\\\n", max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
OBJECTS = st.lists(st.dictionaries(st.text("abc{", max_size=3), JSON, max_size=4), max_size=5)


@given(OBJECTS, st.sampled_from(["lines", "array", "array, compact", "array, pretty", "pretty"]), st.booleans())
def test_objects_come_back_as_they_were(objects: list[dict[str, object]], shape: str, ascii_only: bool) -> None:
    def text(value: object, indent: int | None = None) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    if shape == "lines":
        data = "\n".join([text(one) for one in objects])
        lines = list(range(1, len(objects) + 1))
    elif shape == "pretty":
        written = [text(one, 2) for one in objects]
        data = "\n".join(written)
        lines = [1 + sum(one.count("\n") + 1 for one in written[:index]) for index in range(len(written))]
    elif shape == "array, pretty":
        written = [text([one], 2)[2:-2] for one in objects]
        data = text(objects, 2)
        lines = [2 + sum(one.count("\n") + 1 for one in written[:index]) for index in range(len(written))]
    else:
        data = json.dumps(objects, separators=(",", ":")) if shape.endswith("compact") else text(objects)
        lines = [1] * len(objects)
    found = cut(data.encode())
    assert [(one.line, one.data) for one in found] == list(zip(lines, objects, strict=True))
    assert not any(one.error or one.text for one in found)


@given(
    st.lists(st.tuples(st.dictionaries(st.text("abc"), JSON, max_size=3), st.lists(st.text("ab ,.:\"'"), max_size=3)))
)
def test_text_lines_stay_with_their_object(records: list[tuple[dict[str, object], list[str]]]) -> None:
    written: list[str] = []
    expected = []
    for data, text in records:
        kept = [f"T{line}\n" for line in text]
        expected.append((len(written) + 1, data, tuple(kept)))
        written += [json.dumps(data) + "\n", *kept]
    assert [(one.line, one.data, one.text) for one in cut("".join(written).encode())] == expected


@given(st.binary() | st.lists(st.sampled_from([b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\n", b"a", GOOD]))
       .map(b"".join))  # fmt: skip
def test_no_bytes_raise_and_a_good_line_before_survives(data: bytes) -> None:
    cut(data)
    if not data.startswith((b",", b"]", b"}")):
        assert cut(GOOD + b"\n" + data)[0].data == DATA


@given(st.text("ab ,.:x0é间", min_size=1).filter(str.strip) | st.sampled_from(
    ['"', "{", "}", "]", "{a", '{"a', '{"a":"', "{'a': 1}", "{{", "x{", 'x"', '{"a":1', "<html>", "null", "[x"]
))  # fmt: skip
def test_good_records_before_and_after_junk_survive(junk: str) -> None:
    found = [one.data for one in cut(GOOD + b"\n" + junk.encode() + b"\n" + GOOD + b"\n" + GOOD + b"\n")]
    assert found[0] == found[-1] == DATA
    assert found.count(DATA) == 3


def test_an_unclosed_array_loses_at_most_the_record_after_it() -> None:
    found = [one.data for one in cut(b'{"a":[\n' + GOOD + b"\n" + GOOD + b"\n" + GOOD)]
    assert found in ([None, DATA, DATA], [None, DATA, DATA, DATA])


@pytest.mark.parametrize(
    "line",
    [
        *[b"{bad", b"{'title': 'Python'}", b'{title: "JavaScript"}', b"{ title: 1 }", b'{"a": 1', b"{"],
        *[
            b'{\\"title\\": \\"Escaped\\"}',
            '{“title”: "Curly"}'.encode(),
            "{«title»： 1}".encode(),
            "{’a’ : 1}".encode(),
        ],
        *[b'{/* a comment */ "title": "T"}', b'{// one more "title": "T"}'],
    ],
)
def test_a_broken_record_is_not_text(line: bytes) -> None:
    first, second, third = cut(GOOD + b"\n" + line + b"\n" + GOOD + b"\n")
    assert (first, third) == (JsonObject(1, DATA), JsonObject(3, DATA))
    assert (second.line, second.data) == (2, None)


@pytest.mark.parametrize(
    "line",
    [
        *[b"{DNA} methylation", b"{{DNA} and RNA}: more", b"{\\em Homo} sapiens"],
        *[b'{\\"O}sterreich', "{“Quoted”} words".encode(), "{«Le temps», c'est}: quoi".encode(), b"{a/b} ratios"],
    ],
)
def test_a_text_in_braces_is_text(line: bytes) -> None:
    assert cut(GOOD + b"\n" + line + b"\n" + GOOD) == [
        JsonObject(1, DATA, text=(line.decode() + "\n",)),
        JsonObject(3, DATA),
    ]


def test_utf16_of_any_length_with_a_damaged_spot() -> None:
    text = "".join(f'{{"n":{number},"t":"{"间" * 400}"}}\n' for number in range(3000)).encode("utf-16-le")
    spot = 2 * 500_000 + text[2 * 500_000 :].find("间".encode("utf-16-le")) // 2 * 2
    found = cut(b"\xff\xfe" + text[:spot] + b"\x00\xdc" + text[spot + 2 :])
    assert len(found) == 3000
    assert sum(one.data is None for one in found) == 1


@pytest.mark.parametrize(
    "data", [b'{"a":"' + b"x" * 3000, b'{"a":[' + b"1," * 3000, b'[{"a":"' + b"x" * 3000, b"x" * 3000]
)
def test_a_record_that_is_too_long_affects_no_other(data: bytes) -> None:
    first, *wrong, last = json_objects(io.BytesIO(GOOD + b"\n" + data + b"\n" + GOOD + b"\n"), 1000)
    assert (first.data, last.data) == (DATA, DATA)
    assert [one.data for one in wrong] == [None] * len(wrong)
    assert "longer than 1000 bytes" in wrong[0].error or "a string is not closed" in wrong[0].error


class Endless(io.RawIOBase):
    """A stream with a beginning, and then the same bytes without end."""

    def __init__(self, start: bytes, fill: bytes) -> None:
        self._start = start
        self._fill = fill * (1 + 60_000 // len(fill))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = (self._start or self._fill)[: len(buffer)]
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("start", [b'{"title":"', b'{"title":', b"[", b"x", b"\xff\xfe{\0"])
@pytest.mark.parametrize("fill", [b"a", b"1,", b"a\n", b'{"a":'])
def test_reading_an_endless_input_stops(start: bytes, fill: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibstep.input.json_objects.MAX_PASSED", 1 << 16)
    monkeypatch.setattr("bibstep.input.json_objects.MAX_REJECTED", 99)
    monkeypatch.setattr("bibstep.input.json_scan._MAX_LINES", 999)
    monkeypatch.setattr("bibstep.input.lines._MAX_SKIPPED", 1 << 22)
    found = list(json_objects(io.BufferedReader(Endless(start, fill)), 1 << 16))
    assert [one.data for one in found] == [None] * len(found)
    assert "not read" in found[-1].error


def test_lines_read_to_find_the_end_of_an_object_are_not_lost() -> None:
    lines = [b'{"title":"A"}', b'{"data":[', b'{"title":"B"}', b'{"title":"C"}', b'{"title":"D"}']
    first, wrong, *others = cut(b"\n".join(lines))
    assert (first.line, wrong.line, wrong.data) == (1, 2, None)
    assert [(one.line, one.data) for one in others] == [(3, {"title": "B"}), (4, {"title": "C"}), (5, {"title": "D"})]


# Shortcuts -----------------------------------------------------------------------------------------------------------

_items = st.recursive(
    st.sampled_from(["a", "}", "{", "x\n}", "\\", 1, None, True]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc{"), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200)
@given(
    st.lists(st.dictionaries(st.sampled_from(["title", "id", "author"]), _items, max_size=3) | _items, max_size=5),
    st.sampled_from([None, 0, 1, 2, "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "[", "]", "}", '"', ",\n", "\n", "{"]),
    st.floats(0, 1),
    st.integers(0, 3),
)
def test_indentation_and_brackets_find_the_same_objects(
    values: list[object], indent: Any, newline: str, damage: str, place: float, removed: int
) -> None:
    text = json.dumps(values, indent=indent).replace("\n", newline) + "\n" + '{"title": "behind"}\n'
    at = int(place * len(text))
    data = (text[:at] + damage + text[at + removed * bool(damage) :]).encode()
    quick = list(json_objects(io.BytesIO(data)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bibstep.input.json_objects._SHORT_LIST", 0)
        patch.setattr("bibstep.input.json_scan._Scan._indented", lambda *_: None)
        assert list(json_objects(io.BytesIO(data))) == quick
