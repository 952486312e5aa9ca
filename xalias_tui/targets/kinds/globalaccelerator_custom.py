"""Global Accelerator, custom routing accelerators: each client must know the port of its endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.findings import Finding, Rule, Severity
from xalias_tui.domain.lookups import Ask
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets.shared.accelerators import (
    LISTED,
    AcceleratorKind,
    inspect_accelerator,
    judge_accelerator,
)
from xalias_tui.targets.shared.subject import Subject

GA_CUSTOM_ROUTING = Rule(
    id="ga-custom-routing",
    severity=Severity.INFO,
    when="The target is a custom routing accelerator.",
    message="{resource} routes by port: clients must know the port that is mapped to their endpoint.",
    remedy="Confirm that clients know their port.",
    source="botocore model: globalaccelerator CustomRoutingAccelerator",
    stage="demands",
)


class CustomRoutingAccelerators(AcceleratorKind):
    """The kind ``globalaccelerator-custom``."""

    key = "globalaccelerator-custom"
    title = "Global Accelerator, custom routing"
    record_types = ("A",)
    evaluate_target_health = "no-benefit"
    iam_actions = (
        "globalaccelerator:ListCustomRoutingAccelerators",
        "globalaccelerator:ListCustomRoutingEndpointGroups",
        "globalaccelerator:ListCustomRoutingListeners",
    )
    list_actions = ("globalaccelerator:ListCustomRoutingAccelerators",)
    order = 130
    hints = ("A standard accelerator has the same form of name and the same zone id.",)

    def discover(self, ask: Ask) -> Iterator[Target]:
        """One paginated call."""
        for page in ask.pages("globalaccelerator", "list_custom_routing_accelerators", MaxResults=LISTED):
            yield from (self.from_document(item, ask) for item in page["Accelerators"])

    def inspect(self, target: Target, ask: Ask, name: DnsName) -> Target:
        """Its listeners, and the endpoint groups of each until one has an endpoint."""
        del name
        return inspect_accelerator(target, ask, "list_custom_routing_listeners", "list_custom_routing_endpoint_groups")

    def judge_target(self, subject: Subject) -> Iterator[Finding]:
        """See ``Kind``."""
        yield subject.finding(GA_CUSTOM_ROUTING)
        yield from judge_accelerator(subject)


KIND = CustomRoutingAccelerators()
