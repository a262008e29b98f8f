"""Names: the one string that lists a work's authors, or a list of display names, as people and institutions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bibstep.model import OTHERS, Name, Remark
from bibstep.text.clean import clean
from bibstep.text.patterns import later
from bibstep.values import Parsed
from bibstep.values.names import order as orders
from bibstep.values.names import tables
from bibstep.values.names.commas import pairs_of, parse_inverted
from bibstep.values.names.initials import apart
from bibstep.values.names.junk import remark
from bibstep.values.names.person import read_name, usual_name
from bibstep.values.names.words import (
    has_cjk,
    is_degree,
    is_dotted_given,
    is_full_name,
    is_initials,
    is_known_given,
    key,
)
from bibstep.values.spelling import doubts, letters

#: The separators of East Asian and Arabic lists, as the one they stand for.
_SEPARATORS = str.maketrans("、､，﹐﹑；،؛", ",,,,,;,;")
_SEPARATOR = later("[、､，﹐﹑；،؛]")
_AND = later(" (?:and|&) ")
_BEHALF = later(" (?=(?:on behalf of|for the) )")
_STRAY = ' .:|/\\"-–—'


def parse_list(text: str) -> Parsed[tuple[Name, ...]]:
    """The people and institutions of a string of authors, in their order, and what was decided about them.

    Names are joined by commas ("、" and "،" too); where there are semicolons they are the separator, and a comma stands
    within "Family, Given". The list decides which part of its names is the family's (see ``order``). Empty pieces,
    degrees, junk and what stands for no name are left out; "et al." becomes OTHERS. Never raises.

    >>> [str(name) for name in parse_list("Sowmya Viswanathan, Robert Haralson, III, R Core Team, et al.")[0]]
    ['Sowmya Viswanathan', 'Robert Haralson III', 'R Core Team', 'others']
    >>> [name.family for name in parse_list("Roberts MA, Ruiz de la Torre J, Carter HO")[0]]
    ['Roberts', 'Ruiz de la Torre', 'Carter']
    >>> parse_list("Hilde van Hattum")[0][0].non_dropping_particle
    'van'
    """
    mended = doubts((text,), "author")
    text = _prepared(text)
    people, remarks = _semicolon_list(text) if ";" in text else _comma_list(text)
    return people, (*mended, *remarks) if mended else remarks


def parse_display_names(names: Iterable[str]) -> Parsed[tuple[Name, ...]]:
    """The names of a list in which each string is one author, though it may hold a comma; as ``parse_list`` otherwise.

    >>> [name.family for name in parse_display_names(["Belfort, Rubens", "Robert Haralson, III"])[0]]
    ['Belfort', 'Haralson']
    """
    names = list(names)
    people, remarks = _read_all([_prepared(text) for text in names])
    return people, (*doubts(names, "author"), *remarks)


def parse_names(parts: Iterable[str | Name], field: str = "author") -> Parsed[tuple[Name, ...]]:
    """The names of a list whose source says where each begins and ends; a Name is one that the source says whole.

    With a comma a name is "Family, Given"; of the others the list decides what is the family's.

    >>> [name.family for name in parse_names(["Roberts MA", "van Dijk, Jan", "Poe Sample M", "Brown SR"])[0]]
    ['Roberts', 'Dijk', 'Poe Sample', 'Brown']
    """
    parts = list(parts)
    people, remarks = _read_all([_prepared(part) if isinstance(part, str) else part for part in parts], field)
    return people, (*doubts([part for part in parts if isinstance(part, str)], field), *remarks)


def parse_name(text: str) -> Name:
    """One display name as a Name; with nothing left in it after cleaning, an empty one.

    >>> parse_name("Prof. Dr. Jr. Rubens Belfort")
    Name(family='Belfort', given='Rubens', non_dropping_particle='', suffix='Jr.', literal='')
    """
    return _read_display(_prepared(text))[0] or Name()


def _prepared(text: str) -> str:
    text = clean(letters(text))
    return text.translate(_SEPARATORS) if not text.isascii() and _SEPARATOR.search(text) else text


def _semicolon_list(text: str) -> Parsed[tuple[Name, ...]]:
    texts: list[str | Name] = []
    pieces = [piece.strip() for piece in text.split(";")]
    # "Ann Lee, Bo Chu; Cy Dee": a full name without a comma shows that the commas are no "Family, Given".
    given_first = any("," not in piece and is_full_name(piece) for piece in pieces)
    for piece in pieces:
        parts = [part for part in piece.split(",") if part.strip()]
        several = (given_first or len(parts) > 2) and all(is_full_name(part) for part in parts)
        if several or (len(parts) > 1 and all(len(part) > 1 and has_cjk(part) for part in parts)):
            texts += _pieces(piece)
        else:
            texts.append(piece)
    return _read_all(texts)


def _pieces(text: str) -> list[str]:
    return [part for piece in text.split(",") for part in _people_of(piece.strip())]


def _read_all(texts: Sequence[str | Name], field: str = "author") -> Parsed[tuple[Name, ...]]:
    """Names, one a text, in the order of their list."""
    texts = [part for text in texts for part in ([text] if isinstance(text, Name) or "," in text else _people_of(text))]
    plain = [text.split() for text in texts if isinstance(text, str) and "," not in text]
    order = orders.of(plain) if len(plain) > 1 else ""
    names: list[Name] = []
    remarks: list[Remark] = []
    for text in texts:
        name, new_remarks = _read_display(text, order) if isinstance(text, str) else (text, ())
        if name and name != OTHERS:
            names.append(name)
        remarks += new_remarks
    if not any(isinstance(text, str) and "," in text for text in texts):  # a comma says what is given
        names = _in_one_style(names)
    return _completed(names, remarks, order, field)


def _completed(names: list[Name], remarks: list[Remark], order: str, field: str = "author") -> Parsed[tuple[Name, ...]]:
    """The names and remarks of a list: OTHERS last where there are more; one remark on names read family first."""
    found = tuple([name for name in names if name != OTHERS])
    if order in (orders.INITIALS, orders.FAMILY_GIVEN):
        message = f"the family names stand first, as in '{names[0] if names else ''}'"
        remarks = [*remarks, remark("names-reordered", f"{message}; so were they read")]
    if found and any(one.code == "names-truncated" for one in remarks):
        found = (*found, OTHERS)
    return found, tuple(remarks if field == "author" else [one._replace(field=field) for one in remarks])


def _comma_list(text: str) -> Parsed[tuple[Name, ...]]:
    pieces = [piece.strip() for piece in text.split(",")]
    usuals = [usual_name(piece) for piece in pieces]
    if all(usuals):  # as most lists are
        return tuple(filter(None, usuals)), ()
    # Where the second piece is a whole name, the first one is too.
    are_names = pieces[0] and any(usuals[1:2])
    if not are_names and (pairs := pairs_of([piece for piece in pieces if piece])):
        found, new_remarks = _read_all(pairs)
        return found, (*new_remarks, remark("names-reordered", f"'{pairs[0]}' is one name, with the family name first"))
    names: list[Name] = []
    remarks: list[Remark] = []
    before = ""  # the piece just read, where it became one name and nothing stands between
    rest = [piece.split() for piece, usual in zip(pieces, usuals, strict=True) if not usual and not _is_behind(piece)]
    order = orders.of(rest, len(pieces) - len(rest)) if rest else ""
    for piece, usual in zip(pieces, usuals, strict=True):
        if usual and order != orders.KOREAN and not (before[-1:] == "." and is_dotted_given(before)):
            names.append(usual)
            before = piece
            continue
        if not piece.strip(_STRAY):
            continue
        joined = _joined(names[-1], before, piece) if names else None
        before = ""
        if joined:
            names[-1], new_remarks = joined
            remarks += new_remarks
            continue
        for part in _people_of(piece):
            name, new_remarks = _read_name(part, order)
            remarks += new_remarks
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
    return _completed(_in_one_style(names), remarks, order)


def _is_behind(piece: str) -> bool:
    """True for what stands after a name between commas and is none of its own: suffixes and degrees."""
    return key(piece) in tables.SUFFIXES or all(map(is_degree, piece.split()))


def _read_name(text: str, order: str = "") -> Parsed[Name | None]:
    return _remembered(text, order) if len(text) < 40 else read_name(text, order)


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
    elif not (is_initials(words[-1]) or is_degree(words[-1], weak=True)):
        return None  # a name of its own, as most are
    # "Smith, J. A." or "Smith, JA", but not "OECD, WHO" or "Google, IBM"
    initials = "." in piece or (len(piece) < 3 and not before.isupper())
    if before and " " not in before and initials and all(map(is_initials, words)):
        return Name(before, apart(piece)), (
            remark("names-reordered", f"'{before}, {piece}' is one name, with the family name first"),
        )
    if all(is_degree(word, weak=True) for word in words):
        return last, (remark("names-titles", f"'{piece}' was left out"),)
    return None


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
        if len(parts) == 2 and key(parts[1].rpartition(" ")[2]) in tables.GROUPS and _is_person(parts[0]):
            return parts
        if is_full_name(parts[0]) and all(is_full_name(part) or part[:4] == "the " for part in parts[1:]):
            # "Acme Seed and Plant Co." is a firm, "Ann Lee and the ABC Group" a person and a group.
            if key(piece.rpartition(" ")[2]) in tables.BODY_ENDINGS and parts[-1][:4] != "the ":
                return [piece]
            return parts
    return [piece]


def _is_person(text: str) -> bool:
    """True for what is a person's name beyond doubt: of initials or a common given name, and a full word."""
    first = text.partition(" ")[0]
    return is_full_name(text) and (is_initials(first) or is_known_given(first.lower()))


def _read_display(text: str, order: str = "") -> Parsed[Name | None]:
    """One author, whose name may hold commas: "Family, Given", "Family, Jr., Given", "Given Family, MD"."""
    if "," not in text:
        return _read_name(text, order)
    return parse_inverted(text)


def _in_one_style(names: list[Name]) -> list[Name]:
    """The names, in a list that shortens all given names to initials: there, every full word is of the family.

    "F. Scott Fitzgerald" has a given name in full; beside "A. Torres, B. Chu" the words of "M. Cid Montoya" are a
    double family name (measured: 15 of 16 such names, against 2 of 36 in lists with full given names).
    """
    mixed = [" " in name.given and name.given[-1].islower() and _may_be_family(name.given.split()) for name in names]
    if not any(mixed):
        return names
    others = [name.given for name, full in zip(names, mixed, strict=True) if name.family and not full]
    if not others or not all(given and all(map(is_initials, given.split())) for given in others):
        return names
    return [_all_family(name) if full else name for name, full in zip(names, mixed, strict=True)]


def _may_be_family(given: list[str]) -> bool:
    """True where a full word after an initial may be of the family name, as it is no common given name."""
    return is_initials(given[0]) and not is_known_given(given[1].lower() if len(given) > 1 else "")


def _all_family(name: Name) -> Name:
    words = name.given.split()
    start = next(index for index, word in enumerate(words) if not is_initials(word))
    family = [*words[start:], name.non_dropping_particle, name.family]
    return Name(" ".join(filter(None, family)), " ".join(words[:start]), suffix=name.suffix)
