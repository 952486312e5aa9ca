"""What the organizational units of an organisation are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xalias_tui.domain.errors import AwsError
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.jobs.session.workspace import Workspace


def unit_names(workspace: Workspace) -> Mapping[str, str]:
    """Names of the units in which accounts are, by id, as far as they may be read; an id says enough where not."""
    listing, profile = workspace.roll.known(), workspace.organisation.profile
    if listing is None or profile is None or workspace.inventory.cached:
        return {}
    found: dict[str, str] = {}
    try:
        ask = workspace.accounts.ask(profile, "")
        for parent in _parents(member.path for member in listing.members):
            for page in ask.pages("organizations", "list_organizational_units_for_parent", ParentId=parent):
                found |= {unit["Id"]: unit["Name"] for unit in page["OrganizationalUnits"]}
    except (LookupFailedError, AwsError):
        return found
    return found


def _parents(paths: Iterable[str]) -> tuple[str, ...]:
    """Roots and units that have units below them."""
    found: dict[str, None] = {}
    for path in paths:
        _, *ids = path.strip("/").split("/")
        found |= dict.fromkeys(ids[:-1])
    return tuple(found)
