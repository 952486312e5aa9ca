"""What CloudFront serves for Cognito user pools and Amplify apps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xalias_tui.domain.dataclass import dataclass
from xalias_tui.sandbox.calls import GLOBAL_REGION
from xalias_tui.sandbox.members import MEDIA, SHOP
from xalias_tui.sandbox.organisation.estate import (
    AMERICA,
    CREATED,
    EUROPE,
    GERMANY,
    Estate,
    alias_zone_id,
    stable_hex,
    stable_id,
)
from xalias_tui.sandbox.world import World

_CERTIFICATES: Final = "us-east-1"


def build(world: World) -> None:
    """Add the resources of all accounts."""
    shop, media = Estate(world, SHOP), Estate(world, MEDIA)
    add_user_pool(shop, EUROPE, "customers", "login.example.com")
    add_user_pool(media, AMERICA, "editors", "signin.media.example.com")
    add_user_pool(shop, EUROPE, "staff", "")
    add_user_pool(
        shop,
        EUROPE,
        "cognito-failed",
        "cognito-failed.example.com",
        status="FAILED",
        finds="cognito-parent-no-a-record cognito-status",
    )
    add_app(shop, App(EUROPE, "campaign", prefixes=("campaign", "offers")))
    add_app(media, App(GERMANY, "showroom", prefixes=("showroom",)))
    add_app(shop, App(EUROPE, "amplify-unlisted", prefixes=("elsewhere",), finds="amplify-subdomain-missing"))
    add_app(
        shop,
        App(
            EUROPE,
            "amplify-unverified",
            prefixes=("amplify-unverified",),
            verified=False,
            finds="amplify-subdomain-missing",
        ),
    )
    waits = "PENDING_VERIFICATION"
    add_app(
        shop,
        App(
            EUROPE,
            "amplify-pending",
            prefixes=("amplify-pending",),
            verified=False,
            status=waits,
            finds="amplify-subdomain-missing validation-record-missing",
        ),
    )


def add_user_pool(
    estate: Estate, region: str, name: str, domain: str, *, status: str = "ACTIVE", finds: str = ""
) -> None:
    """Add a user pool; ``domain`` is its custom domain, empty for none, with the status given."""
    estate.finds(name, finds)
    pool_id = f"{region}_{stable_id(estate.account_id, region, name, length=9)}"
    pool = {
        "Id": pool_id,
        "Name": name,
        "Arn": estate.arn("cognito-idp", region, f"userpool/{pool_id}"),
        "LambdaConfig": {},
        "LastModifiedDate": CREATED,
        "CreationDate": CREATED,
        "DeletionProtection": "ACTIVE",
        "MfaConfiguration": "OPTIONAL",
        "UserPoolTags": {"team": "identity"},
        "UserPoolTier": "ESSENTIALS",
        "Domain": f"{name}-{stable_id(estate.account_id, name, length=6)}",
    }
    estate.put("cognito-idp", region, "pools", pool | ({"CustomDomain": domain} if domain else {}))
    if domain:
        described = {
            "UserPoolId": pool_id,
            "AWSAccountId": estate.account_id,
            "Domain": domain,
            "CloudFrontDistribution": _served(estate, region, "cognito", name),
            "Version": "20250314092653",
            "Status": status,
            "CustomDomainConfig": {"CertificateArn": estate.certificate(_CERTIFICATES, [domain])},
            "ManagedLoginVersion": 2,
        }
        estate.put("cognito-idp", region, "domains", described)


@dataclass(frozen=True, slots=True)
class App:
    """An Amplify app with one domain; the defaults make a healthy one.

    Attributes:
        region: Its region.
        name: Its name.
        prefixes: Sub-domains of the domain; an empty one is the domain itself.
        domain: The domain.
        verified: Whether Amplify has seen the records of the sub-domains.
        status: ``domainStatus``.
        finds: Ids of the findings that it must raise; empty for none.
    """

    region: str
    name: str
    prefixes: Sequence[str] = ("www",)
    domain: str = "example.com"
    verified: bool = True
    status: str = "AVAILABLE"
    finds: str = ""


def add_app(estate: Estate, app: App) -> None:
    """Add an app and its domain."""
    estate.finds(app.name, app.finds)
    app_id = "d" + stable_id(estate.account_id, app.region, app.name, length=13)
    arn = estate.arn("amplify", app.region, f"apps/{app_id}")
    described: dict[str, Any] = {
        "appId": app_id,
        "appArn": arn,
        "name": app.name,
        "tags": {},
        "description": "",
        "repository": f"https://git.example.com/{app.name}",
        "platform": "WEB",
        "createTime": CREATED,
        "updateTime": CREATED,
        "environmentVariables": {},
        "defaultDomain": f"{app_id}.amplifyapp.com",
        "enableBranchAutoBuild": True,
        "enableBasicAuth": False,
    }
    estate.put("amplify", app.region, "apps", described)
    target = _served(estate, app.region, "amplify", app.name)
    domain = {
        "appId": app_id,
        "domainAssociationArn": f"{arn}/domains/{app.domain}",
        "domainName": app.domain,
        "enableAutoSubDomain": False,
        "domainStatus": app.status,
        "updateStatus": "UPDATE_COMPLETE",
        "statusReason": "",
        "subDomains": [
            {
                "subDomainSetting": {"prefix": prefix, "branchName": "main"},
                "verified": app.verified,
                "dnsRecord": f"{prefix} CNAME {target}",
            }
            for prefix in app.prefixes
        ],
        "certificateVerificationDNSRecord": _proof(arn, app.domain),
        "certificate": {"type": "AMPLIFY_MANAGED", "certificateVerificationDNSRecord": _proof(arn, app.domain)},
    }
    estate.put("amplify", app.region, "domains", domain)


def _proof(arn: str, domain: str) -> str:
    """The record that proves a domain, as Amplify writes it."""
    name, value = (stable_hex(arn, domain, part, length=32) for part in ("name", "value"))
    return f"_{name}.{domain}. CNAME _{value}.acm-validations.aws."


def _served(estate: Estate, region: str, service: str, name: str) -> str:
    """A name of cloudfront.net, known to Route 53."""
    domain = f"d{stable_id(estate.account_id, region, service, name, length=13)}.cloudfront.net"
    estate.world.register_alias_name(domain, alias_zone_id("cloudfront", GLOBAL_REGION))
    return domain
