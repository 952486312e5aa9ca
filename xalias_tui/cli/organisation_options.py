"""Accounts without profiles of their own, and inventories: the options that say where to look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from xalias_tui.cli.option_table import COMMON, ORGANISATION, TABLE
from xalias_tui.domain.dataclass import dataclass

if TYPE_CHECKING:
    from xalias_tui.domain.inventories import InventoryOptions
    from xalias_tui.domain.members import Organisation


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
        from xalias_tui.cli.option_rules import meaning_nothing  # noqa: PLC0415 -- few are refused

        given = [*(name for name in _MANY if self.many.get(name)), *(["org_external_id"] if self.external_id else [])]
        found = [option for name in given if (option := TABLE[name].names[0]) not in meant]
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


_OPTIONS: Final = tuple(name for name in COMMON if TABLE[name].group == ORGANISATION)
_MANY: Final = tuple(name for name in _OPTIONS if TABLE[name].form.get("multiple"))
_ONE: Final = tuple(name.removeprefix("org_") for name in _OPTIONS if name not in _MANY)
