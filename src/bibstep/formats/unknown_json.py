"""What JSON that holds no bibliographic records looks like, for the message that refuses it."""

from __future__ import annotations

from collections.abc import Mapping

from bibstep.model import Rejected, Source
from bibstep.text.clean import shorten

#: What a file is -> the keys that objects of its kind have, all of them.
_LOOKS = (
    ("a package-lock.json of npm", "lockfileVersion"),
    ("a package.json of npm", "name dependencies"),
    ("a package.json of npm", "name devDependencies"),
    ("a package.json of npm", "name scripts"),
    ("a composer.json of PHP", "name require"),
    ("a composer.lock of PHP", "content-hash packages"),
    ("a Pipfile.lock of Python", "_meta default develop"),
    ("a Jupyter notebook", "cells nbformat"),
    ("GeoJSON", "type features"),
    ("GeoJSON", "type geometry"),
    ("GeoJSON", "type coordinates"),
    ("TopoJSON", "type arcs"),
    ("a tsconfig.json of TypeScript", "compilerOptions"),
    ("a description of an API (OpenAPI)", "openapi info"),
    ("a description of an API (Swagger)", "swagger info"),
    ("a JSON Schema", "$schema properties"),
    ("a JSON Schema", "$schema definitions"),
    ("a JSON Schema", "$schema $defs"),
    ("JSON-LD, such as of schema.org; export CSL-JSON, BibTeX or RIS instead", "@context"),
    ("JSON-LD, such as of schema.org; export CSL-JSON, BibTeX or RIS instead", "@graph"),
    ("the manifest of a browser's extension", "manifest_version"),
    ("the manifest of a web app", "start_url icons"),
    ("a JSON Feed", "version feed_url"),
    ("a JSON Feed", "version items home_page_url"),
    ("an archive of HTTP requests (HAR)", "log"),
    ("a file of bookmarks", "roots checksum"),
    ("a source map", "mappings sources"),
    ("a Vega or Vega-Lite chart", "$schema mark"),
    ("a Postman collection", "info item"),
    ("an entity of Wikidata", "labels claims"),
    ("entities of Wikidata", "entities"),
    ("the answer of a search engine (Elasticsearch)", "hits took"),
    ("an author of Semantic Scholar, and not a work", "authorId"),
    ("an entity of OpenAlex, and not a work", "id works_count"),
    ("a style or a library of Zotero, and not an item", "id library meta"),
    ("an error of an API", "error"),
    ("an error of an API", "errors"),
)
#: So many keys are named in a message.
_NAMED = 5


def looks_like(data: Mapping[str, object]) -> str:
    """What an object looks like, in words: the kind of file that it is of, or else its keys.

    >>> looks_like({"name": "a", "scripts": {}}), looks_like({"a": 1, "b": 2}), looks_like({})
    ('a package.json of npm', 'an object with the keys a, b', 'an empty object')
    """
    for what, keys in _LOOKS:
        if all(key in data for key in keys.split()):
            return what
    if not data:
        return "an empty object"
    if len(data) > 1 and all(isinstance(value, str) for value in data.values()):
        return f"a list of texts, such as settings or translations, with the keys {_keys(data)}"
    return f"an object with the key{'s' if len(data) > 1 else ''} {_keys(data)}"


def _keys(data: Mapping[str, object]) -> str:
    named = ", ".join([shorten(key, 30) for key in list(data)[:_NAMED]])
    return f"{named} …" if len(data) > _NAMED else named


def refused(data: Mapping[str, object], source: Source) -> Rejected:
    """The Rejected for an object that is in no dialect that is known."""
    reason = f"this is not a bibliographic record in a known format; it looks like {looks_like(data)}"
    return Rejected(source, reason, shorten(str(dict(list(data.items())[:4]))))
