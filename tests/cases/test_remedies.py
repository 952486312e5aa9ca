"""Each command that a trace offers is carried out: what was found is gone, and nothing was refused."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.cases.lab import CLOUDFRONT, ZONE, Lab, Start, errors, world, zone
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.environments import Environment, add_environment
from xalias_tui.sandbox.organisation.estate import Estate, alias_zone_id
from xalias_tui.sandbox.organisation.records import Wire, alias, plain, validations, website
from xalias_tui.sandbox.world import World

IRELAND: Final = "eu-west-1"
ALB, EB = alias_zone_id("alb", IRELAND), alias_zone_id("elastic_beanstalk", IRELAND)
GONE: Final = "dualstack.web-1111111111.eu-west-1.elb.amazonaws.com."
FREE: Final = "returns-2020.eu-west-1.elasticbeanstalk.com"
KINDS: Final = ("alb", "clb", "lightsail-loadbalancer", "cloudfront", "elasticbeanstalk", "s3-website")


def balancer(made: World) -> str:
    """The load balancer that was made anew under the name of the one that is gone."""
    host = add_balancer(
        Estate(made, SHOP), Balancer(IRELAND, "web", names=("*.example.com",), ip_address_type="dualstack")
    )
    return f"dualstack.{host}."


def recreated(made: World) -> list[Wire]:
    balancer(made)
    return [alias("it.example.com.", type_, (GONE, ALB)) for type_ in ("A", "AAAA")]


def recreated_for_others(made: World) -> list[Wire]:
    balancer(made)
    return [alias(f"{name}.example.com.", "A", (GONE, ALB)) for name in ("it", "also")]


def wrong_zone_id(made: World) -> list[Wire]:
    return [alias("it.example.com.", "A", (balancer(made), alias_zone_id("alb", "us-east-1")))]


def member(made: World) -> list[Wire]:
    good = balancer(made)
    return [
        alias("it.example.com.", "A", (good, ALB), SetIdentifier="blue", Weight=10),
        alias("it.example.com.", "A", (GONE, ALB), SetIdentifier="green", Weight=10),
    ]


def wildcard(made: World) -> list[Wire]:
    balancer(made)
    return [alias("\\052.example.com.", "A", (GONE, ALB))]


def free_prefix(made: World) -> list[Wire]:
    return [alias("it.example.com.", "A", (f"{FREE}.", EB))]


def free_prefix_behind_a_cname(made: World) -> list[Wire]:
    return [plain("it.example.com.", "CNAME", FREE)]


def free_bucket(made: World) -> list[Wire]:
    return [alias("it.example.com.", "A", website(IRELAND))]


def free_origin(made: World) -> list[Wire]:
    origin = {"Id": "s3", "DomainName": "assets-of-2019.s3.eu-west-1.amazonaws.com"}
    host = Estate(made, MEDIA).distribution("old", ["it.example.com"], Origins={"Quantity": 1, "Items": [origin]})
    proofs = validations(made, MEDIA, ["us-east-1"], "example.com")
    return [alias("it.example.com.", "A", (f"{host}.", CLOUDFRONT)), *proofs]


def leaving_environment(made: World) -> list[Wire]:
    add_environment(Estate(made, SHOP), Environment(IRELAND, "leaving", prefix="leaving", status="Terminating"))
    return [alias("it.example.com.", "A", ("leaving.eu-west-1.elasticbeanstalk.com.", EB))]


def chain(made: World) -> list[Wire]:
    balancer(made)
    return [
        alias("it.example.com.", "A", ("end.example.com.", ZONE)),
        alias("end.example.com.", "A", (GONE, ALB)),
    ]


WORLDS: Final[tuple[Callable[[World], list[Wire]], ...]] = (
    recreated, recreated_for_others, wrong_zone_id, member, wildcard, free_prefix, free_prefix_behind_a_cname,
    free_bucket, free_origin, leaving_environment, chain,
)  # fmt: skip
ASKED: Final[dict[str, Any]] = {"targets": ("shop-prod", "media-prod"), "kinds": KINDS}


def traced(shell: Lab) -> dict[str, Any]:
    """The document of a trace."""
    data: dict[str, Any] = shell.xalias("trace", "it.example.com", "--no-connect", "--json", **ASKED).data
    return data


def carry_out(shell: Lab, command: str) -> None:
    """Plan what a command says, and apply that, without allowing an error."""
    words = shlex.split(command)[1:]
    if words[0] == "repoint":
        sent = shell.xalias(*words, "--send", "--yes", zones=(), targets=(), kinds=KINDS)
        assert sent.status == 0, sent
        return
    file = shell.home / "remedy.json"
    planned = shell.xalias(*words, "--out", str(file), "--json", zones=(), targets=(), kinds=KINDS)
    assert (planned.status, errors(planned.data)) == (0, set()), planned
    applied = shell.xalias("apply", str(file), "--yes", targets=())
    assert applied.status == 0, applied


@pytest.mark.parametrize("build", WORLDS, ids=lambda build: build.__name__)
def test_every_command_of_a_trace_makes_what_it_found_go_away(
    start: Start, build: Callable[[World], list[Wire]]
) -> None:
    made = world()
    records = build(made)
    zone(made, "example.com", records)
    shell = start(made)
    before = traced(shell)
    found = errors(before)
    ready = [remedy["command"] for remedy in before["remedies"] if '"$' not in remedy["command"]]
    assert found, before
    assert ready, before
    for command in ready:
        carry_out(shell, command)
        assert not found & errors(traced(shell)), command
        del made.route53.zones[ZONE]
        zone(made, "example.com", records)
