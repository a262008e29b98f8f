"""bibstep converts bibliographic records into BibTeX, biblatex, RIS, CSL-JSON and more that stay in step.

The whole of it on one screen::

    from bibstep import read, convert

    with open("refs.bib", "w", encoding="utf-8") as out:
        out.writelines(convert(read("papers/"), "bibtex"))

``read`` yields a Record for each thing found, or a Rejected where it is not one; ``convert`` turns them into text.
"""

from __future__ import annotations

from importlib import import_module

#: Module -> the public names in it. A module is imported when one of its names is first used: the command needs few of
#: them and must start quickly.
_PUBLIC = {
    "bibstep.compare.files": "Checked Disagreement check",
    "bibstep.errors": "InputError TemplateError UnknownFormatError",
    "bibstep.formats": "FORMATS READERS",
    "bibstep.formats.names": "ReadFormat WriteFormat",
    "bibstep.formats.reading": "read",
    "bibstep.model": "Date Metrics Name PageRange Record Rejected Remark Rich Source Span Translation",
    "bibstep.pipeline.convert": "convert",
    "bibstep.pipeline.finish": "Noted",
    "bibstep.pipeline.in_memory": "Records from_csl reads to_csl writes",
    "bibstep.pipeline.options": "Options",
    "bibstep.pipeline.parallel": "convert_files",
}
_MODULES = {name: module for module, names in _PUBLIC.items() for name in names.split()}

__version__ = "0.2.0"
__all__ = sorted(_MODULES)


# Type checkers cannot read the table, so they get the names from here; a test compares the two. ``typing`` has the same
# constant, but importing it takes a third of the time until the command can handle Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    # isort: off
    from bibstep.compare.files import Checked as Checked, Disagreement as Disagreement, check as check
    from bibstep.errors import (
        InputError as InputError,
        TemplateError as TemplateError,
        UnknownFormatError as UnknownFormatError,
    )
    from bibstep.formats import FORMATS as FORMATS, READERS as READERS
    from bibstep.formats.names import ReadFormat as ReadFormat, WriteFormat as WriteFormat
    from bibstep.formats.reading import read as read
    from bibstep.model import (
        Date as Date,
        Metrics as Metrics,
        Name as Name,
        PageRange as PageRange,
        Record as Record,
        Rejected as Rejected,
        Remark as Remark,
        Rich as Rich,
        Source as Source,
        Span as Span,
        Translation as Translation,
    )
    from bibstep.pipeline.convert import convert as convert
    from bibstep.pipeline.finish import Noted as Noted
    from bibstep.pipeline.in_memory import (
        Records as Records,
        from_csl as from_csl,
        reads as reads,
        to_csl as to_csl,
        writes as writes,
    )
    from bibstep.pipeline.options import Options as Options
    from bibstep.pipeline.parallel import convert_files as convert_files
else:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name]), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})
