"""The number of an arXiv preprint in the place of a journal: "arXiv preprint arXiv:2001.00001", "CoRR"."""

from __future__ import annotations

import re
from typing import NamedTuple

from bibstep.model import Remark
from bibstep.text.clean import shorten
from bibstep.text.patterns import later
from bibstep.values import Parsed, identifiers

_NAME = later(r"(?:arxiv|corr$|computing research repository)", re.IGNORECASE)
#: The server's name, and its number with "arXiv:" or "abs/" in front of it or not.
_NUMBER = later(
    r"(arxiv(?:\.org)?(?: (?:pre|e-?)prints?)?)??[,;]? ?(?:arxiv *[: ] *)?"
    r"(?:abs/)?((?:\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?)(?: *\[[\w. -]{1,20}\])?",
    re.IGNORECASE | re.ASCII,
)


class Place(NamedTuple):
    """Where a work appeared: its type, its container and its arXiv identifier."""

    kind: str
    container: str
    arxiv: str


def in_container(kind: str, container: str, arxiv: str) -> Parsed[Place]:
    """An article whose journal is arXiv, as the preprint that it is, with the number in the name of the journal.

    Google Scholar, DBLP and ADS write preprints so. A journal that only begins with the word is one without a number.

    >>> in_container("article-journal", "arXiv preprint arXiv:2001.00001", "")[0]
    Place(kind='article', container='arXiv preprint', arxiv='2001.00001')
    >>> [in_container("article-journal", "CoRR", number)[0].kind for number in ("1803.01234", "")]
    ['article', 'article-journal']
    """
    if not _NAME.match(container) or kind not in ("article", "article-journal"):
        return Place(kind, container, arxiv), ()
    name = container
    match = _NUMBER.fullmatch(container)
    if match:
        found = identifiers.arxiv(match[2])[0]
        if found and arxiv in ("", found):
            name, arxiv = match[1] or "arXiv", found
    if not arxiv or kind == "article":
        return Place(kind, name, arxiv), ()
    message = f"guessed: {shorten(container, 60)!r} is a preprint server"
    return Place("article", name, arxiv), (Remark("type-guessed", "type", message),)
