"""BibTeX as various programs write it, input that could slow the reader down, and all fields written and read back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from bibstep import reads, writes
from bibstep.formats.bibtex import names as tex_names
from bibstep.formats.bibtex import read as bibtex
from bibstep.model import Date, Name, Record, Rejected, Rich
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options
from bibstep.values.names.initials import apart
from bibstep.values.tex import decode as tex_text
from linear import is_linear
from test_read_csl_json import as_json, full
from test_roundtrip import steady

FOREIGN = Path(__file__).parent / "data" / "foreign"
KEEP = Options(duplicates="keep")


def read(text: str) -> list[Record | Rejected]:
    return list(bibtex.read(io.BytesIO(text.encode()), "x.bib"))


@pytest.mark.parametrize("path", sorted(FOREIGN.glob("*.bib")), ids=lambda path: path.stem)
def test_foreign_files(path: Path, request: pytest.FixtureRequest) -> None:
    found = [
        as_json(one) if isinstance(one, Record) else {"rejected": one.reason}
        for one in read(path.read_text(encoding="utf-8"))
    ]
    expected = path.with_suffix(".bib.json")
    if request.config.getoption("--regen"):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(FOREIGN.glob("*.bib")), ids=lambda path: path.stem)
@pytest.mark.parametrize("to", ["bibtex", "biblatex"])
def test_converting_foreign_files_again_changes_nothing(path: Path, to: str) -> None:
    records = [one for one in read(path.read_text(encoding="utf-8")) if isinstance(one, Record)]
    text = "".join(convert(records, to, KEEP))
    again = [one for one in read(text) if isinstance(one, Record)]
    assert "".join(convert(again, to, KEEP)) == text


@pytest.mark.parametrize("to", ["bibtex", "biblatex"])
@steady
@given(full)
def test_converting_all_fields_again_changes_nothing(to: str, record: Record) -> None:
    """Records that were written and read once do not change when that is repeated; the first time may repair values."""
    text = "".join(convert([record], to, KEEP))
    (found,) = read(text)
    assert isinstance(found, Record)
    second = "".join(convert([found], to, KEEP))
    (again,) = read(second)
    assert isinstance(again, Record)
    assert again == found
    assert "".join(convert([again], to, KEEP)) == second


#: Names of every form in bibtex.web, except those that it splits at a hyphen or whose letters it does not know.
FORMS = [
    "Donald E. Knuth",
    "Knuth, Donald E.",
    "Ludwig van Beethoven",
    "van Beethoven, Ludwig",
    "von der Berg, Jr., Jan",
    "Charles Louis Xavier Joseph de la Vallee Poussin",
    "de la Vall{\\'e}e Poussin, Charles",
    "Ford, Jr., Henry",
    "{\\'E}lodie {van den Berg} Smith",
    "{de} Gaulle, Charles",
    "de Gaulle",
    "De La Cruz, Ana",
    "bell hooks",
    "Maria y Vega Garcia",
    "jean de la fontaine",
    "Per Brinch Hansen",
    "Brinch Hansen, Per",
    "{\\relax Ch}ristos Papadimitriou",
    "Uhl{\\'\\i}{\\v r}ov{\\'a}, Jana",
    "Hendrik~Willem van~Loon",
    "Plato",
    "{Barnes and Noble}",
    "A. B. {\\o}re Smith",
    "W. Kintsch, R.J. Miller,",
]
STYLE = """ENTRY {author} {} {}
STRINGS {form}
FUNCTION {part} {'form := author #1 form format.name$ write$ newline$}
FUNCTION {misc} {cite$ write$ newline$ "{ff}" part "{vv}" part "{ll}" part "{jj}" part}
READ
ITERATE {call.type$}
"""


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_names_are_parsed_as_bibtex_does(tmp_path: Path) -> None:
    (tmp_path / "parts.bst").write_text(STYLE)
    entries = [f"@misc{{k{number}, author = {{{name}}}}}\n" for number, name in enumerate(FORMS)]
    (tmp_path / "n.bib").write_text("".join(entries))
    (tmp_path / "n.aux").write_text("\\citation{*}\n\\bibstyle{parts}\n\\bibdata{n}\n")
    subprocess.run(["bibtex", "n"], cwd=tmp_path, check=False, capture_output=True)
    lines = (tmp_path / "n.bbl").read_text().split("\n")
    for number, name in enumerate(FORMS):
        at = lines.index(f"k{number}")
        given, *expected = [tex_text.plain(line)[0] for line in lines[at + 1 : at + 5]]
        (found,), _ = tex_names.names(name, "author")
        assert [found.non_dropping_particle, found.family or found.literal, found.suffix] == expected
        assert found.given == apart(given)


@pytest.mark.parametrize(
    ("tex", "names"),
    [
        ("family=Roe, given=Jane, middle=Ann", [Name("Roe", "Jane Ann")]),
        ("uniquelist=false and Roe, Jane", [Name("Roe", "Jane")]),
        ("nosortothers=true, family=Roe, given=Jane", [Name("Roe", "Jane")]),
        ("given={Nick}, family={Roe}", [Name("Roe", "Nick")]),
        (r"\~Zoe, A. and \" Ohm, G.", [Name("Z̃oe", "A."), Name("Öhm", "G.")]),
        ("Roe, J. and and Doe, J. and", [Name("Roe", "J."), Name("Doe", "J.")]),
    ],
)
def test_names_of_biblatex_and_slips(tex: str, names: list[Name]) -> None:
    assert list(tex_names.names(tex, "author")[0]) == names


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("@article{a,\n title = {One}},\n year = {2000},\n}\n", "One"),
        ("@article{a,\n keywords = {a, b}, c},\n title = {One},\n year = {2000}\n}\n", "One"),
        ("@article{a,\n title = {One}, abstract = {f(\\{ x)},\n year = {2000}\n}\n", "One"),
        ("@article{a,\n title = {{On}\\}e },\n year = {2000}\n}\n", "On}e"),
    ],
)
def test_an_extra_brace_loses_no_field(entry: str, title: str) -> None:
    first, second = read(f"{entry}@book{{b, title = {{Next}}}}")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (str(first.title), str(first.issued), str(second.title)) == (title, "2000", "Next")
    assert "syntax-mended" in [remark.code for remark in first.remarks]


def test_the_address_is_the_publishers_if_there_is_a_location_too() -> None:
    (found,) = read("@inproceedings{a, title={T}, address={New York}, location={San Jose}}")
    assert isinstance(found, Record)
    assert (found.publisher_place, found.event_place) == ("New York", "San Jose")


def test_a_link_in_an_href_is_kept() -> None:
    (found,) = read(r"@misc{a, title = {\href{https://example.org/a}{T}}}")
    assert isinstance(found, Record)
    assert (str(found.title), found.url) == ("T", "https://example.org/a")


def test_a_custom_value_named_like_a_field_is_not_read_as_that_field() -> None:
    record = Record("book", Rich.of("T"), custom=(("venue", "arXiv.org"), ("journal", "x"), ("own", "y")))
    for to in ("bibtex", "biblatex"):
        (found,) = read("".join(convert([record], to, KEEP)))
        assert isinstance(found, Record)
        assert found.custom == record.custom


HOSTILE: dict[str, Callable[[int], str]] = {
    "unclosed entries": lambda n: "@article{b, x={\n" * n,
    "unclosed with escapes": lambda n: "@a{k, t={\\{},\n" * n,
    "entries in one another": lambda n: "@a{b," * n,
    "a brace too many each": lambda n: "@a{k, " + "x={a}},\n" * n,
    "braces": lambda n: "@a{k, title={" + "{" * n,
    "pairs": lambda n: "@a{k, title={" + "{x}" * n + "}}",
    "deep": lambda n: "@a{k, title={" + "{" * n + "}" * n + "}}",
    "dollars": lambda n: "@a{k, title={" + "$x " * n + "}}",
    "formulas": lambda n: "@a{k, title={" + "\\( x" * n + "}}",
    "accents": lambda n: "@a{k, title={" + "\\'" * n + "}}",
    "quotes": lambda n: "@a{k," + '"' * n,
    "ampersands": lambda n: "@a{k, title={" + "&amp;" * n + "}}",
    "joins": lambda n: "@a{k," + "x=y #" * n,
    "ands": lambda n: "@a{k, author={" + "a and " * n + "}}",
    "commas": lambda n: "@a{k, author={" + "a, " * n + "}}",
    "spaces in names": lambda n: "@a{k, author={a" + " " * n + "b}}",
    "spaces in keys": lambda n: "@a{a" + " " * n + "= {x}}",
    "spaces before equals": lambda n: "@a{a, b" + " " * n + "c}}",
    "strings of strings": lambda n: (
        "".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}\n" for i in range(1, n // 20))
        + f"@a{{k, title = a{n // 20 - 1}}}"
    ),
    "chain of parents": lambda n: "".join(f"@book{{a{i}, crossref={{a{i + 1}}}}}\n" for i in range(n // 20)),
    "web of parents": lambda n: (
        "".join(f"@xdata{{a{i}, xdata={{{','.join(f'a{j}' for j in range(12))}}}}}\n" for i in range(12))
        + "@a{k, xdata={a0}}"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_input_slows_the_reader_down(name: str) -> None:
    assert is_linear(lambda size: read(HOSTILE[name](size)), 1_000)


@pytest.mark.parametrize(
    ("fields", "doi", "note"),
    [
        (r"note = {DOI: 10.1007/978-3_15}", "10.1007/978-3_15", ""),
        (r"note = {DOI: 10.1007/978-3\_15}", "10.1007/978-3_15", ""),
        (r"doi = {10.1000/A}, note = {https://doi.org/10.1000/a}", "10.1000/A", ""),
        (r"doi = {10.1000/b}, note = {DOI: 10.1000/a}", "10.1000/b", "DOI: 10.1000/a"),
        (r"note = {DOI: 10.1000/a, read twice}", "", "DOI: 10.1000/a, read twice"),
    ],
)
def test_a_note_that_is_a_doi(fields: str, doi: str, note: str) -> None:
    (record,) = reads(f"@book{{k, title = {{T}}, {fields}}}")
    assert isinstance(record, Record)
    assert (record.doi, record.note) == (doi, note)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("author = {Pratt, H.L.Jr.}", "Pratt, Jr., H. L."),
        (r"author = {Castr{\~{A}}{\textcopyright}n, E}", "Castrén, E"),
        (r"author = {Lee, A}, keywords = {Edmonds{\&}{\#}x2013,Karp}", "keywords = {Edmonds–; Karp}"),
        ("url = {<Go to ISI>://0001}", r"{\textless}Go to ISI{\textgreater}://0001"),
    ],
)
def test_mendeleys_odd_values_survive(fields: str, expected: str) -> None:
    records = reads(f"@book{{k, title = {{T}}, {fields}}}")
    text = writes(records)
    assert expected in text
    assert reads(text) == records


@pytest.mark.parametrize(
    ("field", "url", "accessed", "note"),
    [
        (r"note = {\url{http://a.org/x_y}. Accessed 2020}", "http://a.org/x_y", "2020", ""),
        (r"howpublished = {\url{http://b.org} (accessed 5 May 2020)}", "http://b.org", "2020-05-05", ""),
        (r"howpublished = {\url{http://b.org/x}, [Online; accessed 19-July-2008]}", "http://b.org/x", "2008-07-19", ""),
        ("note = {http://a.org/x, my remark}", "http://a.org/x", "None", "my remark"),
        (
            r"howpublished = {\url{http://b.org/x} Version 2}, note = {Mine}",
            "http://b.org/x",
            "None",
            "Version 2; Mine",
        ),
        (r"note = {\url{http://a.org/x}. Accessed by many}", "http://a.org/x", "None", "Accessed by many"),
        (r"note = {\url{http://a.org/x}.}", "http://a.org/x", "None", ""),
    ],
)
def test_the_text_after_a_link_is_kept(field: str, url: str, accessed: str, note: str) -> None:
    (record,) = reads(f"@misc{{k, title = {{T}}, {field}}}")
    assert isinstance(record, Record)
    assert (record.url.rstrip("/"), str(record.accessed), record.note) == (url, accessed, note)


@pytest.mark.parametrize("path", [r":C\:/Users/x.pdf:PDF", r"C\:/Zotero/x.pdf"])
def test_a_path_of_windows_with_slashes_is_kept(path: str) -> None:
    records = reads(f"@misc{{k, title = {{T}}, file = {{{path}}}}}")
    (record,) = records
    assert isinstance(record, Record)
    assert dict(record.custom)["file"] == path
    assert reads(writes(records)) == records


@pytest.mark.parametrize("name", ["noopsort", "SortNoop", "noop"])
def test_a_command_that_only_sorts(name: str) -> None:
    (record,) = reads(f"@book{{k, title = {{T}}, year = {{\\{name}{{2}}1999}}}}")
    assert isinstance(record, Record)
    assert record.issued == Date(1999)
