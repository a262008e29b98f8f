"""The closed list of remark codes: what can be decided or doubted about a record, and what each means."""

from __future__ import annotations

from collections.abc import Mapping

#: Code -> what it means, one sentence each, as the README lists them. A remark with another code is a mistake.
CODES: Mapping[str, str] = {
    "title-original": "the outer title is a translation and was set aside for the original's own title",
    "title-outer": "the original record has no title, so the outer one was taken",
    "title-from-text": "the title was taken from the text lines after the record",
    "title-caps": "the title is in capitals throughout; --tidy-titles mends it",
    "title-stop": "the title ends in a full stop; --tidy-titles takes it off",
    "title-tidied": "the title's capitals or its final full stop were mended, as --tidy-titles asks",
    "markup-dropped": "markup with no counterpart was left out; its text was kept",
    "levels-disagree": "the record and the original record inside it say different things; the original was taken",
    "nested-unread": "the original record inside the record could not be read; the outer fields were taken",
    "volume-split": "volume and issue stood in one field and were taken apart",
    "volume-doubt": "the volume is not one (a status, a month, a placeholder) and was left out or kept in doubt",
    "journal-casing": "the journal's name was written as the journal writes it itself, in the record's own text",
    "pages-doubt": "the pages could not be told apart or look wrong; they were kept as they are",
    "pages-expanded": "a shortened last page was written in full (390-7 is 390-397)",
    "pages-dropped": "the pages were a placeholder (n/a, no-no) and were left out",
    "date-doubt": "the date is the first of a month or a year, which may only fill a gap",
    "date-partial": "a part of the date was impossible and was left out",
    "date-unread": "the date could not be read and was left out",
    "date-electronic": "the publication date is missing, so the electronic one was taken",
    "names-reordered": "a name was given family first and was turned round",
    "names-truncated": "the list of authors ends in 'et al.'; not all are named",
    "names-junk": "something in the list of authors is no name and was left out",
    "names-titles": "a degree or a form of address was left out of a name",
    "names-doubt": "a name could be taken apart in more than one way",
    "doi-cleaned": "the DOI came with a prefix, as a link or with stray characters, and was reduced to itself",
    "doi-unread": "what stands for a DOI is none and was left out",
    "identifier-unread": "an identifier is malformed or fails its check digit and was left out",
    "link-dropped": "a link is not http or https, or is no link, and was left out",
    "type-guessed": "the record does not say what it is; its type was guessed from its other fields",
    "type-unknown": "the type the record names is not known; the next best was taken",
    "value-ignored": "a value has the wrong type for its field and was left out",
    "encoding-gb18030": "the text was in GB18030, not UTF-8, and was converted",
    "key-extended": "two records claim one citation key; each got more of its own title",
    "key-repeated": "two records have one key in their sources; the first keeps it, the other got a new one",
    "work-known": "the bibliography that is added to has the work already, so it was left out",
    "duplicate-merged": "two records are of one work; the first was filled up with what only the other says",
    "duplicate-dropped": "the record was converted already from another place, so this one was left out",
    "not-sayable": "the format has no place for a field of this record",
    "character-unknown": "a character has no TeX command and was written as it is",
}
