"""The configuration: where it is searched, what it may set, and what the command line overrides."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bibstep.cli import run
from bibstep.cli.config_file import ConfigError, Setting, named, nearest, settled

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RECORD = '{"title": "Blood cells", "authors": "Ann Smith", "publicationDate": "2020-05-17", "abstract": "Of cells."}\n'
SETTINGS = {
    "to": Setting("list"),
    "omit": Setting("list"),
    "keys-from": Setting("text", is_path=True),
    "output": Setting("list", is_path=True, is_guarded=True),
    "ascii": Setting("flag"),
}
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with records in papers/ and an empty folder papers/new."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "papers" / "new").mkdir(parents=True)
    (tmp_path / "papers" / "in.json").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def configure(text: str, name: str = "bibstep.toml") -> None:
    Path(name).write_text(text, encoding="utf-8")


def found(folder: Path) -> str:
    config = nearest(str(folder), print)
    return config.path if config else ""


def test_the_nearest_is_found(tmp_path: Path) -> None:
    here = tmp_path / "papers" / "new"
    assert found(here) == ""
    configure("[tool.bibstep]\nto = 'ris'", "pyproject.toml")
    assert found(here) == os.path.join("..", "..", "pyproject.toml")
    configure("to = 'ris'")
    assert found(here) == os.path.join("..", "..", "bibstep.toml")
    configure("[tool.other]\nbibstep = 1", "papers/pyproject.toml")
    assert found(here) == os.path.join("..", "..", "bibstep.toml")
    configure("[tool.bibstep]", "papers/pyproject.toml")
    assert found(here) == os.path.join("..", "pyproject.toml")
    Path("papers/new/bibstep.toml").mkdir()
    assert found(here) == os.path.join("..", "pyproject.toml")


def test_the_search_stops_at_the_root_of_the_repository(tmp_path: Path) -> None:
    configure("to = 'ris'")
    (tmp_path / "papers" / ".git").write_text("gitdir: elsewhere")
    assert found(tmp_path / "papers" / "new") == ""
    assert found(tmp_path) == "bibstep.toml"


def test_a_configuration_of_another_user_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only root can give a file away")
    configure("to = 'ris'")
    os.chown("bibstep.toml", 4242, -1)
    told: list[str] = []
    assert nearest(str(tmp_path / "papers"), told.append) is None
    assert "belongs to another user" in told[0]
    os.chown(
        "papers", 4242, -1
    )  # the owner of the current folder is trusted, because a mounted folder belongs to another user
    assert nearest(str(tmp_path / "papers"), told.append)
    assert named("bibstep.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("keysfrom = 'x'", "'keysfrom' is not an option; did you mean 'keys-from'?"),
        ("ascii = 'yes'", "ascii must be true or false, not 'yes'"),
        ("ascii = 1", "ascii must be true or false, not 1"),
        ("keys-from = ['a']", "keys-from must be a text, not ['a']"),
        ("omit = [1]", "omit must be a text or a list of texts, not [1]"),
        ('omit = "a\\u0000"', "omit must be a text or a list of texts"),
        ("[ascii]\nx = 1", "ascii must be true or false"),
        ("output = '../x.bib'", "'../x.bib' is outside the folder of the configuration, or hidden"),
        ("output = '/etc/x.bib'", "is outside the folder"),
        ("output = '.git/config'", "hidden"),
        ("output = 'papers/../.git/config'", "hidden"),
        ("output = 'link/x.bib'", "is outside the folder"),
        ("output = '.'", "hidden"),
    ],
)
def test_mistakes_are_reported(text: str, message: str, tmp_path: Path) -> None:
    configure(text)
    Path("link").symlink_to(tmp_path.parent)
    config = nearest(str(tmp_path), print)
    assert config
    with pytest.raises(ConfigError) as error:
        settled(config, SETTINGS)
    assert str(error.value).startswith("bibstep.toml: ")
    assert message in str(error.value)


@pytest.mark.parametrize("text", ["to =", "\xff", "a = 1\na = 2", "x = " + "[" * 100_000])
def test_invalid_toml_is_reported(text: str) -> None:
    Path("bibstep.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"^bibstep\.toml: "):
        named("bibstep.toml")


def test_a_named_configuration_may_point_anywhere() -> None:
    configure("output = '../x.bib'\nkeys-from = '-'", "papers/other.toml")
    assert settled(named("papers/other.toml"), SETTINGS) == {
        "output": [os.path.join("papers", "../x.bib")],
        "keys-from": "-",
    }
    configure("[tool.other]", "pyproject.toml")
    with pytest.raises(ConfigError, match="no table"):
        named("pyproject.toml")


def test_all_of_a_conversion_can_be_configured(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    configure("input = 'papers'\noutput = ['refs.ris', 'refs.json']\nomit = 'abstract'\nremarks = 'none'")
    monkeypatch.chdir("papers/new")
    assert run(["convert"]) == 0
    assert Path("../../refs.ris").read_text().startswith("TY  - ")
    assert "Of cells" not in Path("../../refs.json").read_text()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "arguments", "start"),
    [
        ("to = 'ris'", [], "TY  -"),
        ("to = 'ris'", ["--to", "csl-json"], "["),
        ("to = 'ris'", ["--no-config"], "@"),
        ("to = 'RIS'", [], "TY  -"),
        ("output = 'refs.bib'", ["--to", "ris"], "TY  -"),
        ("into = 'refs.bib'", ["--to", "ris"], "TY  -"),
        ("verify = true\ndry-run = true", ["--to", "ris"], "TY  -"),
        ("to = 'biblatex'\ntemplate = 'papers/mine'", ["--to", "ris"], "TY  -"),
    ],
)
def test_the_command_line_wins(text: str, arguments: list[str], start: str, capsys: Output) -> None:
    configure(text)
    Path("papers/mine").write_text("mine")
    assert run(["convert", "papers/in.json", *arguments]) == 0
    assert capsys.readouterr().out.startswith(start)
    assert not Path("refs.bib").exists()


@pytest.mark.parametrize(
    ("to", "out", "start"),
    [("biblatex", "refs.bib", "date = "), ("biblatex", "refs.ris", "DA  -"), ("ris", "refs.txt", "DA  -")],
)
def test_a_configured_format_is_for_the_endings_it_fits(to: str, out: str, start: str) -> None:
    configure(f"to = '{to}'")
    assert run(["convert", "papers/in.json", "-o", out]) == 0
    assert start in Path(out).read_text()


def test_into_replaces_a_configured_output() -> None:
    configure("to = ['bibtex', 'ris']\noutput = ['a.bib', 'a.ris']\nkey-map = 'keys.json'")
    assert run(["convert", "papers/in.json", "--into", "mine.ris"]) == 0
    assert not Path("a.bib").exists()
    assert Path("mine.ris").read_text().startswith("TY  -")


def test_a_template_from_a_found_configuration_is_reported(capsys: Output) -> None:
    configure("to = 'bibtex'\ntemplate = 'mine.j2'\nremarks = 'none'")
    Path("mine.j2").write_text("{{ title }}")
    assert run(["convert", "papers/in.json"]) == 0
    out, err = capsys.readouterr()
    assert out == "Blood cells\n"
    assert err == "bibstep: using the template mine.j2, as bibstep.toml says\n"
    assert run(["convert", "papers/in.json", "--config", "bibstep.toml"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("omit = ['abstrakt']", "omit: 'abstrakt' is not known; did you mean 'abstract'?"),
        ("to = 'bibtx'", "to: 'bibtx' is not known; did you mean 'bibtex'?"),
        ("key = '{famly}'", "key: {famly} is not a field; did you mean 'family'?"),
        ("keys-from = 'gone.bib'", "keys-from: "),
        ("template = 'mine.j2'", "template: set 'to' to the one format that it is for"),
        ("config = 'x'", "'config' is not an option"),
    ],
)
@pytest.mark.parametrize("command", [["convert", "papers"], ["check", "a", "b"], ["config"], ["explain", "x"]])
def test_a_mistake_ends_every_command(text: str, message: str, command: list[str], capsys: Output) -> None:
    configure(text)
    assert run(command) == 2
    assert f"bibstep: error: bibstep.toml: {message}" in capsys.readouterr().err


def test_config_and_no_config_exclude_each_other(capsys: Output) -> None:
    configure("")
    for arguments in (["--config", "bibstep.toml", "--no-config"], ["--no-config", "--config", "bibstep.toml"]):
        assert run(["config", *arguments]) == 2
        assert "cannot be used together" in capsys.readouterr().err


def test_check_uses_the_configured_outputs_and_inputs(capsys: Output) -> None:
    configure("input = 'papers'\noutput = ['refs.ris', 'refs.json']\nremarks = 'none'")
    assert run(["convert"]) == 0
    assert run(["check"]) == 0
    assert "2 files agree on" in capsys.readouterr().out
    Path("papers/in.json").write_text(RECORD.replace("Of cells", "On cells"))
    assert run(["check"]) == 1
    assert run(["check", "refs.ris", "refs.json"]) == 0


def test_check_leaves_out_configured_outputs_that_are_not_read_back(capsys: Output) -> None:
    configure('input = "papers"\noutput = ["refs.bib", "refs.html"]')
    assert run(["convert", "--remarks", "none"]) == 0
    assert run(["check"]) == 0
    assert capsys.readouterr().out.startswith("1 file agrees with its source on ")


def test_config_prints_a_configuration(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    configure('omit = ["abstract"]\noutput = "a\\u202e\\"\\\\b.bib"\ntidy-titles = true')
    monkeypatch.chdir("papers")
    assert run(["config"]) == 0
    out = capsys.readouterr().out
    assert out.isprintable() or all(line.isprintable() for line in out.splitlines())
    assert 'omit = ["abstract"]  # ../bibstep.toml' in out
    assert 'duplicates = "first"  # default' in out
    assert "# keys-from is not set" in out
    values = tomllib.loads(out)
    assert values["output"] == ['../a\u202e"\\b.bib']
    assert values["tidy-titles"] is True
    assert run(["config", "--no-config"]) == 0
    assert capsys.readouterr().out.startswith("# no configuration applies\n")


def test_every_option_of_convert_can_be_set(capsys: Output) -> None:
    from bibstep.cli.convert import convert

    assert run(["config"]) == 0
    out = capsys.readouterr().out
    options = [name for one in convert.params for name in one.opts if name.startswith("--")]
    assert all(name[2:] in out for name in options if name not in ("--config", "--no-config"))


def test_a_number_must_be_a_number(capsys: Output) -> None:
    configure("jobs = 2")
    assert run(["config"]) == 0
    assert "jobs = 2  # bibstep.toml" in capsys.readouterr().out
    assert run(["convert", "papers", "--remarks", "none"]) == 0
    for value, message in (
        ("0", "0 is not in the range"),
        ("true", "jobs must be a whole number, not True"),
        ("'2'", "not"),
    ):
        configure(f"jobs = {value}")
        assert run(["convert", "papers"]) == 2
        assert message in capsys.readouterr().err
