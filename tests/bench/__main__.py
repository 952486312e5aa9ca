"""What the program costs, against something that everybody can run, in the same run: the ratios hold on any machine.

All of it, or what is named::

    python -m tests.bench [NAME...] [--times 5]

Each figure is the median of that many measurements. Time is judged by no one here: the table says what the goal is.
Each bench, and the sandbox that is asked, runs in a process of its own: Linux counts the memory of who starts a program
as the program's. ``bench_organisation`` and ``bench_row_list`` are run on their own; results are kept in
``.github/BENCHMARKS.md``.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Callable, Iterator, Mapping

from tests.bench import (
    bench_audit,
    bench_discovery,
    bench_keys,
    bench_members,
    bench_memory,
    bench_start,
    bench_streams,
    bench_use,
)
from tests.bench.measure import Row, print_bench, print_heading

BENCHES: Mapping[str, Callable[[int], Iterator[Row]]] = {
    "start": bench_start.start,
    "version": bench_start.version,
    "records": bench_memory.records,
    "streams": bench_streams.streams,
    "commands": bench_memory.commands,
    "offline": bench_memory.offline,
    "audit": bench_audit.zone,
    "audit-json": bench_audit.documents,
    "join": bench_audit.join,
    "limited": bench_audit.limited,
    "discovery": bench_discovery.discovery,
    "members": bench_members.members,
    "explorer": bench_memory.explorer,
    "listed": bench_memory.listed,
    "cycles": bench_use.cycles,
    "keys": bench_use.keys,
    "reading": bench_keys.reading,
}


def main() -> None:
    """Run the benches that are named, or all, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHES)}")
    options.add_argument("--times", type=int, default=5, help="measurements of each, of which the median is shown")
    chosen = options.parse_args()
    unknown = [name for name in chosen.names if name not in BENCHES]
    if unknown:
        options.error(f"there is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    print_heading()
    for name in chosen.names or BENCHES:
        bench = multiprocessing.get_context("spawn").Process(target=print_bench, args=(BENCHES[name], chosen.times))
        bench.start()
        bench.join()
        if bench.exitcode:
            raise SystemExit(bench.exitcode)


if __name__ == "__main__":
    main()
