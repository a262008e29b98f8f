"""Citation keys: which characters a key can contain in every format, and the nearest key without the others.

The rule is the strictest of the programs that read keys. biber's parser (btparse) accepts no white space and none of
``" # % ' ( ) , = { }``; LaTeX's ``\\cite`` cannot take ``\\`` and ``~``; ``<`` and ``>`` would be markup in a page. A
link (``http://zotero.org/…``, an item's address in Zotero's CSL-JSON) is not a key. BibTeX ignores capitals in keys.
"""

from __future__ import annotations

from collections.abc import Iterable

from bibstep.model import Remark
from bibstep.text.clean import clean, shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed

_UNSOUND = later(r"\s|[\x00-\x1f\x7f-\x9f\"#%'(),<=>\\{}~]|://")
_RUN = later(r"(?:[\s\x00-\x1f\x7f-\x9f\"#%'(),<=>\\{}~])+")
#: The maximum length of a key; a longer one is a text that somebody wrote into the field of the key.
_MAX = 200


def nearest(key: str) -> str:
    """The key itself if every format can have it, else with ``_`` for what it cannot contain; "" if nothing is left.

    >>> nearest("DBLP:conf/x/Y20"), nearest("Smith et al, 2020"), nearest("https://example.org/1")
    ('DBLP:conf/x/Y20', 'Smith_et_al_2020', '')
    """
    if not _UNSOUND.search(key) and len(key) <= _MAX:
        return key
    if "://" in key:
        return ""
    text = _RUN.sub("_", clean(key)).strip("_")
    return text if len(text) <= _MAX and any(map(str.isalnum, text)) else ""


def aliases(texts: Iterable[str], key: str) -> Parsed[tuple[str, ...]]:
    """The other keys of the record with this key, each once. One that no format can have is left out, with a remark.

    A key is not changed here as ``nearest`` changes it: manuscripts cite it as it is.

    >>> aliases(["old2019", " k", "a b"], "k")[0]
    ('old2019',)
    """
    wanted = dict.fromkeys(map(clean, texts))
    found = tuple([one for one in wanted if one not in ("", key) and nearest(one) == one])
    message = "cannot be a key; it was left out of the record's other keys"
    return found, tuple(
        [
            Remark("key-changed", "aliases", f"{shorten(one, 120)!r} {message}")
            for one in wanted
            if one not in ("", key, *found)
        ]
    )


def folded(key: str) -> str:
    """A key as BibTeX compares it: ``Smith2020`` and ``smith2020`` are one key to it."""
    return key.casefold()
