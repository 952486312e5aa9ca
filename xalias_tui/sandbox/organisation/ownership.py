"""Who else has a say over the records of ``example.com.``, and who changed what in the last weeks.

One name and type is protected, one is owned by a traffic policy, some carry the marks of other tools.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from xalias_tui.sandbox.calls import Refusal
from xalias_tui.sandbox.members import DNS_HUB
from xalias_tui.sandbox.organisation.public_zone import PUBLIC
from xalias_tui.sandbox.organisation.records import Wire, alias, plain
from xalias_tui.sandbox.route53.traffic_policies import add_instance, add_policy
from xalias_tui.sandbox.world import World

PROTECTED: Final = "bastion.example.com."
POLICY: Final = "11111111-1111-4111-8111-111111111111"
STEERED: Final = "steered.example.com."
"""The name that a traffic policy owns."""
CHALLENGED: Final = "vault.example.com."
REASON: Final = "the way in when all else fails: ask #dns"

_CONSOLE: Final = "AWS Internal"
_TERRAFORM: Final = (
    "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.20.0 "
    "(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6"
)
_EXTERNAL_DNS: Final = "ExternalDNS/v0.19.0 aws-sdk-go-v2/1.38.1 ua/2.1 os/linux lang/go#1.24.5"
_CLI: Final = "aws-cli/2.31.6 md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 lang/python#3.13.7 cfg/retry-mode#standard"
_HOSTILE: Final = "\x1b]0;owned\x07 [bold red]agent[/] \u202etnega"


def records() -> Iterator[Wire]:
    """Records by which other tools say what is theirs."""
    yield plain("a-k8s.example.com.", "TXT", '"heritage=external-dns,external-dns/owner=prod"')
    yield plain(CHALLENGED, "A", "192.0.2.45")
    yield plain(f"_acme-challenge.{CHALLENGED}", "TXT", '"qS3dPZyl0lJm8oX0ChallengeOfAcmeExample0token"', ttl=60)


def add(world: World) -> None:
    """Protections, tags, the traffic policy and the history, once the zones are there."""
    zone = world.route53.zones[PUBLIC]
    zone.protections[PROTECTED, "A"] = REASON
    zone.tags.update({"team": "platform", "cost-centre": "1007"})
    add_policy(world, DNS_HUB, POLICY, "steered", "192.0.2.93")
    add_instance(world, DNS_HUB, POLICY, PUBLIC, STEERED)
    _tell_history(world)


def _tell_history(world: World) -> None:
    www = next(step for step in world.route53.zones[PUBLIC].at("www.example.com.").values() if step["Type"] == "A")
    before = alias("www.example.com.", "A", ("dualstack.shop-2019-99.eu-west-1.elb.amazonaws.com.", "Z32O12XQLNTSW2"))
    bastion = plain(PROTECTED, "A", "192.0.2.21", ttl=60)
    k8s = plain("k8s.example.com.", "A", "192.0.2.40", ttl=60)
    _told(
        world, 80, _role("terraform-ci", "run-4711"), _TERRAFORM, [("CREATE", before)], comment="Managed by Terraform"
    )
    _told(world, 44, _user("alice"), _CONSOLE, [("UPSERT", bastion)], address="203.0.113.7")
    _told(world, 21, _role("eks-external-dns", "1732"), _EXTERNAL_DNS, [("UPSERT", k8s)])
    _told(world, 12, _role("terraform-ci", "run-4892"), _TERRAFORM, [("DELETE", before), ("CREATE", www)])
    refusal = Refusal("InvalidChangeBatch", "[Tried to create resource record set [name='www.example.com.', type='A'] "
                      "but it already exists]")  # fmt: skip
    _told(world, 5, _user("bob"), _CLI, [("CREATE", www)], refused=refusal, address="203.0.113.9")
    _told(world, 2, _user("mallory"), _HOSTILE, [("UPSERT", plain("legacy-www.example.com.", "A", "192.0.2.10"))])


def _told(
    world: World,
    days: int,
    identity: Mapping[str, Any],
    user_agent: str,
    steps: list[tuple[str, Wire]],
    *,
    comment: str = "",
    address: str = "198.51.100.4",
    refused: Refusal | None = None,
) -> None:
    batch: dict[str, Any] = {"Comment": comment} if comment else {}
    batch["Changes"] = [{"Action": action, "ResourceRecordSet": dict(record)} for action, record in steps]
    at = world.clock() - timedelta(days=days, hours=3)
    info = {"ChangeInfo": {"Id": f"/change/C0EXAMPLE{days:04}", "Status": "PENDING", "SubmittedAt": at}}
    world.trail.add(
        DNS_HUB,
        "ChangeResourceRecordSets",
        {"HostedZoneId": PUBLIC, "ChangeBatch": batch},
        refused or info,
        identity=identity,
        user_agent=user_agent,
        address=address,
        at=at,
    )


def _user(name: str) -> Mapping[str, Any]:
    return {
        "type": "IAMUser",
        "arn": f"arn:aws:iam::{DNS_HUB}:user/{name}",
        "accountId": DNS_HUB,
        "userName": name,
    }


def _role(role: str, session: str) -> Mapping[str, Any]:
    return {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::{DNS_HUB}:assumed-role/{role}/{session}",
        "accountId": DNS_HUB,
        "sessionContext": {"sessionIssuer": {"type": "Role", "userName": role}},
    }
