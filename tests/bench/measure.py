"""What other programs cost, measured from outside, and the table of the results."""

from __future__ import annotations

import compileall
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xalias_tui

_MEBIBYTE: Final = 1024 if sys.platform != "darwin" else 1024**2
"""In the unit of ``ru_maxrss``: KiB on Linux, bytes on macOS (getrusage(2) of each)."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process used until it ended.

    Attributes:
        wall: Seconds from its start to its end.
        cpu: Seconds on processors, in the program and in the kernel.
        memory: The most that it had in memory at once, MiB. No less than what this process has, from which it starts.
    """

    wall: float
    cpu: float
    memory: float


def mebibytes(usage: resource.struct_rusage) -> float:
    """The most that a process had in memory at once, MiB."""
    return usage.ru_maxrss / _MEBIBYTE


def resident(pid: int | None = None) -> float:
    """What a process has in memory now, MiB; this one, unless another is named."""
    if sys.platform != "linux":
        raise OSError("only Linux tells what a running process uses")
    pages = Path(f"/proc/{pid or 'self'}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def run(words: Sequence[str], environment: Mapping[str, str], *, statuses: Sequence[int] = (0,)) -> Spent:
    """Run a program to its end.

    Raises:
        RuntimeError: when it ends with another exit status than one of ``statuses``.
    """
    began = time.perf_counter()
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in statuses:
        raise RuntimeError(f"exit status {child.returncode} of {' '.join(words)}")
    return Spent(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, mebibytes(usage))


def first_output(words: Sequence[str], environment: Mapping[str, str], mark: bytes) -> tuple[float, float]:
    """Seconds from a program's start until it printed some text, and until it ended.

    Raises:
        RuntimeError: when it fails.
    """
    began = time.perf_counter()
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        first, begun = 0.0, b""
        while printed := os.read(child.stdout.fileno(), 1 << 16):
            if not first and mark in (begun := begun + printed):
                first = time.perf_counter() - began
    if child.returncode or not first:
        raise RuntimeError(f"exit status {child.returncode}, or no row, of {' '.join(words)}")
    return first, time.perf_counter() - began


def with_bytecode(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment of a program that is installed: its bytecode was written, and is used."""
    compileall.compile_dir(str(Path(xalias_tui.__file__).parent), quiet=2)
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def python(code: str) -> list[str]:
    """The words that run some Python."""
    return [sys.executable, "-c", code]


def xalias(*words: str) -> list[str]:
    """The words of a command of ours."""
    return [sys.executable, "-m", "xalias_tui", *words]


def aws(*words: str) -> list[str]:
    """The words of a command of the aws cli, of the version for Python."""
    return [sys.executable, "-c", "import sys; from awscli.clidriver import main; sys.exit(main())", *words]


def medians(measure: Callable[[], Mapping[str, float]], times: int) -> Mapping[str, float]:
    """The median of each figure over some measurements; what is compared belongs in the same measurement."""
    rounds = [measure() for _ in range(times)]
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def processor(pid: int) -> float:
    """Seconds on processors that a running process has used so far, with its threads that have ended.

    Of the clock that clock_getcpuclockid(3) names; /proc counts ticks of 10 ms, more than a key takes.
    """
    if sys.platform != "linux":
        raise OSError("only Linux tells what a running process uses")
    return time.clock_gettime((~pid << 3) | 2)


@dataclass(frozen=True, slots=True)
class Row:
    """A result.

    Attributes:
        work: What was done.
        against: What it is compared with.
        measured: The figure of the work.
        reference: The same figure of what it is compared with.
        unit: Of both.
        goal: What it should be.
    """

    work: str
    against: str
    measured: float
    reference: float
    unit: str
    goal: str


def print_bench(bench: Callable[[int], Iterable[Row]], times: int) -> None:
    """Run a bench and print its rows."""
    print_rows(bench(times))


def print_rows(rows: Iterable[Row]) -> None:
    """Print rows of a Markdown table."""
    for row in rows:
        digits = 0 if row.unit in ("MiB", "calls") else 2
        figures = f"{row.measured:.{digits}f} / {row.reference:.{digits}f} {row.unit}"
        ratio = f"{row.measured / row.reference:.2f} ×"
        print(f"| {row.work} | {row.against} | {figures} | {ratio} | {row.goal} |", flush=True)  # noqa: T201 -- the result


def print_heading() -> None:
    """Print the first lines of the table."""
    print("| work | against | measured | ratio | goal |\n|---|---|---|---|---|")  # noqa: T201 -- as above
