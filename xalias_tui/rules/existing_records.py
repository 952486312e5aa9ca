"""Existing records at the name: conflicts, lost values, and records of a traffic policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Case
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.text import many_of
from xalias_tui.rules.checks import Check, about, aliases, once_a_name

CNAME_CONFLICT_EXISTING_CNAME = Rule(
    id="cname-conflict-existing-cname",
    severity=Severity.ERROR,
    when="A record of another type is created where a CNAME exists, and the same batch does not delete the CNAME.",
    message="A CNAME already sits at {name}; it must be deleted in the same change.",
    remedy="Replace it: one batch deletes the CNAME first, then creates the alias.",
    source="terraform-aws-open-next#24, boto/boto3#1475; botocore model: route53 ChangeResourceRecordSets (all or "
    "nothing); codenize-tools/roadworker#89 (order)",
)
CNAME_CONFLICT_CREATING_CNAME = Rule(
    id="cname-conflict-creating-cname",
    severity=Severity.ERROR,
    when="A CNAME, plain or alias, is created where a record of any other type remains.",
    message="Other records exist at {name}; a CNAME must be alone.",
    remedy="Use an alias of type A or AAAA, or delete the others.",
    source="aws/aws-sdk-java#1996, ansible-collections/amazon.aws#2694",
)
CNAME_AT_APEX = Rule(
    id="cname-at-apex",
    severity=Severity.ERROR,
    when="Type CNAME at the zone's apex, aliases included.",
    message="The zone apex cannot be a CNAME.",
    remedy="Use an alias of type A or AAAA.",
    source="botocore model: route53 AliasTarget.DNSName; stackoverflow.com/questions/20215729",
)
RECORD_ALREADY_EXISTS = Rule(
    id="record-already-exists",
    severity=Severity.ERROR,
    when="A record set with the same name, type and SetIdentifier exists: an error where it is created beside it, a "
    "note where the same batch deletes it and creates one that points elsewhere.",
    message="{name} {type} already exists and points to {current}; it will be replaced.",
    remedy="Replace it: one batch deletes exactly what is there and creates the new record.",
    source="AnalogJ/lexicon#179 (Route 53's sentence)",
)
REPLACE_NON_ALIAS = Rule(
    id="replace-non-alias",
    severity=Severity.WARNING,
    when="A record set that the batch deletes has ResourceRecords and TTL, and the batch does not create them again.",
    message="{what} of {name} {type} with TTL {ttl} will be lost: {values}.",
    remedy="Keep the journal entry: undo puts them back exactly.",
    source="tool rule",
)
SIBLING_TYPE_ELSEWHERE = Rule(
    id="sibling-type-elsewhere",
    severity=Severity.WARNING,
    when="After the change, records A, AAAA or HTTPS of the name that are not part of it point elsewhere than the "
    "created ones.",
    message="{clients} will still go to {other}: the {sibling} record is not part of this change.",
    remedy="Change both types in one batch.",
    source="Route 53 Developer Guide: routing-to-cloudfront-distribution (create two records); the rest is a tool rule",
)
RECORD_TRAFFIC_POLICY_INSTANCE = Rule(
    id="record-traffic-policy-instance",
    severity=Severity.ERROR,
    when="A record set of the changed name and type has a TrafficPolicyInstanceId.",
    message="This record belongs to traffic policy instance {instance}; delete it with DeleteTrafficPolicyInstance, "
    "otherwise you keep paying for it.",
    remedy="Call DeleteTrafficPolicyInstance, or edit the policy.",
    source="botocore model: route53 Change.Action",
)

RECORD_MEMBER_UNKNOWN = Rule(
    id="record-member-unknown",
    severity=Severity.ERROR,
    when="A record set that the batch deletes or creates has a member, such as a routing policy, that this program or "
    "its SDK does not know.",
    message="{name} {type} has {members}, which this version does not know: the change would not keep it, and could "
    "not be undone.",
    remedy="Update xalias and botocore, or change the record with a tool that knows it.",
    source="tool rule; Route 53 API reference: ResourceRecordSet",
)

_IN_THE_WAY: Final = "{name} {type} already exists and points to {current}; Route 53 will refuse to create it again."
_CLIENTS: Final = {"A": "IPv4 clients", "AAAA": "IPv6 clients", "HTTPS": "Browsers that ask for HTTPS records"}
_FAMILY_PREFIXES: Final = frozenset({"dualstack", "ipv6"})
_ACCELERATOR: Final = ".awsglobalaccelerator.com."
_DUALSTACK_ACCELERATOR: Final = f".dualstack{_ACCELERATOR}"
_SHOWN_VALUES: Final = 10


def cname(case: Case) -> Iterator[Finding]:
    """A CNAME has its name to itself, and is not at the apex."""
    for record in case.created:
        if record.type == "CNAME":
            if record.name == case.zone.name:
                yield about(case, record).finding(CNAME_AT_APEX)
            elif any(row.type != "CNAME" for row in case.after(record.name)):
                yield about(case, record).finding(CNAME_CONFLICT_CREATING_CNAME)
    for record in once_a_name(record for record in case.created if record.type != "CNAME"):
        if case.after(record.name, "CNAME"):
            yield about(case, record).finding(CNAME_CONFLICT_EXISTING_CNAME)


def already_there(case: Case) -> Iterator[Finding]:
    """Record sets with the very key of a created one."""
    gone = {record.key for record in case.deleted}
    for record in case.created:
        for standing in case.around.records.at(record.name, record.type):
            replaced = standing.key in gone
            if standing.key == record.key and not (replaced and _points_alike(standing, record)):
                yield about(case, record).finding(
                    RECORD_ALREADY_EXISTS,
                    severity=Severity.INFO if replaced else None,
                    message=None if replaced else _IN_THE_WAY,
                    remedy="" if replaced else None,
                    current=standing.summary(),
                )


def _points_alike(one: RecordSet, other: RecordSet) -> bool:
    """Whether only routing, health check or target health differ: clients find the same place."""
    if one.alias is None or other.alias is None:
        return one.alias is other.alias and (one.values, one.ttl) == (other.values, other.ttl)
    return (one.alias.dns_name, one.alias.zone_id) == (other.alias.dns_name, other.alias.zone_id)


def lost_values(case: Case) -> Iterator[Finding]:
    """Plain values that only the journal keeps."""
    kept = {(record.name, record.type, record.values) for record in case.created}
    for record in case.deleted:
        if record.values and (record.name, record.type, record.values) not in kept:
            shown = ", ".join(record.values[:_SHOWN_VALUES])
            more = len(record.values) - _SHOWN_VALUES
            values = f"{shown} and {more} more" if more > 0 else shown
            what = many_of(len(record.values), "plain value")
            yield about(case, record).finding(REPLACE_NON_ALIAS, what=what, ttl=record.ttl, values=values)


def siblings(case: Case) -> Iterator[Finding]:
    """Records of the other address types that the change leaves behind."""
    changed = {record.key for record in case.created}
    said: set[RecordKey] = set()
    for record, alias in aliases(case):
        if record.type not in _CLIENTS:
            continue
        for sibling in case.after(record.name):
            same_member = sibling.set_identifier == record.set_identifier
            if sibling.type not in _CLIENTS or sibling.key in changed | said or not same_member:
                continue
            other = _elsewhere(alias, sibling)
            if other:
                said.add(sibling.key)
                clients = _CLIENTS[sibling.type]
                yield about(case, record).finding(
                    SIBLING_TYPE_ELSEWHERE, clients=clients, other=other, sibling=sibling.type
                )


def _elsewhere(alias: AliasRef, sibling: RecordSet) -> str:
    """Where a sibling points; empty where that is the place of the alias, or the name itself."""
    if sibling.alias is not None:
        same = _without_family(alias.dns_name) == _without_family(sibling.alias.dns_name)
        return "" if same else sibling.alias.dns_name.bare
    if sibling.type != "HTTPS":
        return sibling.summary()
    places = {value.split()[1] for value in sibling.values if len(value.split()) > 1}
    return ", ".join(sorted(places - {".", sibling.name.text, sibling.name.bare}))


def _without_family(name: DnsName) -> DnsName:
    """The name without the label that chooses address families: the second one of Global Accelerator's names."""
    parent = name.parent
    if parent is not None and name.labels[0] in _FAMILY_PREFIXES:
        return parent
    if parent is not None and name.text.endswith(_DUALSTACK_ACCELERATOR):
        return DnsName.from_route53(f"{name.labels[0]}{_ACCELERATOR}")
    return name


def traffic_policy(case: Case) -> Iterator[Finding]:
    """Records that are not ours to change because a traffic policy makes them."""
    for name, type_ in dict.fromkeys((change.record.name, change.record.type) for change in case.changes):
        for standing in case.around.records.at(name, type_):
            if standing.traffic_policy_instance_id is not None:
                instance = standing.traffic_policy_instance_id
                yield about(case, standing).finding(RECORD_TRAFFIC_POLICY_INSTANCE, instance=instance)


def unknown_members(case: Case) -> Iterator[Finding]:
    """Records of which a change would lose something."""
    for record in dict.fromkeys(change.record for change in case.changes):
        if record.unknown:
            yield about(case, record).finding(RECORD_MEMBER_UNKNOWN, members=", ".join(record.unknown))


CHECKS: tuple[Check, ...] = (cname, already_there, lost_values, siblings, traffic_policy, unknown_members)
