"""One name as it is displayed, given name first or last, taken apart: junk, titles, suffix, particle, family, given."""

from __future__ import annotations

import re

from bibstep.model import Name, Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.names import tables
from bibstep.values.names.words import (
    as_degree,
    has_cjk,
    is_body,
    is_cjk,
    is_double_family,
    is_initials,
    is_spanish,
    is_title,
    key,
)

#: "Given Family" or "Given M. Family" with nothing to it, so that most names need one match and two look-ups; a family
#: name of two letters only behind initials alone ("Y. Li").
_INITIALS = "[A-Z]\\.(?:-?[A-Z]\\.)*"
_GIVEN = f"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-Za-z][a-zß-öø-ÿ]+)?|{_INITIALS})(?: [A-Z]\\.?){{0,3}}"
_FAMILY = "[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,})?"
USUAL = f"(?:{_GIVEN} {_FAMILY}|{_INITIALS}(?: [A-Z]\\.){{0,3}} [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
_USUAL = later(USUAL)
#: The first or last words that make such a name unusual after all.
UNUSUAL = (
    (tables.INSTITUTION | tables.WEAK_INSTITUTION | tables.BODY_OPENINGS | tables.SUFFIXES | tables.DEGREES)
    | (tables.TITLES - {"major", "general"})
    | tables.ET_AL
    | tables.WEAK_DEGREES
    | {"of"}
)
_URL = later(r"(?:https?://|www\.)\S*", re.IGNORECASE)
#: Marks of affiliation and of the corresponding author, and brackets that hold only numbers or the word "editor".
_MARKS = later(r"[*†‡§¶#⁎∗‖¹²³⁰-⁹₀-₉✉]|[(\[](?:[\d\s,–-]{1,20}|[Ee]ds?\.?|[Hh]rsg\.?|[Hh]g\.?)[)\]]")
_GLUED_DIGITS = later(r"(?<=[^\W\d_])\d+$")
_GLUED_INITIALS = later(r"\.(?=[^\W\d_](?:[^\W\d_]|['’]))")
#: East Slavic patronymics in Cyrillic, and in Latin letters those with which no family name ends.
_PATRONYMIC = later("(?:ович|евич|івна|ївна|овна|евна|ична|ovna|evna)$")
#: Family names that are not taken for initials where they stand in capitals.
_CAPITALS = tables.SHORT_FAMILIES | tables.SHORT_FAMILIES_WEST
_STRAY = ' ,;:|/\\"–—'
#: More words than this are no person's name; the limit also keeps the work linear.
_MOST_WORDS = 12


def remark(code: str, message: str) -> Remark:
    """A remark about the authors; the message is shortened, as it quotes a name."""
    return Remark(code, "author", shorten(message, 120))


def usual_name(text: str) -> Name | None:
    """The name where it is a plain "Given M. Family" of Latin letters, else None (which says nothing yet)."""
    if not _USUAL.fullmatch(text):
        return None
    given, _, family = text.rpartition(" ")
    if family.lower() in UNUSUAL or given.lower() in UNUSUAL:
        return None
    return Name(family, given)


def read_name(text: str) -> Parsed[Name | None]:
    """One name without commas: a person, a literal, or None where nothing in the text is a name.

    >>> read_name("Jaime A. Teixeira da Silva")[0]
    Name(family='Silva', given='Jaime A. Teixeira', non_dropping_particle='da', suffix='', literal='')
    """
    usual = usual_name(text)
    if usual:
        return usual, ()
    remarks: Remarks = ()
    words = text.strip(_STRAY).split()
    if not text.replace(" ", "").isalpha():
        words, remarks = _without_junk(text, words)
    words, more = _without_et_al(words, text) if words else (words, ())
    remarks += more
    if not words:
        return None, remarks
    text = " ".join(words)
    lows = text.lower().split()
    if is_body(words, lows):
        return Name(literal=text), remarks
    if has_cjk(text):
        return _cjk_name(words) or Name(literal=text), remarks
    if len(words) > _MOST_WORDS:
        return Name(literal=text), (*remarks, remark("names-doubt", f"'{text}' is too long for a person's name"))
    if _GLUED_INITIALS.search(text):
        words = _with_spaces(words)
    core, suffix, dropped = _without_titles(words)
    if not core:
        return None, (*remarks, remark("names-junk", f"'{text}' is not a name; left out"))
    if dropped:
        remarks += (remark("names-titles", f"'{dropped}' was left out of '{text}'"),)
    if len(core) == 1:
        return (Name(core[0], suffix=suffix) if dropped or suffix else Name(literal=core[0])), remarks
    if len(core) > 2 and _is_untold(core):
        message = f"'{text}' was not split, because its particles leave the family name open"
        return Name(literal=text), (*remarks, remark("names-doubt", message))
    (given, particle, family), doubt = _split(core, [word.lower() for word in core])
    if doubt:
        remarks += (remark(doubt, f"'{text}' was split into family '{family}', given '{given}'"),)
    return Name(family, given, particle, suffix), remarks


def _cjk_name(words: list[str]) -> Name | None:
    """A Chinese or Korean name whose space parts family and given name, in either order; None where that is not sure.

    Western lists turn such names round ("大臻 史"). A Japanese one has no short family name that would tell its order.
    """
    if len(words) != 2 or not all(is_cjk(word) and len(word) <= 2 for word in words):
        return None
    first, last = (word in tables.CJK_FAMILIES for word in words)
    if first == last:
        return None
    family, given = words if first else reversed(words)
    return Name(family, given)


def _without_junk(text: str, words: list[str]) -> Parsed[list[str]]:
    """The words without links, addresses, marks of affiliation and their numbers."""
    bare = _URL.sub(" ", text) if "://" in text or "www." in text.lower() else text
    bare = _MARKS.sub(" ", bare)
    words = [word for word in bare.strip(_STRAY).split() if "@" not in word]
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


def _without_et_al(words: list[str], text: str) -> Parsed[list[str]]:
    """The words without "et al." and its like at their end."""
    if len(words[-1]) > 2 and words[-1][-1] == "等":
        rest = [*words[:-1], words[-1][:-1]]
    elif "-".join(words[-2:]).lower() in tables.ET_AL:
        rest = words[:-2]
    elif words[-1].lower() in tables.ET_AL:
        rest = words[:-1]
    else:
        return words, ()
    return rest, (remark("names-truncated", f"'{text}' says that there are more authors"),)


def _with_spaces(words: list[str]) -> list[str]:
    """Words with a space after initials and titles that are glued on ("T.Chuprina", "Dr.Geetha")."""
    spaced: list[str] = []
    for word in words:
        cut = word.rfind(".", 0, -1) + 1
        if cut and word[cut].isupper() and all(len(part) < 2 or is_title(part) for part in word[:cut].split(".")):
            spaced += [word[:cut], word[cut:]]
        else:
            spaced.append(word)
    return spaced


def _without_titles(words: list[str]) -> tuple[list[str], str, str]:
    """The words without titles before and degrees behind, the suffix wherever it stood, and what was left out."""
    start, end = 0, len(words)
    while start < end and is_title(words[start]):
        start += 1
    while end - start > 2 and as_degree(words[end - 1]) in tables.DEGREES and not words[end - 1].islower():
        end -= 1
    dropped = " ".join(words[:start] + words[end:])
    core = words[start:end]
    for index, word in enumerate(core):
        # "Smith IV" has initials; a numeral in front is none; "Jr." may stand there.
        if key(word) in tables.SUFFIXES and (len(core) > 2 or word != "IV") and (index or word[0] in "JjSs"):
            return core[:index] + core[index + 1 :], word, dropped
    return core, "", dropped


def _is_untold(words: list[str]) -> bool:
    """True where words are written small that are no particles, the last among them ("Lee Yong woo", "Min Tae -Uk")."""
    if any(word[0] == "-" for word in words):
        return True
    if words[0].islower() or not (words[-1].islower() and words[-1].isalpha()):
        return False
    small = [word in tables.PARTICLES for word in words[:-1] if word.islower()]
    return not small or not all(small)


def _split(words: list[str], lows: list[str]) -> tuple[tuple[str, str, str], str]:
    """Given, particle and family of two words or more, and the code of a remark that is due, if any."""
    head = _family_first(words, lows)
    if head:
        small = 0
        while small < head - 1 and words[small] in tables.PARTICLES:
            small += 1
        return (" ".join(words[head:]), " ".join(words[:small]), " ".join(words[small:head])), "names-reordered"
    if len(words) == 3 and len(key(words[2])) == 1 and is_initials(words[0]) and not is_initials(words[1]):
        return (f"{words[0]} {words[2]}", "", words[1]), "names-doubt"  # "S. Rao K"
    start, small, code = _family_start(words, lows)
    particle, family = words[start : start + small], words[start + small :]
    return (" ".join(words[:start]), " ".join(particle), " ".join(family)), code


def _family_first(words: list[str], lows: list[str]) -> int:
    """The number of words of a family name that stands first, or 0 where the given name does.

    Signs of it: initials at the end ("Groumpos Peter P"), a patronymic at the end, capitals at the beginning alone.
    """
    head = len(words)
    while head > 1 and is_initials(words[head - 1]):
        head -= 1
    first, last = words[0], words[-1]
    if head < len(words) and not is_initials(first):
        bare = last.replace(".", "")
        if len(last) == len(bare) > 1 and (lows[-1] in _CAPITALS or " ".join(words).isupper()):
            return 0  # "Sun Jung KIM"
        if head < 3 and (head == 1 or len(bare) > 1):
            return head  # "García López JA"
        if lows[0] in tables.PARTICLES or (is_spanish(lows[0]) and is_spanish(lows[1])):
            return head
        return 1
    if len(words) == 3 and _PATRONYMIC.search(lows[2]) and not _PATRONYMIC.search(lows[1]):
        return 1
    shouted = len(first) > 3 or (len(first) == 3 and lows[0] in tables.SHORT_FAMILIES)
    if shouted and first.isupper() and "." not in first and not any(map(str.isupper, words[1:])):
        return 1  # "DUPONT Jean"
    return 0


def _family_start(words: list[str], lows: list[str]) -> tuple[int, int, str]:
    """Where the family name begins, given name first; how many words of it are small particles; a remark's code."""
    end = len(words) - 1
    start = _particle_start(words, lows)
    if start >= 0:
        after = start
        while after < end and words[after] in tables.PARTICLES:
            after += 1
        if start > 1 and words[start] in tables.JOINERS:
            return start - 1, 0, ""  # "José Ortega y Gasset"
        if start > 1 and words[start] == "de" and is_spanish(lows[start - 1]):
            return start - 1, 0, "names-doubt"  # "Ana López de Haro"
        return start, after - start, ""
    if end > 1:
        if (
            lows[-2] in tables.SEMITIC_PARTICLES
            or lows[-2].endswith(("-van", "-de", "-von"))
            or lows[-1] in tables.KINSHIP
        ):
            return end - 1, 0, ""
        if is_double_family(words, lows):
            return end - 1, 0, "names-doubt"
    return end, 0, ""


def _particle_start(words: list[str], lows: list[str]) -> int:
    """The index of the particle that begins the family name, small or with a capital; -1 where there is none."""
    end = len(words) - 1
    for index in range(end):
        small = words[index] in tables.PARTICLES
        if not small and not (lows[index] in tables.CAPITAL_PARTICLES and _counts(index, lows)):
            continue
        after = index + 1
        while after < end and lows[after] in tables.PARTICLES:
            after += 1
        if not tables.REPEATED_PARTICLES.isdisjoint(lows[after:end]):
            continue
        if index == 0 and (words[after].islower() or not (small or lows[0][-1] in "'’")):
            continue  # "ben affleck", "Al Gore"; but "van Gogh"
        if index and after < end and lows[after] in tables.DEVOTIONS and lows[index - 1] in tables.MARIAN:
            continue  # "María del Carmen Ruiz"
        if after < end and (end - after > 2 or is_initials(words[after])):
            continue  # "Jéssica da C. Mendonça"; so many words that the first are a middle name
        return index
    return -1


def _counts(index: int, lows: list[str]) -> bool:
    """True where a particle with a capital is one, and not a syllable of an East Asian given name."""
    return lows[index] not in tables.WEAK_CAPITALS or not (
        lows[0] in tables.VIETNAMESE or lows[0] in tables.EAST_ASIAN or lows[-1] in tables.EAST_ASIAN
    )
