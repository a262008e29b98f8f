"""Conversion by several processes: whatever comes, the same bytes and the same reports as by one.

``BIBSTEP_FUZZ`` sets how many inputs of each kind are tried (10,000 in a developer's long run).
"""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # where a worker finds its tasks, too
from bibstep import FORMATS, Options, Rejected
from bibstep.cli import run
from bibstep.formats import READERS
from bibstep.formats.reading import read
from bibstep.input import json_objects
from bibstep.input.sources import opened
from bibstep.pipeline import chunks
from bibstep.pipeline import job_count as fitting
from bibstep.pipeline import parallel as jobs
from bibstep.pipeline.convert import batches
from bibstep.pipeline.finish import Noted, apart
from bibstep.pipeline.options import Target
from bibstep.pipeline.parts import Item, Packed, packed, unpacked
from bibstep.pipeline.pool import Workers
from bibstep.works.known import KnownWorks
from tasks import fails_at_seven, square, twice

Outcome = tuple[list[tuple[str, ...]], list[Rejected | Noted], dict[str, str]]
Output = pytest.CaptureFixture[str]
USUAL = Options()
EXAMPLES = int(os.environ.get("BIBSTEP_FUZZ", "60"))


class Here:
    """What stands in for processes: the work is done here, as far ahead as by them, and sent as if to another."""

    ahead = 4

    def __init__(self, count: int, prepare: Callable[[Any], Callable[[Any], Any]], setup: object) -> None:
        self._work = prepare(setup)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, tasks: Iterable[Any]) -> Iterator[Any]:
        waiting: deque[Any] = deque()
        left = iter(tasks)
        while True:
            for task in left:
                waiting.append(self._work(pickle.loads(pickle.dumps(task))))
                if len(waiting) == self.ahead:
                    break
            if not waiting:
                return
            yield pickle.loads(pickle.dumps(waiting.popleft()))


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
        patch.setattr(jobs, "Workers", Here)
        yield patch


def limits(patch: pytest.MonkeyPatch, chunk: int, passed: int = 1 << 24, rejected: int = 250_000) -> None:
    """Chunks as small as that, and the reader's patience."""
    for module in (jobs, chunks):
        patch.setattr(module, "CHUNK", chunk)
        patch.setattr(module, "LONGEST", 4 * chunk)
    for module in (json_objects, chunks):
        patch.setattr(module, "MAX_PASSED", passed)
        patch.setattr(module, "MAX_REJECTED", rejected)


def by_one(inputs: Sequence[Any], options: Options, reader: str, max_record: int) -> Outcome:
    told: list[Rejected | Noted] = []
    keys: dict[str, str] = {}
    records = read(*inputs, format=reader, max_record=max_record)
    return list(apart(batches(records, [Target(FORMATS["bibtex"])], options, told.append, keys))), told, keys


def by_several(inputs: Sequence[Any], options: Options, reader: str, max_record: int) -> Outcome:
    told: list[Rejected | Noted] = []
    keys: dict[str, str] = {}
    found = opened(inputs, READERS[reader].in_folders)
    target = Target(FORMATS["bibtex"])
    return (
        list(apart(jobs.batches(found, jobs.ReadOptions(reader, max_record, 2), [target], options, told.append, keys))),
        told,
        keys,
    )


def check(
    data: bytes, path: Path, options: Options = USUAL, reader: str = "auto", max_record: int = 1 << 26
) -> Outcome:
    """That a file and a pipe with these bytes become the same either way."""
    path.write_bytes(data)
    one = by_one([path], options, reader, max_record)
    assert by_several([path], options, reader, max_record) == one
    for fails in (False, True):
        pipes = [io.BufferedReader(Pipe(data, fails)) for _ in range(2)]
        assert by_several(pipes[1:], options, reader, max_record) == by_one(pipes[:1], options, reader, max_record)
    return one


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
    patch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    limits(patch, chunk, passed, rejected)
    data = line(9) + b"".join(found)
    check(data if has_end else data[:-1], tmp_path / "in.jsonl", options, reader, max_record)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, len(GOOD)),
    end=st.integers(0, 300),
    put=st.one_of(st.sampled_from(LINES), st.binary(max_size=8)),
    chunk=SMALL,
)
def test_whatever_is_broken_in_the_middle(
    number: int, end: int, put: bytes, chunk: int, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits(patch, chunk)
    check(GOOD[:number] + put + GOOD[number + end :], tmp_path / "in.jsonl")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings(encoding: str, patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    check(GOOD.decode().encode(encoding), tmp_path / "in.jsonl")


def test_other_formats_and_no_format(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    library = b"".join(b"@book{k%d, title = {Cells %d}}\n" % (number, number) for number in range(99))
    for data in (library, b"TY  - BOOK\nTI  - Cells\nER  - \n" * 50, b"", b"text\n" * 99, b"\x1f\x8b" + b"x" * 999):
        check(data, tmp_path / "in")


def test_reading_goes_on_in_parts_behind_a_record_that_is_not_closed(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 500)
    rests: list[int] = []
    rest = chunks.Cut.rest

    def counted(self: chunks.Cut, left: Collection[chunks.Chunk], *arguments: Any) -> Any:
        rests.append(len(left))
        return rest(self, left, *arguments)

    patch.setattr(chunks.Cut, "rest", counted)
    for broken in (b'{"title": "cut off\n', b'{"a": {"b": 1}\n', b'{"a": [\n'):
        data = b"".join(line(number) + (broken if number % 9 == 4 else b"") for number in range(90))
        (tmp_path / "in.jsonl").write_bytes(data)
        arguments = ([tmp_path / "in.jsonl"], Options(), "auto", 1 << 26)
        assert by_several(*arguments) == by_one(*arguments)
    assert rests == [0, 0, 0]


def test_files_in_a_folder_and_their_order(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    for number in range(30):
        (tmp_path / f"{number:02}.json").write_bytes(line(number % 20) * (5 if number % 7 == 3 else 1))
    (tmp_path / "05.json").write_text("@book{k, title = {Cells}}")
    (tmp_path / "06.json").unlink()
    (tmp_path / "06.json").symlink_to("nowhere")
    arguments = ([tmp_path], Options(), "auto", 1 << 26)
    rows, told, _ = by_several(*arguments)
    assert (rows, told) == by_one(*arguments)[:2]
    assert [str(one) for one in told if isinstance(one, Rejected)] == [
        f"{tmp_path / '06.json'}: the file cannot be read: No such file or directory"
    ]


def test_libraries_are_heeded(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    library = KnownWorks(frozenset({"mine", "leendblood"}), {"doi:10.1000/3": "mine"})
    _, _, keys = check(GOOD + line(3, id="k"), tmp_path / "a", Options(pins=library))
    assert keys == {}
    _, told, _ = check(GOOD, tmp_path / "a", Options(known=library))
    assert "work-known" in [remark.code for one in told if isinstance(one, Noted) for remark in one.remarks]
    check(GOOD + line(3, id="k"), tmp_path / "a", Options(duplicates="keep"), "csl-json")


def test_what_is_packed_is_unpacked(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits(patch, 300)
    seen: list[Any] = []

    def noted(one: Packed) -> Item:
        seen.append(unpacked(one))
        return unpacked(one)

    patch.setattr(jobs, "unpacked", noted)
    library = KnownWorks(frozenset({"mine"}), {"doi:10.1000/3": "mine"})
    check(GOOD + b'{"title": ""}\n' + GOOD, tmp_path / "a", Options(known=library))
    assert {type(one).__name__ for one in seen} == {"Converted", "Noted", "Rejected"}
    assert [unpacked(packed(one)) for one in seen] == seen


# With processes.

COMMAND = [sys.executable, "-m", "bibstep", "convert", "--jobs", "2", "--remarks", "none", "-o", "out.bib", "in.jsonl"]
LARGE = b"".join(line(number, abstract="Of cells. " * 400) for number in range(1500))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_write_and_tell_the_same(
    method: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    if method == "fork" and sys.platform != "linux":
        pytest.skip("forked on Linux only")
    monkeypatch.setattr("bibstep.pipeline.pool._start_method", lambda: method)
    wrong = b'{"title": "cut off\n{"title": ""}\n'
    (folder / "in.jsonl").write_bytes(LARGE[: len(LARGE) // 2] + wrong + LARGE[len(LARGE) // 2 :] + GOOD)
    outcomes = []
    for count in ("1", "2", "3"):
        command = ["convert", "--jobs", count, "--remarks", "json", "-o", "a.bib", "-o", "a.ris", "--key-map", "keys"]
        code = run([*command, "in.jsonl"])
        outcomes.append((code, capsys.readouterr(), [Path(name).read_bytes() for name in ("a.bib", "a.ris", "keys")]))
    assert outcomes[0][0] == 1
    assert outcomes[1] == outcomes[0]
    assert outcomes[2] == outcomes[0]


def test_standard_input(folder: Path) -> None:
    done = [
        subprocess.run(
            [sys.executable, "-m", "bibstep", "convert", "--jobs", count, "-"],
            input=LARGE,
            capture_output=True,
            timeout=120,
            check=False,
        )
        for count in ("1", "2")
    ]
    assert done[0].returncode == 0
    assert [done[1].returncode, done[1].stdout, done[1].stderr] == [0, done[0].stdout, done[0].stderr]


SOUND = (1000, os.getpid())


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("limit", [-1, 10, 1000])
def test_what_a_dead_worker_leaves_is_done_all_the_same(limit: int) -> None:
    with Workers(2, square, (limit, os.getpid())) as pool:
        found = list(pool.map(range(30)))
    assert [number for number, _ in found] == [number * number for number in range(30)]
    assert (os.getpid() in {process for _, process in found}) is (limit < 30)


def test_a_worker_that_fails_leaves_its_reason(folder: Path) -> None:
    with Workers(2, fails_at_seven, 0) as pool, pytest.raises(ZeroDivisionError):
        list(pool.map(range(30)))


def test_no_more_is_on_the_way_than_workers_need() -> None:
    asked = 0

    def numbers() -> Iterator[int]:
        nonlocal asked
        for number in range(100):
            asked += 1
            yield number

    with Workers(2, square, SOUND) as pool:
        for taken, _ in enumerate(pool.map(numbers())):
            assert asked - taken <= 6


@pytest.mark.parametrize("room", [-1, 0, 1 << 16])
def test_tasks_and_results_of_any_size(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if room >= 0:
        monkeypatch.setattr("bibstep.pipeline.pool._widened", lambda _: room)
    sizes = [1, 1 << 22, 1 << 19, 1, 1 << 20, 1 << 20, (1 << 16) - 100, 1 << 16, 1 << 21] * 3
    with Workers(2, twice, None) as pool:
        assert [len(found) for found in pool.map([bytes(size) for size in sizes])] == [2 * size for size in sizes]


def test_workers_can_be_used_again() -> None:
    with Workers(2, square, SOUND) as pool:
        for start in range(0, 50, 10):
            found = pool.map(range(start, 100))
            assert next(found)[0] == start**2
            found.close()
        assert [number for number, _ in pool.map(range(5))] == [0, 1, 4, 9, 16]
        assert list(pool.map([])) == []


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise TimeoutError


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.3])
def test_no_worker_outlives_the_command(sent: signal.Signals, delay: float, folder: Path) -> None:
    (folder / "out.bib").write_text("old")
    os.mkfifo("in.jsonl")
    command = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, start_new_session=True)
    assert command.stderr is not None
    with open("in.jsonl", "wb") as stream:  # its end never comes, so the command is at work when it is ended
        stream.write(LARGE)
        stream.flush()
        wait_for(lambda: len(children_of(command.pid)) == 2)
        workers = children_of(command.pid)
        time.sleep(delay)
        if sent == signal.SIGKILL:
            command.kill()
        else:
            os.killpg(command.pid, sent)  # as a terminal does
        assert command.wait(60) == -sent
        assert command.stderr.read() == b""
        command.stderr.close()
        wait_for(lambda: not any(map(is_running, workers)))
    assert (folder / "out.bib").read_text() == "old"
    if sent != signal.SIGKILL:
        assert sorted(os.listdir()) == ["in.jsonl", "out.bib"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_is_killed_costs_nothing(folder: Path) -> None:
    os.mkfifo("in.jsonl")
    command = subprocess.Popen(COMMAND, stderr=subprocess.PIPE)
    with open("in.jsonl", "wb") as stream:
        stream.write(LARGE)
        stream.flush()
        wait_for(lambda: len(children_of(command.pid)) == 2)
        for worker in children_of(command.pid):
            os.kill(worker, signal.SIGKILL)
        stream.write(GOOD)
    _, told = command.communicate(timeout=120)
    assert command.returncode == 0
    (folder / "again.jsonl").write_bytes(LARGE + GOOD)
    assert run(["convert", "--jobs", "1", "-o", "again.bib", "again.jsonl"]) == 0
    assert (folder / "out.bib").read_bytes() == (folder / "again.bib").read_bytes()
    assert b"Traceback" not in told


def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    (folder / "in.jsonl").write_bytes(LARGE)
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", 100)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: io.FileIO("/dev/full", "r+"))
    assert run(["convert", "--jobs", "2", "-o", "out.bib", "in.jsonl"]) == 2
    assert "temporary files" in capsys.readouterr().err
    assert os.listdir() == ["in.jsonl"]


def test_as_many_as_pay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_cores", lambda: 6)
    monkeypatch.setattr(fitting, "_WORTH_IT", 2 * chunks.CHUNK)
    (folder / "in.jsonl").write_bytes(GOOD)
    for name, start in (("large.jsonl", b'{"'), ("list.json", b"["), ("large.bib", b"@")):
        (folder / name).write_bytes(start + b"\n" * fitting._WORTH_IT)
    assert fitting.fitting(["in.jsonl", "nowhere", "list.json", "large.bib"], "auto") == 1
    assert fitting.fitting(["in.jsonl", "nowhere"], "auto") == 1
    assert fitting.fitting(["in.jsonl", "large.jsonl"], "auto") == 6
    assert fitting.fitting(["."], "auto") == 6
    assert fitting.fitting([], "auto") == 1


@pytest.mark.parametrize("more", [["--duplicates", "merge"], ["--verify"], ["--template", "mine.j2", "-t", "ris"]])
def test_what_takes_whole_records_is_done_by_one(
    more: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(jobs, "batches")
    (folder / "in.jsonl").write_bytes(GOOD)
    (folder / "mine.j2").write_text("{{ key }}")
    assert run(["convert", "--jobs", "2", *more, "-o", "out.bib", "in.jsonl"]) == 0
