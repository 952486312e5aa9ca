from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.stage import accounts_here
from tests.targets.documents import GLOBAL_CERTIFICATE, any_certificate, certificate
from tests.targets.fakes import ACCOUNT, FakeAsk, by_id, case_of, denied, failure, found_and_inspected, ids
from tests.targets.over_wire import everything, judged
from xalias_tui.domain.names import DnsName
from xalias_tui.sandbox import organisation
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation import appsync as graphs
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import judge, kind

GRAPHS = kind("appsync")
ASSOCIATED = {"apiAssociation": {"domainName": "www.example.com", "apiId": "a1", "associationStatus": "SUCCESS"}}


def answers(association: Any = ASSOCIATED, **changed: Any) -> dict[str, Any]:
    item = {
        "domainName": "www.example.com",
        "certificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/1",
        "appsyncDomainName": "d777777abcdef8.cloudfront.net",
        "hostedZoneId": "Z2FDTNDATAQYW2",
        "tags": {"team": "graph"},
        "domainNameArn": f"arn:aws:appsync:eu-west-1:{ACCOUNT}:domainnames/www.example.com",
        **changed,
    }
    return {
        "appsync.list_domain_names": {"domainNameConfigs": [item]},
        "appsync.get_api_association": association,
        "acm.describe_certificate": any_certificate,
    }


def findings(given: dict[str, Any], name: str = "www.example.com", **options: Any) -> list[Any]:
    return list(judge(case_of(found_and_inspected(GRAPHS, FakeAsk(given)), name, **options)))


def test_a_custom_domain_is_found_with_the_name_and_zone_id_that_cloudfront_serves_it_under() -> None:
    target = found_and_inspected(GRAPHS, FakeAsk(answers()))
    assert target.dns_name == DnsName.parse("d777777abcdef8.cloudfront.net")
    assert (target.zone_id, target.zone_id_origin, target.record_types) == ("Z2FDTNDATAQYW2", "api", ("A",))
    assert (target.hostnames, target.region, target.label) == (("www.example.com",), "eu-west-1", "team=graph")
    assert target.evaluate_target_health == "forbidden"
    assert findings(answers()) == []


@pytest.mark.parametrize(
    ("association", "why"),
    [
        (failure("NotFoundException"), "it has no API"),
        ({"apiAssociation": {"associationStatus": "FAILED"}}, "its association with an API is FAILED"),
        ({"apiAssociation": {"associationStatus": "PROCESSING"}}, "its association with an API is PROCESSING"),
    ],
)
def test_a_domain_without_a_working_api_is_told(association: Any, why: str) -> None:
    message = by_id(findings(answers(association)), "appsync-name-or-api").message
    assert message == f"AppSync's domain www.example.com does not serve www.example.com: {why}."


def test_it_serves_its_own_name_alone() -> None:
    assert ids(findings(answers(), "m.example.com")) == {"appsync-name-or-api"}
    assert ids(findings(answers(), private=True)) == {"cloudfront-private-zone"}


def test_the_certificate_is_read_where_cloudfront_reads_it() -> None:
    far = answers(certificateArn=f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/1")
    assert ids(findings(far)) == {"cert-wrong-region"}
    other = answers() | {"acm.describe_certificate": certificate("shop.example.com", arn=GLOBAL_CERTIFICATE)}
    assert ids(findings(other)) == {"cert-san-missing"}
    assert ids(findings(other, "m.example.com")) == {"appsync-name-or-api"}
    unread = answers() | {"acm.describe_certificate": denied("acm:DescribeCertificate")}
    told = by_id(findings(unread), "iam-read-denied").message
    assert told.startswith("cert-san-missing, cert-pending, cert-failed, cert-expired, cert-expiring, ")


def test_a_denied_association_is_no_missing_one() -> None:
    assert ids(findings(answers(denied("appsync:GetApiAssociation")))) == {"iam-read-denied"}


def test_a_domain_that_has_no_name_yet_is_listed_and_cannot_be_aliased() -> None:
    target = found_and_inspected(GRAPHS, FakeAsk(answers(appsyncDomainName=None)))
    assert (target.aliasable, target.zone_id) == (False, "")


def test_each_fault_of_the_sandbox_is_found_over_pages(
    world: World, sandbox: Sandbox, enter_sandbox: Callable[[Sandbox], None]
) -> None:
    organisation.build(world)
    enter_sandbox(sandbox)
    for number in range(30):
        graphs.add_domain(Estate(world, SHOP), "eu-west-1", f"g{number}.example.com")
    found = {target.name: target for target in everything("appsync")}
    assert len(found) == 34
    for name, expected in organisation.faulty(graphs).items():
        target = found[name]
        ask = accounts_here().ask(target.profile, target.region)
        assert judged(GRAPHS.inspect(target, ask, DnsName.parse(name)), name) == set(expected)
