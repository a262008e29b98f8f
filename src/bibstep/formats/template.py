"""A template and a format's filters made into a function from a record to text, escaped by default.

A template is a mapping table: left the target's word, right our variable. Whatever it prints goes through the format's
encoder unless it is ``Encoded`` already, so escaping cannot be forgotten; there is no filter but the format's own, no
global and no test, so ``|safe`` fails when the template is loaded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from bibstep.errors import TemplateError
from bibstep.formats.limits import BLANK, NO_LIMITS, Limits
from bibstep.model import FIELDS, Record

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2

#: Placeholder for the citation key until all keys are known. No value of a record has a control character; this is one
#: that JSON need not escape, and that does not make each character of a text take two bytes.
KEY_PLACEHOLDER = "\x80"

_values = attrgetter(*FIELDS)

Filter = Callable[..., object]
Render = Callable[[Record], str]


class Encoded(str):
    """Text that is in the target's syntax already and must not be encoded again."""

    __slots__ = ()


#: What filters return for a field without a value, which most fields of most records are.
NOTHING = Encoded("")


@dataclass(frozen=True, slots=True)
class Encoder:
    """How one format writes values: ``encode`` turns any value into text, ``filters`` are the template's words."""

    encode: Callable[[object], str]
    filters: Mapping[str, Filter]


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """An output format: its name, its template, how values are written, and what stands around the entries.

    ``encoder`` is given whether the text must be ASCII. The template uses every field of Record that is not in
    ``limits.unsaid``.
    """

    name: str
    template: str
    encoder: Callable[[bool], Encoder]
    limits: Limits = NO_LIMITS
    prologue: str = ""
    #: The title of a file, as the elements of its prologue have it; empty where a file has none.
    title: str = ""
    separator: str = "\n\n"
    epilogue: str = "\n"
    newline: str = "\n"
    #: Whether ``--ascii`` has a meaning here: the format has commands for what is not ASCII.
    has_ascii: bool = False
    #: Encodes a citation key, whose characters all formats can have (see values.citation_keys); most need no change.
    encode_key: Callable[[str], str] = str
    #: Formats whose entries this one carries along: its template has each as a variable of that name (``csl_json``),
    #: byte for byte as the format's own file has it.
    parts: tuple[Format, ...] = ()


def titled(form: Format, title: str) -> Format:
    """The format of files with another title. Raises ValueError for a format whose files have none."""
    if not form.title:
        raise ValueError(f"a file in {form.name} has no title")
    text = form.encoder(False).encode(title)
    return replace(form, title=text, prologue=form.prologue.replace(f">{form.title}</", f">{text}</"))


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
    form: Format,
    *,
    omit: Collection[str] = (),
    ascii_only: bool = False,
    template: Path | None = None,
    remarks: bool = True,
) -> Render:
    """A function that writes one record as ``form`` does, with ``KEY_PLACEHOLDER`` in the place of its citation key.

    ``omit`` names fields of Record to leave out. ``ascii_only`` has a meaning for formats with ``has_ascii``.
    ``template`` is a user's own template in place of the format's; it runs in a sandbox with the format's filters only
    (see environment). Without ``remarks``, a template finds none. Raises TemplateError where one cannot be used.
    """
    has_ascii = ascii_only and form.has_ascii
    compiled = own_template(form, has_ascii) if template is None else _user_template(template, form, has_ascii)
    # Jinja's own ``new_context`` would copy the variables twice.
    root, new_context = compiled.root_render_func, partial(compiled.environment.context_class, compiled.environment)
    same = {**{name: BLANK[name] for name in omit}, "key": Encoded(KEY_PLACEHOLDER)}
    parts = {part.name.replace("-", "_"): renderer(part, omit=omit, ascii_only=ascii_only) for part in form.parts}

    def render(record: Record) -> str:
        variables = dict(zip(FIELDS, _values(record), strict=True))
        variables |= same
        variables["remarks"] = record.remarks if remarks else ()
        for name, part in parts.items():
            variables[name] = Encoded(part(record))
        text = "".join(root(new_context(variables, compiled.name, compiled.blocks))).rstrip("\n")
        return text if form.newline == "\n" else text.replace("\n", form.newline)

    return render if template is None else _guarded(render, compiled, template)


@cache
def own_template(form: Format, ascii_only: bool) -> jinja2.Template:
    """The format's own template, compiled once in a process."""
    return _compiled(template_source(form.template), form.template, form, ascii_only, sandboxed=False)


def _user_template(path: Path, form: Format, ascii_only: bool) -> jinja2.Template:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return _compiled(source, str(path), form, ascii_only, sandboxed=True)


def _compiled(source: str, name: str, form: Format, ascii_only: bool, *, sandboxed: bool) -> jinja2.Template:
    # Jinja is imported here, not above, so that --help and completion start without it.
    from jinja2 import TemplateSyntaxError

    from bibstep.formats.environment import environment

    encoder = form.encoder(ascii_only)
    encode = encoder.encode

    def finalize(value: object) -> str:
        return value if type(value) is Encoded else encode(value)

    jinja = environment(finalize, encoder.filters, sandboxed=sandboxed)
    try:
        return jinja.from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateError(f"{name}:{error.lineno}: {error.message}") from error
    except (RecursionError, MemoryError) as error:  # MemoryError: so Python 3.10 reports it
        raise TemplateError(_placed(name, _line_in_jinja(error), "it is nested too deeply")) from error
    except SyntaxError as error:  # of the Python code that Jinja made, which has fewer levels than Jinja allows
        line = _line_in_template(jinja, source, error.lineno or 0)
        raise TemplateError(_placed(name, line, f"it is nested too deeply ({error.msg})")) from error


def _placed(name: object, line: int, message: object) -> str:
    return f"{name}:{line}: {message}" if line else f"{name}: {message}"


def _line_in_jinja(error: BaseException) -> int:
    """The line of a template that Jinja was parsing or compiling when it failed; 0 if it is not known."""
    import traceback

    line = 0
    for frame, _ in traceback.walk_tb(error.__traceback__):
        one, node = frame.f_locals.get("self"), frame.f_locals.get("node")
        token = getattr(getattr(one, "stream", None), "current", None)  # of the parser
        found = [lineno for place in (node, one, token) if isinstance(lineno := getattr(place, "lineno", None), int)]
        line = found[0] if found else line
    return line


def _line_in_template(jinja: jinja2.Environment, source: str, line: int) -> int:
    """The line of a template from which Jinja made a line of Python code; 0 if it is not known."""
    code = jinja.compile(source, raw=True)
    pairs = re.findall(r"(\d+)=(\d+)", code[code.rfind("debug_info = ") :])
    return max([int(ours) for ours, its in pairs if int(its) <= line], default=0)


def _guarded(render: Render, compiled: jinja2.Template, path: Path) -> Render:
    """``render``, with any error in a user's template reported as a TemplateError with its line."""

    def guarded(record: Record) -> str:
        try:
            text = render(record)
            text.encode()  # half a surrogate pair in the template itself would end the conversion later
            return text
        except Exception as error:  # a template is a program: anything can come out of it
            import traceback

            lines = [
                compiled.get_corresponding_lineno(line)
                for frame, line in traceback.walk_tb(error.__traceback__)
                if frame.f_code.co_filename == "<template>"
            ]
            raise TemplateError(_placed(path, lines[-1] if lines else 0, error)) from error

    return guarded
