"""``apply`` with several plan files: all are shown, one question is asked, each is sent for itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, file_word, print_data, say
from xalias_tui.cli.plan_file import read_plan
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.prompts import confirm_sending
from xalias_tui.cli.sending import Sending, change_document, teller
from xalias_tui.cli.step_text import print_steps
from xalias_tui.cli.verify import Verification, seen_by_the_world, status_of, verification_document
from xalias_tui.cli.wait import NOT_ISSUED, followed_document, wait_until_issued
from xalias_tui.domain.documents import Document
from xalias_tui.domain.errors import UsageError, XaliasError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.jobs.sending.commit import Outcome
    from xalias_tui.jobs.session.workspace import Workspace

_LONG: Final = 1_000


def apply_many(
    invocation: Invocation,
    files: Sequence[Path],
    sending: Sending,
    verification: Verification,
    *,
    issued_within: float | None,
) -> int:
    """Send the plans of several files, and give the highest exit status of their parts.

    Args:
        invocation: What was asked.
        files: The plan files, in this order.
        sending: Whether and how they are sent.
        verification: Whether the world is asked afterwards.
        issued_within: Seconds to wait for certificates and domains; None not to wait.

    Raises:
        UsageError: when a file holds no plan, is named twice, or the question can't be asked; nothing was sent.
        RefusedError: when the answer is not yes.
    """
    from xalias_tui.jobs.sending.admit import addressed  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.sending.wait import resources_of  # noqa: PLC0415 -- as above

    _check_each_once(files)
    read = tuple(map(read_plan, files))
    workspace = invocation.workspace()
    invocation.check_external_id(*read)
    plans = tuple(addressed(workspace, plan) for plan in read)
    _show(files, plans)
    parts = _sent(workspace, files, plans, sending)
    applied = {file: part for file, part in parts.items() if not isinstance(part, XaliasError) and part.applied}
    rows = {file: _row(file, parts.get(file)) for file in files}
    status = max((part.exit_status for part in parts.values()), default=0)
    more: dict[str, Document] = {}
    if issued_within is not None:
        sent = [plan for file, plan in zip(files, plans, strict=True) if file in applied]
        followed = wait_until_issued(invocation, resources_of(sent), issued_within)
        more["followed"] = followed_document(followed)
        status = max(status, 0 if followed.issued else NOT_ISSUED)
    if verification.wanted:
        for file, outcome in applied.items():
            steps = seen_by_the_world(invocation, outcome.plan, verification, in_sync=outcome.in_sync)
            rows[file]["verified"] = verification_document(steps)
            status = max(status, status_of(steps))
            if not invocation.as_json:
                print_steps(steps)
    if invocation.as_json:
        print_data("apply", {"changes": list(rows.values()), **more})
    else:
        _print(files, parts)
    return status


def _check_each_once(files: Sequence[Path]) -> None:
    twice = next((file for at, file in enumerate(files) if file in files[:at]), None)
    if twice is not None:
        raise UsageError("usage", f"{twice} is named twice.", "Name it once: a plan is sent once.")


def _show(files: Sequence[Path], plans: Sequence[Plan]) -> None:
    for file, plan in zip(files, plans, strict=True):
        say(f"{file_word(file)}:")
        for line in plan_lines(plan):
            say(line)
    say(count_line(plans))


def _sent(
    workspace: Workspace, files: Sequence[Path], plans: Sequence[Plan], sending: Sending
) -> dict[Path, Outcome | XaliasError]:
    """What became of each plan; those that change nothing are left out."""
    from xalias_tui.jobs.sending.commit import commit, refusals  # noqa: PLC0415 -- not for --help

    todo = [(file, plan) for file, plan in zip(files, plans, strict=True) if plan.changes]
    refused = refusals(workspace, [plan for _, plan in todo], allow_errors=sending.allow_errors)
    parts: dict[Path, Outcome | XaliasError] = {}
    for at, error in refused.items():
        parts[todo[at][0]] = error
        say(f"{file_word(todo[at][0])} will not be sent: {shown(str(error), _LONG)}")
    left = [row for at, row in enumerate(todo) if at not in refused]
    if left:
        confirm_sending(yes=sending.yes)
        able = tuple(plan for _, plan in left)
        sent = commit(workspace, able, allow_errors=sending.allow_errors, wait=sending.wait, on_step=teller(able))
        parts.update(zip((file for file, _ in left), sent, strict=True))
    return parts


def _row(file: Path, part: Outcome | XaliasError | None) -> Document:
    """An element of ``changes``."""
    error = part if isinstance(part, XaliasError) else part.error if part is not None else None
    outcome = None if part is None or isinstance(part, XaliasError) else part
    blank = dict.fromkeys(("id", "status", "entry", "submitted_at", "account_id", "zone_id"))
    change = blank if outcome is None else change_document(outcome)
    if outcome is not None and not outcome.applied:
        change = {**change, "status": None}
    told = None if error is None else {"code": error.code, "message": error.message, "remedy": error.remedy}
    return {**change, "file": str(file), "error": told}


def _print(files: Sequence[Path], parts: dict[Path, Outcome | XaliasError]) -> None:
    for file in files:
        part = parts.get(file)
        if part is None:
            echo(f"UNCHANGED  {file_word(file)}: it is already as planned")
        elif isinstance(part, XaliasError):
            echo(f"NOT SENT   {file_word(file)}: {shown(str(part), _LONG)}")
        else:
            echo(f"{part.state.upper():9}  {file_word(file)}, {_about(part)}")


def _about(outcome: Outcome) -> str:
    sent = f"change {outcome.change.id}, " if outcome.change else ""
    return f"{sent}journal entry {outcome.entry}" + (f": {shown(outcome.message, _LONG)}" if outcome.message else "")
