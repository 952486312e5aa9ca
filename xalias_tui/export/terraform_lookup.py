"""Data sources of Terraform that look a target up in its own account, under a second provider alias.

Records keep their values written out, as reviewers want them; a precondition compares them with what is there. Source
of arguments and attributes: https://registry.terraform.io/providers/hashicorp/aws/latest/docs (data sources).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.plans import Plan
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.ways_in import is_profile
from xalias_tui.domain.zones import Zone
from xalias_tui.export.literals import hcl
from xalias_tui.export.reading import Plans

_ACCOUNT: Final = re.compile(r"[0-9]{12}\Z")
_REGION: Final = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]\Z")


@dataclass(frozen=True, slots=True)
class _Source:
    """A data source.

    Attributes:
        type: Its type.
        argument: What it is found by.
        given: What of the target the argument is: ``arn``, its last part (``id``) or ``name``.
        names: A list expression of the names that the target has, lower case; ``@`` stands for the data source.
        zone_id: An expression for the zone id.
    """

    type: str
    argument: str
    given: str
    names: str
    zone_id: str


_BALANCER_NAMES: Final = '[lower(@.dns_name), "dualstack.${lower(@.dns_name)}"]'
_ENTRY_ZONE: Final = "@.dns_entry[0].hosted_zone_id"
_SOURCES: Final[Mapping[str, _Source]] = {
    "alb": _Source("aws_lb", "arn", "arn", _BALANCER_NAMES, "@.zone_id"),
    "nlb": _Source("aws_lb", "arn", "arn", _BALANCER_NAMES, "@.zone_id"),
    "clb": _Source("aws_elb", "name", "name", _BALANCER_NAMES, "@.zone_id"),
    "cloudfront": _Source("aws_cloudfront_distribution", "id", "id", "[lower(@.domain_name)]", "@.hosted_zone_id"),
    "apigateway": _Source(
        "aws_api_gateway_domain_name", "domain_name", "name", "[lower(@.regional_domain_name)]", "@.regional_zone_id"
    ),
    "apigateway-edge": _Source(
        "aws_api_gateway_domain_name",
        "domain_name",
        "name",
        "[lower(@.cloudfront_domain_name)]",
        "@.cloudfront_zone_id",
    ),
    "s3-website": _Source("aws_s3_bucket", "bucket", "name", "[lower(@.website_domain)]", "@.hosted_zone_id"),
    "vpc-endpoint": _Source(
        "aws_vpc_endpoint", "id", "id", "[for entry in @.dns_entry : lower(entry.dns_name)]", _ENTRY_ZONE
    ),
    "vpc-lattice": _Source(
        "aws_vpclattice_service",
        "service_identifier",
        "arn",
        "[for entry in @.dns_entry : lower(entry.domain_name)]",
        _ENTRY_ZONE,
    ),
    "globalaccelerator": _Source(
        "aws_globalaccelerator_accelerator",
        "arn",
        "arn",
        "[for name in [@.dns_name, @.dual_stack_dns_name] : lower(name) if name != null]",
        "@.hosted_zone_id",
    ),
    "globalaccelerator-custom": _Source(
        "aws_globalaccelerator_custom_routing_accelerator", "arn", "arn", "[lower(@.dns_name)]", "@.hosted_zone_id"
    ),
    "opensearch": _Source(
        "aws_opensearch_domain",
        "domain_name",
        "name",
        "[lower(@.endpoint_v2)]",
        "@.domain_endpoint_v2_hosted_zone_id",
    ),
}
"""By kind of target. Kinds that are not here have no data source with both name and zone id."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The data source of one target.

    Attributes:
        target: What is looked up.
        name: The data source's own name.
        alias: The provider's alias: one a target account and region.
    """

    target: Target
    name: str
    alias: str

    @property
    def _source(self) -> _Source:
        return _SOURCES[self.target.kind]

    def provider(self) -> list[str]:
        """The provider of the target's account, which refuses any other."""
        target = self.target
        lines = ['provider "aws" {', f"  alias               = {hcl(self.alias)}"]
        if _is_regional(target):
            lines.append(f"  region              = {hcl(target.region)}")
        if is_profile(target.profile):
            lines.append(f"  profile             = {hcl(target.profile)}")
        if _ACCOUNT.match(target.account_id):
            lines.append(f"  allowed_account_ids = {hcl([target.account_id])}")
        return [*lines, "}"]

    def data(self) -> list[str]:
        """The data source."""
        source, target = self._source, self.target
        given = {"arn": target.arn, "name": target.name, "id": target.arn.rpartition("/")[2]}[source.given]
        width = max(len("provider"), len(source.argument))
        return [
            f'data "{source.type}" "{self.name}" {{',
            f"  {'provider':{width}} = aws.{self.alias}",
            f"  {source.argument:{width}} = {hcl(given)}",
            "}",
        ]

    def precondition(self, zone: Zone, record: RecordSet) -> list[str]:
        """What must hold of the target before the record is touched; nothing where the record leads elsewhere."""
        alias = record.alias
        if alias is None or alias.dns_name != self.target.dns_name or alias.zone_id in ("", zone.id):
            return []
        address = f"data.{self._source.type}.{self.name}"
        names, zone_id = (text.replace("@", address) for text in (self._source.names, self._source.zone_id))
        bare = hcl(alias.dns_name.bare)
        return [
            "precondition {",
            f"  condition     = contains({names}, {bare}) && {zone_id} == {hcl(alias.zone_id)}",
            f"  error_message = {hcl(f'{record.key} does not point to its target any more.')}",
            "}",
        ]


def lookups(plans: Plans) -> tuple[Lookup, ...]:
    """One look-up a target that has a data source.

    Raises:
        UsageError: when no target has one.
    """
    targets = {plan.target.key: plan.target for plan in plans if plan.target is not None and _known(plan)}
    if not targets:
        raise UsageError(
            "no-lookup",
            f"No data source of Terraform looks up {_what(plans)}.",
            "Leave it out: name and zone id of the target are written out in the code.",
        )
    providers = list(dict.fromkeys(_provider_key(target) for target in targets.values()))
    return tuple(
        Lookup(target, _numbered("target", number, len(targets)), _alias(providers, target))
        for number, target in enumerate(targets.values(), 1)
    )


def _known(plan: Plan) -> bool:
    """A target that was only recognised from its DNS name has no ARN to be found by."""
    return plan.target is not None and bool(plan.target.arn) and plan.target.kind in _SOURCES


def _what(plans: Plans) -> str:
    kinds = sorted({plan.target.kind for plan in plans if plan.target is not None and not _known(plan)})
    if not kinds:
        return "a target where a plan has none"
    unread = any(plan.target is not None and not plan.target.arn for plan in plans)
    return f"a target of kind {', '.join(kinds)}" + (" that was not read in its own account" if unread else "")


def _alias(providers: list[tuple[str, str, str]], target: Target) -> str:
    return _numbered("target", providers.index(_provider_key(target)) + 1, len(providers))


def _numbered(word: str, number: int, count: int) -> str:
    return word if count == 1 else f"{word}_{number}"


def _provider_key(target: Target) -> tuple[str, str, str]:
    return target.account_id, target.profile, target.region if _is_regional(target) else ""


def _is_regional(target: Target) -> bool:
    return _REGION.match(target.region) is not None
