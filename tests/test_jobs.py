"""``--jobs``: processes share one conversion and end with it; nothing is lost if one of them is killed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # workers import their tasks from here too
from bibstep.cli import run
from bibstep.compare import read_back
from bibstep.model import Record
from bibstep.pipeline import parallel
from bibstep.pipeline import processes as pool
from bibstep.pipeline.processes import processes
from bibstep.pipeline.workers import in_order
from tasks import dies, dies_while_sending, square, twice

Output = pytest.CaptureFixture[str]
COMMAND = [sys.executable, "-m", "bibstep", "convert", "--jobs", "2", "--remarks", "none", "-o", "out.bib", "in.jsonl"]


def line(number: int, **more: object) -> bytes:
    title = f"Blood {number} of cells and their kin"
    return json.dumps({"title": title, "authors": "Ann Lee", "doi": f"10.1000/{number}", **more}).encode() + b"\n"


GOOD = b"".join(line(number) for number in range(40))
LARGE = b"".join(line(number, abstract="Of cells. " * 400) for number in range(1500))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_write_and_report_the_same(
    method: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    if method == "fork" and sys.platform != "linux":
        pytest.skip("forked on Linux only")
    monkeypatch.setattr(pool, "_start_method", lambda: method)
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


@pytest.mark.parametrize("is_wrong", [False, True])
def test_workers_verify_the_same(is_wrong: bool, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    add, read_back_by_workers = read_back.Kept.add, parallel.records
    names: list[str] = []

    def other(self: Any, record: Record) -> None:
        add(self, replace(record, volume="7") if record.doi == "10.1000/1400" else record)

    def counted(inputs: Any, *more: Any) -> Any:
        names.extend(one.name for one in inputs)
        return read_back_by_workers(inputs, *more)

    if is_wrong:
        monkeypatch.setattr(read_back.Kept, "add", other)
    monkeypatch.setattr(parallel, "records", counted)
    (folder / "in.jsonl").write_bytes(LARGE + GOOD)
    outcomes = []
    for count in ("1", "2"):
        outputs = ["-o", "a.bib", "-o", "a.ris", "-o", "a.json"]
        code = run(["convert", "--jobs", count, "--verify=warn", *outputs, "in.jsonl"])
        outcomes.append((code, capsys.readouterr(), [Path(name).read_bytes() for name in outputs[1::2]]))
    assert outcomes[1] == outcomes[0]
    assert outcomes[0][1].err.count("volume: the record has '7'") == 3 * is_wrong
    assert names == ["bibtex", "ris", "csl-json"]


# The pool.


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("limit", [-1, 10, 1000])
def test_the_command_does_the_work_of_a_killed_worker(limit: int) -> None:
    warnings: list[str] = []
    with processes(2) as workers:
        found = list(in_order(workers, partial(square, os.getpid(), limit), range(30), warnings.append))
    assert [number for number, _ in found] == [number * number for number in range(30)]
    assert (os.getpid() in {process for _, process in found}) is (limit < 30)
    assert bool(warnings) is (limit < 30)
    assert all("a worker failed (BrokenProcessPool" in warning for warning in warnings)


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_workers_may_be_killed_when_they_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_begin_worker", dies)
    warnings: list[str] = []
    with processes(2) as workers:
        assert list(in_order(workers, twice, [b"a", b"b"], warnings.append)) == [b"aa", b"bb"]
    assert "a worker failed (BrokenProcessPool" in warnings[0]


def test_workers_that_are_never_seen_running(monkeypatch: pytest.MonkeyPatch) -> None:
    # As where they end before anyone looks: no more and more tasks are made to start them.
    monkeypatch.setattr("multiprocessing.active_children", list)
    warnings: list[str] = []
    with processes(2) as workers:
        assert list(in_order(workers, twice, [b"a", b"b"], warnings.append)) == [b"aa", b"bb"]
    assert "a worker failed (BrokenProcessPool" in warnings[0]


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("size", [1000, 1 << 22])
def test_a_worker_may_be_killed_while_it_sends_a_result(size: int) -> None:
    with processes(2) as workers:
        work = partial(dies_while_sending, os.getpid())
        found = list(in_order(workers, work, [bytes(size)] * 9, lambda _: None))
    assert found == [bytes(2 * size)] * 9


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_worker_may_be_killed_while_it_is_sent_a_task() -> None:
    large = bytes(1 << 22)
    futures: list[Future[Any]] = []
    with processes(2) as workers:
        with contextlib.suppress(BrokenProcessPool):  # of a task that comes too late
            futures += [workers.executor.submit(square, 0, -1, number) for number in range(2)]
            futures += [workers.executor.submit(twice, large) for _ in range(9)]
        errors = [future.exception(60) for future in futures]
    assert all(isinstance(error, BrokenProcessPool) for error in errors)


@pytest.mark.parametrize("pipes", [{}, {"_result_queue": SimpleNamespace(), "_call_queue": SimpleNamespace()}])
def test_a_python_whose_pools_have_other_pipes(pipes: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pool, "_close_unused_ends", lambda _, close=pool._close_unused_ends: close(SimpleNamespace(**pipes))
    )
    with processes(2) as workers:
        assert list(in_order(workers, twice, [b"a", b"b"], pytest.fail)) == [b"aa", b"bb"]


def test_tasks_and_results_of_any_size() -> None:
    sizes = [1, 1 << 22, 1 << 19, 1, 1 << 20, 1 << 20, (1 << 16) - 100, 1 << 16, 1 << 21] * 3
    with processes(2) as workers:
        found = in_order(workers, twice, [bytes(size) for size in sizes], pytest.fail)
        assert [len(data) for data in found] == [2 * size for size in sizes]


def test_if_no_process_can_be_started_one_does_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    (folder / "in.jsonl").write_bytes(GOOD)

    def no_room(*_: object) -> None:
        raise BlockingIOError(11, "no more processes")

    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.process.BaseProcess.start", no_room)
        assert run(["convert", "--jobs", "2", "--remarks", "none", "-o", "out.bib", "in.jsonl"]) == 0
    told = capsys.readouterr().err
    assert (
        told
        == "bibstep: no other processes can be started ([Errno 11] no more processes); this one does all the work\n"
    )
    assert run(["convert", "--jobs", "1", "-o", "again.bib", "in.jsonl"]) == 0
    assert Path("out.bib").read_bytes() == Path("again.bib").read_bytes()


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
@pytest.mark.parametrize("delay", [0.0, *[pytest.param(delay, marks=pytest.mark.slow) for delay in (0.05, 0.3)]])
def test_no_worker_outlives_the_command(sent: signal.Signals, delay: float, folder: Path) -> None:
    (folder / "out.bib").write_text("old")
    os.mkfifo("in.jsonl")
    command = subprocess.Popen(COMMAND, stderr=subprocess.PIPE, start_new_session=True)
    assert command.stderr is not None
    with open("in.jsonl", "wb") as stream:  # it never ends, so the command is still working when it is stopped
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
def test_a_killed_worker_loses_nothing(folder: Path) -> None:
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
    assert told.startswith(b"bibstep: a worker failed (BrokenProcessPool")
    assert told.count(b"\n") == 1


def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    (folder / "in.jsonl").write_bytes(LARGE)
    monkeypatch.setattr("bibstep.storage.spool._MEMORY", 100)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: io.FileIO("/dev/full", "r+"))
    assert run(["convert", "--jobs", "2", "-o", "out.bib", "in.jsonl"]) == 2
    assert "temporary files" in capsys.readouterr().err
    assert os.listdir() == ["in.jsonl"]


def test_as_many_processes_as_save_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_cores", lambda: 6)
    monkeypatch.setattr(pool, "_WORTH_IT", 1 << 20)
    (folder / "in.jsonl").write_bytes(GOOD)
    (folder / "large.jsonl").write_bytes(b"\n" * (1 << 20))
    assert pool.job_count(["in.jsonl", "nowhere"], "auto") == 1
    assert pool.job_count(["in.jsonl", "large.jsonl"], "auto") == 6
    assert pool.job_count(["."], "auto") == 6
    assert pool.job_count([], "auto") == 1


@pytest.mark.parametrize("more", [["--duplicates", "merge"], ["--template", "mine.j2", "-t", "ris"]])
def test_options_that_need_all_records_use_one_process(
    more: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(parallel, "batches")
    (folder / "in.jsonl").write_bytes(GOOD)
    (folder / "mine.j2").write_text("{{ key }}")
    assert run(["convert", "--jobs", "2", *more, "-o", "out.bib", "in.jsonl"]) == 0
