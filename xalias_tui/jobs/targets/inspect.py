"""Inspecting a picked target: once a session, told call by call, with the time at which it was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.targets import kind as target_kind

OnCall = Callable[[int, str], None]
"""Told before each call: how many it makes with it, and what it asks for, in words."""


@dataclass(frozen=True, slots=True)
class CountedAsk:
    """An ``Ask`` that reports each call before it is made."""

    ask: Ask
    tell: Callable[[str], None]

    @property
    def account_id(self) -> str:
        """Twelve digits."""
        return self.ask.account_id

    @property
    def profile(self) -> str:
        """The profile used."""
        return self.ask.profile

    @property
    def region(self) -> str:
        """The region asked."""
        return self.ask.region

    @property
    def partition(self) -> str:
        """The AWS partition."""
        return self.ask.partition

    def elsewhere(self, region: str) -> CountedAsk:
        """The same account asked in another region."""
        return CountedAsk(self.ask.elsewhere(region), self.tell)

    def call(self, service: str, operation: str, **params: Any) -> Mapping[str, Any]:
        """See ``Ask``."""
        self.tell(operation)
        return self.ask.call(service, operation, **params)

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        """Every page of a paginated operation; each but the last is followed by one more call.

        Raises:
            LookupFailedError: when AWS refuses or does not answer.
        """
        self.tell(operation)
        return self.ask.pages(service, operation, **params)


def inspect(workspace: Workspace, target: Target, name: DnsName, on_call: OnCall | None = None) -> Target:
    """The target with the facts that only a picked target is worth; unchanged where its account can't be asked."""
    if target.card is not None:  # its account can't be asked from here
        return replace(target, inspected=target.inspected and target.card.inspected_for == name.text)
    if not target.account_id:
        return target
    kept = workspace.inspections.known(target, name)
    if kept is not None:
        return kept
    listed = workspace.inspections.listed(target)
    try:
        ask = workspace.accounts.ask(listed.profile, _ask_region(listed))
    except AwsError:
        return target
    made = 0

    def tell(operation: str) -> None:
        nonlocal made
        made += 1
        if on_call is not None:
            on_call(made, _in_words(operation))

    found = target_kind(listed.kind).inspect(listed, CountedAsk(ask, tell), name)
    if found.inspected:
        found = replace(found, inspected_at=datetime.now(UTC))
        workspace.inspections.keep(found, name)
    return found


def _in_words(operation: str) -> str:
    """``describe_target_health`` as ``target health``."""
    return " ".join(operation.split("_")[1:])


def _ask_region(target: Target) -> str:
    """Where the target's account is asked; empty for where its partition's global services are."""
    return "" if target.region == "global" else target.region
