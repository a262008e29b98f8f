"""One name as it is displayed, given name first or last, taken apart: junk, titles, suffix, particle, family, given."""

from __future__ import annotations

from bibstep.model import Name
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.names import tables
from bibstep.values.names.initials import apart, dotted, is_together
from bibstep.values.names.junk import (
    STRAY,
    is_placeholder,
    remark,
    without_brackets,
    without_et_al,
    without_for,
    without_junk,
)
from bibstep.values.names.order import (
    CAPITALS,
    FAMILY_GIVEN,
    HAN_FIRST,
    HAN_LAST,
    INITIALS,
    KOREAN,
    ends_in_family,
    initials_from,
)
from bibstep.values.names.words import (
    has_cjk,
    has_korean_order,
    is_body,
    is_capitals,
    is_cjk,
    is_degree,
    is_double_family,
    is_initials,
    is_known_given,
    is_spanish,
    is_suffix,
    is_title,
    key,
    may_have_korean_order,
)

#: "Given Family" or "Given M. Family" with nothing to it, so that most names need one match and two look-ups; a family
#: name of two letters only behind initials alone ("Y. Li").
_INITIALS = "[A-Z]\\.(?:-[A-Z]\\.)*"
GIVEN = f"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-Za-z][a-zß-öø-ÿ]+)?|{_INITIALS})(?: [A-Z]\\.?){{0,3}}"
#: With a hyphen the first half has five letters: "Min-Joon" is no family name.
_FAMILY = "[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}(?:(?<=[a-zß-öø-ÿ]{4})-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,})?"
USUAL = f"(?:{GIVEN} {_FAMILY}|{_INITIALS}(?: [A-Z]\\.){{0,3}} [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
_USUAL = later(USUAL)
#: The first or last words that make such a name unusual after all.
UNUSUAL = (
    (tables.INSTITUTION | tables.WEAK_INSTITUTION | tables.BODY_OPENINGS | tables.SUFFIXES | tables.DEGREES)
    | (tables.TITLES - {"major", "general"})
    | tables.ET_AL
    | tables.WEAK_DEGREES
    | {"of"}
)
_GLUED_INITIALS = later(r"\.(?=[^\W\d_](?:[^\W\d_]|['’]))")
#: East Slavic patronymics in Cyrillic, and in Latin letters those with which no family name ends.
_PATRONYMIC = later("(?:ович|евич|івна|ївна|овна|евна|ична|ovna|evna)$")
#: More words than this are no person's name; the limit also keeps the work linear.
_MOST_WORDS = 12


def usual_name(text: str) -> Name | None:
    """The name where it is a plain "Given M. Family" of Latin letters, else None (which says nothing yet)."""
    if not _USUAL.fullmatch(text):
        return None
    given, _, family = text.rpartition(" ")
    if family.lower() in UNUSUAL or given.partition(" ")[0].lower() in UNUSUAL:
        return None
    return Name(family, given)


def read_name(text: str, order: str = "") -> Parsed[Name | None]:
    """One name without commas: a person, a literal, or None where nothing in the text is a name.

    ``order`` is that of the list that it stands in (see ``order``), empty where the list does not tell it.

    >>> read_name("Jaime A. Teixeira da Silva")[0]
    Name(family='Silva', given='Jaime A. Teixeira', non_dropping_particle='da', suffix='', literal='')
    >>> read_name("de Vries MD", "initials")[0]
    Name(family='Vries', given='M. D.', non_dropping_particle='de', suffix='', literal='')
    """
    usual = usual_name(text) if order != KOREAN else None
    if usual:
        return usual, ()
    if is_placeholder(text):
        return None, (remark("names-junk", f"'{text}' stands for no name; left out"),)
    remarks: Remarks = ()
    words = text.strip(STRAY).split()
    if not text.replace(" ", "").isalpha():
        words, remarks = without_junk(text)
    words, more = without_et_al(words, text) if words else (words, ())
    remarks += more
    if not words:
        return None, remarks
    text = " ".join(words)
    if text[-1] in ")]）":
        words, more, is_whole = without_brackets(words)
        text, remarks = " ".join(words), remarks + more
        if is_whole:
            return Name(literal=text), remarks
    lows = text.lower().split() if len(words) == text.count(" ") + 1 else [word.lower() for word in words]
    if is_body(words, lows) and not (order in (INITIALS, FAMILY_GIVEN) and len(words) == 2 and is_initials(words[1])):
        text, more = without_for(text)
        return Name(literal=text), remarks + more
    if has_cjk(text):
        return _cjk_name(words, order) or Name(literal=text), remarks
    if len(words) > _MOST_WORDS:
        return Name(literal=text), (*remarks, remark("names-doubt", f"'{text}' is too long for a person's name"))
    name, more = _person(words, text, order)
    return name, remarks + more


def _person(words: list[str], text: str, order: str) -> Parsed[Name | None]:
    if _GLUED_INITIALS.search(text):
        words = _with_spaces(words)
    if "' " in text or "’ " in text:
        words = _with_apostrophes(words)
    core, suffix, dropped = _without_titles(words, order)
    if not core:
        return None, (remark("names-junk", f"'{text}' is not a name; left out"),)
    remarks: Remarks = ()
    if dropped:
        remarks = (remark("names-titles", f"'{dropped}' was left out of '{text}'"),)
    if len(core) == 1:
        return (Name(core[0], suffix=suffix) if dropped or suffix else Name(literal=core[0])), remarks
    lows = [word.lower() for word in core]
    if len(core) > 2 and not has_korean_order(core, lows) and _is_untold(core):
        message = f"'{text}' was not split, because its particles leave the family name open"
        return Name(literal=text), (*remarks, remark("names-doubt", message))
    (given, particle, family), doubt = _split(core, lows, order)
    if doubt:
        remarks += (remark(doubt, f"'{text}' was split into family '{family}', given '{given}'"),)
    return Name(family, apart(given, family), particle, suffix), remarks


def _cjk_name(words: list[str], order: str) -> Name | None:
    """A name in Han, kana or Hangul whose space parts family and given name; None where their order is not sure.

    Western lists turn such names round ("大臻 史"). The common family names tell the order, of a name or of its list.
    """
    if len(words) != 2 or not all(is_cjk(word) and len(word) <= 3 for word in words):
        return None
    first, last = (word in tables.CJK_FAMILIES for word in words)
    if first == last:
        if order not in (HAN_FIRST, HAN_LAST):
            return None
        first = order == HAN_FIRST
    family, given = words if first else reversed(words)
    return Name(family, given)


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


def _with_apostrophes(words: list[str]) -> list[str]:
    """Words with what an apostrophe and a space part as one ("D' almeida")."""
    for index in range(1, len(words) - 1):
        if words[index] in ("D'", "D’", "d'", "d’"):
            return [*words[:index], f"{words[index]} {words[index + 1]}", *words[index + 2 :]]
    return words


def _without_titles(words: list[str], order: str) -> tuple[list[str], str, str]:
    """The words without titles before and degrees behind, the suffix wherever it stood, and what was left out."""
    start, end = 0, len(words)
    while start < end and (is_title(words[start]) or _is_shouted_title(words[start:])):
        start += 1
    while end - start > 2 and is_degree(words[end - 1]) and not _may_be_initials(words[start:end], order):
        end -= 1
    dropped = " ".join(words[:start] + words[end:])
    core = words[start:end]
    found = [index for index, word in enumerate(core) if key(word) in tables.SUFFIXES]
    found = [index for index in found if _is_suffix_at(core, index, order)]
    if not found:
        return core, "", dropped
    index = max(found, key=lambda index: not core[index].isupper())  # "Brown SR Jr"
    return core[:index] + core[index + 1 :], core[index], dropped


def _is_shouted_title(words: list[str]) -> bool:
    return words[0] in ("DR", "MR", "MRS") and len(words) > 2 and all(map(str.isupper, words))


def _may_be_initials(words: list[str], order: str) -> bool:
    """True where the degree at the end may be initials after a family name ("de Vries MD", but not "Ann Lee MD")."""
    if not is_initials(words[-1]):
        return False
    before = [word for word in words[:-1] if word not in tables.PARTICLES]
    if order in (INITIALS, FAMILY_GIVEN):
        return not (len(before) > 1 and is_initials(before[-1]) and len(before[-1].replace(".", "")) > 1)
    return len(before) < 2


def _is_suffix_at(words: list[str], index: int, order: str) -> bool:
    word = words[index]
    low = key(word)
    if not index:
        return is_suffix(word) and low in ("jr", "jnr", "sr", "snr")
    is_roman = low in ("ii", "iii", "iv")
    if is_suffix(word) and not is_roman:
        return True
    # "John H. Long JR" and "Smith JA III", but "Long JR", "Petrov IV": those are initials
    if order in (INITIALS, FAMILY_GIVEN):
        return index > 1 and is_initials(words[index - 1]) and not is_initials(words[0])
    return len(words) > 2 or (is_roman and low != "iv")


def _is_untold(words: list[str]) -> bool:
    """True where a part of a word stands alone ("Min Tae -Uk") or words are written small that are no particles."""
    if any(word[0] == "-" for word in words):
        return True
    if words[0].islower() or not (words[-1].islower() and words[-1].isalpha()):
        return False
    small = [word in tables.PARTICLES for word in words[:-1] if word.islower()]
    return not all(small) or words[0].lower() in tables.KOREAN_FAMILIES


def _split(words: list[str], lows: list[str], order: str) -> tuple[tuple[str, str, str], str]:
    """Given, particle and family of two words or more, and the code of a remark that is due, if any."""
    if order in (INITIALS, FAMILY_GIVEN):
        head = initials_from(words, of_list=True)
        if head < len(words):
            given = dotted(words[head:])
            if order == FAMILY_GIVEN and head > 1:
                first = _particles(words, head)
                given = " ".join([*words[first + 1 : head], given])
                head = first + 1
            return (given, *_family(words[:head])), ""
    head = _family_first(words, lows, order)
    if head:
        given = " ".join(words[head:])
        if all(map(is_together, words[head:])):
            given = dotted(words[head:])
        return (given, *_family(words[:head])), "names-reordered"
    if len(words) == 3 and len(key(words[2])) == 1 and is_initials(words[0]) and not is_initials(words[1]):
        return (f"{words[0]} {words[2]}", "", words[1]), "names-doubt"  # "S. Rao K"
    start, small, code = _family_start(words, lows)
    particle, family = words[start : start + small], words[start + small :]
    return (" ".join(words[:start]), " ".join(particle), " ".join(family)), code


def _particles(words: list[str], end: int) -> int:
    """The number of small particles before a family name of so many words at the beginning."""
    small = 0
    while small < end - 1 and words[small] in tables.PARTICLES:
        small += 1
    return small


def _family(words: list[str]) -> tuple[str, str]:
    """Particle and family of a family name that stands first; a full stop after it is none of it ("Ahmadi. F")."""
    small = _particles(words, len(words))
    last = words[-1]
    if last[-1] == "." and len(last) > 3 and last[-3:-1].islower():
        last = last[:-1]
    return " ".join(words[:small]), " ".join([*words[small:-1], last])


def _family_first(words: list[str], lows: list[str], order: str) -> int:
    """The number of words of a family name that stands first, or 0 where the given name does.

    Signs of it: initials at the end ("Groumpos Peter P"), a patronymic at the end, capitals at the beginning alone,
    a Korean name ("Kim Min-Su").
    """
    head = initials_from(words)
    first, last = words[0], words[-1]
    if has_korean_order(words, lows) or (order == KOREAN and may_have_korean_order(words, lows)):
        return 1
    if head < len(words) and not (is_initials(first) and ("." in first or len(first) <= len(last))):
        if order == CAPITALS or ends_in_family(words, lows):
            return 0  # "Sun Jung KIM"
        if head < 3 and (head == 1 or len(last.replace(".", "")) > 1):
            return head  # "García López JA"
        if (
            lows[0] in tables.CAPITAL_PARTICLES | tables.PARTICLES
            or is_spanish(lows[0])
            or not any(map(is_known_given, lows[1:head]))
        ):
            return head
        return 1
    if len(words) == 3 and _PATRONYMIC.search(lows[2]) and not _PATRONYMIC.search(lows[1]):
        return 1
    is_shouted = len(first) > 3 or (len(first) == 3 and (order == CAPITALS or lows[0] in tables.SHORT_FAMILIES))
    if is_shouted and first.isupper() and "." not in first and not any(map(is_capitals, words[1:])):
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
        if start and words[start].islower() and _is_all_family(words[:start], lows):
            return start - 1, 0, "names-doubt"  # "P. Suhge d'Aubermont"
        if start > 1 and words[start] == "de" and is_spanish(lows[start - 1]):
            return start - 1, 0, "names-doubt"  # "Ana López de Haro"
        return start, after - start, ""
    if end > 1:
        if words[-1][:2] in ("d'", "d’") and _is_all_family(words[:-1], lows):
            return end - 1, 0, "names-doubt"
        if lows[-2] in tables.SEMITIC_PARTICLES or lows[-2].endswith(("-van", "-de", "-von")) or _is_kinship(lows):
            return end - 1, 0, ""
        if is_double_family(words, lows):
            return end - 1, 0, "names-doubt"
    return end, 0, ""


def _is_kinship(lows: list[str]) -> bool:
    """Whether the last word is "Filho" or the like, which belongs to the family name before it.

    "Neto" is a family name, too: "João Paulo Neto", but "João Silva Neto".
    """
    return lows[-1] in tables.KINSHIP and not (lows[-1][:3] == "net" and is_known_given(lows[-2]))


def _is_all_family(before: list[str], lows: list[str]) -> bool:
    """True for initials and one full word, no common given name, which then is of the family name (3 of 3 measured)."""
    *first, last = before
    return (
        bool(first)
        and all(map(is_initials, first))
        and not (is_initials(last) or last.islower() or is_known_given(lows[len(first)]))
    )


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
        if words[after][0] in "([":
            continue  # "Kees van (auch Cornelis) Achterberg"
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
