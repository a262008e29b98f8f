"""The format of an input, by its first bytes, then by its name; and the messages for formats that are not read."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest

from bibstep import Rejected, read
from bibstep.formats import detected
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
        (b'<?xml version="1.0"?><xml><records>', "XML"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"%0 Journal Article\n%T x", "EndNote's tagged format"),
        (b"---\nreferences:\n- id: x", "YAML"),
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


def test_bib_and_ris_files_of_a_folder_are_read_if_it_has_no_other(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("<html>")
    assert [type(one) for one in read(tmp_path)] == [Rejected]
    (tmp_path / "record.txt").write_text('{"title": "A title", "year": 2020}')
    assert [str(one.source).rpartition("/")[2] for one in read(tmp_path)] == ["record.txt:1"]


@pytest.mark.parametrize(
    ("wanted", "data", "what"),
    [
        ("ris", b"@book{k, title = {T}}", "BibTeX"),
        ("ris", b'{"title": "T"}', "JSON"),
        ("bibtex", b"TY  - BOOK\nER  - \n", "RIS"),
        ("seed", b"TY  - BOOK\nER  - \n", "RIS"),
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
        ("seed", '{"title": "Cells", "author": [{"family": "Lee"}]}', "looks like CSL-JSON"),
        ("seed", '{"title": "Cells", "issued": {"date-parts": [[2020]]}}', "looks like CSL-JSON"),
        ("csl-json", '{"title": "Cells", "authors": "A. Lee"}', "looks like an aggregator's record"),
        ("crossref", '{"title": "Cells", "resultStr": "{}"}', "looks like an aggregator's record"),
        ("seed", '{"title": "Cells", "authors": "A. Lee"}', ""),
        ("seed", '{"title": "Cells", "volume": "3"}', ""),
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
