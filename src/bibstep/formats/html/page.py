"""The frame of a page around its entries: the head with the security policy, the controls, the script."""

from __future__ import annotations

import binascii
import hashlib
import json
from collections.abc import Iterable

from bibstep.formats.template import Format, template_source

#: The placeholder for the entries in the page's frame.
_ENTRIES = "{{ entries }}"


def around(formats: Iterable[Format]) -> tuple[str, str]:
    """The parts of the page before and after the entries; the entries can be copied in ``formats``.

    The style sheet and the script are in the folder of templates, too; the Content-Security-Policy allows only these
    two, by their hashes.
    """
    style, script = template_source("html.css"), template_source("html.js")
    files = [[form.name, form.prologue, form.separator, form.epilogue, form.newline] for form in formats]
    frame = template_source("html.page.html")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    for word, value in {
        "policy": f"{policy}; base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "formats": json.dumps(files),
    }.items():
        frame = frame.replace(f"{{{{ {word} }}}}", value)
    before, after = frame.split(_ENTRIES)
    return before, after


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{binascii.b2a_base64(digest, newline=False).decode()}'"
