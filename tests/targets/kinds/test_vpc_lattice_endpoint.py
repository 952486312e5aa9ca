from __future__ import annotations

from typing import Any

import pytest

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, case_of, denied, found_and_inspected, ids
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import judge, kind, recognise

ENDPOINT = kind("vpc-lattice-endpoint")
NAME = "vpce-0123456789abcdef0-snra-0123456789abcdef0.7d67968.vpc-lattice-rsc.eu-west-1.on.aws"
DENIED = "ec2:DescribeVpcEndpoints"


def found(endpoint: dict[str, Any] | None = None, **changed: Any) -> Target:
    return found_and_inspected(ENDPOINT, FakeAsk(docs.association_answers(endpoint, **changed)))


def judged(target: Target, *, private: bool = True) -> set[str]:
    return ids(list(judge(case_of(target, private=private))))


def test_an_association_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse(NAME)
    assert (target.zone_id, target.zone_id_origin, target.internal) == ("Z0RESOURCE", "api", True)
    assert (target.name, target.state, target.record_types) == ("orders-db", "available", ("A",))
    assert "resourceconfiguration/rcfg-1" in target.label
    assert judged(target) == set()


def test_an_association_without_a_name_is_called_by_its_id() -> None:
    assert found(Tags=[]).name == "vpce-rsc-asc-0123456789abcdef0"


def test_the_endpoint_behind_must_be_available() -> None:
    assert judged(found({"State": "pendingAcceptance"})) == {"vpce-not-available"}


def test_record_types_are_those_of_the_endpoint() -> None:
    dual = {"IpAddressType": "dualstack", "DnsOptions": {"DnsRecordIpType": "dualstack"}}
    assert found(dual).record_types == ("A", "AAAA")


def test_a_refused_list_of_endpoints_loses_no_target() -> None:
    answers = docs.association_answers() | {"ec2.describe_vpc_endpoints": denied(DENIED)}
    target = found_and_inspected(ENDPOINT, FakeAsk(answers))
    assert (target.state, target.aliasable) == ("Accessible", True)
    assert target.facts is not None
    assert target.facts.unread == (DENIED,)
    assert "iam-read-denied" in judged(target)


def test_a_refused_list_of_associations_is_a_failed_look_up() -> None:
    answers = {"ec2.describe_vpc_endpoint_associations": denied("ec2:DescribeVpcEndpointAssociations")}
    with pytest.raises(LookupFailedError):
        list(ENDPOINT.discover(FakeAsk(answers)))


def test_endpoints_are_not_asked_for_where_there_are_no_associations() -> None:
    ask = FakeAsk({"ec2.describe_vpc_endpoint_associations": {"VpcEndpointAssociations": []}})
    assert list(ENDPOINT.discover(ask)) == []


def test_every_page_is_asked_for() -> None:
    pages = [{"VpcEndpointAssociations": [docs.association(Tags=[], Id=f"association-{at}")]} for at in range(2)]
    answers = docs.association_answers() | {"ec2.describe_vpc_endpoint_associations": pages}
    assert [target.name for target in ENDPOINT.discover(FakeAsk(answers))] == ["association-0", "association-1"]


def test_an_association_without_a_dns_entry_cannot_be_aliased() -> None:
    target = found(DnsEntry=None)
    assert (target.dns_name, target.aliasable) == (None, False)


@pytest.mark.parametrize(
    "text",
    [NAME, f"db.{NAME}", NAME.replace("-snra-", "-snsa-").replace("-rsc.", "-svcs.").replace("eu-west-1", "us-east-2")],
)
def test_names_are_recognised_without_a_zone_id(text: str) -> None:
    recognition = recognise(DnsName.parse(text))
    assert recognition is not None
    assert (recognition.kind, recognition.zone_id, recognition.internal) == ("vpc-lattice-endpoint", "", True)
    assert "are not published" in recognition.reason


def test_a_public_zone_is_worth_knowing() -> None:
    assert judged(found(), private=False) == {"lattice-in-public-zone"}
