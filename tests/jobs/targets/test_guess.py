from __future__ import annotations

import pytest

from tests.tui.fakes import target
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.jobs.targets.guess import Aim, guesses


def balancer(name: str, *hosts: str) -> Target:
    dns_name = DnsName.parse(f"{name}-1234567890.eu-west-1.elb.amazonaws.com")
    return target(name, hostnames=hosts, dns_name=dns_name, arn=f"arn:{name}")


SHOP, CART, MEDIA = balancer("shop-web", "*.shop.example.com"), balancer("cart"), balancer("media-prod")
ALL = (MEDIA, CART, SHOP)


def aim(name: str, to: str = "old-1.eu-west-1.elb.amazonaws.com", successor: Target | None = None) -> Aim:
    return Aim(DnsName.parse(name), DnsName.parse(to), successor)


@pytest.mark.parametrize(
    ("wanted", "first", "reason"),
    [
        (aim("a.example.com", successor=CART), CART, "took the place of the current target"),
        (aim("x.shop.example.com"), SHOP, "is configured for x.shop.example.com"),
        (
            aim("a.example.com", "dualstack.cart-99.eu-west-1.elb.amazonaws.com"),
            CART,
            "has the name of the current",
        ),
        (aim("media.example.com"), MEDIA, "is called like media.example.com"),
        (aim("a.example.com", "shop-web2-99.eu-west-1.elb.amazonaws.com"), SHOP, "its name is like shop-web2"),
    ],
)
def test_what_speaks_most_for_a_target_puts_it_first_and_is_its_reason(wanted: Aim, first: Target, reason: str) -> None:
    best = guesses([wanted], ALL)[0]
    assert best.target == first
    assert best.reason.startswith(reason)


def test_nothing_speaks_for_what_it_points_to_already_nor_for_what_no_alias_can_point_to() -> None:
    assert guesses([aim("cart.example.com", "cart-1234567890.eu-west-1.elb.amazonaws.com")], [CART]) == ()
    off = target("media", record_types=(), hostnames=("media.example.com",), state="disabled")
    assert guesses([aim("media.example.com")], [off]) == ()
    assert guesses([aim("q.example.com")], ALL) == ()


def test_of_many_records_what_fits_most_of_them_comes_first() -> None:
    aims = [aim("cart.example.com"), aim("a.shop.example.com"), aim("b.shop.example.com")]
    found = guesses(aims, ALL)
    assert [guess.target for guess in found] == [SHOP, CART]
    assert found[0].reason.endswith(", and for 1 more")
