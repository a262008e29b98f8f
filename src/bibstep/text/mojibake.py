"""Mend text that was read as Windows-1252 or Latin-1 although it was UTF-8: "LÃ³pez" is "López".

Only what can hardly be anything else is mended; any other text stays as it is.
"""

from __future__ import annotations

import re

from bibstep.text.patterns import later

#: The bytes 0x80 to 0xBF as Windows-1252 shows them, or as Latin-1 does where it has no character for them.
_TAIL = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0xC0)}
_TAIL |= {chr(byte): byte for byte in range(0x80, 0xA0)}
_ANY_TAIL = "[" + "".join(_TAIL) + "]"
_ASCII = bytes(range(128))
#: A character of UTF-8 whose bytes are shown one by one: of Latin, Greek or Cyrillic; punctuation, signs, East Asian.
_RUN = later(
    f"[\xc2-\xc5\xce-\xd1]{_ANY_TAIL}|\xe2[\x80-\x8f€‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f]{_ANY_TAIL}|[\xe3-\xe9\xef]{_ANY_TAIL}{{2}}"
)
#: An í whose second byte, a soft hyphen, was removed: no word has a capital Ã among small letters.
_LOST_HYPHEN = later("(?<=[a-zß-ÿ])Ã(?=[a-zß-ÿ])")
#: A closing quote whose last byte, for which Windows-1252 has no character, was removed.
_LOST_QUOTE = later(r"â€(?!\w)")
#: Characters of the tail that also stand after a letter with an accent in sound text: quotes, dashes, spaces.
_SOUND = frozenset("\xa0‘’‚“”„‹›«»–—…")


def mended(text: str) -> str:
    """Return the text with each such sequence replaced by the character that it stands for.

    >>> mended("LÃ³pez\u00e2€™s Å¡koda"), mended("«LIBERTÉ»: ÃO"), mended("LÃƒÂ³pez")
    ('López’s škoda', '«LIBERTÉ»: ÃO', 'López')
    """
    for _ in range(3):
        if text.isascii() or not _is_suspect(text):
            break
        found = _LOST_QUOTE.sub("”", _LOST_HYPHEN.sub("í", _RUN.sub(_mended, text)))
        if found == text:
            break
        text = found
    return text


def _is_suspect(text: str) -> bool:
    """Whether the characters of a text outside ASCII, which are few, have a sequence that would be replaced."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return "Ã" in others or "â€" in others or _RUN.search(others) is not None


def _mended(match: re.Match[str]) -> str:
    run = match[0]
    if _SOUND.issuperset(run[1:]) and not _is_inside(match) and run != "Â\xa0":
        return run
    try:
        return bytes([ord(run[0]), *[_TAIL[char] for char in run[1:]]]).decode()
    except UnicodeDecodeError:
        return run


def _is_inside(match: re.Match[str]) -> bool:
    """Whether a letter in lower case follows, before which no quote or dash stands."""
    after = match.string[match.end() : match.end() + 1]
    return len(match[0]) == 2 and after.islower()
