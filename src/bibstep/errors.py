"""The errors that end a conversion: by themselves, so that who looks out for them loads nothing else."""

from __future__ import annotations


class InputError(OSError):
    """An input that cannot be read at all; the message names it and says why."""


class TemplateError(ValueError):
    """A template that cannot be used; the message names the file, the line and the reason."""
