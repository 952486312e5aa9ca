"""Whose the records of an audit are: what accounts are called, and the tags of zones whose records have no target."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable
from functools import partial

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.owners import OwnerTags
from xalias_tui.domain.tags import Tags
from xalias_tui.domain.verdicts import AliasVerdict
from xalias_tui.domain.ways_in import is_profile
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.threads import ZONES_AT_ONCE, Pool
from xalias_tui.jobs.session.workspace import Workspace


def owner_tags(
    workspace: Workspace, verdicts: Iterable[AliasVerdict], stop: threading.Event | None = None
) -> OwnerTags:
    """What is known of owners, without asking for what was not read: but for one call a zone, where a tag is named.

    Tags of targets are those that came with their lists, or with AWS Config's items. Zones are asked whose records end
    at no target, for their owner is the only one that such a record has; a refusal leaves it unknown.

    Args:
        workspace: Whose settings name the tag, and whose accounts are asked.
        verdicts: The records.
        stop: Set it to ask nothing more.
    """
    listing = workspace.roll.known()
    names = {member.account_id: member.name for member in (() if listing is None else listing.members)}
    for profile in filter(is_profile, workspace.profiles):
        account = workspace.accounts.who(profile)
        names.setdefault(account.account_id, account.nickname or account.called)
    if not workspace.owner_tag:
        return OwnerTags(names=names)
    asked = {verdict.zone.id: verdict.zone for verdict in verdicts if verdict.target is None}
    found: dict[str, Tags] = {}
    lock = threading.Lock()

    def read(zone: Zone) -> None:
        tags = workspace.zone_tags.known(zone)
        if tags is None:
            with contextlib.suppress(LookupFailedError, AwsError):
                tags = workspace.accounts.hosted_zones(zone.profile).tags(zone)
                workspace.zone_tags.keep(zone, tags)
        if tags is not None:
            with lock:
                found[zone.id] = tags

    Pool(ZONES_AT_ONCE).run([partial(read, zone) for zone in asked.values()], stop)
    with lock:
        return OwnerTags(workspace.owner_tag, dict(found), names)
