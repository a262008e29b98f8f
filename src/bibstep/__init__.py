"""bibstep converts bibliographic records into BibTeX, biblatex, RIS, CSL-JSON and more that stay in step.

The whole of it on one screen::

    from bibstep import read, convert

    with open("refs.bib", "w", encoding="utf-8") as out:
        out.writelines(convert(read("papers/"), "bibtex"))

``read`` yields a Record, or a Rejected where there is none, for each thing found; ``convert`` turns them into text.
"""

from __future__ import annotations

from importlib import import_module

# As in ``typing``, which takes a third of the time until the command can set Ctrl-C right; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from bibstep.compare.files import Checked, Disagreement, check
    from bibstep.errors import InputError, TemplateError
    from bibstep.formats import FORMATS
    from bibstep.formats.reading import READERS, read
    from bibstep.model import Date, Metrics, Name, PageRange, Record, Rejected, Remark, Rich, Source, Span, Translation
    from bibstep.pipeline.convert import convert
    from bibstep.pipeline.finish import Noted
    from bibstep.pipeline.options import Options
    from bibstep.pipeline.shards import Shard, convert_lines, join

#: Public name -> the module it lives in. They are imported when they are first used, so that the command, which needs
#: few of them, starts quickly.
_HOMES = {
    **dict.fromkeys(("check", "Checked", "Disagreement"), "bibstep.compare.files"),
    **dict.fromkeys(("convert",), "bibstep.pipeline.convert"),
    **dict.fromkeys(("Options",), "bibstep.pipeline.options"),
    **dict.fromkeys(("Noted",), "bibstep.pipeline.finish"),
    **dict.fromkeys(("FORMATS",), "bibstep.formats"),
    **dict.fromkeys(
        (
            "Date",
            "Metrics",
            "Name",
            "PageRange",
            "Record",
            "Rejected",
            "Remark",
            "Rich",
            "Source",
            "Span",
            "Translation",
        ),
        "bibstep.model",
    ),
    **dict.fromkeys(("READERS", "read"), "bibstep.formats.reading"),
    **dict.fromkeys(("InputError", "TemplateError"), "bibstep.errors"),
    **dict.fromkeys(("Shard", "convert_lines", "join"), "bibstep.pipeline.shards"),
}

__version__ = "0.1.0"
__all__ = [
    "FORMATS",
    "READERS",
    "Checked",
    "Date",
    "Disagreement",
    "InputError",
    "Metrics",
    "Name",
    "Noted",
    "Options",
    "PageRange",
    "Record",
    "Rejected",
    "Remark",
    "Rich",
    "Shard",
    "Source",
    "Span",
    "TemplateError",
    "Translation",
    "check",
    "convert",
    "convert_lines",
    "join",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
