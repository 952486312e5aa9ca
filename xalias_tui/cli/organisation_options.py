"""Accounts without profiles of their own, and inventories: the options that say where to look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import click

from xalias_tui.cli.option_rules import meaning_nothing

if TYPE_CHECKING:
    from xalias_tui.domain.inventories import InventoryOptions
    from xalias_tui.domain.members import Organisation


class Duration(click.ParamType[timedelta]):
    """A duration such as ``15m``."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration of a text.

        Raises:
            UsageError: when it is not one.
        """
        from xalias_tui.domain.inventories import duration  # noqa: PLC0415 -- not for --help

        del ctx
        return value if isinstance(value, timedelta) else duration(value, param.opts[0] if param else "")


@dataclass(slots=True)
class OrganisationOptions:
    """What these options say, gathered over the program and the command."""

    profile: str | None = None
    external_id: str = ""
    sso_session: str = ""
    aggregator: str = ""
    aggregator_profile: str | None = None
    aggregator_region: str = ""
    age: timedelta | None = None
    cached: bool = False
    many: dict[str, list[str]] = field(default_factory=dict)

    def gather(self, values: dict[str, Any]) -> None:
        """Take the options of one command line out of its values."""
        for name in _MANY:
            self.many.setdefault(name, []).extend(values.pop(name))
        for name in _ONE:
            value = values.pop(f"org_{name}", None)
            if value is not None and value is not False:
                setattr(self, name, value)

    def organisation(self) -> Organisation:
        """Which accounts are meant.

        Raises:
            UsageError: when one of the values can't be what it is meant as.
        """
        from xalias_tui.domain.members import Organisation  # noqa: PLC0415 -- as above

        found = {name: tuple(dict.fromkeys(self.many.get(name, ()))) for name in _MANY}
        return Organisation(
            profile=self.profile,
            roles=found["roles"],
            external_id=self.external_id,
            sso_session=self.sso_session,
            sso_roles=found["sso_roles"],
            accounts=found["account_ids"],
            not_accounts=found["not_account_ids"],
            units=found["units"],
        )

    def refuse_alone(self, meant: Collection[str]) -> None:
        """Refuse what means nothing where no accounts are listed.

        Args:
            meant: Options that mean something to the command all the same.

        Raises:
            UsageError: naming the options that are given.
        """
        found = [option for name, option in _OF_LISTS.items() if self.many.get(name)]
        found += ["--external-id"] if self.external_id else []
        found = [option for option in found if option not in meant]
        if found:
            raise meaning_nothing("--organisation-profile or --sso-session", found)

    def inventory(self) -> InventoryOptions:
        """What is asked before the accounts themselves."""
        from xalias_tui.domain.inventories import InventoryOptions  # noqa: PLC0415 -- as above

        return InventoryOptions(
            aggregator=self.aggregator,
            aggregator_profile=self.aggregator_profile,
            aggregator_region=self.aggregator_region,
            age=self.age,
            cached=self.cached,
        )


_OF_LISTS: Final = {
    "roles": "--role",
    "account_ids": "--account",
    "not_account_ids": "--not-account",
    "units": "--ou",
    "sso_roles": "--sso-role",
}
_MANY: Final = ("roles", "account_ids", "not_account_ids", "units", "sso_roles")
_ONE: Final = (
    "profile",
    "external_id",
    "sso_session",
    "aggregator",
    "aggregator_profile",
    "aggregator_region",
    "age",
    "cached",
)
OPTIONS: Final = (
    click.option(
        "--organisation-profile",
        "org_profile",
        metavar="NAME",
        help="Profile of the management account, or of one that AWS Organizations is delegated to: its active accounts "
        "are target accounts. Empty for the credentials of the environment.",
    ),
    click.option(
        "--role",
        "roles",
        multiple=True,
        metavar="NAME",
        help="Role assumed in each of them, the first that works (repeatable): a name, a path and name, or an ARN with "
        "{account}. Default: the accounts are listed, not asked.",
    ),
    click.option("--external-id", "org_external_id", metavar="TEXT", help="Sent when a role is assumed."),
    click.option(
        "--account",
        "account_ids",
        multiple=True,
        metavar="ID",
        help="Only this account of the organisation or SSO session (repeatable).",
    ),
    click.option(
        "--not-account", "not_account_ids", multiple=True, metavar="ID", help="All but this one (repeatable)."
    ),
    click.option("--ou", "units", multiple=True, metavar="ID", help="Only accounts below this unit (repeatable)."),
    click.option(
        "--sso-session",
        "org_sso_session",
        metavar="NAME",
        help="Accounts assigned to you in IAM Identity Center, by the login of this session; they need not be all of "
        "the organisation.",
    ),
    click.option(
        "--sso-role",
        "sso_roles",
        multiple=True,
        metavar="NAME",
        help="Permission set used there, the first that an account offers (repeatable).",
    ),
    click.option(
        "--aggregator",
        "org_aggregator",
        metavar="NAME",
        help="Aggregator of AWS Config that is asked for what it holds, before anything is asked live; 'auto' takes "
        "the only one of an organisation.",
    ),
    click.option(
        "--aggregator-profile",
        "org_aggregator_profile",
        metavar="NAME",
        help="Profile of the aggregator's account. Default: that of the organisation.",
    ),
    click.option(
        "--aggregator-region", "org_aggregator_region", metavar="NAME", help="Its region. Default: wherever it is."
    ),
    click.option(
        "--inventory-age",
        "org_age",
        type=Duration(),
        metavar="DURATION",
        help="Use what is kept of earlier runs if it is younger: 90s, 15m, 24h. Default: ask now.",
    ),
    click.option(
        "--cached",
        "org_cached",
        is_flag=True,
        help="Ask no one in AWS for targets, zones and records: show what is kept, whatever its age.",
    ),
)
