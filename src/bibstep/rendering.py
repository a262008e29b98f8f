"""A template and a format's filters made into a function from a record to text, escaped by default.

A template is a mapping table: left the target's word, right our variable. Whatever it prints goes through the format's
encoder unless it is ``Written`` already, so escaping cannot be forgotten; there is no filter but the format's own, no
global and no test, so ``|safe`` fails when the template is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import CodeType
from typing import TYPE_CHECKING

from bibstep import ahead, narrowing
from bibstep.errors import TemplateError
from bibstep.model import EMPTY, FIELDS, Record

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2
    from jinja2 import nodes

#: Stands for the citation key until all keys are known. A non-character: ``text.clean`` lets none into a value.
KEY = "\ufdd0"

_values = attrgetter(*FIELDS)
#: What each field holds when it is empty, for fields that are left out on demand.
_BLANK = dict(zip(FIELDS, _values(Record("", EMPTY)), strict=True))

#: So many records tell which fields a collection has. Smaller ones are not worth compiling a template again.
_LEARNT_FROM = 100
#: The same where the code was made ahead: it is faster, and does without Jinja until then.
_LEARNT_FROM_AHEAD = 3000
#: So many lines fewer make up for looking whether a record needs them.
_WORTH_IT = 10

Filter = Callable[..., object]
Render = Callable[[Record], str]


class Written(str):
    """Text that is in the target's syntax already and must not be encoded again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one format writes values: ``encode`` turns any value into text, ``filters`` are the template's words."""

    encode: Callable[[object], str]
    filters: Mapping[str, Filter]


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, its template, how values are written, and what stands around the entries.

    ``dialect`` is given whether the text must be ASCII. ``unsaid`` names the fields of Record that the format cannot
    say, each with the reason; the template uses all the others. ``partly`` yields, for one record, the fields that the
    template says only in part, each with what is not said.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    template: str
    dialect: Callable[[bool], Dialect]
    unsaid: Mapping[str, str] = field(default_factory=dict)
    partly: Callable[[Record], Iterable[tuple[str, str]]] | None = None
    prologue: str = ""
    separator: str = "\n\n"
    epilogue: str = "\n"
    newline: str = "\n"
    #: Whether ``--ascii`` has a meaning here: the format has commands for what is not ASCII.
    has_ascii: bool = False
    #: Formats whose entries this one carries along: its template has each as a variable of that name (``csl_json``),
    #: byte for byte as the format's own file has it.
    parts: tuple[Format, ...] = ()


def template_source(name: str) -> str:
    """The text of a format's own template.

    Templates lie beside the package in a wheel (``bibstep/templates``) and at the top of a checkout otherwise.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(here, "templates")
    if not os.path.isdir(folder):
        folder = os.path.join(here, "..", "..", "templates")
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
    source = _source(form, template)
    parts = {part.name.replace("-", "_"): renderer(part, omit=omit, ascii_only=ascii_only) for part in form.parts}
    if template is not None:
        compiled = _compiled(_environment(dialect, template), source, str(template))
        return _guarded(_render(*_run(compiled), form, parts, FIELDS, omit), compiled, template)
    root, environment = _own(dialect, form, source)
    whole = _render(root, environment, form, parts, FIELDS, omit)
    learnt_from = _LEARNT_FROM_AHEAD if isinstance(environment, ahead.Environment) else _LEARNT_FROM
    return _narrowed(whole, dialect, source, form, parts, omit, learnt_from)


def _render(
    root: ahead.Root,
    environment: jinja2.Environment | ahead.Environment,
    form: Format,
    parts: Mapping[str, Render],
    names: Sequence[str],
    omit: Iterable[str],
) -> Render:
    """A function that renders a record with a template that uses no other fields than those named."""
    blank = {name: _BLANK[name] for name in omit}
    written_key = Written(KEY)
    new_context: Callable[..., object] = environment.context_class
    newline = form.newline
    values_of = attrgetter(*names)

    def render(record: Record) -> str:
        variables = dict(zip(names, values_of(record), strict=True))
        variables.update(blank)
        variables["key"] = written_key
        variables["remarks"] = record.remarks
        for name, part in parts.items():
            variables[name] = Written(part(record))
        text = "".join(root(new_context(environment, variables, form.template, {}))).rstrip("\n")
        return text if newline == "\n" else text.replace("\n", newline)

    return render


def _narrowed(
    whole: Render,
    dialect: Dialect,
    source: str,
    form: Format,
    parts: Mapping[str, Render],
    omit: Iterable[str],
    learnt_from: int,
) -> Render:
    """``whole``, made faster by what the first records teach: most fields of a collection are empty throughout.

    After some records the table is compiled anew without the lines whose fields none of them had. A record that has one
    of those fields is rendered by the whole table still, so what is written is the same.
    """
    said: set[str] = set()
    seen = 0
    narrow: Render | None = None
    others = _values

    def render(record: Record) -> str:
        nonlocal seen, narrow, others
        if narrow is not None:
            return whole(record) if any(others(record)) else narrow(record)
        said.update([name for name, value in zip(FIELDS, _values(record), strict=True) if value])
        seen += 1
        if seen == learnt_from and len(FIELDS) - len(said) >= _WORTH_IT:
            environment = _environment(dialect, None)
            tree = narrowing.narrowed(environment.parse(source), {*said, *parts})
            names = narrowing.names_in(tree)
            compiled = _compiled(environment, tree, form.template)
            narrow = _render(*_run(compiled), form, parts, names, set(omit) & set(names))
            others = attrgetter(*[name for name in FIELDS if name not in said])
        return whole(record)

    return render


def _guarded(render: Render, compiled: jinja2.Template, path: Path) -> Render:
    """``render``, with whatever a user's template runs into reported as a TemplateError with its line."""

    def guarded(record: Record) -> str:
        try:
            return render(record)
        except Exception as error:  # a template is a program: anything can come out of it
            line, trace = 0, error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == "<template>":
                    line = compiled.get_corresponding_lineno(trace.tb_lineno)
                trace = trace.tb_next
            raise TemplateError(f"{path}:{line}: {error}") from error

    return guarded


def environment_of(form: Format) -> jinja2.Environment:
    """Jinja with the words of a format's own template."""
    return _environment(form.dialect(False), None)


def _environment(dialect: Dialect, path: Path | None) -> jinja2.Environment:
    # Jinja is imported here, not above, so that --help and completion start without it.
    import jinja2

    from bibstep.sandbox import Sandbox

    kind = jinja2.Environment if path is None else Sandbox
    environment = kind(
        autoescape=False,
        finalize=_finalize(dialect),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update(dialect.filters)
    return environment


def _finalize(dialect: Dialect) -> Callable[[object], str]:
    """What is done to all that a template prints: it is written in the target's syntax, unless it is already."""
    encode = dialect.encode

    def finalize(value: object) -> str:
        return value if type(value) is Written else encode(value)

    return finalize


def _source(form: Format, path: Path | None) -> str:
    try:
        return template_source(form.template) if path is None else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


#: Code of the formats' own templates, which takes longer to make than a short conversion: for who converts again.
_codes: dict[tuple[str, frozenset[str]], CodeType] = {}


def _own(dialect: Dialect, form: Format, source: str) -> tuple[ahead.Root, jinja2.Environment | ahead.Environment]:
    """A format's own template and what it runs on: made ahead, or else compiled once for all its renderers.

    The code holds nothing of a dialect but names.
    """
    light = ahead.Environment(dialect.filters, _finalize(dialect))
    if root := ahead.root(form.template, source, light):
        return root, light
    environment = _environment(dialect, None)
    key = source, frozenset(environment.filters)
    if key not in _codes:
        _codes[key] = environment.compile(source, form.template, form.template)
    return _run(environment.template_class.from_code(environment, _codes[key], {}))


def _run(compiled: jinja2.Template) -> tuple[ahead.Root, jinja2.Environment]:
    return compiled.root_render_func, compiled.environment


def _compiled(environment: jinja2.Environment, source: str | nodes.Template, name: str) -> jinja2.Template:
    import jinja2

    try:
        return environment.from_string(source)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"{name}:{error.lineno}: {error.message}") from error
