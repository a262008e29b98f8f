"""``--dask``: a cluster writes and reports the same as one process, and what prevents it is reported."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bibstep import Noted, Options, Rejected, convert, convert_files, read
from bibstep.cli import cluster as dask
from bibstep.cli import run

distributed: Any = pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
Output = pytest.CaptureFixture[str]


def local_cluster(workers: int) -> Any:
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with local_cluster(2) as cluster:
        yield cluster


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records that claim the same keys, works that occur twice, several formats, and records that cannot be read."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "papers"
    folder.mkdir()
    for file in range(4):
        lines = []
        for number in range(400):
            title = f"Blood {number % 50} of cells and their kin {'again' * (number % 3)}"
            doi = {"doi": f"10.1000/{(number + 100 * file) % 450}"} if number % 5 else {}
            lines.append(json.dumps({"title": title, "authors": "Ann Lee", "abstract": "Of cells. " * 300, **doi}))
            lines += ["A text line"] * (number % 7 == 0) + ['{"title": "cut off'] * (number == 9)
        (folder / f"{file}.jsonl").write_text("\n".join(lines))
    (folder / "library.json").write_text("@book{k, title = {Cells}, author = {Lee, Ann}, year = 2020}")
    (folder / "list.json").write_text("TY  - BOOK\nTI  - Cells\nAU  - Lee, Ann\nER  - \n")
    return folder


@pytest.mark.parametrize("more", [[], ["--duplicates", "keep"], ["--key", "{family}{year}", "--keys-from", "mine.bib"]])
def test_a_cluster_writes_and_reports_what_one_process_does(
    more: list[str], cluster: Any, papers: Path, capsys: Output
) -> None:
    Path("mine.bib").write_text("@book{mine, title = {Blood}, doi = {10.1000/3}}")
    outcomes = []
    for where in (["--jobs", "1"], ["--dask", cluster.scheduler_address]):
        names = ["a.bib", "a.ris", "a.json", "keys.map"]
        outputs = [part for name in names[:3] for part in ("-o", name)]
        code = run(["convert", *where, *more, "--remarks", "json", *outputs, "--key-map", "keys.map", "papers"])
        outcomes.append((code, capsys.readouterr(), [Path(name).read_bytes() for name in names]))
    assert outcomes[0][0] == 1
    assert outcomes[1] == outcomes[0]


def test_an_executor_of_dask_works_like_any_other(cluster: Any, papers: Path) -> None:
    one: list[Rejected | Noted] = []
    other: list[Rejected | Noted] = []
    whole = "".join(convert(read(papers), "bibtex", report=one.append))
    with distributed.Client(cluster, set_as_default=False) as client:
        executor = client.get_executor(pure=False)
        assert "".join(convert_files([papers], "bibtex", executor, Options(), report=other.append)) == whole
    assert other == one


def test_a_killed_worker_loses_nothing(cluster: Any, papers: Path) -> None:
    with distributed.Client(cluster, set_as_default=False) as client:
        made = convert_files([papers], "bibtex", client.get_executor(pure=False), workers=2)
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        text = "".join(made)
    assert text == "".join(convert(read(papers), "bibtex"))


def test_the_example_writes_what_one_process_writes(papers: Path) -> None:
    page = (ROOT / "docs/how-to/large-inputs.md").read_text(encoding="utf-8")
    (example,) = [one for one in re.findall(r"^```python\n(.*?)^```", page, re.M | re.S) if "executor" in one]
    Path("example.py").write_text(example)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "example.py"], env=environment, check=True, timeout=300)
    assert run(["convert", "--remarks", "none", "papers", "-o", "one.bib"]) == 1
    assert Path("refs.bib").read_bytes() == Path("one.bib").read_bytes()


# What prevents it.


def test_a_scheduler_that_does_not_answer(papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr(dask, "_TIMEOUT", 0.2)
    with socket.socket() as unused:  # bound, but nobody listens
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        assert run(["convert", "--dask", address, "-o", "a.bib", "papers"]) == 2
    assert capsys.readouterr().err.startswith(f"bibstep: error: --dask {address}: Timed out trying to connect")
    assert not Path("a.bib").exists()


@pytest.mark.parametrize("address", ["nonsense://x", "127.0.0.1", "a b"])
def test_an_invalid_address(address: str, papers: Path, capsys: Output) -> None:
    assert run(["convert", "--dask", address, "papers"]) == 2
    assert capsys.readouterr().err.startswith(f"bibstep: error: --dask {address}: ")


def test_a_scheduler_without_workers(papers: Path, capsys: Output) -> None:
    with local_cluster(0) as cluster:
        assert run(["convert", "--dask", cluster.scheduler_address, "papers"]) == 2
    assert capsys.readouterr().err.endswith(": the scheduler has no workers\n")


def test_workers_of_another_version(
    cluster: Any, papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(dask, "__version__", "9.9")
    assert run(["convert", "--dask", cluster.scheduler_address, "papers"]) == 2
    assert "the workers have bibstep " in capsys.readouterr().err


def test_dask_is_not_installed(papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["convert", "--dask", "tcp://127.0.0.1:1", "papers"]) == 2
    assert "--dask needs Dask: pip install 'bibstep[dask]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more",
    [["--jobs", "2"], ["--into", "a.bib"], ["--verify", "-o", "a.bib"], ["--duplicates", "merge"], ["--template", "a"]],
)
def test_what_it_excludes(more: list[str], papers: Path, capsys: Output) -> None:
    assert run(["convert", "--dask", "tcp://127.0.0.1:1", *more, "papers"]) == 2
    assert "--dask cannot be used with" in capsys.readouterr().err


def test_a_configuration_that_came_with_a_folder_may_not_send_records_away(papers: Path, capsys: Output) -> None:
    Path("bibstep.toml").write_text('dask = "tcp://127.0.0.1:1"')
    assert run(["convert", "papers"]) == 2
    assert "bibstep.toml: dask: it may be set only on the command line" in capsys.readouterr().err
    assert run(["convert", "--config", "bibstep.toml", "--jobs", "2", "papers"]) == 2
    assert "--dask cannot be used with" in capsys.readouterr().err
