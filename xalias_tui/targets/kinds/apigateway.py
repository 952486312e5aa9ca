"""Regional custom domain names of API Gateway, of REST, HTTP and WebSocket APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Recognition, Target
from xalias_tui.targets.shared import api_domain_rules as rules
from xalias_tui.targets.shared import api_domains
from xalias_tui.targets.shared.kind import Kind
from xalias_tui.targets.shared.naming import AMAZONAWS, REGION, match_name
from xalias_tui.targets.shared.subject import Subject

_NAME: Final = re.compile(rf"d-(?P<name>[a-z0-9]+)\.execute-api\.{REGION}\.{AMAZONAWS}")
_DEFAULT: Final = re.compile(rf"(?P<api>[a-z0-9]+)(?:-vpce-[0-9a-f]+)?\.execute-api\.{REGION}\.{AMAZONAWS}")


class RegionalApiDomains(Kind):
    """The kind ``apigateway``."""

    key = "apigateway"
    title = "API Gateway regional domain"
    services = ("apigateway", "apigatewayv2")
    precursors = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")
    arn = r"apigateway:/domainnames/(?P<name>[^/+]+)(?:[+].+)?"
    table = "apigateway_regional"
    tables_judged = ("cloudfront",)
    hints = ("AAAA answers only where the domain is dual-stack.",)
    internal = False
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = api_domains.IAM_ACTIONS
    list_actions = ("apigateway:GET",)
    checks = api_domains.CHECKS
    iam_resources = api_domains.IAM_RESOURCES
    named_as_hosts = True
    order = 50
    exclusions = (rules.APIGW_DEFAULT_ENDPOINT,)
    inspects = api_domains.INSPECTS

    def recognise(self, name: DnsName) -> Recognition | None:
        """Names that start with ``d-``; default endpoints, which do not, can't be aliased."""
        match = match_name(_NAME, name)
        if match is not None:
            return self.recognised(name, match["region"])
        default = match_name(_DEFAULT, name)
        if default is None:
            return None
        return Recognition(
            self.key,
            name,
            default["region"],
            rule_id=rules.APIGW_DEFAULT_ENDPOINT.id,
            reason="It is the default endpoint of an API, for which Route 53 has no alias. Create a regional custom "
            "domain name and alias to its d-….execute-api… name, or write a CNAME (not at the zone's apex).",
        )

    def discover(self, ask: Ask) -> Iterator[Target]:
        """Two paginated calls: both APIs list the same domains, each is given once; private ones are another kind."""
        given: set[str] = set()
        for item in api_domains.rest_domains(ask):
            types = api_domains.endpoint_types(item)
            if "REGIONAL" in types:
                domain = api_domains.read_rest(item, "REGIONAL")
                given.add(domain.facts.domain)
                yield api_domains.as_target(self, domain, ask)
        for domain in api_domains.http_domains(ask, "REGIONAL"):
            if domain.facts.domain not in given:
                given.add(domain.facts.domain)
                yield api_domains.as_target(self, domain, ask)

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Mappings and routing rules."""
        del name
        return api_domains.inspect(target, ask)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from api_domains.judge_mixup(subject, "cloudfront")
        yield from api_domains.judge_api_domain(subject, certificate_region=subject.target.region)


KIND = RegionalApiDomains()
