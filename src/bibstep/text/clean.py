"""Clean a text for a record: no control characters, single spaces, composed characters (NFC).

Other functions decode HTML entities, shorten a text for a message, and identify its language by the script.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from bibstep.text.patterns import later

#: Characters to remove: controls, bidi overrides and isolates, zero-width characters, soft hyphens, interlinear
#: annotation marks, surrogates, non-characters. White space is not listed, because runs of it become one space. The
#: marks U+200E and U+200F are kept, and the joiners (see _JOINERS) in scripts that use them.
_NOTHING = later(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
#: Zero-width (non-)joiners next to white space or to letters of scripts that do not use them (below Hebrew, U+0590).
_JOINERS = later(r"(?<=[\x00-\u058f\s])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]+(?=[\x00-\u058f\s])")
#: Typographic ligatures of Latin letters (U+FB00 to U+FB06) and the letters they stand for.
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LIGATURE = later("[\ufb00-\ufb06]")

#: The printable characters of ASCII. Deleting them to find others is four times as fast as ``str.isprintable``.
_PRINTED = bytes(range(0x20, 0x7F))
#: A text of common characters only: printable, composed, no ligature. Nearly every value is one.
#: (Latin, Greek, Cyrillic, Hebrew, Arabic, dashes and quotes, arrows and mathematical operators, kana, Han, Hangul; of
#: these blocks only characters that normalization does not change.)
_USUAL = later(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u2010-\u2027\u2030-\u205e\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2190-\u22ff\u2460-\u27ff\u3001-\u3029"
    "\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fef\uac00-\ud7a3\uff01-\uff5e]*"
)

_ENTITY = later(
    r"&(?:#(\d{1,7})(?:;|(?<=\d\d)\Z)|#[xX]([0-9a-fA-F]{1,6})(?:;|(?<=\w\w)\Z)|([A-Za-z][A-Za-z0-9]{1,31});)"
)


def strip_controls(text: str) -> str:
    """Remove control and zero-width characters, spell out ligatures and compose characters; white space is kept.

    >>> strip_controls("e\u0301 \u202eﬁne\u200b")
    'é fine'
    """
    if text.isascii():
        return text if text.isprintable() else _NOTHING.sub("", text)
    if not text.isprintable():
        text = _NOTHING.sub("", text)
    if _LIGATURE.search(text):
        text = text.translate(_LIGATURES)
    text = _composed(text)
    if "\u200c" in text or "\u200d" in text:
        text = _composed(_JOINERS.sub("", text))
    return text


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """As ``strip_controls``, with one space for each run of white space, also at the ends.

    >>> fold(" a\\r\\n b ")
    ' a b '
    """
    return _SPACES.sub(" ", strip_controls(text))


_SPACES = later(r"\s+")


def clean(text: str) -> str:
    """As ``strip_controls``, with one space for each run of white space, and none at either end.

    >>> clean(" a\\r\\n b\\u2028c ")
    'a b c'
    """
    if text.encode().translate(None, _PRINTED) if text.isascii() else not _USUAL.fullmatch(text):
        text = strip_controls(text)
        if not text.isprintable():
            return " ".join(text.split())
    # ``rfind`` is faster than ``in`` if there are many single spaces.
    if text.rfind("  ") >= 0 or text[:1] == " " or text[-1:] == " ":
        return " ".join(text.split())
    return text


def are_clean(texts: Sequence[str]) -> bool:
    """A fast test whether ``clean`` would change none of the texts; it is False for some rare characters too.

    Checking them together is faster than one by one. Raises TypeError if one of them is not a ``str``.

    >>> are_clean(["a b", "", "ü"]), are_clean(["a b", " c"]), are_clean(["a\\nb"])
    (True, False, False)
    """
    "".join(texts)  # raises the TypeError; ``filter`` would skip None
    joined = " ".join(filter(None, texts))
    # A space at either end of a text is next to the space between two texts.
    if joined.rfind("  ") >= 0 or joined[:1] == " " or joined[-1:] == " ":
        return False
    try:
        unusual = joined.encode().translate(None, _PRINTED)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return not unusual or _USUAL.fullmatch(unusual.decode()) is not None


def decode_entities(text: str) -> str:
    """Decode HTML entities, also those that were escaped several times.

    Only complete entities (``&name;``, ``&#8211;``) are decoded, so that "AT&T" and "&copy=1" in a link do not change.
    A number needs no semicolon at the end of the text, where a list of keywords lost it. The case of a name may
    differ ("&Apos;", "&AMP;"). Source: WHATWG HTML, named character references.

    >>> decode_entities("Kenya&Apos;s R&amp;amp;D at AT&T")
    "Kenya's R&D at AT&T"
    """
    for _ in range(4):
        if "&" not in text:
            break
        decoded = _ENTITY.sub(_entity, text)
        if decoded == text:
            break
        text = decoded
    return text


def _entity(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        named = _named()
        return named.get(name) or named.get(name.lower()) or match[0]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0x80 <= code <= 0x9F:  # Windows-1252, as in browsers
        return bytes([code]).decode("cp1252", "ignore")
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


@cache
def _named() -> dict[str, str]:
    from html.entities import html5  # imported here: it is large, and most inputs have no entities

    return {name[:-1]: text for name, text in html5.items() if name.endswith(";")}


def shorten(text: str, width: int = 80) -> str:
    """Shorten a text for a message: one line of printable text, at most ``width`` characters."""
    text = text[: 4 * width]
    if not _USUAL.fullmatch(text) or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(_NOTHING.sub("\ufffd", text).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def has_han(text: str) -> bool:
    """Whether the text has a Han character (Chinese, or a Japanese kanji)."""
    return not text.isascii() and _HAN.search(text) is not None


_HAN = later("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_KANA = later("[\u3041-\u30ff]+")
_HANGUL = later("[\uac00-\ud7a3]+")
#: Scripts that identify a language: scholarly texts use each for one language only.
_SCRIPTS = (
    (later("[\u05d0-\u05ea]+"), "he"),
    (later("[\u0391-\u03ce\u1f00-\u1fff]+"), "el"),
    (later("[\u0e01-\u0e5b]+"), "th"),
    (later("[\u10d0-\u10ff]+"), "ka"),
    (later("[\u0531-\u0587]+"), "hy"),
)
#: A character that may belong to one of these scripts: neither Latin nor a dash or quote. (It is a negated class,
#: because a wide range takes milliseconds to compile.)
_OTHER_SCRIPT = later("[^\x00-\u0390\u2000-\u3040]")


def language_of(text: str) -> str:
    """The BCP 47 tag of the text's language if its script alone identifies it, else ``""``.

    Han characters with kana are Japanese, without kana Chinese; a script counts if most letters belong to it.

    >>> language_of("间充质干细胞的特点"), language_of("On MSCs"), language_of("なぜ役に立つのか")
    ('zh', '', 'ja')
    """
    if text.isascii() or not _OTHER_SCRIPT.search(text):
        return ""
    return _language(text) if len(text) < 400 else _language.__wrapped__(text)


@lru_cache(maxsize=16)  # called several times with one title
def _language(text: str) -> str:
    han, kana, hangul = _count(_HAN, text), _count(_KANA, text), _count(_HANGUL, text)
    cjk = han + kana + hangul
    letters = len(text) if 3 * cjk > len(text) else sum(map(str.isalpha, text))
    # A Han character counts as two letters, so that a few Latin acronyms do not outweigh them.
    if 3 * cjk > letters:
        if hangul > han + kana:
            return "ko"
        return "ja" if kana else "zh"
    for pattern, language in _SCRIPTS:
        if 2 * _count(pattern, text) > letters:
            return language
    return ""


def _count(runs: re.Pattern[str], text: str) -> int:
    """The number of characters in all matches of a pattern."""
    return sum(map(len, runs.findall(text)))
