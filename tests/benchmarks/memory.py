"""The peak of memory and the CPU time a record of one conversion to BibTeX; its records are made while they are read.

python tests/benchmarks/memory.py 1000000
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from records import Made

from bibstep.formats import FORMATS, READERS
from bibstep.pipeline.convert import batches
from bibstep.pipeline.options import Target

STATUS = Path("/proc/self/status")


class Taken(NamedTuple):
    """What a conversion took: megabytes, and microseconds a record."""

    memory: float
    time: float


def measured(count: int) -> Taken:
    """What so many records take, converted in a process of their own."""
    done = subprocess.run([sys.executable, __file__, str(count)], check=True, capture_output=True, text=True)
    memory, spent = done.stdout.split()
    return Taken(float(memory), float(spent))


def main() -> None:
    """Convert so many records as are asked for, and print what this process took for it."""
    count = int(sys.argv[1])
    made = Made(count)
    before = time.process_time()
    stream = cast(BinaryIO, io.BufferedReader(made, 256 * 1024))
    records = READERS["auto"].read(stream, "made.jsonl")
    written = sum(batch.size for batch in batches(records, [Target(FORMATS["bibtex"])]))
    spent = time.process_time() - before - made.spent
    assert written == count
    print(f"{peak():.1f} {spent / count * 1e6:.1f}")


def peak() -> float:
    """The most memory that this process had, in megabytes."""
    if STATUS.exists():  # where there is this, getrusage counts what the parent had when it started the process
        return int(STATUS.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
