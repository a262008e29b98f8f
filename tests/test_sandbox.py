"""A template of a user's own: what it may do, and what it is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bibstep.errors import TemplateError
from bibstep.formats import FORMATS
from bibstep.formats.template import renderer
from bibstep.model import Name, Record, Rich

RECORD = Record("book", Rich.of("Blood & cells"), author=(Name("Smith"), Name("Doe")))


def rendered(path: Path, text: str, form: str = "bibtex") -> str:
    path.write_text(text, encoding="utf-8")
    return renderer(FORMATS[form], template=path)(RECORD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ title }}", r"Blood \& cells"),
        ("{% for one in author %}{{ loop.index }} {{ one.family }};{% endfor %}", "1 Smith;2 Doe;"),
        ("{% if doi %}yes{% else %}no{% endif %}", "no"),
        ("{{ doi or title }}", r"Blood \& cells"),
        ("{% set own = title %}{% block one %}{{ own }}{% endblock %}", r"Blood \& cells"),
        (
            "{% for one in author %}{% block two scoped %}{{ one.family }}{{ doi }}{% endblock %}{% endfor %}",
            "SmithDoe",
        ),
    ],
)
def test_what_a_template_may_do(text: str, expected: str, tmp_path: Path) -> None:
    assert rendered(tmp_path / "own.j2", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{% include '/etc/hostname' %}",
        "{% include 'secret' %}",
        "{% import 'secret' as x %}",
        "{% from 'secret' import x %}",
        "{% extends 'secret' %}",
        "{{ title.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ title|attr('spans') }}",
        "{{ title|safe }}",
        "{{ title.source.upper() }}",
        "{{ 'a'.ljust(999999999999) }}",
        "{{ '{0.__class__}'.format(title) }}",
        "{{ self.x() }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ 'a' * 999999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999999d' % 1 }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% do 1 %}",
        "{% block one %}{{ nosuch }}{% endblock %}",
        "{% for one in author %}{% block two scoped %}{{ nosuch }}{% endblock %}{% endfor %}",
    ],
)
def test_what_a_template_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("secret").write_text("secret")
    with pytest.raises(TemplateError, match=r"own\.j2:1: "):
        rendered(tmp_path / "own.j2", text)


def test_a_template_whose_text_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"own\.j2: .*surrogates not allowed"):
        rendered(tmp_path / "own.j2", r"{{ title }} {{ '\ud800' }}")


@pytest.mark.parametrize("form", FORMATS)
def test_no_template_is_taken_from_the_current_folder(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = renderer(FORMATS[form])(RECORD)
    monkeypatch.chdir(tmp_path)
    for folder in (".", "templates", "bibstep", "bibstep/templates"):
        os.makedirs(folder, exist_ok=True)
        Path(folder, FORMATS[form].template).write_text("taken")
    assert renderer(FORMATS[form])(RECORD) == expected
