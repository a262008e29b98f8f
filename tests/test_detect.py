"""The format of an input, by its first bytes, then by its name; and the messages for formats that are not read."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest

from bibstep import InputError, Record, Rejected, read
from bibstep.formats import detected, reading
from bibstep.input.detect import peeked


@pytest.mark.parametrize(
    ("head", "name", "form"),
    [
        (b'{"title": "x"}', "records.txt", "json"),
        (b"[\n  {", "refs.json", "json"),
        (b"\xef\xbb\xbf[{", "refs", "json"),
        ('[{"id": "x"}]'.encode("utf-16"), "refs", "json"),
        (b"some words\n{\n", "-", "json"),
        (b"% a comment\n\n@Article{x,", "refs.txt", "bibtex"),
        (b"@string(x = {y})", "<stdin>", "bibtex"),
        (b"JabRef wrote this\n@ book {x,", "refs", "bibtex"),
        ("@article{x,".encode("utf-16"), "refs", "bibtex"),
        (b"TY  - JOUR\r\n", "download", "ris"),
        (b"\nPMID- 123\nOWN - NLM", "download.txt", "ris"),
        (b"\xef\xbb\xbfFN Clarivate Analytics Web of Science\nVR 1.0\n", "savedrecs.txt", "ris"),
        (b"PT J\nAU Roe, J", "savedrecs.txt", "ris"),
        (b"Provider: somebody\n\n TY - JOUR", "download.txt", "ris"),
        (b"%0 Journal Article\n%T x", "download", "endnote"),
        (b"%A Roe, Jane\n%T A title\n", "refs.txt", "endnote"),
        (b"% A comment\n%T no tag\n@book{x,", "refs.bib", "bibtex"),
        (b"cff-version: 1.2.0\ntitle: x\nreferences:\n- type: book\n  title: y\n", "refs.yml", "cff"),
        (b"Authors,Title,Year\n", "scopus.csv", "csv"),
        # The name decides if the bytes allow it or have no sign.
        (b"{nothing}\n@misc{x,", "refs.bib", "bibtex"),
        (b"% only a comment", "refs.bib", "bibtex"),
        (b"", "refs.ris", "ris"),
        (b"", "refs.biblatex", "bibtex"),
        (b'[{"id": "x"}]', "refs.bib", "json"),
        (b"nothing at all", "refs", "json"),
    ],
)
def test_a_format_is_detected_from_its_first_bytes(head: bytes, name: str, form: str) -> None:
    assert detected(head, name) == form


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b'<?xml version="1.0"?><dblp>', "XML"),
        (b"<!DOCTYPE html>", "a web page"),
    ],
)
def test_a_format_that_is_not_read_is_named(head: bytes, what: str) -> None:
    (found,) = read(io.BytesIO(head))
    assert isinstance(found, Rejected)
    assert found.reason.startswith(f"this is {what}")


def test_a_stream_is_read_from_its_position() -> None:
    stream = io.BytesIO(b"junk{}")
    stream.seek(4)
    head, again = peeked(stream)
    assert (head, again.read()) == (b"{}", b"{}")


def test_a_pipe_is_read_only_as_far_as_needed_and_then_whole() -> None:
    reading, writing = os.pipe()
    detected = threading.Event()

    def write() -> None:
        with os.fdopen(writing, "wb", 0) as pipe:
            pipe.write(b"\n\n")
            pipe.write(b"TY  - JOUR\n")
            assert detected.wait(600)
            pipe.write(b"ER  - \n")

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reading, "rb") as pipe:
        head, again = peeked(pipe)
        detected.set()
        assert head == b"\n\nTY  - JOUR\n"
        assert again.read() == b"\n\nTY  - JOUR\nER  - \n"
    thread.join()


def test_files_of_all_formats_in_a_folder_are_read_records_first(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text("TY  - BOOK\nTI  - One\nER  - \n")
    (tmp_path / "b.nbib").write_text("PMID- 1\nTI  - Two.\n")
    (tmp_path / "record.txt").write_text('{"title": "A title", "authors": "Ann Lee", "year": 2020}')
    found = list(read(tmp_path))
    assert [str(one.source).rpartition("/")[2] for one in found] == ["record.txt:1", "a.ris:1", "b.nbib:1"]
    assert not any(isinstance(one, Rejected) for one in found)


def test_what_is_not_read_in_a_folder_is_reported_by_ending(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "c.docx", "Makefile", ".hidden", "refs.bib"):
        (tmp_path / name).write_text("@book{k, title = {One}}")
    os.mkfifo(tmp_path / "pipe.bib")
    told: list[str] = []
    assert len(list(reading.read(tmp_path, report=told.append))) == 1
    assert told == [f"{tmp_path}: not read: 2 .pdf, 1 .docx, 1 a pipe or a device, 1 without an ending"]


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"SQLite format 3\0\x10", "an SQLite database"),
        (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml" + b"\0" * 100 + b"xl/workbook.xml", "a spreadsheet (xlsx)"),
        (b"PK\x03\x04\x14\0refs.bib", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "a document of an old Microsoft Office"),
        (b"{\\rtf1\\ansi", "a formatted text (RTF)"),
        (b"% $ biblatex auxiliary file $\n", "a .bbl file"),
        (b"\\begin{thebibliography}{9}\n", "a .bbl file"),
        (b"\\relax \n\\citation{a}", "an .aux file"),
        (b"\\documentclass{article}\n", "a LaTeX document"),
        (b'<?xml version="1.0"?>\n<rdf:RDF xmlns', "RDF"),
        (b"@prefix dc: <http://purl.org/dc/terms/> .", "RDF (Turtle)"),
        (b"<html lang='en'>", "a web page"),
        (b"00714cam a2200205 a 4500001001300000", "MARC"),
        (b"=LDR  00714cam", "MARC"),
        (b"<?xml version='1.0'?><feed xmlns", "a feed"),
        (b"some text\0\0 and more than that", "not text"),
        (b"<1. >\nVN  - Ovid Technologies\n", "Ovid's own tagged format"),
        (b"RT Journal Article\nA1 Roe,Jane\n", "RefWorks's tagged format"),
    ],
)
@pytest.mark.parametrize("wanted", ["auto", "bibtex", "ris"])
def test_what_is_no_bibliography_is_named(head: bytes, what: str, wanted: str) -> None:
    (found,) = read(io.BytesIO(head), format=wanted)
    assert isinstance(found, Rejected)
    assert what in found.reason
    assert f"this is {what}" in found.reason or f"it looks like {what}" in found.reason


def test_a_document_with_entries_in_it_is_read() -> None:
    (found,) = read(io.BytesIO(b"\\documentclass{article}\n@book{k, title = {One}}\n"))
    assert isinstance(found, Record)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("10.1000/xyz", "'https://doi.org/10.1000/xyz'"),
        ("doi:10.1000/xyz", "'https://doi.org/10.1000/xyz'"),
        ("https://doi.org/10.1000/xyz", "'https://doi.org/10.1000/xyz'"),
        ("arXiv:2404.13957", "'https://arxiv.org/bibtex/2404.13957'"),
        ("https://example.org/refs.bib", "'https://example.org/refs.bib'"),
        ("https://example.org/it's", "'https://example.org/it%27s'"),
    ],
)
def test_what_is_to_be_fetched_is_answered_with_a_command(name: str, command: str) -> None:
    with pytest.raises(InputError, match="bibstep fetches nothing; try: curl") as raised:
        list(read(name))
    assert f"{command} | bibstep convert -" in str(raised.value)


@pytest.mark.parametrize(
    ("wanted", "data", "what"),
    [
        ("ris", b"@book{k, title = {T}}", "BibTeX"),
        ("ris", b'{"title": "T"}', "JSON"),
        ("bibtex", b"TY  - BOOK\nER  - \n", "RIS"),
        ("aggregator", b"TY  - BOOK\nER  - \n", "RIS"),
        ("csl-json", b"@book{k, title = {T}}", "BibTeX"),
        ("crossref", b"<?xml version='1.0'?>", "XML"),
        ("ris", "@book{k, title = {T}}".encode("utf-16"), "BibTeX"),
    ],
)
def test_an_input_in_another_format_than_the_given_one(wanted: str, data: bytes, what: str) -> None:
    (found,) = read(io.BytesIO(data), format=wanted)
    assert isinstance(found, Rejected)
    assert found.source.line == 1
    assert f"it looks like {what}" in found.reason
    assert wanted in found.reason


@pytest.mark.parametrize(
    ("wanted", "data", "message"),
    [
        ("aggregator", '{"title": "Cells", "author": [{"family": "Lee"}]}', "looks like CSL-JSON"),
        ("aggregator", '{"title": "Cells", "issued": {"date-parts": [[2020]]}}', "looks like CSL-JSON"),
        ("csl-json", '{"title": "Cells", "authors": "A. Lee"}', "looks like an aggregator's record"),
        ("crossref", '{"title": "Cells", "resultStr": "{}"}', "looks like an aggregator's record"),
        ("aggregator", '{"title": "Cells", "authors": "A. Lee"}', ""),
        ("aggregator", '{"title": "Cells", "volume": "3"}', ""),
        ("csl-json", '{"title": "Cells", "author": [{"family": "Lee"}]}', ""),
        ("crossref", '{"title": "Cells", "author": [{"family": "Lee"}]}', ""),
        ("csl-json", '{"title": "Cells", "author": [{"family": "Lee"}], "authors": "A. Lee"}', ""),
    ],
)
def test_another_dialect_of_json_is_detected_and_loses_nobody(wanted: str, data: str, message: str) -> None:
    (found,) = read(io.BytesIO(data.encode()), format=wanted)
    assert isinstance(found, Rejected) is bool(message)
    if isinstance(found, Rejected):
        assert message in found.reason
        assert "--from auto" in found.reason
