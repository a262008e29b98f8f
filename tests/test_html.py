"""The page: its structure, its links, what may run in it, and the texts it copies."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.cli import run
from bibstep.formats import FORMATS
from bibstep.formats.html import copies as html_copies
from bibstep.formats.reading import read
from bibstep.formats.template import template_source
from bibstep.model import Date, Metrics, Name, Record, Remark, Rich, Translation
from bibstep.pipeline.convert import convert
from bibstep.pipeline.options import Options

GOLDEN = Path(__file__).parent / "data" / "golden"
VOID = {"meta", "input", "br"}
#: Elements whose end tags are optional in HTML, and the elements that end them.
OPEN = {"dt", "dd", "li"}
ENDED_BY = {"dt": ("dt", "dd"), "dd": ("dt", "dd"), "li": ("li",)}
HOSTILE = "</script><script>alert(1)</script><!--<script> \" ' & ]]> <img src=x onerror=alert(2)> &lt;"


class Page(HTMLParser):
    """The elements of a page with their attributes and texts; fails if tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if self.open and self.open[-1] in ENDED_BY.get(tag, ()):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag and self.open[-1] in OPEN:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(*records: Record, **options: Any) -> str:
    return "".join(convert(records, "html", Options(**options)))


def entry(**fields: Any) -> str:
    """The entry of a record, without the frame."""
    form = FORMATS["html"]
    text = page(Record(**{"type": "article-journal", "title": Rich.of("A title"), **fields}))
    return text.removeprefix(form.prologue).removesuffix(form.epilogue)


HOSTILES = [
    Record(
        kind,
        Rich.of(HOSTILE),
        author=(Name(HOSTILE, HOSTILE), Name(literal=HOSTILE)),
        roles=((HOSTILE, (Name(HOSTILE),)),),
        container_title=HOSTILE,
        publisher=HOSTILE,
        genre=HOSTILE,
        volume=HOSTILE,
        number=HOSTILE,
        issued=Date(0, literal=HOSTILE),
        abstract=HOSTILE,
        keyword=(HOSTILE,),
        language=HOSTILE,
        doi=f"10.1000/{HOSTILE}",
        url=address,
        pdf=address,
        arxiv=HOSTILE,
        pmid=HOSTILE,
        isbn=(HOSTILE,),
        note=HOSTILE,
        custom=((HOSTILE, HOSTILE),),
        remarks=(Remark("type-guessed", "type", HOSTILE),),
    )
    for kind in ("article-journal", "thesis", HOSTILE)
    for address in ("javascript:alert(3)", f"https://example.org/{HOSTILE}", "data:text/html,x", "https:alert(4)")
]


def test_only_the_pages_own_script_and_style_may_run() -> None:
    text = page(*HOSTILES, duplicates="keep")
    found = Page(text)
    scripts = [attributes for attributes in found.all("script") if "type" not in attributes]
    assert scripts == [{}]
    assert [attributes["type"] for attributes in found.all("script") if attributes] == [
        *["text/plain"] * len(HOSTILES),
        "application/json",
    ]
    policy = next(a["content"] for a in found.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    for name, directive in (("html.css", "style-src"), ("html.js", "script-src")):
        digest = base64.b64encode(hashlib.sha256(template_source(name).encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    # No attribute runs a script, sets a style or loads a resource, and all links are web addresses.
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")], tag
        if "href" in attributes:
            assert re.match(r"https?://", attributes["href"] or "")
    assert {tag for tag, _ in found.elements} <= set(
        "html head meta title style body header h1 search label span input select option p main ol li a details "
        "summary dl dt dd ul cite script q button footer b".split()
    )


def test_every_value_is_in_the_page_as_text() -> None:
    found = Page(page(HOSTILES[0]))
    assert "".join(data for tag, data in found.texts if tag == "a").count(HOSTILE) >= 2
    assert found.all("li")[0]["data-by"] == HOSTILE


def test_ids_are_unique_and_have_the_keys() -> None:
    records = [one for one in read(GOLDEN) if isinstance(one, Record)]
    text = page(*records)
    ids = [attributes["id"] for _, attributes in Page(text).elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    keys = re.findall(r"^@\w+\{(.*),$", "".join(convert(records, "bibtex")), re.MULTILINE)
    assert [one.removeprefix("ref-") for one in ids if one and one.startswith("ref-")] == keys


def copies(text: str) -> list[list[str]]:
    """The texts that the page's script makes from the blocks of an entry, as in html.js."""
    found = []
    for item in re.findall(r"<li id=.*?</script></li>", text, re.DOTALL):
        abstract = next((data for tag, data in _abstract(item)), "")
        pieces = [piece for piece in re.split(r'[\\{}~^&%#_$"]+', abstract) if piece]
        block = re.search(r'<script type="text/plain">(.*?)</script>', item, re.DOTALL)
        assert block is not None
        texts = []
        for one in block[1].split("\n\n"):
            parts = one.split("\t")
            put_back = "".join(piece + part for piece, part in zip(pieces, parts[1:], strict=False))
            texts.append((parts[0] + put_back).replace("&lt;", "<").replace("&amp;", "&"))
        found.append(texts)
    return found


def _abstract(item: str) -> list[tuple[str, str]]:
    match = re.search(r'<p class="a"[^>]*>(.*?)</p>', item, re.DOTALL)
    return Page(f"<p>{match[1]}</p>").texts if match else []


def files(texts: list[list[str]]) -> dict[str, str]:
    """The files made from the texts of a page, each with its format's prologue and epilogue."""
    frame = json.loads(re.search(r'id="formats">(.*?)</script>', FORMATS["html"].epilogue)[1])  # type: ignore[index]
    return {
        name: before + between.join(one[number].replace("\n", newline) for one in texts) + after
        for number, (name, before, between, after, newline) in enumerate(frame)
    }


@pytest.mark.parametrize(
    "options", [{}, {"notes": ("metrics", "translation")}, {"ascii_only": True}, {"omit": ("doi",)}]
)
def test_what_is_copied_is_what_the_files_have(options: dict[str, Any]) -> None:
    records = [one for one in read(GOLDEN) if isinstance(one, Record)] + [HOSTILES[0]]
    made = files(copies(page(*records, **options)))
    assert list(made) == ["bibtex", "ris", "csl-json"]
    for name, text in made.items():
        assert text == "".join(convert(records, name, Options(**options)))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(st.sampled_from(list("ab %&\\{}\"'<>_é深𝒳-.")), max_size=60), min_size=1, max_size=20))
def test_abstracts_are_put_back_to_what_the_files_have(abstracts: list[str]) -> None:
    records = [Record("book", Rich.of(f"T {number}"), abstract=text) for number, text in enumerate(abstracts)]
    for name, text in files(copies(page(*records))).items():
        assert text == "".join(convert(records, name))


def test_a_long_abstract_is_not_repeated() -> None:
    abstract = 'Of 100 cells, 50% were {active} & "well". ' * 50
    record = Record("book", Rich.of("T"), abstract=abstract)
    assert page(record).count("cells") <= 50 * 2  # in the text and in COinS
    assert html_copies.block(["no abstract in it"], abstract).count("no abstract in it") == 1


def test_an_entry_is_small_beyond_its_abstract() -> None:
    records = [one for one in read(GOLDEN) if isinstance(one, Record)]
    form = FORMATS["html"]
    size = len(page(*records, omit=("abstract",)).encode()) - len((form.prologue + form.epilogue).encode())
    assert size / len(records) < 3000


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"language": "he", "title": Rich.of("מחקר")}, '<p class="t" dir="auto" lang="he">'),
        ({"title": Rich.of("间充质干细胞的特点")}, '<p class="t" dir="auto" lang="zh">'),
        ({"language": "zh-Hant", "title": Rich.of("間充質")}, '<p class="t" dir="auto" lang="zh-Hant">'),
        ({"language": "en", "title": Rich.of("なぜ役に立つのか")}, '<p class="t" dir="auto" lang="ja">'),
        ({"language": 'x" onclick="', "title": Rich.of("A")}, '<p class="t" dir="auto">'),
        ({"container_title": "中华医学杂志"}, '<cite dir="auto" lang="zh">'),
    ],
)
def test_every_part_has_its_own_language_and_direction(fields: dict[str, Any], expected: str) -> None:
    assert expected in entry(**fields)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"doi": "10.1000/a<b>", "url": "https://example.org"}, "https://doi.org/10.1000/a%3Cb%3E"),
        ({"url": "https://example.org/?a=1&b=2"}, "https://example.org/?a=1&amp;b=2"),
        ({"arxiv": "2404.13957"}, "https://arxiv.org/abs/2404.13957"),
        ({"pmid": "123"}, "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ],
)
def test_the_title_links_to_the_best_address(fields: dict[str, Any], address: str) -> None:
    assert f'<a href="{address}">A title</a></p>' in entry(**fields)


def test_only_a_web_address_becomes_a_link() -> None:
    assert '<p class="t" dir="auto">A title</p>' in entry(url="javascript:alert(1)")


def test_many_authors_are_folded() -> None:
    many = tuple(Name(f"F{n}", "G") for n in range(25))
    assert 'G F9,<span class="o"> … +15</span></summary>' in entry(author=many)
    assert '<details class="p"' not in entry(author=many[:11])
    assert "G F10</p>" in entry(author=many[:11])


def test_names_in_chinese_begin_with_the_family() -> None:
    assert ">王小明, Jane Roe</p>" in entry(author=(Name("王", "小明"), Name("Roe", "Jane")))


def test_metrics_and_translations_only_on_request() -> None:
    record = Record(
        "article-journal",
        Rich.of("T"),
        metrics=Metrics("19.8", "Q1"),
        translation=Translation("血", "", "zh"),
        remarks=(Remark("title-original", "title", "the translated title '血' was set aside"),),
    )
    assert "血" not in page(record)
    assert "19.8" not in page(record)
    with_notes = page(record, notes=("metrics", "translation"))
    assert '<span class="b">IF 19.8</span> <span class="b">JCR Q1</span>' in with_notes
    assert '<p class="x" dir="auto" lang="zh">血</p>' in with_notes


def test_an_entry_has_at_most_four_tab_stops() -> None:
    full = entry(
        author=tuple(Name(f"F{n}") for n in range(20)),
        doi="10.1000/1",
        abstract="x",
        remarks=(Remark("type-guessed", "type", "x"),),
    )
    closed = re.sub(r"</summary>.*?</details>", "</summary></details>", full, flags=re.DOTALL)
    assert closed.count("<a ") + closed.count("<summary") == 4


def test_title_and_remarks_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["convert", str(GOLDEN / "seed.txt"), "-o", "refs.html", "--title", "Reading <list>"]
    assert run(command) == 0
    text = Path("refs.html").read_text(encoding="utf-8")
    assert "<title>Reading &lt;list&gt;</title>" in text
    assert "<h1>Reading &lt;list&gt;</h1>" in text
    assert "3 remarks</summary>" in text
    assert run([*command, "--remarks", "none"]) == 0
    assert "remarks</summary>" not in Path("refs.html").read_text(encoding="utf-8")
    assert run(["convert", str(GOLDEN / "seed.txt"), "-o", "refs.bib", "--title", "T"]) == 2
