"""Programs that are run for credentials: no terminal, no input, a time limit, an end with ours."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from contextvars import copy_context
from pathlib import Path

import pytest

from xalias_tui.aws import children
from xalias_tui.aws.accounts import Accounts
from xalias_tui.aws.children import TimeLimitError
from xalias_tui.domain.errors import AwsError


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def test_a_program_gets_no_input_and_a_session_of_its_own() -> None:
    status, out, said = children.run(
        python("import os, sys; print(repr(sys.stdin.read()), os.getsid(0)); sys.exit('done')")
    )
    assert (status, said) == (1, b"done\n")
    assert out.decode().split()[0] == "''"
    assert int(out.decode().split()[1]) != os.getsid(0)


def test_a_program_has_no_terminal_to_open() -> None:
    _, out, _ = children.run(python("import os\ntry:\n os.open('/dev/tty', os.O_RDWR)\nexcept OSError: print('none')"))
    assert out == b"none\n"


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A pipe that programs open, so that a test sees when they begin and when the last of them has ended."""
    os.mkfifo(tmp_path / "told")
    return tmp_path / "told"


def test_a_program_that_takes_too_long_is_ended_with_what_it_started(told: Path) -> None:
    ended = threading.Event()

    def wait() -> None:
        told.read_bytes()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    script = f"exec 3> {shlex.quote(str(told))}; echo Waiting >&2; sleep 600; true"
    with pytest.raises(TimeLimitError) as caught:
        children.run(["sh", "-c", script], limit=2.0)
    assert caught.value.said == "Waiting\n"
    assert ended.wait(20), "what it started still runs"


def test_a_group_is_ended_and_what_is_not_of_it_goes_on(told: Path) -> None:
    results: dict[str, object] = {}

    def run(name: str, script: str) -> None:
        try:
            results[name] = children.run(python(script))[0]
        except AwsError as error:
            results[name] = error.code

    begins = f"import signal; open({str(told)!r}, 'w').close(); signal.pause()"
    with children.grouped() as group:
        stopped = threading.Thread(target=copy_context().run, args=(run, "stopped", begins))
        stopped.start()
    told.read_bytes()
    other = threading.Thread(target=run, args=("other", "import sys; sys.exit(7)"))
    other.start()
    children.end_all(group)
    for thread in (stopped, other):
        thread.join()
    assert results == {"stopped": "cancelled", "other": 7}


@pytest.mark.parametrize(
    ("script", "state", "says"),
    [
        (
            "import sys; sys.stderr.write('Enter MFA code for prod: '); sys.exit(not sys.stdin.readline())",
            "needs-mfa",
            "Enter MFA code for prod",
        ),
        ("import getpass; getpass.getpass('keyring passphrase: ')", "misconfigured", "waits for input"),
        ("import sys; sys.exit('no session')", "misconfigured", "failed; it said: no session."),
        ("print('Opening the browser')", "misconfigured", "line 1 is not JSON"),
        ("print('[]')", "misconfigured", "JSON document"),
    ],
    ids=["code", "getpass", "fails", "text", "list"],
)
def test_a_helper_that_gives_nothing_is_one_profile_with_what_it_said(
    script: str, state: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(f"[profile vault]\ncredential_process = {shlex.join(python(script))}\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    found = Accounts().who("vault")
    assert (found.state, says in found.message) == (state, True), found.message
