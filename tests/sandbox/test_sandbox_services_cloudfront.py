"""CloudFront over the wire."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.sandbox.members import LEGACY, MEDIA
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.tenants import Tenant, add_group, add_tenant
from xalias_tui.sandbox.world import World


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, MEDIA)


@pytest.fixture
def cloudfront(make_client: MakeClient) -> Any:
    return make_client("media-prod", "cloudfront")


def listed(cloudfront: Any) -> list[Any]:
    pages = cloudfront.get_paginator("list_distributions").paginate()
    return [item for page in pages for item in page["DistributionList"].get("Items", [])]


def test_an_account_without_distributions_has_no_items(cloudfront: Any) -> None:
    page = cloudfront.list_distributions()["DistributionList"]
    assert (page["Quantity"], page["IsTruncated"], page["MaxItems"]) == (0, False, 100)
    assert "Items" not in page


def test_a_distribution_is_described(estate: Estate, cloudfront: Any) -> None:
    domain = estate.distribution("cdn", ["cdn.example.com"], comment="[red]ü\u202e", IsIPV6Enabled=False)
    (item,) = listed(cloudfront)
    assert re.fullmatch(r"d[a-z0-9]{13}\.cloudfront\.net", domain)
    assert re.fullmatch(r"E[A-Z0-9]{13}", item["Id"])
    assert item["ARN"] == f"arn:aws:cloudfront::{MEDIA}:distribution/{item['Id']}"
    assert item["DomainName"] == domain
    assert item["Aliases"] == {"Quantity": 1, "Items": ["cdn.example.com"]}
    assert item["ViewerCertificate"]["ACMCertificateArn"].startswith(f"arn:aws:acm:us-east-1:{MEDIA}:certificate/")
    assert (item["Comment"], item["IsIPV6Enabled"], item["Staging"]) == ("[red]ü\u202e", False, False)


def test_one_distribution_is_shown_with_its_configuration(estate: Estate, cloudfront: Any) -> None:
    estate.distribution("cdn", ["cdn.example.com"], comment="assets", Enabled=False)
    (item,) = listed(cloudfront)
    answer = cloudfront.get_distribution(Id=item["Id"])
    shown = answer["Distribution"]
    assert {name: shown[name] for name in ("Id", "ARN", "Status", "DomainName")} == {
        name: item[name] for name in ("Id", "ARN", "Status", "DomainName")
    }
    config = shown["DistributionConfig"]
    assert (config["Aliases"], config["Enabled"], config["Comment"]) == (item["Aliases"], False, "assets")
    assert (item["HttpVersion"], config["HttpVersion"]) == ("HTTP2AND3", "http2and3")
    alone = cloudfront.get_distribution_config(Id=item["Id"])
    assert (alone["DistributionConfig"], alone["ETag"]) == (config, answer["ETag"])


def test_distributions_of_others_do_not_exist(world: World, cloudfront: Any, make_client: MakeClient) -> None:
    Estate(world, LEGACY).distribution("theirs", ["theirs.example.com"])
    assert listed(cloudfront) == []
    (theirs,) = world.items("cloudfront", LEGACY, "", "distributions")
    for operation in (cloudfront.get_distribution, cloudfront.get_distribution_config):
        assert refused(operation, Id=theirs["Id"])[:2] == ("NoSuchDistribution", 404)
    assert refused(make_client("legacy", "cloudfront").list_distributions)[:2] == ("AccessDenied", 403)


def test_the_list_is_cut_into_pages_of_at_most_100(estate: Estate, cloudfront: Any) -> None:
    for number in range(105):
        estate.distribution(f"cdn-{number}")
    first = cloudfront.list_distributions(MaxItems="500")["DistributionList"]
    assert (first["Quantity"], first["IsTruncated"], len(first["Items"])) == (100, True, 100)
    rest = cloudfront.list_distributions(Marker=first["NextMarker"])["DistributionList"]
    assert (rest["Quantity"], rest["IsTruncated"], rest["Marker"]) == (5, False, first["NextMarker"])
    assert "NextMarker" not in rest
    assert len({item["Id"] for item in listed(cloudfront)}) == 105
    assert refused(cloudfront.list_distributions, Marker="nonsense")[:2] == ("InvalidArgument", 400)


def conflicts(cloudfront: Any, distribution: str, alias: str, **params: Any) -> Any:
    asking = {"DistributionId": distribution}
    return cloudfront.list_domain_conflicts(Domain=alias, DomainControlValidationResource=asking, **params)


def test_conflicting_names_of_other_accounts_come_half_hidden(world: World, estate: Estate, cloudfront: Any) -> None:
    estate.distribution("cdn", ["cdn.example.com"], certificate_names=["*.example.com"])
    estate.distribution("far", ["www.example.net"])
    Estate(world, LEGACY).distribution("theirs", ["*.example.com"])
    own = listed(cloudfront)[0]["Id"]
    (theirs,) = world.items("cloudfront", LEGACY, "", "distributions")
    found = conflicts(cloudfront, own, "CDN.example.com")
    sort = {"ResourceType": "distribution"}
    assert found["DomainConflicts"] == [
        {"Domain": "cdn.example.com", **sort, "ResourceId": "*" * 8 + own[-6:], "AccountId": "*" * 6 + MEDIA[-6:]},
        {
            "Domain": "*.example.com",
            **sort,
            "ResourceId": "*" * 8 + theirs["Id"][-6:],
            "AccountId": "*" * 6 + LEGACY[-6:],
        },
    ]
    wild = conflicts(cloudfront, own, "*.example.com")
    assert {item["Domain"] for item in wild["DomainConflicts"]} == {"cdn.example.com", "*.example.com"}
    first = conflicts(cloudfront, own, "*.example.com", MaxItems=1)
    rest = conflicts(cloudfront, own, "*.example.com", MaxItems=1, Marker=first["NextMarker"])
    assert [*first["DomainConflicts"], *rest["DomainConflicts"]] == wild["DomainConflicts"]
    assert "NextMarker" not in rest


def test_alternate_names_cover_any_depth_and_certificates_one_label(estate: Estate, cloudfront: Any) -> None:
    estate.distribution("deep", ["*.example.com"], certificate_names=["*.example.com", "a.b.example.com"])
    own = listed(cloudfront)[0]["Id"]
    assert len(conflicts(cloudfront, own, "a.b.example.com")["DomainConflicts"]) == 1
    params = {"Domain": "x.y.example.com", "DomainControlValidationResource": {"DistributionId": own}}
    assert refused(cloudfront.list_domain_conflicts, **params)[:2] == ("InvalidArgument", 400)


def test_conflicts_are_only_told_to_who_has_a_certificate(estate: Estate, cloudfront: Any) -> None:
    estate.distribution("bare")
    asking = {"DistributionId": listed(cloudfront)[0]["Id"]}
    params = {"Domain": "www.example.com", "DomainControlValidationResource": asking}
    assert refused(cloudfront.list_domain_conflicts, **params)[:2] == ("InvalidArgument", 400)
    asking["DistributionId"] = "E0NOBODYHERE00"
    assert refused(cloudfront.list_domain_conflicts, **params)[:2] == ("EntityNotFound", 404)


def test_a_tenant_asks_by_its_own_certificate_or_that_of_its_distribution(estate: Estate, cloudfront: Any) -> None:
    add_group(estate, "tenants", default=True)
    add_tenant(estate, Tenant("acme", ("*.acme.example.com",)))
    (tenant,) = cloudfront.list_distribution_tenants()["DistributionTenantList"]
    params = {"DomainControlValidationResource": {"DistributionTenantId": tenant["Id"]}}
    found = cloudfront.list_domain_conflicts(Domain="eu.acme.example.com", **params)["DomainConflicts"]
    assert [(item["Domain"], item["ResourceType"]) for item in found] == [("*.acme.example.com", "distribution-tenant")]
    for domain, code in (("www.example.com", "InvalidArgument"), ("a.b.acme.example.com", "InvalidArgument")):
        assert refused(cloudfront.list_domain_conflicts, Domain=domain, **params)[0] == code
    both = {"DistributionId": "E1", "DistributionTenantId": tenant["Id"]}
    given = {"Domain": "eu.acme.example.com", "DomainControlValidationResource": both}
    assert refused(cloudfront.list_domain_conflicts, **given)[0] == "InvalidArgument"
