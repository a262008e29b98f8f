"""bibstep in a build: rules for make, time stamps, the maximum size of a record, and the documentation's Makefile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bibstep.cli import run
from bibstep.output import depfile

ROOT = Path(__file__).parents[1]
GOOD = '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17"}\n'
OTHER = '{"title": "Blood flow", "authors": "Ann Smith", "publicationDate": "2020-05-17"}\n'
Output = pytest.CaptureFixture[str]
needs_make = pytest.mark.skipif(not shutil.which("make") or os.name != "posix", reason="GNU make is not here")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.json").write_text(GOOD)


def stamp(name: str, when: int) -> None:
    os.utime(name, (when, when))


def test_if_changed_keeps_the_time_stamp_of_the_same_bytes() -> None:
    command = ["convert", "in.json", "-o", "a.bib", "-o", "a.ris", "--if-changed"]
    assert run(command) == 0
    stamp("a.bib", 1)
    stamp("a.ris", 1)
    Path("a.ris").write_text("old")
    assert run(command) == 0
    assert os.stat("a.bib").st_mtime == 1
    assert Path("a.ris").read_text().startswith("TY")
    Path("in.json").write_text(OTHER)
    assert run(command) == 0
    assert os.stat("a.bib").st_mtime != 1
    assert sorted(os.listdir()) == ["a.bib", "a.ris", "in.json"]


def test_the_rule_names_the_files_of_a_folder_its_folders_and_the_template() -> None:
    os.makedirs("my papers/more")
    os.makedirs("my papers/none")
    for name in ("my papers/b.json", "my papers/more/a#1.txt", "my papers/none/x.pdf", "own.j2"):
        Path(name).write_text(GOOD if name != "own.j2" else "{{ title }}")
    command = ["convert", "my papers", "in.json", "-o", "a.bib", "--template", "own.j2", "--depfile", "a.d"]
    assert run(command) == 0
    text = Path("a.d").read_text()
    assert text.split("\n\n")[0].replace("\\\n", "").split("\n")[0].replace("\\ ", "_").replace("./", "").split() == [
        "a.bib:", "my_papers", "my_papers/more", "my_papers/b.json", "my_papers/more/a\\#1.txt", "in.json", "own.j2",
    ]  # fmt: skip
    assert "\nmy\\ papers/b.json:\n" in text


def test_a_folder_with_an_output_in_it_is_no_source_and_neither_is_standard_input() -> None:
    found = depfile.sources([".", "-"], "auto", ["./out.json"])
    assert list(found) == [str(Path("in.json"))]


@pytest.mark.parametrize(
    "arguments", [["--depfile", "a.d"], ["--if-changed"], ["-o", "a;b.bib", "--depfile", "a.d"], ["--max-record", "x"]]
)
def test_wrong_use(arguments: list[str], capsys: Output) -> None:
    assert run(["convert", "in.json", *arguments]) == 2
    assert capsys.readouterr().err.startswith("bibstep: ")
    assert os.listdir() == ["in.json"]


def test_the_same_bytes_whatever_order_the_file_system_lists_files_in(monkeypatch: pytest.MonkeyPatch) -> None:
    os.makedirs("papers/more")
    for number in range(5):
        Path("papers", "more" if number % 2 else "", f"{number}.json").write_text(
            GOOD.replace("cells", f"cells {number}")
        )
    walk = os.walk
    made = []
    for sign in (1, -1):

        def shuffled(*arguments: Any, sign: int = sign, **named: Any) -> Iterator[tuple[str, list[str], list[str]]]:
            for here, folders, files in walk(*arguments, **named):
                folders.sort(reverse=sign < 0)
                yield here, folders, files[::sign]

        monkeypatch.setattr(os, "walk", shuffled)
        assert run(["convert", "papers", "-o", "a.bib", "-o", "a.ris", "--depfile", "a.d"]) == 0
        made.append([Path(name).read_bytes() for name in ("a.bib", "a.ris", "a.d")])
    assert made[0] == made[1]


def test_an_output_named_twice_is_refused(capsys: Output) -> None:
    assert run(["convert", "in.json", "-o", "a.bib", "-o", "./a.bib"]) == 2
    assert "given twice" in capsys.readouterr().err
    assert os.listdir() == ["in.json"]


@pytest.mark.parametrize("size", ["1000", "1K", "1 KiB", "1kb"])
def test_a_record_longer_than_the_limit_is_rejected_and_its_neighbours_are_kept(size: str, capsys: Output) -> None:
    long = GOOD.replace("cells", "x" * 2000)
    listed = "[\n" + ",\n".join(line.strip() for line in (GOOD, long, OTHER)) + "]\n"
    for text in (GOOD + long + OTHER, listed, GOOD + long.replace(", ", ",\n") + OTHER):
        Path("in.json").write_text(text)
        assert run(["convert", "in.json", "--max-record", size]) == 1
        out, err = capsys.readouterr()
        assert re.findall(r"^@misc\{(.*),$", out, re.MULTILINE) == ["smith2020blood-cells", "smith2020blood-flow"]
        assert "longer than 1" in err
    assert run(["convert", "in.json"]) == 0


#: Names that have a special meaning for make.
NAMES = (
    "a b", " a", "a#b", "a$b", "$$", "${HOME}", "a:b", "C:x", "a::b:", "a%b", "%.txt", "a*b", "a?b", "a[b]", "a=b", "=",
    "a:=b", "a+=b", "a b=c d", "a & b.txt", "&x", "~a", "a'b", 'a"b', "é漢", "a!b", "a@b", "a (1).txt", "(a)", "-a",
    "a,b", "a{b}", "a`b", "define", "include", "export", "a.b:c d#e", "b\udcffx",
)  # fmt: skip


@needs_make
@pytest.mark.parametrize("name", NAMES)
def test_make_reads_an_escaped_name_as_the_file_name(name: str) -> None:
    assert depfile.expressible(name)
    for target, source in (("out", name), (name, "source")):
        Path("made").unlink(missing_ok=True)
        for path, when in ((source, 1), (target, 2)):
            Path(path).write_text("")
            stamp(path, when)
        rule = depfile.rule([target], [source])
        head = rule.split(b": \\\n")[0].split(b":\n")[0]
        Path("rules").write_bytes(
            b"all: " + head.replace(b"\\%", b"%") + b"\n" + rule + head + b":\n\t@echo ran >> made\n"
        )
        assert (make("-f", "rules"), Path("made").exists()) == (0, False)
        stamp(source, 3)
        assert (make("-f", "rules"), Path("made").exists()) == (0, True)
        os.unlink(source)
        assert make("-f", "rules") == 0
        os.unlink(target)


@pytest.mark.parametrize("name", ["a;b", "a|b", "a\nb", "a\tb", "lib(m)", "a ", "a&", ""])
def test_a_name_that_make_cannot_express(name: str) -> None:
    assert not depfile.expressible(name)


def make(*arguments: str) -> int:
    path = os.pathsep.join([os.getcwd(), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("MAKEFLAGS", None)
    done = subprocess.run(["make", *arguments], env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode in (0, 2)
    return done.returncode


def program(name: str, script: str) -> None:
    Path(name).write_text(f"#!/bin/sh\n{script}\n")
    os.chmod(name, 0o755)


@needs_make
def test_the_makefile_of_the_documentation() -> None:
    (text,) = re.findall(
        r"^```make\n(.*?)^```", (ROOT / "docs/how-to/builds.md").read_text(encoding="utf-8"), re.M | re.S
    )
    Path("Makefile").write_text(text)
    Path("paper.tex").write_text("")
    os.makedirs("papers/more")
    Path("papers/a b.json").write_text(GOOD)
    program("bibstep", f'echo bibstep >> log; exec "{sys.executable}" -m bibstep "$@"')
    program("latexmk", "echo latexmk >> log; cp refs.bib paper.pdf")

    def built() -> list[str]:
        """Run make, make all files an hour older, and return the programs that make has run."""
        Path("log").write_text("")
        assert make() == 0
        assert Path("paper.pdf").read_bytes() == Path("refs.bib").read_bytes()
        for path in Path().rglob("*"):
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 3600 * 10**9))
        return Path("log").read_text().split()

    assert built() == ["bibstep", "latexmk"]
    assert Path("refs.ris").read_text().startswith("TY")
    assert built() == []
    Path("papers/a b.json").write_text(GOOD)
    assert built() == ["bibstep"]  # the same bytes: nothing for LaTeX
    Path("papers/more/b.json").write_text(OTHER)
    assert built() == ["bibstep", "latexmk"]
    Path("papers/more/b.json").write_text(OTHER + GOOD.replace("cells", "tests") + '{"title": \n')
    assert built() == ["bibstep", "latexmk"]  # a record that is rejected does not stop the build
    assert Path("refs.bib").read_text().count("@") == 3
    assert built() == []
    before = {name: Path(name).read_bytes() for name in ("refs.bib", "refs.ris", "refs.d", "paper.pdf")}
    Path("Makefile").write_text(text.replace("--allow-rejects", "--strict"))
    Path("papers/more/b.json").write_text(OTHER + '{"title": \n')
    assert make() == 2
    assert make() == 2
    assert {name: Path(name).read_bytes() for name in before} == before
    os.unlink("papers/more/b.json")
    assert built() == ["bibstep", "latexmk"]
    assert Path("refs.bib").read_text().count("@") == 1
