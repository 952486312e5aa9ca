"""OpenSearch, VPC endpoints, VPC Lattice, Cognito and Amplify over the wire: fields, pages and refusals."""

from __future__ import annotations

import pytest

from tests.conftest import MakeClient
from tests.sandbox.refusing import refused
from xalias_tui.sandbox.members import SHOP
from xalias_tui.sandbox.organisation.estate import Estate
from xalias_tui.sandbox.organisation.network import (
    Endpoint,
    add_interface_endpoint,
    add_lattice_endpoint,
    add_lattice_service,
    add_search_domain,
)
from xalias_tui.sandbox.organisation.sites import App, add_app, add_user_pool
from xalias_tui.sandbox.world import World

REGION = "eu-west-1"


@pytest.fixture
def estate(world: World) -> Estate:
    return Estate(world, SHOP)


def test_search_domains_tell_both_endpoints(estate: Estate, make_client: MakeClient) -> None:
    client = make_client("shop-prod", "opensearch", REGION)
    add_search_domain(estate, REGION, "logs", "logs.example.com")
    add_search_domain(estate, REGION, "inner", "", dualstack=False, in_vpc=True)
    names = [item["DomainName"] for item in client.list_domain_names()["DomainNames"]]
    assert names == ["logs", "inner"]
    assert client.list_domain_names(EngineType="Elasticsearch")["DomainNames"] == []
    logs, inner = client.describe_domains(DomainNames=names)["DomainStatusList"]
    assert logs["EndpointV2"].endswith(f".aos.{REGION}.on.aws")
    assert logs["DomainEndpointV2HostedZoneId"].startswith("Z")
    assert logs["DomainEndpointOptions"]["CustomEndpoint"] == "logs.example.com"
    assert (inner["IPAddressType"], set(inner["Endpoints"])) == ("ipv4", {"vpc"})
    assert "DomainEndpointV2HostedZoneId" not in inner
    assert client.describe_domains(DomainNames=["nobody"])["DomainStatusList"] == []
    too_many = [f"domain-{number}" for number in range(6)]
    assert refused(client.describe_domains, DomainNames=too_many)[:2] == ("ValidationException", 400)


def test_endpoints_are_filtered_and_found_by_id(estate: Estate, make_client: MakeClient) -> None:
    ec2 = make_client("shop-prod", "ec2", REGION)
    add_interface_endpoint(estate, Endpoint(REGION, "payments", service="ssm"))
    add_lattice_endpoint(estate, REGION, "database")
    kinds = [item["VpcEndpointType"] for item in ec2.describe_vpc_endpoints()["VpcEndpoints"]]
    assert kinds == ["Interface", "Resource"]
    interfaces = [{"Name": "vpc-endpoint-type", "Values": ["Interface"]}]
    (found,) = ec2.describe_vpc_endpoints(Filters=interfaces)["VpcEndpoints"]
    assert [entry["HostedZoneId"] for entry in found["DnsEntries"]] == ["Z38GZ743OKFT7T"] * 2 + ["ZONEIDPENDING"]
    assert found["Tags"] == [{"Key": "Name", "Value": "payments"}]
    (same,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[found["VpcEndpointId"]])["VpcEndpoints"]
    assert same == found
    unknown = refused(ec2.describe_vpc_endpoints, VpcEndpointIds=["vpce-nobody"])
    assert unknown == ("InvalidVpcEndpointId.NotFound", 400, "The Vpc Endpoint Id 'vpce-nobody' does not exist")
    nonsense = [{"Name": "colour", "Values": ["red"]}]
    assert refused(ec2.describe_vpc_endpoints, Filters=nonsense)[0] == "InvalidParameterValue"


def test_associations_tell_the_name_of_what_is_behind(estate: Estate, make_client: MakeClient) -> None:
    ec2 = make_client("shop-prod", "ec2", REGION)
    for number in range(3):
        add_lattice_endpoint(estate, REGION, f"database-{number}")
    first = ec2.describe_vpc_endpoint_associations(MaxResults=2)
    assert len(first["VpcEndpointAssociations"]) == 2
    entry = first["VpcEndpointAssociations"][0]["DnsEntry"]
    assert entry["DnsName"].endswith(f".vpc-lattice-rsc.{REGION}.on.aws")
    rest = ec2.describe_vpc_endpoint_associations(NextToken=first["NextToken"])
    assert len(rest["VpcEndpointAssociations"]) == 1
    assert "NextToken" not in rest
    assert refused(ec2.describe_vpc_endpoint_associations, NextToken="nonsense")[0] == "InvalidParameterValue"


def test_lattice_services_are_listed_in_short_and_got_in_full(estate: Estate, make_client: MakeClient) -> None:
    lattice = make_client("shop-prod", "vpc-lattice", REGION)
    names = ("inventory", "prices", "stock")
    for name in names:
        add_lattice_service(estate, REGION, name, f"{name}.example.com")
    pages = lattice.get_paginator("list_services").paginate(PaginationConfig={"PageSize": 2})
    items = [item for page in pages for item in page["items"]]
    assert [item["customDomainName"] for item in items] == [
        f"{n}.example.com" for n in ("inventory", "prices", "stock")
    ]
    assert "certificateArn" not in items[0]
    for identifier in (items[1]["id"], items[1]["arn"]):
        service = lattice.get_service(serviceIdentifier=identifier)
        assert (service["name"], service["dnsEntry"]) == ("prices", items[1]["dnsEntry"])
        assert service["certificateArn"].startswith("arn:aws:acm:")
    unknown = refused(lattice.get_service, serviceIdentifier="svc-nobody0123456789")
    assert unknown[:2] == ("ResourceNotFoundException", 404)
    assert refused(lattice.list_services, maxResults=101)[0] == "ValidationException"


def test_user_pools_tell_their_domain_in_two_steps(estate: Estate, make_client: MakeClient) -> None:
    cognito = make_client("shop-prod", "cognito-idp", REGION)
    add_user_pool(estate, REGION, "customers", "login.example.com")
    add_user_pool(estate, REGION, "staff", "")
    pages = cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1})
    customers, staff = (item for page in pages for item in page["UserPools"])
    assert "CustomDomain" not in customers
    assert "CustomDomain" not in cognito.describe_user_pool(UserPoolId=staff["Id"])["UserPool"]
    domain = cognito.describe_user_pool(UserPoolId=customers["Id"])["UserPool"]["CustomDomain"]
    described = cognito.describe_user_pool_domain(Domain=domain)["DomainDescription"]
    assert (described["UserPoolId"], described["Status"]) == (customers["Id"], "ACTIVE")
    assert described["CloudFrontDistribution"].endswith(".cloudfront.net")
    assert cognito.describe_user_pool_domain(Domain="nobody.example.com")["DomainDescription"] == {}
    unknown = refused(cognito.describe_user_pool, UserPoolId=f"{REGION}_nobody")
    assert unknown == ("ResourceNotFoundException", 400, f"User pool {REGION}_nobody does not exist.")
    assert refused(cognito.list_user_pools, MaxResults=61)[0] == "InvalidParameterException"


def test_apps_tell_their_domains(estate: Estate, make_client: MakeClient) -> None:
    amplify = make_client("shop-prod", "amplify", REGION)
    for number in range(12):
        add_app(estate, App(REGION, f"app-{number}", prefixes=("www", "")))
    assert len(amplify.list_apps()["apps"]) == 10
    apps = [app for page in amplify.get_paginator("list_apps").paginate() for app in page["apps"]]
    assert len(apps) == 12
    (domain,) = amplify.list_domain_associations(appId=apps[3]["appId"])["domainAssociations"]
    assert domain["domainAssociationArn"].startswith(apps[3]["appArn"])
    assert "appId" not in domain
    first, apex = domain["subDomains"]
    assert first["dnsRecord"].split()[:2] == ["www", "CNAME"]
    assert apex["dnsRecord"].startswith(" CNAME d")
    assert refused(amplify.list_domain_associations, appId="dnobody")[:2] == ("NotFoundException", 404)
