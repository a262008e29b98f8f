"""A template and a format's filters made into a function from a record to text, escaped by default.

A template is a mapping table: left the target's word, right our variable. Whatever it prints goes through the format's
encoder unless it is ``Written`` already, so escaping cannot be forgotten; there is no filter but the format's own, no
global and no test, so ``|safe`` fails when the template is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from bibstep.errors import TemplateError
from bibstep.formats import compiled as table
from bibstep.formats.limits import BLANK, NO_LIMITS, Limits
from bibstep.model import FIELDS, Record

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2

#: Placeholder for the citation key until all keys are known. No value of a record has a control character; this is one
#: that JSON need not escape, and that does not make each character of a text take two bytes.
KEY = "\x80"

_values = attrgetter(*FIELDS)
#: Functions for so many kinds of records are kept; a collection has a few hundred.
_MOST_KINDS = 1000

Filter = Callable[..., object]
Render = Callable[[Record], str]


class Written(str):
    """Text that is in the target's syntax already and must not be encoded again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one format writes values: ``encode`` turns any value into text, ``filters`` are the template's words.

    ``gates`` are those filters that hand on their first value or drop it, by looking at the other arguments alone.
    """

    encode: Callable[[object], str]
    filters: Mapping[str, Filter]
    gates: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, its template, how values are written, and what stands around the entries.

    ``dialect`` is given whether the text must be ASCII. The template uses every field of Record that is not in
    ``limits.unsaid``.
    """

    name: str
    template: str
    dialect: Callable[[bool], Dialect]
    limits: Limits = NO_LIMITS
    prologue: str = ""
    separator: str = "\n\n"
    epilogue: str = "\n"
    newline: str = "\n"
    #: Whether ``--ascii`` has a meaning here: the format has commands for what is not ASCII.
    has_ascii: bool = False
    #: Formats whose entries this one carries along: its template has each as a variable of that name (``csl_json``),
    #: byte for byte as the format's own file has it.
    parts: tuple[Format, ...] = ()


#: Where what was read off the formats' own templates is kept.
TABLES = "tables.json"


def template_source(name: str) -> str:
    """The text of a format's own template.

    Templates lie beside the package in a wheel (``bibstep/templates``) and at the top of a checkout otherwise.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = os.path.join(package, "templates")
    if not os.path.isdir(folder):
        folder = os.path.join(package, "..", "..", "templates")
    with open(os.path.join(folder, name), encoding="utf-8") as stream:
        return stream.read()


def renderer(
    form: Format, *, omit: Collection[str] = (), ascii_only: bool = False, template: Path | None = None
) -> Render:
    """A function that writes one record as ``form`` does, with ``KEY`` in the place of its citation key.

    ``omit`` names fields of Record to leave out. ``ascii_only`` has a meaning for formats with ``has_ascii``.
    ``template`` is a user's own template in place of the format's; it runs in a sandbox with the format's filters only
    (see sandbox). Raises TemplateError where one cannot be used.
    """
    dialect = form.dialect(ascii_only and form.has_ascii)
    parts = {part.name.replace("-", "_"): renderer(part, omit=omit, ascii_only=ascii_only) for part in form.parts}
    if template is not None:
        compiled = _compiled(_environment(dialect, template), _source(template), str(template))
        return _guarded(_rendered(compiled, form, parts, omit), compiled, template)
    source = template_source(form.template)
    statements = _read_off_before(form.template, source) or table.read_off(_environment(dialect, None).parse(source))
    if statements is None:
        return _rendered(_compiled(_environment(dialect, None), source, form.template), form, parts, omit)
    return _tabulated(statements, dialect, form, parts, omit)


def _read_off_before(name: str, source: str) -> Sequence[table.Node] | None:
    """The statements of a format's own template, if it is still the one they were read off from.

    Jinja takes longer to import than a short conversion does, so what it makes of the templates lies beside them.
    """
    import orjson

    try:
        kept = orjson.loads(template_source(TABLES)).get(name)
    except (OSError, orjson.JSONDecodeError):
        return None
    return kept["statements"] if kept and kept["source"] == source else None


def _rendered(compiled: jinja2.Template, form: Format, parts: Mapping[str, Render], omit: Iterable[str]) -> Render:
    """A function that renders a record with a template."""
    blank = {name: BLANK[name] for name in omit}
    written_key, environment = Written(KEY), compiled.environment

    def render(record: Record) -> str:
        variables = dict(zip(FIELDS, _values(record), strict=True))
        variables.update(blank)
        variables["key"] = written_key
        variables["remarks"] = record.remarks
        for name, part in parts.items():
            variables[name] = Written(part(record))
        # Its own ``render`` would tell an error's place by the lines of the template, which ``_guarded`` does, too.
        context = environment.context_class(environment, variables, form.template, {})
        return _ended("".join(compiled.root_render_func(context)), form)

    return render


def _tabulated(
    statements: Sequence[table.Node],
    dialect: Dialect,
    form: Format,
    parts: Mapping[str, Render],
    omit: Iterable[str],
) -> Render:
    """A function that writes a record by a mapping table.

    A kind of record that comes again has a function of its own: its type is known then, and which fields it has.
    """
    omitted = frozenset(omit)
    words = table.Words(dialect.filters, dialect.gates)
    fixed: dict[str, table.Known | table.Get] = {"key": table.Known(Written(KEY)), "remarks": attrgetter("remarks")}
    fixed.update({name: partial(_part, part) for name, part in parts.items()})

    def put(value: object) -> str:
        return value if type(value) is Written else dialect.encode(value)

    def written_by(known: Mapping[str, object]) -> Render:
        names = {name: table.Known(known[name]) if name in known else attrgetter(name) for name in FIELDS}
        write = table.writer(statements, words, {**names, **fixed}, put)
        return lambda record: _ended(write(record), form)

    whole = written_by({name: BLANK[name] for name in omitted})
    kinds: dict[tuple[str, ...], Render | None] = {}

    def render(record: Record) -> str:
        kind = (record.type, *[name for name, value in zip(FIELDS, _values(record), strict=True) if value])
        write = kinds.get(kind)
        if write is None:
            if kind not in kinds:
                if len(kinds) >= _MOST_KINDS:
                    kinds.clear()
                kinds[kind] = None
                return whole(record)
            said = {*kind[1:]} - omitted
            known = {name: value for name, value in BLANK.items() if name not in said}
            write = kinds[kind] = written_by({**known, "type": record.type})
        return write(record)

    return render


def _part(write: Render, record: Record) -> Written:
    return Written(write(record))


def _ended(text: str, form: Format) -> str:
    text = text.rstrip("\n")
    return text if form.newline == "\n" else text.replace("\n", form.newline)


def _guarded(render: Render, compiled: jinja2.Template, path: Path) -> Render:
    """``render``, with whatever a user's template runs into reported as a TemplateError with its line."""

    def guarded(record: Record) -> str:
        try:
            text = render(record)
            text.encode()  # half a surrogate pair in the template itself would end the conversion later
            return text
        except Exception as error:  # a template is a program: anything can come out of it
            line, trace = 0, error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == "<template>":
                    line = compiled.get_corresponding_lineno(trace.tb_lineno)
                trace = trace.tb_next
            raise TemplateError(f"{path}:{line}: {error}" if line else f"{path}: {error}") from error

    return guarded


def environment_of(form: Format) -> jinja2.Environment:
    """Jinja with the words of a format's own template."""
    return _environment(form.dialect(False), None)


def _environment(dialect: Dialect, path: Path | None) -> jinja2.Environment:
    # Jinja is imported here, not above, so that --help and completion start without it.
    import jinja2

    from bibstep.formats.sandbox import Sandbox

    encode = dialect.encode

    def finalize(value: object) -> str:
        return value if type(value) is Written else encode(value)

    kind = jinja2.Environment if path is None else Sandbox
    environment = kind(
        autoescape=False,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update(dialect.filters)
    return environment


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _compiled(environment: jinja2.Environment, source: str, name: str) -> jinja2.Template:
    import jinja2

    try:
        return environment.from_string(source)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{name}:{error.lineno}: {error.message}") from error
