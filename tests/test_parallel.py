"""Conversion by workers, whatever executor they are of: the same bytes and the same reports as by one process.

``BIBSTEP_FUZZ`` sets how many inputs of each kind are tried (10,000 in a developer's long run).
"""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # where a worker finds its tasks, too
from bibstep import FORMATS, Options, Record, Rejected, convert, convert_files
from bibstep.formats import READERS
from bibstep.formats.reading import read
from bibstep.input import json_objects
from bibstep.input.sources import opened
from bibstep.pipeline import chunks, parallel
from bibstep.pipeline.convert import batches
from bibstep.pipeline.finish import KeyMap, Noted, apart
from bibstep.pipeline.options import ReadOptions, Target
from bibstep.pipeline.processes import processes
from bibstep.pipeline.workers import Workers, in_order
from bibstep.works.known import known_works
from tasks import fails_at_seven, limited, square

Outcome = tuple[list[tuple[str, ...]], list[Rejected | Noted], dict[str, str]]
USUAL = Options()
EXAMPLES = int(os.environ.get("BIBSTEP_FUZZ", "25"))


class Here(Executor):
    """An executor that works at once and in this process, on what would have been sent to another."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        function, arguments = pickle.loads(pickle.dumps((function, arguments)))
        future.set_result(pickle.loads(pickle.dumps(function(*arguments))))
        return future


class Limited(Executor):
    """An executor whose workers have the limits of the reader that this process has."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        return self._executor.submit(limited, (json_objects.MAX_PASSED, json_objects.MAX_REJECTED), function, arguments)


@pytest.fixture(scope="module", params=["processes", "threads", "here"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "processes":
        with processes(2) as workers:
            yield Limited(workers.executor)
    elif request.param == "threads":
        with ThreadPoolExecutor(2) as pool:
            yield pool
    else:
        yield Here()


class Pipe(io.RawIOBase):
    """A stream that cannot be sought in, and may fail at its end."""

    name = "pipe"

    def __init__(self, data: bytes, fails: bool = False) -> None:
        self._data = io.BytesIO(data)
        self._fails = fails

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._data.read(min(len(buffer), 50))
        if not data and self._fails:
            raise OSError(5, "Input/output error")
        buffer[: len(data)] = data
        return len(data)


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def limits(patch: pytest.MonkeyPatch, chunk: int, passed: int = 1 << 24, rejected: int = 250_000) -> None:
    """Chunks as small as that, and the reader's patience."""
    for module in (parallel, chunks):
        patch.setattr(module, "CHUNK", chunk)
    patch.setattr(chunks, "LONGEST", 4 * chunk)
    for module in (json_objects, chunks):
        patch.setattr(module, "MAX_PASSED", passed)
        patch.setattr(module, "MAX_REJECTED", rejected)


def by_one(inputs: Sequence[Any], options: Options, reader: str, max_record: int, names: Sequence[str] = ()) -> Outcome:
    told: list[Rejected | Noted] = []
    keys = KeyMap()
    records = read(*inputs, format=reader, max_record=max_record)
    targets = [Target(FORMATS[name]) for name in names or ["bibtex"]]
    return list(apart(batches(records, targets, options, told.append, keys))), told, keys


def by_several(
    executor: Executor, inputs: Sequence[Any], options: Options, reader: str, max_record: int, names: Sequence[str] = ()
) -> Outcome:
    told: list[Rejected | Noted] = []
    keys = KeyMap()
    found = opened(inputs, READERS[reader].in_folders)
    how = ReadOptions(reader, max_record)
    targets = [Target(FORMATS[name]) for name in names or ["bibtex"]]
    workers = Workers(executor, 2)
    made = parallel.batches(found, how, targets, options, workers, told.append, pytest.fail, keys)
    return list(apart(made)), told, keys


def check(
    executor: Executor,
    data: bytes,
    path: Path,
    options: Options = USUAL,
    reader: str = "auto",
    max_record: int = 1 << 26,
) -> Outcome:
    """That a file and a pipe with these bytes become the same either way."""
    path.write_bytes(data)
    how = (options, reader, max_record)
    one = by_one([path], *how)
    assert by_several(executor, [path], *how) == one
    for fails in (False, True):
        pipes = [io.BufferedReader(Pipe(data, fails)) for _ in range(2)]
        assert cut_off(by_several(executor, pipes[1:], *how), fails) == cut_off(by_one(pipes[:1], *how), fails)
    return one


def cut_off(outcome: Outcome, fails: bool) -> Outcome:
    """An outcome without the beginning of the record in which reading failed: it may be rejected on its own, or not."""
    texts, told, keys = outcome
    if fails and len(told) > 1 and isinstance(told[-2], Rejected) and told[-1].source.line == 0:
        told = [*told[:-2], told[-1]]
    return texts, told, keys


def line(number: int, **more: object) -> bytes:
    title = f"Blood {number} of cells and their kin"
    return json.dumps({"title": title, "authors": "Ann Lee", "doi": f"10.1000/{number}", **more}).encode() + b"\n"


GOOD = b"".join(line(number) for number in range(40))

#: Lines that are hard to tell apart, or to tell the end of.
LINES = [
    *[line(number) for number in range(4)],
    line(5, abstract="{[ " + "x" * 300),
    b'{"title": "Cells"}\n',
    b'{"title": "Cells", "id": "key"}\n',
    b'{"title": ""}\n',
    b' {"title": "Moved in"}\n',
    b'{ "title": "A space"}\n',
    b'{"title": "Two on"} {"title": "one line"}\n',
    b'{"title": "\xb0\xd7\xd1\xaa\xb2\xa1\xbb\xbc\xd5\xdf"}\n',
    b'{"title": "caf\xe9"}\n',
    b'{"title": "cut off\n',
    b'{"title": "cut off"\n',
    b'{"title":\n',
    b'{"title": ["Cells",\n',
    b'{"a": {"b": 1\n',
    b'{"a": {"b": 1}\n',
    b'{"data": [\n',
    b'{"b": 1},\n',
    b'{"message": {"items": [{"title": "In an envelope"}]}}\n',
    b'"title": "over lines"}\n',
    b'"title": "over lines",\n',
    b"}\n",
    b"]\n",
    b"]}\n",
    b",\n",
    b"{\n",
    b"[\n",
    b"[]\n",
    b"[1, 2]\n",
    b'[{"title": "In a list"},\n',
    b'[{"title": "In a list"}]\n',
    b"{braces} are text\n",
    b"Some text behind a record\n",
    b"Text with {braces} and [brackets]\n",
    b"1984\n",
    b"null\n",
    b'"a string"\n',
    b"\n",
    b"\r\n",
    b"  \t\n",
    b"\x00\x01\n",
    b"\xef\xbb\xbf\n",
    b'\xef\xbb\xbf{"title": "Behind a mark"}\n',
    b'{"title": "CRLF"}\r\n',
    b'{"\n',
    b'{"title": "' + b"[" * 70 + b"\n",
    b'{"a":' * 70 + b"\n",
    b"@book{key, title = {Not JSON}}\n",
    b"TY  - JOUR\n",
]
SMALL = st.sampled_from([1, 30, 100, 300, 1000])


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.lists(st.sampled_from(LINES), max_size=25),
    chunk=SMALL,
    passed=st.sampled_from([60, 400, 1 << 24]),
    rejected=st.sampled_from([2, 5, 250_000]),
    max_record=st.sampled_from([3, 60, 200, 1 << 26]),
    options=st.sampled_from([Options(), Options(duplicates="keep"), Options(key="{doi}", tidy_titles=True)]),
    reader=st.sampled_from(["auto", "seed", "csl-json", "bibtex"]),
    has_end=st.booleans(),
)
def test_whatever_lines_come(
    found: list[bytes],
    chunk: int,
    passed: int,
    rejected: int,
    max_record: int,
    options: Options,
    reader: str,
    has_end: bool,
    executor: Executor,
    patch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    limits(patch, chunk, passed, rejected)
    data = line(9) + b"".join(found)
    check(executor, data if has_end else data[:-1], tmp_path / "in.jsonl", options, reader, max_record)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, len(GOOD)),
    end=st.integers(0, 300),
    put=st.one_of(st.sampled_from(LINES), st.binary(max_size=8)),
    chunk=SMALL,
)
def test_whatever_is_broken_in_the_middle(
    number: int, end: int, put: bytes, chunk: int, executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, chunk)
    check(executor, GOOD[:number] + put + GOOD[number + end :], tmp_path / "in.jsonl")


def item(number: int) -> str:
    return json.dumps(
        {"type": "book", "id": f"k{number % 9}", "title": f"Cells {number}", "author": [{"family": f"Lee{number}"}]},
        indent=1 if number % 3 else None,
    )


ITEMS = [item(number) for number in range(20)]
#: The syntaxes that their readers cut: many records in each, and what may be put in where one is damaged.
SYNTAXES = {
    "array": f"[{','.join(ITEMS)}]",
    "array over lines": "[\n" + ",\n".join(ITEMS) + "\n]\n",
    "page": '{"status": "ok", "message": {"items": [' + ", ".join(ITEMS) + "]}}",
    "page over lines": '{\n "message": {\n  "items": [\n' + ",\n".join(ITEMS) + "\n]}\n}\n",
    "pages": "".join('{"items": [' + one.replace("\n", "") + "]}\n" for one in ITEMS),
    "bib": "@string{press = {Blood Press}}\n"
    + "".join(
        f"@{'inbook' if number % 4 else 'book'}{{k{number % 25},\n  title = {{Cells {number}}},\n"
        f"  {['publisher = press', f'crossref = k{number // 4 * 4}', 'year = 2001', 'note = jan # {x}'][number % 4]}\n"
        f"}}\n{'@STRING(press = press # { and Son})' if number == 13 else ''}\n"
        for number in range(30)
    ),
    "ris": "".join(
        f"TY  - BOOK\nTI  - Cells {number}\nAU  - Lee{number}\nID  - k{number % 9}\nER  - \n\n" for number in range(30)
    ),
    "nbib": "".join(
        f"PMID- {number}\nTI  - Cells {number} and\n      their kin\nAU  - Lee AB\nDP  - 2001 Jan\n\n"
        for number in range(30)
    ),
}
PUT = [
    *rb"""{ } [ ] " , @ ( ) % # \ null, {"title":" @book{k1, @string{jan={x}} crossref={k2}, xdata={k1,k3},""".split(),
    *[b"\n", b"\r\n", b"\xe9", b"\0", b"\xef\xbb\xbf", b"ER  - \n", b"\nTY  - JOUR\n", b"\nPMID- 7\n", b"text\n"],
]


@pytest.mark.parametrize("syntax", SYNTAXES)
@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(
        st.tuples(
            st.floats(0, 1), st.sampled_from([0, 1, 7, 300]), st.one_of(st.sampled_from(PUT), st.binary(max_size=3))
        ),
        max_size=3,
    ),
    end=st.floats(0.3, 1),
    chunk=st.sampled_from([1, 200, 2000]),
    max_record=st.sampled_from([60, 200, 1 << 26]),
    swapped=st.booleans(),
)
def test_whatever_is_broken_in_what_its_reader_cuts(
    syntax: str,
    damage: list[tuple[float, int, bytes]],
    end: float,
    chunk: int,
    max_record: int,
    swapped: bool,
    patch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    limits(patch, chunk)
    data = SYNTAXES[syntax].encode()
    for place, length, put in damage:
        at = int(place * len(data))
        if swapped:  # two stretches change places
            data = data[:at] + data[at + length : at + 2 * length] + data[at : at + length] + data[at + 2 * length :]
        else:
            data = data[:at] + put + data[at + length :]
    check(Here(), data[: int(end * len(data))], tmp_path / "in", Options(duplicates="keep"), "auto", max_record)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_workers_read_what_its_reader_cuts(
    syntax: str, executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, 500)
    rows, told, _ = check(executor, SYNTAXES[syntax].encode(), tmp_path / "in")
    assert len(rows) > 15
    assert not [one for one in told if isinstance(one, Rejected)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings(encoding: str, executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    check(executor, GOOD.decode().encode(encoding), tmp_path / "in.jsonl")


def test_other_formats_and_no_format(executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    library = b"".join(b"@book{k%d, title = {Cells %d}}\n" % (number, number) for number in range(99))
    for data in (library, b"TY  - BOOK\nTI  - Cells\nER  - \n" * 50, b"", b"text\n" * 99, b"\x1f\x8b" + b"x" * 999):
        check(executor, data, tmp_path / "in")


def test_chunks_go_on_after_a_record_that_is_not_closed(
    executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, 500)
    rests: list[int] = []
    scanned = chunks.Cut.scanned

    def counted(self: chunks.Cut) -> Any:
        rests.append(len(self._away))
        return scanned(self)

    patch.setattr(chunks.Cut, "scanned", counted)
    for broken in (b'{"title": "cut off\n', b'{"a": {"b": 1}\n', b'{"a": [\n'):
        data = b"".join(line(number) + (broken if number % 9 == 4 else b"") for number in range(90))
        (tmp_path / "in.jsonl").write_bytes(data)
        arguments = ([tmp_path / "in.jsonl"], Options(), "auto", 1 << 26)
        assert by_several(executor, *arguments) == by_one(*arguments)
    assert rests == []


#: Files of all kinds: cut to their end, cut and then read in order, not cut at all, small, empty, unreadable.
FILES = [
    GOOD,
    GOOD[:700],
    GOOD[:1500] + b'{"title": "cut off',
    GOOD[:900] + b"{\n" + GOOD[900:1800],
    GOOD[:400] + b'{"title": "' + b"[" * 4000 + b"\n" + GOOD[400:],
    b"[" + b",".join(GOOD.splitlines()) + b"]",
    b"".join(b"@book{k%d, title = {Cells %d}}\n" % (number, number) for number in range(50)),
    b"TY  - BOOK\nTI  - Cells\nER  - \n" * 9,
    line(50),
    line(51) + b"A text line\n",
    b"",
    b"\x1f\x8b" + b"x" * 999,
]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=st.lists(st.tuples(st.sampled_from(FILES), st.sampled_from(["file", "pipe", "failing pipe"])), max_size=8),
    chunk=st.sampled_from([100, 300, 1000]),
)
def test_whatever_files_come(
    found: list[tuple[bytes, str]], chunk: int, executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, chunk)

    def inputs() -> list[Any]:
        made: list[Any] = []
        for number, (data, kind) in enumerate(found):
            path = tmp_path / f"{number}.jsonl"
            path.write_bytes(data)
            made.append(path if kind == "file" else io.BufferedReader(Pipe(data, kind != "pipe")))
        return made

    how = (Options(), "auto", 1 << 26)
    assert by_several(executor, inputs(), *how) == by_one(inputs(), *how)


def test_a_file_is_begun_before_the_one_before_it_is_done(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 2000)
    in_flight: list[set[str]] = [set()]

    class Late(Executor):
        """Does a task when its result is asked for."""

        def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
            (chunk,) = arguments[-1]
            in_flight.append({*in_flight[-1], chunk.name})
            future: Future[Any] = Future()

            def result(timeout: float | None = None) -> Any:
                in_flight.append(set())
                return function(*arguments)

            future.result = result  # type: ignore[method-assign]
            return future

    for number in range(4):
        (tmp_path / f"{number}.jsonl").write_bytes(GOOD)
    how = (Options(), "auto", 1 << 26)
    assert by_several(Late(), [tmp_path], *how) == by_one([tmp_path], *how)
    assert max(map(len, in_flight)) > 1


def test_files_in_a_folder_and_their_order(executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    for number in range(30):
        (tmp_path / f"{number:02}.json").write_bytes(line(number % 20) * (5 if number % 7 == 3 else 1))
    (tmp_path / "05.json").write_text("@book{k, title = {Cells}}")
    (tmp_path / "06.json").unlink()
    (tmp_path / "06.json").symlink_to("nowhere")
    arguments = ([tmp_path], Options(), "auto", 1 << 26)
    rows, told, _ = by_several(executor, *arguments)
    assert (rows, told) == by_one(*arguments)[:2]
    assert [str(one) for one in told if isinstance(one, Rejected)] == [
        f"{tmp_path / '06.json'}: the file cannot be read: No such file or directory"
    ]


def test_libraries_are_heeded(executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    library = known_works([Record("book", doi="10.1000/3", citation_key=key) for key in ("mine", "leendblood")])
    _, _, keys = check(executor, GOOD + line(3, id="k"), tmp_path / "a", Options(pins=library))
    assert keys == {}
    _, told, _ = check(executor, GOOD, tmp_path / "a", Options(known=library))
    assert "work-known" in [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks]
    check(executor, GOOD + line(3, id="k"), tmp_path / "a", Options(duplicates="keep"), "csl-json")


def test_a_mixed_folder(executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An entry's fields and their order depend on its record alone, not on which records the same worker had before."""
    limits(patch, 1)  # each file is a task
    for number in range(24):
        title = f"Blood {number} of cells and their kin"
        bib = ["doi = {no DOI}", "zeta = {z}", f"title = {{{title}}}", "volume = {39}", "langid = {english}"]
        ris = ["PB  - Blood Press", f"TI  - {title}", "VL  - 39", "XX  - z"]
        csl: dict[str, object] = {"title": title, "type": "book", "id": "k", "volume": "39", "zeta": "z", "PMID": "123"}
        step = 1 if number % 8 < 4 else -1
        texts = {
            "json": json.dumps(dict(list(csl.items())[::step])),
            "bib": f"@incollection{{k{number}, {', '.join(bib[::step])}}}",
            "ris": "\n".join(["TY  - BOOK", *ris[::step], "ER  - "]),
            "txt": line(number, journal={"volume": "39"}).decode(),
        }
        ending, text = list(texts.items())[number % 4]
        (tmp_path / f"{number:02}.{ending}").write_text(text)
    paths = sorted(tmp_path.iterdir())
    arguments = (paths, Options(duplicates="keep", notes=["metrics"]), "auto", 1 << 26, list(FORMATS))
    one = by_one(*arguments)
    assert len(one[0]) == 24
    for _ in range(3):
        assert by_several(executor, *arguments) == one


# The public function.


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("duplicates", ["first", "merge", "keep"])
def test_files_are_converted_as_records_are(
    name: str, duplicates: str, executor: Executor, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, 300)
    (tmp_path / "a.jsonl").write_bytes(GOOD + line(7) + b'{"title": ""}\n')
    (tmp_path / "b.txt").write_bytes(line(3, title="Blood 4 of it") + b"cut off {")
    options = Options(duplicates=duplicates)
    one: list[Rejected | Noted] = []
    other: list[Rejected | Noted] = []
    whole = "".join(convert(read(tmp_path, io.BytesIO(GOOD)), name, options, report=one.append))
    made = convert_files([tmp_path, io.BytesIO(GOOD)], name, executor, options, workers=2, report=other.append)
    assert "".join(made) == whole
    assert other == one


def test_no_files(executor: Executor) -> None:
    for name in FORMATS:
        assert "".join(convert_files([], name, executor)) == "".join(convert([], name))
    with pytest.raises(KeyError):
        convert_files([], "nonsense", executor)


def test_a_worker_that_fails_is_warned_of_once(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    limits(patch, 300)
    (tmp_path / "a.jsonl").write_bytes(GOOD)

    class Broken(Executor):
        def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
            raise MemoryError("no room")

    with pytest.warns(RuntimeWarning, match=r"a worker failed \(MemoryError: no room\)") as caught:
        made = "".join(convert_files([tmp_path], "ris", Broken()))
    assert len(caught) == 1
    assert made == "".join(convert(read(tmp_path), "ris"))


# Any work.


def test_a_task_that_fails_is_raised_here() -> None:
    warnings: list[str] = []
    with ThreadPoolExecutor(2) as pool, pytest.raises(ZeroDivisionError):
        list(in_order(Workers(pool, 2), fails_at_seven, range(30), warnings.append))
    assert warnings == ["a worker failed (ZeroDivisionError: division by zero); the main process does its work"]


def test_where_tasks_fail_the_results_before_come_first(executor: Executor) -> None:
    def tasks() -> Iterator[int]:
        yield from range(4)
        raise OSError("gone")

    results = in_order(Workers(executor, 2), partial(square, 0, 1000), tasks(), pytest.fail)
    assert [next(results)[0] for _ in range(4)] == [0, 1, 4, 9]
    with pytest.raises(OSError, match="gone"):
        next(results)


def test_no_more_is_in_flight_than_workers_need(executor: Executor) -> None:
    asked = 0

    def numbers() -> Iterator[int]:
        nonlocal asked
        for number in range(100):
            asked += 1
            yield number

    for taken, _ in enumerate(in_order(Workers(executor, 2), partial(square, 0, 1000), numbers(), pytest.fail)):
        assert asked - taken <= 6
    assert asked == 100


def test_workers_can_be_used_again(executor: Executor) -> None:
    work = partial(square, 0, 1000)
    workers = Workers(executor, 2)
    for start in range(0, 50, 10):
        found = in_order(workers, work, range(start, 100), pytest.fail)
        assert next(found)[0] == start**2
        found.close()
    assert [number for number, _ in in_order(workers, work, range(5), pytest.fail)] == [0, 1, 4, 9, 16]
    assert list(in_order(workers, work, [], pytest.fail)) == []
