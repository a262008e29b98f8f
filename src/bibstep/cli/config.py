"""How commands take options from a configuration, and ``bibstep config``, which shows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from bibstep.cli.exits import UserError, tell, to_stdout
from bibstep.cli.params import Words
from bibstep.formats import LIST, format_of_name, reader_of

if TYPE_CHECKING:
    from bibstep.cli.config_file import Config, Setting

#: Keys in a context's ``meta``: the configuration that applies, its settings, and whether --no-config was given.
_CONFIG, _SETTINGS, _REFUSED = "bibstep.cli.config_file", "bibstep.settings", "bibstep.no-config"
_EXCLUSIVE = "--config and --no-config cannot be used together"
#: The parameters of ``convert`` that name files which are only read. All other files are written or run, so a
#: configuration that was found, not named, may not place them anywhere.
_READ = ("input", "keys-from", "cited-in")
#: Options that send the records to another machine and trust its results: only the user may set them.
_PERSONAL = ("dask",)


class Configured(click.Command):
    """A command whose options come from a configuration if the command line does not give them.

    ``takes`` names the options that it shares with ``convert`` (by default all), ``also`` maps further parameters to
    the options of ``convert`` from which they are set. ``settle`` is called after parsing: options of the command line
    may exclude some of the configuration.
    """

    def __init__(
        self,
        *arguments: Any,
        takes: Sequence[str] | None = None,
        also: Mapping[str, Sequence[str]] | None = None,
        settle: Callable[[click.Context], None] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._takes, self._also, self._settle = takes, also or {}, settle
        self.params += [
            click.Option(
                ["--config"],
                metavar="FILE",
                type=click.Path(exists=True, dir_okay=False),
                is_eager=True,
                expose_value=False,
                callback=self._configure,
                help="Use this configuration instead of the nearest bibstep.toml, or pyproject.toml with a table"
                " [tool.bibstep].",
            ),
            click.Option(
                ["--no-config"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_refuse,
                help="Use no configuration.",
            ),
        ]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line, then drop the configured options that it excludes."""
        # Without this, click would take the argument after --verify for its value.
        end = args.index("--") if "--" in args else len(args)
        args = [*["--verify=stop" if one == "--verify" else one for one in args[:end]], *args[end:]]
        rest = super().parse_args(ctx, args)
        if self._settle and not ctx.resilient_parsing:
            self._settle(ctx)
        return rest

    def _configure(self, context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if context.resilient_parsing or (_REFUSED in context.meta and not value):
            return
        if _REFUSED in context.meta:
            raise click.UsageError(_EXCLUSIVE)
        settings = _settings(context, value)
        takes = settings if self._takes is None else [name for name in self._takes if name in settings]
        values: dict[str, Any] = {}
        for parameter in self.params:
            values |= {str(parameter.name): settings[name] for name in takes if name == option_of(parameter)}
        for name, sources in self._also.items():
            if values_of := [one for source in sources if source in settings for one in _listed(settings[source])]:
                values[name] = values_of
        context.default_map = {**(context.default_map or {}), **values}


def _refuse(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: ARG001
    # click calls the callbacks of the given eager options first, in their order, so this one runs before _configure
    # unless both options are given.
    if value and _CONFIG in context.meta:
        raise click.UsageError(_EXCLUSIVE)
    if value:
        context.meta[_REFUSED] = True


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def option_of(parameter: click.Parameter) -> str:
    """The name of a parameter in a configuration: the long option without its dashes, the argument in the singular."""
    if isinstance(parameter, click.Argument):
        return str(parameter.name).removesuffix("s")
    return next((name[2:] for name in parameter.opts if name.startswith("--")), str(parameter.name))


def _parameters(context: click.Context) -> dict[str, click.Parameter]:
    """What a configuration can set: every option of convert, and its inputs."""
    group = context.find_root().command
    convert = group.get_command(context, "convert") if isinstance(group, click.Group) else None
    names = {option_of(one): one for one in (convert or context.command).params}
    return {name: one for name, one in names.items() if name not in ("config", "no-config", "help")}


def _settings(context: click.Context, path: str | None) -> dict[str, Any]:
    """The settings of the configuration that applies. Raises UserError for a mistake in it."""
    from bibstep.cli import config_file as config

    try:
        try:
            found = config.named(path) if path else config.nearest(os.getcwd(), lambda line: tell(f"bibstep: {line}"))
        except FileNotFoundError:  # the current folder was deleted
            found = None
        if found is None:
            return {}
        parameters = _parameters(context)
        kinds = {name: _setting(name, one) for name, one in parameters.items()}
        settings: dict[str, Any] = dict(config.settled(found, kinds))
        for name, value in settings.items():
            try:
                parameters[name].type_cast_value(context, value)
            except click.BadParameter as error:
                raise config.ConfigError(f"{found.path}: {name}: {error.message}") from None
        if "template" in settings and len(settings.get("to", ())) != 1:
            raise config.ConfigError(f"{found.path}: template: set 'to' to the one format that it is for")
    except config.ConfigError as error:
        raise UserError(str(error)) from None
    context.meta[_CONFIG], context.meta[_SETTINGS] = found, settings
    return settings


def _setting(name: str, parameter: click.Parameter) -> Setting:
    from bibstep.cli.config_file import Setting

    if isinstance(parameter, click.Option) and (parameter.is_flag or name == "verify"):
        return Setting("flag")
    if isinstance(parameter.type, click.types.IntParamType):
        return Setting("number")
    is_list = parameter.multiple or parameter.nargs != 1 or isinstance(parameter.type, Words)
    is_path = isinstance(parameter.type, click.Path)
    return Setting("list" if is_list else "text", is_path, is_path and name not in _READ, name in _PERSONAL)


def settle_convert(context: click.Context) -> None:
    """Drop the configured options that the command line of ``convert`` excludes.

    --to, --output or --into on the command line drops all configured outputs. A configured format then applies to the
    OUTs with one of its endings, and a configured template only to the format that it is for.
    """
    params = context.params
    sources = {name: context.get_parameter_source(name) for name in params}
    named = {name for name, source in sources.items() if source is ParameterSource.COMMANDLINE}
    configured = {name for name, source in sources.items() if source is ParameterSource.DEFAULT_MAP}
    if named & {"to", "outputs", "library"}:
        for one in context.command.params:
            if one.name in configured - {"template"} and _setting(option_of(one), one).is_guarded:
                params[str(one.name)] = () if one.multiple else None
    if "to" in configured and "outputs" in named:
        params["to"] = tuple([_format_for(out, params["to"]) for out in params["outputs"]])
    if "library" in named:
        for name in configured & {"to", "template"}:
            params[name] = () if name == "to" else None
    if "sort" in configured and params["sort"] == "cited" and not params["cited_in"]:
        params["sort"] = "input"
    if "verify" in configured and not (params["outputs"] or params["library"]):
        params["verify"] = None
    if "if_changed" in configured and not params["outputs"]:
        params["if_changed"] = False
    if "dry_run" in configured and not params["library"]:
        params["dry_run"] = False
    if "update" in configured and not params["library"]:
        params["update"] = ()
    if "split" in configured and not params["outputs"]:
        params["split"] = None
    if "strict" in configured and "allow_rejects" in named:
        params["strict"] = False
    if "allow_rejects" in configured and "strict" in named:
        params["allow_rejects"] = False
    if "quiet" in configured and named & {"remarks", "verbose"}:
        params["quiet"] = False
    if "verbose" in configured and named & {"remarks", "quiet"}:
        params["verbose"] = False
    if "remarks" in configured and "verbose" in named:
        params["remarks"] = "text"
    if "template" in configured and params["template"]:
        _settle_template(context)


def settle_check(context: click.Context) -> None:
    """Drop configured inputs if the command line names the files, and configured outputs that cannot be read."""
    params, source = context.params, context.get_parameter_source
    if source("files") is ParameterSource.DEFAULT_MAP:
        names = {one: format_of_name(one) for one in params["files"]}
        params["files"] = tuple([one for one, name in names.items() if not name or reader_of(name)])
    if source("files") is ParameterSource.COMMANDLINE and source("sources") is ParameterSource.DEFAULT_MAP:
        params["sources"] = ()


def _format_for(out: str, to: Sequence[str]) -> str:
    fitting = [name for name in to if out.lower().endswith(LIST[name].suffixes)]
    return fitting[0] if fitting else format_of_name(out) or to[0]


def _settle_template(context: click.Context) -> None:
    params, settings, config = context.params, context.meta[_SETTINGS], context.meta[_CONFIG]
    if settings["to"][0].lower() not in params["to"]:
        params["template"] = None
    elif config.found:  # the user may not know of it
        tell(f"bibstep: using the template {settings['template']}, as {config.path} says")


@click.command(cls=Configured, takes=())
@click.pass_context
def config(context: click.Context) -> None:
    """Show the options of convert that apply in this folder, and whether a configuration sets them.

    The output is a configuration itself. Paths are relative to the current folder.
    """
    found: Config | None = context.meta.get(_CONFIG)
    settings = context.meta.get(_SETTINGS, {})
    lines = ["# no configuration applies"]
    if found:
        how = "found in this folder or above it" if found.found else "given with --config"
        lines = [f"# {_printable(os.path.abspath(found.path))}, {how}"]
    for name, parameter in _parameters(context).items():
        default = parameter.get_default(context)
        if found and name in settings:
            lines.append(f"{name} = {_toml(settings[name])}  # {_printable(found.path)}")
        elif isinstance(default, (bool, str)) and default != "":
            lines.append(f"{name} = {_toml(default)}  # default")
        else:
            lines.append(f"# {name} is not set")
    to_stdout([line + "\n" for line in lines])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int):
        return str(value)
    return '"' + _printable(value.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _printable(text: str) -> str:
    """Escape unprintable characters as TOML does, so that they cannot control a terminal."""
    return "".join([c if c.isprintable() else f"\\U{ord(c):08x}" for c in text])
