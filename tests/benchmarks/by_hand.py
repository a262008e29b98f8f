"""What bibstep is measured against in Python: the bare parse, and a BibTeX writer made for these very records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
PLAIN = str.maketrans("üá", "ua")


def parsed(lines: Iterable[bytes]) -> Iterator[Any]:
    """The original record of each line: both JSON levels, and nothing else."""
    for line in lines:
        yield orjson.loads(orjson.loads(line)["resultStr"])


def written(lines: Iterable[bytes]) -> Iterator[str]:
    """The entries that bibstep writes for these records, to the byte, by one f-string that knows their shape.

    No name, date, page or character is looked at but those that are known to come, and no key is compared with another.
    """
    for record in parsed(lines):
        people = [one.rpartition(" ") for one in record["authors"].split(", ")]
        year, month, day = record["publicationDate"].split("-")
        volume, _, issue = record["journal"]["volume"].partition(" ")
        title = record["title"]
        yield f"""@article{{{people[0][2].lower().translate(PLAIN)}{year}{title.partition(" ")[0].lower()},
  author = {{{" and ".join([f"{family}, {given}" for given, _, family in people])}}},
  title = {{{title.replace("MSCs", "{MSCs}")}}},
  journal = {{{record["journal"]["name"]}}},
  year = {{{year}}},
  month = {MONTHS[int(month) - 1]},
  day = {{{int(day)}}},
  volume = {{{volume}}},
  number = {{{issue}}},
  pages = {{{record["journal"]["pages"].replace("-", "--")}}},
  doi = {{{record["doi"]}}},
  abstract = {{{record["abstract"].replace("&", chr(92) + "&").replace("%", chr(92) + "%")}}},
}}"""
