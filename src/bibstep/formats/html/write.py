"""Write HTML: one self-contained page with a readable list of references, COinS, and the entries to copy.

An entry has three lines (title, people, place) and a disclosure with the rest. The page contains its script and style
sheet, allowed by their hashes; all values of a record are escaped, and links are http or https.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from urllib.parse import quote

from bibstep.formats.filters import marked_up, one_line, unless, when, year
from bibstep.formats.html import coins
from bibstep.formats.html import copies as html_copies
from bibstep.formats.html import page as html_page
from bibstep.formats.html.tables import LABELS
from bibstep.formats.template import Encoded, Encoder, Format
from bibstep.model import OTHERS, Date, Metrics, Name, PageRange, Remark, Rich, Translation
from bibstep.text.clean import language_of
from bibstep.text.patterns import later
from bibstep.values import notes, pages, titles

_TAGS = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "smallcaps": ('<span class="sc">', "</span>"),
    "nocase": ("", ""),
}
#: The number of people named in the line; the others are in a disclosure.
_PEOPLE = 10
#: Languages whose names begin with the family name, without a space after it.
_FAMILY_FIRST = ("zh", "ja", "ko")
_HTTP = later(r"https?://[^\s/]", re.IGNORECASE)
#: A language tag that browsers accept (BCP 47, 2.1: language, extlang, script, region, variants).
_LANGUAGE = later(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def encode(value: object) -> str:
    """Encode any value as the text of an element or of a quoted attribute."""
    if isinstance(value, Encoded):
        return value
    if isinstance(value, Rich):
        return marked_up(titles.unmath(value).spans, _TAGS, lambda span, _: escape(span.text))
    return escape(str(value))


def _lang(text: str, language: str = "") -> str:
    """The attribute ``lang``: the record's language, unless the script shows another; none if neither is known."""
    script = language_of(text)
    if not _LANGUAGE.fullmatch(language) or script not in ("", language.partition("-")[0].lower()):
        language = script
    return f' lang="{language}"' if language else ""


def _paragraph(name: str, text: str, inner: str, language: str = "") -> Encoded:
    return Encoded(f'<p class="{name}" dir="auto"{_lang(text, language)}>{inner}</p>' if inner else "")


def _anchor(address: str, inner: str) -> str:
    """A link if the address is http or https, else the text alone."""
    return f'<a href="{escape(address)}">{inner}</a>' if _HTTP.match(address) else inner


def _doi_address(doi: str) -> str:
    return "https://doi.org/" + quote(doi, safe="/:;()._-,+=~*!$@") if doi else ""


def linked_title(title: Rich, doi: str, url: str, arxiv: str, pmid: str, pdf: str, language: str) -> Encoded:
    """The title, linked to the best address that the record has."""
    arxiv, pmid = quote(arxiv), quote(pmid)
    address = (
        _doi_address(doi)
        or (url if _HTTP.match(url) else "")
        or (f"https://arxiv.org/abs/{arxiv}" if arxiv else "")
        or (f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "")
        or pdf
    )
    return _paragraph("t", titles.plain(title), _anchor(address, encode(title)), language)


def names(people: Iterable[Name]) -> str:
    """People separated by commas, given name first except in languages that begin with the family name."""
    return ", ".join([_name(person) for person in people])


def _name(person: Name) -> str:
    if person == OTHERS:
        return "et al."
    if language_of(person.family) in _FAMILY_FIRST:
        return person.family + person.given
    return str(person)


def people(authors: Sequence[Name]) -> Encoded:
    """The line of authors; a long list shows the first ones, and the others in a disclosure."""
    line = names(authors[:_PEOPLE])
    rest = authors[_PEOPLE:]
    if len(rest) < 2:
        line = names(authors)
        return _paragraph("p", line, encode(line))
    return Encoded(
        f'<details class="p"{_lang(line)}><summary dir="auto">{encode(line)},<span class="o"> … +{len(rest)}</span>'
        f'</summary> <p dir="auto">{encode(names(rest))}</p></details>'
    )


def place(values: tuple[str, Date | None, str, str, Sequence[PageRange], str, str, str], language: str = "") -> Encoded:
    """The line where a work appeared, such as ``Journal 2025, 39(1): 1–9``, with a label if it is not an article."""
    container, issued, volume, issue, page, number, record_type, genre = values
    where = ""
    if container:
        attributes = "" if container.isascii() else f' dir="auto"{_lang(container, language)}'
        where = f"<cite{attributes}>{encode(container)}</cite>"
    numbers = encode(f"{volume}({issue})" if volume and issue else volume or issue)
    extent = encode(pages.text(tuple(page), "–") or number)
    place = ": ".join([part for part in (numbers, extent) if part])
    head = " ".join([part for part in (where, encode(_dated(issued))) if part])
    line = ", ".join([part for part in (head, place) if part])
    if record_type != "article-journal":
        label = encode(genre or _label(record_type))
        line += f'{" " if line else ""}<span class="w">{label}</span>'
    return Encoded(f'<p class="v">{line}</p>' if line else "")


def _dated(value: Date | None) -> str:
    return f"{year(value)}–{year(value.end)}" if value and value.end else year(value)


def _label(record_type: str) -> str:
    return LABELS.get(record_type, record_type.replace("_", " ").replace("-", " ").capitalize())


def badges(metrics: Metrics) -> Encoded:
    """The metrics of the journal as small badges, each a name with its value."""
    text = notes.metrics_text(metrics).removeprefix("Journal metrics: ")
    inner = " ".join([f'<span class="b">{encode(part)}</span>' for part in text.split("; ") if part])
    return _paragraph("m", text, inner)


def translated(translation: Translation) -> Encoded:
    """The line with the translated title."""
    return _paragraph("x", translation.title, encode(translation.title), translation.language)


def abstract(text: str, language: str) -> Encoded:
    """The abstract, from which the script also takes it for the entries to copy."""
    return _paragraph("a", text, escape(text, quote=False), language)


def joined(values: Iterable[str], separator: str = ", ") -> str:
    """Several values in one text; empty ones are skipped."""
    return separator.join([value for value in values if value])


def in_parts(roles: Iterable[tuple[str, Sequence[Name]]]) -> str:
    """People in other roles, each with the name of the role."""
    return "; ".join([f"{role.replace('-', ' ')}: {names(people)}" for role, people in roles])


def pairs(values: Iterable[tuple[str, str]]) -> str:
    """Custom values, each text with its name."""
    return "; ".join([f"{name}: {text}" for name, text in values])


def date(value: Date | None) -> str:
    """A date as exact as it is known."""
    return str(value) if value else ""


def page_text(ranges: Sequence[PageRange]) -> str:
    """Pages with a hyphen between first and last."""
    return pages.text(tuple(ranges))


def link(address: str) -> Encoded:
    """An address as a link."""
    return Encoded(_anchor(address, encode(address)))


def doi_link(doi: str) -> Encoded:
    """A DOI as a link to its resolver."""
    return Encoded(_anchor(_doi_address(doi), encode(doi)))


def identifier_link(value: str, before: str) -> Encoded:
    """An identifier as a link to its page in a service, whose address begins with ``before``."""
    return Encoded(_anchor(before + quote(value), encode(value)) if value else "")


def remark_list(remarks: Sequence[Remark], translation: Translation) -> Encoded:
    """The remarks on a record in a disclosure.

    A remark quotes the translated title only if the page has it anyway.
    """
    if not remarks:
        return Encoded("")
    lines = "".join([f"<li>{encode(remark.field)}: {encode(_message(remark, translation))}" for remark in remarks])
    count = f"{len(remarks)} remark{'s' if len(remarks) > 1 else ''}"
    return Encoded(f'<details class="r"><summary>{count}</summary><ul dir="auto">{lines}</ul></details>')


def _message(remark: Remark, translation: Translation) -> str:
    if remark.code == "title-original" and not translation:
        return "a translated title was not used"
    return remark.message


#: The parts of an entry that have their own place; all others are rows of its details.
_LINES = ("title", "people", "place", "badges", "translation")
_OWN = (*_LINES, "abstract", "remarks", "coins", "copies")


def entry(
    values: Mapping[str, object], key: str, record_type: str, authors: Sequence[Name], issued: Date | None
) -> Encoded:
    """An entry of the list: attributes to sort by, its lines, its details, its remarks, and the texts to copy."""
    encoded = {name: encode(value) for name, value in values.items() if value}
    author = (authors[0].family or authors[0].literal) if authors else ""
    sorting = {"date": "" if not issued or issued.literal else str(issued), "by": author, "type": _label(record_type)}
    attributes = "".join([f' data-{name}="{encode(value)}"' for name, value in sorting.items() if value])
    rows = "".join([f"<dt>{name}<dd{_auto(value)}>{value}" for name, value in encoded.items() if name not in _OWN])
    details = f"{encoded.get('abstract', '')}<dl>{rows}<dt>Key<dd>{key}</dl>"
    parts = [f'<li id="ref-{key}"{attributes}>', *[encoded[name] for name in _LINES if name in encoded]]
    parts.append(f'<details class="d"><summary>Details</summary>{details}</details>{encoded.get("remarks", "")}')
    parts.append(f"{encoded['coins']}{encoded['copies']}</li>")
    return Encoded("\n".join(parts))


def _auto(value: str) -> str:
    return "" if value.isascii() else ' dir="auto"'


_FILTERS: Mapping[str, Callable[..., object]] = {
    "kind": coins.kind,
    "linked_title": linked_title,
    "people": people,
    "names": names,
    "place": place,
    "badges": badges,
    "translated": translated,
    "abstract": abstract,
    "joined": joined,
    "in_parts": in_parts,
    "one_line": one_line,
    "pairs": pairs,
    "date": date,
    "pages": page_text,
    "link": link,
    "doi_link": doi_link,
    "identifier_link": identifier_link,
    "remark_list": remark_list,
    "copies": html_copies.block,
    "when": when,
    "unless": unless,
    "tagged": coins.tagged,
    "first": coins.first,
    "coins_format": coins.metadata_format,
    "coins_genre": coins.genre,
    "coins_type": coins.item_type,
    "coins_date": coins.date,
    "coins_identifiers": coins.identifiers,
    "coins_people": coins.people,
    "coins": coins.span,
    "entry": entry,
}


def _encoder(ascii_only: bool) -> Encoder:  # noqa: ARG001  (the page is UTF-8; its BibTeX may be ASCII)
    return Encoder(encode, _FILTERS)


def carrying(*formats: Format) -> Format:
    """The format of a page whose entries can be copied in these formats."""
    prologue, epilogue = html_page.around(formats)
    return Format(
        name="html",
        template="html.html.j2",
        encoder=_encoder,
        prologue=prologue,
        title="References",
        separator="\n",
        epilogue=epilogue,
        encode_key=escape,
        parts=formats,
    )
