"""What the build adds to a wheel: the code that Jinja makes of the templates, so that it is not made at every start."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CodeOfTemplates(BuildHookInterface):  # type: ignore[misc]
    """Puts a module beside each template (see bibstep.ahead)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the modules; an editable install has none, so that it follows its templates."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from bibstep import ahead
        from bibstep.formats import FORMATS
        from bibstep.rendering import environment_of, template_source

        self.folder = tempfile.TemporaryDirectory()
        for form in FORMATS.values():
            name = f"{ahead.module_name(form.template)}.py"
            path = Path(self.folder.name, name)
            source = template_source(form.template)
            path.write_text(ahead.code(environment_of(form), source, form.template), encoding="utf-8")
            build_data["force_include"][str(path)] = f"bibstep/templates/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take away what was made."""
        if version != "editable":
            self.folder.cleanup()
