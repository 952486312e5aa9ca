from __future__ import annotations

import pytest

from tests.jobs.fakes import balancer
from xalias_tui.domain.errors import InvalidNameError, UsageError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.pasted import Pasted
from xalias_tui.jobs.targets.find import find_target, scope_of
from xalias_tui.jobs.targets.recognise import host_of, resolve
from xalias_tui.targets import all_kinds

WEB = balancer("web")
NOT_HOSTS = {kind.key for kind in all_kinds()} - {
    "apigateway", "apigateway-edge", "apigateway-private", "appsync", "s3-website"
}  # fmt: skip
SITE = DnsName.parse("s3-website-eu-west-1.amazonaws.com")
DOCS = balancer(
    "docs.example.com", kind="s3-website", arn="arn:aws:s3:::docs", dns_name=SITE, hostnames=("docs.example.com",)
)
JOBS = balancer(
    "jobs.example.com", kind="s3-website", arn="arn:aws:s3:::jobs", dns_name=SITE, hostnames=("jobs.example.com",)
)


@pytest.mark.parametrize(
    "text",
    [
        "web",
        " web ",
        WEB.arn,
        "dualstack.web-1.eu-west-1.elb.amazonaws.com",
        "WEB-1.eu-west-1.elb.amazonaws.com.",
        "https://web-1.eu-west-1.elb.amazonaws.com/path?x=1",
        "web-1.eu-west-1.elb.amazonaws.com:443",
        "ops@web-1.eu-west-1.elb.amazonaws.com",
        f"https://eu-west-1.console.aws.amazon.com/ec2/home#LoadBalancer:loadBalancerArn={WEB.arn}",
        "https://eu-west-1.console.aws.amazon.com/ec2/home#LoadBalancers:search=web",
    ],
)
def test_a_discovered_target_is_found_by_any_of_its_names(text: str) -> None:
    assert find_target(Pasted.read(text), [WEB, DOCS]) == WEB


def test_a_name_that_several_targets_carry_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        find_target(Pasted.read("web"), [WEB, balancer("web", arn="arn:other", region="us-east-1")])
    assert caught.value.code == "target-ambiguous"
    assert WEB.arn in caught.value.remedy


def test_two_targets_of_one_arn_are_told_apart_by_their_dns_names() -> None:
    moving = [balancer("web", dns_name=DnsName.parse(name)) for name in ("d-1.example.net", "d-2.example.net")]
    with pytest.raises(UsageError, match=r"d-1\.example\.net.*d-2\.example\.net"):
        find_target(Pasted.read(WEB.arn), moving)


def test_a_shared_website_endpoint_means_the_bucket_of_the_record() -> None:
    assert find_target(Pasted.read(SITE.text), [DOCS, JOBS], DnsName.parse("jobs.example.com")) == JOBS
    offline = find_target(Pasted.read(SITE.text), [DOCS, JOBS], DnsName.parse("other.example.com"))
    assert (offline.kind, offline.facts, offline.zone_id) == ("s3-website", None, "Z1BKCTXD74EZPE")


def test_the_only_bucket_of_a_region_is_not_meant_where_another_name_is_to_be_served() -> None:
    other = find_target(Pasted.read(SITE.bare), [DOCS], DnsName.parse("new.example.com"))
    assert (other.account_id, other.facts) == ("", None)
    assert find_target(Pasted.read(SITE.bare), [DOCS]).account_id == ""


def test_a_dns_name_that_was_not_discovered_is_recognised() -> None:
    found = find_target(Pasted.read("d111111abcdef8.cloudfront.net"), [WEB])
    assert (found.kind, found.zone_id, found.arn) == ("cloudfront", "Z2FDTNDATAQYW2", "")


def test_nothing_is_called_so() -> None:
    with pytest.raises(UsageError) as caught:
        find_target(Pasted.read("wbe"), [WEB])
    assert caught.value.code == "target-unknown"


def test_a_name_that_cannot_be_one_is_said() -> None:
    with pytest.raises(InvalidNameError):
        find_target(Pasted.read("a..b.example.com"), [WEB])


def test_an_unknown_shape_is_told_and_cname_offered() -> None:
    answer = resolve(Pasted.read("www.example.net"))
    assert (answer.aliasable, answer.kind, answer.rule_id) == (False, "", "target-shape-unknown")
    assert "CNAME" in answer.reason


@pytest.mark.parametrize(
    ("text", "kinds", "region"),
    [
        ("web-1.eu-west-1.elb.amazonaws.com", {"alb", "clb", "lightsail-loadbalancer"}, "eu-west-1"),
        ("arn:aws:elasticloadbalancing:us-east-1:2:loadbalancer/app/x/1", {"alb"}, "us-east-1"),
        ("arn:aws:elasticloadbalancing:us-east-1:2:loadbalancer/x", {"clb"}, "us-east-1"),
        ("arn:aws:s3:::bucket", {"s3-website"}, None),
        ("arn:aws:ec2:eu-west-1:2:instance/i-1", None, "eu-west-1"),
        ("api.example.com", None, None),
        ("shop-web", NOT_HOSTS, None),
    ],
)
def test_a_dns_name_or_arn_narrows_the_search(text: str, kinds: set[str] | None, region: str | None) -> None:
    scope = scope_of(Pasted.read(text))
    assert (scope.kinds, scope.region) == (kinds, region)


def test_only_the_bucket_that_is_called_so_is_asked_in_detail() -> None:
    assert scope_of(Pasted.read("docs.example.com")).hosts == frozenset({"docs.example.com"})
    assert scope_of(Pasted.read("arn:aws:s3:::docs.example.com")).hosts == frozenset({"docs.example.com"})
    assert scope_of(Pasted.read("s3-website-eu-west-1.amazonaws.com")).hosts is None


def test_a_name_of_cloudfront_may_belong_to_every_service_that_cloudfront_serves() -> None:
    scope = scope_of(Pasted.read("d111111abcdef8.cloudfront.net"))
    assert scope.kinds is not None
    assert scope.kinds >= {"cloudfront", "apigateway-edge", "cognito", "amplify"}
    assert scope.kinds.isdisjoint({"alb", "nlb", "clb", "apigateway", "s3-website", "opensearch", "vpc-endpoint"})


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/app/shop/50dc",
            "arn-has-no-dns-name",
            "alb 'shop' in us-east-1 of account 222222222222",
        ),
        (
            "arn:aws-cn:apigateway:cn-north-1::/domainnames/a.example.com",
            "arn-has-no-dns-name",
            "'a.example.com' in cn",
        ),
        (
            "arn:aws:ec2:eu-west-1:2:instance/i-1",
            "target-not-aliasable",
            "a resource of ec2 'instance/i-1' in eu-west-1",
        ),
        ("arn:aws:s3:::", "target-unknown", "names no resource"),
    ],
)
def test_an_arn_tells_what_it_names_and_that_it_holds_no_dns_name(text: str, code: str, said: str) -> None:
    for refused in (lambda: resolve(Pasted.read(text)), lambda: find_target(Pasted.read(text), [])):
        with pytest.raises(UsageError) as caught:
            refused()
        assert caught.value.code == code
        assert said in caught.value.message
        assert caught.value.remedy


def test_an_address_is_no_target() -> None:
    for text in ("192.0.2.1", "http://192.0.2.1:8080/"):
        assert "plain A or AAAA record" in resolve(Pasted.read(text)).reason


@pytest.mark.parametrize(("text", "host"), [("http://a.b:80/c", "a.b"), ("a.b/c", "a.b"), ("arn:x:y", "arn:x:y")])
def test_the_host_of_what_was_pasted(text: str, host: str) -> None:
    assert host_of(Pasted.read(text)) == host


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("https://console.aws.amazon.com/cloudfront/v4/home#/distributions/E1ABCDEF234567", "It shows E1ABCDEF234567;"),
        ("https://s3.console.aws.amazon.com/s3/buckets/site.example.com", "It shows site.example.com;"),
        ("https://console.aws.amazon.com/route53/v2/home#Dashboard", "names no resource that is known by its address"),
    ],
)
def test_a_page_of_the_console_that_shows_nothing_found_is_told_as_such(page: str, said: str) -> None:
    for refused in (lambda: resolve(Pasted.read(page)), lambda: find_target(Pasted.read(page), [WEB])):
        with pytest.raises(UsageError) as caught:
            refused()
        assert caught.value.code == "console-page"
        assert said in caught.value.message


def test_an_international_name_is_read_in_punycode() -> None:
    assert host_of(Pasted.read("https://bücher.example.de:8080/")) == "xn--bcher-kva.example.de"
    assert resolve(Pasted.read("bücher.example.de")).dns_name.bare == "xn--bcher-kva.example.de"


@pytest.mark.parametrize("text", ["2001:db8::1", "https://[2001:db8::1]:443/", "203.0.113.7", "http://203.0.113.7:80"])
def test_an_address_is_told_to_be_one(text: str) -> None:
    assert "is an IP address, no DNS name; a plain A or AAAA record holds it." in resolve(Pasted.read(text)).reason


def test_an_empty_text_is_no_target() -> None:
    with pytest.raises(UsageError, match=r"^The target is empty\. Give its DNS name, ARN or name\.$"):
        scope_of(Pasted.read(" "))
