"""Certificates, regions, security groups, members and aliases of accounts over the wire, and who is denied what."""

from __future__ import annotations

import pytest

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.sandbox.identities import Account
from xalias_tui.sandbox.members import LEGACY, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.services.ec2 import ENABLED_REGIONS
from xalias_tui.sandbox.world import World

REGION = "eu-west-1"


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


def test_a_certificate_is_listed_and_described(estate: Estate, make_client: MakeClient) -> None:
    acm = make_client("shop-prod", "acm", REGION)
    arn = estate.certificate(REGION, ["example.com", "*.example.com"])
    assert estate.certificate(REGION, ["example.com", "*.example.com"]) == arn
    pending = estate.certificate(REGION, ["new.example.com"], "PENDING_VALIDATION")
    listed = acm.list_certificates()["CertificateSummaryList"]
    assert [item["CertificateArn"] for item in listed] == [arn, pending]
    assert listed[0]["SubjectAlternativeNameSummaries"] == ["example.com", "*.example.com"]
    (issued,) = acm.list_certificates(CertificateStatuses=["ISSUED"])["CertificateSummaryList"]
    assert issued == listed[0]
    detail = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert detail["SubjectAlternativeNames"] == ["example.com", "*.example.com"]
    assert detail["NotAfter"].year == 2031
    apex, wild = detail["DomainValidationOptions"]
    assert apex["ResourceRecord"] == wild["ResourceRecord"]
    waiting = acm.describe_certificate(CertificateArn=pending)["Certificate"]
    assert waiting["DomainValidationOptions"][0]["ValidationStatus"] == "PENDING_VALIDATION"
    assert "NotAfter" not in waiting


def test_certificates_with_other_keys_are_listed_when_asked_for(estate: Estate, make_client: MakeClient) -> None:
    acm = make_client("shop-prod", "acm", REGION)
    arn = f"arn:aws:acm:{REGION}:{SHOP}:certificate/elliptic"
    item = {"CertificateArn": arn, "DomainName": "ec.example.com", "Status": "ISSUED", "KeyAlgorithm": "EC-prime256v1"}
    estate.put("acm", REGION, "certificates", item)
    assert acm.list_certificates()["CertificateSummaryList"] == []
    (found,) = acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})["CertificateSummaryList"]
    assert found["CertificateArn"] == arn


@pytest.mark.parametrize(("count", "more"), [(100, False), (101, True)])
def test_a_summary_shows_a_hundred_names(estate: Estate, make_client: MakeClient, count: int, more: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    names = [f"{number}.example.com" for number in range(count)]
    estate.certificate(REGION, names)
    (listed,) = make_client("shop-prod", "acm", REGION).list_certificates()["CertificateSummaryList"]
    assert listed["SubjectAlternativeNameSummaries"] == names[:100]
    assert listed["HasAdditionalSubjectAlternativeNames"] is more


def test_certificates_have_pages_and_strangers_are_not_found(estate: Estate, make_client: MakeClient) -> None:
    acm = make_client("shop-prod", "acm", REGION)
    for number in range(5):
        arn = estate.certificate(REGION, [f"{number}.example.com"])
    pages = acm.get_paginator("list_certificates").paginate(PaginationConfig={"PageSize": 2})
    assert [len(page["CertificateSummaryList"]) for page in pages] == [2, 2, 1]
    elsewhere = make_client("shop-prod", "acm", "us-east-1")
    expected = ("ResourceNotFoundException", 400, f"Could not find certificate {arn} in account {SHOP}.")
    assert refused(elsewhere.describe_certificate, CertificateArn=arn) == expected
    assert refused(acm.list_certificates, NextToken="nonsense")[0] == "ValidationException"
    assert refused(acm.list_certificates, MaxItems=1_001)[0] == "ValidationException"


def test_four_regions_are_enabled(make_client: MakeClient) -> None:
    ec2 = make_client("shop-prod", "ec2")
    assert tuple(region["RegionName"] for region in ec2.describe_regions()["Regions"]) == ENABLED_REGIONS
    everywhere = ec2.describe_regions(AllRegions=True)["Regions"]
    off = {region["RegionName"] for region in everywhere if region["OptInStatus"] == "not-opted-in"}
    assert {region["RegionName"] for region in everywhere} == off | set(ENABLED_REGIONS)
    assert off
    filters = [{"Name": "opt-in-status", "Values": ["not-opted-in"]}]
    filtered = ec2.describe_regions(AllRegions=True, Filters=filters)["Regions"]
    assert {region["RegionName"] for region in filtered} == off
    assert ec2.describe_regions(RegionNames=[REGION])["Regions"][0]["Endpoint"] == f"ec2.{REGION}.amazonaws.com"
    assert refused(ec2.describe_regions, RegionNames=["mars-1"])[0] == "InvalidParameterValue"
    nonsense = [{"Name": "colour", "Values": ["red"]}]
    assert refused(ec2.describe_regions, Filters=nonsense)[0] == "InvalidParameterValue"


def test_account_management_tells_the_same_regions(make_client: MakeClient) -> None:
    account = make_client("shop-prod", "account")
    pages = account.get_paginator("list_regions").paginate(PaginationConfig={"PageSize": 3})
    regions = {region["RegionName"]: region["RegionOptStatus"] for page in pages for region in page["Regions"]}
    assert {name for name, status in regions.items() if status == "ENABLED_BY_DEFAULT"} == set(ENABLED_REGIONS)
    on = account.list_regions(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])["Regions"]
    assert {region["RegionName"] for region in on} == set(ENABLED_REGIONS)


def test_security_groups_are_found_by_id_filter_and_page(estate: Estate, make_client: MakeClient) -> None:
    ec2 = make_client("shop-prod", "ec2", REGION)
    opened, closed = estate.open_group(REGION), estate.closed_group(REGION)
    assert estate.open_group(REGION) == opened
    (group,) = ec2.describe_security_groups(GroupIds=[opened])["SecurityGroups"]
    assert {permission["FromPort"] for permission in group["IpPermissions"]} == {80, 443}
    assert group["IpPermissions"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]
    assert group["IpPermissions"][0]["Ipv6Ranges"] == [{"CidrIpv6": "::/0"}]
    filters = [{"Name": "group-name", "Values": ["office"]}]
    (office,) = ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
    assert office["GroupId"] == closed
    for number in range(10):
        estate.put("ec2", REGION, "security_groups", {"GroupId": f"sg-{number}", "GroupName": str(number)})
    pages = ec2.get_paginator("describe_security_groups").paginate(PaginationConfig={"PageSize": 5})
    assert [len(page["SecurityGroups"]) for page in pages] == [5, 5, 2]
    missing = ("InvalidGroup.NotFound", 400, "The security group 'sg-nobody' does not exist")
    assert refused(ec2.describe_security_groups, GroupIds=["sg-nobody"]) == missing
    assert refused(ec2.describe_security_groups, MaxResults=4)[0] == "InvalidParameterValue"


def test_only_the_management_account_lists_the_members(world: World, make_client: MakeClient) -> None:
    pages = make_client("org-admin", "organizations").get_paginator("list_accounts").paginate()
    listed = [account for page in pages for account in page["Accounts"]]
    assert {account["Id"]: account["Name"] for account in listed} == {
        account.id: account.name for account in world.accounts.values() if account.partition == "aws"
    }
    assert all("Status" not in account and account["State"] for account in listed)
    assert [account["Name"] for account in listed if account["JoinedMethod"] == "INVITED"] == ["organisation"]
    member = make_client("shop-prod", "organizations")
    assert refused(member.list_accounts)[:2] == ("AccessDeniedException", 400)


def test_members_come_in_pages_of_twenty(world: World, make_client: MakeClient) -> None:
    members = sum(account.partition == "aws" for account in world.accounts.values())
    for number in range(18):
        world.add_account(Account(f"{number + 1:012}", f"team-{number}", f"team-{number}"))
    organizations = make_client("org-admin", "organizations")
    pages = [page["Accounts"] for page in organizations.get_paginator("list_accounts").paginate()]
    assert [len(accounts) for accounts in pages] == [20, members + 18 - 20]
    assert refused(organizations.list_accounts, MaxResults=21)[0] == "InvalidInputException"
    assert refused(organizations.list_accounts, NextToken="nonsense")[0] == "InvalidInputException"


def test_an_account_has_a_sign_in_alias(make_client: MakeClient) -> None:
    assert make_client("shop-prod", "iam").list_account_aliases()["AccountAliases"] == ["example-shop"]


@pytest.mark.parametrize(
    ("service", "operation", "action"),
    [
        ("cloudfront", "list_distributions", "cloudfront:ListDistributions"),
        ("apigateway", "get_domain_names", "apigateway:GET"),
        ("apigatewayv2", "get_domain_names", "apigateway:GET"),
        ("s3", "list_buckets", "s3:ListAllMyBuckets"),
        ("acm", "list_certificates", "acm:ListCertificates"),
    ],
)
def test_the_acquired_account_denies_half(make_client: MakeClient, service: str, operation: str, action: str) -> None:
    code, status, message = refused(getattr(make_client("legacy", service), operation))
    assert (code.startswith("AccessDenied"), status) == (True, 403)
    assert action in message


def test_a_policy_forbids_one_region_of_the_acquired_account(world: World, make_client: MakeClient) -> None:
    add_balancer(Estate(world, LEGACY), Balancer("us-east-1", "portal"))
    for service in ("elbv2", "elb"):
        code, status, message = refused(make_client("legacy", service, "ap-southeast-2").describe_load_balancers)
        assert (code, status) == ("AccessDenied", 403)
        assert message.endswith("with an explicit deny in a service control policy")
    (found,) = make_client("legacy", "elbv2", "us-east-1").describe_load_balancers()["LoadBalancers"]
    assert found["LoadBalancerName"] == "portal"
