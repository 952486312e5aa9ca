from __future__ import annotations

from typing import Any

import pytest

from tests.targets import lightsail_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, found_and_inspected, ids
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise

CONTAINERS = kind("lightsail-container")
NOT_RUNNING = "lightsail-not-running"


def found(**changed: Any) -> Target:
    return found_and_inspected(CONTAINERS, FakeAsk(docs.container_answers(**changed)))


def judged(target: Target, name: str = "www.example.com", **options: Any) -> set[str]:
    return ids(list(judge(case_of(target, name, **options))))


def test_a_container_service_is_found_by_the_host_of_its_url() -> None:
    target = found()
    assert target.dns_name == DnsName.parse("forum.abc123def4567.eu-west-1.cs.amazonlightsail.com")
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z0624732FELAMMKW3Y21", "table", ("A",))
    assert (target.name, target.state, target.region) == ("forum", "RUNNING", "eu-west-1")
    assert target.hostnames == ("www.example.com", "forum.example.com")
    assert judged(target) == judged(target, "forum.example.com") == judged(target, private=True) == set()


def test_aaaa_is_not_answered() -> None:
    assert judged(found(), types=("A", "AAAA")) == {"aaaa-target-ipv4-only"}


def test_only_public_domain_names_are_served() -> None:
    assert judged(found(), "m.example.com") == {"lightsail-domain-not-attached"}
    assert judged(found(publicDomainNames=None)) == {"lightsail-domain-not-attached"}


@pytest.mark.parametrize(
    ("changed", "severity", "told"),
    [
        ({"isDisabled": True, "state": "DISABLED"}, Severity.ERROR, "forum is disabled."),
        ({"state": "DEPLOYING"}, Severity.WARNING, "forum is DEPLOYING."),
        ({"currentDeployment": {}}, Severity.WARNING, "forum has no public endpoint, its address answers 404."),
    ],
)
def test_what_does_not_run_is_told(changed: dict[str, Any], severity: Severity, told: str) -> None:
    finding = by_id(list(judge(case_of(found(**changed)))), NOT_RUNNING)
    assert (finding.severity, finding.message) == (severity, told)


def test_a_region_whose_zone_id_was_never_published_cannot_be_aliased() -> None:
    (target,) = CONTAINERS.discover(FakeAsk(docs.container_answers(), "af-south-1"))
    assert (target.zone_id, target.zone_id_origin, target.aliasable) == ("", "", False)


def test_a_service_that_is_being_made_has_no_name_yet() -> None:
    target = found(url=None, state="PENDING")
    assert (target.dns_name, target.aliasable) == (None, False)


def test_the_name_tells_kind_region_and_zone_id() -> None:
    recognition = recognise(DnsName.parse("forum.abc123def4567.eu-west-1.cs.amazonlightsail.com"))
    assert recognition is not None
    assert (recognition.kind, recognition.region) == ("lightsail-container", "eu-west-1")
    assert (recognition.zone_id, recognition.record_types) == ("Z0624732FELAMMKW3Y21", ("A",))
    assert recognise(DnsName.parse("abc123def4567.eu-west-1.cs.amazonlightsail.com")) is None
