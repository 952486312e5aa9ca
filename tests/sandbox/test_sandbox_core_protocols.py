"""What the sandbox writes is what the SDK reads, for every shape of every operation that it may answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.parsers import create_parser
from werkzeug.datastructures import Headers, MultiDict

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.models import service_model
from xalias_tui.sandbox.refusals import refusal_answer
from xalias_tui.sandbox.wire import Identified, Request, identify, parse, serialise

_OPERATIONS = {
    "account": ("ListRegions",),
    "acm": ("ListCertificates", "DescribeCertificate"),
    "apigateway": ("GetDomainNames", "GetBasePathMappings", "GetDomainName"),
    "apigatewayv2": ("GetDomainNames", "GetDomainName", "GetApiMappings", "ListRoutingRules"),
    "cloudfront": ("ListDistributions", "GetDistribution", "GetDistributionConfig", "ListDomainConflicts"),
    "ec2": ("DescribeRegions", "DescribeSecurityGroups"),
    "elb": ("DescribeLoadBalancers", "DescribeTags", "DescribeInstanceHealth"),
    "elbv2": (
        "DescribeListenerCertificates",
        "DescribeListeners",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeTags",
        "DescribeTargetGroups",
        "DescribeTargetHealth",
    ),
    "iam": ("ListAccountAliases",),
    "organizations": ("ListAccounts", "DescribeOrganization"),
    "route53": (
        "ChangeResourceRecordSets",
        "GetChange",
        "GetHostedZone",
        "ListHostedZones",
        "ListHostedZonesByName",
        "ListResourceRecordSets",
        "ListTagsForResources",
    ),
    "s3": (
        "GetBucketPolicyStatus",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketWebsite",
        "GetPublicAccessBlock",
        "HeadBucket",
        "ListBuckets",
    ),
    "sts": ("AssumeRole", "GetCallerIdentity"),
}
_MOMENT = datetime(2026, 11, 2, 9, 30, 15, tzinfo=UTC)
_PLAIN: Mapping[str, Any] = {
    "boolean": True,
    "integer": 7,
    "long": 7,
    "float": 0.5,
    "double": 0.5,
    "timestamp": _MOMENT,
    "blob": b"octets",
}


def _sample(shape: Shape, above: tuple[str, ...] = (), text: str = "<b>&amp;</b> ü ]]> \u202e") -> Any:
    """A value of a shape with every member filled; a shape inside itself is left out."""
    if shape.name in above:
        return None
    inside = (*above, shape.name)
    if isinstance(shape, StructureShape):
        samples = {name: _sample(member, inside, _text(member)) for name, member in shape.members.items()}
        return {name: sample for name, sample in samples.items() if sample is not None}
    if isinstance(shape, ListShape):
        sample = _sample(shape.member, inside)
        return None if sample is None else [sample, sample]
    if isinstance(shape, MapShape):
        return {"key": _sample(shape.value, inside)}
    return _PLAIN.get(shape.type_name, text)


def _text(member: Shape) -> str:
    return "plain" if member.serialization.get("location") else "<b>&amp;</b> ü ]]> \u202e"


def _identified(service: str, operation: str) -> Identified:
    return Identified("AKIA", "us-east-1", service_model(service).operation_model(operation), {}, MultiDict())


def _each_operation() -> Iterator[Any]:
    for service, operations in _OPERATIONS.items():
        for operation in operations:
            yield pytest.param(service, operation, id=f"{service}:{operation}")


@pytest.mark.parametrize(("service", "operation"), [*_each_operation()])
def test_the_sdk_reads_what_is_written(service: str, operation: str) -> None:
    identified = _identified(service, operation)
    model: OperationModel = identified.operation
    assert model.output_shape is not None
    written = _sample(model.output_shape)
    answer = serialise(identified, written, "request-1")
    parser = create_parser(service_model(service).protocol)
    document = {"status_code": answer.status, "headers": _Insensitive(answer), "body": answer.body}
    read = parser.parse(document, model.output_shape)
    del read["ResponseMetadata"]
    assert read == written


@pytest.mark.parametrize(("service", "operation"), [*_each_operation()])
def test_empty_lists_stay_empty(service: str, operation: str) -> None:
    identified = _identified(service, operation)
    output = identified.operation.output_shape
    assert output is not None
    lists: dict[str, list[Any]] = {name: [] for name, member in output.members.items() if isinstance(member, ListShape)}
    answer = serialise(identified, lists, "request-1")
    parser = create_parser(service_model(service).protocol)
    document = {"status_code": answer.status, "headers": _Insensitive(answer), "body": answer.body}
    read = parser.parse(document, output)
    assert {name: read.get(name, []) for name in lists} == lists


class _Insensitive(dict[str, str]):
    """Headers as the SDK's HTTP layer hands them to its parsers."""

    def __init__(self, answer: Any) -> None:
        super().__init__({name.lower(): value for name, value in answer.headers.items()})
        self["content-type"] = answer.content_type

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(str(key).lower())

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key.lower())


@pytest.mark.parametrize("service", sorted(_OPERATIONS))
def test_the_sdk_reads_refusals(service: str) -> None:
    model = service_model(service)
    refusal = Refusal("TestRefusal", "<script> & 'quotes' ]]>", 409)
    answer = refusal_answer(refusal, service, model.protocol, "request-1")
    document = {"status_code": answer.status, "headers": _Insensitive(answer), "body": answer.body}
    read = create_parser(model.protocol).parse(document, model.operation_model(_OPERATIONS[service][0]).output_shape)
    assert (read["Error"]["Code"], read["Error"]["Message"]) == (refusal.code, refusal.message)
    assert read["ResponseMetadata"]["HTTPStatusCode"] == 409


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("www.example.com.localhost:4566", "/"),
        ("127.0.0.1:4566", "/www.example.com"),
        ("localhost", "/www.example.com/"),
    ],
)
def test_buckets_in_the_host_and_in_the_path(host: str, path: str) -> None:
    authorization = (
        "AWS4-HMAC-SHA256 Credential=AKIA/20261102/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    )
    headers = Headers([("authorization", authorization), ("host", host)])
    request = Request("GET", path, "website", headers, b"")
    identified = identify(request)
    assert (identified.operation.name, identified.region) == ("GetBucketWebsite", "eu-west-1")
    assert parse(request, identified)["Bucket"] == "www.example.com"
