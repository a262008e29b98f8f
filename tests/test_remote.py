"""Inputs that are URLs: read through fsspec where it is installed, refused with a way out where it is not."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bibstep import InputError, read
from bibstep.cli import run
from bibstep.input.remote import is_url

BIB = b"@article{roe, title={Blood cells}, author={Roe, Jane}, journal={Blood}, year={2020}}\n"
Output = pytest.CaptureFixture[str]


@pytest.fixture(name="memory")
def _memory() -> Iterator[Any]:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield memory
    memory.store.clear()


def test_a_url_is_read_as_a_file(memory: Any, tmp_path: Path, capsys: Output) -> None:
    memory.pipe("/refs.bib", BIB)
    memory.pipe("/more.ris.gz", gzip.compress(b"TY  - BOOK\nTI  - Bones\nAU  - Doe, J.\nPY  - 2021\nER  - \n"))
    out = tmp_path / "out.json"
    assert run(["convert", "memory://refs.bib", "memory://more.ris.gz", "-o", str(out)]) == 0
    assert '"Blood cells"' in out.read_text(encoding="utf-8")
    assert '"Bones"' in out.read_text(encoding="utf-8")
    assert run(["convert", "memory://refs.bib", "-t", "ris", "--jobs", "2"]) == 0
    assert "TI  - Blood cells" in capsys.readouterr().out


def test_a_rule_for_make_has_no_url(memory: Any, tmp_path: Path) -> None:
    memory.pipe("/refs.bib", BIB)
    out, rule = tmp_path / "out.ris", tmp_path / "out.d"
    assert run(["convert", "memory://refs.bib", "-o", str(out), "--depfile", str(rule)]) == 0
    assert "memory" not in rule.read_text(encoding="utf-8")


def test_messages_name_the_url(memory: Any, capsys: Output) -> None:
    memory.pipe("/refs.bib", b"@article{a, title={Blood}, year={2020}}\n@article{\n")
    assert run(["convert", "memory://refs.bib", "-t", "ris"]) == 1
    assert "memory://refs.bib:2: " in capsys.readouterr().err
    assert run(["convert", "memory://none.bib", "-t", "ris"]) == 2
    assert "memory://none.bib: there is no such file" in capsys.readouterr().err


def test_limits_are_those_of_files(memory: Any, capsys: Output) -> None:
    memory.pipe("/bomb.bib.gz", gzip.compress(BIB + b" " * (80 << 20)))
    assert run(["convert", "memory://bomb.bib.gz", "-t", "ris"]) != 0
    assert "times its compressed size" in capsys.readouterr().err
    memory.pipe("/long.bib", b"@article{a, title={" + b"Blood " * 1000 + b"}}\n")
    assert run(["convert", "memory://long.bib", "-t", "ris", "--max-record", "1K"]) == 2
    assert "memory://long.bib" in capsys.readouterr().err


def test_without_fsspec_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    for url in ("s3://bucket/refs.bib", "https://example.org/refs.bib"):
        assert run(["convert", url, "-t", "ris"]) == 2
        error = capsys.readouterr().err
        assert f"{url} is no file, and bibstep fetches nothing" in error
        assert "pip install 'bibstep[remote]'" in error
    assert "try: curl -sL 'https://example.org/refs.bib'" in error


def test_the_library_takes_no_url(memory: Any) -> None:
    memory.pipe("/refs.bib", BIB)
    with pytest.raises(InputError, match="bibstep fetches nothing"):
        list(read("memory://refs.bib"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3://bucket/refs.bib", True),
        ("gs://bucket/a.ris", True),
        ("https://example.org/refs.bib", True),
        ("https://doi.org/10.1000/1", False),
        ("https://arxiv.org/abs/2001.00001", False),
        ("file:///etc/passwd", False),
        ("zip://a.bib::s3://bucket/a.zip", False),
        ("C:\\refs.bib", False),
        ("refs.bib", False),
    ],
)
def test_urls(text: str, expected: bool) -> None:
    assert is_url(text) is expected
