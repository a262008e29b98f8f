"""Names: the one string that lists a work's authors, or a list of display names, as people and institutions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bibstep.model import Name, Remark
from bibstep.text.clean import clean, decode_entities
from bibstep.text.patterns import later
from bibstep.values import Parsed
from bibstep.values.names import tables
from bibstep.values.names.person import read_name, remark
from bibstep.values.names.words import as_degree, has_cjk, is_body, is_dotted_given, is_full_name, is_initials, key

#: The separators of East Asian lists, as the one they stand for.
_CJK_SEPARATORS = str.maketrans("、､，﹐﹑；", ",,,,,;")
_CJK_SEPARATOR = later("[、､，﹐﹑；]")
_AND = later(" (?:and|&) ")
_BEHALF = later(" (?=(?:on behalf of|for the) )")
_STRAY = ' .:|/\\"-–—'


def parse_list(text: str) -> Parsed[tuple[Name, ...]]:
    """The people and institutions of a string of authors, in their order, and what was decided about them.

    Names are joined by commas ("、" and "，" too), given name first; where there are semicolons they are the separator,
    and a comma stands within "Family, Given". Empty pieces, degrees, junk and "et al." are left out. Never raises.

    >>> [str(name) for name in parse_list("Sowmya Viswanathan, Robert Haralson, III, R Core Team, et al.")[0]]
    ['Sowmya Viswanathan', 'Robert Haralson III', 'R Core Team']
    >>> parse_list("Hilde van Hattum")[0][0].non_dropping_particle
    'van'
    """
    text = _prepared(text)
    return _semicolon_list(text) if ";" in text else _comma_list(text)


def parse_display_names(names: Iterable[str]) -> Parsed[tuple[Name, ...]]:
    """The names of a list in which each string is one author, though it may hold a comma; as ``parse_list`` otherwise.

    >>> [name.family for name in parse_display_names(["Belfort, Rubens", "Robert Haralson, III"])[0]]
    ['Belfort', 'Haralson']
    """
    read: list[Name] = []
    remarks: list[Remark] = []
    for text in names:
        name, said = _read_display(_prepared(text))
        if name:
            read.append(name)
        remarks += said
    return _in_one_style(read), tuple(remarks)


def parse_name(text: str) -> Name:
    """One display name as a Name; with nothing left in it after cleaning, an empty one.

    >>> parse_name("Prof. Dr. Jr. Rubens Belfort")
    Name(family='Belfort', given='Rubens', non_dropping_particle='', suffix='Jr.', literal='')
    """
    return _read_display(_prepared(text))[0] or Name()


def _prepared(text: str) -> str:
    text = clean(decode_entities(text)) if "&" in text else clean(text)
    return text.translate(_CJK_SEPARATORS) if not text.isascii() and _CJK_SEPARATOR.search(text) else text


def _semicolon_list(text: str) -> Parsed[tuple[Name, ...]]:
    names: list[Name] = []
    remarks: list[Remark] = []
    pieces = [piece.strip() for piece in text.split(";")]
    # "Ann Lee, Bo Chu; Cy Dee": a full name without a comma shows that the commas are no "Family, Given".
    given_first = any("," not in piece and is_full_name(piece) for piece in pieces)
    for piece in pieces:
        parts = [part for part in piece.split(",") if part.strip()]
        several = (given_first or len(parts) > 2) and all(is_full_name(part) for part in parts)
        if several or (len(parts) > 1 and all(len(part) > 1 and has_cjk(part) for part in parts)):
            more, said = _comma_list(piece)
            names += more
        else:
            name, said = _read_display(piece)
            if name:
                names.append(name)
        remarks += said
    return _in_one_style(names), tuple(remarks)


def _comma_list(text: str) -> Parsed[tuple[Name, ...]]:
    names: list[Name] = []
    remarks: list[Remark] = []
    before = ""  # the piece just read, where it became one name and nothing stands between
    for piece in text.split(","):
        piece = piece.strip()
        if not piece.strip(_STRAY):
            continue
        joined = _joined(names[-1], before, piece) if names else None
        before = ""
        if joined:
            names[-1], said = joined
            remarks += said
            continue
        for part in _people_of(piece):
            name, said = _read_name(part)
            remarks += said
            if name:
                names.append(name)
                before = part
    if (
        len(names) > 1
        and all(name.literal and " " not in name.literal and not name.literal.isupper() for name in names)
        and not has_cjk(text)
    ):
        message = f"'{text}' may be family and given names; each word was taken as an author"
        remarks.append(remark("names-doubt", message))
    return _in_one_style(names), tuple(remarks)


def _read_name(text: str) -> Parsed[Name | None]:
    return _remembered(text) if len(text) < 40 else read_name(text)


_remembered = lru_cache(maxsize=4096)(read_name)  # "Y. Li", "X. Wu"


def _joined(last: Name, before: str, piece: str) -> Parsed[Name] | None:
    """The last name with a piece that cannot be a name of its own: suffix, degree, legal form, initials; else None."""
    words = piece.split()
    if len(words) == 1:
        first = key(piece)
        if first in tables.SUFFIXES and not last.suffix:
            return Name(last.family or last.literal, last.given, last.non_dropping_particle, piece), ()
        if first in tables.LEGAL_FORMS and " " in before:
            return Name(literal=f"{before}, {piece}"), ()
        if before and is_dotted_given(before):
            return Name(piece, before), (
                remark("names-reordered", f"'{before}, {piece}' is one name, with the given name first"),
            )
    elif not (is_initials(words[-1]) or _is_degree(words[-1])):
        return None  # a name of its own, as most are
    # "Smith, J. A." or "Smith, JA", but not "OECD, WHO" or "Google, IBM"
    initials = "." in piece or (len(piece) < 3 and not before.isupper())
    if before and " " not in before and initials and all(map(is_initials, words)):
        return Name(before, piece), (
            remark("names-reordered", f"'{before}, {piece}' is one name, with the family name first"),
        )
    if all(map(_is_degree, words)):
        return last, (remark("names-titles", f"'{piece}' was left out"),)
    return None


def _is_degree(word: str) -> bool:
    degree = as_degree(word)
    return degree in tables.DEGREES or degree in tables.WEAK_DEGREES


def _people_of(piece: str) -> list[str]:
    """A piece between commas as the names in it, which are several where "and" or "on behalf of" stands between."""
    if piece[:4].lower() == "and ":
        piece = piece[4:]
    elif piece[:2] == "& ":
        piece = piece[2:]
    if " for the " in piece or " on behalf of " in piece:
        parts = _BEHALF.split(piece, maxsplit=1)
        if len(parts) == 2 and is_full_name(parts[0]):
            return parts
    if " and " in piece or " & " in piece:
        parts = _AND.split(piece)
        if is_full_name(parts[0]) and all(is_full_name(part) or part[:4] == "the " for part in parts[1:]):
            return parts
    return [piece]


def _read_display(text: str) -> Parsed[Name | None]:
    """One author, whose name may hold commas: "Family, Given", "Family, Jr., Given", "Given Family, MD"."""
    if "," not in text:
        return _read_name(text)
    parts = [part for part in (part.strip(_STRAY[:1]) for part in text.split(",")) if part]
    kept = [part for part in parts if not all(as_degree(word) in tables.DEGREES for word in part.split())]
    remarks = (remark("names-titles", f"a degree was left out of '{text}'"),) if len(kept) < len(parts) else ()
    suffix = next((part for part in kept[1:] if key(part) in tables.SUFFIXES), "")
    rest = [part for part in kept if part != suffix]
    if len(rest) < 2:
        name, said = read_name(rest[0]) if rest else (None, ())
        if name and suffix:
            name = Name(name.family or name.literal, name.given, name.non_dropping_particle, suffix)
        return name, remarks + said
    words = text.replace(",", " ").split()
    lows = [word.lower() for word in words]
    if len(rest) > 2 or is_body(words, lows) or has_cjk(text) or key(rest[1]) in tables.LEGAL_FORMS:
        return Name(literal=", ".join(kept)), remarks
    family, given = rest
    if is_dotted_given(family) and " " not in given:
        return Name(given, family, suffix=suffix), (
            *remarks,
            remark("names-reordered", f"'{text}' was read with the given name first"),
        )
    return _turned(family, given, suffix), (
        *remarks,
        remark("names-reordered", f"'{text}' was read with the family name first"),
    )


def _turned(family: str, given: str, suffix: str) -> Name:
    """The name of "Family, Given"; small particles stand before the family ("van den Berg, Jan") or after all."""
    head, tail = family.split(), given.split()
    start, end = 0, len(tail)
    while start < len(head) - 1 and head[start] in tables.PARTICLES:
        start += 1
    while not start and end > 1 and tail[end - 1] in tables.PARTICLES:
        end -= 1
    particle = head[:start] or tail[end:]
    return Name(" ".join(head[start:]), " ".join(tail[:end]), " ".join(particle), suffix)


def _in_one_style(names: list[Name]) -> tuple[Name, ...]:
    """The names, in a list that shortens all given names to initials: there, every full word is of the family.

    "F. Scott Fitzgerald" has a given name in full; beside "A. Torres, B. Chu" the words of "M. Cid Montoya" are a
    double family name (measured: 15 of 16 such names, against 2 of 36 in lists with full given names).
    """
    mixed = [name.given[-1:].islower() and is_initials(name.given.partition(" ")[0]) for name in names]
    if not any(mixed):
        return tuple(names)
    others = [name.given for name, full in zip(names, mixed, strict=True) if name.family and not full]
    if not others or not all(given and all(map(is_initials, given.split())) for given in others):
        return tuple(names)
    return tuple([_all_family(name) if full else name for name, full in zip(names, mixed, strict=True)])


def _all_family(name: Name) -> Name:
    words = name.given.split()
    start = next(index for index, word in enumerate(words) if not is_initials(word))
    family = [*words[start:], name.non_dropping_particle, name.family]
    return Name(" ".join(filter(None, family)), " ".join(words[:start]), suffix=name.suffix)
