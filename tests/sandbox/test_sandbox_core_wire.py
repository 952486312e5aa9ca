from __future__ import annotations

import http.client
import os
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.conftest import MakeClient
from xalias_tui.sandbox.members import DNS_KEY
from xalias_tui.sandbox.models import routes, service_of
from xalias_tui.sandbox.profiles import PROFILES, clashing
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World

_SIGNED = (
    "AWS4-HMAC-SHA256 Credential=AKIAXALIASDNSHUB0000/20261102/us-east-1/{}/aws4_request, SignedHeaders=host, "
    "Signature=00"
)


@pytest.mark.parametrize(
    ("signing_name", "path", "version", "service"),
    [
        ("elasticloadbalancing", "/", "2015-12-01", "elbv2"),
        ("elasticloadbalancing", "/", "2012-06-01", "elb"),
        ("apigateway", "/domainnames", None, "apigateway"),
        ("apigateway", "/v2/domainnames", None, "apigatewayv2"),
        ("route53", "/2013-04-01/hostedzone", None, "route53"),
    ],
)
def test_services_that_share_a_signing_name(signing_name: str, path: str, version: str | None, service: str) -> None:
    assert service_of(signing_name, path, version) == service


@pytest.mark.parametrize(
    ("service", "method", "path", "query", "operation"),
    [
        ("route53", "GET", "/2013-04-01/hostedzone/Z1/rrset", {}, "ListResourceRecordSets"),
        ("route53", "POST", "/2013-04-01/hostedzone/Z1/rrset/", {}, "ChangeResourceRecordSets"),
        ("route53", "GET", "/2013-04-01/hostedzonesbyname", {}, "ListHostedZonesByName"),
        ("s3", "GET", "/", {"x-id": "ListBuckets"}, "ListBuckets"),
        ("s3", "GET", "/bucket", {"website": ""}, "GetBucketWebsite"),
        ("s3", "GET", "/bucket", {"location": ""}, "GetBucketLocation"),
        ("s3", "GET", "/bucket", {"list-type": "2"}, "ListObjectsV2"),
        ("s3", "HEAD", "/www.example.com", {}, "HeadBucket"),
        ("s3", "GET", "/bucket/a/b", {}, "GetObject"),
        ("cloudfront", "GET", "/2020-05-31/distribution/E1/config", {}, "GetDistributionConfig"),
        ("apigateway", "GET", "/domainnames/a.example/basepathmappings", {}, "GetBasePathMappings"),
    ],
)
def test_the_operation_that_a_rest_request_means(
    service: str, method: str, path: str, query: dict[str, str], operation: str
) -> None:
    assert next(route.operation for route in routes(service) if route.match(method, path, query) is not None) == (
        operation
    )


def _ask(sandbox: Sandbox, headers: dict[str, str], body: str = "", path: str = "/") -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc)
    connection.request("POST", path, body=body, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


def test_an_unsigned_request(sandbox: Sandbox) -> None:
    status, body = _ask(sandbox, {})
    assert status == 403
    assert "<Code>MissingAuthenticationToken</Code>" in body


def test_a_service_that_nobody_knows(sandbox: Sandbox) -> None:
    status, body = _ask(sandbox, {"Authorization": _SIGNED.format("teapot")})
    assert status == 400
    assert "does not simulate teapot" in body


def test_an_operation_that_nobody_knows(sandbox: Sandbox) -> None:
    headers = {"Authorization": _SIGNED.format("sts"), "Content-Type": "application/x-www-form-urlencoded"}
    status, body = _ask(sandbox, headers, "Action=MakeCoffee&Version=2011-06-15")
    assert status == 400
    assert "<Code>InvalidAction</Code>" in body


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        ("ecs", "list_clusters", "UnknownOperationException"),
        ("lambda", "list_functions", "UnknownOperationException"),
        ("shield", "list_protections", "UnknownOperationException"),
        ("sns", "list_topics", "InvalidAction"),
        ("elbv2", "describe_account_limits", "InvalidAction"),
        ("ec2", "describe_instances", "InvalidAction"),
        ("s3", "get_bucket_acl", "NotImplemented"),
        ("cloudfront", "list_functions", "UnknownOperationException"),
    ],
    ids=["json", "rest-json", "cbor", "query", "query operation", "ec2", "s3", "rest-xml"],
)
def test_what_is_not_simulated_is_refused_in_words_that_the_client_reads(
    make_client: MakeClient, service: str, operation: str, code: str
) -> None:
    with pytest.raises(ClientError, match="does not simulate") as caught:
        getattr(make_client("dns-prod", service), operation)(**({"Bucket": "any"} if service == "s3" else {}))
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_signature_version_3_names_the_caller_to_route_53(sandbox: Sandbox) -> None:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc)
    signed = f"AWS3-HTTPS AWSAccessKeyId={DNS_KEY},Algorithm=HmacSHA256,Signature=made-up"
    connection.request("GET", "/2013-04-01/hostedzonecount", headers={"X-Amzn-Authorization": signed})
    response = connection.getresponse()
    assert (response.status, b"HostedZoneCount" in response.read()) == (200, True)
    connection.close()


@pytest.mark.parametrize("body", ["<ChangeResourceRecordSetsRequest><Chan", "no xml at all", "<a>&nothing;</a>"])
def test_xml_that_is_none(sandbox: Sandbox, world: World, body: str) -> None:
    zone = world.route53.create_zone("111111111111", "example.com")
    headers = {"Authorization": _SIGNED.format("route53")}
    status, answer = _ask(sandbox, headers, body, f"/2013-04-01/hostedzone/{zone}/rrset/")
    assert status == 400
    assert '<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' in answer
    assert "<Code>InvalidInput</Code>" in answer
    assert "Invalid XML" in answer


def test_an_operation_that_is_not_simulated_is_not_retried(make_client: MakeClient) -> None:
    with pytest.raises(ClientError, match="does not simulate route53:GetCheckerIpRanges") as caught:
        make_client("dns-prod", "route53", retries={"total_max_attempts": 5}).get_checker_ip_ranges()
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0


def test_a_defect_is_kept_and_answered(route53: Any, world: World) -> None:
    world.route53.zones["Z1"] = None  # type: ignore[assignment]
    with pytest.raises(ClientError) as caught:
        route53.get_hosted_zone_count()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert [type(defect) for defect in world.defects] == [AttributeError]
    world.defects.clear()


def test_one_connection_serves_many_calls(sandbox: Sandbox, make_client: MakeClient) -> None:
    client, before = make_client("dns-prod", "route53"), set(sandbox._server._open)
    for _ in range(5):
        client.get_hosted_zone_count()
    assert len(sandbox._server._open - before) <= 1


def test_it_listens_on_the_loopback_address_only(sandbox: Sandbox) -> None:
    assert sandbox._server.server_address[0] == "127.0.0.1"


def test_closing_ends_its_threads(world: World) -> None:
    before = set(threading.enumerate())
    running = Sandbox.start(world)
    status, _ = _ask(running, {})
    assert status == 403
    running.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert set(threading.enumerate()) == before


def test_profiles_name_the_endpoint_each(sandbox: Sandbox, tmp_path: Path) -> None:
    environment = sandbox.environment(tmp_path / "a directory")
    text = Path(environment["AWS_CONFIG_FILE"]).read_text()
    assert text.count(f"endpoint_url = {sandbox.url}") == len(PROFILES)
    assert environment["AWS_EC2_METADATA_DISABLED"] == "true"


def test_a_proxy_of_the_surroundings_is_passed_by(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "intranet.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")
    for name in clashing(os.environ):
        monkeypatch.delenv(name, raising=False)
    for name, value in sandbox.environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert os.environ["no_proxy"] == "intranet.example,127.0.0.1"
    client = boto3.Session(profile_name="dns-prod").client("sts")
    assert client.get_caller_identity()["Account"] == "111111111111"
    client.close()
