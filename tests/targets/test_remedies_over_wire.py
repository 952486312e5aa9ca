"""Carrying out the command of a remedy makes its finding go away.

The sandbox only reads: what each operation changes is applied to its world. Left out are commands that need a value
from the operator (``"$CERTIFICATE_ARN"``), and those of which the effect comes later (a certificate is issued once its
names are validated, and then has to be attached).
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.stage import accounts_here
from tests.targets.fakes import case_of
from xalias_tui.aws.accounts import Accounts
from xalias_tui.domain.findings import Finding
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.organisation.estate import service_zone_id
from xalias_tui.sandbox.server import Sandbox
from xalias_tui.sandbox.world import World
from xalias_tui.targets import all_kinds, judge, kind

ACCOUNTS = {"shop-prod": "222222222222", "media-prod": "333333333333"}
REGIONS = ("eu-west-1", "us-east-1")


@dataclass(frozen=True)
class Call:
    """A command of the AWS CLI, and the world in which it is carried out."""

    world: World
    account: str
    words: tuple[str, ...]

    def option(self, name: str) -> str:
        return self.words[self.words.index(f"--{name}") + 1]

    def item(self, service: str, collection: str, key: str, value: str) -> Any:
        found = self.world.items(service, self.account, self.option("region"), collection)
        (item,) = [item for item in found if item[key] == value]
        return item

    def globally(self, service: str, collection: str, key: str, value: str) -> Any:
        (item,) = [
            item for item in self.world.items(service, self.account, GLOBAL_REGION, collection) if item[key] == value
        ]
        return item

    def bucket(self) -> Any:
        return self.globally("s3", "buckets", "Name", self.option("bucket"))


def set_ip_address_type(call: Call) -> None:
    balancer = call.item("elbv2", "load_balancers", "LoadBalancerArn", call.option("load-balancer-arn"))
    balancer["IpAddressType"] = call.option("ip-address-type")


def authorize_ingress(call: Call) -> None:
    group = call.item("ec2", "security_groups", "GroupId", call.option("group-id"))
    group["IpPermissions"] = [*group["IpPermissions"], *json.loads(call.option("ip-permissions"))]


def update_domain_name(call: Call) -> None:
    domain = call.item("apigateway", "domain_names", "domainName", call.option("domain-name"))
    path, value = (part.partition("=")[2] for part in call.option("patch-operations").split(",")[1:])
    assert path == "/endpointConfiguration/ipAddressType"
    domain["endpointConfiguration"]["ipAddressType"] = value


def update_distribution(call: Call) -> None:
    """Apply what jq is told to change: ``.Path = value``, or ``.Path += value``, one after the other."""
    item = call.globally("cloudfront", "distributions", "Id", call.option("id"))
    inner = call.option("distribution-config")
    words = shlex.split(inner[inner.index("jq -c ") + len("jq -c ") :].removesuffix(")"))
    names = {words[at + 1]: words[at + 2] for at, word in enumerate(words) if word == "--arg"}
    for part in words[-1].split(" | "):
        path, _, value = part.partition(" ")
        operator, _, text = value.partition(" ")
        for name, given in names.items():
            text = text.replace(f"${name}", json.dumps(given))
        *parents, last = path.removeprefix(".").split(".")
        inside = item
        for parent in parents:
            inside[parent] = dict(inside[parent])
            inside = inside[parent]
        new = json.loads(text)
        empty: Any = [] if isinstance(new, list) else 0
        inside[last] = inside.get(last, empty) + new if operator == "+=" else new


def wait_until_deployed(call: Call) -> None:
    call.globally("cloudfront", "distributions", "Id", call.option("id"))["Status"] = "Deployed"


def update_search_domain(call: Call) -> None:
    domain = call.item("opensearch", "domains", "DomainName", call.option("domain-name"))
    domain["IPAddressType"] = call.option("ip-address-type")
    domain["EndpointV2"] = f"search-{domain['DomainName']}.aos.{call.option('region')}.on.aws"
    domain["DomainEndpointV2HostedZoneId"] = service_zone_id("opensearch", call.option("region"))


def delete_public_access_block(call: Call) -> None:
    call.bucket()["Blocked"] = False


def put_request_payment(call: Call) -> None:
    assert call.option("request-payment-configuration") == "Payer=BucketOwner"
    call.bucket()["Payer"] = "BucketOwner"


def put_website(call: Call) -> None:
    call.bucket()["Website"] = True


EFFECTS: dict[str, Callable[[Call], None]] = {
    "elbv2 set-ip-address-type": set_ip_address_type,
    "ec2 authorize-security-group-ingress": authorize_ingress,
    "apigateway update-domain-name": update_domain_name,
    "cloudfront update-distribution": update_distribution,
    "cloudfront wait": wait_until_deployed,
    "opensearch update-domain-config": update_search_domain,
    "s3api delete-public-access-block": delete_public_access_block,
    "s3api put-bucket-request-payment": put_request_payment,
    "s3api put-bucket-website": put_website,
}


def needs_a_value(fix: str) -> bool:
    """Whether the operator has to put a value in; ``"$(…)"`` is what another command prints."""
    return '"$' in fix.replace('"$(', "")


def targets(accounts: Accounts, key: str) -> Iterator[tuple[str, Target]]:
    one = kind(key)
    for profile in ACCOUNTS:
        for region in ("us-east-1",) if one.scope == "global" else REGIONS:
            for target in one.discover(accounts.ask(profile, region)):
                yield profile, target


def judged(accounts: Accounts, profile: str, target: Target) -> tuple[Finding, ...]:
    one, called = (
        kind(target.kind),
        DnsName.parse(target.hostnames[0] if target.hostnames else f"{target.name}.example"),
    )
    picked = one.inspect(target, accounts.ask(profile, target.region.replace("global", "us-east-1")), called)
    return tuple(judge(case_of(picked, called.bare, ("A", "AAAA"), complete=False)))


def test_a_command_makes_its_finding_go_away(organisation: Sandbox, enter_sandbox: Callable[[Sandbox], None]) -> None:
    enter_sandbox(organisation)
    done: dict[str, int] = {}
    for one in all_kinds():
        carried: dict[str, set[str]] = {}
        for profile, target in targets(accounts_here(), one.key):
            for finding in judged(accounts_here(), profile, target):
                words = tuple(shlex.split(finding.fix))
                operation = " ".join(words[1:3])
                if operation in EFFECTS and not needs_a_value(finding.fix):
                    EFFECTS[operation](Call(organisation.world, ACCOUNTS[profile], words))
                    carried.setdefault(target.arn, set()).add(finding.id)
                    done[operation] = done.get(operation, 0) + 1
        for profile, target in targets(accounts_here(), one.key) if carried else ():
            left = {finding.id for finding in judged(accounts_here(), profile, target)}
            assert left.isdisjoint(carried.get(target.arn, ())), target.name
    assert done.keys() == EFFECTS.keys()
