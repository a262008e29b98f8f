"""``--dask``: connect to a Dask cluster, whose workers convert as the processes of ``--jobs`` do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from bibstep import __version__
from bibstep.cli.exits import UserError

if TYPE_CHECKING:
    from bibstep.pipeline.workers import Workers

#: Seconds to wait for an answer of the scheduler.
_TIMEOUT = 10


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the Dask scheduler at ``address`` (``tcp://host:8786``), as a context.

    Raises UsageError if Dask is not installed, UserError if the scheduler does not answer, has no workers, or has a
    worker without this version of bibstep.
    """
    from bibstep.pipeline.workers import Workers

    with _client(address) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UserError(f"--dask {address}: the scheduler has no workers")
        _check_versions(client, address)
        yield Workers(client.get_executor(pure=False), threads)


def _client(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm.addressing import resolve_address
    except ImportError:
        raise click.UsageError("--dask needs Dask: pip install 'bibstep[dask]'") from None
    try:
        resolve_address(address)
        connect: Any = Client
        return connect(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, TypeError, ValueError) as error:
        reason = str(error)
    # Raised here because in the except clause the traceback keeps the failed client, which logs errors at exit.
    raise UserError(f"--dask {address}: {reason}")


def _check_versions(client: Any, address: str) -> None:
    """Raise UserError if a worker has no bibstep, or another version, which may write other bytes."""
    try:
        versions: set[str] = set(client.run(_version).values())
    except ImportError as error:
        raise UserError(f"--dask {address}: a worker cannot import bibstep: {error}") from error
    if versions != {__version__}:
        raise UserError(f"--dask {address}: the workers have bibstep {', '.join(sorted(versions))}, not {__version__}")


def _version() -> str:
    return __version__
