"""Shards: lines converted by themselves, here and by Dask, are the file that one process writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bibstep import FORMATS, Options, convert, convert_lines, join, read
from bibstep.works.known import KnownWorks

ROOT = Path(__file__).parents[1]
BY_DOI = Options(key="{doi}", duplicates="keep")


def lines(start: int, stop: int) -> bytes:
    """Records, one a line; some have no DOI, and one cannot be read."""
    made = []
    for number in range(start, stop):
        doi = {"doi": f"10.1000/{number}"} if number % 5 else {}
        made.append(json.dumps({"title": f"Blood & cells {number}", "authors": "Ann Lee", **doi}) + "\n")
        made.append("A text line\n" if number % 7 == 0 else "")
        made.append('{"title": "cut off\n' if number == 9 else "")
    return "".join(made).encode()


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "parts"
    folder.mkdir()
    for number, (start, stop) in enumerate([(0, 10), (10, 10), (10, 31), (31, 32)]):
        (folder / f"{number}.jsonl").write_bytes(lines(start, stop))
    return sorted(folder.iterdir())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("options", [BY_DOI, Options(key="{Family}-{doi}", duplicates="keep", tidy_titles=True)])
def test_shards_are_joined_to_what_one_process_writes(form: str, options: Options, parts: list[Path]) -> None:
    told: list[object] = []
    whole = "".join(convert(read(*parts), form, options, report=told.append))
    shards = [convert_lines(path.read_bytes(), form, options, name=str(path)) for path in parts]
    assert "".join(join(form, shards)) == whole
    said = [one for shard in shards for one in (*shard.remarks, *shard.rejected)]
    assert sorted(map(str, said)) == sorted(map(str, told))
    assert [str(one) for shard in shards for one in shard.rejected] == [
        f"{parts[0]}:13: this is no valid JSON: a quotation mark has no second one on its line"
    ]
    assert [len(shard.keys) for shard in shards] == [10, 0, 21, 1]


@pytest.mark.parametrize("form", FORMATS)
def test_no_shards_and_empty_ones(form: str) -> None:
    nothing = "".join(convert([], form))
    assert "".join(join(form, [])) == "".join(join(form, [convert_lines(b"", form)])) == nothing


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(), "key"),
        (Options(key="{family}{year}", duplicates="keep"), "key"),
        (Options(key="{doi}"), "duplicates"),
        (Options(key="{doi}", duplicates="keep", pins=KnownWorks()), "pins"),
        (Options(key="{doi}", duplicates="keep", known=KnownWorks()), "pins"),
    ],
)
def test_what_needs_other_records_is_refused(options: Options, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        convert_lines(b"", "ris", options)


def test_a_work_that_comes_twice_is_told_and_not_written_twice() -> None:
    one, other = convert_lines(lines(1, 5)), convert_lines(lines(4, 9))
    pieces = join("bibtex", [one, other])
    assert next(pieces) == one.text
    with pytest.raises(ValueError, match=r"^10\.1000/4 is the key of two records"):
        next(pieces)
    with pytest.raises(ValueError, match="two records"):
        list(join("bibtex", [convert_lines(lines(1, 2) * 2)]))


@pytest.mark.skipif(not find_spec("distributed"), reason="Dask is not installed")
def test_the_example_with_dask_writes_what_one_process_writes(parts: list[Path]) -> None:
    parts[0].write_bytes(lines(0, 9) + lines(40, 41))
    folder = parts[0].parents[1]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = [one for one in re.findall(r"^```python\n(.*?)^```", readme, re.M | re.S) if "dask" in one]
    (folder / "example.py").write_text(example)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "example.py"], cwd=folder, env=environment, check=True, timeout=300)
    command = [sys.executable, "-m", "bibstep", "convert", "--remarks", "none", "parts", "-o", "one.bib"]
    subprocess.run(
        [*command, "--key", "{doi}", "--duplicates", "keep"], cwd=folder, env=environment, check=True, timeout=60
    )
    assert (folder / "refs.bib").read_bytes() == (folder / "one.bib").read_bytes()
    assert (folder / "refs.bib").read_bytes().count(b"@misc") == 32
