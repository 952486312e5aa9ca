"""Following what waits for validation records until it is issued, for a bounded time; nothing is changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import XaliasError
from xalias_tui.domain.lookups import Ask, LookupFailedError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.policies import how_to_allow
from xalias_tui.domain.targets import Target
from xalias_tui.domain.validations import Progress
from xalias_tui.jobs.sending.commit import Clock
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.targets import kind as target_kind

FIRST_LOOK_SECONDS: Final = 5.0
LONGEST_PAUSE_SECONDS: Final = 30.0
MOST_SECONDS: Final = 1_800.0
"""Thirty minutes, within which ACM "usually" issues once the record is there (ACM User Guide: DNS validation)."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far what a plan's target waits for came.

    Attributes:
        progress: Each resource's latest state, in the order in which the plan names them.
        why: Why it was not followed to the end; empty where it was.
    """

    progress: tuple[Progress, ...]
    why: str = ""

    @property
    def issued(self) -> bool:
        """Whether everything is issued or active."""
        return all(item.done for item in self.progress)


OnProgress = Callable[[Progress, float], None]
"""Told of each resource that was looked at, and how many seconds it has been waited for."""


def resources_of(plans: Iterable[Plan]) -> dict[str, Target]:
    """What the targets of some plans wait for, each with its target."""
    return {
        record.resource: plan.target for plan in plans if plan.target is not None for record in reversed(plan.awaits)
    }


def follow(
    workspace: Workspace,
    waits: Mapping[str, Target],
    *,
    on_progress: OnProgress | None = None,
    clock: Clock | None = None,
    stop: threading.Event | None = None,
    seconds: float = MOST_SECONDS,
) -> Followed:
    """Look again and again, less and less often, until everything is issued or has failed, or the time is up.

    Args:
        workspace: Whose target side is asked.
        waits: What is waited for, as its validation records call it, each with its target.
        on_progress: Told of each look.
        clock: Time.
        stop: Set to end it; the pause between two looks ends with it.
        seconds: How long at most.
    """
    halted = stop or threading.Event()
    time = clock or Clock(sleep=halted.wait)
    tell = on_progress or (lambda _progress, _waited: None)
    latest = {resource: Progress(resource, "not looked at") for resource in waits}
    pause, waited = FIRST_LOOK_SECONDS, 0.0
    while waits:
        for resource in [name for name in waits if not (latest[name].done or latest[name].failed)]:
            looked = _look(workspace, waits[resource], resource)
            if isinstance(looked, str):
                return Followed(tuple(latest.values()), looked)
            latest[resource] = looked
            tell(looked, waited)
        if all(item.done or item.failed for item in latest.values()):
            break
        if halted.is_set():
            return Followed(tuple(latest.values()), "it was stopped")
        if waited >= seconds:
            return Followed(tuple(latest.values()), f"it is not issued after {waited:.0f} s")
        time.sleep(pause)
        waited += pause
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
    return Followed(tuple(latest.values()))


def _look(workspace: Workspace, target: Target, resource: str) -> Progress | str:
    """How far a resource is; a sentence if it cannot be asked. After a failed call the next may succeed."""
    try:
        ask = _ask(workspace, target)
    except XaliasError as error:
        return str(error)
    if ask is None:
        return f"no profile given reaches account {target.account_id or 'of the target, which is not known'}"
    try:
        return target_kind(target.kind).follow(target, resource, ask)
    except LookupFailedError as error:
        if error.needed:
            return f"could not be checked: needs {error.needed}. {how_to_allow(error.needed, said=error.message)}"
        return Progress(resource, "not known", detail=f"{error.code}: {error.message}")


def _ask(workspace: Workspace, target: Target) -> Ask | None:
    """Questions to the target's account, by the profile that found it or one of the target side."""
    region = "us-east-1" if target.region in ("", "global") else target.region
    if not target.account_id:
        return None
    for profile in dict.fromkeys((*((target.profile,) if target.profile else ()), *workspace.target_profiles)):
        account = workspace.accounts.who(profile)
        if account.state == "ready" and account.account_id == target.account_id:
            return workspace.accounts.ask(profile, region)
    return None
