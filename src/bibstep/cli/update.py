"""``convert --into --update``: renew fields of the entries that a library has, from records of the same works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bibstep.formats.only import condition_on_records
from bibstep.formats.template import Format
from bibstep.model import Record, Rejected, Remark
from bibstep.pipeline.convert import tidied
from bibstep.pipeline.finish import Noted
from bibstep.pipeline.options import Options
from bibstep.pipeline.update import Renewal, Update, renewed


class Match(NamedTuple):
    """A record of a work that the library has, and the numbers of its entries there."""

    record: Record
    numbers: list[int]


def without_known(
    records: Iterable[Record | Rejected], options: Options, entries: Sequence[Record | Rejected], found: list[Match]
) -> Iterator[Record | Rejected]:
    """The records whose works the library with these entries lacks; ``found`` takes the others."""
    places = [number for number, one in enumerate(entries) if isinstance(one, Record)]
    for record in records:
        numbers = options.known.numbers_of(record) if options.known and isinstance(record, Record) else []
        if numbers and isinstance(record, Record):
            found.append(Match(tidied(record) if options.tidy_titles else record, [places[one] for one in numbers]))
        else:
            yield record


def renew(
    before: bytes,
    path: str,
    entries: Sequence[Record | Rejected],
    matches: Sequence[Match],
    update: Update,
    form: Format,
    options: Options,
    report: Callable[[Noted], None],
) -> tuple[bytes, list[Record | Rejected]]:
    """The bytes of a library with the first entry of each work renewed from the first of its records, and its entries.

    ``report`` is called for every record: what was renewed, what could not be, or that nothing was new. Raises
    UpdateError if the library cannot be renewed safely.
    """
    renewals: dict[int, Renewal] = {}
    sources: dict[int, Match] = {}
    left_out = options.omission(form.name).fields
    for one in matches:
        number, old = one.numbers[0], entries[one.numbers[0]]
        if number in sources or not isinstance(old, Record) or not _is_chosen(one.record, old, options):
            continue
        values = {name: new for name, new in update.of(old, one.record).items() if name not in left_out}
        sources[number] = one
        if values:
            renewals[number] = Renewal(values, frozenset(values.keys() - set(update.fields)))
    newline = "\r\n" if b"\r\n" in before else "\n"
    text, after = renewed(before.decode("utf-8"), path, entries, renewals, form, newline, ascii_only=options.ascii_only)
    for one in matches:
        renewal = renewals.get(one.numbers[0]) if sources.get(one.numbers[0]) is one else None
        report(_noted(one, entries, renewal))
    return text.encode("utf-8"), after


def _is_chosen(record: Record, old: Record, options: Options) -> bool:
    """Whether a record meets the user's conditions."""
    conditions = options.conditions()
    keys = (old.citation_key, record.citation_key, *record.aliases)
    return condition_on_records(conditions)(record) and all(one.holds_for_keys(keys) for one in conditions)


def _noted(one: Match, entries: Sequence[Record | Rejected], renewal: Renewal | None) -> Noted:
    """What came of a record of a known work."""
    names = [_shown(entries[number]) for number in one.numbers]
    remarks: list[Remark] = []
    if renewal:
        more = f"; the bibliography has the work also as {', '.join(names[1:])}, which stays" if names[1:] else ""
        remarks += [
            Remark("update-refused", name or "citation_key", f"{_word(name) or names[0]} was not renewed: {why}")
            for name, why in renewal.refused.items()
        ]
        if done := list(renewal.wanted):
            message = f"{', '.join(map(_word, done))} of {names[0]} renewed{more}"
            remarks.insert(0, Remark("work-updated", done[0], message))
    if not remarks or remarks[0].code != "work-updated":
        message = f"the bibliography already has the work, as {' and '.join(names)}"
        remarks.append(Remark("work-known", "title", message))
    first = entries[one.numbers[0]]
    key = first.citation_key if isinstance(first, Record) else ""
    return Noted(one.record.source, key, (*one.record.remarks, *remarks), is_left_out=True)


def _shown(entry: Record | Rejected) -> str:
    return (entry.citation_key if isinstance(entry, Record) else "") or str(entry.source)


def _word(field: str) -> str:
    return field.replace("_", "-")
