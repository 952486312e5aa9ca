"""Edge-optimised custom domain names of API Gateway: CloudFront serves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.partitions import CHINA, GOVCLOUD
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared import api_domains
from xalias_tui.targets.shared.cloudfront_served import CloudFrontServed, judge_cloudfront_zone
from xalias_tui.targets.shared.subject import Subject

_CERTIFICATE_REGION: Final = "us-east-1"
_NOT_SERVED: Final = frozenset({CHINA, GOVCLOUD})
"""API Gateway in the AWS in China guide: no edge-optimised names; GovCloud has no CloudFront that could serve them."""


class EdgeApiDomains(CloudFrontServed):
    """The kind ``apigateway-edge``."""

    key = "apigateway-edge"
    title = "API Gateway edge domain"
    services = ("apigateway",)
    precursors = ("AWS::ApiGateway::RestApi",)
    absent_from = _NOT_SERVED
    arn = r"apigateway:/domainnames/(?P<name>[^/+]+)(?:[+].+)?"
    table = "apigateway_edge"
    tables_judged = ("apigateway_regional",)
    record_types = ("A", "AAAA")
    iam_actions = api_domains.IAM_ACTIONS
    list_actions = ("apigateway:GET",)
    checks = api_domains.CHECKS
    iam_resources = api_domains.IAM_RESOURCES
    named_as_hosts = True
    order = 60
    inspects = api_domains.INSPECTS

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call: the API of HTTP APIs lists no edge domain that this one lacks."""
        for item in api_domains.rest_domains(ask):
            if "EDGE" in api_domains.endpoint_types(item):
                domain = api_domains.read_rest(item, "EDGE")
                yield api_domains.as_target(self, domain, ask)

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Mappings and routing rules."""
        del name
        return api_domains.inspect(target, ask)

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield from judge_cloudfront_zone(subject)
        yield from api_domains.judge_mixup(subject, "apigateway_regional")
        yield from api_domains.judge_api_domain(subject, certificate_region=_CERTIFICATE_REGION)


KIND = EdgeApiDomains()
