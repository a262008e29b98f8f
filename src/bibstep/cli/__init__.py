"""The command line: the only modules that print, exit and use click."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from bibstep import __version__
from bibstep.cli.exits import FAILED, OK, StdoutError, UserError, die_of, silence, tell_error, to_stdout
from bibstep.errors import InputError, TemplateError
from bibstep.output import signals


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (by default those of the process) and return its exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the parent process
            # Whatever is written to standard output would be lost, so writing to it fails, as to a closed file.
            flags = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            setattr(sys, name, open(os.open(os.devnull, flags), mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if "_BIBSTEP_COMPLETE" in os.environ:
        from bibstep.cli.params import register_fish

        register_fish()
    try:
        code = commands.main(list(arguments) if arguments is not None else None, "bibstep", standalone_mode=False)
        to_stdout([])
        return code if isinstance(code, int) else OK
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        hint = f" (see {error.ctx.command_path} --help)" if isinstance(error, click.UsageError) and error.ctx else ""
        tell_error(f"{error.format_message()}{hint}")
        return FAILED
    except (UserError, InputError, TemplateError) as error:
        tell_error(f"{error}")
        return FAILED
    except StdoutError as error:
        silence(sys.stdout)
        tell_error(f"standard output: {error}")
        return FAILED
    except OSError as error:  # also of click, which prints the help
        silence(sys.stdout)
        tell_error(": ".join([*([str(error.filename)] if error.filename else []), error.strerror or str(error)]))
        return FAILED
    except MemoryError:
        tell_error("not enough memory; nothing was written")
        return FAILED
    except RecursionError:
        tell_error("the input is nested too deeply; nothing was written")
        return FAILED
    except ImportError as error:
        tell_error(f"a Python module cannot be loaded: {error}; install bibstep again")
        return FAILED
    except signals.Signalled as signalled:
        die_of(signalled.number)
    except (KeyboardInterrupt, click.Abort):
        die_of(signal.SIGINT)
    except Exception:  # exit code 1 would say that the rest was converted
        import traceback

        traceback.print_exc()
        tell_error("this is an error in bibstep itself; please report it with the lines above")
        return FAILED
    return FAILED


class _Commands(click.Group):
    """The group of commands. A command is imported when it is called; listing them imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"bibstep.cli.{module}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to call. The error for a misspelt name suggests the right one."""
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            import shlex

            from bibstep.input.sources import fetching
            from bibstep.text.suggest import did_you_mean

            if os.path.exists(args[0]) or fetching(args[0]):
                ctx.fail(f"{args[0]!r} is not a command; to convert it: bibstep convert {shlex.join(args)}")
            ctx.fail(f"{args[0]!r} is not a command{did_you_mean(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


#: Command -> its module, and its line in the list of commands: the first sentence of its own help.
_COMMANDS = {
    "convert": ("convert", "Convert records from INPUT: files, folders, or - for standard input."),
    "check": ("check", "Check whether FILEs hold the same records: BibTeX, biblatex, RIS, CSL-JSON, in any mixture."),
    "cited": ("cited", "Compare the keys that manuscripts cite with a bibliography."),
    "rekey": ("rekey", "Rename keys where the manuscripts FILE cite them, also in the files that they include."),
    "explain": ("explain", "Show where each field of a record in FILE was read, what was decided, and why."),
    "config": (
        "config",
        "Show the options of convert that apply in this folder, and whether a configuration sets them.",
    ),
    "formats": ("lists", "List the formats that can be read and written."),
    "template": ("lists", "Print the template of a format, as a start for your own."),
    "help": ("lists", "Show the help of bibstep, or of a COMMAND."),
}


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s", prog_name="bibstep")
@click.pass_context
def commands(context: click.Context) -> int:
    """Convert bibliographic records to BibTeX, biblatex, RIS, CSL-JSON, Hayagriva or a web page, with the same content.

    The input can be BibTeX, RIS, CSL-JSON, an aggregator's JSON, or records from Crossref and Semantic Scholar.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return FAILED
    return OK
