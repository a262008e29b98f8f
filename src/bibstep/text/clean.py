"""Text as every value carries it: no control characters, one space for any white space, composed (NFC)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from bibstep.model import Rich, Span
from bibstep.text.patterns import later

#: What carries nothing and is taken out: controls, bidi overrides and isolates, zero-width characters, soft hyphens,
#: interlinear annotation marks, surrogates, non-characters. White space is folded, so it is not listed. The marks
#: U+200E and U+200F and the joiners (see _JOINERS) do carry something in the scripts that use them.
_NOTHING = later(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
#: Zero-width (non-)joiners between letters of scripts that have no use for them (all below Hebrew, U+0590).
_JOINERS = later("(?<=[\x00-\u058f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u058f])")
#: Typesetters' ligatures of Latin letters; the letters are meant (U+FB00 to U+FB06).
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LIGATURE = later("[\ufb00-\ufb06]")

#: ASCII that is printed. What is left of a text without it is found in a quarter of the time of ``str.isprintable``.
_PRINTED = bytes(range(0x20, 0x7F))
#: Text in the usual characters: printed, composed, no ligature. One look at it is enough for nearly every value.
#: (Latin, Greek, Cyrillic, dashes and quotes, arrows and mathematical operators, kana, Han; of these blocks only what
#: no normalisation would touch.)
_USUAL = later(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2070\u2071"
    "\u2074-\u208e\u20a0-\u20bf\u2190-\u22ff\u2460-\u27ff\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fef"
    "\uff01-\uff5e]*"
)

_ENTITY = later(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


def strip_controls(text: str) -> str:
    """The text without characters that carry nothing, ligatures spelt out, composed; white space as it was.

    >>> strip_controls("e\u0301 \u202eﬁne\u200b")
    'é fine'
    """
    if text.isascii():
        return text if text.isprintable() else _NOTHING.sub("", text)
    if not text.isprintable():
        text = _JOINERS.sub("", _NOTHING.sub("", text))
    if _LIGATURE.search(text):
        text = text.translate(_LIGATURES)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """The text without characters that carry nothing, and with one space for each run of white space.

    >>> clean(" a\\r\\n b\\u2028c ")
    'a b c'
    """
    return _clean_long(text) if LONG < len(text) < _VERY_LONG else _clean(text)


def _clean(text: str) -> str:
    if text.encode().translate(None, _PRINTED) if text.isascii() else not _USUAL.fullmatch(text):
        text = strip_controls(text)
        if not text.isprintable():
            return " ".join(text.split())
    # Two blanks are looked for from the end, which is faster where there are many single ones.
    if text.rfind("  ") >= 0 or text[:1] == " " or text[-1:] == " ":
        return " ".join(text.split())
    return text


#: A long text is cleaned by the reader, and then by each writer again, which cannot know who made its record: the last
#: ones are remembered, unless they are very long.
LONG, _VERY_LONG = 250, 8000
_clean_long = lru_cache(maxsize=1024)(_clean)


def are_clean(texts: Sequence[str]) -> bool:
    """Whether ``clean`` would leave all of these ASCII texts, without line ends, as they are: one look takes less time.

    >>> are_clean(["a b", ""]), are_clean(["a b", " c"]), are_clean(["a\\tb"])
    (True, False, False)
    """
    joined = "\n".join(("", *texts, ""))
    return not (
        joined.encode().translate(None, _PRINTED + b"\n") or "  " in joined or " \n" in joined or "\n " in joined
    )


def clean_rich(value: Rich) -> Rich:
    """Rich text without characters that carry nothing and with plain single spaces, whoever made it."""
    source = value.source
    if source.isprintable() and "  " not in source:
        return value
    spans, space = [], True
    for part, styles in value.spans:
        words = _SPACES.sub(" ", strip_controls(part))
        if space and words[:1] == " ":
            words = words[1:]
        if words:
            space = words[-1] == " "
            spans.append(Span(words, styles))
    if spans and space:
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].styles)
    return Rich.join(spans)


_SPACES = later(r"\s+")


def decode_entities(text: str) -> str:
    """The text with HTML entities resolved, however often they were escaped; what is no entity stays.

    Only complete ones (``&name;``, ``&#8211;``) count, so that "AT&T" and a link's "&copy=1" are left alone; names
    are also known in another case ("&Apos;", "&AMP;"). Source: WHATWG HTML, named character references.

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
    if 0x80 <= code <= 0x9F:  # as browsers do: Windows-1252 was meant
        return bytes([code]).decode("cp1252", "ignore")
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


@cache
def _named() -> dict[str, str]:
    from html.entities import html5  # two thousand of them, and most inputs have none

    return {name[:-1]: text for name, text in html5.items() if name.endswith(";")}


def shorten(text: str, width: int = 80) -> str:
    """The text on one line, printable, and cut to ``width`` characters, for messages."""
    text = text[: 4 * width]
    if not _USUAL.fullmatch(text) or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(_NOTHING.sub("\ufffd", text).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def has_han(text: str) -> bool:
    """True where the text has a Chinese character (or a Japanese kanji, which is the same one)."""
    return not text.isascii() and _HAN.search(text) is not None


_HAN = later("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_KANA = later("[\u3041-\u30ff]+")
_HANGUL = later("[\uac00-\ud7a3]+")
#: Scripts that one language alone uses in the literature, with that language.
_SCRIPTS = (
    (later("[\u05d0-\u05ea]+"), "he"),
    (later("[\u0391-\u03ce\u1f00-\u1fff]+"), "el"),
    (later("[\u0e01-\u0e5b]+"), "th"),
    (later("[\u10d0-\u10ff]+"), "ka"),
    (later("[\u0531-\u0587]+"), "hy"),
)
#: A character that may be of one of these scripts: not Latin, no dash and no quote. (Said by what it is not, as a wide
#: range takes milliseconds to compile.)
_TELLING = later("[^\x00-\u0390\u2000-\u3040]")


def language_of(text: str) -> str:
    """The BCP 47 tag of the text's language where its script alone tells it, else ``""``.

    Han characters with kana are Japanese, without them Chinese; a script counts when most letters are of it.

    >>> language_of("间充质干细胞的特点"), language_of("On MSCs"), language_of("なぜ役に立つのか")
    ('zh', '', 'ja')
    """
    if text.isascii() or not _TELLING.search(text):
        return ""
    return _language(text) if len(text) < 400 else _language.__wrapped__(text)


@lru_cache(maxsize=16)  # a title's is asked for more than once
def _language(text: str) -> str:
    han, kana, hangul = _count(_HAN, text), _count(_KANA, text), _count(_HANGUL, text)
    cjk = han + kana + hangul
    letters = len(text) if 3 * cjk > len(text) else sum(map(str.isalpha, text))
    # One Han character says about as much as two Latin letters, so a few acronyms do not outvote them.
    if 3 * cjk > letters:
        if hangul > han + kana:
            return "ko"
        return "ja" if kana else "zh"
    for pattern, language in _SCRIPTS:
        if 2 * _count(pattern, text) > letters:
            return language
    return ""


def _count(runs: re.Pattern[str], text: str) -> int:
    """The number of characters in the runs that a pattern finds."""
    return sum(map(len, runs.findall(text)))
