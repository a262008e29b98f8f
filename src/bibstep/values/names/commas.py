"""Names with commas in them: "Family, Given", pairs of such parts in a list, and several names in the place of one."""

from __future__ import annotations

import re

from bibstep.model import Name
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.names import tables
from bibstep.values.names.initials import held
from bibstep.values.names.junk import remark, without_brackets, without_et_al, words_of
from bibstep.values.names.order import initials_from
from bibstep.values.names.person import GIVEN, UNUSUAL, read_name
from bibstep.values.names.words import (
    has_korean_order,
    is_body,
    is_degree,
    is_dotted_given,
    is_double_family,
    is_full_name,
    is_initials,
    is_known_given,
    is_spanish,
    is_suffix,
    key,
    split_particle,
)

#: "Family, Given M.", as most are.
_USUAL = later(f"[A-ZÀ-ÖØ-Þ][^\\W\\d_]+(?:[-'’][^\\W\\d_]+)?, {GIVEN}")
_SEMICOLON, _COMMA = later(";"), later(",")
_AMPERSAND = later(r"(?: |(?<=\s))\\?& ")


def usual_inverted(text: str) -> Name | None:
    """The name where it is a plain "Family, Given M.", else None (which says nothing yet)."""
    if not _USUAL.fullmatch(text):
        return None
    family, _, given = text.partition(", ")
    first = key(given.partition(" ")[0])
    return None if first in UNUSUAL or first in tables.LEGAL_FORMS else Name(family, given)


def parse_inverted(text: str) -> Parsed[Name | None]:
    """One name that its source writes "Family, Given", "Family, Given, Jr." or "Family, Jr., Given".

    A body with commas in its name stays whole. Small words after the given name stay there, as the name is sorted.

    >>> parse_inverted("van der Berg, J.A., Jr.")[0]
    Name(family='Berg', given='J. A.', non_dropping_particle='van der', suffix='Jr.', literal='')
    """
    usual = usual_inverted(text)
    if usual:
        return usual, ()
    remarks: Remarks = ()
    if text.rstrip(".")[-2:].lower() in ("al", "rs") or text[-1:] == "等":
        words, remarks = without_et_al(text.split(), text)
        text = " ".join(words).rstrip(", ")
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    # What stands first is the family name: "MD, Jane J.".
    kept = parts[:1] + [part for part in parts[1:] if not all(map(is_degree, part.split()))]
    if len(kept) < 2 and kept and " " not in kept[0]:
        kept = parts  # "Lee, MD"
    if len(kept) < len(parts):
        remarks += (remark("names-titles", f"a degree was left out of '{text}'"),)
    suffix = next((part for part in kept[1:] if key(part) in tables.SUFFIXES), "")
    if not suffix and len(kept) == 3:
        suffix = next((part for part in kept[1:] if key(part) in tables.KINSHIP), "")  # "Silva, João, Neto"
    rest = [part for part in kept if part != suffix]
    if len(rest) < 2:
        name, new_remarks = read_name(rest[0]) if rest else (None, ())
        if name and suffix:
            name = Name(name.family or name.literal, name.given, name.non_dropping_particle, suffix)
        return name, remarks + new_remarks
    # A legal form of two letters ("AG", "SA") is taken for initials.
    if len(rest) > 2 or (key(rest[1]) in tables.LEGAL_FORMS and len(key(rest[1])) > 2) or _is_body_in(rest):
        return Name(literal=", ".join(kept)), remarks
    family, given = rest
    if given[-1] in ")]）":
        words, more, is_whole = without_brackets([f"{family},", *words_of(given)])
        given, remarks = (given, remarks) if is_whole else (" ".join(words[1:]), remarks + more)
    if is_dotted_given(family) and " " not in given:
        return Name(given, family, suffix=suffix), (
            *remarks,
            remark("names-reordered", f"'{text}' was read with the given name first"),
        )
    particle, family = split_particle(family)
    return held(Name(family, given, particle, suffix)), remarks


def several(text: str) -> list[tuple[int, int]]:
    """Where each name stands in a text that ought to be one name and is several; nothing where it is one.

    Between them stand semicolons, ampersands, or commas: "Ann Lee, Bob Ray, Carl Fox", "Smith, J., Doe, A. B.".

    >>> text = "Doe, Jane; Roe, John"
    >>> [text[start:end] for start, end in several(text)]
    ['Doe, Jane', 'Roe, John']
    """
    if ";" in text:
        return _cut(text, _SEMICOLON)
    if "&" in text:
        found = _cut(text, _AMPERSAND)
        names = [text[start:end] for start, end in found]
        if all("," in name for name in names) or all(map(is_full_name, names)):
            return found
    commas = text.count(",")
    if not commas or (commas == 1 and " " not in text.partition(",")[0].strip()):
        return []
    found = _cut(text, _COMMA)
    parts = [text[start:end] for start, end in found]
    if len(parts) < 2 or any(key(part) in tables.SUFFIXES or key(part) in tables.LEGAL_FORMS for part in parts):
        return []
    if _have_initials_last(parts):
        return found
    # Of two parts, "Ann Lee, Bob Ray" may be "Family Family, Given Given" unless the given names are known.
    if all(map(is_full_name, parts)) and (len(parts) > 2 or all(map(_is_given_first, parts))):
        return found
    if len(parts) > 3 and len(parts) % 2 == 0 and pairs_of(parts):
        return [(found[index][0], found[index + 1][1]) for index in range(0, len(found), 2)]
    return []


def _have_initials_last(parts: list[str]) -> bool:
    """Whether all parts are names with the initials last ("Smith JA"); not "Smith III, John A.", which is one name."""
    names = [part.split() for part in parts]
    end, after = names[0][-1], names[1][0]
    if len(names) == 2 and (is_suffix(end) or (key(end) in tables.SUFFIXES and is_known_given(after.lower()))):
        return False
    return all(initials_from(words) < len(words) for words in names)


def _is_given_first(text: str) -> bool:
    first, *_, last = text.lower().split()
    return is_known_given(first) and not is_known_given(last) and not is_spanish(first)


def _cut(text: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """The places between the separators, without blanks around and without empty ones."""
    found = []
    start = 0
    for end, after in [*[match.span() for match in separator.finditer(text)], (len(text), 0)]:
        part = text[start:end]
        if part.strip():
            found.append((start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())))
        start = after
    return found


def _is_body_in(parts: list[str]) -> bool:
    for part in parts:
        words = part.split()
        if is_body(words, [word.lower() for word in words]):
            return True
    return False


def pairs_of(pieces: list[str]) -> list[str]:
    """The names of a list of nothing but "Family, Given" pairs: every second piece is initials or a known given name.

    "Smith, JA, Doe, BC"; "Molina Molina, Teresa B."; "Harlan, Peter V., Jr.".
    """
    found: list[str] = []
    is_whole = False
    for piece in pieces:
        if key(piece) in tables.SUFFIXES and found and found[-1].count(",") < 2:
            found[-1] += f", {piece}"
        elif found and not is_whole:
            if not _is_given(piece, found[-1].partition(",")[0]):
                return []
            is_whole = True
            found[-1] += f", {piece}"
        elif _is_family(piece):
            found.append(piece)
            is_whole = False
        else:
            return []
    return found if is_whole else []


def _is_family(piece: str) -> bool:
    words = piece.split()
    if len(words) == 1 and piece.isupper() and piece.isalpha() and len(piece) > 1:
        return True
    if not words or len(words) > 4 or is_initials(words[0]) or is_initials(words[-1]) or not piece[0].isalpha():
        return False
    if is_body(words, [word.lower() for word in words]):
        return False
    return piece.isupper() or words[0].islower() or words[0].replace("'", "").istitle() or words[0][2:].istitle()


def _is_given(piece: str, family: str) -> bool:
    """True for given names that end in initials, which cannot be a name of their own after such a family name."""
    words, of_family = piece.partition(" (")[0].split(), family.split()
    while len(of_family) > 1 and of_family[0].lower() in tables.PARTICLES:
        del of_family[0]
    lows = [word.lower() for word in of_family]
    is_spanish_pair = len(lows) == 2 and all(map(is_spanish, lows))
    if len(words) == 1 and (len(lows) == 1 or is_spanish_pair):
        if is_known_given(words[0].lower()):
            return not is_known_given(lows[0])  # "Smith, John, Doe, Jane"
        if has_korean_order([*of_family, *words], [*lows, words[0].lower()]):
            return True  # "Choi, Yeon-Hee"
    if not words or not is_initials(words[-1]):
        return False
    if len(words) == 1 or all(map(is_initials, words)):
        return "." in piece or (not family.isupper() and len(piece) < 3)  # but not "Google, IBM"
    simple = len(of_family) == 1 or lows[0] == lows[-1]
    simple = simple or (len(lows) == 2 and is_double_family(["X.", *of_family], ["x.", *lows]))
    return (
        simple and len(words) < 4 and (is_known_given(words[0].lower()) or ("." in words[-1] and len(words[-1]) == 2))
    )
