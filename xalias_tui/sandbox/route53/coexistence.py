"""What may exist beside what at one name: CNAMEs, the apex, and routing policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xalias_tui.sandbox.route53.alias_targets import is_s3_website
from xalias_tui.sandbox.route53.judgement import Attempt, Rule
from xalias_tui.sandbox.route53.names import is_inside
from xalias_tui.sandbox.route53.records import POLICIES, Wire, policy_of

_GROUP_QUOTA = 100
_GEOPROXIMITY_QUOTA = 30
_NOT_IN_GOVCLOUD = ("Region", "GeoLocation", "GeoProximityLocation")
_UNIQUE_MEMBERS: Mapping[str, str] = {
    "Region": "region",
    "Failover": "failover value",
    "GeoLocation": "location",
    "AZAffinity": "AZ affinity location",
}
"""Members in which two record sets of a group differ; that of AZ affinity is an inference from "one for each client
location" (routing-policy-azaffinity)."""


def inside_zone(attempt: Attempt) -> Iterator[str]:
    """The name is the zone's or below it."""
    if not is_inside(attempt.record["Name"], attempt.zone.name):
        yield f"RRSet with DNS name {attempt.record['Name']} is not permitted in zone {attempt.zone.name}"


def zone_records(attempt: Attempt) -> Iterator[str]:
    """A start of authority exists at the apex only; a wildcard delegates nothing."""
    record = attempt.record
    at_apex = record["Name"] == attempt.zone.name
    wildcard_ns = record["Type"] == "NS" and record["Name"].startswith("\\052.")
    if wildcard_ns or (record["Type"] == "SOA" and not at_apex):
        yield f"{attempt.rrset} is not permitted in zone {attempt.zone.name}"


def cname_alone(attempt: Attempt) -> Iterator[str]:
    """A CNAME has its name to itself and is not allowed at the apex."""
    siblings = {other["Type"] for other in attempt.siblings()}
    zone = attempt.zone.name
    if attempt.record["Type"] != "CNAME":
        if "CNAME" in siblings:
            yield (
                f"{attempt.rrset} is not permitted because a conflicting RRSet of type CNAME with the same DNS name "
                f"already exists in zone {zone}"
            )
    elif attempt.record["Name"] == zone:
        yield f"{attempt.rrset} is not permitted at apex in zone {zone}"
    elif siblings - {"CNAME"}:
        yield (
            f"{attempt.rrset} is not permitted as it conflicts with other records with the same DNS name in zone {zone}"
        )


def one_policy(attempt: Attempt) -> Iterator[str]:
    """All record sets of a name and type follow one routing policy, and no two have the same place in it."""
    group = _group(attempt)
    if not group:
        return
    record, policy = attempt.record, policy_of(attempt.record)
    subject = f"RRSet with DNS name {record['Name']}, type {record['Type']}"
    if policy is None:
        yield f"{subject} cannot be created as other RRSets exist with the same name and type."
        return
    subject += f", SetIdentifier {record.get('SetIdentifier')}"
    if any(policy_of(other) != policy for other in group):
        if policy == "MultiValueAnswer":
            reason = "because a non multivalue answer rrset exists with the same name and type."
        elif policy == "GeoLocation":  # the words are those of octodns/octodns-route53#129
            subject += f", and routing to {_location(record['GeoLocation'])}"
            reason = "because a non-GEO RRSet with the same name and type already exists."
        else:
            reason = f"as a non-{POLICIES[policy]} set exists with the same name and type."
        yield f"{subject} cannot be created {reason}"
        return
    if policy == "Weight" and any(other.get("TTL") != record.get("TTL") for other in group if "TTL" in other):
        if "TTL" in record:
            yield f"{subject} cannot be created as weighted sets must contain the same TTL."
    elif policy in _UNIQUE_MEMBERS and any(other[policy] == record[policy] for other in group):
        what = _UNIQUE_MEMBERS[policy]
        yield f"{subject} cannot be created as another RRSet exists with the same name, type and {what}."


def govcloud_policies(attempt: Attempt) -> Iterator[str]:
    """A private zone in GovCloud has no latency, geolocation or geoproximity routing.

    This is documented (govcloud-r53); the wording is not published.
    """
    policy = policy_of(attempt.record)
    if attempt.zone.partition == "aws-us-gov" and attempt.zone.private and policy in _NOT_IN_GOVCLOUD:
        yield f"{attempt.rrset} is not permitted as a private hosted zone has no {POLICIES[policy]} routing"


def one_website(attempt: Attempt) -> Iterator[str]:
    """One member of a routing group may point to an S3 website: a bucket has the record's name.

    This is documented (resource-record-sets-values-alias-common); the wording is not published.
    """
    if _is_website(attempt.record) and any(map(_is_website, _group(attempt))):
        yield (
            f"RRSet with DNS name {attempt.record['Name']}, type {attempt.record['Type']} cannot be created as another "
            "RRSet of the same name and type is an alias to an S3 website."
        )


def one_collection(attempt: Attempt) -> Iterator[str]:
    """IP-based record sets name a location that exists, of one CIDR collection for a name and type.

    This is documented (routing-policy-ipbased); the wording is not published.
    """
    cidr = attempt.record.get("CidrRoutingConfig")
    if cidr is None:
        return
    id_, location = cidr["CollectionId"], cidr["LocationName"]
    collection = attempt.route53.cidr_collections.get(id_)
    subject = f"RRSet with DNS name {attempt.record['Name']}, type {attempt.record['Type']}"
    if collection is None or collection["_account_id"] != attempt.zone.account_id:
        yield f"{subject} cannot be created as CIDR collection {id_} does not exist."
    elif location not in ("*", *collection["_locations"]):
        yield f"{subject} cannot be created as CIDR collection {id_} has no location {location}."
    others = {other["CidrRoutingConfig"]["CollectionId"] for other in _group(attempt) if "CidrRoutingConfig" in other}
    if others - {id_}:
        yield f"{subject} cannot be created as other RRSets of the same name and type use another CIDR collection."


def group_quota(attempt: Attempt) -> Iterator[str]:
    """A routing group has at most 100 members, 30 for geoproximity."""
    policy = policy_of(attempt.record)
    if policy is None:
        return
    quota = _GEOPROXIMITY_QUOTA if policy == "GeoProximityLocation" else _GROUP_QUOTA
    if len(_group(attempt)) >= quota:
        name = attempt.record["Name"].removesuffix(".")
        yield (
            f"Exceeded limit on number of {POLICIES[policy]} RRSets for {name}, "
            f"type {attempt.record['Type']} in this zone."
        )


def _is_website(record: Wire) -> bool:
    return is_s3_website((record.get("AliasTarget") or {}).get("HostedZoneId", ""))


def _location(location: Wire) -> str:
    """``[country = (*, Default)}``, with the brackets of Route 53's own sentence."""
    if "ContinentCode" in location:
        return f"[continent = {location['ContinentCode']}}}"
    country = location["CountryCode"]
    return f"[country = ({country}, {'Default' if country == '*' else country})}}"


def _group(attempt: Attempt) -> list[Wire]:
    return [other for other in attempt.siblings() if other["Type"] == attempt.record["Type"]]


RULES: tuple[Rule, ...] = (
    zone_records, govcloud_policies, cname_alone, one_policy, one_website, one_collection, group_quota,
)  # fmt: skip
"""In the order in which their sentences appear; ``inside_zone`` comes before all of them."""
