"""The citations of a LaTeX manuscript, read without running LaTeX: commands, macros that cite, files that are input.

Sources: the manuals of natbib, biblatex (section 3.9) and apacite. Both branches of a conditional count, but not
``\\iffalse``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibstep.manuscripts import latex_tables as tables
from bibstep.manuscripts.citation import CitesAll, Found, Include, Mark, Unread, blank, keys_in
from bibstep.manuscripts.latex_arguments import TOKEN, Arguments
from bibstep.text.patterns import later

_COMMENT = later(r"%[^\n]*")
_IF = later(r"%[^\n]*|\\(if(?!f\b)[A-Za-z@]*|else|fi)(?![A-Za-z@])")
_LITERAL = later(r"[^\\{}#]+")
_ARGUMENT = later(r"#([1-9])")
_CHUNK = later(r"^<<.*>>=.*(?:\n(?!@).*)*", re.MULTILINE)


@dataclass(frozen=True)
class Macro:
    """A command that the manuscript defines: its arguments that are keys, and the citations in its body.

    ``stars`` and ``optional`` describe its arguments: whether a star may come first, and which arguments are in
    brackets. ``form`` is the command that it is another name for.
    """

    count: int = 0
    optional: frozenset[int] = frozenset()
    star: bool = False
    keys: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    calls: tuple[str, ...] = ()
    form: str = ""


@dataclass
class Commands:
    """The macros and the verbatim environments that the files read so far define."""

    macros: dict[str, Macro] = field(default_factory=dict)
    verbatim: set[str] = field(default_factory=set)


def parse(text: str, file: str, known: Commands) -> Iterator[Found]:
    """Yield what a .tex file cites and inputs, in order. ``known`` is read and extended.

    In a package or class only definitions count.
    """
    if file.lower().endswith((".rnw", ".snw")):
        text = blank(text, [match.span() for match in _CHUNK.finditer(text)])
    is_package = file.lower().endswith((".sty", ".cls", ".cfg"))
    for one in _Scan(text, file, known).found(0, len(text)):
        if not is_package or isinstance(one, Include) or (isinstance(one, Mark) and not one.is_used):
            yield one._replace(is_optional=True) if is_package and isinstance(one, Include) else one


class _Scan(Arguments):
    """One file, and the commands that are defined so far."""

    def __init__(self, text: str, file: str, known: Commands) -> None:
        super().__init__(text)
        self.file = file
        self.known = known

    def found(self, start: int, end: int, *, in_body: bool = False) -> Iterator[Found]:
        """Everything between two positions. In the body of a macro, ``#1`` counts as a key."""
        text, position = self.text, start
        while match := TOKEN.search(text, position, end):
            position = match.end()
            name = match["name"]
            if not name:
                continue
            if name in tables.INLINE_VERBATIM:
                position = self._after_verbatim(name, position, end)
            elif name in tables.LINKS:
                position = self.after_link(position, end)
            elif name == "begin":
                option, after = self._environment(position, end)
                if after:  # a caption among its options is LaTeX
                    yield from self.found(position, option, in_body=in_body)
                    position = after
            elif name == "iffalse":
                position = self._after_false(position, end)
            elif name in ("endinput", "end") and not in_body:
                if name == "endinput" or text.startswith("{document}", position):
                    return
            elif (definition := self._definition(name, position, end)) is not None:
                position, more = definition
                yield from more
            else:
                yield from self._command(name, match.start(), position, end, in_body)

    def _command(self, name: str, at: int, position: int, end: int, in_body: bool) -> Iterator[Found]:
        macro = self.known.macros.get(name)
        if name in tables.KEYS:
            form = name
        elif macro:
            form = macro.form
        else:
            form = name
        if macro and not form:
            yield from self._called(macro, position, end, in_body)
        elif form in tables.MULTI or (
            form.endswith("cites") and form not in tables.NO_CITE and form not in tables.KEYS
        ):
            for span in self.lists(position, end):
                yield from self._keys(*span, in_body)
        elif form in tables.VOLUME:
            position = self.after_options(position, end)
            _, after = self.group(position, end)
            if after:
                yield from self._keys(*self.group(self.after_options(after, end), end), in_body)
        elif form in tables.KEYS or (tables.MAY_CITE.fullmatch(form) and form not in tables.NO_CITE):
            yield from self._keys(*self.group(self.after_options(position, end), end), in_body)
        elif name in tables.INPUT or name in tables.IMPORT or name in tables.PACKAGES:
            yield from self._inputs(name, at, position, end)
        elif name == "newcites":
            begin, after = self.group(self.after_options(position, end), end)
            for suffix, *_ in keys_in(self.text, begin, after - 1) if after else ():
                for one in ("cite", "nocite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear"):
                    self.known.macros[one + suffix] = Macro(form="cite")

    def _keys(self, start: int, after: int, in_body: bool) -> Iterator[Found]:
        """The keys in a group."""
        if not after:
            return
        text = self.text
        if "%" in text[start:after]:
            comments = [match.span() for match in _COMMENT.finditer(text, start, after - 1)]
            text = blank(text[:after], comments)
        for key, at, to in keys_in(text, start, after - 1):
            if key == "*":
                yield CitesAll()
            elif _LITERAL.fullmatch(key) or (in_body and _ARGUMENT.fullmatch(key)):
                if not tables.CONTROL_KEY.fullmatch(key):
                    yield Mark(key, at, to)
            else:
                yield Unread(at, f"the key {key} is made by a macro")

    # Macros

    def _called(self, macro: Macro, position: int, end: int, in_body: bool) -> Iterator[Found]:
        """The citations of a macro where it is called: in its arguments and in its body."""
        seen = set[str]()
        waiting = [macro]
        while waiting:
            one = waiting.pop()
            yield from [mark._replace(is_used=True) for mark in one.marks]
            for name in one.calls:
                other = self.known.macros.get(name)
                if name not in seen and other:
                    seen.add(name)
                    waiting.append(other)
        if not macro.keys:
            return
        begin = self.gap(position, end)
        if macro.star and self.text.startswith("*", begin):
            position = begin + 1
        for number in range(2 if macro.star else 1, macro.count + 1):
            if number in macro.optional:
                after = self.option(position, end, "[]")
                start = self.gap(position, end) + 1
                if after == position:
                    continue
            else:
                start, after = self.group(position, end)
                if not after:
                    return
            if number in macro.keys:
                yield from self._keys(start, after, in_body)
            position = after

    def _definition(self, name: str, position: int, end: int) -> tuple[int, Iterator[Found]] | None:
        """The place after a definition, and the citations in its body; None if this defines nothing."""
        if name == "let":
            return self._let(position, end)
        if name in ("DeclareCiteCommand", "DeclareMultiCiteCommand"):
            new, after = self.name(self.after_options(position, end), end)
            if new:
                self.known.macros[new] = Macro(form="cite" if name == "DeclareCiteCommand" else "cites")
            # The rest of it is code that prints a citation.
            return (after, iter(())) if new else None
        if name in ("lstnewenvironment", "DefineVerbatimEnvironment", "newtcblisting", "excludecomment", "newminted"):
            start, after = self.group(self.after_options(position, end), end)
            if after:
                new = self.text[start : after - 1]
                self.known.verbatim.add(new + "code" if name == "newminted" else new)
            return None
        if name not in tables.DEFINE and name not in tables.DEFINE_DOCUMENT and name not in tables.DEFINE_TEX:
            return None
        begin = self.gap(position, end)
        if self.text.startswith("*", begin):
            position = begin + 1
        new, after = self.name(position, end)
        if not new:
            return None
        count, optional, star = 0, frozenset[int](), False
        if name in tables.DEFINE:
            for index in range(2):
                start, option = self.gap(after, end) + 1, self.option(after, end, "[]")
                if option > after:
                    value = self.text[start : option - 1].strip()
                    count = int(value) if not index and value.isdigit() else count
                    optional = frozenset((1,)) if index else optional
                    after = option
        elif name in tables.DEFINE_DOCUMENT:
            start, group = self.group(after, end)
            if not group:
                return None
            letters = _letters(self.text[start : group - 1])
            star = letters.startswith("s")
            count = len(letters)
            optional = frozenset([index for index, letter in enumerate(letters, 1) if letter in "soO"])
            after = group
        else:
            open_at = self.text.find("{", after, min(end, after + 200))
            if open_at < 0 or "\n\n" in self.text[after:open_at]:
                return None
            count = len(_ARGUMENT.findall(self.text, after, open_at))
            after = open_at
        start, body = self.group(after, end)
        if not body:
            return None
        return body, self._defined(new, (count, optional, star), start, body - 1)

    def _defined(self, name: str, how: tuple[int, frozenset[int], bool], start: int, end: int) -> Iterator[Found]:
        """Store a macro, and yield the citations in its body, which nothing may call."""
        found = list(self.found(start, end, in_body=True))
        marks = [one._replace(is_used=False, file=one.file or self.file) for one in found if isinstance(one, Mark)]
        literal = tuple([mark for mark in marks if not mark.key.startswith("#")])
        keys = tuple([int(mark.key[1:]) for mark in marks if mark.key.startswith("#")])
        calls = tuple([match["name"] for match in TOKEN.finditer(self.text, start, end) if match["name"]])
        if name not in tables.KEYS and name not in tables.MULTI and name not in tables.VOLUME:
            count, optional, star = how
            body = self.text[start:end].strip()
            if not count and body[1:] in tables.KEYS | tables.MULTI | tables.VOLUME and body[:1] == "\\":
                self.known.macros[name] = Macro(form=body[1:])
            elif keys or literal or calls:
                self.known.macros[name] = Macro(count, optional, star, keys, literal, calls)
        yield from literal
        yield from [one for one in found if isinstance(one, Include)]

    def _let(self, position: int, end: int) -> tuple[int, Iterator[Found]] | None:
        new, after = self.name(position, end)
        after = self.gap(after, end) if new else after
        if new and self.text.startswith("=", after):
            after += 1
        other, last = self.name(after, end) if new else ("", 0)
        if not other:
            return None
        if new not in tables.KEYS:
            if other in self.known.macros:
                self.known.macros[new] = self.known.macros[other]
            elif other in tables.KEYS or other in tables.MULTI or other in tables.VOLUME:
                self.known.macros[new] = Macro(form=other)
        return last, iter(())

    # Text that is not LaTeX, and other files

    def _after_verbatim(self, name: str, position: int, end: int) -> int:
        text = self.text
        if text.startswith("*", position):
            position += 1
        if name in ("lstinline", "mintinline"):
            position = self.option(position, end, "[]")
            if name == "mintinline":
                position = self.group(position, end)[1] or position
        if position >= end or text[position].isspace() or text[position].isalpha():
            return position
        if text[position] == "{":
            return self.after_link(position, end)
        line = text.find("\n", position)
        close = text.find(text[position], position + 1, line if line >= 0 else end)
        return close + 1 if close >= 0 else position

    def _environment(self, position: int, end: int) -> tuple[int, int]:
        """The ends of the options and of the text of an environment that is verbatim; (0, 0) for any other one."""
        start, after = self.group(position, min(end, position + 200))
        name = self.text[start : after - 1] if after else ""
        if name not in tables.VERBATIM and name not in self.known.verbatim:
            return 0, 0
        close = self.text.find(f"\\end{{{name}}}", after, end)
        return self.option(after, end, "[]"), close if close >= 0 else end

    def _after_false(self, position: int, end: int) -> int:
        depth = 1
        for match in _IF.finditer(self.text, position, end):
            if not match[1]:
                continue
            if match[1] == "fi":
                depth -= 1
            elif match[1] != "else":
                depth += 1
            if not depth or (match[1] == "else" and depth == 1):
                return match.end()
        return end

    def _inputs(self, name: str, at: int, position: int, end: int) -> Iterator[Found]:
        if name in tables.PACKAGES:
            start, after = self.group(self.after_options(position, end), end)
            ending = ".cls" if name in ("documentclass", "LoadClass") else ".sty"
            for package, *_ in keys_in(self.text, start, after - 1) if after else ():
                yield Include(package, at, (ending,), is_optional=True)
            return
        begin = self.gap(position, end)
        folder = ""
        if name in tables.IMPORT:
            start, position = self.group(self.after_options(position, end), end)
            folder = self.text[start : position - 1].strip() if position else ""
        start, after = self.group(self.after_options(position, end), end)
        path = self.text[start : after - 1].strip() if after else ""
        if not after and name == "input" and begin > position:
            line = self.text[begin : begin + 300]
            path = line.split()[0].rstrip("}%") if line.split() else ""
        path = path.strip('"')
        if path.lower().endswith((".bbl", ".ind", ".gls", ".pgf", ".pdf_tex")) or path == "glyphtounicode":
            return
        if "\\" in path + folder or "#" in path + folder:
            if not path.startswith("#"):
                yield Unread(at, f"the name of the file {path} is made by a macro")
        elif path:
            yield Include(path, at, (".tex", "", ".ltx"), folder, name == "InputIfFileExists")


def _letters(signature: str) -> str:
    """The arguments of ``\\NewDocumentCommand``, a letter each; default values are left out."""
    letters, depth = "", 0
    for character in signature:
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif not depth and character.isalpha():
            letters += character
    return letters
