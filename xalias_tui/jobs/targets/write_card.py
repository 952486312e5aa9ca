"""Writing a target card: what was found, inspected for a name where one is given."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.session.threads import Pool
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.targets.cards import card_document
from xalias_tui.jobs.targets.discover import Discovery
from xalias_tui.jobs.targets.inspect import inspect
from xalias_tui.store.files import write_json


def write_card(workspace: Workspace, file: Path, discovery: Discovery, inspected_for: DnsName | None) -> None:
    """Write what a discovery found as a target card.

    Args:
        workspace: Whose accounts are asked for more evidence.
        file: Written whole or not at all.
        discovery: What was found, and what could not be asked.
        inspected_for: Name of the planned record; every aliasable target is inspected for it.

    Raises:
        UsageError: when the file can't be written.
    """
    targets = (
        discovery.targets if inspected_for is None else _inspected(workspace, tuple(discovery.targets), inspected_for)
    )
    made_at = datetime.now(UTC)
    write_json(file, card_document(targets, discovery.unscanned, made_at=made_at, inspected_for=inspected_for))


def _inspected(workspace: Workspace, targets: tuple[Target, ...], name: DnsName) -> tuple[Target, ...]:
    known = list(targets)
    lock = threading.Lock()

    def look(at: int) -> None:
        better = inspect(workspace, targets[at], name)
        with lock:
            known[at] = better

    Pool().run([partial(look, at) for at, target in enumerate(targets) if target.aliasable])
    return tuple(known)
