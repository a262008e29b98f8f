"""The errors that end a conversion: by themselves, so that who looks out for them loads nothing else."""

from __future__ import annotations


class InputError(OSError):
    """An input that cannot be read at all; the message names it and says why."""


class UnknownFormatError(KeyError, ValueError):
    """The name of a format that cannot be read or written; the message suggests another one."""

    def __str__(self) -> str:
        return str(self.args[0])  # a KeyError would show it in quotes


class TemplateError(ValueError):
    """A template that cannot be used; the message names the file, the line and the reason."""
