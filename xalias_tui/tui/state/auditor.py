"""What the explorer asks of audits: a seam small enough to fake, and its real form on top of ``jobs``.

Every method may block and is called on worker threads only. The real form imports ``jobs`` inside its methods.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from xalias_tui.domain.audits import Acceptance, Audit
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordKey
from xalias_tui.domain.targets import Target
from xalias_tui.domain.verdicts import AliasVerdict, Inventory
from xalias_tui.domain.zones import ZoneRecords

if TYPE_CHECKING:
    from xalias_tui.jobs.audit.used_by import UsedBy
    from xalias_tui.jobs.session.workspace import Workspace

RepairKind = Literal["repoint", "delete"]


class Auditor(Protocol):
    """Audits, verdicts, repairs and decisions to live with a finding."""

    def audit(self, tell: Callable[[str], None], stop: threading.Event) -> Audit:
        """Judge every alias of every zone; told in words how far it is."""

    def verdicts(
        self, records: ZoneRecords, targets: Sequence[Target], unscanned: Sequence[Unscanned]
    ) -> Mapping[RecordKey, AliasVerdict]:
        """The verdicts of one zone's aliases against what discovery found, and what single questions settle."""

    def uses(self, zones: Iterable[ZoneRecords], targets: tuple[Target, ...]) -> Mapping[str, int]:
        """How many records point to each target, by the target's key; pure."""

    def used_by(self, target: Target, tell: Callable[[str], None]) -> UsedBy:
        """Every record of every zone that points to a target."""

    def repair(self, kind: RepairKind, verdicts: Sequence[AliasVerdict], target: Target | None) -> tuple[Plan, ...]:
        """One plan a zone; without a target each alias is pointed at the load balancer that replaced its own."""

    def accept(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        """Keep one decision or more; all that are kept are returned."""

    def take_back(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        """Forget one decision or more; what remains is returned."""


class WorkspaceAuditor:
    """Audits on top of ``jobs``."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def audit(self, tell: Callable[[str], None], stop: threading.Event) -> Audit:
        """Judge every alias of every zone."""
        from xalias_tui.jobs.audit import run as auditing  # noqa: PLC0415 -- behind the first paint

        return auditing.audit(self._workspace, tell, stop)

    def verdicts(
        self, records: ZoneRecords, targets: Sequence[Target], unscanned: Sequence[Unscanned]
    ) -> Mapping[RecordKey, AliasVerdict]:
        """The verdicts of one zone's aliases."""
        from xalias_tui.jobs.audit.run import settle  # noqa: PLC0415 -- behind the first paint

        workspace = self._workspace
        asked = tuple(workspace.accounts.who(profile) for profile in workspace.target_profiles)
        known = Inventory(
            targets=tuple(targets),
            unscanned=tuple(unscanned),
            accounts=tuple(dict.fromkeys(account.account_id for account in asked if account.state == "ready")),
            partitions=frozenset(account.partition for account in asked if account.state == "ready"),
            kinds=frozenset(workspace.kinds) or None,
            regions=frozenset(workspace.regions) or None,
        )
        settled = settle(workspace, (records,), known)
        return {verdict.record.key: verdict for verdict in settled.verdicts}

    def uses(self, zones: Iterable[ZoneRecords], targets: tuple[Target, ...]) -> Mapping[str, int]:
        """How many records point to each target."""
        from xalias_tui.jobs.audit.used_by import uses_of  # noqa: PLC0415 -- behind the first paint

        return {key: len(rows) for key, rows in uses_of(zones, targets).items()}

    def used_by(self, target: Target, tell: Callable[[str], None]) -> UsedBy:
        """Every record of every zone that points to a target."""
        from xalias_tui.jobs.audit.used_by import uses_in_all_zones  # noqa: PLC0415 -- behind the first paint

        return uses_in_all_zones(self._workspace, target, tell)

    def repair(self, kind: RepairKind, verdicts: Sequence[AliasVerdict], target: Target | None) -> tuple[Plan, ...]:
        """One plan a zone."""
        from xalias_tui.jobs.plans import repair as repairs  # noqa: PLC0415 -- behind the first paint

        return repairs.repair_verdicts(self._workspace, kind, verdicts, target)

    def accept(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        """Keep one decision or more."""
        from xalias_tui.store import accepted  # noqa: PLC0415 -- few ever do

        return accepted.add(accepted.beside(self._workspace.settings_path), *decisions)

    def take_back(self, decisions: Sequence[Acceptance]) -> tuple[Acceptance, ...]:
        """Forget one decision or more."""
        from xalias_tui.store import accepted  # noqa: PLC0415 -- few ever do

        return accepted.remove(accepted.beside(self._workspace.settings_path), *decisions)
