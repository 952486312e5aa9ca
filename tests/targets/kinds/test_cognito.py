from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.targets import network_documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, failure, found_and_inspected, ids
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.plans import Surroundings
from xalias_tui.domain.records import RecordSet
from xalias_tui.domain.targets import Target
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.targets import judge, kind, recognise

COGNITO = kind("cognito")
OTHER_NAME = "cloudfront-alternate-domain-missing"
PARENT = "cognito-parent-no-a-record"


def found(domain: dict[str, Any] | None = None, **changed: Any) -> Target:
    return found_and_inspected(COGNITO, FakeAsk(docs.pool_answers(domain, **changed)))


def judged(target: Target, name: str = "www.example.com", **options: Any) -> set[str]:
    return ids(list(judge(case_of(target, name, **options))))


def record(name: str, type_: str, *values: str) -> RecordSet:
    resources = [{"Value": value} for value in values]
    return RecordSet.from_wire({"Name": f"{name}.", "Type": type_, "TTL": 300, "ResourceRecords": resources})


def test_a_custom_domain_is_found_with_the_values_of_its_alias() -> None:
    target = found()
    assert target.dns_name == DnsName.parse("d333333abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin) == ("Z2FDTNDATAQYW2", "table")
    assert (target.name, target.state, target.region) == ("customers", "ACTIVE", "eu-west-1")
    assert (target.hostnames, target.evaluate_target_health) == (("www.example.com",), "forbidden")
    assert target.label == "team=identity"
    assert judged(target) == set()


def test_a_pool_without_a_custom_domain_is_no_target() -> None:
    ask = FakeAsk(docs.pool_answers(CustomDomain=None))
    assert list(COGNITO.discover(ask)) == []
    assert "cognito-idp.describe_user_pool_domain" not in ask.calls


def test_a_pool_that_was_deleted_meanwhile_is_no_failure() -> None:
    answers = docs.pool_answers() | {"cognito-idp.describe_user_pool": failure("ResourceNotFoundException")}
    assert list(COGNITO.discover(FakeAsk(answers))) == []


@pytest.mark.parametrize("operation", ["describe_user_pool", "describe_user_pool_domain"])
def test_a_refused_description_is_a_failed_look_up(operation: str) -> None:
    answers = docs.pool_answers() | {f"cognito-idp.{operation}": denied("cognito-idp:any")}
    with pytest.raises(LookupFailedError):
        list(COGNITO.discover(FakeAsk(answers)))


def test_a_domain_without_a_distribution_cannot_be_aliased_yet() -> None:
    target = found({"CloudFrontDistribution": None, "Status": "CREATING"})
    assert (target.dns_name, target.zone_id, target.state, target.aliasable) == (None, "", "CREATING", False)


def test_offline_the_name_is_that_of_a_distribution() -> None:
    name = DnsName.parse("d333333abcdef8.cloudfront.net")
    first, own = recognise(name), COGNITO.recognise(name)
    assert first is not None
    assert own is not None
    assert (first.kind, own.kind, own.zone_id) == ("cloudfront", "cognito", first.zone_id)
    assert "same form of name" in own.reason
    assert COGNITO.recognise(DnsName.parse("d333333abcdef8.cloudfront.cn")) is None


def test_a_private_zone_cannot_hold_it() -> None:
    assert judged(found(), private=True) == {"cloudfront-private-zone"}


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING", "FAILED"])
def test_a_domain_must_be_active(status: str) -> None:
    parent = record("example.com", "A", "192.0.2.1")
    assert judged(found({"Status": status}), records=[parent]) == {"cognito-status"}


def test_that_its_kind_has_no_ipv6_is_nothing_that_was_read() -> None:
    finding = by_id(list(judge(case_of(found(), types=("A", "AAAA")))), "aaaa-target-ipv4-only")
    assert finding.message.startswith("AWS documents no AAAA alias to a target of the kind Cognito custom domain:")
    assert finding.remedy == "Drop AAAA."


def test_another_name_is_not_served() -> None:
    target = found()
    finding = by_id(list(judge(case_of(target, "api.example.com"))), OTHER_NAME)
    assert "serves www.example.com, not api.example.com" in finding.message
    assert finding.fix == ""


@pytest.mark.parametrize("parent", [record("example.com", "A", "192.0.2.1"), record("example.com", "CNAME", "a.test.")])
def test_a_domain_that_is_still_to_be_made_needs_an_address_of_its_parent(parent: RecordSet) -> None:
    assert judged(found(), "api.example.com") == {OTHER_NAME, PARENT}
    assert judged(found(), "api.example.com", records=[parent]) == {OTHER_NAME}


def test_an_active_domain_needs_its_parent_no_more() -> None:
    assert PARENT not in judged(found())


def test_records_that_were_not_all_read_say_nothing_of_the_parent() -> None:
    case = case_of(found(), "api.example.com")
    partly = replace(case, around=Surroundings(ZoneRecords(case.zone, (), complete=False)))
    assert ids(list(judge(partly))) == {OTHER_NAME}


def test_a_parent_outside_the_zone_or_delegated_is_not_judged() -> None:
    apex = found({"Status": "FAILED"}, CustomDomain="example.com")
    assert judged(apex, "example.com") == {"cognito-status"}
    delegation = record("dev.example.com", "NS", "ns1.example.net.")
    assert judged(found(), "www.dev.example.com", records=[delegation]) == {OTHER_NAME}
