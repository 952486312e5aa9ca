"""``xalias apply FILE…``."""

from __future__ import annotations

from pathlib import Path

import click

from xalias_tui.cli.apply_many import apply_many
from xalias_tui.cli.documented import documented
from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Invocation, asking_options, takes
from xalias_tui.cli.output import echo, print_data, say
from xalias_tui.cli.plan_file import read_plan
from xalias_tui.cli.plan_text import count_line, plan_lines
from xalias_tui.cli.sending import Sending, print_change, send_plans, sending_options
from xalias_tui.cli.step_text import print_steps
from xalias_tui.cli.verify import Verification, seen_by_the_world, status_of, verification_document, verifying_options
from xalias_tui.cli.wait import NOT_ISSUED, followed_document, wait_until_issued
from xalias_tui.domain.documents import Document
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.text import shown
from xalias_tui.domain.traces import TraceStep


@documented(
    "apply",
    "xalias apply plan.json",
    "xalias apply plan.json --yes --verify",
    "xalias apply plans/*.json --yes --json",
)
@click.argument("files", type=click.Path(path_type=Path), metavar="FILE...", nargs=-1, required=True)
@sending_options
@takes("wait_issued", "issued_within")
@verifying_options
@asking_options
def command(
    invocation: Invocation,
    files: tuple[Path, ...],
    sending: Sending,
    wait_issued: bool,  # noqa: FBT001 -- click passes it by name
    issued_within: float,
    verification: Verification,
) -> int:
    """Send exactly the plan in FILE, or those of several files, one after the other.

    All are shown before the question. A zone that refuses its plan does not keep the others from theirs.
    """
    from xalias_tui.jobs.sending.admit import addressed  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.sending.wait import resources_of  # noqa: PLC0415 -- as above

    _check_verification(verification, wait=sending.wait)
    if not wait_issued:
        refuse_without("--wait-issued", "issued_within")
    invocation.goes_back = True
    if len(files) > 1:
        within = issued_within if wait_issued else None
        return apply_many(invocation, files, sending, verification, issued_within=within)
    (file,) = files
    plan = read_plan(file)
    workspace = invocation.workspace()
    invocation.check_external_id(plan)
    plan = addressed(workspace, plan)
    for line in (*plan_lines(plan), count_line((plan,))):
        say(line)
    if not plan.changes:
        return _nothing_sent(invocation, plan)
    (outcome,) = send_plans(workspace, (plan,), sending)
    outcome.or_raise()
    more: dict[str, Document] = {}
    status = 0
    if wait_issued:
        followed = wait_until_issued(invocation, resources_of([plan]), issued_within)
        more["followed"] = followed_document(followed)
        status = 0 if followed.issued else NOT_ISSUED
    steps: tuple[TraceStep, ...] = ()
    if verification.wanted:
        steps = seen_by_the_world(invocation, plan, verification, in_sync=outcome.in_sync)
        more["verified"] = verification_document(steps)
    print_change("apply", invocation, outcome, **more)
    if not invocation.as_json:
        print_steps(steps)
    return status or status_of(steps)


def _nothing_sent(invocation: Invocation, plan: Plan) -> int:
    """Say that a plan without changes needs none: a pipeline may plan and apply what is so already."""
    if invocation.as_json:
        print_data("apply", {"change": None})
    else:
        echo(f"Nothing was sent: {shown(plan.name.bare)} is already as planned.")
    return 0


def _check_verification(verification: Verification, *, wait: bool) -> None:
    """Refuse options of a verification that would not take place."""
    if not verification.wanted:
        refuse_without("--verify", "no_connect", "resolvers")
    elif not wait:
        raise UsageError(
            "usage",
            "--verify does not go with --no-wait: what is not in sync yet can't be seen.",
            "Leave one of them out.",
        )
