"""Identifiers and links: every dress they come in, and the one form they leave in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.values import identifiers

SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15<1661::AID-SIM968>3.0.CO;2-2"


@pytest.mark.parametrize(
    "doi",
    [
        "10.1093/ITNOW/BWU030",
        "10.48550/arXiv.2404.13957",
        SICI,
        "10.1890/0012-9658(2006)87[2832:TIOPMA]2.0.CO;2",
        "10.1111/(issn)1759-7714",
        "10.5424/http://dx.doi.org/10.5424/sjar/20110903-330-10",
        "10/cng8cx",
    ],
)
def test_a_bare_doi_stays_as_it_is(doi: str) -> None:
    assert identifiers.doi(doi) == (doi, ())


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1234/aB", "10.1234/aB"),
        ("https://doi.org/10/cng8cx", "10/cng8cx"),
        ("doi:10/cng8cx", "10/cng8cx"),
        ("http://dx.doi.org/10.1016/s1749-4613(14)00020-7", "10.1016/s1749-4613(14)00020-7"),
        ("doi.org/10.1234/ab", "10.1234/ab"),
        ("//doi.org/10.1234/ab", "10.1234/ab"),
        ("https://doi.org/10.1234/ab%2Fc?x=1", "10.1234/ab/c"),
        ("https://doi.org/10.1234/a%0Ab", "10.1234/a"),
        ("https://doi-org.proxy.example.edu/10.1234/ab", "10.1234/ab"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/abc.1/full", "10.1002/abc.1"),
        ("doi: https://dx.doi.org/10.1234/ab,", "10.1234/ab"),
        ("doi:10.1234/Ab.", "10.1234/Ab"),
        ("DOI 10.1234/ab)", "10.1234/ab"),
        ("DOI:DOI:10.1234/ab", "10.1234/ab"),
        ("(10.1234/ab)", "10.1234/ab"),
        ("10.1234/ab]]", "10.1234/ab"),
        ("10.1234%2Fab", "10.1234/ab"),
        ("10.1234/a&lt;b&gt;&amp;c", "10.1234/a<b>&c"),
        (" 10.5555/a b ", "10.5555/a"),
        ("10.5555/x\nUR  - http://evil.example", "10.5555/x"),
        ("10.5555/a\u2028b", "10.5555/a"),
        ("10.1234/a\x00b\u202e", "10.1234/ab"),
        ("10.1234/a&#10;b&#8238;", "10.1234/a"),
    ],
)
def test_a_dressed_doi_is_reduced_to_itself(text: str, doi: str) -> None:
    found, said = identifiers.doi(text)
    assert (found, [remark.code for remark in said]) == (doi, ["doi-cleaned"])


@pytest.mark.parametrize(
    "text", ["null", "10", "10/2020", "10/12", "10.1234/", "https://doi.org/", "hdl:10/x", "javascript:alert(1)"]
)
def test_what_is_no_doi(text: str) -> None:
    found, said = identifiers.doi(text)
    assert (found, [remark.code for remark in said]) == ("", ["doi-unread"])


@given(
    st.text()
    | st.text().map("10.1234/".__add__)
    | st.text(st.sampled_from("10.4/%0A2F&#;lt<>()[] \n\u2028ab?")).map("https://doi.org/10.1234/".__add__)
)
def test_a_doi_holds_no_white_space_and_no_controls(text: str) -> None:
    doi, said = identifiers.doi(text)
    assert doi == "" or doi.startswith("10.")
    assert not any(character.isspace() or ord(character) < 32 for character in doi)
    assert all(remark.code in remarks.CODES for remark in said)


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2404.13957", "2404.13957"),
        ("abs/2404.13957", "2404.13957"),
        ("arXiv:2404.13957v2", "2404.13957v2"),
        ("arXiv:2404.13957v2 [cs.CL]", "2404.13957v2"),
        ("http://arxiv.org/pdf/2210.03217v1.pdf", "2210.03217v1"),
        ("https://export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("10.48550/arXiv.2404.13957", "2404.13957"),
        ("", ""),
        ("null", ""),
    ],
)
def test_arxiv(text: str, arxiv: str) -> None:
    assert identifiers.arxiv(text) == (arxiv, ())


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (identifiers.pmid, "37166288", "37166288"),
        (identifiers.pmid, "PMID: 123", "123"),
        (identifiers.pmid, "https://pubmed.ncbi.nlm.nih.gov/4342930/", "4342930"),
        (identifiers.pmcid, "PMC12153660", "PMC12153660"),
        (identifiers.pmcid, "123", "PMC123"),
        (identifiers.pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/PMC4368415/", "PMC4368415"),
        (identifiers.issn, "10745521", "1074-5521"),
        (identifiers.issn, "2151-805x", "2151-805X"),
        (identifiers.issn, "ISSN 1074-5521 (print)", "1074-5521"),
        (identifiers.isbn, "978–0–306–40615–7", "978-0-306-40615-7"),
        (identifiers.isbn, "ISBN: 0-8044-2957-x (pbk.)", "0-8044-2957-X"),
        (identifiers.isbn, "9780306406157", "9780306406157"),
    ],
)
def test_other_identifiers(read: object, text: str, value: str) -> None:
    assert read(text) == (value, ())  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (identifiers.arxiv, "2413.1"),
        (identifiers.pmid, "PMC123"),
        (identifiers.pmid, "0"),
        (identifiers.pmcid, "x"),
        (identifiers.issn, "1074-5522"),
        (identifiers.isbn, "978-0-306-40615-8"),
        (identifiers.isbn, "0-306-40615-3"),
    ],
)
def test_malformed_identifiers_are_left_out(read: object, text: str) -> None:
    value, said = read(text)  # type: ignore[operator]
    assert (value, [remark.code for remark in said]) == ("", ["identifier-unread"])


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://www.example.org/a/b?c=d#e", "https://www.example.org/a/b?c=d#e"),
        ("HTTP://Example.org/X", "http://Example.org/X"),
        ("www.example.org/x", "http://www.example.org/x"),
        ("//example.org/x", "http://example.org/x"),
        ("doi.org/10.1234/x", "https://doi.org/10.1234/x"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/{a}|b\\c^", "https://example.org/%7Ba%7D%7Cb%5Cc%5E"),
        ("https://example.org/50%", "https://example.org/50%25"),
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
        ("https://пример.рф/путь", "https://пример.рф/путь"),
        ("https://user:word@example.org/", "https://example.org/"),
        ("https://example.org/a\nUR  - x", "https://example.org/a"),
        ("", ""),
        ("null", ""),
    ],
)
def test_links(text: str, url: str) -> None:
    assert identifiers.url(text) == (url, ())


@pytest.mark.parametrize(
    "text",
    ["Location/URL", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.example", "\\\\a\\b",
     "https://", "https://nohost", "https://exa mple.org/"],
)  # fmt: skip
def test_what_is_no_link_is_dropped(text: str) -> None:
    url, said = identifiers.url(text)
    assert (url, [remark.code for remark in said]) == ("", ["link-dropped"])


@pytest.mark.parametrize("text", ["ftp://a.example/b.ps", "git://a.example/b.git", "urn:nbn:de:1-2", "hdl:1887/4531"])
def test_other_schemes_are_kept(text: str) -> None:
    assert identifiers.url(text) == (text, ())


@pytest.mark.parametrize("between", [" ", "; ", "\n"])
def test_a_second_link_is_remarked_on(between: str) -> None:
    url, (remark,) = identifiers.url(f"https://a.example.org/x{between}https://b.example.org")
    assert (url, remark.code) == ("https://a.example.org/x", "link-dropped")


@given(st.text() | st.text().map("https://example.org/".__add__))
def test_a_link_is_safe(text: str) -> None:
    url, _ = identifiers.url(text)
    assert not url.lower().startswith(("javascript:", "data:", "file:", "vbscript:"))
    assert not any(character.isspace() or character in '<>"`{}|\\^' or ord(character) < 32 for character in url)
    assert identifiers.url(url) == (url, ())


def test_links_that_say_the_same_work() -> None:
    same = identifiers.same_work
    assert same("https://doi.org/10.1234/ABC", "10.1234/abc", "")
    assert same("https://arxiv.org/abs/2404.13957v1", "", "2404.13957")
    assert same("https://arxiv.org/abs/2404.13957", "10.48550/arXiv.2404.13957", "")
    assert not same("https://doi.org/10.1234/other", "10.1234/abc", "")
    assert not same("https://example.org/10.1234/abc", "10.1234/abc", "")
    assert not same("https://example.org", "", "")


def test_doi_in_a_link() -> None:
    assert identifiers.doi_in_url(f"https://doi.org/{SICI}") == SICI
    assert identifiers.doi_in_url("https://example.org/10.1234/x") == ""
    assert identifiers.arxiv_in_doi("10.48550/ARXIV.2404.13957") == "2404.13957"
    assert identifiers.arxiv_in_doi("10.1234/x") == ""
