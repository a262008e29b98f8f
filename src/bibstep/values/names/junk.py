"""What is not part of a name: placeholders, marks, roles in brackets, "et al.", "on behalf of"."""

from __future__ import annotations

import re

from bibstep.model import OTHERS, Name, Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.names import tables
from bibstep.values.names.words import is_body, is_initials, is_known_given, key

_URL = later(r"(?:https?://|www\.)\S*", re.IGNORECASE)
#: Marks of affiliation and of the corresponding author, and brackets that hold only numbers.
_MARKS = later(r"[*†‡§¶#⁎∗‖¹²³⁰-⁹₀-₉✉]|[(\[][\d\s,–-]{1,20}[)\]]")
_GLUED_DIGITS = later(r"(?<=[^\W\d_])\d+$")
#: Numbers of affiliations glued to a name, also raised in TeX: "Smith1,2, John", "Smith$^{1,2}$".
_AFFILIATIONS = later(
    r"(?<=[a-z\u00df-\u00ff])\d{1,2}(?:,\d{1,2}\b)*(?![\w.-])"
    r"|(?<=[^\W\d_])(?:\\textsuperscript\{[\d,*\s]{1,12}\}|\$\^(?:[\d*]|\{[\d,*\s]{1,12}\})\$)"
)
_LAST_BRACKETS = later(r"(.*[^\s(\[（])\s*[(\[（]([^()\[\]（）]{1,80})[)\]）]")
#: A word, or all that stands between two brackets.
_TOKENS = later(r"[(\[（][^()\[\]（）]*[)\]）]\S*|[^\s(\[（]\S*|\S+")
#: What stands before the name of a group that others wrote for.
_FOR = later(
    r"(?:and )?(?:(?:writing |acting )?(?:on|in) behalf of|for and on behalf of|(?:for|and)(?= the )|representing)"
    r"(?: all)?(?: the)? ",
    re.IGNORECASE,
)
_LATIN = later("[A-Za-zÀ-ɏ]")
_ENDS = " .()[]{}<>*_-–—?,;:'\""
STRAY = ' ,;:|/\\"–—'


def remark(code: str, message: str) -> Remark:
    """A remark about the authors; the message is shortened, as it quotes a name."""
    return Remark(code, "author", shorten(message, 120))


def is_placeholder(text: str) -> bool:
    """True for a text that says that no author is known: "[No authors listed]", "NULL", "佚名".

    >>> is_placeholder("[No authors listed]"), is_placeholder("Ann Null")
    (True, False)
    """
    return len(text) < 40 and text.strip(_ENDS).lower() in tables.PLACEHOLDERS


def is_et_al(text: str) -> bool:
    """True for "et al.", "and others", "等" and their like, alone."""
    words = text.strip("{} ").split()
    if len(words) == 1 and "." in text[:-1]:  # "u.a.", but not "U.A."
        return words[0] in tables.ET_AL
    return len(words) < 3 and "-".join(words).lower() in tables.ET_AL


def whole(text: str, field: str) -> Parsed[Name | None]:
    """Parse a name that its source gives in one piece: an institution, OTHERS for "et al.", None for a placeholder."""
    if is_et_al(text):
        return OTHERS, (Remark("names-truncated", field, f"{shorten(text, 60)!r} says that there are more"),)
    if is_placeholder(text):
        return None, (Remark("names-junk", field, f"{shorten(text, 60)!r} stands for no name; left out"),)
    return Name(literal=text), ()


def words_of(text: str) -> list[str]:
    """The words of a name; what stands in brackets is one word."""
    if "(" in text or "[" in text or "（" in text:
        return _TOKENS.findall(text)
    return text.split()


def without_junk(text: str) -> Parsed[list[str]]:
    """The words without links, addresses, marks of affiliation and their numbers."""
    bare = _URL.sub(" ", text) if "://" in text or "www." in text.lower() else text
    bare = _MARKS.sub(" ", bare).strip(STRAY)
    if bare[:1] == "[" and bare[-1:] == "]" and "[" not in bare[1:]:
        bare = bare[1:-1]
    words = words_of(bare)
    if "@" in bare:
        words = [word for word in words if "@" not in word]
    while words and words[-1] == "-":
        words.pop()
    while words and words[0] == "-":
        del words[0]
    if any(map(str.isdigit, bare)) and not is_body(words, [word.lower() for word in words]):
        words = [word if word.lower() in tables.SUFFIXES else _GLUED_DIGITS.sub("", word) for word in words]
        words = [word for word in words if not word.isdigit()]
    if not any(map(str.isalpha, "".join(words))):
        words = []
    kept = " ".join(words)
    remarks: Remarks = ()
    if kept != text:
        message = f"'{text}' was shortened to '{kept}'" if kept else f"'{text}' was left out"
        remarks = (remark("names-junk", message),)
    if len(words) > 1 and len(words[-1]) > 4 and words[-1][-1] == "." and words[-1][-4:-1].islower():
        words[-1] = words[-1][:-1]
    return words, remarks


def without_affiliations(text: str, field: str) -> Parsed[str]:
    """A person's name without the numbers of affiliations that are glued to its words; anything else as it is.

    >>> without_affiliations("Smith1,2, John", "author")[0], without_affiliations("Team2", "author")[0]
    ('Smith, John', 'Team2')
    """
    if not any(map(str.isdigit, text)) or " " not in text.strip() or text[:1] == "{":
        return text, ()
    kept = _AFFILIATIONS.sub("", text)
    if kept == text or is_body(words := kept.replace(",", " ").split(), [word.lower() for word in words]):
        return text, ()
    return kept, (Remark("names-junk", field, f"{shorten(text, 60)!r} was shortened to {shorten(kept, 60)!r}"),)


def without_et_al(words: list[str], text: str) -> Parsed[list[str]]:
    """The words without "et al." and its like at their end."""
    if len(words[-1]) > 2 and words[-1][-1] == "等":
        rest = [*words[:-1], words[-1][:-1]]
    elif "-".join(words[-2:]).lower() in tables.ET_AL:
        rest = words[:-2]
    elif (words[-1] if "." in words[-1][:-1] else words[-1].lower()) in tables.ET_AL:  # not "U.A."
        rest = words[:-1]
    else:
        return words, ()
    if rest and rest[-1] in ("and", "&"):
        rest = rest[:-1]
    return rest, (remark("names-truncated", f"'{text}' says that there are more authors"),)


def without_brackets(words: list[str]) -> tuple[list[str], Remarks, bool]:
    """(the words without brackets at their end, remarks, whether all of it is one name that must not be taken apart).

    A role, a name in another script and what stands after a person's name are left out; behind other words brackets
    are part of a body's name ("Royal Families (England)").
    """
    text = " ".join(words)
    match = _LAST_BRACKETS.fullmatch(text)
    if not match:
        return words, (), False
    name, inside = match[1].rstrip(STRAY), match[2]
    rest = words_of(name)
    roles = all(key(word.strip(",")) in tables.ROLES for word in inside.split())
    scripts = _is_latin(inside) != _is_latin(name) and any(map(str.isalpha, inside))
    if not (roles or scripts or _is_person(rest)):
        return words, (), True
    return rest, (remark("names-junk", f"'{inside}' in brackets was left out of '{text}'"),), False


def _is_latin(text: str) -> bool:
    return _LATIN.search(text) is not None


def _is_person(words: list[str]) -> bool:
    lows = [word.lower() for word in words]
    if not 1 < len(words) < 6 or is_body(words, lows):
        return False
    return any(map(is_initials, words[:2])) or is_initials(words[-1]) or is_known_given(lows[0])


def without_for(text: str) -> Parsed[str]:
    """The name of a group without "for the", "on behalf of the" before it, where there is one."""
    if text[:4] == "the ":
        return text[4:], (remark("names-junk", f"'the' was left out of '{text}'"),)
    match = _FOR.match(text)
    if not match:
        return text, ()
    return text[match.end() :], (remark("names-junk", f"'{match[0].strip()}' was left out of '{text}'"),)
