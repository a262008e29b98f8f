"""Which keys a manuscript cites, and the conversion of just these entries."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bibstep import convert, read
from bibstep.cli import run
from bibstep.errors import InputError
from bibstep.manuscripts.read import Cited, cited, files_named
from bibstep.pipeline.options import Options
from linear import is_linear

DATA = Path(__file__).parent / "data" / "manuscripts"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the manuscripts, and the current folder."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def of(text: str, tmp_path: Path, ending: str) -> Cited:
    path = tmp_path / f"manuscript{ending}"
    path.write_bytes(text.encode())
    return cited([str(path)])


PAPER = (
    "one two three four after-link after-percent else brackets star arg1 arg2 in-macro document let def multi1 multi2"
    " multi3 volume inner package outer after-comment option unknown-command first müller2020 second no"
)
NOTES = (
    "front heading one two three quoted paren trailing role1 role2 role3 fig-plot tbl:data bare"
    " https://example.org/a?b=c a:b.c curly cjk emphasis linktext in-list quote footnote div raw-tex included"
)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("paper.tex", PAPER),
        ("notes.md", NOTES),
        ("paper.aux", "one two three four"),
        ("paper.bcf", "one a&b two three"),
        ("paper.typ", "one a.b:c two three müller2020 caption quoted paren inner item in-section"),
        ("paper.org", "one two three four five six seven eight nine ten"),
        ("paper.rst", "one two three four five six seven eight"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_manuscript_cites_these_keys_in_this_order(name: str, keys: str) -> None:
    found = cited([name])
    assert found.problems == []
    assert sorted(found.keys) == sorted(keys.split())
    if name != "paper.tex":  # the option of a command is read after its keys
        assert found.keys == keys.split()


@pytest.mark.usefixtures("folder")
def test_each_place_is_that_of_the_key() -> None:
    for one in cited([f"paper.{ending}" for ending in ("tex", "aux", "typ", "org", "rst")] + ["notes.md"]).citations:
        data = Path(one.file).read_bytes()
        assert data[one.start : one.end].decode() == one.key
        assert data[: one.start].count(b"\n") == one.line - 1


def test_the_fields_of_a_word_document_are_read(tmp_path: Path) -> None:
    item = {"citationItems": [{"itemData": {"citation-key": "zotero"}}, {"itemData": {"title": "Without a key"}}]}
    fields = [
        r" CITATION One20 \l 1033  \m Two20 ",
        f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(item)}",
        " PAGE ",
    ]
    begin, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    runs = [
        begin + "".join([f"<w:instrText>{escape(part)}</w:instrText>" for part in (one[:9], one[9:])]) + end
        for one in fields
    ]
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document>{''.join(runs)}</w:document>")
    found = cited([str(path)])
    assert found.keys == ["One20", "Two20", "zotero"]
    assert "'Without a key' has no key" in found.problems[0].reason
    path.write_bytes(b"no archive")
    with pytest.raises(InputError, match="not a Word document"):
        cited([str(path)])


def test_a_file_that_is_not_in_utf8_has_its_places_too(tmp_path: Path) -> None:
    for encoding in ("utf-8", "cp1252", "utf-16"):
        path = tmp_path / "a.tex"
        path.write_bytes("é \\cite{müller, b}".encode(encoding))
        found = cited([str(path)]).citations
        assert [one.key for one in found] == ["müller", "b"]
        plain = encoding.replace("16", "16-le")
        assert [path.read_bytes()[one.start : one.end].decode(plain) for one in found] == ["müller", "b"]


@pytest.mark.parametrize("text", ["\\nocite{*}", "\\cite{a} \\nocite{b,*}"])
def test_nocite_of_a_star_cites_everything(text: str, tmp_path: Path) -> None:
    assert of(text, tmp_path, ".tex").keys[-1] == "*"
    assert of("---\nnocite: '@*'\n---\n", tmp_path, ".md").keys == ["*"]


def test_the_options_of_a_listing_are_latex(tmp_path: Path) -> None:
    text = "\\begin{lstlisting}[caption={[short]From~\\cite{a}},%\n float]\n\\cite{no}\n\\end{lstlisting}\\cite{b}"
    assert of(text, tmp_path, ".tex").keys == ["a", "b"]


def test_an_aux_file_of_biblatex_may_cite_everything(tmp_path: Path) -> None:
    assert of("\\abx@aux@cite{0}{a}\n\\abx@aux@nociteall\n", tmp_path, ".aux").keys == ["a", "*"]


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found = of("\\input{missing}\n\\cite{\\thekey}\n\\input{\\folder/x}", tmp_path, ".tex")
    assert [one.line for one in found.problems] == [1, 2, 3]
    assert "missing was not found" in str(found.problems[0])


def test_files_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "other.tex").write_text("\\cite{b}\\input{manuscript}")
    assert of("\\cite{a}\\input{other}\\input{other}", tmp_path, ".tex").keys == ["a", "b"]


@pytest.mark.usefixtures("folder")
def test_a_pattern_stands_for_its_files() -> None:
    assert files_named(["chapters/*.tex", "paper.tex", "chapters/first.tex"]) == [
        "chapters/first.tex",
        "chapters/second.tex",
        "paper.tex",
    ]
    for wrong, message in (("*.none", "no file matches"), ("chapters", "is a folder"), ("refs.bib", "ending")):
        with pytest.raises(InputError, match=message):
            cited(files_named([wrong]))


def keys_of(text: str) -> list[str]:
    return [line.partition("{")[2].rstrip(",") for line in text.splitlines() if line.startswith("@")]


@pytest.mark.usefixtures("folder")
def test_only_what_is_cited_is_written_with_its_parents(capsys: Output) -> None:
    Path("a.md").write_text("@two, @chapter and @one; a figure: @fig-nothing; @twoo")
    assert run(["convert", "refs.bib", "--cited-in", "a.md"]) == 0
    out, err = capsys.readouterr()
    assert keys_of(out) == ["one", "two", "chapter", "book"]
    assert err == "a.md:1: no record has the key twoo; did you mean two?\n"
    assert run(["convert", "refs.bib", "--cited-in", "a.md", "--sort", "cited", "--remarks", "none"]) == 0
    assert keys_of(capsys.readouterr().out) == ["two", "chapter", "one", "book"]


@pytest.mark.parametrize("jobs", [[], ["--jobs", "2"], ["--verify"]])
@pytest.mark.usefixtures("folder")
def test_every_output_has_the_same_entries(jobs: list[str], capsys: Output) -> None:
    Path("a.md").write_text("@fig-plot @two")
    outputs = ["-o", "out.bib", "-o", "out.json", "--key-map", "map.json", "--depfile", "out.d", "--sort", "cited"]
    assert run(["convert", "refs.bib", "--cited-in", "a.md", "--key", "{family}{year}", *outputs, *jobs]) == 0
    assert keys_of(Path("out.bib").read_text()) == ["six2006", "two2002"]
    assert [one["id"] for one in json.loads(Path("out.json").read_text())] == ["six2006", "two2002"]
    assert json.loads(Path("map.json").read_text()) == {"two": "two2002", "fig-plot": "six2006"}
    assert "a.md" in Path("out.d").read_text()
    assert "a.md:1: the entry two has the key two2002 in the output" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_key_of_a_duplicate_stands_for_the_entry_that_was_kept(capsys: Output) -> None:
    Path("more.bib").write_text("@article{uno, title={A first title that is long enough}, author={Ann One}, year=2001}")
    Path("a.md").write_text("@uno")
    assert run(["convert", "refs.bib", "more.bib", "--cited-in", "a.md"]) == 0
    out, err = capsys.readouterr()
    assert keys_of(out) == ["one"]
    assert "a.md:1: the entry uno has the key one in the output" in err


@pytest.mark.usefixtures("folder")
def test_only_remarks_on_what_is_written_are_reported(capsys: Output) -> None:
    Path("more.bib").write_text("@strange{a, title={A}}\n@strange{b, title={B}}")
    Path("a.md").write_text("@b")
    assert run(["convert", "more.bib", "--cited-in", "a.md"]) == 0
    err = capsys.readouterr().err
    assert "more.bib:2" in err and "more.bib:1" not in err


@pytest.mark.usefixtures("folder")
def test_only_what_is_cited_is_added_to_a_bibliography(capsys: Output) -> None:
    Path("mine.bib").write_text("@book{mine,\n title={Mine}, year=1999}\n")
    Path("a.md").write_text("@one @mine")
    assert run(["convert", "refs.bib", "--into", "mine.bib", "--cited-in", "a.md", "--verify"]) == 0
    assert keys_of(Path("mine.bib").read_text()) == ["mine", "one"]
    assert capsys.readouterr().err == "1 record added to mine.bib\n"


@pytest.mark.usefixtures("folder")
def test_a_manuscript_without_a_citation_ends_the_command(capsys: Output) -> None:
    Path("a.md").write_text("nothing")
    assert run(["convert", "refs.bib", "--cited-in", "a.md"]) == 2
    assert "a.md: no citation was found" in capsys.readouterr().err
    assert run(["convert", "refs.bib", "--sort", "cited"]) == 2
    assert run(["convert", "refs.bib", "--cited-in", "a.md", "-o", "a.md", "-t", "bibtex"]) == 2


@pytest.mark.usefixtures("folder")
def test_a_configuration_names_manuscripts(capsys: Output) -> None:
    Path("a.md").write_text("@two")
    Path("bibstep.toml").write_text('input = "refs.bib"\ncited-in = ["*.md", "chapters/*.tex"]\nsort = "cited"\n')
    Path("notes.md").unlink()
    assert run(["convert", "--remarks", "none"]) == 0
    assert keys_of(capsys.readouterr().out) == ["two"]


def test_the_library_selects_by_key() -> None:
    records = list(read(DATA / "refs.bib"))
    text = "".join(convert(records, "bibtex", Options(cited=["two", "one"], sort="cited")))
    assert keys_of(text) == ["two", "one"]
    assert len(keys_of("".join(convert(records, "bibtex", Options(cited=["*"]))))) == len(records)
    with pytest.raises(ValueError, match="cited must be a list"):
        Options(cited="two")


@pytest.mark.parametrize(
    ("ending", "piece"),
    [
        *[(".tex", one) for one in ("\\cite{", "{", "\\cites(", "\\iffalse ", "\\newcommand{\\a}{", "\\url{")],
        *[(".md", one) for one in ("@a", "`", "$", "<!--", "<a ", "- a\n\n", "{cite}`", "~~~\n", "[a]: ", "@{")],
    ],
)
def test_parsing_takes_linear_time(ending: str, piece: str, tmp_path: Path) -> None:
    assert is_linear(lambda size: of(piece * (size // len(piece)), tmp_path, ending), 5000)


@pytest.mark.usefixtures("folder")
def test_cited_lists_what_is_out_of_step(capsys: Output) -> None:
    Path("more.bib").write_text("@article{uno, title={A first title that is long enough}, author={Ann One}, year=2001}")
    Path("a.tex").write_text("\\cite{one,twoo}\n\\cite{chapter,uno}\n\\citet{xyz} \\cite{twoo}")
    arguments = ["cited", "a.tex", "--in", "refs.bib", "--in", "more.bib"]
    assert run(arguments) == 1
    assert capsys.readouterr().out.splitlines() == [
        "a.tex:1: no entry has the key twoo; did you mean two?",
        "a.tex:2: uno is the same work as one, which is cited, too",
        "a.tex:3: no entry has the key xyz",
        "a.tex:3: no entry has the key twoo; did you mean two?",
        "refs.bib:2: nothing cites the entry two",
        "refs.bib:4: nothing cites the entry other",
        "refs.bib:6: nothing cites the entry fig-plot",
        "keys cited: 5, undefined: 2, of a work with another cited key: 1; entries: 7, not cited: 3",
    ]
    assert run([*arguments, "--format", "json"]) == 1
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {"kind": "undefined", "key": "twoo", "file": "a.tex", "line": 1, "other": "two"}
    assert run([*arguments, "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=a.tex,line=1,title=undefined::no entry has the key twoo;")


def test_an_entry_may_be_cited_by_its_other_keys(tmp_path: Path, capsys: Output) -> None:
    bibliography, manuscript = tmp_path / "a.bib", tmp_path / "a.tex"
    bibliography.write_text("@book{a,\n ids = {b, c}, title = {T}}\n@book{d,\n title = {D}}")
    manuscript.write_text("\\cite{c}")
    assert run(["cited", str(manuscript), "--in", str(bibliography)]) == 0
    assert "the entry a" not in capsys.readouterr().out
    assert run(["convert", str(bibliography), "--cited-in", str(manuscript)]) == 0
    out, err = capsys.readouterr()
    assert keys_of(out) == ["a"]
    assert err.endswith("a.tex:1: the entry c has the key a in the output\n")
    bibliography.write_text("@book{a,\n ids = {b, d}, title = {Cells}}\n@book{d,\n title = {Genes}}")
    key_map = tmp_path / "keys.json"
    assert run(["convert", str(bibliography), "--key", "{title}", "--key-map", str(key_map)]) == 0
    assert (
        json.loads(key_map.read_text())["d"] in capsys.readouterr().out.partition("Cells")[2]
    )  # an entry's own key goes before an alias


@pytest.mark.usefixtures("folder")
def test_cited_succeeds_where_every_key_is_defined(capsys: Output) -> None:
    Path("a.md").write_text("@one @fig-elsewhere")
    Path("bibstep.toml").write_text('cited-in = "a.md"\noutput = "refs.bib"\n')
    assert run(["cited"]) == 0
    Path("a.md").write_text("---\nnocite: '@*'\n---\n")
    assert run(["cited", "a.md", "--in", "refs.bib"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "keys cited: 0, undefined: 0; entries: 6, not cited: 0"
    assert run(["cited", "a.md", "--no-config"]) == 2


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_rekey_changes_keys_in_citations_and_no_other_byte(folder: Path, capsys: Output) -> None:
    keys = {
        "one": "two",
        "two": "one",
        "müller2020": "mueller",
        "second": "zwei",
        "in-macro": "m",
        "verb": "no",
        "w": "v",
    }
    Path("map.json").write_text(json.dumps(keys))
    before = contents(folder)
    assert run(["rekey", "paper.tex", "notes.md", "--map", "map.json", "--diff"]) == 0
    assert "+\\cite{two,one , three}% \\cite{comment}" in capsys.readouterr().out
    assert contents(folder) == before
    assert run(["rekey", "paper.tex", "notes.md", "--map", "map.json"]) == 0
    assert capsys.readouterr().err.splitlines()[0] == "paper.tex: 3 citations changed"
    after = contents(folder)
    assert after["second.tex"] == before["second.tex"].replace(b"{second}", b"{zwei}")
    assert after["first.tex"] == before["first.tex"].replace("müller2020".encode(), b"mueller")
    expected = before["paper.tex"].replace(b"one,two", b"two,one").replace(b"{in-macro}", b"{m}")
    assert after["paper.tex"] == expected
    assert after["notes.md"] == before["notes.md"].replace(b"@one, [-@two", b"@two, [-@one")
    assert after["refs.bib"] == before["refs.bib"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_rekey_keeps_the_encoding(encoding: str, tmp_path: Path) -> None:
    path, keys = tmp_path / "a.tex", tmp_path / "map.json"
    path.write_bytes("é\r\n\\cite{müller, b}\r".encode(encoding))
    keys.write_text(json.dumps({"müller": "möller"}))
    assert run(["rekey", str(path), "--map", str(keys)]) == 0
    assert path.read_bytes() == "é\r\n\\cite{möller, b}\r".encode(encoding)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "key", "message"),
    [
        ("notes.md", "a b", "cannot be a key"),
        ("notes.md", "a:", "it would be read as a"),
        ("paper.aux", "a", "a program writes this file"),
        ("missing.tex", "a", "No such file"),
    ],
)
def test_rekey_writes_nothing_where_a_key_cannot_be_renamed(
    name: str, key: str, message: str, folder: Path, capsys: Output
) -> None:
    Path("map.json").write_text(json.dumps({"one": key}))
    before = contents(folder)
    assert run(["rekey", "paper.tex", name, "--map", "map.json"]) == 2
    assert message in capsys.readouterr().err
    assert contents(folder) == before


@pytest.mark.usefixtures("folder")
def test_rekey_takes_a_map_of_keys_only(capsys: Output) -> None:
    for text in ("[]", '{"a": 1}', "{"):
        Path("map.json").write_text(text)
        assert run(["rekey", "paper.tex", "--map", "map.json"]) == 2
    Path("map.json").write_text('{"nobody": "x"}')
    assert run(["rekey", "paper.tex", "--map", "map.json"]) == 0
    assert "nothing to rename" in capsys.readouterr().err
