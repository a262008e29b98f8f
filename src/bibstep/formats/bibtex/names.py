"""Parse lists of names as the BibTeX program does, and in biblatex's extended format.

The rule is that of bibtex.web ("name processing"): a list is split at " and " outside braces; a name has one of the
forms "First von Last", "von Last, First" and "von Last, Jr, First"; "von" is the words in lower case. A name is split
into words at white space and ties; BibTeX also splits at hyphens, but that would lose the hyphen in "al-Khwarizmi".
bibtexparser is not used: it parses "de Gaulle" as a given and a family name, and loses an accent before a space.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibstep.model import OTHERS, Name, Remark
from bibstep.text.clean import shorten
from bibstep.text.mojibake import mended
from bibstep.text.patterns import later
from bibstep.values import Parsed, Remarks
from bibstep.values.names import tables
from bibstep.values.names.commas import several, usual_inverted
from bibstep.values.names.initials import held, is_together
from bibstep.values.names.junk import is_placeholder, whole, without_affiliations
from bibstep.values.names.person import read_name
from bibstep.values.names.words import is_suffix, key
from bibstep.values.spelling import doubts
from bibstep.values.tex import decode
from bibstep.values.tex.tokens import strict_entities

#: A name, or an option of a list, in biblatex's extended format; no other name has an equals sign.
_EXTENDED = later(r"\s*\"?[a-z]+(?:-i)?\s*=", re.IGNORECASE)
#: The lookbehind keeps the search linear: without it, each space of a long run would be tried as the first one.
_AND = later(r"(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_BRACE_OR_AND = later(rf"[{{}}]|\\[^\s]|{_AND.pattern}", re.IGNORECASE)
_WORD_END = later(r"[\s~]")
_SUFFIX = later(r"(?:jr|sr|jun|sen|esq)\.?|[IVX]+|\d(?:st|nd|rd|th)", re.IGNORECASE)
#: DBLP's number for one of several people with the same name.
_HOMONYM = later(r"(?<=\w)[ ~](0\d{3})\Z")
#: Words that end an incomplete list.
_OTHERS = frozenset(("others", "{others}", "et al.", "et al", "{et al.}"))
_ET_AL = later(r"(?<=\S)(?: ?,)?[ ~]et[ ~]al\.?\s*\Z")
_LETTER = later(r"[^\W\d_]")
_WORDS = later(r"\{|\}|[\s~]+|,|\\.|[^{}\s~,\\]+", re.DOTALL)
_BRACES = later(r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_WHOLE = later(r"\{(.*)\}", re.DOTALL)


def names(tex: str, field: str) -> Parsed[tuple[Name, ...]]:
    """Parse a list of names into people; "and others" becomes OTHERS, with a remark.

    >>> [tuple(vars_) for vars_ in ((n.given, n.non_dropping_particle, n.family, n.suffix, n.literal) for n in names(
    ...     "Ludwig van Beethoven and {Barnes and Noble} and de la Cruz, Jr., Ana", "author")[0])]
    [('Ludwig', 'van', 'Beethoven', '', ''), ('', '', '', '', 'Barnes and Noble'), ('Ana', 'de la', 'Cruz', 'Jr.', '')]
    """
    people: list[Name] = []
    remarks: list[Remark] = [*doubts((tex,), field)]
    unknown: list[str] = []
    for part in _parts(strict_entities(mended(tex))):
        found, new_remarks, commands = _people(part, field)
        people += found
        if new_remarks or commands:
            remarks += new_remarks
            unknown += commands
    if unknown:
        remarks += decode.remarks_on(tuple(dict.fromkeys(unknown)), field)
    if OTHERS in people:
        people = [name for name in people if name != OTHERS]
        people += [OTHERS] if people else []
    return tuple(people), tuple(remarks)


@lru_cache(maxsize=8192)
def _people(text: str, field: str) -> tuple[tuple[Name, ...], Remarks, tuple[str, ...]]:
    """(the names, the remarks, the commands that are not known) of one part of a list, which ought to be one name."""
    usual = usual_inverted(text.strip())
    if usual and usual.given != "And":  # "and" may stand at the end of a list
        return (usual,), (), ()
    text, remarks = without_affiliations(text.strip(), field)
    texts = [text]
    if "," in text or ";" in text or "&" in text:
        texts, doubts_on = _taken_apart(text, field)
        remarks += doubts_on
    if cut := _ET_AL.search(texts[-1]):
        texts[-1:] = [texts[-1][: cut.start()], cut[0].strip(" ,~")]
    names_: tuple[Name, ...] = ()
    unknown: tuple[str, ...] = ()
    for one in texts:
        name, new_remarks, commands = _person(one, field)
        names_ += (name,) if name else ()
        remarks += new_remarks
        unknown += commands
    return names_, remarks, unknown


def _taken_apart(text: str, field: str) -> Parsed[list[str]]:
    """The names in a part of a list, several where there are wrong signs between them."""
    places = several(_BRACES.sub(_masked, text) if "{" in text else text)
    if not places:
        return [text], ()
    if len(places) == 1:
        return [text[slice(*places[0])]], ()
    remark = Remark("names-doubt", field, f"{shorten(text.strip(), 60)!r} was taken for several names")
    return [text[start:end] for start, end in places], (remark,)


def _masked(match: re.Match[str]) -> str:
    """Letters in the place of what stands in braces, in which nothing is cut."""
    return ("x" if match.start() and match.string[match.start() - 1].isalpha() else "X").ljust(len(match[0]), "x")


def _person(text: str, field: str) -> tuple[Name | None, Remarks, tuple[str, ...]]:
    """(name, remarks, unknown commands) of one part of a list of names."""
    remarks: Remarks = ()
    part = _without_and(text)
    if part[-1:].isdigit() and (homonym := _HOMONYM.search(part)):
        remarks = (
            Remark("names-junk", field, f"{homonym[1]}, which distinguishes people of the same name, was left out"),
        )
        part = part[: homonym.start()]
    if part.lower() in _OTHERS:
        return (
            OTHERS,
            (*remarks, Remark("names-truncated", field, f"the list ends with {part!r}; some names are missing")),
            (),
        )
    if "," not in part and " " in part and is_placeholder(part):  # "[No authors listed]", which is no given name
        return None, (*remarks, Remark("names-junk", field, f"{part!r} stands for no name; left out")), ()
    if part.startswith("CORPORATE "):  # the ACM's mark of an institution
        part = f"{{{part[10:]}}}"
    if "=" in part and _EXTENDED.match(part):
        name = _extended(part)
        if "xdata" in part and not name:
            junk = Remark("names-junk", field, f"{shorten(part, 40)!r} is a placeholder for a name; left out")
            remarks = (*remarks, junk)
        return name, remarks, ()
    name, doubted, commands = _name(part)
    if name and not (name.given or name.suffix or name.non_dropping_particle):
        checked, new_remarks = whole(name.literal or name.family, field)
        remarks += new_remarks
        last = name.literal.rpartition(" ")
        if checked is None or checked == OTHERS:
            name = checked
        elif last[0] and is_suffix(last[2]) and " " not in last[0]:  # "{King Jr.}", as we write it
            name = Name(last[0], suffix=last[2])
    elif name:
        name = held(name)
        if "," not in part and "{" not in part:
            name, new_remarks = _mended(name, part, field)
            remarks += new_remarks
    if doubted:
        remarks = (*remarks, Remark("names-doubt", field, f"{shorten(part, 40)!r} has too many commas"))
    return name, remarks, commands


def _mended(name: Name, text: str, field: str) -> Parsed[Name]:
    """A name without a comma that ends in a suffix or in initials, which to BibTeX's rule are the family name.

    "D.R. Brown Jr." and "Roberts MA" are never meant so, nor is "João Silva Filho".
    """
    last = name.family.rpartition(" ")[2]
    is_kinship = key(last) in tables.KINSHIP
    if name.suffix or not (is_suffix(last) or is_together(last) or is_kinship):
        return name, ()
    plain = " ".join([part for part in (name.given, name.non_dropping_particle, name.family) if part])
    read = read_name(plain)[0]
    if not read or read.literal or read.family in (last, name.family) or not read.given:
        return name, ()
    message = f"{shorten(text, 40)!r} was read as family '{read.family}', given '{read.given}'"
    return read, (Remark("names-doubt", field, message),)


def _parts(tex: str) -> list[str]:
    """Split a list of names at each "and" outside braces."""
    tex = f" {tex} "
    if "{" not in tex and "\\" not in tex:
        return _AND.split(tex)
    parts: list[str] = []
    depth = start = 0
    for match in _BRACE_OR_AND.finditer(tex):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth = max(0, depth - 1)
        elif not depth and mark[0] != "\\":
            parts.append(tex[start : match.start()])
            start = match.end()
    return [*parts, tex[start:]]


def _without_and(text: str) -> str:
    """Remove an "and" at the start or the end of the list from the name."""
    text = text.strip()
    lower = text.lower()
    if lower.startswith("and ") or lower == "and":
        text = text[4:]
    if lower.endswith(" and"):
        text = text[:-4]
    return text.strip()


def _name(text: str) -> tuple[Name | None, bool, tuple[str, ...]]:
    """(name, whether it has too many commas, unknown commands) of a name in BibTeX's syntax."""
    sections = _sections(text)
    unknown: list[str] = []

    def decoded(words: list[str]) -> str:
        if not words:
            return ""
        text, commands = decode.plain(" ".join(words))
        unknown.extend(commands)
        return text if text.isascii() else mended(text)

    while (
        len(sections) > 1 and not sections[-1] and not (len(sections) == 3 and _SUFFIX.fullmatch(decoded(sections[1])))
    ):
        sections.pop()  # a comma at the end
    words = sections[0]
    if not any(sections):
        return None, False, ()
    if len(sections) == 1:
        if len(words) == 1 and _is_whole(words[0]):
            name = _made("", "", "", "", decoded(words))
        else:
            von, last = _von_last(words)
            name = _made(decoded(words[:von]), decoded(words[von:last]), decoded(words[last:]), "")
        return name, False, tuple(unknown)
    given = decoded([word for section in sections[2 if len(sections) > 2 else 1 :] for word in section])
    suffix = decoded(sections[1]) if len(sections) > 2 else ""
    if len(sections) == 3 and _is_jr(given) and not _is_jr(suffix):  # "Smith, J. Q., Jr."
        given, suffix = suffix, given
    last = _last_of(words)
    return _made(given, decoded(words[:last]), decoded(words[last:]), suffix), len(sections) > 3, tuple(unknown)


def _is_jr(text: str) -> bool:
    return _SUFFIX.fullmatch(text) is not None or key(text) in tables.KINSHIP


def _made(given: str, particle: str, family: str, suffix: str, literal: str = "") -> Name | None:
    if not (family or given or particle or literal):
        return None
    return Name(family, given, particle, suffix, literal)


def _sections(text: str) -> list[list[str]]:
    """The words of a name: a list for each part between commas outside braces."""
    if "{" not in text and "\\" not in text and "}" not in text:
        return [part.replace("~", " ").split() for part in text.split(",")]
    sections: list[list[str]] = [[]]
    word: list[str] = []
    depth = 0
    for token in _WORDS.findall(text):
        depth = max(0, depth + (token == "{") - (token == "}"))
        if depth or (token != "," and not _WORD_END.match(token)):
            word.append(token)
            continue
        if word:
            sections[-1].append("".join(word))
            word = []
        if token == ",":
            sections.append([])
    if word:
        sections[-1].append("".join(word))
    return sections


def _is_whole(word: str) -> bool:
    """Whether one pair of braces encloses a whole word that is not an accented letter."""
    if not _WHOLE.fullmatch(word) or word[1:2] == "\\":
        return False
    depth = 0
    for index, char in enumerate(word):
        depth += (char == "{") - (char == "}")
        if not depth:
            return index == len(word) - 1
    return True


def _von_last(words: list[str]) -> tuple[int, int]:
    """The places in "First von Last" where the von part and the last name begin."""
    for index in range(len(words) - 1):
        if _is_lower(words[index]):
            return index, index + _last_of(words[index:])
    return len(words) - 1, len(words) - 1


def _last_of(words: list[str]) -> int:
    """The place in "von Last" where the last name begins: after the last lower-case word before the final word."""
    for index in range(len(words) - 2, -1, -1):
        if _is_lower(words[index]):
            return index + 1
    return 0


def _is_lower(word: str) -> bool:
    """Whether the first letter outside braces, or in a "special character", is in lower case."""
    if word[:1].isalpha():
        return word[0].islower()
    depth, index = 0, 0
    while index < len(word):
        char = word[index]
        if char == "{":
            if not depth and word[index + 1 : index + 2] == "\\":
                letter = _LETTER.search(decode.plain(word[index:])[0])
                return bool(letter and letter[0].islower())
            depth += 1
        elif char == "}":
            depth -= 1
        elif not depth:
            if char == "\\":  # an accent without braces
                letter = _LETTER.search(decode.plain(word[index:])[0])
                return bool(letter and letter[0].islower())
            if char.isalpha():
                return char.islower()
        index += 1
    return False


def _extended(text: str) -> Name | None:
    """A name in biblatex's extended format: ``family=Berg, given=Jan, prefix=van den`` (biblatex manual, 3.4)."""
    parts: dict[str, str] = {}
    for section in _sections(text):
        name, _, value = " ".join(section).strip('" ').partition("=")
        value = value.strip().strip('"')
        parts[name.strip().lower()] = decode.plain(value)[0]
    given = " ".join([parts[name] for name in ("given", "middle") if parts.get(name)])
    if not (parts.get("family") or given):  # an option of the list, or a reference to a name
        return None
    only = not (given or parts.get("prefix") or parts.get("suffix"))
    if only and _is_whole(text.partition("=")[2].strip()):
        return Name(literal=parts.get("family", ""))
    return Name(parts.get("family", ""), given, parts.get("prefix", ""), parts.get("suffix", ""))
