"""``xalias validate NAME``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.option_rules import refuse_without
from xalias_tui.cli.options import Invocation, asking_options, option, takes
from xalias_tui.cli.output import echo, print_data, say_unscanned
from xalias_tui.cli.plan_text import plan_lines
from xalias_tui.cli.sending import (
    Sending,
    outcome_document,
    say_outcomes,
    send_option,
    send_plans,
    status_of,
    status_of_plans,
    write_plans,
)
from xalias_tui.cli.wait import NOT_ISSUED, followed_document, wait_until_issued
from xalias_tui.domain.documents import Document, plan_document, record_document, target_document, validation_document
from xalias_tui.domain.text import shown

if TYPE_CHECKING:
    from xalias_tui.domain.validations import Placed
    from xalias_tui.jobs.plans.validation import Validations

_LONG = 400
_WORDS = {
    "there": "there",
    "missing": "missing",
    "wrong": "wrong",
    "unknown": "unread",
    "outside": "outside",
    "ambiguous": "unclear",
}


@documented(
    "validate",
    "xalias validate shop.example.com",
    "xalias validate shop.example.com --send --wait-issued",
)
@click.argument("name", metavar="NAME")
@option("target", help="The target as in 'plan'. Default: what the record at NAME points to.")
@takes("zone")
@option("replace", help="Allow another record to be replaced where a validation record belongs.")
@send_option
@takes("plans_out", "wait_issued", "issued_within")
@asking_options
def command(  # noqa: PLR0913, PLR0917 -- as many as there are options
    invocation: Invocation,
    name: str,
    target: str | None,
    zone: str | None,
    replace: bool,  # noqa: FBT001 -- click passes it by name
    sending: Sending,
    wait_issued: bool,  # noqa: FBT001 -- as above
    issued_within: float,
    out: Path | None,
) -> int:
    """Plan the DNS records that the target of NAME waits for, or is renewed by: one plan a zone that misses some."""
    from xalias_tui.jobs.plans.validation import validate  # noqa: PLC0415 -- not for --help

    if not wait_issued:
        refuse_without("--wait-issued", "issued_within")
    workspace = invocation.workspace()
    found = validate(workspace, name, target, zone=zone, may_replace=replace)
    _show(found, err=invocation.as_json or sending.wanted)
    if out is not None:
        write_plans(out, found.plans)
    data = _document(found)
    outcomes = send_plans(workspace, found.plans, sending)
    say_outcomes(outcomes)
    data["outcomes"] = [outcome_document(outcome) for outcome in outcomes]
    status = status_of(outcomes) or status_of_plans(found.plans, sending)
    if wait_issued and not status:
        followed = wait_until_issued(invocation, found.waits, issued_within)
        data["followed"] = followed_document(followed)
        status = 0 if followed.issued else NOT_ISSUED
    if invocation.as_json:
        print_data("validate", data, found.unscanned)
    return status


def _show(found: Validations, *, err: bool) -> None:
    """Each record with how it stands, then the plans."""
    echo(f"{shown(found.name.text)}  {found.target.kind} {shown(found.target.name)}", err=err)
    for item in found.items:
        echo(f"  {_line(item)}", err=err)
    if found.unread:
        more = "more validation records" if found.items else "validation records"
        not_read = shown(", ".join(found.unread), _LONG)
        echo(f"  Whether it waits for {more} is not known (not read: {not_read}).", err=err)
    elif not found.items:
        echo("  It waits for no validation record.", err=err)
    for plan in found.plans:
        for line in plan_lines(plan):
            echo(line, err=err)
    if found.items and not found.plans:
        echo("There is nothing that could be created.", err=err)
    say_unscanned(found.unscanned)


def _line(item: Placed) -> str:
    record = item.record
    holder = f"zone {item.zone.name.bare} ({item.zone.id})" if item.zone else "no zone that was read"
    instead = f", there is {'; '.join(row.summary() for row in item.found)}" if item.standing == "wrong" else ""
    why = "is renewed by it" if record.renews else f"waits for it: {record.state}"
    text = f"{record} in {holder}{instead} – proves {record.proves}, {record.service} {why}"
    return f"{_WORDS[item.standing]:8} {shown(text, _LONG)}"


def _document(found: Validations) -> Document:
    return {
        "name": found.name.text,
        "target": target_document(found.target),
        "validations": [
            {
                **validation_document(item.record),
                "standing": item.standing,
                "zone_id": item.zone.id if item.zone else None,
                "found": [record_document(row) for row in item.found],
            }
            for item in found.items
        ],
        "unread": list(found.unread),
        "plans": [plan_document(plan) for plan in found.plans],
        "outcomes": [],
        "followed": None,
    }
