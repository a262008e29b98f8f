"""Lists of names taken apart as the BibTeX program does it, and in biblatex's extended format.

The rule is that of bibtex.web ("name processing"): a list is cut at " and " outside of braces; a name has one of the
forms "First von Last", "von Last, First" and "von Last, Jr, First"; "von" is the words in lower case. The words are
those between white space and ties: BibTeX's own cut at hyphens too would cost the hyphen in "al-Khwarizmi".
bibtexparser is not used: it takes "de Gaulle" for a given name and a family, and loses an accent before a space.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibstep.formats.latex import decode as tex_text
from bibstep.formats.latex.tokens import is_plain
from bibstep.model import Name, Remark
from bibstep.text.clean import shorten
from bibstep.values import Parsed, Remarks

#: A name, or an option for a list of them, in biblatex's extended format; no other name has an equals sign.
_EXTENDED = re.compile(r"\s*\"?[a-z]+(?:-i)?\s*=", re.IGNORECASE)
#: A lookbehind, since each space of a long run would be tried as the first one.
_AND = re.compile(r"(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_BRACE_OR_AND = re.compile(rf"[{{}}]|\\[^\s]|{_AND.pattern}", re.IGNORECASE)
_WORD_END = re.compile(r"[\s~]")
_SUFFIX = re.compile(r"(?:jr|sr|jun|sen|esq)\.?|[IVX]+|\d(?:st|nd|rd|th)", re.IGNORECASE)
#: DBLP's number for a person who has the name of another.
_HOMONYM = re.compile(r"(?<=\w)[ ~](0\d{3})\Z")
#: What closes a list that does not name all.
_OTHERS = frozenset(("others", "{others}", "et al.", "et al", "{et al.}"))
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"\{|\}|[\s~]+|,|\\.|[^{}\s~,\\]+", re.DOTALL)
_WHOLE = re.compile(r"\{(.*)\}", re.DOTALL)


def names(tex: str, field: str) -> Parsed[tuple[Name, ...]]:
    """The people of a list of names; "and others" becomes a remark.

    >>> [tuple(vars_) for vars_ in ((n.given, n.non_dropping_particle, n.family, n.suffix, n.literal) for n in names(
    ...     "Ludwig van Beethoven and {Barnes and Noble} and de la Cruz, Jr., Ana", "author")[0])]
    [('Ludwig', 'van', 'Beethoven', '', ''), ('', '', '', '', 'Barnes and Noble'), ('Ana', 'de la', 'Cruz', 'Jr.', '')]
    """
    people: list[Name] = []
    remarks: list[Remark] = []
    unknown: list[str] = []
    for part in _parts(tex):
        name, noted, commands = _person(part, field)
        if name:
            people.append(name)
        if noted or commands:
            remarks += noted
            unknown += commands
    if unknown:
        remarks += tex_text.remarks_on(tuple(dict.fromkeys(unknown)), field)
    return tuple(people), tuple(remarks)


@lru_cache(maxsize=8192)
def _person(text: str, field: str) -> tuple[Name | None, Remarks, tuple[str, ...]]:
    """(the name, the remarks, the commands that are not known) of one part of a list of names."""
    remarks: Remarks = ()
    one = _without_and(text)
    if one[-1:].isdigit() and (homonym := _HOMONYM.search(one)):
        remarks = (Remark("names-junk", field, f"{homonym[1]}, which tells namesakes apart, was left out"),)
        one = one[: homonym.start()]
    if one.lower() in _OTHERS:
        return None, (*remarks, Remark("names-truncated", field, f"the list ends in {one!r}; not all are named")), ()
    if "=" in one and _EXTENDED.match(one):
        name = _extended(one)
        if "xdata" in one and not name:
            junk = Remark("names-junk", field, f"{shorten(one, 40)!r} stands for a name elsewhere; left out")
            remarks = (*remarks, junk)
        return name, remarks, ()
    name, doubted, commands = _name(one)
    if doubted:
        remarks = (*remarks, Remark("names-doubt", field, f"{shorten(one, 40)!r} has too many commas"))
    return name, remarks, commands


def _parts(tex: str) -> list[str]:
    """A list of names cut at the "and"s outside of braces."""
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
    """The name without an "and" that stands at the start or the end of the list."""
    text = text.strip()
    lower = text.lower()
    if lower.startswith("and ") or lower == "and":
        text = text[4:]
    if lower.endswith(" and"):
        text = text[:-4]
    return text.strip()


def _name(text: str) -> tuple[Name | None, bool, tuple[str, ...]]:
    """(the name, whether it has too many commas, the commands that are not known) of a name as BibTeX has it."""
    sections = _sections(text)
    as_it_is = is_plain(text)
    if as_it_is and len(sections) == 2 and sections[0] and sections[1]:  # "von Last, First", as nearly all are
        words, given_words = sections
        last = _last_of(words)
        return Name(" ".join(words[last:]), " ".join(given_words), " ".join(words[:last])), False, ()
    unknown: list[str] = []

    def said(words: list[str]) -> str:
        if as_it_is or not words:
            return " ".join(words)
        decoded, commands = tex_text.plain(" ".join(words))
        unknown.extend(commands)
        return decoded

    while len(sections) > 1 and not sections[-1] and not (len(sections) == 3 and _SUFFIX.fullmatch(said(sections[1]))):
        sections.pop()  # a comma at the end
    words = sections[0]
    if not any(sections):
        return None, False, ()
    if len(sections) == 1:
        if len(words) == 1 and _is_whole(words[0]):
            name = _made("", "", "", "", said(words))
        else:
            von, last = _von_last(words)
            name = _made(said(words[:von]), said(words[von:last]), said(words[last:]), "")
        return name, False, tuple(unknown)
    given = said([word for section in sections[2 if len(sections) > 2 else 1 :] for word in section])
    suffix = said(sections[1]) if len(sections) > 2 else ""
    last = _last_of(words)
    return _made(given, said(words[:last]), said(words[last:]), suffix), len(sections) > 3, tuple(unknown)


def _made(given: str, particle: str, family: str, suffix: str, literal: str = "") -> Name | None:
    if not (family or given or particle or literal):
        return None
    return Name(family, given, particle, suffix, literal)


def _sections(text: str) -> list[list[str]]:
    """The words of a name, one list for each part between commas outside of braces."""
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
    """True where one pair of braces stands round all of a word, and not round a letter with an accent."""
    if not _WHOLE.fullmatch(word) or word[1:2] == "\\":
        return False
    depth = 0
    for index, char in enumerate(word):
        depth += (char == "{") - (char == "}")
        if not depth:
            return index == len(word) - 1
    return True


def _von_last(words: list[str]) -> tuple[int, int]:
    """Where the von part and the last name begin in "First von Last"."""
    for index in range(len(words) - 1):
        if _is_lower(words[index]):
            return index, index + _last_of(words[index:])
    return len(words) - 1, len(words) - 1


def _last_of(words: list[str]) -> int:
    """Where the last name begins in "von Last": behind the last word in lower case that is not the last one."""
    for index in range(len(words) - 2, -1, -1):
        if _is_lower(words[index]):
            return index + 1
    return 0


def _is_lower(word: str) -> bool:
    """True where the first letter outside of braces, or in a "special character", is in lower case."""
    if word[:1].isalpha():
        return word[0].islower()
    depth, index = 0, 0
    while index < len(word):
        char = word[index]
        if char == "{":
            if not depth and word[index + 1 : index + 2] == "\\":
                letter = _LETTER.search(tex_text.plain(word[index:])[0])
                return bool(letter and letter[0].islower())
            depth += 1
        elif char == "}":
            depth -= 1
        elif not depth:
            if char == "\\":  # an accent that stands in no braces
                letter = _LETTER.search(tex_text.plain(word[index:])[0])
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
        parts[name.strip().lower()] = tex_text.plain(value)[0]
    given = " ".join([parts[name] for name in ("given", "middle") if parts.get(name)])
    if not (parts.get("family") or given):  # an option for the list, or a name that stands elsewhere
        return None
    only = not (given or parts.get("prefix") or parts.get("suffix"))
    if only and _is_whole(text.partition("=")[2].strip()):
        return Name(literal=parts.get("family", ""))
    return Name(parts.get("family", ""), given, parts.get("prefix", ""), parts.get("suffix", ""))
