"""Who else has a say over a zone's records: its tags, read once a session, and what is protected now."""

from __future__ import annotations

from xalias_tui.domain.custody import Custody, Protection
from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError, Unscanned
from xalias_tui.domain.zones import Zone
from xalias_tui.jobs.session.workspace import Workspace


def custody(workspace: Workspace, zone: Zone) -> Custody:
    """Evidence of who else manages the zone's records; what can't be read is a value of the answer.

    One call for what is protected, and the first time in a session one for the tags.

    Raises:
        AwsError: when the profile cannot sign in any more.
    """
    hosted = workspace.accounts.hosted_zones(zone.profile)
    unread: list[Unscanned] = []
    tags = workspace.zone_tags.known(zone)
    protections: tuple[Protection, ...] = ()
    if tags is None:
        try:
            tags = hosted.tags(zone)
        except LookupFailedError as error:
            unread.append(_unread(zone, "tags", error))
        else:
            workspace.zone_tags.keep(zone, tags)
    try:
        protections = hosted.protections(zone)
    except LookupFailedError as error:
        unread.append(_unread(zone, "protections", error))
    return Custody(tags or (), protections, tuple(unread))


def protections_of(workspace: Workspace, zone: Zone) -> tuple[tuple[Protection, ...], tuple[Unscanned, ...]]:
    """What is protected in a zone, and the look-up where it failed."""
    try:
        return workspace.accounts.hosted_zones(zone.profile).protections(zone), ()
    except LookupFailedError as error:
        return (), (_unread(zone, "protections", error),)
    except AwsError as error:
        return (), (Unscanned(zone.account_id, zone.profile, "", "protections", error.code, error.message),)


def _unread(zone: Zone, subject: str, error: LookupFailedError) -> Unscanned:
    return Unscanned(zone.account_id, zone.profile, "", subject, error.code, error.message, error.needed)
