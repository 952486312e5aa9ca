from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.examples import ERROR, UNFILLED, name
from xalias_tui.domain import error_rules as errors
from xalias_tui.domain.findings import Rule, Topic
from xalias_tui.domain.records import RecordKey
from xalias_tui.rules import commit
from xalias_tui.rules.commit import parse_refusal

NOT_IN_ZONE = (
    "Tried to create an alias that targets x.elb.amazonaws.com., type A in zone Z215JYRZR1TBD5, but the alias target "
    "name does not lie within the target zone"
)
NOT_FOUND = (
    "Tried to create an alias that targets x.elb.amazonaws.com., type A in zone Z215JYRZR1TBD5, but that target was "
    "not found"
)
WWW = "www.example.com."
TRIED = "resource record set [name='www.example.com.', type='A']"
MEMBER = "resource record set [name='www.example.com.', type='A', set-identifier='blue, green']"
GROUP = "RRSet with DNS name www.example.com., type A, SetIdentifier blue cannot be created"
NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/"

# Verbatim from the threads that the rules name; names and ids replaced.
SENTENCES = {
    f"RRSet of type CNAME with DNS name {WWW} is not permitted as it conflicts with other records with the same DNS "
    "name in zone example.com.": "cname-conflict-creating-cname",
    f"RRSet of type A with DNS name {WWW} is not permitted because a conflicting RRSet of type CNAME with the same DNS "
    "name already exists in zone example.com.": "cname-conflict-existing-cname",
    "RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.": "cname-at-apex",
    "RRSet with DNS name www.example.org. is not permitted in zone example.com.": "record-name-outside-zone",
    f"RRSet of type A with DNS name {WWW} is not permitted as it creates a CNAME or alias loop in the zone.": (
        "alias-loop"
    ),
    f"Tried to create {TRIED} but it already exists": "record-already-exists",
    f"Tried to delete {TRIED} but it was not found": "delete-not-found",
    f"Tried to delete {MEMBER} but it was not found": "delete-not-found",
    f"Tried to delete {TRIED} but the values provided do not match the current values": "delete-values-differ",
    f"The request contains an invalid set of changes for a resource record set 'A {WWW}'": "batch-same-record-twice",
    f"{GROUP} as a non-weighted set exists with the same name and type.": "routing-policy-mix",
    f"{GROUP} because a non multivalue answer rrset exists with the same name and type.": "routing-policy-mix",
    f"RRSet with DNS name {WWW}, type A cannot be created as other RRSets exist with the same name and type.": (
        "routing-policy-mix"
    ),
    f"RRSet with DNS name {WWW}, SetIdentifier blue, and routing to [country = (*, Default)}} cannot be created "
    "because a non-GEO RRSet with the same name and type already exists.": "routing-policy-mix",
    f"{GROUP} as weighted sets must contain the same TTL.": "weighted-ttl-differs",
    "FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with 'aaa.example.com.'": (
        "record-label-too-long"
    ),
    "FATAL problem: DomainNameTooLong (Domain name is too long) encountered with 'aaa.bbb.example.com.'": (
        "record-name-too-long"
    ),
    "FATAL problem: DomainNameEmpty (Domain name is empty) encountered with ''": "record-name-empty",
    "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com.'": "record-label-empty",
    "Number of records limit of 1000 exceeded.": "batch-too-many-records",
    "Number of characters limit of 32000 exceeded.": "batch-too-many-characters",
    f"Exceeded limit on number of weighted RRSets for {WWW}, type CNAME in this zone.": "routing-group-quota",
    "Resource record set [name='www.example.com.', type='A'] is protected from changes: ask #dns": "record-protected",
    "Tried to delete resource record set [name='www.example.com.', type='A'] that alias records still point to "
    "(guardrail ALIAS_TARGET_CHECK). Delete them first.": "change-guardrail",
}
INVALID_INPUT = {
    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
    "TrafficPolicyInstanceId], but found more than one in Change with [Action=CREATE, Name=www.example.com., Type=A, "
    "SetIdentifier=null]": "alias-with-ttl-or-values",
    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or "
    "TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=www.example.com., Type=A, "
    "SetIdentifier=null]": "alias-with-ttl-or-values",
    "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'AliasTarget' is not complete. One of "
    f"'{{\"{NAMESPACE}\":EvaluateTargetHealth}}' is expected.": "alias-eth-missing",
    "1 validation error detected: Value 'x' at 'changeBatch.comment' failed to satisfy constraint: Member must have "
    "length less than or equal to 256": "batch-comment-too-long",
    "1 validation error detected: Value '' at 'changeBatch.changes.1.member.resourceRecordSet.setIdentifier' failed to "
    "satisfy constraint: Member must have length greater than or equal to 1": "set-identifier-length",
    "1 validation error detected: Value '256' at 'changeBatch.changes.1.member.resourceRecordSet.weight' failed to "
    "satisfy constraint: Member must have value less than or equal to 255": "weight-range",
    "Invalid request: Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=www.example.com., Type=A, "
    "SetIdentifier=null]": "set-identifier-required",
    "Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, "
    "GeoProximityLocation, or CidrRoutingConfig], but found none in Change with [Action=CREATE, Name=www.example.com., "
    "Type=A, SetIdentifier=S]": "routing-policy-required",
    "amazon.security.AmzUidException: Encrypted token cannot be empty": "alias-zone-id-empty",
}
CODES = {
    ("NoSuchHealthCheck", "A health check with ID abc does not exist."): "health-check-missing",
    ("AccessDenied", "The resource hostedzone/Z1 can only be managed through servicediscovery.amazonaws.com"): (
        "zone-linked-service"
    ),
    ("NoSuchHostedZone", "No hosted zone found with ID: Z1"): "refused",
}
ALL = {
    **{("InvalidChangeBatch", f"[{sentence}]"): rule for sentence, rule in SENTENCES.items()},
    **{("InvalidChangeBatch", sentence): rule for sentence, rule in SENTENCES.items()},
    **{("InvalidInput", sentence): rule for sentence, rule in INVALID_INPUT.items()},
    **CODES,
    ("InvalidChangeBatch", f"[{NOT_FOUND}]"): "alias-target-not-found",
    ("InvalidChangeBatch", f"[{NOT_IN_ZONE}, {NOT_FOUND}]"): "alias-name-not-in-target-zone",
}
EXAMPLES = frozenset(ALL.values())


@pytest.mark.parametrize(("code", "message", "rule"), [(*refusal, rule) for refusal, rule in ALL.items()])
def test_every_published_sentence_is_read(code: str, message: str, rule: str) -> None:
    (finding,) = parse_refusal(code, message)
    assert finding.id == rule
    assert finding.severity is ERROR
    assert message in finding.message
    assert not UNFILLED.search(finding.message.replace(message, "") + finding.remedy)


def test_several_sentences_are_several_findings() -> None:
    sentences = [NOT_FOUND.replace("type A", "type AAAA"), *SENTENCES]
    findings = parse_refusal("InvalidChangeBatch", f"[{', '.join(sentences)}]")
    assert [finding.id for finding in findings] == ["alias-target-not-found", *SENTENCES.values()]
    for finding, sentence in zip(findings, sentences, strict=True):
        assert finding.message.endswith(f"Route 53 said: {sentence}")


def test_the_same_target_in_two_types_is_two_findings() -> None:
    ipv6 = f"{NOT_IN_ZONE}, {NOT_FOUND}".replace("type A ", "type AAAA ")
    findings = parse_refusal("InvalidChangeBatch", f"[{NOT_IN_ZONE}, {NOT_FOUND}, {ipv6}]")
    assert [finding.id for finding in findings] == ["alias-name-not-in-target-zone"] * 2
    assert findings[0].target == "x.elb.amazonaws.com"


def test_record_and_words_come_from_the_sentence() -> None:
    (finding,) = parse_refusal("InvalidChangeBatch", f"[Tried to delete {MEMBER} but it was not found]")
    assert finding.record == RecordKey(name(WWW), "A", "blue, green")
    assert finding.message.startswith("www.example.com A is gone")


def test_a_sentence_without_a_type_names_no_record() -> None:
    (finding,) = parse_refusal("InvalidChangeBatch", "RRSet with DNS name www.example.org. is not permitted in zone a.")
    assert finding.record is None


@pytest.mark.parametrize(("before", "after"), [("", ""), ("[", ""), ("", "]")])
def test_only_a_bracketed_list_is_taken_apart(before: str, after: str) -> None:
    message = f"{before}Something odd, Tried to delete {TRIED} but it was not found{after}"
    (finding,) = parse_refusal("InvalidChangeBatch", message)
    assert (finding.id, message in finding.message) == ("delete-not-found", True)


def test_a_name_that_is_none_is_no_record() -> None:
    sentence = "Tried to delete resource record set [name='a..b.', type='A'] but it was not found"
    (finding,) = parse_refusal("InvalidChangeBatch", sentence)
    assert (finding.id, finding.record) == ("delete-not-found", None)


@pytest.mark.parametrize("code", ["throttled", "read-only", "no-network", "wrong-account", ""])
def test_codes_of_our_own_hold_nothing_to_read(code: str) -> None:
    assert parse_refusal(code, next(iter(SENTENCES))) == ()


@given(st.sampled_from(["InvalidChangeBatch", "InvalidInput", "Throttling", "Other"]), st.text())
def test_any_text_is_kept(code: str, message: str) -> None:
    findings = parse_refusal(code, message)
    assert findings
    assert message in findings[0].message


@given(st.lists(st.sampled_from([*SENTENCES, NOT_FOUND, "Something new of Route 53"]), min_size=2, unique=True))
def test_no_sentence_of_a_list_is_lost(sentences: list[str]) -> None:
    findings = parse_refusal("InvalidChangeBatch", f"[{', '.join(sentences)}]")
    said = " ".join(finding.message for finding in findings)
    assert all(sentence in said for sentence in sentences)
    assert {finding.id for finding in findings} >= {SENTENCES[s] for s in sentences if s in SENTENCES}


FILLED: tuple[tuple[Rule, dict[str, object], str], ...] = (
    (commit.COMMIT_COMPARE_AND_SWAP, {"name": "www"}, "Someone changed www since you looked; nothing was written."),
    (
        errors.COMMIT_OUTCOME_UNKNOWN,
        {"what": "www", "outcome": "it hung"},
        "www was sent, but Route 53 did not confirm it: it hung.",
    ),
    (errors.THROTTLED, {"said": "Rate exceeded"}, "nothing was changed (Rate exceeded)."),
    (errors.PRIOR_REQUEST_NOT_COMPLETE, {"zone_id": "Z1"}, "an earlier change of zone Z1"),
    (
        errors.IAM_CHANGE_DENIED,
        {"who": "Profile dns", "zone": "example.com", "zone_id": "Z1", "said": "no."},
        "Profile dns may not change these records in zone example.com (Z1): no.",
    ),
    (commit.CHANGE_PENDING, {"age": 12}, "(12 s)"),
    (commit.CHANGE_INSYNC, {}, "All Route 53 servers have the change."),
    (errors.WRONG_ACCOUNT, {"actual": "1", "what": "it", "wanted": "2"}, "are for account 1, but it is in account 2;"),
    (
        errors.STALE_PLAN,
        {"name": "www", "since": "noon", "difference": "A is gone"},
        "www changed since noon: A is gone.",
    ),
    (
        errors.ZONE_GONE,
        {"zone_id": "Z1", "zone": "example.com", "instead": "a zone of that name is now Z2"},
        "Zone Z1 (example.com) does not exist any more; a zone of that name is now Z2.",
    ),
    (commit.TEST_DNS_ANSWER_LIMITS, {}, "public zones only"),
)


@pytest.mark.parametrize(("rule", "values", "says"), FILLED, ids=lambda value: getattr(value, "id", ""))
def test_rules_of_the_commit_fill_their_sentences(rule: Rule, values: dict[str, object], says: str) -> None:
    finding = Topic(values).finding(rule)
    assert says in finding.message
    assert (finding.id, finding.severity) == (rule.id, rule.severity)


def test_any_sentence_that_speaks_of_a_protection_is_read_as_one_but_no_name_is() -> None:
    (spoken,) = parse_refusal("InvalidChangeBatch", f"A protection exists for {WWW} A, delete the protection first")
    assert (spoken.id, spoken.record) == ("record-protected", None)
    (named,) = parse_refusal("InvalidChangeBatch", "Something new about 'protected.example.com.'")
    assert named.id == "refused"
