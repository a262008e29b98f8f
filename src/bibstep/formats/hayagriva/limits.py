"""What Hayagriva cannot express, and its names for CSL's types and roles.

Sources: hayagriva's docs/file-format.md, and src/csl/taxonomy.rs for the CSL types that it derives from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bibstep.formats.limits import Limits, without_others
from bibstep.model import OTHERS, Record, Rich, Span
from bibstep.rich import clean_rich
from bibstep.values.tex import texmath

#: CSL type -> entry type; a type that is not listed is ``misc``.
ENTRIES: Mapping[str, str] = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "video",
    "chapter": "chapter",
    "classic": "book",
    "collection": "anthology",
    "dataset": "repository",
    "entry": "entry",
    "entry-dictionary": "entry",
    "entry-encyclopedia": "entry",
    "figure": "artwork",
    "graphic": "artwork",
    "legal_case": "case",
    "legislation": "legislation",
    "manuscript": "manuscript",
    "map": "artwork",
    "motion_picture": "video",
    "musical_score": "audio",
    "pamphlet": "book",
    "paper-conference": "article",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "post": "post",
    "post-weblog": "article",
    "regulation": "legislation",
    "report": "report",
    "review": "article",
    "review-book": "article",
    "software": "repository",
    "song": "audio",
    "standard": "report",
    "thesis": "thesis",
    "treaty": "legislation",
    "webpage": "web",
}

#: CSL type -> the type of its parent; for a type that is not listed it is ``misc``, which every entry can have. A
#: preprint has none of an article's usual parents, because hayagriva would read it as a journal article.
PARENTS: Mapping[str, str] = {
    "article": "web",
    "article-journal": "periodical",
    "article-magazine": "periodical",
    "article-newspaper": "newspaper",
    "book": "anthology",
    "broadcast": "video",
    "chapter": "book",
    "classic": "anthology",
    "collection": "anthology",
    "entry": "reference",
    "entry-dictionary": "reference",
    "entry-encyclopedia": "reference",
    "legal_case": "anthology",
    "paper-conference": "proceedings",
    "post": "thread",
    "post-weblog": "blog",
    "report": "anthology",
    "review": "periodical",
    "review-book": "periodical",
    "song": "audio",
    "standard": "anthology",
    "webpage": "web",
}

#: CSL name variable -> role.
PERSON_ROLES: Mapping[str, str] = {
    "compiler": "compiler",
    "composer": "composer",
    "contributor": "collaborator",
    "director": "director",
    "executive-producer": "executive-producer",
    "illustrator": "illustrator",
    "narrator": "narrator",
    "organizer": "organizer",
    "performer": "cast-member",
    "producer": "producer",
    "script-writer": "writer",
}


def partly(record: Record) -> Iterator[tuple[str, str]]:
    """The fields of a record of which Hayagriva drops a part, each with what it has in their place."""
    if not record.title.is_plain and any(set(span.styles) - {"nocase", "math"} for span in record.title.spans):
        yield "title", "no markup; the title was written as plain text"
    if record.type not in ENTRIES and record.type != "document":
        yield "type", f"no type for {record.type}; misc was written"
    for name, people in (("author", record.author), ("editor", record.editor), ("translator", record.translator)):
        if people and people[-1] == OTHERS:
            yield name, 'no place for "and others"'


def plain_title(title: Rich) -> Rich:
    """A title without markup, its formulas in Unicode, with ``nocase`` where it is."""
    spans = [
        Span(texmath.to_text(text), ("nocase",)) if "math" in styles else Span(text, styles)
        for text, styles in title.spans
    ]
    return clean_rich(Rich.join([Span(text, tuple([s for s in styles if s == "nocase"])) for text, styles in spans]))


def project(record: Record) -> Record:
    """The record as Hayagriva can express it: a container in the place of a series is one."""
    container = record.container_title or record.container_title_short
    record = replace(
        record,
        title=Rich.of(plain_title(record.title).source or record.title_short),
        author=without_others(record.author),
        editor=without_others(record.editor),
        translator=without_others(record.translator),
        container_title=container,
    )
    if container and not record.collection_title and PARENTS.get(record.type) == "anthology":
        return replace(
            record,
            container_title="",
            container_title_short="",
            collection_title=container,
            collection_number=record.volume,
            volume="",
        )
    return record


LIMITS = Limits(
    partly=partly,
    word=lambda record_type, _: ENTRIES.get(record_type, "misc"),
    project=project,
    rank=2,
    formulas="plain",
    unsaid={
        "keyword": "no field for keywords",
        "pdf": "no field for a second link",
        "custom": "no custom fields",
        "aliases": "no second key for an entry",
    },
)
