"""Types of works: what the source says, with the container and the DOI as witnesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep import remarks
from bibstep.values.types import classify, is_conference, split_types


@pytest.mark.parametrize(
    ("types", "csl"),
    [
        ("Journal Article", "article-journal"),
        ("JournalArticle", "article-journal"),
        ("Review, Journal Article", "article-journal"),
        ("LettersAndComments,JournalArticle", "article-journal"),
        ("Research-Article, Journal Article", "article-journal"),
        ("Journal Article, Dataset", "article-journal"),
        ("Journal Article, Conference", "paper-conference"),
        ("Conference, Review", "paper-conference"),
        ("Book, Conference", "paper-conference"),
        ("Proceedings Article", "paper-conference"),
        ("Book, Journal Article", "book"),
        ("Monograph", "book"),
        ("BookSection", "chapter"),
        ("book-chapter", "chapter"),
        ("Report", "report"),
        ("Technical Report", "report"),
        ("Dissertation", "thesis"),
        ("Dataset", "dataset"),
        ("Software", "software"),
        ("Standard", "standard"),
        ("Patent", "patent"),
        ("Peer Review", "review"),
        ("Preprint", "article"),
        ("Web Page", "webpage"),
    ],
)
def test_types_as_said(types: str, csl: str) -> None:
    assert classify(split_types(types)) == (csl, ())


@pytest.mark.parametrize(
    ("types", "container", "numbered", "csl"),
    [
        ("Book, JournalArticle", "Proceedings of the 25th ACM Conference on Things", False, "paper-conference"),
        ("Book", "Proceedings of the 25th ACM Conference on Things", True, "paper-conference"),
        ("Book", "Proceedings of the 25th ACM Conference on Things", False, "book"),
        ("Book, Journal Article", "Lecture Notes in Tests", True, "book"),
    ],
)
def test_a_book_that_is_an_article_too(types: str, container: str, numbered: bool, csl: str) -> None:
    assert classify(split_types(types), container, numbered=numbered)[0] == csl


@pytest.mark.parametrize(
    ("types", "container", "doi", "arxiv", "csl"),
    [
        ("Journal Article", "ArXiv", "", "2404.13957", "article"),
        ("Journal Article, Conference", "ArXiv", "", "", "article"),
        ("Journal Article", "", "10.1101/2025.06.02.657315", "", "article"),
        ("Journal Article", "", "10.21203/rs.3.rs-6600116/v1", "", "article"),
        ("Journal Article", "Nature", "10.48550/arXiv.2404.13957", "2404.13957", "article-journal"),
        ("Journal Article", "Genome Research", "10.1101/gr.123456.110", "", "article-journal"),
        ("Review", "Nature", "", "", "article-journal"),
        ("Conference", "", "", "2404.13957", "paper-conference"),
    ],
)
def test_preprints(types: str, container: str, doi: str, arxiv: str, csl: str) -> None:
    assert classify(split_types(types), container, doi, arxiv) == (csl, ())


@pytest.mark.parametrize(
    ("container", "conference"),
    [
        ("2022 8th International Conference on Optimization and Applications (ICOA)", True),
        ("Proceedings of the 12th Symposium on Networks", True),
        ("Proceedings of the Workshop on Logic", True),
        ("Winter Conference on Applications of Computer Vision (WACV)", True),
        ("54th EAEG Meeting", True),
        ("Anais do XIX Encontro Nacional de Inteligência Artificial (ENIAC 2022)", True),
        ("Proceedings of the National Academy of Sciences", False),
        ("Proceedings of the IEEE", False),
        ("Proceedings of the VLDB Endowment", False),
        ("Proceedings of the ACM on Programming Languages", False),
        ("Journal of Physics: Conference Series", False),
        ("E3S Web of Conferences", False),
        ("Congress & the Presidency", False),
        ("Nature", False),
    ],
)
def test_conferences(container: str, conference: bool) -> None:
    assert is_conference(container) is conference
    csl, said = classify(["Journal Article"], container)
    expected = ("paper-conference", ["type-guessed"]) if conference else ("article-journal", [])
    assert (csl, [remark.code for remark in said]) == expected


@pytest.mark.parametrize(
    ("container", "doi", "url", "csl"),
    [
        ("Nature", "", "", "article-journal"),
        ("2024 11th International Conference on Networks (SPIN)", "", "", "paper-conference"),
        ("Methods in Molecular Biology", "10.1007/978-1-62703-002-1", "", "book"),
        ("Methods in Molecular Biology", "10.1007/978-1-61779-173-4_19", "", "chapter"),
        ("Encyclopedia of Computer Graphics and Games", "", "", "chapter"),
        ("", "10.3386/w28005", "", "report"),
        ("", "", "https://www.freepatentsonline.com/7751561.html", "patent"),
        ("", "", "https://github.com/python/cpython", "software"),
        ("", "", "https://example.org/x", "webpage"),
        ("", "", "https://www.semanticscholar.org/paper/0", "document"),
        ("", "", "", "document"),
    ],
)
def test_guesses(container: str, doi: str, url: str, csl: str) -> None:
    guess, said = classify((), container, doi, url=url)
    assert (guess, [(remark.code, remark.field) for remark in said]) == (csl, [("type-guessed", "type")])


def test_an_unknown_type_is_remarked_on() -> None:
    csl, said = classify(["Hologram"], "Nature")
    assert (csl, [remark.code for remark in said]) == ("article-journal", ["type-unknown"])
    assert classify(["Hologram", "Book"]) == ("book", ())


@given(st.lists(st.text()), st.text(), st.text(), st.booleans())
def test_any_text_has_a_type(types: list[str], container: str, doi: str, numbered: bool) -> None:
    csl, said = classify(types, container, doi, numbered=numbered)
    assert csl and all(remark.code in remarks.CODES for remark in said)
    assert classify(reversed(types), container, doi, numbered=numbered)[0] == csl
