from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, found_and_inspected, ids
from xalias_tui.domain.findings import Severity
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, offline_target, recognise

LATTICE = kind("vpc-lattice")
NAME = "inventory-0123456789abcdef0.7d67968.vpc-lattice-svcs.eu-west-1.on.aws"


def found(**changed: Any) -> Target:
    return found_and_inspected(LATTICE, FakeAsk(docs.lattice_answers(**changed)))


def judged(target: Target, name: str = "www.example.com", *, private: bool = True, evaluate: bool = False) -> set[str]:
    return ids(list(judge(case_of(target, name, ("A", "AAAA"), private=private, evaluate=evaluate))))


def test_evaluating_its_health_brings_nothing() -> None:
    assert judged(found(), evaluate=True) - judged(found()) == {"eth-no-benefit"}


def test_a_service_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse(NAME)
    assert (target.zone_id, target.zone_id_origin, target.internal) == ("Z0LATTICE", "api", True)
    assert (target.name, target.state, target.hostnames) == ("inventory", "ACTIVE", ("www.example.com",))
    assert target.record_types == ("A", "AAAA")
    assert judged(target) == set()


def test_a_shared_service_belongs_to_its_owner() -> None:
    assert found(arn="arn:aws:vpc-lattice:eu-west-1:333333333333:service/svc-1").account_id == "333333333333"


def test_the_custom_domain_name_must_be_the_records_name() -> None:
    assert judged(found(), "api.example.com") == {"lattice-custom-domain-mismatch"}
    assert judged(found(customDomainName=None)) == {"lattice-custom-domain-mismatch"}
    assert judged(found(customDomainName="WWW.example.com")) == set()


def test_a_public_zone_is_worth_knowing() -> None:
    finding = by_id(list(judge(case_of(found(), types=("A", "AAAA")))), "lattice-in-public-zone")
    assert finding.severity is Severity.INFO


def test_the_id_of_the_own_zone_is_wrong() -> None:
    assert judged(replace(found(), zone_id="Z1PUBLIC")) == {"lattice-own-zone-id"}


def test_a_service_in_the_making_has_no_name_yet() -> None:
    target = found(dnsEntry=None, status="CREATE_IN_PROGRESS")
    assert (target.dns_name, target.state, target.aliasable) == (None, "CREATE_IN_PROGRESS", False)


def test_only_the_api_tells_the_zone_id_even_where_an_example_was_published() -> None:
    recognition = recognise(DnsName.parse(NAME.replace("eu-west-1", "us-east-2")))
    assert recognition is not None
    assert (recognition.kind, recognition.region, recognition.zone_id) == ("vpc-lattice", "us-east-2", "")
    assert "are not published" in recognition.reason
    target = offline_target(recognition)
    assert not target.aliasable
    assert judged(target, private=False) == {"lattice-in-public-zone"}
