"""Guess the encoding of text that is not UTF-8, by the letters that stand beside each other in it."""

from __future__ import annotations

from bibstep.text.patterns import later

#: Runs of bytes that are not ASCII.
_HIGH = later(rb"[\x80-\xff]+")
#: A run that has an ASCII letter on both sides: an accented letter or two in a word.
_INSIDE_A_WORD = later(rb"[A-Za-z][\x80-\xff]{1,2}[A-Za-z]")
_KANA = later("[\u3041-\u30ff]")
_HAN = later("[\u3400-\u9fff]")
_HALF_WIDTH = later("[\uff61-\uff9f]")
#: Words as written in Windows-1251 and in KOI8-R, where the small letters have each other's places; and accented vowels
#: of Windows-1253 inside a word, which are capitals in Windows-1251.
_WORD_1251, _WORD_KOI8 = later(rb"[\xc0-\xff][\xe0-\xff\xb8\xb3\xba\xbf]+"), later(rb"[\xc0-\xff][\xc0-\xdf\xa3]+")
_GREEK = later(rb"[\xe1-\xfe][\xdc-\xdf](?![\xc0-\xdf])")
#: What is no letter in Windows-1252 inside a word; "iæ" and "iè" at its end are the South Slavic "ić" and "ič".
_POLISH = later(
    rb"(?<=[A-Za-z\xc0-\xff])[\xa5\xb3\xb9\xbe\xbf\x9f](?=[a-z\x80-\xff])"
    rb"|(?<![A-Za-z\x80-\xff])[\xa3\xaf\x8f](?=[a-z\xe0-\xff])"
)
_ISO_POLISH = later(
    rb"(?<=[A-Za-z])[\xb1\xb6\xbc](?=[a-z\x80-\xff])|(?<![A-Za-z\x80-\xff])[\xa6\xac](?=[a-z\xe0-\xff])"
)
#: "š" and "ž" of ISO 8859-2, where Windows-1250 has the Polish "ą" and the Slovak "ľ"; letters of Czech, Slovak,
#: Croatian and Slovene that Polish has not; bytes that are no letters in ISO 8859-2, but "š" and "ž" in Windows-1250.
_ISO_SLAVIC = later(rb"(?<![0-9])[\xb9\xbe](?=[a-z\xe0-\xff])|(?<=[\xe1\xe9\xed])\xb9")
_NOT_POLISH, _NOT_ISO = (
    later(rb"(?<=[A-Za-z])[\xe8\xf8\xec\xf9\xf0]|[\xe8\xf8\xf0](?=[a-z])"),
    later(rb"[\x80-\x9f\xb3]"),
)
_SLAVIC = later(
    rb"i\xe6(?![A-Za-z\x80-\xff])|[a-z]\x9e[a-z]{0,9}\xe8|\xe8[a-z]{0,9}\x9e|[A-Za-z]\xf8[\xed\xe1\xe9\xec]"
)
#: The size up to which a text is looked at.
LOOKED_AT = 1 << 20

#: Encoding -> its name in messages; the others are called as Python calls them.
NAMES = {
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "iso8859_2": "ISO 8859-2",
    "koi8_r": "KOI8-R",
    "mac-roman": "Mac OS Roman",
}


def likeliest(data: bytes) -> str:
    """Return the likeliest encoding of text that is not UTF-8: one of ``NAMES``, Windows-1252 for want of any sign.

    >>> likeliest("Größe".encode("cp1252")), likeliest("Wałęsa".encode("cp1250")), likeliest("Чехов".encode("cp1251"))
    ('cp1252', 'cp1250', 'cp1251')
    >>> likeliest("辞書の歴史".encode("cp932")), likeliest("细胞研究".encode("gb18030"))
    ('cp932', 'gb18030')
    """
    data = data[:LOOKED_AT]
    runs: list[bytes] = _HIGH.findall(data)
    if not runs:
        return "cp1252"
    if found := _cyrillic_or_greek(data, runs):
        return found
    single = len(_INSIDE_A_WORD.findall(data)) * 2 >= len(runs) or max(map(len, runs)) == 1
    if not single and (found := _east_asian(data, runs)):
        return found
    if _ISO_POLISH.search(data):
        return "iso8859_2"
    if _ISO_SLAVIC.search(data) and _NOT_POLISH.search(data) and not _NOT_ISO.search(data):
        return "iso8859_2"
    return "cp1250" if _POLISH.search(data) or _SLAVIC.search(data) else "cp1252"


def name_of(encoding: str) -> str:
    """Return what an encoding is called in messages."""
    return NAMES.get(encoding, encoding)


def guess(what: str, encoding: str) -> str:
    """The message that ``what`` ("line 3", "the text") was read in an encoding, and what to do if that is wrong."""
    return f"{what} is not in UTF-8; it was read as {name_of(encoding)}. If its letters are wrong, save it in UTF-8"


def _east_asian(data: bytes, runs: list[bytes]) -> str:
    """Chinese in GB 2312 has nearly all its characters there; Japanese has kana, in the same place as GB 2312's."""
    chinese = _decoded(data, "gb18030")
    han, kana = len(_HAN.findall(chinese)), len(_KANA.findall(chinese))
    common = len(_HAN.findall(chinese.encode("gb2312", "ignore").decode("gb2312")))
    if all(len(run) % 2 == 0 for run in runs) and han + kana:
        if kana * 8 > han and _decoded(data, "euc_jp"):
            return "euc_jp"
        if common * 10 >= han * 9:
            return "gb18030"
    japanese = _decoded(data, "cp932")
    # The half-width kana of Shift JIS are single bytes, which accented letters of the West look like.
    if not _HALF_WIDTH.search(japanese) and (
        _KANA.search(japanese) or (common * 2 < han and len(_HAN.findall(japanese)) > 1)
    ):
        return "cp932"
    return "gb18030" if han and common * 10 >= han * 7 and han * 5 >= sum(map(len, runs)) * 2 else ""


def _decoded(data: bytes, encoding: str) -> str:
    """The text in an encoding, empty where it is not in it; its end may be cut off."""
    try:
        return data.decode(encoding, "strict" if len(data) < LOOKED_AT else "ignore")
    except UnicodeDecodeError:
        return ""


#: Words of three letters and more that are all of the upper half, where Cyrillic and Greek have their letters.
_WORDS = later(rb"(?<![A-Za-z\x80-\xff])[\xa8\xb8\xb2\xb3\xaf\xba\xbf\xc0-\xff]{3,}(?![A-Za-z\x80-\xff])")


def _cyrillic_or_greek(data: bytes, runs: list[bytes]) -> str:
    """The encoding of a text with whole words in the upper half that are small letters after the first one."""
    words: list[bytes] = _WORDS.findall(data)
    if sum(map(len, words)) * 2 < sum(map(len, runs)):
        return ""
    if sum(1 for word in words if _GREEK.search(word)) * 3 > len(words):
        return "cp1253"
    windows = [word for word in words if _WORD_1251.fullmatch(word)]
    koi8 = [word for word in words if _WORD_KOI8.fullmatch(word)]
    if (len(windows) + len(koi8)) * 4 < len(words) * 3:
        return ""
    # Words in capitals alone look like small ones in the other encoding; a word with one capital does not.
    if any(word[0] < 0xE0 for word in windows) or not koi8:
        return "cp1251"
    return "koi8_r" if any(word[0] >= 0xE0 for word in koi8) or not windows else "cp1251"
