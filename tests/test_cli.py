"""The command: its exit codes, its output streams, and how it behaves as a process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from importlib import import_module
from itertools import groupby
from pathlib import Path

import click
import pytest

from bibstep.cli import _COMMANDS, commands, run
from bibstep.formats import FORMATS, LIST, READERS
from bibstep.formats.template import template_source

GOOD = '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17", "abstract": "Of cells."}\n'
MISSING = "missing.json: No such file or directory"
OTHER = '{"title": "Blood flow", "authors": "Ann Smith", "publicationDate": "2020-05-17", "doi": "10.1000/x"}\n'
BAD = '{"title": ""}\n'
Output = pytest.CaptureFixture[str]
COMMAND = [sys.executable, "-m", "bibstep"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.json").write_text(GOOD)
    Path("two.json").write_text(GOOD + OTHER)
    Path("bad.json").write_text(GOOD + BAD)


def process(
    *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes,]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, env={**os.environ, **(environment or {})}, timeout=600
    )


def leftovers() -> list[str]:
    return [name for name in os.listdir() if name.startswith(".") or name.endswith(".tmp")]


def test_export_on_standard_output_and_the_rest_on_standard_error(capsys: Output) -> None:
    assert run(["convert", "bad.json"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("@")
    assert out.count("@") == 1
    assert "bad.json:2: error: the record has no title" in err
    assert "1 record converted; 1 rejected" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["convert", "in.json"], 0),
        (["convert", "bad.json"], 1),
        (["convert", "missing.json"], 2),
        (["convert", "--nonsense"], 2),
        (["convert", "in.json", "-t", "bibtx"], 2),
        (["convert", "in.json", "-t", "ris", "-t", "bibtex"], 2),
        (["convert", "in.json", "-o", "out.xyz"], 2),
        (["convert", "in.json", "--notes", "metrics,nonsense"], 2),
        (["convert", "in.json", "--omit", "title"], 2),
        (["convert", "in.json", "-o", "no/such/folder.bib"], 2),
        (["convert", "in.json", "-o", "."], 2),
        (["nonsense"], 2),
        (["--version"], 0),
        (["--help"], 0),
        (["formats"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: Output) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    if code == 2:
        assert out == ""
        assert err.startswith("bibstep: ")
    assert leftovers() == []


def test_several_outputs_have_the_same_keys() -> None:
    assert run(["convert", "two.json", "-o", "a.bib", "-o", "a.ris", "-o", "a.json", "--remarks", "none"]) == 0
    keys = re.findall(r"^@\w+\{(.+),$", Path("a.bib").read_text(), re.MULTILINE)
    assert keys == ["smith2020blood-cells", "smith2020blood-flow"]
    assert [item["id"] for item in json.loads(Path("a.json").read_text())] == keys
    assert re.findall(r"^ID  - (\S+)", Path("a.ris").read_text(), re.MULTILINE) == keys


def test_the_format_is_that_of_the_ending_or_of_to(capsys: Output) -> None:
    run(["convert", "in.json", "-t", "biblatex", "-o", "a.bib", "-o", "b", "-o", "c.ris", "--remarks", "none"])
    run(["convert", "in.json", "-t", "biblatex", "--remarks", "none"])
    expected = capsys.readouterr().out
    assert Path("a.bib").read_text() == Path("b").read_text() == expected
    assert Path("c.ris").read_text().startswith("TY  - ")
    assert run(["convert", "in.json", "-t", "ris", "-t", "csl-json", "-o", "d.bib", "-o", "e.txt"]) == 0
    assert Path("d.bib").read_text().startswith("TY  - ")
    assert json.loads(Path("e.txt").read_text())


def test_an_unknown_format_is_answered_with_the_known_ones(capsys: Output) -> None:
    assert run(["convert", "in.json", "-t", "word"]) == 2
    err = capsys.readouterr().err
    assert all(name in err for name in ("word", *FORMATS))


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["--to", "bibtx"], "bibtex"),
        (["--from", "rsi"], "ris"),
        (["--omit", "abstract,container-titel"], "container-title"),
        (["--notes", "metric"], "metrics"),
        (["--key", "{famly}{year}"], "family"),
        (["--duplicates", "frist"], "first"),
        (["--remarks", "githbu"], "github"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_right_one(arguments: list[str], meant: str, capsys: Output) -> None:
    assert run(["convert", "in.json", *arguments]) == 2
    assert f"did you mean '{meant}'?" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "meant"), [(["covnert", "in.json"], "convert"), (["template", "htm"], "html")])
def test_a_misspelt_command_or_format_is_answered_with_the_right_one(
    arguments: list[str], meant: str, capsys: Output
) -> None:
    assert run(arguments) == 2
    assert f"did you mean '{meant}'?" in capsys.readouterr().err


def test_a_dash_as_output_is_standard_output(capsys: Output) -> None:
    assert run(["convert", "in.json", "-t", "ris"]) == run(["convert", "in.json", "-t", "ris", "-o", "-"])
    half = len(written := capsys.readouterr().out) // 2
    assert written[:half] == written[half:] != ""
    assert run(["convert", "in.json", "-o", "-", "-o", "out.ris"]) == 2
    assert "which can be the only output" in capsys.readouterr().err
    assert not Path("-").exists()


@pytest.mark.parametrize(("alias", "name"), [("CSL", "csl-json"), ("bib", "bibtex"), ("typst", "hayagriva")])
def test_other_names_of_formats(alias: str, name: str, capsys: Output) -> None:
    run(["convert", "in.json", "--to", alias])
    written = capsys.readouterr().out
    run(["convert", "in.json", "--to", name, "--from", "aggregator"])
    assert capsys.readouterr().out == written != ""


def test_help_of_a_command(capsys: Output) -> None:
    for name in ("convert", "check"):
        assert run(["help", name]) == 0
        assert run([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown[: len(shown) // 2] == shown[len(shown) // 2 :] != ""
    assert run(["help"]) == 0
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown[: len(shown) // 2] == shown[len(shown) // 2 :]
    assert run(["help", "covnert"]) == 2
    assert "did you mean 'convert'?" in capsys.readouterr().err
    assert run(["-V"]) == 0
    assert capsys.readouterr().out.startswith("bibstep 0.")


@pytest.mark.parametrize(
    "arguments",
    [["convert"], ["convert", "in.json", "--keys-from"], ["convert", "in.json", "--into"], ["check", "in.json"]],
)
@pytest.mark.parametrize(("name", "what"), [("a.html", "a web page")])
def test_a_format_that_is_written_and_not_read_is_named(
    arguments: list[str], name: str, what: str, capsys: Output
) -> None:
    assert run(["convert", "in.json", "-o", name, "--remarks", "none"]) == 0
    before = Path(name).read_bytes()
    assert run([*arguments, name]) == 2
    assert f"this is {what}" in capsys.readouterr().err
    assert Path(name).read_bytes() == before


def test_a_file_of_keys_may_be_empty() -> None:
    Path("keys.bib").write_text("")
    assert run(["convert", "in.json", "--keys-from", "keys.bib"]) == 0


def test_files_of_a_folder_that_are_not_read_are_reported_once(capsys: Output) -> None:
    Path("mine").mkdir()
    Path("mine/refs.bib").write_text("@book{k, title = {Blood}}")
    Path("mine/blood.pdf").write_text("%PDF")
    assert run(["convert", "mine", "-t", "ris"]) == 0
    assert capsys.readouterr().err == "bibstep: mine: not read: 1 .pdf\n"
    assert run(["convert", "mine", "-t", "ris", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in.json"], "'in.json' is not a command; to convert it: bibstep convert in.json"),
        (["10.1000/x", "-t", "ris"], "to convert it: bibstep convert 10.1000/x -t ris"),
        (["convert", "in.json", "out.ris"], "out.ris does not exist; to write it, put -o before its name: -o out.ris"),
        (["convert", "in.json", "-o", "no/such/a.bib"], "no folder no/such for no/such/a.bib; to make it: mkdir -p"),
        (["convert", "10.1000/x"], "10.1000/x is no file, and bibstep fetches nothing; try: curl"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(arguments: list[str], message: str, capsys: Output) -> None:
    assert run(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_folder_is_not_explained(capsys: Output) -> None:
    assert run(["explain", "."]) == 2
    assert ". is a folder; give a file" in capsys.readouterr().err


def test_without_anything_to_convert_examples_are_shown(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    assert run(["convert"]) == 2
    err = capsys.readouterr().err
    assert "bibstep convert papers/ -o refs.bib" in err
    assert run([]) == 2
    assert "\n  convert " in capsys.readouterr().err


def test_remarks_as_github_shows_them(capsys: Output) -> None:
    Path("a,b%c:d.json").write_text(GOOD.replace("Blood cells", "BLOOD CELLS: 5%") + BAD)
    assert run(["convert", "--remarks", "github", "a,b%c:d.json"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("::warning file=a%2Cb%25c%3Ad.json,line=1,title=")
    (caps,) = [line for line in lines if "title=title-caps" in line]
    assert "BLOOD CELLS: 5%25" in caps
    assert any(line.startswith("::error file=a%2Cb%25c%3Ad.json,line=2,title=rejected::the rec") for line in lines)
    assert not lines[-1].startswith("::")


def test_omit(capsys: Output) -> None:
    Path("j.json").write_text('{"title": "Blood", "abstract": "Cells.", "journal": {"name": "Haema"}}')
    assert run(["convert", "j.json", "-t", "csl-json", "--omit", "abstract,container-title"]) == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert not {"abstract", "container-title"} & item.keys()


@pytest.mark.parametrize("style", ["text", "json", "none"])
def test_remarks(style: str, capsys: Output) -> None:
    Path("r.json").write_text('{"title": "Blood", "journal": {"volume": "39 1"}}\n' + BAD)
    assert run(["convert", "r.json", "--remarks", style]) == 1
    lines = capsys.readouterr().err.splitlines()
    if style == "json":
        told = [json.loads(line) for line in lines]
        assert {"volume-split"} <= {one.get("code") for one in told}
        assert [one["line"] for one in told if "rejected" in one] == [2]
    else:
        assert any(line.startswith("r.json:2: ") for line in lines)
        assert any("[volume-split]" in line for line in lines) is (style == "text")


def test_duplicates(capsys: Output) -> None:
    assert run(["convert", "in.json", "in.json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("@") == 1
    assert "[duplicate-dropped]" in err
    assert run(["convert", "in.json", "in.json", "--duplicates", "keep"]) == 0
    keys = re.findall(r"@\w+\{(.+),", capsys.readouterr().out)
    assert len(set(keys)) == 2


def test_strict_writes_nothing_when_a_record_is_rejected(capsys: Output) -> None:
    Path("out.bib").write_text("old")
    assert run(["convert", "bad.json", "-o", "out.bib", "--strict"]) == 2
    assert Path("out.bib").read_text() == "old"
    assert leftovers() == []
    err = capsys.readouterr().err
    assert re.search(r"^bibstep: error: 1 of \d records rejected; nothing written \(--strict\)$", err, re.M)
    assert "converted" not in err
    assert run(["convert", "in.json", "-o", "out.bib", "--strict"]) == 0
    assert "nothing" not in capsys.readouterr().err
    assert Path("out.bib").read_text().startswith("@")


def test_strict_counts_all_records_that_were_read(capsys: Output) -> None:
    Path("some.json").write_text(GOOD * 3 + OTHER + '{"title": \n')
    for more in ([], ["--duplicates", "merge"], ["--duplicates", "keep"], ["--jobs", "2"], ["-q"], ["-o", "new.bib"]):
        assert run(["convert", "some.json", "--strict", *more]) == 2
        out, err = capsys.readouterr()
        assert (out, "bibstep: error: 1 of 5 records rejected; nothing written (--strict)" in err) == ("", True), more
    assert run(["convert", "in.json", "-o", "lib.bib"]) == 0
    before = Path("lib.bib").read_bytes()
    capsys.readouterr()
    assert run(["convert", "some.json", "--into", "lib.bib", "--strict"]) == 2
    assert "bibstep: error: 1 of 5 records rejected; nothing written (--strict)" in capsys.readouterr().err
    assert Path("lib.bib").read_bytes() == before


def test_rejected_records_can_be_allowed(capsys: Output) -> None:
    Path("some.json").write_text(GOOD + '{"title": \n')
    for more in ([], ["--into", "lib.bib"], ["-o", "out.bib"]):
        Path("lib.bib").unlink(missing_ok=True)
        assert run(["convert", "some.json", *more]) == 1
        err = capsys.readouterr().err
        assert "some.json:2: error: this is not valid JSON" in err
        Path("lib.bib").unlink(missing_ok=True)
        assert run(["convert", "some.json", "--allow-rejects", *more]) == 0
        assert capsys.readouterr().err == err
    Path("none.json").write_text('{"title": \n')
    assert run(["convert", "none.json", "--allow-rejects"]) == 2
    assert run(["convert", "in.json", "--allow-rejects", "--strict"]) == 2
    assert "--strict and --allow-rejects cannot be used together" in capsys.readouterr().err


def test_the_command_line_decides_between_strict_and_allowed_rejects() -> None:
    Path("some.json").write_text(GOOD + '{"title": \n')
    Path("bibstep.toml").write_text("allow-rejects = true\n")
    assert run(["convert", "some.json"]) == 0
    assert run(["convert", "some.json", "--strict"]) == 2
    Path("bibstep.toml").write_text("strict = true\n")
    assert run(["convert", "some.json"]) == 2
    assert run(["convert", "some.json", "--allow-rejects"]) == 0


def test_a_success_is_one_line(capsys: Output) -> None:
    Path("split.json").write_text('{"title": "Blood", "journal": {"name": "Haema", "volume": "39 1"}}\n')
    assert run(["convert", "split.json", "-o", "a.bib", "-o", "a.ris"]) == 0
    counts = json_remarks("split.json", capsys)
    kinds = ", ".join([f"{code} {count}" for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))])
    assert counts["volume-split"] == 1
    assert run(["convert", "split.json", "-o", "a.bib", "-o", "a.ris"]) == 0
    *doubts, line = capsys.readouterr().err.splitlines()
    assert line.startswith("1 record converted and written to a.bib, a.ris; ")
    assert line.removesuffix(": -v lists them").endswith(f"({kinds})")
    assert not any("volume-split" in one for one in doubts)
    assert run(["convert", "split.json", "-o", "a.bib", "--if-changed"]) == 0
    assert capsys.readouterr().err.splitlines()[-1].startswith("1 record converted; unchanged: a.bib; ")


def json_remarks(name: str, capsys: Output) -> Counter[str]:
    """How often each code is reported on a conversion to the outputs above."""
    capsys.readouterr()
    run(["convert", name, "-o", "a.bib", "-o", "a.ris", "--remarks", "json"])
    return Counter(json.loads(line)["code"] for line in capsys.readouterr().err.splitlines())


def test_a_few_doubts_are_printed_and_the_rest_is_counted(capsys: Output) -> None:
    records = [f'{{"title": "Blood {n}", "journal": {{"volume": "3{n} 1"}}, "doi": "wrong {n}"}}\n' for n in range(9)]
    Path("many.json").write_text("".join(records) + BAD + BAD)
    assert run(["convert", "many.json", "-o", "a.bib"]) == 1
    *lines, first, second, summary = capsys.readouterr().err.splitlines()
    assert (first.partition(" {")[0], second[:12]) == (
        "many.json:10: error: the record has no title ($.title):",
        "many.json:11",
    )
    assert len(lines) == 3
    assert sum("[doi-unread]" in line for line in lines) >= 1
    assert "doi-unread 9" in summary and "volume-split 9" in summary
    assert summary.startswith("9 records converted and written to a.bib; 2 rejected; ")
    assert summary.endswith(": -v lists them")


def test_verbose_lists_remarks_by_code(capsys: Output) -> None:
    records = [f'{{"title": "Blood {n}", "journal": {{"volume": "3{n} 1"}}, "doi": "wrong {n}"}}\n' for n in range(9)]
    Path("many.json").write_text("".join(records))
    assert run(["convert", "many.json", "-o", "a.bib", "-v"]) == 0
    told = capsys.readouterr().err
    codes = [found[1] for line in told.splitlines()[:-1] if (found := re.search(r"\[([a-z0-9-]+)\]$", line))]
    assert codes.count("volume-split") == codes.count("doi-unread") == 6
    assert [code for code, _ in groupby(codes)] == list(dict.fromkeys(codes))
    assert "… 4 more [volume-split]" in told
    assert run(["convert", "many.json", "-o", "a.bib", "--remarks", "text"]) == 0
    assert capsys.readouterr().err == told
    assert run(["convert", "many.json", "-o", "a.bib", "-v", "-q"]) == 2
    assert "-v and -q cannot be used together" in capsys.readouterr().err


def test_what_a_format_cannot_hold_is_listed_once_for_a_field(capsys: Output) -> None:
    items = [{"id": str(n), "type": "book", "title": f"<i>Blood</i> {n}"} for n in range(4)]
    Path("rich.json").write_text(json.dumps(items))
    assert run(["convert", "rich.json", "-t", "hayagriva", "-o", "a.yml", "-v"]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith("[not-sayable]")]
    assert [line.partition("title: ")[2] or line for line in lines] == [
        "hayagriva has no markup; the title was written as plain text [not-sayable]",
        "… 3 more [not-sayable]",
    ]


def test_errors_are_printed_even_if_the_conversion_fails_later(capsys: Output) -> None:
    Path("worse.json").write_text(BAD + GOOD)
    Path("own.j2").write_text("{{ volume / 2 }}")
    assert run(["convert", "worse.json", "-t", "bibtex", "--template", "own.j2", "-o", "a.bib"]) == 2
    err = capsys.readouterr().err
    assert err.index("worse.json:1: error: ") < err.index("bibstep: error: own.j2")


def test_an_ending_that_is_not_that_of_the_format_is_reported(capsys: Output) -> None:
    assert run(["convert", "in.json", "-t", "ris", "-o", "a.bib"]) == 0
    assert "bibstep: a.bib is written as ris, although its ending is that of bibtex\n" in capsys.readouterr().err
    assert run(["convert", "in.json", "-t", "biblatex", "-o", "a.bib"]) == 0
    assert "although" not in capsys.readouterr().err


@pytest.mark.parametrize(("no_color", "is_red"), [("", True), ("1", False)])
def test_an_error_is_red_on_a_terminal(no_color: str, is_red: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    printed: list[str] = []
    monkeypatch.setattr(click, "echo", lambda text, err: printed.append(text))
    assert run(["convert", "missing.json"]) == 2
    assert printed == [f"bibstep: {click.style('error:', fg='red', bold=True) if is_red else 'error:'} {MISSING}"]


def test_ascii_without_effect_is_reported(capsys: Output) -> None:
    for arguments, told in (
        ("-t ris", True),
        ("-t bibtex", False),
        ("-t ris --quiet", False),
        ("-o a.ris -o a.bib", False),
    ):
        assert run(["convert", "in.json", "--ascii", *arguments.split()]) == 0
        assert ("--ascii has an effect on BibTeX only" in capsys.readouterr().err) is told


def test_a_template_of_ones_own(capsys: Output) -> None:
    Path("own.j2").write_text("{{ key }}: {{ title }}")
    assert run(["convert", "in.json", "--template", "own.j2"]) == 0
    assert capsys.readouterr().out == "smith2020blood: Blood cells\n"


@pytest.mark.parametrize("text", ["one\n{{ title", "one\n{{ nonsense }}", "one\n{{ title|safe }}", "one\n{{ ().x.y }}"])
def test_a_template_that_cannot_be_used(text: str, capsys: Output) -> None:
    Path("own.j2").write_text(text)
    Path("out.bib").write_text("old")
    assert run(["convert", "in.json", "--template", "own.j2", "-o", "out.bib"]) == 2
    assert "own.j2:2: " in capsys.readouterr().err
    assert Path("out.bib").read_text() == "old"
    assert leftovers() == []


@pytest.mark.parametrize("inputs", [["missing.json"], ["in.json", "missing.json"]])
def test_a_missing_input_is_named_and_the_output_untouched(inputs: list[str], capsys: Output) -> None:
    Path("out.bib").write_text("old")
    assert run(["convert", *inputs, "-o", "out.bib"]) == 2
    assert "missing.json: No such file" in capsys.readouterr().err
    assert Path("out.bib").read_text() == "old"


def test_an_output_that_is_an_input_is_refused() -> None:
    os.link("in.json", "hard.json")
    os.symlink("in.json", "soft.json")
    for out in ("in.json", "./in.json", "hard.json", "soft.json"):
        assert run(["convert", "in.json", "-o", out]) == 2
    assert Path("in.json").read_text() == GOOD


def test_an_output_inside_an_input_folder_is_not_read_back() -> None:
    os.mkdir("papers")
    Path("papers/a.json").write_text(GOOD)
    for _ in range(2):
        assert run(["convert", "papers", "-o", "papers/out.json", "--duplicates", "keep"]) == 0
        assert len(json.loads(Path("papers/out.json").read_text())) == 1


@pytest.mark.parametrize("text", ["", "\n", "[]"])
def test_nothing_to_convert(text: str, capsys: Output) -> None:
    Path("none.json").write_text(text)
    Path("out.bib").write_text("old")
    assert run(["convert", "none.json", "-o", "out.bib"]) == 2
    assert "nothing to convert" in capsys.readouterr().err
    assert Path("out.bib").read_text() == "old"


def test_escape_characters_are_not_echoed(capsys: Output) -> None:
    name = "a\x1b[31m\x07.json"
    Path(name).write_text('{"title": "\\u001b[31m"}\n{"a": "\x1b]0;x"}\n' + BAD)
    for arguments in ([name], [name, "-o", "no/\x1b[1m.bib"], ["\x1b[2J"], ["in.json", "-t", "\x1b[2J"]):
        run(["convert", *arguments])
        run(["convert", *arguments, "--remarks", "json"])
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "\x07" not in out + err


def test_formats_and_templates(capsys: Output) -> None:
    assert run(["formats"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in [*FORMATS, "aggregator"])
    for form in FORMATS.values():
        assert run(["template", form.name]) == 0
        assert capsys.readouterr().out == template_source(form.template)


def test_help_names_every_option(capsys: Output) -> None:
    assert run(["convert", "--help"]) == 0
    text = capsys.readouterr().out
    for option in [
        "to",
        "output",
        "from",
        "notes",
        "omit",
        "duplicates",
        "ascii",
        "tidy-titles",
        "strict",
        "allow-rejects",
        "if-changed",
        "depfile",
        "max-record",
        "template",
        "remarks",
        "help",
    ]:
        assert f"--{option}" in text


def test_standard_input() -> None:
    for arguments in (["convert", "-"], ["convert"]):
        done = process(*arguments, stdin=GOOD.encode())
        assert done.returncode == 0
        assert done.stdout.startswith(b"@")


def test_the_bytes_do_not_depend_on_the_environment() -> None:
    Path("han.json").write_text(GOOD + '{"title": "间充质干细胞 é", "authors": "李 明"}\n' + OTHER, encoding="utf-8")
    surroundings: list[dict[str, str]] = [
        {},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ]
    done = [process("convert", "han.json", environment=one) for one in surroundings]
    assert {one.returncode for one in done} == {0}
    assert len({(one.stdout, one.stderr) for one in done}) == 1


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_the_old_output_and_ends_the_process(number: signal.Signals) -> None:
    Path("out.bib").write_text("old")
    with subprocess.Popen(
        [*COMMAND, "convert", "-", "-o", "out.bib"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        running.stdin.write(GOOD.encode())
        running.stdin.flush()
        while not leftovers():
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(number)
        assert running.wait(600) == -number
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    assert Path("out.bib").read_text() == "old"
    assert leftovers() == []


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="POSIX signals")
def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    Path("many.json").write_text("".join(f'{{"title": "Blood {number} {"x" * 99}"}}\n' for number in range(3000)))
    command = [*COMMAND, "convert", "many.json", "--remarks", "none"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert (running.wait(600), running.stderr.read()) == (-signal.SIGPIPE, b"")


def test_help_starts_without_the_heavy_modules() -> None:
    script = (
        "import sys; from bibstep.cli import run; run(['convert', '--help']);"
        "print([name for name in ('jinja2', 'orjson', 'bibtexparser') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=600)
    assert done.stderr.strip() == b"[]"


def test_a_short_conversion_does_not_import_modules_it_does_not_use() -> None:
    Path("a.json").write_text('{"title": "Blood", "authors": "Jane Roe"}')
    script = (
        "import sys; from bibstep.cli import run; run(['convert', 'a.json', '-o', 'a.bib', '-o', 'a.ris']);"
        "unused = 'bibtexparser', 'anyascii', 'multiprocessing';"
        "print([name for name in unused if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=600)
    assert done.stdout.strip() == b"[]"


def test_the_list_of_commands_has_the_first_sentence_of_each_help() -> None:
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        assert command.help is not None
        assert " ".join(command.help.split()).startswith(_COMMANDS[name][1])
    assert commands.get_command(context, "nothing") is None


def test_a_format_is_loaded_when_it_is_used() -> None:
    script = (
        "import sys; from bibstep.cli import run; run(['convert', '-t', 'ris', 'nothing']);"
        "print([name for name in sys.modules if name.startswith('bibstep.formats.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=600)
    assert b"'bibstep.formats.ris.write'" in done.stderr
    assert b"'bibstep.formats.html.write'" not in done.stderr


def test_the_list_of_formats_is_that_of_their_modules() -> None:
    assert list(FORMATS) == [name for name, row in LIST.items() if row.writes]
    assert list(READERS) == [name for name, row in LIST.items() if row.reads]
    for name, form in FORMATS.items():
        assert form.name == name
    for name, row in READERS.items():
        assert callable(import_module(row.reader).read), name
    with pytest.raises(KeyError):
        FORMATS["nothing"]
