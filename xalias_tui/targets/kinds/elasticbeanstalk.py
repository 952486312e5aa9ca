"""Elastic Beanstalk environments, under the CNAME that stays when their load balancer is rebuilt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.error_rules import TARGET_NOT_ALIASABLE
from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask, LookupFailedError, Where
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Facts, Recognition, Target
from xalias_tui.domain.verdicts import Sighting
from xalias_tui.domain.zone_ids import lookup
from xalias_tui.targets.shared.evidence import Document, parsed
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import REGION, match_name
from xalias_tui.targets.shared.recorded import Recorded
from xalias_tui.targets.shared.subject import Subject

EB_LEGACY_DOMAIN = Rule(
    id="eb-legacy-domain",
    severity=Severity.ERROR,
    when="The environment's CNAME has no region: name.elasticbeanstalk.com, as given before 2016.",
    message="{target} is an environment's name of before 2016, without a region; Route 53 has no alias for it.",
    remedy="Write a CNAME (not at the zone's apex), or rebuild the environment, whose name will carry its region.",
    source="botocore model: route53 AliasTarget",
    stage="target",
    aliases_only=True,
)
EB_ENVIRONMENT_NOT_READY = Rule(
    id="eb-environment-not-ready",
    severity=Severity.WARNING,
    when="Status is Terminating or Terminated (error), or not Ready, or Health is Red or Grey (warning).",
    message="Environment {resource} is {status}, its health {health}.",
    remedy="Repair the environment, or choose another one.",
    source="botocore model: elasticbeanstalk EnvironmentStatus, EnvironmentHealth",
    stage="resource",
)
EB_CNAME_SWAP = Rule(
    id="eb-cname-swap",
    severity=Severity.INFO,
    when="The target is an environment: SwapEnvironmentCNAMEs moves its name to another one.",
    message="The alias follows {target}: swapping the URLs of two environments moves {name} with it.",
    remedy="Confirm that this is meant.",
    source="Elastic Beanstalk Developer Guide: using-features.CNAMESwap",
    stage="demands",
)
EB_AAAA = Rule(
    id="eb-aaaa",
    severity=Severity.WARNING,
    when="Type AAAA to an environment, whose load balancer may be dual-stack.",
    message="AWS documents aliases to Elastic Beanstalk of type A only: the AAAA alias to {target} may be refused or "
    "answer empty, even where the environment's load balancer is dual-stack.",
    remedy="Leave AAAA out, or check first with 'dig AAAA {target}' that the environment has IPv6 addresses.",
    source="Route 53 Developer Guide: resource-record-sets-values-alias (lists A); Elastic Beanstalk Developer Guide: "
    "environments-cfg-elbv2-ipv6-dualstack (Application and Network Load Balancers alone)",
    stage="demands",
)

_NAME: Final = re.compile(
    rf"(?P<prefix>[a-z0-9-]+)\.(?:(?P<random>eba-[a-z0-9]+|[a-z0-9]{{10}})\.)?{REGION}\.(?:elasticbeanstalk\.com|eb\.amazonaws\.com\.cn)"
)
"""The label between prefix and region is of names that were generated: ``eba-…`` today, ten characters before."""
_NO_ZONE: Final = (
    "No alias zone id of Elastic Beanstalk is published for {region}, and its API returns none. Write a CNAME "
    "(not at the zone's apex)."
)
"""In Beijing, for one, only Ningxia has aliases to environments (Route 53 in the AWS in China guide)."""
_CHOSEN: Final = re.compile(
    rf"(?P<prefix>(?!eba-)[a-z0-9-]+(?:\.(?!eba-)[a-z0-9-]+)?)\.{REGION}"
    r"\.(?:elasticbeanstalk\.com|eb\.amazonaws\.com\.cn)"
)
"""Prefixes that begin with ``eba-`` are reserved for generated names; older generated names have a second label of
another form, which only CheckDNSAvailability tells from a chosen one."""
_NOT_A_PREFIX: Final = frozenset({"ValidationError", "InvalidParameterValue"})
_ABOUT_PREFIX: Final = ("CNAMEPrefix", "(reserved)")
"""What a refusal of the prefix says; any other refusal is about the call (domain-protect/domain-protect#228)."""
_LEGACY: Final = re.compile(r"[a-z0-9-]+\.elasticbeanstalk\.com")
_GOING: Final = frozenset({"Terminating", "Terminated"})
_ILL: Final = frozenset({"Red", "Grey"})
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class EnvironmentFacts(Facts):
    """Evidence about an environment.

    Attributes:
        health: ``Green``, ``Yellow``, ``Red`` or ``Grey``.
        endpoint: DNS name or address of its load balancer or instance; empty where it has none.
    """

    health: str = ""
    endpoint: str = ""


class Environments(Kind):
    """The kind ``elasticbeanstalk``."""

    key = "elasticbeanstalk"
    title = "Elastic Beanstalk environment"
    services = ("elasticbeanstalk",)
    arn = r"elasticbeanstalk:environment/[^/]+/(?P<name>[^/]+)"
    table = "elastic_beanstalk"
    hints = ("Anyone can take this name once it is free.",)
    record_types = ("A",)
    iam_actions = ("elasticbeanstalk:DescribeEnvironments",)
    order = 140
    exclusions = (EB_LEGACY_DOMAIN, TARGET_NOT_ALIASABLE)
    recorded = Recorded(
        type="AWS::ElasticBeanstalk::Environment",
        fields={
            "EnvironmentName": "configuration.environmentName",
            "EnvironmentArn": "configuration.environmentArn",
            "ApplicationName": "configuration.applicationName",
            "CNAME": "configuration.cNAME",
            "EndpointURL": "configuration.endpointURL",
            "Status": "configuration.status",
        },
        required=("EnvironmentName",),
        unread={"CNAME": "dns_name", "EnvironmentArn": "arn", "Status": "state"},
    )
    claim = "prefix"
    exists_actions = ("elasticbeanstalk:CheckDNSAvailability",)
    inspects = "the environment's status and health"

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names of elasticbeanstalk.com; those without a region are near misses."""
        if match_name(_LEGACY, name) is not None:
            reason = EB_LEGACY_DOMAIN.message.format(target=name.bare)
            reason = f"{reason} {EB_LEGACY_DOMAIN.remedy}"
            return Recognition(self.key, name, "", rule_id=EB_LEGACY_DOMAIN.id, reason=reason)
        match = match_name(_NAME, name)
        if match is None:
            return None
        if lookup(self.table, match["region"]) is None:
            reason = _NO_ZONE.format(region=match["region"])
            return Recognition(self.key, name, match["region"], rule_id=TARGET_NOT_ALIASABLE.id, reason=reason)
        hints = () if match["random"] else self.hints
        return self.recognised(name, match["region"], hints)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        pages = ask.pages("elasticbeanstalk", "describe_environments", IncludeDeleted=False, MaxRecords=_PAGE)
        for page in pages:
            yield from (self.from_document(item, ask) for item in page.get("Environments") or ())

    def from_document(self, document: Document, where: Where) -> Target:
        """See ``Kind``."""
        name = parsed(document.get("CNAME"))
        recognition = None if name is None else self.recognise(name)
        aliasable = recognition is not None and recognition.aliasable
        return self.target(
            where,
            name=document["EnvironmentName"],
            arn=document.get("EnvironmentArn", ""),
            dns_name=name,
            zone_id=None if aliasable else "",
            state=document.get("Status", "") if aliasable or recognition is None else recognition.rule_id,
            label=document.get("ApplicationName", ""),
            facts=EnvironmentFacts(health=document.get("Health", ""), endpoint=document.get("EndpointURL", "")),
        )

    def exists(self, name: DnsName, ask: Ask) -> Sighting:
        """See ``Kind``; all accounts share the prefixes of a region (API reference: CheckDNSAvailability)."""
        chosen = _CHOSEN.fullmatch(name.bare)
        if chosen is None:
            return Sighting(exists=False, reserved=True, evidence="its form is that of generated names")
        try:
            answer = ask.elsewhere(chosen["region"]).call(
                "elasticbeanstalk", "check_dns_availability", CNAMEPrefix=chosen["prefix"]
            )
        except LookupFailedError as error:
            if error.code in _NOT_A_PREFIX and any(words in error.message for words in _ABOUT_PREFIX):
                why = "elasticbeanstalk:CheckDNSAvailability refuses it as a prefix"
                return Sighting(exists=False, reserved=True, evidence=why)
            raise
        free = bool(answer.get("Available"))
        said = "is free" if free else "is taken"
        return Sighting(exists=not free, evidence=f"elasticbeanstalk:CheckDNSAvailability says that it {said}")

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        if subject.target.aliasable or subject.target.facts is None:
            yield subject.finding(EB_CNAME_SWAP)
        if "AAAA" in subject.types:
            yield subject.finding(EB_AAAA, "AAAA")
        facts, status = subject.target.facts, subject.target.state
        if not isinstance(facts, EnvironmentFacts) or not subject.target.aliasable:
            return
        if status in _GOING or status != "Ready" or facts.health in _ILL:
            severity = Severity.ERROR if status in _GOING else None
            health = facts.health or "unknown"
            yield subject.finding(EB_ENVIRONMENT_NOT_READY, severity=severity, status=status, health=health)


def has_chosen_prefix(name: DnsName) -> bool:
    """Whether a name of an environment begins with a word that anyone may choose: it has no ``eba-`` label."""
    return _CHOSEN.fullmatch(name.bare) is not None


KIND = Environments()
