"""--split: outputs in several files, which are whole or untouched together."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from bibstep.cli import run
from bibstep.output.parts import parts_on_disk
from bibstep.pipeline.finish import ENTRY_BOUNDARY, Batch, divided

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("all.bib", 5)


def write(name: str, count: int) -> None:
    Path(name).write_text("".join(f"@book{{k{number}, title={{Of cells {number}}}}}\n" for number in range(count)))


def keys(name: str) -> list[str]:
    return re.findall(r"^@\w+\{(.*),$", Path(name).read_text(), re.MULTILINE)


def test_files_of_so_many_records_in_every_format() -> None:
    outputs = ["-o", "out.bib", "-o", "out.json", "--key-map", "map.json"]
    assert run(["convert", "all.bib", "--split", "2", *outputs, "--verify", "--sort", "key"]) == 0
    names = ["out-1.bib", "out-1.json", "out-2.bib", "out-2.json", "out-3.bib", "out-3.json"]
    assert sorted(os.listdir()) == sorted(["all.bib", "map.json", *names])
    assert [keys(f"out-{number}.bib") for number in (1, 2, 3)] == [["k0", "k1"], ["k2", "k3"], ["k4"]]
    items = [[one["id"] for one in json.loads(Path(f"out-{number}.json").read_text())] for number in (1, 2, 3)]
    assert items == [["k0", "k1"], ["k2", "k3"], ["k4"]]
    assert len(json.loads(Path("map.json").read_text())) == 5


def test_a_file_that_is_not_divided_is_the_parts_together() -> None:
    assert run(["convert", "all.bib", "-o", "one.bib"]) == 0
    assert run(["convert", "all.bib", "-o", "out.bib", "--split", "3"]) == 0
    assert "\n".join(Path(f"out-{number}.bib").read_text() for number in (1, 2)) == Path("one.bib").read_text()
    assert run(["convert", "all.bib", "-o", "big.bib", "--split", "9"]) == 0
    assert Path("big-1.bib").read_bytes() == Path("one.bib").read_bytes()
    assert not Path("big-2.bib").exists()


def test_all_parts_are_replaced_or_none(capsys: Output) -> None:
    Path("out-1.bib").write_text("old")
    os.mkdir("out-2.bib")
    assert run(["convert", "all.bib", "-o", "out.bib", "--split", "2"]) == 2
    assert "out-2.bib: it is a folder" in capsys.readouterr().err
    assert Path("out-1.bib").read_text() == "old"
    assert sorted(os.listdir()) == ["all.bib", "out-1.bib", "out-2.bib"]


def test_a_part_that_is_an_input_is_refused(capsys: Output) -> None:
    write("refs-2.bib", 5)
    before = Path("refs-2.bib").read_bytes()
    assert run(["convert", "refs-2.bib", "-o", "refs.bib", "--split", "3"]) == 2
    assert "refs-2.bib is also an input" in capsys.readouterr().err
    assert Path("refs-2.bib").read_bytes() == before
    assert not Path("refs-1.bib").exists()


def test_parts_of_an_earlier_run_are_not_read_and_reported_if_they_are_left(capsys: Output) -> None:
    os.mkdir("lib")
    os.rename("all.bib", "lib/all.bib")
    command = ["convert", "lib", "-o", "lib/out.bib", "--duplicates", "keep", "-q", "--split"]
    assert run([*command, "1"]) == 0
    assert capsys.readouterr().err == ""
    assert run([*command, "2"]) == 0
    assert "lib/out-4.bib and 1 more: not of this run, which wrote 3 parts" in capsys.readouterr().err
    assert [keys(f"lib/out-{number}.bib") for number in (1, 2, 3)] == [["k0", "k1"], ["k2", "k3"], ["k4"]]
    assert parts_on_disk("lib/out.bib") == [f"lib/out-{number}.bib" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--split needs an output file"),
        (["-o", "-"], "--split needs an output file"),
        (["-o", "out.bib", "--depfile", "out.d"], "cannot be used with --depfile or --into"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, capsys: Output) -> None:
    assert run(["convert", "all.bib", "--split", "2", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_difference_is_printed_for_each_part_and_a_rejected_record_stops_all(capsys: Output) -> None:
    assert run(["convert", "all.bib", "-o", "out.bib", "--split", "3", "--diff"]) == 0
    assert re.findall(r"^\+\+\+ (.*)$", capsys.readouterr().out, re.MULTILINE) == ["out-1.bib", "out-2.bib"]
    Path("bad.jsonl").write_text('{"title": \n')
    assert run(["convert", "all.bib", "bad.jsonl", "-o", "out.bib", "--split", "3", "--strict"]) == 2
    assert sorted(os.listdir()) == ["all.bib", "bad.jsonl"]


def test_a_configuration_sets_the_number() -> None:
    Path("bibstep.toml").write_text('input = "all.bib"\noutput = "out.bib"\nsplit = 3\n')
    assert run(["convert"]) == 0
    assert keys("out-2.bib") == ["k3", "k4"]
    assert run(["convert", "-t", "ris"]) == 0


def test_batches_are_divided_where_a_part_ends() -> None:
    def batch(*entries: bytes) -> Batch:
        return Batch(len(entries), (ENTRY_BOUNDARY.join(entries), ENTRY_BOUNDARY.join(entries).upper()))

    some = [batch(b"a", b"b", b"c"), batch(b"d"), batch(b"e", b"f", b"g", b"h")]
    assert list(divided(some, 0)) == [(0, one) for one in some]
    assert list(divided(some, 2)) == [
        (0, batch(b"a", b"b")), (1, batch(b"c")), (1, batch(b"d")), (2, batch(b"e", b"f")), (3, batch(b"g", b"h")),
    ]  # fmt: skip
