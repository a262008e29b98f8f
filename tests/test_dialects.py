"""The dialects of JSON: each is recognised by its keys and read by its table; any other JSON is refused."""

from __future__ import annotations

import io
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.formats import READERS, any_json
from bibstep.formats.dialects.signs import SHOWN, SIGNS
from bibstep.formats.dialects.table import Dialect
from bibstep.model import FIELDS, OTHERS, Name, PageRange, Record, Rejected
from bibstep.values.variables import DATES, NAMES, TEXTS

FOREIGN = Path(__file__).parent / "data" / "foreign"
REFERENCE = (Path(__file__).parents[1] / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")


def read(data: object) -> list[Record | Rejected]:
    return list(any_json.read(io.BytesIO(json.dumps(data).encode()), "f.json"))


def one(data: object) -> Record:
    (found,) = read(data)
    assert isinstance(found, Record), found
    return found


# What is no bibliography ----------------------------------------------------------------------------------------------

#: A file that is no bibliography, and what the message says of it.
UNKNOWN: list[tuple[str, dict[str, Any]]] = [
    ("package.json", {"name": "left", "version": "1.0.0", "scripts": {"test": "x"}, "license": "MIT"}),
    (
        "package.json",
        {"name": "left", "version": "1.0.0", "type": "module", "dependencies": {"a": "^2"}, "author": "A"},
    ),
    ("package-lock.json", {"name": "left", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {}}}),
    ("composer.json", {"name": "a/b", "type": "library", "authors": [{"name": "A. Lee"}], "require": {"php": ">=8"}}),
    ("composer.lock", {"content-hash": "0", "packages": [{"name": "a/b", "type": "library"}]}),
    ("Pipfile.lock", {"_meta": {"sources": []}, "default": {}, "develop": {}}),
    ("tsconfig", {"compilerOptions": {"strict": True}, "include": ["src"]}),
    ("notebook", {"cells": [], "metadata": {"title": "A"}, "nbformat": 4, "nbformat_minor": 5}),
    ("GeoJSON", {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"title": "A"}}]}),
    ("GeoJSON", {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}),
    ("TopoJSON", {"type": "Topology", "arcs": [], "objects": {}}),
    ("OpenAPI", {"openapi": "3.0.0", "info": {"title": "An API", "version": "1"}, "paths": {}}),
    ("Swagger", {"swagger": "2.0", "info": {"title": "An API", "version": "1"}, "paths": {}}),
    ("JSON Schema", {"$schema": "x", "title": "A", "type": "object", "properties": {"author": {"type": "string"}}}),
    ("JSON-LD", {"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "A", "author": []}),
    ("extension", {"manifest_version": 3, "name": "A", "version": "1", "author": "B"}),
    ("web app", {"name": "A", "short_name": "A", "start_url": "/", "icons": [], "display": "standalone"}),
    ("JSON Feed", {"version": "1.1", "title": "A", "home_page_url": "x", "items": [{"id": "1", "title": "B"}]}),
    ("HAR", {"log": {"version": "1.2", "entries": []}}),
    ("bookmarks", {"roots": {"bar": {"children": []}}, "checksum": "0", "version": 1}),
    ("source map", {"version": 3, "sources": ["a.ts"], "mappings": "", "names": []}),
    ("Vega", {"$schema": "x", "title": "A", "mark": "bar", "data": {"url": "a.csv"}}),
    ("Wikidata", {"entities": {"Q1": {"type": "item", "labels": {}}}}),
    ("Elasticsearch", {"took": 3, "hits": {"total": 1}}),
    ("texts", {"title": "Welcome", "login": "Log in", "author": "Author"}),
    ("extensions", {"extensions.zotero.dataDir": "/x", "extensions.zotero.attachmentRenameTemplate": "{{ title }}"}),
    ("settings", {"editor.fontSize": 12, "files.autoSave": "off"}),
    ("id, title", {"userId": 1, "id": 1, "title": "Buy milk", "completed": False}),
    ("works_count", {"id": "https://openalex.org/A1", "display_name": "Ann Lee", "works_count": 3}),
    ("labels", {"labels": {"en": "A"}, "claims": {}, "id": "Q1", "type": "item"}),
    ("empty", {}),
    ("kind", {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "a"}, "spec": {}}),
    ("books", {"author": "Chinua Achebe", "country": "Nigeria", "pages": 209, "title": "A", "year": 1958}),
    ("films", {"title": "A", "year": 1979, "authors": ["B"], "rating": 8.1}),
    ("labels", {"DOI": "DOI", "ISBN": "ISBN", "title": "Title", "publicationDate": "Date", "journalAbbreviation": "J"}),
    ("item types", {"itemType": "Type", "title": "Title", "creators": "Creators"}),
    ("presets", {"presets": ["a"], "plugins": [], "env": {"test": {}}}),
    ("style", {"title": "Map", "type": "map", "layers": [], "version": 8} | {"type": "vector"}),
    ("error", {"error": {"code": 404, "message": "not found"}}),
]


@pytest.mark.parametrize(
    ("what", "data"), UNKNOWN, ids=[f"{number}-{what}" for number, (what, _) in enumerate(UNKNOWN)]
)
def test_what_is_no_bibliography_is_refused(what: str, data: dict[str, Any]) -> None:
    found = read(data)
    assert [type(one) for one in found] == [Rejected] * len(found)
    for refused in found:
        assert isinstance(refused, Rejected)
        assert refused.source.line == 1
        assert "this is not a bibliographic record in a known format; it looks like " in refused.reason


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (UNKNOWN[0][1], "a package.json of npm"),
        (
            {"title": "A", "version": 1, "a": 1, "b": 2, "c": 3, "d": 4},
            "an object with the keys title, version, a, b, c …",
        ),
        ({"a": 1}, "an object with the key a"),
        (
            {"hello": "Hallo", "bye": "Adieu"},
            "a list of texts, such as settings or translations, with the keys hello, bye",
        ),
    ],
)
def test_a_refusal_says_what_it_looks_like(data: dict[str, Any], looks: str) -> None:
    (refused,) = read(data)
    assert isinstance(refused, Rejected)
    assert refused.reason.endswith(f"it looks like {looks}")


def test_a_refusal_in_an_envelope_names_its_place() -> None:
    good, bad = read({"items": [{"type": "book", "title": "A"}, {"name": "b", "full_name": "a/b"}]})
    assert isinstance(good, Record)
    assert isinstance(bad, Rejected)
    assert bad.reason.endswith("($.items[1])")


@pytest.mark.parametrize("data", [UNKNOWN[0][1], {"title": "A", "version": "2"}, {"name": "A", "type": "book"}])
def test_one_unknown_object_costs_no_record(data: dict[str, Any]) -> None:
    found = read([{"type": "book", "title": "A"}, data, {"title": "B", "authors": "Ann Lee"}])
    assert [type(one) for one in found] == [Record, Rejected, Record]


# What each dialect is recognised by -----------------------------------------------------------------------------------


def tables() -> list[tuple[str, Dialect]]:
    return [(name, import_module(f"bibstep.formats.dialects.{name}").TABLE) for name in SHOWN]


def test_every_dialect_has_a_sign_an_example_and_a_line_in_the_reference() -> None:
    assert {sign.dialect for sign in SIGNS} == set(SHOWN) - {"bibtex_json"}
    for name, shown in SHOWN.items():
        assert (FOREIGN / f"api-{name}.in.json").exists(), name
        assert f"\n| {shown} |" in REFERENCE, name


@pytest.mark.parametrize(("name", "table"), tables(), ids=list(SHOWN))
def test_the_rows_of_a_table_are_fields(name: str, table: Dialect) -> None:
    parts = {"subtitle", "page-first", "page-last", "citation_key"}
    assert set(table.rows) - parts - set(FIELDS) - NAMES - TEXTS - set(DATES) - CUSTOM == set()


#: Names of custom values, beside CSL's, for which a table has a row.
CUSTOM = {"license", "published-in", "published-on", "DBLP", "ACL"}


@pytest.mark.parametrize("name", dict.fromkeys(sign.dialect for sign in SIGNS))
@pytest.mark.parametrize("reader", ["seed", "crossref", "csl-json"])
def test_a_named_format_refuses_another_dialect(name: str, reader: str) -> None:
    data = (FOREIGN / f"api-{name}.in.json").read_bytes()
    for found in READERS[reader].read(io.BytesIO(data), "f.json"):
        assert isinstance(found, Rejected)


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_is_its_own_dialect_line_by_line_too(name: str) -> None:
    """Records of a page give the same as the same records on lines of their own."""
    data = (FOREIGN / f"api-{name}.in.json").read_bytes()
    whole = [placeless(one) for one in any_json.read(io.BytesIO(data), "f.json")]
    line = json.dumps(json.loads(data), ensure_ascii=False).encode() + b"\n"
    assert [placeless(one) for one in any_json.read(io.BytesIO(line * 2), "f.json")] == whole * 2


def placeless(found: Record | Rejected) -> Record | str:
    return found if isinstance(found, Record) else found.reason


# No value breaks a table ----------------------------------------------------------------------------------------------

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2020-01-05") | st.just("10.1000/1")
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))


def replaced(data: Any, path: list[str | int], value: Any) -> Any:
    """The data with the value at a path replaced."""
    if not path:
        return value
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = replaced(data[path[0]], path[1:], value)
    return copy


def places(data: Any) -> list[list[str | int]]:
    found: list[list[str | int]] = [[]]
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found += [[key, *rest] for rest in places(value)]
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_no_value_raises(name: str) -> None:
    example = json.loads((FOREIGN / f"api-{name}.in.json").read_text(encoding="utf-8"))
    everywhere = places(example)

    @settings(deadline=None, derandomize=True, max_examples=60, database=None)
    @given(st.sampled_from(everywhere), values)
    def check(path: list[str | int], value: Any) -> None:
        for found in read(replaced(example, path, value)):
            hash(found)
            assert found.source.line == 1

    check()


# What a table cannot say ----------------------------------------------------------------------------------------------

OPENALEX = {"id": "https://openalex.org/W1", "title": "A", "type": "article"}


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"abstract_inverted_index": {"b": [1], "a": [0, 2]}}, "abstract", "a b a"),
        ({"abstract_inverted_index": {"IndexLength": 1, "InvertedIndex": {"a": [0]}}}, "abstract", "a"),
        ({"publication_year": 2018}, "issued", "2018"),
        ({"type_crossref": "proceedings-article"}, "type", "paper-conference"),
        ({"type": "libguides"}, "type", "webpage"),
        ({"type": "preprint"}, "type", "article"),
        ({"is_retracted": True}, "custom", (("status", "retracted"),)),
        ({"host_venue": {"display_name": "J", "publisher": "P"}}, "container_title", "J"),
        ({"biblio": {"first_page": "1", "last_page": "9", "series": "B"}}, "custom", (("biblio.series", "B"),)),
        ({"doi": "https://doi.org/10.1000/1"}, "remarks", ()),
    ],
)
def test_openalex(data: dict[str, Any], field: str, expected: object) -> None:
    primary = {"source": {"display_name": "J", "type": "journal"}} if "host_venue" not in data else None
    found = getattr(one({**OPENALEX, "primary_location": primary, **data}), field)
    assert (str(found) if field == "issued" else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        (
            {"authors": [{"name": "Sample Group", "authtype": "CollectiveName"}]},
            "author",
            (Name(literal="Sample Group"),),
        ),
        ({"authors": [{"name": "Roe MA", "authtype": "Editor"}]}, "editor", (Name("Roe", "M. A."),)),
        ({"articleids": [{"idtype": "doi", "value": "10.1000/1"}]}, "doi", "10.1000/1"),
        ({"elocationid": "doi: 10.1000/2"}, "doi", "10.1000/2"),
        ({"vernaculartitle": "Brunnen."}, "custom", (("original-title", "Brunnen"),)),
    ],
)
def test_esummary(data: dict[str, Any], field: str, expected: object) -> None:
    summary = {"uid": "11111111", "pubdate": "2004", "title": "A.", "source": "J", **data}
    assert getattr(one({"result": {"uids": ["11111111"], "11111111": summary}}), field) == expected
    assert getattr(one({"result": {"11111111": summary}}), field) == expected


def test_a_missing_summary_is_rejected_in_its_place() -> None:
    (refused,) = read({"result": {"uids": ["1"], "1": {"uid": "1", "error": "cannot get document summary"}}})
    assert isinstance(refused, Rejected)
    assert refused.reason.endswith("it looks like an error of an API ($.result.1)")


def test_a_part_of_another_item_is_no_record() -> None:
    item = {"itemType": "book", "key": "A", "title": "A book"}
    child = {"itemType": "attachment", "key": "B", "parentItem": "A", "title": "Full text"}
    assert [str(found.title) for found in read([item, child]) if isinstance(found, Record)] == ["A book"]
    assert len(read([item, child])) == 1


def related(kind: str, relation: str, text: str) -> dict[str, str]:
    return {"relatedIdentifierType": kind, "relationType": relation, "relatedIdentifier": text}


def dated(kind: str, date: str) -> dict[str, str]:
    return {"dateType": kind, "date": date}


def person(kind: str, family: str, given: str) -> dict[str, str]:
    return {"creatorType": kind, "lastName": family, "firstName": given}


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"creators": [person("inventor", "Roe", "A.")]}, "author", (Name("Roe", "A."),)),
        ({"creators": [{"creatorType": "guest", "name": "A Roe"}]}, "roles", (("guest", (Name(literal="A Roe"),)),)),
        ({"creators": [{**person("editor", "WHO", ""), "fieldMode": 1}]}, "editor", (Name(literal="WHO"),)),
        ({"tags": ["a", {"tag": "b"}]}, "keyword", ("a", "b")),
        ({"extra": "DOI: 10.1000/1\nSeen."}, "doi", "10.1000/1"),
        ({"extra": "DOI: 10.1000/1\nSeen."}, "note", "Seen."),
        ({"DOI": "10.1000/2", "extra": "DOI: 10.1000/1"}, "note", "DOI: 10.1000/1"),
        ({"extra": "type: dataset"}, "type", "dataset"),
        ({"extra": "director: Roe || Ann"}, "roles", (("director", (Name("Roe", "Ann"),)),)),
        ({"extra": "arXiv:2001.00001 [math.RT]"}, "arxiv", "2001.00001"),
        ({"accessDate": "CURRENT_TIMESTAMP"}, "accessed", None),
        ({"court": "High Court"}, "custom", (("authority", "High Court"),)),
        ({"filingDate": "May 2001"}, "custom", (("submitted", "2001-05"),)),
    ],
)  # fmt: skip
def test_zotero(data: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(one({"itemType": "book", "title": "A", **data}), field)
    assert found == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"journal": "J", "volume": 3, "pages": "1--9"}, "page", (PageRange("1", "9"),)),
        ({"journal": "J", "volume": 3, "number": 2}, "issue", "2"),
        ({"journal": {"name": "J", "volume": "3"}, "author": [{"name": "Ann Lee"}]}, "volume", "3"),
        ({"booktitle": "Proc. Wells 2020", "ENTRYTYPE": "inproceedings"}, "type", "paper-conference"),
        ({"author": "Lee, Ann and Roe, Bob", "doi": "10.1000/1"}, "author", (Name("Lee", "Ann"), Name("Roe", "Bob"))),
        ({"author": ["Ann Lee", "Bob Roe"], "venue": "J"}, "author", (Name("Lee", "Ann"), Name("Roe", "Bob"))),
        ({"journal": "J", "month": "mar"}, "issued", "2020-03"),
        ({"journal": "J", "shelf": "7"}, "custom", (("shelf", "7"),)),
        ({"identifier": [{"type": "doi", "id": "10.1000/1"}], "journal": "J"}, "doi", "10.1000/1"),
        ({"type": "phdthesis", "school": "Test U."}, "publisher", "Test U."),
    ],
)
def test_bibtex_in_json(data: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(one({"title": "A", "author": "Ann Lee", "year": "2020", **data}), field)
    assert (str(found) if field == "issued" else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"venue": ["ICLR", "CoRR"], "type": "Conference and Workshop Papers"}, "custom", (("venue", "CoRR"),)),
        ({"venue": "MIT Press", "type": "Books and Theses"}, "publisher", "MIT Press"),
        ({"venue": "Old Series", "volume": "202", "type": "Books and Theses"}, "collection_title", "Old Series"),
        ({"venue": "Old Series", "volume": "202", "type": "Books and Theses"}, "collection_number", "202"),
        ({"ee": ["https://example.org/a", "https://example.org/b"], "type": "Journal Articles"}, "url",
         "https://example.org/a"),
        ({"type": "Editorship", "authors": {"author": "Ann Lee 0001"}}, "editor", (Name("Lee", "Ann"),)),
    ],
)  # fmt: skip
def test_dblp(data: dict[str, Any], field: str, expected: object) -> None:
    hit = {"info": {"title": "A.", "year": "2020", "key": "x/y/z", **data}}
    custom = (("DBLP", "x/y/z"),) if field == "custom" else ()
    found = getattr(one({"result": {"hits": {"@total": "1", "hit": [hit]}}}), field)
    assert (tuple(pair for pair in found if pair not in custom) if custom else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"relatedIdentifiers": [related("ISSN", "IsPartOf", "0028-0836")]}, "issn", ("0028-0836",)),
        ({"relatedIdentifiers": [related("ISSN", "References", "0028-0836")]}, "issn", ()),
        ({"relatedIdentifiers": [related("arXiv", "IsIdenticalTo", "arXiv:2001.00001")]}, "arxiv", "2001.00001"),
        ({"relatedIdentifiers": [related("arXiv", "IsSupplementTo", "arXiv:2001.00001")]}, "arxiv", ""),
        ({"sizes": ["1 MB", "12 pages"]}, "number_of_pages", "12"),
        ({"alternateIdentifiers": [{"alternateIdentifierType": "URN", "alternateIdentifier": "urn:a"}]}, "custom",
         (("URN", "urn:a"),)),
        ({"dates": [dated("Issued", "2020-05"), dated("Created", "2020-04-01")]}, "issued", "2020-05"),
        ({"dates": [dated("Issued", "2019-05")]}, "issued", "2020"),
        ({"types": {"resourceTypeGeneral": "Text", "resourceType": "Thesis"}}, "type", "thesis"),
        ({"types": {"resourceTypeGeneral": "Software"}}, "type", "software"),
        ({"publisher": "(:unav)"}, "publisher", ""),
        ({"contributors": [{"name": "Lee, Ann", "contributorType": "Sponsor"}]}, "custom", (("Sponsor", "Lee, Ann"),)),
        ({"container": {"type": "Series", "title": "Old Series", "volume": "3"}}, "collection_number", "3"),
        ({"container": {"type": "Series", "title": "J"}, "types": {"resourceTypeGeneral": "JournalArticle"}},
         "container_title", "J"),
    ],
)  # fmt: skip
def test_datacite(data: dict[str, Any], field: str, expected: object) -> None:
    work = {
        "doi": "10.5072/1",
        "creators": [],
        "titles": [{"title": "A"}],
        "publicationYear": 2020,
        "types": {},
        **data,
    }
    found = getattr(one({"data": {"id": "10.5072/1", "type": "dois", "attributes": work}}), field)
    assert (str(found) if field == "issued" else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"first_author": {"full_name": "Lee, Ann"}, "author_count": 3}, "author", (Name("Lee", "Ann"), OTHERS)),
        ({"collaborations": [{"value": "WELLS"}]}, "author", (Name(literal="WELLS Collaboration"),)),
        ({"corporate_author": ["Sample Group"]}, "author", (Name(literal="Sample Group"),)),
        ({"document_type": ["thesis"], "report_numbers": [{"value": "T-1"}]}, "number", "T-1"),
        ({"publication_info": [{"year": 2019}], "imprints": [{"date": "2019-05"}]}, "issued", "2019-05"),
        ({"publication_info": [{"year": 2019}], "preprint_date": "2018-05"}, "issued", "2019"),
        ({"preprint_date": "2018-05"}, "issued", "2018-05"),
        ({"book_series": [{"title": "Old Series", "volume": "3"}]}, "collection_number", "3"),
    ],
)
def test_inspire(data: dict[str, Any], field: str, expected: object) -> None:
    metadata = {"control_number": 1, "titles": [{"title": "A"}], **data}
    found = getattr(one({"hits": {"hits": [{"id": "1", "metadata": metadata}]}}), field)
    assert (str(found) if field == "issued" else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"pubTypeList": {"pubType": ["Preprint"]}, "bookOrReportDetails": {"publisher": "medRxiv"}}, "container_title",
         "medRxiv"),
        ({"pubYear": "2008", "journalInfo": {"dateOfPublication": "2008 Nov-Dec"}}, "issued", "2008-11/2008-12"),
        ({"journalInfo": {"dateOfPublication": "2008"}, "firstPublicationDate": "2008-03-04"}, "issued", "2008-03-04"),
        ({"journalInfo": {"dateOfPublication": "2009"}, "firstPublicationDate": "2008-03-04"}, "issued", "2009"),
        ({"authorString": "Doe J, van Dijk JA."}, "author", (Name("Doe", "J."), Name("Dijk", "J. A.", "van"))),
        ({"title": ["Wells."], "doi": ["10.1000/1"]}, "doi", "10.1000/1"),
        ({"bookOrReportDetails": {"comprisingTitle": "StatWells", "publisher": "P"}}, "type", "chapter"),
    ],
)  # fmt: skip
def test_europe_pmc(data: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(one({"resultList": {"result": [{"title": "A.", "authorString": "Doe J.", **data}]}}), field)
    assert (str(found) if field == "issued" else found) == expected


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"page": ["arXiv:1602.00006"], "identifier": ["arXiv:1602.00006"]}, "arxiv", "1602.00006"),
        ({"page": ["arXiv:1602.00006"]}, "page", ()),
        ({"pubdate": "2017-00-00"}, "issued", "2017"),
        ({"doctype": "mastersthesis", "aff": ["Test U."], "pub": "Masters Thesis"}, "publisher", "Test U."),
        ({"doctype": "proceedings", "pub": "Test Press"}, "publisher", "Test Press"),
        ({"book_author": ["Lee, Ann"]}, "roles", (("container-author", (Name("Lee", "Ann"),)),)),
    ],
)
def test_ads(data: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(one({"response": {"docs": [{"bibcode": "2017A&A", "title": ["A"], **data}]}}), field)
    assert (str(found) if field == "issued" else found) == expected


def test_people_stand_in_the_order_of_the_source() -> None:
    kinds = ("scriptwriter", "guest", "director", "producer", "composer", "interviewer", "recipient")
    creators = [person(kind, kind.title(), "A.") for kind in kinds]
    roles = one({"itemType": "film", "title": "A", "creators": creators}).roles
    assert [people[0].family for _, people in roles] == [kind.title() for kind in kinds]
