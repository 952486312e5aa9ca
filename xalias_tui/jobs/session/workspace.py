"""Everything that a use case needs: the options in force, the accounts, the journal."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from xalias_tui.aws.profiles import environment_profile
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.inventories import InventoryOptions, in_force
from xalias_tui.domain.members import Organisation, combined
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import REGION_FORM
from xalias_tui.domain.tags import LONGEST_KEY
from xalias_tui.domain.verdicts import Inventory
from xalias_tui.jobs.session.account_seam import Accounts
from xalias_tui.jobs.session.caches import Inspections, ZoneMemory, ZoneTags
from xalias_tui.jobs.session.kept_accounts import KeepingAccounts, KeptAccounts
from xalias_tui.jobs.session.members import Roll
from xalias_tui.store import paths
from xalias_tui.store import settings as settings_file
from xalias_tui.store.inventory import Inventory as KeptInventory
from xalias_tui.store.inventory import file_name
from xalias_tui.store.inventory_tables import Document, Line
from xalias_tui.store.journal import Journal
from xalias_tui.store.settings import Settings

_REGION: Final = re.compile(rf"{REGION_FORM}\Z")


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator asked for; empty means the default.

    Attributes:
        zone_profiles: Profiles whose hosted zones are read and written.
        target_profiles: Profiles whose resources may be aliased to.
        regions: Regions to search.
        kinds: Kinds of target to search.
        read_only: Nothing that changes AWS can be sent.
        config: Another configuration file than the platform's.
        cards: Target cards of accounts that can't be asked.
        resolvers: Address and port of the resolvers that are asked; empty for the system's.
        connects: Whether addresses of web servers are called.
        calls_private: Whether those of private networks are called, too.
        offline: Only AWS is asked.
        organisation: Accounts that are reached without profiles of their own.
        inventory: What is asked before the accounts themselves, and what is kept.
        everyone: Whether every account of the organisation is searched, not only the profiles that were named.
        owner_tag: The tag whose value names the owner of a resource.
    """

    zone_profiles: tuple[str, ...] = ()
    target_profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    read_only: bool = False
    config: Path | None = None
    cards: tuple[Path, ...] = ()
    resolvers: tuple[tuple[str, int], ...] = ()
    connects: bool = True
    calls_private: bool = False
    offline: bool = False
    organisation: Organisation = field(default_factory=Organisation)
    inventory: InventoryOptions = field(default_factory=InventoryOptions)
    everyone: bool = True
    owner_tag: str = ""


class Workspace:
    """Options, settings, accounts and journal of one run.

    Args:
        options: What the operator asked for.
        accounts: The seam to AWS; by default the SDK, loaded on first use.
        journal: By default the one in the platform's state folder.
        ask_mfa: Asks the operator for an MFA code; called on worker threads.
        inventory_folder: Where what is read is kept for the next run; None where it is not.

    Raises:
        UsageError: when options or settings name what does not exist.
    """

    def __init__(
        self,
        options: Options,
        *,
        accounts: Accounts | None = None,
        journal: Journal | None = None,
        ask_mfa: Callable[[str], str] | None = None,
        inventory_folder: Path | None = None,
    ) -> None:
        self.options = options
        self.settings_path = options.config or paths.settings_path()
        self.settings: Settings = settings_file.load(self.settings_path, required=options.config is not None)
        self.journal = journal or Journal(paths.journal_path())
        self.read_only = options.read_only or self.settings.read_only
        self.offline = options.offline or self.settings.offline
        self.zone_profiles = options.zone_profiles or self.settings.zone_profiles or (environment_profile(),)
        self.cards = options.cards
        self.organisation = combined(options.organisation, self.settings.organisation)
        self.inventory = in_force(options.inventory, self.settings.inventory)
        self.roll = Roll(self.organisation, lambda: self.accounts)
        usual = () if self.cards or self.organisation.is_asked else self.zone_profiles
        self.target_profiles = options.target_profiles or self.settings.target_profiles or usual
        self.regions = options.regions or self.settings.regions
        self.kinds = options.kinds or self.settings.kinds
        self.owner_tag = options.owner_tag or self.settings.owner_tag
        self.kept = self._kept_in(inventory_folder)
        self.reads_again = False  # whether the operator asked for more than what is kept
        self._inventory_folder = inventory_folder
        self._ask_mfa = ask_mfa
        self._give_way: Callable[[], None] = _no_one_waits
        self._given_accounts = accounts
        self._lock = threading.Lock()
        self.inspections = Inspections()
        self.zone_tags = ZoneTags()
        self.zone_memory = ZoneMemory()
        self.searches: dict[frozenset[DnsName], Inventory] = {}
        _check_kinds(self.kinds)
        _check_tag(self.owner_tag)
        for region in self.regions:
            _check_region(region)

    @property
    def accounts(self) -> Accounts:
        """The seam to AWS; its first use loads the SDK."""
        with self._lock:
            return self._sdk_accounts if self._given_accounts is None else self._given_accounts

    def _kept_in(self, folder: Path | None) -> KeptInventory | None:
        """The file that what is read is kept in; one for each organisation, or set of profiles.

        Raises:
            UsageError: when only what is kept is wanted, and nothing is kept.
        """
        if folder is None or not self.inventory.keep:
            if self.inventory.cached:
                raise UsageError("usage", "Nothing is kept, so --cached has nothing to show.", "Set keep = true.")
            return None
        of, profiles = self.organisation, sorted({*self.zone_profiles, *self.target_profiles})
        words = ("organisation", str(of.profile), of.sso_session) if of.is_asked else ("profiles", *profiles)
        return KeptInventory(folder / file_name(*words), _described)

    @property
    def kept_for(self) -> str:
        """For which options the file of ``kept`` is, in words."""
        of = self.organisation
        if not of.is_asked:
            names = sorted({*self.zone_profiles, *self.target_profiles})
            return (
                f"profile{'' if len(names) == 1 else 's'} {', '.join(name or 'of the environment' for name in names)}"
            )
        parts = [] if of.profile is None else [f"the organisation of profile {of.profile or 'of the environment'}"]
        parts += [f"the SSO session {of.sso_session}"] if of.sso_session else []
        return " and ".join(parts)

    @cached_property
    def _sdk_accounts(self) -> Accounts:
        kept = self.kept
        if kept is not None and self.inventory.cached:
            return KeptAccounts(kept, lambda _service, _region: True)
        return self._asked if kept is None else KeepingAccounts(self._asked, kept)

    @cached_property
    def _asked(self) -> Accounts:
        from xalias_tui.aws.accounts import Accounts as SdkAccounts  # noqa: PLC0415 -- boto3 after first paint

        return SdkAccounts(
            read_only=self.read_only,
            settings=self.settings.accounts,
            ask_mfa=self._ask_mfa,
            organisation=self.organisation,
            session_policy=_session_policy,
            give_way=self._give_way,
        )

    def serve(self, ask_mfa: Callable[[str], str], give_way: Callable[[], None]) -> None:
        """Serve an operator who is there; call it before ``accounts`` is used first.

        Args:
            ask_mfa: Asks for an MFA code; called on worker threads.
            give_way: Lets what the operator waits for go first; called on threads that ask AWS.
        """
        self._ask_mfa, self._give_way = ask_mfa, give_way

    def forget(self) -> None:
        """Read targets, and what is known of zones, again when they are needed next."""
        self.inspections.forget()
        self.zone_tags.forget()
        self.zone_memory.forget()
        self.searches.clear()

    @property
    def searches_organisation(self) -> bool:
        """Whether every account of the organisation is on the target side."""
        return self.roll.is_asked and self.options.everyone

    @property
    def reads_zones_of_organisation(self) -> bool:
        """Whether the hosted zones are those of every account that has any: no profile is named, AWS Config knows."""
        given = bool(self.organisation.roles) and bool(self.inventory.aggregator)
        return given and not (self.options.zone_profiles or self.settings.zone_profiles)

    @property
    def could_read_zones_of_organisation(self) -> bool:
        """Whether they would be, were its role and its aggregator named."""
        named = self.options.zone_profiles or self.settings.zone_profiles
        return not named and self.organisation.profile is not None and not self.reads_zones_of_organisation

    @property
    def profiles(self) -> tuple[str, ...]:
        """Profiles of both sides, each once."""
        return tuple(dict.fromkeys((*self.zone_profiles, *self.target_profiles)))

    def on_sides(self, zones: tuple[str, ...], targets: tuple[str, ...], *, added: bool = False) -> Workspace:
        """The same workspace with other profiles on its sides; sessions are kept.

        Accounts of the organisation that were on a side stay there where its profiles stay, or are added to.
        """
        everyone = self.options.everyone and (added or targets == self.target_profiles)
        named = self.options.zone_profiles if zones == self.zone_profiles else zones
        made = Workspace(
            replace(self.options, zone_profiles=named, target_profiles=targets, everyone=everyone),
            accounts=self.accounts,
            journal=self.journal,
            inventory_folder=self._inventory_folder,
        )
        made.roll = self.roll
        return made


def _no_one_waits() -> None:
    """No operator waits for anything but the answers."""


def _described(document: Document) -> Line | None:
    """How a target is listed that an earlier version kept: needed once, and it loads every kind of target."""
    from xalias_tui.jobs.session.kept_lines import described  # noqa: PLC0415 -- as said

    return described(document)


@cache
def _session_policy() -> str:
    """Made when a role is assumed in a member account: it loads every kind of target."""
    from xalias_tui.jobs.session.session_policy import session_policy  # noqa: PLC0415 -- as said

    return session_policy()


def _check_kinds(keys: tuple[str, ...]) -> None:
    if keys:
        from xalias_tui.targets import kind  # noqa: PLC0415 -- loads every kind of target

        for key in keys:
            kind(key)


def _check_tag(key: str) -> None:
    if len(key) > LONGEST_KEY:
        raise UsageError("tag-invalid", f"A tag's key has at most {LONGEST_KEY} characters.", "Give the key alone.")


def _check_region(region: str) -> None:
    if not _REGION.match(region):
        raise UsageError("region-invalid", f"'{region}' is not an AWS region.", "Write it as in eu-west-1.")
