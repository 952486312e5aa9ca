"""Global Accelerator, standard accelerators: under their dual-stack name where they have one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.accelerators import (
    LISTED,
    AcceleratorFacts,
    AcceleratorKind,
    inspect_accelerator,
    judge_accelerator,
)
from xalias_tui.targets.shared.evidence import Document
from xalias_tui.targets.shared.recorded import Recorded, at
from xalias_tui.targets.shared.subject import Subject

GA_IPV4_NAME_FOR_AAAA = Rule(
    id="ga-ipv4-name-for-aaaa",
    severity=Severity.ERROR,
    when="Type AAAA, and the alias points to DnsName, which has IPv4 addresses only.",
    message="{target} is the accelerator's IPv4 name; AAAA answers only under its dual-stack name.",
    remedy="Use its DualStackDnsName (….dualstack.awsglobalaccelerator.com), or leave AAAA out.",
    source="botocore model: globalaccelerator Accelerator.DualStackDnsName",
    stage="target",
)

_MAKE_DUAL_STACK: Final = "Set the accelerator's IpAddressType to DUAL_STACK, or leave AAAA out."
"""For accelerators that were listed: those that have a dual-stack name are aliased under it."""


class Accelerators(AcceleratorKind):
    """The kind ``globalaccelerator``."""

    key = "globalaccelerator"
    title = "Global Accelerator"
    record_types = ("A", "AAAA")
    evaluate_target_health = "no-benefit"
    iam_actions = (
        "globalaccelerator:ListAccelerators",
        "globalaccelerator:ListEndpointGroups",
        "globalaccelerator:ListListeners",
    )
    list_actions = ("globalaccelerator:ListAccelerators",)
    order = 120
    recorded = Recorded(
        type="AWS::GlobalAccelerator::Accelerator",
        fields={
            "AcceleratorArn": "configuration.AcceleratorArn",
            "Name": "configuration.Name",
            "DnsName": "configuration.DnsName",
            "Enabled": "configuration.Enabled",
            "IpAddressType": "configuration.IpAddressType",
        },
        required=("AcceleratorArn", "Enabled"),
        unread={"DnsName": "dns_name", "IpAddressType": "record_types"},
        never=("state",),
        home="us-west-2",
    )
    hints = ("AAAA answers only under the name that has 'dualstack' in it.",)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("globalaccelerator", "list_accelerators", MaxResults=LISTED):
            yield from (self.from_document(item, ask) for item in page["Accelerators"])

    def left_open(self, row: Document, target: Target) -> tuple[str, ...]:
        """See ``Kind``; an accelerator that may have a dual-stack name is known by its IPv4 name alone."""
        del target
        return () if at(row, "configuration.IpAddressType") == "IPV4" else ("dns_name", "record_types")

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Its listeners, and the endpoint groups of each until one has an endpoint."""
        del name
        return inspect_accelerator(target, ask, "list_listeners", "list_endpoint_groups")

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        name = subject.target.dns_name
        if "AAAA" in subject.types and name is not None and ".dualstack." not in name.text:
            remedy = _MAKE_DUAL_STACK if isinstance(subject.target.facts, AcceleratorFacts) else None
            yield subject.finding(GA_IPV4_NAME_FOR_AAAA, "AAAA", remedy=remedy)
        yield from judge_accelerator(subject)


KIND = Accelerators()
