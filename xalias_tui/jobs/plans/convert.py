"""From CNAME to alias and back: the same name points to the same place, in one atomic batch."""

from __future__ import annotations

from xalias_tui.domain.commands import joined, within_sentence
from xalias_tui.domain.errors import InvalidNameError, UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import CNAME_TTL
from xalias_tui.domain.records import RecordSet
from xalias_tui.jobs.plans.plan import PlanRequest
from xalias_tui.jobs.session.workspace import Workspace
from xalias_tui.jobs.zones.read import choose_zone, read_zones, zone_for
from xalias_tui.targets import kind as target_kind
from xalias_tui.targets import offline_target, recognise


def conversion(workspace: Workspace, name: str, *, zone: str | None = None, ttl: int | None = None) -> PlanRequest:
    """What to plan so that the CNAME at a name becomes an alias, or its aliases one CNAME.

    An alias of any type can become a CNAME, which all types follow.

    Args:
        workspace: Whose zones are read.
        name: The record's name.
        zone: Zone id or name; None for the zone that matches most labels.
        ttl: Seconds of a new CNAME; None for the usual ones.

    Raises:
        UsageError: when name or zone can't be understood, or nothing there can be converted.
        AwsError: when the zone side could not be asked.
        LookupFailedError: when the records could not be read.
    """
    wanted = DnsName.looked_up(name)
    read = read_zones(workspace, zone)
    chosen = choose_zone(read, zone) if zone is not None else zone_for(read, wanted, prefer_private=None)
    standing = workspace.accounts.hosted_zones(chosen.profile).records_at(chosen, wanted)
    return request_of(standing, wanted, chosen.id, ttl)


def request_of(standing: tuple[RecordSet, ...], name: DnsName, zone: str, ttl: int | None = None) -> PlanRequest:
    """What to plan, from the record sets at the name; pure.

    Raises:
        UsageError: when nothing there can be converted.
    """
    if not standing:
        raise UsageError("not-convertible", f"There is no record at {name.bare}.", "Create one with 'xalias plan'.")
    cname = next((record for record in standing if record.type == "CNAME" and record.alias is None), None)
    if cname is not None and cname.policy == "simple" and cname.values:
        if ttl is not None:
            why = f"The CNAME at {name.bare} becomes an alias, which has the TTL of its target."
            raise UsageError("usage", why, "Leave --ttl out.")
        return PlanRequest(name.bare, _aliased(cname.values[0], name), zone=zone, replace=True)
    instance = next((row.traffic_policy_instance_id for row in standing if row.traffic_policy_instance_id), None)
    if instance is not None:
        why = f"The records at {name.bare} belong to the traffic policy instance {instance}."
        raise UsageError("not-convertible", why, "Edit the policy, or call DeleteTrafficPolicyInstance first.")
    if any(record.policy != "simple" for record in standing):
        why = f"The records at {name.bare} are a routing group."
        make_simple = within_sentence(joined("xalias", "group", name.bare, "--simple", "MEMBER"))
        raise UsageError("not-convertible", why, f"Keep one member first: {make_simple}.")
    targets = {record.alias.dns_name for record in standing if record.alias is not None}
    if len(targets) != 1:
        why = "point to different targets" if targets else "are neither a CNAME nor an alias"
        raise UsageError(
            "not-convertible", f"The records at {name.bare} {why}.", "Say what the name is to point to: 'xalias plan'."
        )
    return PlanRequest(
        name.bare, targets.pop().bare, zone=zone, replace=True, cname_ttl=CNAME_TTL if ttl is None else ttl
    )


def _aliased(value: str, name: DnsName) -> str:
    """What an alias at a name points to instead of a CNAME's value.

    It is the value itself, except where a kind of target has another name for CNAMEs: a website of S3 has the bucket,
    which is called as the record, before the endpoint.
    """
    endpoint = value.lower().removeprefix(f"{name.bare}.")
    try:
        known, given = recognise(DnsName.parse(endpoint)), DnsName.parse(value)
    except InvalidNameError:
        return value
    if known is None or not known.aliasable:
        return value
    return endpoint if target_kind(known.kind).cname_of(offline_target(known), name) == given else value
