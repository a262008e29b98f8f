"""Files in formats that are not read: what each is, by its first bytes, and what to export or convert in its place."""

from __future__ import annotations

import re

from bibstep.text.patterns import later

_EXPORT = "export BibTeX, RIS or CSL-JSON from the program that it belongs to"
_SAVE_AS_CSV = "save the sheet as CSV, or export BibTeX or RIS from the program that the records come from"

#: First bytes of files that are not text -> what they are.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"SQLite format 3\0", f"an SQLite database, as Zotero and other programs keep their library in; {_EXPORT}"),
    (b"%PDF", "a PDF; take the record of the work from where the PDF comes from, or its DOI from the first page"),
    (b"\xd0\xcf\x11\xe0", f"a document of an old Microsoft Office; {_SAVE_AS_CSV}"),
    (b"{\\rtf", f"a formatted text (RTF); {_EXPORT}"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PAR1", "a Parquet table; convert it to JSON Lines"),
    (b"ARROW1", "an Arrow table; convert it to JSON Lines"),
    (b"Obj\x01", "an Avro file; convert it to JSON Lines"),
    (b"\x89HDF", "an HDF5 file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x80\x04\x95", "a Python pickle, which is never loaded"),
    (b"\x1f\x8b", "compressed with gzip; decompress it"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; decompress it"),
    (b"BZh", "compressed with bzip2; decompress it"),
    (b"\xfd7zXZ", "compressed with xz; decompress it"),
)
#: What the first file in a zip archive shows of it.
_ZIP = (
    (later(rb"xl/"), f"a spreadsheet (xlsx); {_SAVE_AS_CSV}"),
    (later(rb"word/"), "a Word document (docx); export the references from the program that manages them"),
    (later(rb"mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet"), f"a spreadsheet (ods); {_SAVE_AS_CSV}"),
    (later(rb"mimetypeapplication/vnd\.oasis"), "a document of LibreOffice; export the references from their program"),
    (later(rb"mimetypeapplication/epub"), "an e-book (EPUB)"),
    (later(rb"sdb/|\.Data/|\.enl"), "a compressed EndNote library; export RIS or EndNote XML from EndNote"),
    (later(rb""), "a zip archive; unpack it and give the files in it"),
)
#: What may stand before the first element of an XML file.
_XML = rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*|<!DOCTYPE(?!\s+html)[^>\[]*>\s*)*"
#: First text -> what it is. A text that may also be in a readable file must stand at the very beginning.
_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (later(_XML + rb"<(?:\w+:)?RDF\b", re.DOTALL), f"RDF; {_EXPORT}"),
    (later(rb"\s*@prefix\s|\s*@base\s|\s*PREFIX\s+\w*:", re.IGNORECASE), f"RDF (Turtle); {_EXPORT}"),
    (later(_XML + rb"<(?:!DOCTYPE\s+)?html\b", re.DOTALL | re.IGNORECASE),
     "a web page; use the page's own export to BibTeX or RIS"),
    (later(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:collection|record)\b[^>]{0,400}MARC21|\s*\d{5}[acdnp][a-z].{3}22\d{5}.{3}45"
           rb"|\s*=LDR  ?\d{5}|\s*LDR\s+\d{5}"),
     "MARC; export BibTeX, RIS or MODS from the catalogue"),
    (later(rb"\s*(?:<\?xml[^>]*>\s*)?<feed\b|\s*(?:<\?xml[^>]*>\s*)?<rss\b"),
     "a feed (Atom or RSS); take the records from the site's export to BibTeX or RIS"),
    (later(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:article|pmc-articleset)\b"),
     "the full text of an article (JATS XML); take its record from PubMed or Crossref"),
    (later(rb"\s*(?:<\?xml[^>]*>\s*)?<TEI\b|\s*(?:<\?xml[^>]*>\s*)?<teiCorpus\b"),
     "TEI; export BibTeX or RIS from the program that it comes from"),
    (later(rb"\s*<\?xml|\s*<(?:xml|records)\b"), "XML; export BibTeX or RIS instead"),
    (later(rb"(?:\s*%[^\n]*\n)*\s*(?:\\begin\{thebibliography\}|\\providecommand|\\newcommand|\\refsection|\\bibitem)"
           rb"|\s*% \$ biblatex (?:auxiliary|bbl)"),
     "a .bbl file, which LaTeX's programs make from the .bib file; give the .bib file"),
    (later(rb"\s*(?:<\s*\d+\s*\.?\s*>\s*)?VN {1,3}- Ovid"), "Ovid's own tagged format; export RIS from Ovid"),
    (later(rb"\s*RT (?:Book|Journal|Conference|Dissertation|Generic|Web Page|Report|Magazine|Abstract|Thesis)"),
     "RefWorks's tagged format; export RIS or BibTeX from RefWorks"),
    (later(rb"\s*(?:From|Return-Path|Received|MIME-Version): "), "an e-mail; save the file that is attached to it"),
)  # fmt: skip
#: The same for files that may have records in them, as a LaTeX document in its ``filecontents``.
_AROUND_RECORDS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (later(rb"\s*\\relax|\s*\\citation\{|\s*\\abx@"), "an .aux file of LaTeX; give the .bib file"),
    (later(rb"(?:\s*%[^\n]*\n)*\s*\\documentclass"), "a LaTeX document; give the .bib file that it names"),
    (later(rb"\s*ENTRY\s*\{|\s*%[^\n]*\.bst\b"), "a style of BibTeX (.bst); give the .bib file"),
    (later(rb"\s*(?:#!|import \w|from \w+ import |<\?php)"), "a program; give the file that it writes"),
)  # fmt: skip


def binary(head: bytes) -> str:
    """Return what an input is that begins with these bytes, if it is not text; else ""."""
    if head.startswith(b"PK\x03\x04"):
        return next(what for sign, what in _ZIP if sign.search(head))
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return what
    start = head[:1024]
    zeros = start.count(b"\0")
    # In UTF-16 every second byte of ASCII is zero.
    if zeros and zeros * 4 < len(start) and start[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return f"not text; {_EXPORT}"
    return ""


def foreign(head: bytes, has_records: bool = False) -> str:
    """Return what an input is that begins like a format that is not read, and what to do; else "".

    ``has_records``: there is the sign of a format that is read after the beginning.

    >>> foreign(b"SQLite format 3\\0").partition(",")[0], foreign(b"@book{k, title = {T}}")
    ('an SQLite database', '')
    """
    head = head.lstrip(b"\xef\xbb\xbf")
    texts = _TEXTS if has_records else (*_TEXTS, *_AROUND_RECORDS)
    return binary(head) or next((what for sign, what in texts if sign.match(head)), "")
