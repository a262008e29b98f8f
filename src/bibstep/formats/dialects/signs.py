"""How each dialect of JSON is recognised: by keys that it has and no other JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Sign(NamedTuple):
    """A way to recognise a dialect: all of ``keys`` are in an object.

    ``inside`` is the key of the object in it that is the record, which has all of ``inner``; without it, the object
    itself is the record. The value under the first of the keys is one of ``words``, contains the text ``contains``, or
    with ``lists`` is a list.
    """

    dialect: str
    keys: tuple[str, ...]
    inside: str = ""
    inner: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    contains: str = ""
    lists: bool = False


#: Zotero's types of items (its schema, version 37, and Juris-M's).
_ZOTERO = frozenset(
    """annotation artwork attachment audioRecording bill blogPost book bookSection case classic computerProgram
    conferencePaper dataset dictionaryEntry document email encyclopediaArticle film forumPost gazette hearing
    instantMessage interview journalArticle legalCommentary letter magazineArticle manuscript map newspaperArticle note
    patent podcast preprint presentation radioBroadcast regulation report standard statute thesis treaty tvBroadcast
    videoRecording webpage""".split()
)
#: The dialects; the first sign that fits counts. A dialect is a module of this folder.
SIGNS = (
    Sign("openalex", ("id", "display_name"), contains="openalex.org/W"),
    Sign("openalex", ("id", "title"), contains="openalex.org/W"),
    Sign("openalex", ("id", "doi"), contains="openalex.org/W"),
    Sign("openalex", ("authorships", "display_name")),
    Sign("openalex", ("authorships", "title")),
    Sign("openalex", ("abstract_inverted_index", "title")),
    Sign("zotero", ("itemType",), words=_ZOTERO),
    Sign("zotero", ("data", "key"), inside="data", inner=("itemType",)),
    Sign("datacite", ("attributes",), inside="attributes", inner=("creators", "titles")),
    Sign("datacite", ("creators", "titles", "publicationYear"), lists=True),
    Sign("datacite", ("creators", "titles", "types"), lists=True),
    Sign("europepmc", ("authorString", "title")),
    Sign("europepmc", ("journalInfo", "title")),
    Sign("europepmc", ("pubYear", "title", "source")),
    Sign("inspire", ("metadata",), inside="metadata", inner=("control_number", "titles")),
    Sign("inspire", ("titles", "control_number"), lists=True),
    Sign("inspire", ("titles", "document_type"), lists=True),
    Sign("dblp", ("info",), inside="info", inner=("key", "title")),
    Sign("dblp", ("info",), inside="info", inner=("title", "type")),
    Sign("dblp", ("info",), inside="info", inner=("title", "year")),
    Sign("dblp", ("ee", "key", "title", "type")),
    Sign("dblp", ("venue", "ee", "title")),
    Sign("dblp", ("venue", "key", "title", "type")),
    Sign("ads", ("bibcode", "title")),
    Sign("ads", ("bibcode", "author")),
    Sign("ads", ("bibcode", "pubdate")),
    Sign("esummary", ("sortpubdate", "title")),
    Sign("esummary", ("fulljournalname", "title")),
    Sign("esummary", ("articleids", "title")),
    Sign("esummary", ("uid", "pubdate")),
    Sign("esummary", ("pubdate", "source", "title")),
    Sign("s2ag", ("corpusid", "title")),
    Sign("unpaywall", ("best_oa_location", "doi_url")),
    Sign("unpaywall", ("oa_status", "doi_url")),
    Sign("unpaywall", ("z_authors", "title")),
    Sign("biorxiv", ("author_corresponding", "title")),
    Sign("biorxiv", ("jatsxml", "title")),
    Sign("biorxiv", ("preprint_title", "preprint_doi")),
    Sign("biorxiv", ("preprint_title", "biorxiv_doi")),
    Sign("biorxiv", ("biorxiv_doi", "published_doi")),
)
#: Dialect -> its name in messages.
SHOWN: Mapping[str, str] = {
    "openalex": "OpenAlex",
    "datacite": "DataCite",
    "europepmc": "Europe PMC",
    "zotero": "Zotero",
    "inspire": "INSPIRE",
    "dblp": "DBLP",
    "ads": "NASA ADS",
    "esummary": "PubMed esummary",
    "s2ag": "Semantic Scholar bulk (S2AG)",
    "unpaywall": "Unpaywall",
    "biorxiv": "bioRxiv and medRxiv",
    "bibtex_json": "fields of BibTeX as JSON",
}
#: First key of a sign -> the signs that begin with it: most objects have none or one of these keys.
_BY_KEY = {key: [sign for sign in SIGNS if sign.keys[0] == key] for key in {sign.keys[0] for sign in SIGNS}}


def _fits(value: object, sign: Sign) -> bool:
    """Whether the value under a sign's first key is what the sign wants."""
    if sign.words and not (isinstance(value, str) and value in sign.words):
        return False
    return (not sign.contains or sign.contains in str(value)) and (not sign.lists or isinstance(value, list))


def recognised(data: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """Return the dialect of an object, or "", and the record in it.

    >>> recognised({"id": "https://openalex.org/W1", "title": "A"})[0], recognised({"id": "1", "title": "A"})[0]
    ('openalex', '')
    """
    found = _BY_KEY.keys() & data.keys()
    if not found:
        return "", data
    signs = [sign for key in found for sign in _BY_KEY[key]]
    for sign in signs if len(found) == 1 else sorted(signs, key=SIGNS.index):
        if _fits(data[sign.keys[0]], sign) and all(key in data for key in sign.keys):
            record = data[sign.inside] if sign.inside else data
            if isinstance(record, dict) and all(key in record for key in sign.inner):
                return sign.dialect, record
    return "", data
