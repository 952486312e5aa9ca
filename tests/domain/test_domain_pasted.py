from __future__ import annotations

import pytest

from xalias_tui.domain.pasted import Pasted

ARN = "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/shop-web/0123456789abcdef"
GOV = "arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:555555555555:loadbalancer/net/intake/0123456789abcdef"
ENCODED = "arn%3Aaws%3Aglobalaccelerator%3A%3A222222222222%3Aaccelerator%2F0a1b2c3d-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("web-1.eu-west-1.elb.amazonaws.com", "web-1.eu-west-1.elb.amazonaws.com"),
        ("  WEB.example.com.\n", "web.example.com."),
        ("https://user:secret@web.example.com:8443/path?x=1#y", "web.example.com"),
        ("HTTPS://WEB.EXAMPLE.COM./", "web.example.com."),
        ("user@web.example.com", "web.example.com"),
        ("//web.example.com/x", "web.example.com"),
        ("web.example.com:443/x", "web.example.com"),
        ("web.example.com?x=1", "web.example.com"),
        ("https://bücher.example.de/", "bücher.example.de"),
        ("https://[2001:db8::1]:443/", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("*.example.com", "*.example.com"),
        (r"\052.example.com", r"\052.example.com"),
        ("https://", ""),
        ("https://[broken", "https://[broken"),
        (ARN, ARN),
        ("shop-web", "shop-web"),
        ("", ""),
    ],
)
def test_the_host_of_whatever_is_pasted(text: str, host: str) -> None:
    assert Pasted.read(text).host == host


@pytest.mark.parametrize(
    ("page", "meant"),
    [
        (
            f"https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#LoadBalancer:loadBalancerArn={ARN};tab=listeners",
            ARN,
        ),
        (f"https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home#LoadBalancer:loadBalancerArn={GOV}", GOV),
        (
            f"https://us-west-2.console.aws.amazon.com/globalaccelerator/home#AcceleratorDetails:AcceleratorArn={ENCODED}",
            "arn:aws:globalaccelerator::222222222222:accelerator/0a1b2c3d-0000-0000-0000-000000000000",
        ),
        (
            "https://us-east-1.console.aws.amazon.com/cloudfront/v4/home?region=us-east-1#/distributions/E1ABCDEF234567",
            "E1ABCDEF234567",
        ),
        ("https://console.amazonaws.cn/cloudfront/v4/home#/distributions/E1ABCDEF234567/origins", "E1ABCDEF234567"),
        (
            "https://s3.console.aws.amazon.com/s3/buckets/docs.example.com?region=eu-west-1&tab=objects",
            "docs.example.com",
        ),
        (
            "https://eu-west-1.console.aws.amazon.com/apigateway/main/publish/domain-names?domain=api.example.com&region=eu-west-1",
            "api.example.com",
        ),
        (
            "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#LoadBalancers:search=shop-web;sort=x",
            "shop-web",
        ),
    ],
)
def test_a_page_of_the_console_means_the_resource_that_it_shows(page: str, meant: str) -> None:
    assert Pasted.read(page).is_console_page
    assert Pasted.read(f" {page}\n").meant == meant


def test_a_page_that_tells_no_resource_is_given_as_it_is() -> None:
    page = "https://console.aws.amazon.com/route53/v2/home#Dashboard"
    assert Pasted.read(page).meant == page


@pytest.mark.parametrize(
    "text",
    ["https://console.aws.amazon.com.evil.example/distributions/E1ABCDEF234567", "my-console.example.com", ARN, "x"],
)
def test_what_is_no_page_of_the_console_means_itself(text: str) -> None:
    assert not Pasted.read(text).is_console_page
    assert Pasted.read(f" {text} ").meant == text
