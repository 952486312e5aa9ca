"""``xalias policy zone|target|organisation``."""

from __future__ import annotations

import json

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation, option, own_option
from xalias_tui.cli.output import print_data, say
from xalias_tui.cli.value_types import Choice
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import ENDPOINT_SUFFIX
from xalias_tui.domain.plans import Action
from xalias_tui.domain.policies import MOST_CHARACTERS, Statement, policy_document, policy_size
from xalias_tui.domain.record_types import RECORD_TYPES

_PARTITIONS = tuple(ENDPOINT_SUFFIX)
_TYPES = tuple(type_ for type_ in RECORD_TYPES if type_ not in ("NS", "SOA"))
"""What a plan can write."""


@documented(
    "policy",
    "xalias policy zone --zone example.com --read-only",
    "xalias policy target --kind alb --region eu-west-1",
)
@click.argument("side", type=Choice(("zone", "target", "organisation")))
@own_option(
    "--zone", "zones", metavar="ZONE", multiple=True, help="zone: only this hosted zone, id or name (repeatable)."
)
@own_option(
    "--name", "names", metavar="NAME", multiple=True, help="zone: change only records of this name (repeatable)."
)
@own_option("--below", metavar="NAME", multiple=True, help="zone: change only records below this name (repeatable).")
@option(
    "types",
    type=Choice(_TYPES, case_sensitive=False),
    metavar=None,
    help="zone: change only records of this type (repeatable). Default: the types of aliases to targets, and CNAME.",
)
@own_option(
    "--action",
    "actions",
    type=Choice(("CREATE", "DELETE"), case_sensitive=False),
    multiple=True,
    help="zone: only this change (repeatable). Replacing needs both; undoing needs the opposite.",
)
@own_option(
    "--inspect/--no-inspect",
    default=None,
    help="target: also, or not, what only the checks of a picked target and of audits need. Default: also.",
)
@own_option(
    "--partition",
    type=Choice(_PARTITIONS),
    help="Default: the zone's own, else that of the regions or profiles given, else aws.",
)
@own_option(
    "--stackset",
    is_flag=True,
    help="organisation: print the CloudFormation template of the role in each account instead, for a StackSet.",
)
def command(  # noqa: PLR0913, PLR0917 -- as many as the contract has options
    invocation: Invocation,
    side: str,
    zones: tuple[str, ...],
    names: tuple[str, ...],
    below: tuple[str, ...],
    types: tuple[str, ...],
    actions: tuple[Action, ...],
    inspect: bool | None,  # noqa: FBT001 -- click passes parameters by name
    partition: str | None,
    stackset: bool,  # noqa: FBT001 -- as above
) -> int:
    """Print the least IAM policy of the zone side or the target side: what is called there, and nothing else.

    With --read-only the zone side's policy reads and changes nothing. --kind and --region narrow the target side.
    'organisation' is for who reads all accounts of one; --role names the role that it assumes there.
    """
    if stackset and side != "organisation":
        raise UsageError("usage", "--stackset is an option of 'xalias policy organisation'.", "Leave it out.")
    if side == "organisation":
        _refuse("zone", zone=zones, name=names, below=below, type=types, action=actions)
        return _print_organisation(invocation, partition or "aws", stackset=stackset)
    from xalias_tui.jobs.policy import Narrowing, target_policy, zone_policy  # noqa: PLC0415 -- not for --help

    if side == "target":
        _refuse("zone", zone=zones, name=names, below=below, type=types, action=actions)
        statements = target_policy(invocation.workspace(), inspect=inspect is not False, partition=partition or "")
    else:
        _refuse("target", inspect=inspect is not None, kind=invocation.kinds)
        narrowing = Narrowing(
            zones, tuple(map(DnsName.looked_up, names)), tuple(map(DnsName.looked_up, below)), types, actions
        )
        statements = zone_policy(invocation.workspace(), narrowing, partition or "")
    _print(invocation, statements)
    return 0


def _print_organisation(invocation: Invocation, partition: str, *, stackset: bool) -> int:
    from xalias_tui.jobs.organisation_policy import member_template, reader_policy  # noqa: PLC0415 -- not for --help

    invocation.meant_alone = ("--role",)
    if not stackset:
        _print(invocation, reader_policy(invocation.workspace(), partition))
        return 0
    workspace = invocation.workspace()
    _refuse_roles(workspace.organisation.roles)
    template = member_template(workspace, partition)
    if invocation.as_json:
        print_data("policy", {"policy": template})
        return 0
    from xalias_tui.export.yaml_text import yaml_lines  # noqa: PLC0415 -- only where it is printed

    click.echo("\n".join(yaml_lines(template)))
    return 0


def _refuse_roles(roles: tuple[str, ...]) -> None:
    """A template that made several roles would leave open which of them is assumed."""
    if len(roles) > 1:
        why = f"A StackSet makes one role in each account, and {len(roles)} are named: {', '.join(roles)}."
        raise UsageError("usage", why, "Name the one that it is to make with --role.")


def _refuse(side: str, **given: object) -> None:
    for name, value in given.items():
        if value:
            raise UsageError("usage", f"--{name} is an option of 'xalias policy {side}'.", "Leave it out.")


def _print(invocation: Invocation, statements: tuple[Statement, ...]) -> None:
    document = policy_document(statements)
    size = policy_size(document)
    if size > MOST_CHARACTERS:
        say(f"The policy has {size:,} characters; IAM's managed policies hold {MOST_CHARACTERS:,}. Narrow it.")
    if invocation.as_json:
        print_data("policy", {"policy": document})
    else:
        click.echo(json.dumps(document, indent=2))
