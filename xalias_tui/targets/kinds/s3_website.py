"""Static websites of S3 buckets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, Literal

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import TARGET_NOT_ALIASABLE
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask, LookupFailedError, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Recognition, Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.domain.zone_ids import s3_website_host
from xalias_tui.targets.shared import common_rules as common
from xalias_tui.targets.shared import s3_website_rules as rules
from xalias_tui.targets.shared.by_host import NOT_ASKED, ByHost, Hosts
from xalias_tui.targets.shared.evidence import Document, Evidence, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION, match_name
from xalias_tui.targets.shared.recorded import Recorded, decoded
from xalias_tui.targets.shared.subject import Subject

_WEBSITE: Final = re.compile(rf"(?:(?P<bucket>.+)\.)?s3-website[.-]{REGION}\.{AMAZONAWS}")
_REST: Final = re.compile(rf"(?:.+\.)?s3(?:[.-](?:dualstack\.)?{REGION})?\.{AMAZONAWS}")
_PAGE: Final = 1000
_NO_BUCKET: Final = frozenset({"404", "NoSuchBucket", "NotFound"})
_CLOSED: Final = frozenset({"403", "AccessDenied", "Forbidden", "301", "PermanentRedirect"})
"""Codes of a bucket that exists elsewhere. Not 400: it says that the request was wrong, or its signature."""
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_RESERVED: Final = r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$)"
_BUCKET: Final = re.compile(rf"(?=.{{3,63}}$){_RESERVED}{_LABEL}(?:\.{_LABEL})*")
_ADDRESS: Final = re.compile(r"\d+\.\d+\.\d+\.\d+")
_NO_WEBSITE: Final = ("NoSuchWebsiteConfiguration",)
_REGION_OF_CONSTRAINT: Final = {"": "us-east-1", "EU": "eu-west-1"}
"""LocationConstraint of the two oldest regions, see GetBucketLocation in the S3 API reference."""
_UNLESS_ACLS: Final = "Bucket {resource} has no policy that admits the public; unless its ACLs do, visitors get 403."
_NO_SUCH_NAME: Final = "S3 lets no one create a bucket of that name: put CloudFront in front."
_NAMED_LIKE_RECORDS: Final = ("arn:{partition}:s3:::*.*",)
"""No other buckets are read: ``s3:ListBucket``, which HeadBucket needs, would list what is in them."""


@dataclass(frozen=True, slots=True)
class BucketFacts(Facts):
    """Evidence about a bucket; None for what was not read.

    Attributes:
        website: Whether it is configured as a website.
        restricted: Whether public policies are ignored (RestrictPublicBuckets).
        policy_blocked: Whether public policies are refused (BlockPublicPolicy).
        public: Whether its policy is public.
        acls_ignored: Whether access control lists, which are not read, are ignored (IgnorePublicAcls).
        requester_pays: Whether requesters pay.
        other_bucket: Of the bucket with the record's name, where this one has another: missing, of another account
            (or not readable), or of this one; empty where that was not read.
    """

    website: bool | None = None
    restricted: bool | None = None
    policy_blocked: bool | None = None
    public: bool | None = None
    acls_ignored: bool | None = None
    requester_pays: bool | None = None
    other_bucket: Literal["", "missing", "foreign", "own"] = ""

    @property
    def refuses_visitors(self) -> bool:
        """Whether it is known that anonymous requests are denied."""
        return self.restricted is True or self.public is False or (self.public is None and self.policy_blocked is True)


class BucketWebsites(Kind, ByHost):
    """The kind ``s3-website``."""

    key = "s3-website"
    title = "S3 website"
    scope = "global"
    services = ("s3",)
    arn = r"s3:(?P<name>[^/]+)"
    table = "s3_website"
    hints = ("The bucket must have exactly the record's name.",)
    internal = False
    record_types = ("A",)
    evaluate_target_health = "no-benefit"
    iam_actions = (
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation",
        "s3:GetBucketWebsite",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketRequestPayment",
        "s3:ListBucket",
    )
    list_actions = ("s3:ListAllMyBuckets", "s3:GetBucketLocation", "s3:GetBucketWebsite")
    iam_resources = dict.fromkeys(iam_actions[1:], _NAMED_LIKE_RECORDS)
    checks = (rules.S3_NOT_PUBLIC, rules.S3_REQUESTER_PAYS, rules.S3_NOT_WEBSITE, rules.S3_BUCKET_REGION_MISMATCH)
    inspects_by_name = True
    named_as_hosts = True
    order = 70
    exclusions = (rules.S3_NOT_WEBSITE, rules.S3_BUCKET_IN_DNSNAME, TARGET_NOT_ALIASABLE)
    recorded = Recorded(
        type="AWS::S3::Bucket",
        fields={
            "Name": "resourceName",
            "BucketRegion": "awsRegion",
            "Website": "supplementaryConfiguration.BucketWebsiteConfiguration",
        },
        required=("Name", "BucketRegion"),
    )
    claim = "bucket"
    inspects = "which bucket answers, whether it is a website, public access and who pays"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Bare website endpoints; with a bucket in front, and REST endpoints, they can't be aliased."""
        match = match_name(_WEBSITE, name)
        if match is not None:
            region = match["region"]
            endpoint = _endpoint(region) or name
            if match["bucket"]:
                reason = f"Use {endpoint.bare} without the bucket name; S3 finds the bucket by the record's name."
                return Recognition(self.key, name, region, rule_id=rules.S3_BUCKET_IN_DNSNAME.id, reason=reason)
            return self.recognised(endpoint, region)
        rest = match_name(_REST, name)
        if rest is None:
            return None
        return Recognition(
            self.key,
            name,
            rest.groupdict().get("region") or "",
            rule_id=TARGET_NOT_ALIASABLE.id,
            reason="It is a REST endpoint of S3, for which Route 53 has no alias. Alias to the website endpoint of "
            "the bucket's region, put CloudFront in front, or write a CNAME (not at the zone's apex).",
        )

    def cname_of(self, target: Target, name: DnsName) -> DnsName | None:
        """The website's own name: the bucket's, which is the record's, before the endpoint."""
        endpoint = target.dns_name
        return None if endpoint is None else DnsName.parse(f"{name.bare}.{endpoint.bare}")

    def has_name(self, target: Target, name: DnsName) -> bool:
        """Every bucket of a region answers on its endpoint, and on names below it; a region's mismatch has a rule."""
        del target
        return self.recognise(name) is not None

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated list, and one call for each bucket whose name has a dot.

        A bucket answers for the record of its own name, and a record's name has at least two labels: buckets without
        a dot are skipped. Buckets that are no website are given, excluded.
        """
        return (self._target(bucket, ask) for bucket in _named_as_hosts(ask))

    def discover_for(self, ask: Ask, hosts: Hosts) -> Iterator[Target]:
        """See ``ByHost``: other buckets are not asked whether they are websites."""
        for bucket in _named_as_hosts(ask):
            name, region = bucket["Name"], bucket.get("BucketRegion", "")
            yield self._target(bucket, ask) if name in hosts else self._listed(ask, name, region, None, (NOT_ASKED,))

    def _target(self, bucket: Document, ask: Ask) -> Target:
        listed = bucket.get("BucketRegion", "")
        evidence = Evidence(ask.elsewhere(listed) if listed else ask)  # another region redirects: a call for nothing
        name = bucket["Name"]
        region = listed or _located(evidence, name)
        return self._listed(ask, name, region, _is_website(evidence, name), evidence.unread)

    def from_document(self, document: Document, where: Where) -> Target | None:
        """See ``Kind``. An item of a bucket without a website has no such configuration."""
        if "." not in document["Name"]:
            return None
        website = bool(decoded(document.get("Website")))
        return self._listed(where, document["Name"], document["BucketRegion"], website, ())

    def _listed(
        self,
        ask: Where,
        name: str,
        region: str,
        website: bool | None,  # noqa: FBT001 -- an answer, not a switch
        unread: tuple[str, ...],
    ) -> Target:
        endpoint = _endpoint(region)
        return self.target(
            ask,
            name=name,
            arn=f"arn:{ask.partition}:s3:::{name}",
            region=region,
            dns_name=endpoint,
            record_types=() if website is False else None,
            hostnames=(name,),
            state=_state(website, endpoint),
            internal=False,
            facts=BucketFacts(website=website, unread=unread),
        )

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Public access, policy and payer, and who has the bucket with the record's name."""
        facts = target.facts
        if not isinstance(facts, BucketFacts) or not target.aliasable:
            return target
        evidence = Evidence(ask)
        block = _block(evidence, target.name)
        policy = evidence.call("s3", "get_bucket_policy_status", absent=("NoSuchBucketPolicy",), Bucket=target.name)
        payment = evidence.call("s3", "get_bucket_request_payment", Bucket=target.name)
        facts = replace(
            facts,
            restricted=None if block is None else bool(block.get("RestrictPublicBuckets")),
            policy_blocked=None if block is None else bool(block.get("BlockPublicPolicy")),
            acls_ignored=None if block is None else bool(block.get("IgnorePublicAcls")),
            public=None if policy is None else bool((policy.get("PolicyStatus") or {}).get("IsPublic")),
            requester_pays=None if payment is None else payment.get("Payer") == "Requester",
            other_bucket="" if name.is_wildcard or name.bare == target.name else _owner(evidence, name.bare),
        )
        return evidence.inspected(target, facts)

    def exists(self, name: DnsName, ask: Ask) -> Sighting:
        """See ``Kind``; any account of a partition may ask for any bucket (S3 API reference: HeadBucket)."""
        try:
            ask.call("s3", "head_bucket", Bucket=name.bare)
        except LookupFailedError as error:
            if error.code in _NO_BUCKET:
                return Sighting(exists=False, evidence="s3:HeadBucket answered 404")
            if error.code in _CLOSED:
                return Sighting(exists=True, evidence=f"s3:HeadBucket answered {error.code}")
            raise
        return Sighting(exists=True, evidence="s3:HeadBucket answered 200")

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        if not subject.target.aliasable:
            if subject.case.draft.cname is not None:
                yield from self._judge_cname(subject)
            return
        yield subject.finding(rules.S3_HTTP_ONLY)
        if "AAAA" in subject.types:
            yield subject.finding(rules.S3_AAAA, "AAAA")
        if subject.name.is_wildcard:
            yield subject.finding(rules.S3_WILDCARD)
        facts = subject.target.facts
        if isinstance(facts, BucketFacts):
            yield from _judge_bucket(subject, facts)
        else:
            yield from _judge_known_bucket(subject)

    def _judge_cname(self, subject: Subject) -> Iterator[Finding]:
        """Of a CNAME to a bucket's own name: whether the bucket is in the region that it names, and is a website."""
        pointed = subject.target.dns_name
        match = None if pointed is None else match_name(_WEBSITE, pointed)
        if match is None:
            return
        for bucket in subject.case.around.targets:
            facts, right = bucket.facts, self.cname_of(bucket, subject.name)
            if not isinstance(facts, BucketFacts) or bucket.name != subject.name.bare:
                continue
            if facts.website is False:
                yield subject.finding(rules.S3_NOT_WEBSITE, resource=bucket.name, fix="")
            if right is not None and bucket.region not in ("", match["region"]):
                yield _wrong_region(subject, bucket, right)


def _state(website: bool | None, endpoint: DnsName | None) -> str:  # noqa: FBT001 -- an answer, not a switch
    if website is False:
        return rules.S3_NOT_WEBSITE.id
    if website is None or endpoint is None:
        return common.INVESTIGATION_INCOMPLETE.id
    return "website"


def _judge_bucket(subject: Subject, facts: BucketFacts) -> Iterator[Finding]:
    if subject.target.name != subject.name.bare and not subject.name.is_wildcard:
        yield from _judge_name(subject, facts)
    expected = _endpoint(subject.target.region)
    if expected is not None and expected != subject.target.dns_name:
        yield _wrong_region(subject, subject.target, expected)
    if facts.refuses_visitors:
        opened = (facts.restricted or facts.policy_blocked) and facts.public is not False
        message = None if facts.acls_ignored else _UNLESS_ACLS
        # A command that only takes the block away is no help where the policy admits no one, and no command writes one.
        yield subject.finding(rules.S3_NOT_PUBLIC, message=message, fix=None if opened else "")
    if facts.requester_pays:
        yield subject.finding(rules.S3_REQUESTER_PAYS)


def _judge_name(subject: Subject, facts: BucketFacts) -> Iterator[Finding]:
    """About the bucket that S3 will look for: whether anyone could create it, or has it already."""
    known = any(
        other.kind == subject.target.kind and other.name == subject.name.bare for other in subject.case.around.targets
    )
    if known or facts.other_bucket == "own":
        remedy, fix = "Choose bucket {name} as the target.", ""
    elif facts.other_bucket == "foreign":
        remedy, fix = "Put CloudFront in front.", ""
    elif not can_be_bucket(subject.name):
        remedy, fix = _NO_SUCH_NAME, ""
    else:
        remedy, fix = None, None
    yield subject.finding(rules.S3_BUCKET_NAME_MISMATCH, remedy=remedy, fix=fix)
    if facts.other_bucket == "missing" and can_be_bucket(subject.name):
        yield subject.finding(rules.S3_BUCKET_FOREIGN_OR_MISSING, what="is missing: anyone could create it")
    elif facts.other_bucket == "foreign" and not known:
        yield subject.finding(rules.S3_BUCKET_FOREIGN_OR_MISSING, what="belongs to someone else", fix="")


def _judge_known_bucket(subject: Subject) -> Iterator[Finding]:
    """Of an endpoint that was only recognised: whether the bucket of that name, if it is known, is elsewhere."""
    for other in subject.case.around.targets:
        is_bucket = isinstance(other.facts, BucketFacts) and other.name == subject.name.bare
        if is_bucket and other.dns_name is not None and other.dns_name != subject.target.dns_name:
            yield _wrong_region(subject, other, other.dns_name)


def _wrong_region(subject: Subject, bucket: Target, endpoint: DnsName) -> Finding:
    pointed = subject.target.dns_name
    match = None if pointed is None else match_name(_WEBSITE, pointed)
    return subject.finding(
        rules.S3_BUCKET_REGION_MISMATCH,
        bucket=bucket.name,
        found=bucket.region,
        region=match["region"] if match else subject.target.region,
        endpoint=endpoint.bare,
    )


def _named_as_hosts(ask: Ask) -> Iterator[Document]:
    """The buckets whose name has a dot."""
    for page in ask.pages("s3", "list_buckets", MaxBuckets=_PAGE):
        yield from (bucket for bucket in page.get("Buckets") or () if "." in bucket["Name"])


def _endpoint(region: str) -> DnsName | None:
    """The website endpoint of a region; None where the table has none."""
    return parsed(s3_website_host(region))


def _located(evidence: Evidence, bucket: str) -> str:
    answer = evidence.call("s3", "get_bucket_location", Bucket=bucket)
    constraint = "" if answer is None else answer.get("LocationConstraint") or ""
    return "" if answer is None else _REGION_OF_CONSTRAINT.get(constraint, constraint)


def _owner(evidence: Evidence, bucket: str) -> Literal["missing", "foreign", "own", ""]:
    """Whose a bucket is: HeadBucket answers 404 where there is none, 403 where it is another account's."""
    try:
        evidence.ask.call("s3", "head_bucket", Bucket=bucket, ExpectedBucketOwner=evidence.ask.account_id)
    except LookupFailedError as error:
        if error.code in _NO_BUCKET:
            return "missing"
        if error.denied:
            return "foreign"
        evidence.miss(f"whether a bucket {bucket} exists ({error.code})")
        return ""
    return "own"


def _is_website(evidence: Evidence, bucket: str) -> bool | None:
    answer = evidence.call("s3", "get_bucket_website", absent=_NO_WEBSITE, Bucket=bucket)
    return None if answer is None else bool(answer)


def _block(evidence: Evidence, bucket: str) -> dict[str, Any] | None:
    answer = evidence.call(
        "s3", "get_public_access_block", absent=("NoSuchPublicAccessBlockConfiguration",), Bucket=bucket
    )
    return None if answer is None else dict(answer.get("PublicAccessBlockConfiguration") or {})


def can_be_bucket(name: DnsName) -> bool:
    """Whether a bucket can have this name (S3 User Guide: bucketnamingrules); where not, no one can create it."""
    return _BUCKET.fullmatch(name.bare) is not None and _ADDRESS.fullmatch(name.bare) is None


KIND = BucketWebsites()
