from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.targets import documents as docs
from tests.targets.fakes import FakeAsk, by_id, case_of, denied, failure, found_and_inspected, ids, only, serious
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.lookups import LookupFailedError
from xalias_tui.domain.names import DnsName
from xalias_tui.targets import judge, kind, offline_target, recognise
from xalias_tui.targets.kinds.s3_website import can_be_bucket
from xalias_tui.targets.shared.by_host import NOT_ASKED, discover_for

S3 = kind("s3-website")
ALWAYS = {"s3-http-only"}


def judged(answers: dict[str, Any], name: str = "www.example.com", **options: Any) -> list[Finding]:
    return list(judge(case_of(found_and_inspected(S3, FakeAsk(answers)), name, **options)))


def test_a_website_is_found_with_the_regional_endpoint_and_the_tables_id() -> None:
    target = only(S3, FakeAsk(docs.bucket_answers()))
    assert target.dns_name == DnsName.parse("s3-website-eu-west-1.amazonaws.com")
    assert (target.zone_id, target.zone_id_origin) == ("Z1BKCTXD74EZPE", "table")
    assert (target.record_types, target.region, target.state) == (("A",), "eu-west-1", "website")
    assert (target.hostnames, target.arn) == (("www.example.com",), "arn:aws:s3:::www.example.com")
    assert target.evaluate_target_health == "no-benefit"
    assert target.dns_name is not None
    recognition = recognise(target.dns_name)
    assert recognition is not None
    assert recognition.zone_id == target.zone_id


def test_buckets_without_a_dot_answer_for_no_record_and_are_not_asked() -> None:
    ask = FakeAsk(docs.bucket_answers(list_buckets={"Buckets": [{"Name": "logs"}, {"Name": "data"}]}))
    assert list(S3.discover(ask)) == []
    assert ask.calls == ["s3.list_buckets"]


@pytest.mark.parametrize(
    ("constraint", "region"), [(None, "us-east-1"), ("EU", "eu-west-1"), ("eu-west-3", "eu-west-3")]
)
def test_the_region_is_asked_for_where_the_list_does_not_tell_it(constraint: str | None, region: str) -> None:
    answers = docs.bucket_answers(
        list_buckets={"Buckets": [{"Name": "www.example.com"}]}, get_bucket_location={"LocationConstraint": constraint}
    )
    assert only(S3, FakeAsk(answers)).region == region


class Redirecting(FakeAsk):
    """Answers about buckets in Ireland, their own region; others redirect, which takes another call."""

    def elsewhere(self, region: str) -> FakeAsk:
        return Redirecting(self.answers, region)

    def pages(self, service: str, operation: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        if operation != "list_buckets" and self.region != "eu-west-1":
            raise failure("PermanentRedirect")
        return super().pages(service, operation, **params)


def test_a_bucket_is_asked_about_in_the_region_that_the_list_tells() -> None:
    target = only(S3, Redirecting(docs.bucket_answers(), "us-east-1"))
    assert (target.state, target.region) == ("website", "eu-west-1")


def test_a_bucket_that_is_no_website_is_listed_as_excluded() -> None:
    answers = docs.bucket_answers(get_bucket_website=failure("NoSuchWebsiteConfiguration"))
    ask = FakeAsk(answers)
    target = found_and_inspected(S3, ask)
    assert (target.record_types, target.state) == ((), "s3-not-website")
    assert ask.calls == ["s3.list_buckets", "s3.get_bucket_website"]
    assert ids(list(judge(case_of(target)))) == {"s3-not-website"}


def test_only_buckets_that_are_called_as_a_host_are_asked_whether_they_are_websites() -> None:
    listed = [{"Name": name, "BucketRegion": "eu-west-1"} for name in ("a.example.com", "b.example.com", "logs")]
    ask = FakeAsk(docs.bucket_answers(list_buckets={"Buckets": listed}))
    first, second = discover_for(S3, ask, frozenset({"b.example.com"}))
    assert ask.calls == ["s3.list_buckets", "s3.get_bucket_website"]
    assert (first.name, first.state, first.dns_name) == ("a.example.com", "investigation-incomplete", second.dns_name)
    assert first.facts is not None
    assert first.facts.unread == (NOT_ASKED,)
    assert second == only(S3, FakeAsk(docs.bucket_answers(list_buckets={"Buckets": listed[1:2]})))


def test_a_bucket_that_may_not_be_asked_stays_a_candidate() -> None:
    target = found_and_inspected(S3, FakeAsk(docs.bucket_answers(get_bucket_website=denied("s3:GetBucketWebsite"))))
    assert target.aliasable
    assert target.state == "investigation-incomplete"
    findings = list(judge(case_of(target)))
    assert serious(findings) == ALWAYS | {"iam-read-denied"}
    assert "s3:GetBucketWebsite" in by_id(findings, "iam-read-denied").message


def test_one_bucket_that_fails_does_not_hide_the_others() -> None:
    answers = docs.bucket_answers(
        list_buckets={"Buckets": [{"Name": "a.example.com"}, {"Name": "b.example.com"}]},
        get_bucket_location=lambda Bucket: (  # noqa: N803 -- the API's name
            failure("InternalError") if Bucket.startswith("a") else {"LocationConstraint": "eu-west-1"}
        ),
    )
    first, second = S3.discover(FakeAsk(answers))
    assert (first.aliasable, first.state) == (False, "investigation-incomplete")
    assert second.aliasable


def test_a_well_configured_website_has_only_the_warning_that_all_have() -> None:
    assert ids(judged(docs.bucket_answers())) == ALWAYS


MISCONFIGURED: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("name", docs.bucket_answers(), {"name": "api.example.com"}, {"s3-bucket-name-mismatch"}),
    ("wildcard", docs.bucket_answers(), {"name": "*.example.com"}, {"s3-wildcard"}),
    ("AAAA", docs.bucket_answers(), {"types": ("A", "AAAA")}, {"s3-aaaa", "aaaa-target-ipv4-only"}),
    (
        "policies restricted",
        docs.bucket_answers(
            get_public_access_block={"PublicAccessBlockConfiguration": {"RestrictPublicBuckets": True}}
        ),
        {},
        {"s3-not-public"},
    ),
    (
        "policy not public",
        docs.bucket_answers(get_bucket_policy_status={"PolicyStatus": {"IsPublic": False}}),
        {},
        {"s3-not-public"},
    ),
    (
        "no policy",
        docs.bucket_answers(get_bucket_policy_status=failure("NoSuchBucketPolicy")),
        {},
        {"s3-not-public"},
    ),
    (
        "requester pays",
        docs.bucket_answers(get_bucket_request_payment={"Payer": "Requester"}),
        {},
        {"s3-requester-pays"},
    ),
    (
        "policy unread, public ones blocked",
        docs.bucket_answers(
            get_bucket_policy_status=denied("s3:GetBucketPolicyStatus"),
            get_public_access_block={"PublicAccessBlockConfiguration": {"BlockPublicPolicy": True}},
        ),
        {},
        {"s3-not-public", "iam-read-denied"},
    ),
]


@pytest.mark.parametrize(
    ("answers", "options", "expected"),
    [row[1:] for row in MISCONFIGURED],
    ids=[row[0] for row in MISCONFIGURED],
)
def test_each_misconfiguration_is_found_alone(
    answers: dict[str, Any], options: dict[str, Any], expected: set[str]
) -> None:
    assert serious(judged(answers, **options)) == ALWAYS | expected


@pytest.mark.parametrize(
    ("head", "remedy", "command"),
    [
        ({}, "Choose bucket api.example.com as the target.", False),
        (denied("s3:ListBucket"), "Put CloudFront in front.", False),
        (failure("404"), "Create bucket api.example.com, or put CloudFront in front.", True),
    ],
    ids=["own", "foreign", "missing"],
)
def test_a_bucket_is_made_only_where_there_is_none(head: Any, remedy: str, *, command: bool) -> None:
    ask = FakeAsk(docs.bucket_answers(head_bucket=head))
    target = found_and_inspected(S3, ask, "api.example.com")
    mismatch = by_id(list(judge(case_of(target, "api.example.com"))), "s3-bucket-name-mismatch")
    assert mismatch.remedy == remedy
    assert mismatch.fix.startswith("aws s3 mb s3://api.example.com") is command


def test_a_public_policy_that_stands_works_where_new_ones_are_blocked() -> None:
    block = {"PublicAccessBlockConfiguration": {"BlockPublicPolicy": True, "RestrictPublicBuckets": False}}
    assert serious(judged(docs.bucket_answers(get_public_access_block=block))) == ALWAYS


def test_a_policy_that_could_not_be_read_is_no_verdict_where_nothing_is_blocked() -> None:
    answers = docs.bucket_answers(get_bucket_policy_status=denied("s3:GetBucketPolicyStatus"))
    assert serious(judged(answers)) == ALWAYS | {"iam-read-denied"}


@pytest.mark.parametrize(
    ("ignored", "told"),
    [(True, "is not public; visitors get 403."), (False, "unless its ACLs do, visitors get 403.")],
)
def test_that_visitors_are_refused_is_certain_only_where_acls_admit_nobody(told: str, *, ignored: bool) -> None:
    answers = docs.bucket_answers(
        get_bucket_policy_status=failure("NoSuchBucketPolicy"),
        get_public_access_block={"PublicAccessBlockConfiguration": {"IgnorePublicAcls": ignored}},
    )
    assert by_id(judged(answers), "s3-not-public").message.endswith(told)


def test_a_bucket_without_public_access_block_is_judged_by_its_policy() -> None:
    answers = docs.bucket_answers(get_public_access_block=failure("NoSuchPublicAccessBlockConfiguration"))
    assert serious(judged(answers)) == ALWAYS


def test_an_endpoint_of_another_region_is_an_error() -> None:
    target = found_and_inspected(S3, FakeAsk(docs.bucket_answers()))
    elsewhere = replace(target, dns_name=DnsName.parse("s3-website-us-east-1.amazonaws.com"))
    found = by_id(list(judge(case_of(elsewhere))), "s3-bucket-region-mismatch")
    assert found.message == "Bucket www.example.com is in eu-west-1, the record points to us-east-1."
    assert found.remedy == "Use s3-website-eu-west-1.amazonaws.com."


def test_an_endpoint_that_was_only_recognised_is_held_against_the_known_buckets() -> None:
    bucket = only(S3, FakeAsk(docs.bucket_answers()))
    recognition = recognise(DnsName.parse("s3-website-us-east-1.amazonaws.com"))
    assert recognition is not None
    target = offline_target(recognition)
    assert serious(list(judge(case_of(target, known=[bucket])))) == ALWAYS | {"s3-bucket-region-mismatch"}
    assert serious(list(judge(case_of(target)))) == ALWAYS
    same = replace(bucket, dns_name=target.dns_name)
    elsewhere = replace(bucket, name="api.example.com")
    balancer = replace(bucket, facts=None)
    assert serious(list(judge(case_of(target, known=[same, elsewhere, balancer])))) == ALWAYS


def test_evaluating_health_brings_nothing_and_says_so() -> None:
    assert "eth-no-benefit" in ids(judged(docs.bucket_answers(), evaluate=True))


@pytest.mark.parametrize(
    ("answer", "exists"),
    [({}, True), (failure("404"), False), (failure("NoSuchBucket"), False), (denied("s3:ListBucket"), True)],
)
def test_one_call_says_whether_anyone_has_a_bucket(answer: Any, *, exists: bool) -> None:
    seen = kind("s3-website").exists(DnsName.parse("www.example.com"), FakeAsk({"s3.head_bucket": answer}))
    assert seen is not None
    assert (seen.exists, seen.evidence[:20]) == (exists, "s3:HeadBucket answer")


def test_a_question_that_s3_calls_wrong_says_nothing_about_the_bucket() -> None:
    with pytest.raises(LookupFailedError):
        kind("s3-website").exists(DnsName.parse("www.example.com"), FakeAsk({"s3.head_bucket": failure("400")}))


@pytest.mark.parametrize(
    ("name", "possible"),
    [
        ("www.example.com", True),
        ("a-b.example.com", True),
        ("_x.example.com", False),
        ("*.example.com", False),
        ("192.0.2.1", False),
        ("xn--mnchen-3ya.example.com", False),
        ("shop.xn--mnchen-3ya.example", True),
        ("sthree-shop.example.com", False),
        ("amzn-s3-demo-shop.example.com", False),
        ("shop.mrap", False),
        ("shop.example-an", False),
        (f"{'a' * 60}.example.com", False),
    ],
)
def test_only_some_names_can_be_buckets(name: str, *, possible: bool) -> None:
    assert can_be_bucket(DnsName.parse(name)) is possible


@pytest.mark.parametrize("name", ["xn--mnchen-3ya.example.com", "sthree-shop.example.com", "my_shop.example.com"])
def test_no_bucket_is_to_be_made_whose_name_no_one_can_have(name: str) -> None:
    found = judged(docs.bucket_answers(head_bucket=failure("404")), name)
    assert serious(found) == ALWAYS | {"s3-bucket-name-mismatch"}
    assert by_id(found, "s3-bucket-name-mismatch").remedy == (
        "S3 lets no one create a bucket of that name: put CloudFront in front."
    )
    assert not any("s3 mb" in each.fix for each in found)
