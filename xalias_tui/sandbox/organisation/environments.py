"""Environments of Elastic Beanstalk."""

from __future__ import annotations

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.zone_ids import lookup
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.balancers import Balancer, add_balancer
from xalias_tui.sandbox.organisation.estate import CREATED, EUROPE, GERMANY, Estate, stable_hex, stable_id
from xalias_tui.sandbox.world import World


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_environment(shop, Environment(EUROPE, "returns", prefix="returns-prod"))
    add_environment(media, Environment(GERMANY, "transcode"))
    add_environment(
        shop,
        Environment(EUROPE, "eb-terminating", status="Terminating", health="Grey", finds="eb-environment-not-ready"),
    )
    add_environment(shop, Environment(EUROPE, "eb-red", health="Red", finds="eb-environment-not-ready"))
    add_environment(
        shop, Environment("us-east-1", "eb-legacy", prefix="eb-legacy", legacy=True, finds="eb-legacy-domain")
    )
    own = {"elasticbeanstalk:environment-name": "returns", "elasticbeanstalk:environment-id": "e-abcdefghij"}
    add_balancer(
        shop,
        Balancer(
            EUROPE, "awseb-e-balancer", names=("awseb-e-balancer.example.com",), tags=own, finds="eb-uses-endpoint-url"
        ),
    )


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment; the defaults make a healthy one with a random name.

    Attributes:
        region: Its region.
        name: Its name.
        prefix: The prefix that was chosen for its CNAME; empty for a random one.
        status: Its status.
        health: Its health.
        legacy: Whether its CNAME has no region.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    prefix: str = ""
    status: str = "Ready"
    health: str = "Green"
    legacy: bool = False
    finds: str = ""


def add_environment(estate: Estate, environment: Environment) -> None:
    """Add an environment."""
    estate.finds(environment.name, environment.finds)
    region, name = environment.region, environment.name
    random = f"{name}.eba-{stable_id(estate.account_id, region, name, length=8)}"
    place = "" if environment.legacy else f"{region}."
    end = "eb.amazonaws.com.cn" if estate.partition == "aws-cn" else "elasticbeanstalk.com"
    host = f"{environment.prefix or random}.{place}{end}"
    load_balancer = f"awseb-{stable_id(name, estate.account_id, length=12)}-1234567890.{region}.elb.{estate.amazonaws}"
    item = {
        "EnvironmentName": name,
        "EnvironmentId": "e-" + stable_id(estate.account_id, name, region, length=10),
        "ApplicationName": "shop",
        "VersionLabel": f"v{stable_hex(name, length=6)}",
        "SolutionStackName": "64bit Amazon Linux 2023 v4.3.0 running Python 3.13",
        "EndpointURL": load_balancer,
        "CNAME": host,
        "DateCreated": CREATED,
        "DateUpdated": CREATED,
        "Status": environment.status,
        "AbortableOperationInProgress": False,
        "Health": environment.health,
        "HealthStatus": "Ok" if environment.health == "Green" else "Severe",
        "Tier": {"Name": "WebServer", "Type": "Standard", "Version": "1.0"},
        "EnvironmentLinks": [],
        "EnvironmentArn": estate.arn("elasticbeanstalk", region, f"environment/shop/{name}"),
    }
    estate.put("elasticbeanstalk", region, "environments", item)
    entry = lookup("elastic_beanstalk", region)
    if not environment.legacy and entry is not None:  # Beijing has environments and no zone that an alias could name
        estate.world.register_alias_name(host, entry.zone_id)
