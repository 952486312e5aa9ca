"""The organisation's accounts, their roles and the keys with which they are reached."""

from __future__ import annotations

from xalias_tui.sandbox.identities import Account, Role, User

MANAGEMENT = "999999999999"
DNS_HUB = "111111111111"
SHOP = "222222222222"
MEDIA = "333333333333"
LEGACY = "444444444444"
GOV = "555555555555"
CHINA = "666666666666"

MFA_SERIAL = f"arn:aws:iam::{MANAGEMENT}:mfa/operator"

ADMIN_KEY = "AKIAXALIASORGADMIN00"
DNS_KEY = "AKIAXALIASDNSHUB0000"
MEDIA_KEY = "AKIAXALIASMEDIA00000"
LEGACY_KEY = "AKIAXALIASLEGACY0000"
GOV_KEY = "AKIAXALIASGOVCLOUD00"
CHINA_KEY = "AKIAXALIASCHINA00000"
EXPIRED_KEY = "ASIAXALIASEXPIRED000"

LEGACY_DENIED = ("cloudfront:*", "apigateway:*", "s3:ListBuckets", "acm:*", "organizations:*")
"""Half of what the program asks in an account."""


LEGACY_FORBIDDEN = ("elasticloadbalancing:*@ap-southeast-2",)
"""What a service control policy keeps everybody in that account from: a region that it should not use."""


ACCOUNTS = (
    Account(MANAGEMENT, "organisation", "example-organisation"),
    Account(
        DNS_HUB,
        "dns-prod",
        "example-dns",
        {
            "dns-admin": Role("dns-admin"),
            "dns-audit": Role("dns-audit", denied=("route53:ChangeResourceRecordSets",)),
        },
    ),
    Account(
        SHOP,
        "shop-prod",
        "example-shop",
        {"operator": Role("operator"), "operator-mfa": Role("operator-mfa", mfa_serial=MFA_SERIAL)},
    ),
    Account(MEDIA, "media-prod", "example-media", {"operator": Role("operator")}),
    Account(
        LEGACY,
        "legacy",
        "example-legacy",
        {"operator": Role("operator", denied=LEGACY_DENIED)},
        denied=LEGACY_FORBIDDEN,
    ),
    Account(GOV, "gov-prod", "example-gov", partition="aws-us-gov"),
    Account(CHINA, "china-prod", "example-china", partition="aws-cn"),
)
"""The organisation's members, its management account first, and its two accounts in partitions of their own."""

USERS = (
    User(MANAGEMENT, "operator", ADMIN_KEY),
    User(GOV, "gov-operator", GOV_KEY),
    User(CHINA, "china-operator", CHINA_KEY),
    User(DNS_HUB, "dns-operator", DNS_KEY),
    User(MEDIA, "media-operator", MEDIA_KEY),
    User(LEGACY, "leftover", LEGACY_KEY, denied=LEGACY_DENIED),
    User(DNS_HUB, "former-operator", EXPIRED_KEY, expired=True),
)
