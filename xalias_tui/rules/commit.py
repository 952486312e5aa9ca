"""Committing: what can come between a good plan and a changed zone, and Route 53's own sentences read back.

No check finds the rules of this module in a draft: they are reported where a plan is sent, followed or undone. Those
that end a command are in ``domain.error_rules``.
"""

from __future__ import annotations

import re
from typing import Final

from xalias_tui.domain import error_rules
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Finding, Rule, Severity, Topic
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import RecordKey
from xalias_tui.rules import (
    alias,
    change_batch,
    existing_records,
    guardrails,
    protections,
    routing,
    routing_places,
    same_zone,
    zone_choice,
)

ROUTE_53_SAID: Final = " Route 53 said: "
"""Between what a refusal means and the sentence that it came in."""
COMMIT_COMPARE_AND_SWAP = Rule(
    id="commit-compare-and-swap",
    severity=Severity.INFO,
    when="A replacing batch is [DELETE exactly what was read, CREATE new], all or nothing: Route 53 refuses it when "
    "anybody changed the record meanwhile. UPSERT would overwrite silently and is never sent.",
    message="Someone changed {name} since you looked; nothing was written.",
    remedy="Reload and decide again.",
    source="botocore model: route53 ChangeResourceRecordSets; kubernetes-sigs/external-dns#732, boto/boto#2887, "
    "AnalogJ/lexicon#179",
)
DELETE_VALUES_DIFFER = Rule(
    id="delete-values-differ",
    severity=Severity.ERROR,
    when="A record set that is to be deleted is not exactly what was read.",
    message="Someone changed {name} {type} since you looked; nothing was written.",
    remedy="Reload and decide again.",
    source="kubernetes-sigs/external-dns#732, hashicorp/terraform#18509 (Route 53's sentence); whether routing fields "
    "are compared too is unsourced",
)
REFUSED = Rule(
    id="refused",
    severity=Severity.ERROR,
    when="Route 53 refuses a change with a sentence that is not known here; the id is ours.",
    message=f"Route 53 refused the change; nothing was written.{ROUTE_53_SAID}{{said}}",
    remedy="",
    source="tool rule",
)
CHANGE_PENDING = Rule(
    id="change-pending",
    severity=Severity.INFO,
    when="ChangeInfo.Status is PENDING.",
    message="Accepted; propagating to Route 53 servers ({age} s).",
    remedy="Wait, generally less than 60 seconds.",
    source="botocore model: route53 GetChange",
)
CHANGE_INSYNC = Rule(
    id="change-insync",
    severity=Severity.INFO,
    when="ChangeInfo.Status is INSYNC. Caches of resolvers are another matter.",
    message="All Route 53 servers have the change.",
    remedy="Test with a resolver.",
    source="botocore model: route53 GetChange",
)
TEST_DNS_ANSWER_LIMITS = Rule(
    id="test-dns-answer-limits",
    severity=Severity.INFO,
    when="TestDNSAnswer is called for a private zone, in China or in GovCloud; it never proves a delegation.",
    message="AWS's own test query works for public zones only.",
    remedy="Query from inside the VPC.",
    source="botocore model: route53 TestDNSAnswer; Amazon Web Services in China user guide: route53; "
    "AWS GovCloud (US) User Guide: govcloud-r53",
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence of Route 53: how it is recognised, and what it says in the operator's words.

    ``sentence`` and ``remedy`` are templates over the pattern's groups that replace the rule's own.
    """

    rule: Rule
    pattern: str
    sentence: str = ""
    remedy: str = ""


_NAME: Final = r"(?P<name>\S+?)"
_OF_TYPE: Final = rf"RRSet of type (?P<type>\w+) with DNS name {_NAME},? is not permitted"
_ALIAS: Final = r"alias that targets (?P<target>\S+), type \w+ in zone (?P<alias_zone_id>\w+), but .*"
_TRIED: Final = (
    r"resource record set \[name='(?P<name>[^']*)', type='(?P<type>\w+)'(?:, set-identifier='(?P<id>.*)')?\]"
)
_GROUP: Final = rf"RRSet with DNS name {_NAME}, type (?P<type>\w+)(?:, SetIdentifier (?P<id>.*))? cannot be created"

_SENTENCES: Final = (
    _Known(guardrails.CHANGE_GUARDRAIL,
           r"(?:name='(?P<name>[^']*)', type='(?P<type>\w+)'.*)?(?<![\w.'-])(?P<guardrail>[A-Z]+(?:_[A-Z]+)+_CHECK)\b",
           "The zone's change guardrail {guardrail} refuses the change.", "Do what Route 53 says."),
    _Known(alias.ALIAS_NAME_NOT_IN_TARGET_ZONE, _ALIAS + "does not lie within the target zone",
           "{target} does not lie in zone {alias_zone_id}: they do not belong together.",
           "Take name and zone ID from the same resource."),
    _Known(alias.ALIAS_TARGET_NOT_FOUND, _ALIAS + "was not found"),
    _Known(existing_records.CNAME_CONFLICT_CREATING_CNAME, _OF_TYPE + " as it conflicts with other records"),
    _Known(existing_records.CNAME_CONFLICT_EXISTING_CNAME, _OF_TYPE + " because a conflicting RRSet of type CNAME"),
    _Known(existing_records.CNAME_AT_APEX, _OF_TYPE + " at apex"),
    _Known(same_zone.ALIAS_LOOP, rf"(?:{_OF_TYPE} )?.*creates a CNAME or alias loop",
           "The record would point back to itself through other records of the zone."),
    _Known(error_rules.RECORD_NAME_OUTSIDE_ZONE, rf"RRSet with DNS name {_NAME} is not permitted in zone (?P<zone>\S+)",
           "{name} does not belong to zone {zone}."),
    _Known(existing_records.RECORD_ALREADY_EXISTS, rf"Tried to create {_TRIED} but it already exists",
           "{name} {type} already exists; nothing was written.", "Reload and decide again."),
    _Known(error_rules.DELETE_NOT_FOUND, rf"Tried to delete {_TRIED} but it was not found",
           "{name} {type} is gone: someone deleted it since you looked; nothing was written.",
           "Reload and decide again."),
    _Known(DELETE_VALUES_DIFFER, rf"Tried to delete {_TRIED} but the values provided do not match"),
    _Known(change_batch.BATCH_SAME_RECORD_TWICE,
           rf"invalid set of changes for a resource record set '(?P<type>\w+) {_NAME}'"),
    _Known(routing.WEIGHTED_TTL_DIFFERS, _GROUP + " as weighted sets must contain the same TTL",
           "Weighted records of one name must share a TTL."),
    _Known(error_rules.ROUTING_POLICY_MIX, _GROUP + " (?:as a non-|because a non |as other RRSets exist)",
           "{name} {type} already uses another routing policy; the record cannot sit beside it."),
    _Known(error_rules.ROUTING_POLICY_MIX, rf"RRSet with DNS name {_NAME},.* cannot be created because a non-GEO RRSet",
           "{name} already uses another routing policy; a geolocation record cannot sit beside it."),
    _Known(routing.ROUTING_GROUP_QUOTA,
           rf"Exceeded limit on number of (?P<policy>\w+) RRSets for {_NAME}, type (?P<type>\w+) in this zone",
           "{name} {type} has as many {policy} records as Route 53 allows."),
    _Known(alias.ALIAS_WITH_TTL_OR_VALUES, r"Expected exactly one of \[AliasTarget.*but found more than one"),
    _Known(alias.ALIAS_WITH_TTL_OR_VALUES, r"Expected exactly one of \[AliasTarget.*but found none",
           "The record has neither an alias target nor TTL and values.", "Give it one of them."),
    _Known(alias.ALIAS_ETH_MISSING, "'AliasTarget' is not complete.*EvaluateTargetHealth"),
    _Known(alias.ALIAS_ZONE_ID_EMPTY, "Encrypted token cannot be empty",
           "The alias carries no hosted-zone ID."),
    _Known(error_rules.RECORD_LABEL_TOO_LONG, rf"DomainLabelTooLong .*encountered with '{_NAME}'",
           "A label of {name} is longer than the 63 characters that DNS allows."),
    _Known(error_rules.RECORD_NAME_TOO_LONG, rf"DomainNameTooLong .*encountered with '{_NAME}'",
           "{name} takes more than the 255 octets that Route 53 allows."),
    _Known(error_rules.RECORD_NAME_EMPTY, "DomainNameEmpty "),
    _Known(error_rules.RECORD_LABEL_EMPTY, rf"DomainLabelEmpty .*encountered with '{_NAME}'"),
    _Known(change_batch.BATCH_TOO_MANY_RECORDS, "Number of records limit of 1000 exceeded",
           "The change has more than 1000 record elements; split it."),
    _Known(change_batch.BATCH_TOO_MANY_CHARACTERS, "Number of characters limit of 32000 exceeded"),
    _Known(change_batch.BATCH_COMMENT_TOO_LONG, r"at 'changeBatch\.comment' failed to satisfy"),
    _Known(routing.SET_IDENTIFIER_LENGTH, r"\.setIdentifier' failed to satisfy"),
    _Known(routing.WEIGHT_RANGE, r"\.weight' failed to satisfy"),
    _Known(routing_places.LATENCY_REGION_UNKNOWN, r"Value '(?P<region>[^']*)' at '[^']*\.region' failed to satisfy"),
    _Known(routing_places.GEOPROXIMITY_LOCATION,
           r"Value '(?P<location>[^']*)' at '[^']*\.coordinates\.(?P<why>\w+)' failed to satisfy",
           "'{location}' is not a valid {why}.", "Give a number with at most two decimals."),
    _Known(routing_places.GEOPROXIMITY_BIAS_RANGE, r"\.bias' failed to satisfy"),
    _Known(routing_places.CIDR_LOCATION_FORM,
           r"Value '(?P<location>[^']*)' at '[^']*\.cidrRoutingConfig\.\w+' failed to satisfy"),
    _Known(error_rules.SET_IDENTIFIER_REQUIRED, "Missing field 'SetIdentifier'",
           "A record with a routing policy needs an identifier."),
    _Known(routing.ROUTING_POLICY_REQUIRED, r"Expected exactly one of \[Weight.*but found none",
           "A record with a set identifier needs a routing policy."),
    _Known(protections.RECORD_PROTECTED,
           r"(?:name='(?P<name>[^']*)', type='(?P<type>\w+)'.*)?(?<![\w.'-])[Pp]rotect(?:ed|ion)(?![\w.'-])",
           "A record set protection forbids any change of this name and type."),
)  # fmt: skip
"""Sentences published in the threads that the rules name. The first that fits counts: of a target outside the zone
Route 53 also says that it was not found. That of a protected record is not published: any that speaks of it fits. Of a
guardrail it is published that the sentence names it (Developer Guide: hosted-zones-change-guardrails)."""

_CODES: Final = {
    "NoSuchHealthCheck": _Known(routing.HEALTH_CHECK_MISSING, "", "The health check does not exist."),
}
"""Error codes that say enough; InvalidChangeBatch and InvalidInput say it in their sentences. Denials and throttling
do not come here: ``aws.refusals`` makes errors of their own rules of them."""

_MANAGED: Final = _Known(zone_choice.ZONE_LINKED_SERVICE, r"can only be managed through (?P<service>[\w.-]+)")
_AWS_CODE: Final = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_NEXT_SENTENCE: Final = re.compile(r", (?=(?:Tried to|RRSet|Resource|The|FATAL|Number|Exceeded|A|Invalid)\b)")


def parse_refusal(code: str, message: str) -> tuple[Finding, ...]:
    """Route 53's refusal of a change, in the operator's words and its own.

    Args:
        code: AWS's error code. For any other code, such as our own, there is nothing to read: the answer is empty.
        message: AWS's message: one sentence, or several in one bracketed list.
    """
    if not _AWS_CODE.match(code):
        return ()
    return tuple(dict.fromkeys(_read(code, sentence) for sentence in _sentences(message)))


def _sentences(message: str) -> tuple[str, ...]:
    """The sentences of a bracketed list, two about one alias target together; a single one exactly as it came."""
    if not (message.startswith("[") and message.endswith("]")):
        return (message,)
    found: list[str] = []
    for piece in _NEXT_SENTENCE.split(message[1:-1]):
        subject, but, _ = piece.partition(", but ")
        if found and but and found[-1].startswith(subject + but):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return tuple(found) if len(found) > 1 else (message,)


def _read(code: str, sentence: str) -> Finding:
    for known in (_MANAGED, *_SENTENCES, *([_CODES[code]] if code in _CODES else [])):
        match = re.search(known.pattern, sentence)
        if match is not None:
            return _finding(known, match, sentence)
    return Topic().finding(REFUSED, said=sentence)


def _finding(known: _Known, match: re.Match[str], sentence: str) -> Finding:
    values = {group: (text or "").removesuffix(".") for group, text in match.groupdict().items()}
    topic = Topic(values, record=_key(match.groupdict()), target=values.get("target"))
    message = f"{known.sentence or known.rule.message}{ROUTE_53_SAID}{{said}}"
    return topic.finding(known.rule, message=message, remedy=known.remedy or None, said=sentence)


def _key(groups: dict[str, str | None]) -> RecordKey | None:
    name, type_ = groups.get("name"), groups.get("type")
    if not name or not type_:
        return None
    try:
        return RecordKey(DnsName.from_route53(name), type_, groups.get("id"))
    except InvalidNameError:
        return None
