"""One target, or one account, is read again: what is kept of everything else stays as it is."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.denied_regions import REGIONS
from xalias_tui.domain.errors import AwsError, XaliasError
from xalias_tui.domain.lookups import Unscanned
from xalias_tui.domain.partitions import home_region, partition_of_arn
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.discover import Discovery, Listener, Scope, discover, is_asked
from xalias_tui.jobs.targets.kept import keep, keep_one
from xalias_tui.targets import all_kinds
from xalias_tui.targets.shared.naming import GLOBAL

_NOT_REACHED: Final = "not-reached"
_EVERY_KIND: Final = "targets"
"""What a look-up is about that failed because its account could not be asked at all."""


@dataclass(frozen=True, slots=True)
class Again:
    """What was read again.

    Attributes:
        account_id: Whose target it is, or the account.
        before: The target; None where the whole account was read.
        found: What is there now.
        unscanned: The look-ups that failed: what could be there stays as it was known.
    """

    account_id: str
    before: Target | None
    found: tuple[Target, ...]
    unscanned: tuple[Unscanned, ...] = ()

    def takes_the_place_of(self, target: Target) -> bool:
        """Whether a target that was listed before is no longer known from then."""
        if self.before is not None:
            return target.key == self.before.key
        return target.account_id == self.account_id and not any(_could_list(item, target) for item in self.unscanned)

    def put_in(self, targets: Iterable[Target]) -> tuple[Target, ...]:
        """Targets with what was read again among them: a target in its place, those of an account at the end."""
        now = {target.key: target for target in self.found}
        rows = [now.pop(row.key, None if self.takes_the_place_of(row) else row) for row in targets]
        return (*(row for row in rows if row is not None), *now.values())

    def open_with(self, before: Iterable[Unscanned]) -> tuple[Unscanned, ...]:
        """The look-ups that failed, now or before; of an account that was read again only those that failed now."""
        if self.before is not None:
            return (*before, *self.unscanned)
        return (*(item for item in before if item.account_id != self.account_id), *self.unscanned)


def target_again(workspace: Workspace, target: Target) -> Again:
    """A target as its account describes it now.

    Raises:
        AwsError: when its account can't be asked.
    """
    found = asked_again(workspace, target)
    if found is None:
        raise _not_reached(target)
    now = same_again(target, found.targets)
    keep_one(workspace, target, now)
    return Again(target.account_id, target, () if now is None else (now,))


def account_again(
    workspace: Workspace, target: Target, on_event: Listener | None = None, stop: threading.Event | None = None
) -> Again:
    """Every target of the account of one.

    Raises:
        AwsError: when the account can't be asked, or its profile reaches another one by now.
    """
    if not target.profile:
        raise _not_reached(target)
    found = discover(workspace, on_event, stop, profiles=(target.profile,))
    kinds = [kind for kind in all_kinds() if is_asked(kind, workspace, Scope())]
    keep(workspace, found, Scope(), kinds)
    if target.account_id not in found.accounts:
        raise _not_reached(target)
    own = tuple(row for row in found.targets if row.account_id == target.account_id)
    return Again(target.account_id, None, own, found.unscanned)


def asked_again(workspace: Workspace, target: Target) -> Discovery | None:
    """What the target's account lists of its kind in its region; None where that could not be asked."""
    if not target.profile:
        return None
    region = home_region(partition_of_arn(target.arn)) if target.region == GLOBAL else target.region
    scope = Scope(kinds=frozenset({target.kind}), region=region)
    try:
        found = discover(workspace, scope=scope, profiles=(target.profile,))
    except XaliasError:
        return None
    if found.unscanned or found.done < found.total:
        return None
    # The profile may reach another account by now, in which it is not missed; what is shared with it is listed there.
    if target.account_id not in found.accounts and same_again(target, found.targets) is None:
        return None
    return found


def same_again(target: Target, found: Sequence[Target]) -> Target | None:
    """The target among what is listed now; None where it is gone."""
    exact = next((row for row in found if row.key == target.key), None)
    if exact is not None:
        return exact
    same = [row for row in found if row.arn == target.arn and target.arn]
    return next((row for row in same if target.dns_name in row.names), same[0] if len(same) == 1 else None)


def _could_list(item: Unscanned, target: Target) -> bool:
    """Whether a look-up that failed might have listed a target."""
    return item.kind in (target.kind, REGIONS, _EVERY_KIND) and item.region in ("", target.region)


def _not_reached(target: Target) -> AwsError:
    return AwsError(
        _NOT_REACHED,
        f"Account {target.account_id or 'of this target'} could not be asked about {target.name}.",
        "Name a profile or role that reaches it; 4 signs in again.",
    )
