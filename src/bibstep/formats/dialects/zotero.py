"""Zotero: items of its API, of its export translators, and of Better BibTeX's JSON.

Source: Zotero's schema (version 37) with its mapping to CSL; items of the API, of Better BibTeX and of Juris-M.
"""

from __future__ import annotations

from bibstep.formats.dialects.table import Json, Values, body, dialect, objects, person, text
from bibstep.model import Name
from bibstep.values import identifiers, notes, titles, variables

#: Zotero's types of creators -> CSL's names for people.
_ROLES = {
    "author": "author",
    "artist": "author",
    "cartographer": "author",
    "creator": "author",
    "interviewee": "author",
    "inventor": "author",
    "podcaster": "author",
    "presenter": "author",
    "programmer": "author",
    "sponsor": "author",
    "bookAuthor": "container-author",
    "castMember": "performer",
    "composer": "composer",
    "contributor": "contributor",
    "director": "director",
    "editor": "editor",
    "guest": "guest",
    "illustrator": "illustrator",
    "interviewer": "interviewer",
    "performer": "performer",
    "producer": "producer",
    "recipient": "recipient",
    "reviewedAuthor": "reviewed-author",
    "scriptwriter": "script-writer",
    "seriesEditor": "collection-editor",
    "translator": "translator",
}
_FIELDS_OF = {**variables.FIELDS, "issued": "issued", "accessed": "accessed", "original-date": "original_date",
              "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid", "ISBN": "isbn", "ISSN": "issn", "type": "type",
              "citation-key": "citation_key", "arxiv": "arxiv"}  # fmt: skip


def _more(data: Json, values: Values) -> None:
    _people(data, values)
    tags = data.get("tags")
    words = (
        [text(one, "tag") if isinstance(one, dict) else one for one in tags if one] if isinstance(tags, list) else []
    )
    values["keyword"] = [word for word in words if isinstance(word, str)]
    if not values.get("collection_title"):
        values["collection_title"] = text(data, "seriesTitle")
    elif text(data, "seriesTitle"):
        values["series-title"] = text(data, "seriesTitle")
    number = text(values, "number")
    if number.lower().startswith("arxiv:") and identifiers.arxiv(number)[0]:
        values["arxiv"], values["number"] = number, ""
    if "CURRENT" in text(values, "accessed"):
        values["accessed"] = ""
    if text(data, "itemType") == "presentation":
        values["event_place"] = values.pop("publisher_place", "")
    _extra(text(data, "extra"), values)
    own = [text(one, "note") if isinstance(one, dict) else one for one in data.get("notes") or () if one]
    lines = [titles.parse_plain(note, "note")[0] for note in own if isinstance(note, str)]
    values["note"] = "\n".join(filter(None, [values.get("note", ""), *lines]))


def _other(data: Json) -> str | None:
    """What an item is that is no work: nothing but a part of another one, or a file or a note by itself."""
    kind = text(data, "itemType")
    if kind not in ("attachment", "note", "annotation"):
        return None
    return "" if kind == "annotation" or text(data, "parentItem") else f"Zotero's item of type {kind}"


def _people(data: Json, values: Values) -> None:
    for one in objects(data, "creators"):
        kind = text(one, "creatorType") or "author"
        role = _ROLES.get(kind, "")
        name = text(one, "name")
        family, given = text(one, "lastName"), text(one, "firstName")
        who = body(name or family) if name or (family and not given and one.get("fieldMode")) else person(family, given)
        if not who:
            continue
        if role:
            values.setdefault(role, []).append(who)
        else:
            values.setdefault(kind, []).append(str(who))


def _extra(extra: str, values: Values) -> None:
    """The variables that the field Extra sets, where the item has none; its other lines are a note."""
    if not extra:
        return
    rest, found = notes.variables(extra)
    lines = [rest] if rest else []
    for name, value in found:
        if name in variables.NAMES:
            family, bars, given = value.partition("||")
            people: list[str | Name] = values.setdefault(name, [])
            people.append(person(family, given) if bars else body(value))
            continue
        field = _FIELDS_OF.get(name, name)
        if field == "arxiv":
            value = value.partition(" [")[0]
        if name == "citation-key" and values.get(field):
            continue
        if field == "type" or not values.get(field):
            values[field] = value
        else:
            lines.append(f"{name}: {value}")
    values["note"] = "\n".join(lines)


_ROWS = {
    "title": "title caseName nameOfAct subject",
    "title_short": "shortTitle",
    "container_title": "publicationTitle bookTitle proceedingsTitle encyclopediaTitle dictionaryTitle blogTitle"
    " websiteTitle forumTitle programTitle reporter code album",
    "container_title_short": "journalAbbreviation autoJournalAbbreviation bookAbbreviation",
    "collection_title": "series",
    "collection_number": "seriesNumber",
    "event_title": "conferenceName meetingName",
    "event_place": "eventPlace",
    "publisher": "publisher label company repository distributor network institution university studio",
    "publisher_place": "place repositoryLocation",
    "genre": "type thesisType reportType websiteType letterType manuscriptType mapType postType presentationType"
    " genre regulationType sessionType",
    "edition": "edition",
    "version": "versionNumber",
    "volume": "volume codeVolume reporterVolume",
    "issue": "issue",
    "page": "pages firstPage codePages",
    "number": "number billNumber docketNumber documentNumber episodeNumber patentNumber reportNumber publicLawNumber"
    " identifier archiveID treatyNumber publicationNumber",
    "chapter_number": "session",
    "number_of_pages": "numPages",
    "number_of_volumes": "numberOfVolumes",
    "issued": "date dateDecided issueDate dateEnacted",
    "original_date": "originalDate",
    "accessed": "accessDate",
    "submitted": "filingDate",
    "abstract": "abstractNote",
    "language": "language",
    "doi": "DOI",
    "url": "url",
    "issn": "ISSN",
    "isbn": "ISBN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "citation_key": "citationKey citekey",
    "type": "itemType",
    "archive": "archive",
    "archive_location": "archiveLocation",
    "archive_collection": "archiveCollection",
    "authority": "court legislativeBody issuingAuthority organization authority regulatoryBody",
    "call-number": "callNumber",
    "dimensions": "artworkSize runningTime",
    "division": "division",
    "jurisdiction": "jurisdiction",
    "license": "rights",
    "medium": "artworkMedium audioRecordingFormat videoRecordingFormat interviewMedium audioFileType system format"
    " medium",
    "original-publisher": "originalPublisher",
    "original-publisher-place": "originalPlace",
    "part": "partNumber",
    "part-title": "partTitle",
    "references": "history references",
    "scale": "scale",
    "section": "section",
    "source": "libraryCatalog",
    "status": "legalStatus status",
    "volume-title": "volumeTitle",
}


TABLE = dialect(
    _ROWS,
    ignored="""creators tags seriesTitle extra notes attachments collections relations dateAdded dateModified key
    version itemID itemKey itemType libraryID parentItem uri select deleted inPublications seeAlso multi
    lastRead iconName itemTypeRaw id complete uniqueFields @@derived@@ @@links@@ @@meta@@ @@type@@ linkMode
    contentType charset filename md5 mtime path localPath citekey citationKey desktopURI caseName""",
    types={
        "artwork": "graphic",
        "audiorecording": "song",
        "bill": "bill",
        "blogpost": "post-weblog",
        "book": "book",
        "booksection": "chapter",
        "case": "legal_case",
        "classic": "classic",
        "computerprogram": "software",
        "conferencepaper": "paper-conference",
        "dataset": "dataset",
        "dictionaryentry": "entry-dictionary",
        "document": "document",
        "email": "personal_communication",
        "encyclopediaarticle": "entry-encyclopedia",
        "film": "motion_picture",
        "forumpost": "post",
        "gazette": "legislation",
        "hearing": "hearing",
        "instantmessage": "personal_communication",
        "interview": "interview",
        "journalarticle": "article-journal",
        "legalcommentary": "article-journal",
        "letter": "personal_communication",
        "magazinearticle": "article-magazine",
        "manuscript": "manuscript",
        "map": "map",
        "newspaperarticle": "article-newspaper",
        "patent": "patent",
        "podcast": "broadcast",
        "preprint": "article",
        "presentation": "speech",
        "radiobroadcast": "broadcast",
        "regulation": "regulation",
        "report": "report",
        "standard": "standard",
        "statute": "legislation",
        "thesis": "thesis",
        "treaty": "treaty",
        "tvbroadcast": "broadcast",
        "videorecording": "motion_picture",
        "webpage": "webpage",
        **{name: name for name in variables.TYPES},
    },
    more=_more,
    other=_other,
)
