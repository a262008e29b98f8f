"""The command as ``python -m bibstep`` and as the console script."""

from __future__ import annotations

import gc
import signal
import sys


def main() -> None:
    """Run the command and exit with its code."""
    # Until the command can tidy up after itself, Ctrl-C ends it at once and without a traceback.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Hardly anything here refers to itself, and to look for what does takes a twentieth of a conversion.
    gc.set_threshold(50_000, 20, 20)
    from bibstep.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
