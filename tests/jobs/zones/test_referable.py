from __future__ import annotations

from pathlib import Path

from tests.jobs.fakes import FakeAccounts, hub, workspace
from tests.targets.fakes import Answers
from xalias_tui.jobs.zones.referable import list_cidr_collections, list_health_checks, referable


def test_route_53_is_asked_at_the_home_of_the_accounts_own_partition(tmp_path: Path) -> None:
    hosted = hub()
    answers: Answers = {"route53.list_health_checks": {"HealthChecks": []}, "route53.list_cidr_collections": {}}
    accounts = FakeAccounts({"dns": hosted.account}, {"dns": hosted}, answers={"dns": answers})
    opened = workspace(tmp_path, accounts)
    assert list_health_checks(opened) == ((), ())
    assert list_cidr_collections(opened) == ((), ())
    referable(opened, "dns", health=True)
    assert [ask.region for ask in accounts.asked] == ["", "", ""], (
        "empty: the region of the partition's global services"
    )


def test_a_health_check_without_an_address_asks_dns_for_its_domain(tmp_path: Path) -> None:
    hosted = hub()
    named = {"Type": "HTTPS", "FullyQualifiedDomainName": "WWW.example.com."}
    configs = (named, {**named, "IPAddress": "192.0.2.1"}, {"Type": "CALCULATED"})
    documents = [{"Id": f"h{number}", "HealthCheckConfig": config} for number, config in enumerate(configs)]
    answers: Answers = {"route53.list_health_checks": {"HealthChecks": documents}}
    accounts = FakeAccounts({"dns": hosted.account}, {"dns": hosted}, answers={"dns": answers})
    checks, _ = list_health_checks(workspace(tmp_path, accounts))
    assert [check.domain for check in checks] == ["www.example.com", "", ""]
