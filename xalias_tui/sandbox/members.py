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

AUDIT = "777777777777"
SUSPENDED = "888888888888"
PENDING = "121212121212"
CLOSED = "131313131313"

ROOT = "r-exam"
UNITS = {
    "ou-exam-00workloads": ("Workloads", ROOT),
    "ou-exam-production0": ("Production", "ou-exam-00workloads"),
    "ou-exam-0acquired00": ("Acquired", "ou-exam-00workloads"),
    "ou-exam-00security0": ("Security", ROOT),
    "ou-exam-graveyard00": ("Suspended", ROOT),
}
"""Organizational units: name and parent by id."""
_PRODUCTION, _ACQUIRED, _SECURITY, _GRAVEYARD = tuple(UNITS)[1:]
DELEGATED = {"config.amazonaws.com": AUDIT}
"""The account that administers a service for the organisation, by the service's principal."""
AUDIT_ROLE = "xalias-audit"
"""The role that reads in the accounts of the organisation; one of them has none."""

MFA_SERIAL = f"arn:aws:iam::{MANAGEMENT}:mfa/operator"

ADMIN_KEY = "AKIAXALIASORGADMIN00"
DNS_KEY = "AKIAXALIASDNSHUB0000"
MEDIA_KEY = "AKIAXALIASMEDIA00000"
LEGACY_KEY = "AKIAXALIASLEGACY0000"
GOV_KEY = "AKIAXALIASGOVCLOUD00"
CHINA_KEY = "AKIAXALIASCHINA00000"
EXPIRED_KEY = "ASIAXALIASEXPIRED000"

LEGACY_DENIED = ("cloudfront:*", "apigateway:*", "s3:ListBuckets", "acm:*", "organizations:*")
"""Half of the calls that the program makes in an account."""


LEGACY_FORBIDDEN = ("elasticloadbalancing:*@ap-southeast-2",)
"""What a service control policy denies in that account: a region that it should not use."""


_READER = Role(AUDIT_ROLE, denied=("route53:Change*", "route53:Create*", "route53:Delete*"))

ACCOUNTS = (
    Account(MANAGEMENT, "organisation", "example-organisation"),
    Account(
        DNS_HUB,
        "dns-prod",
        "example-dns",
        {
            "dns-admin": Role("dns-admin"),
            "dns-audit": Role("dns-audit", denied=("route53:ChangeResourceRecordSets",)),
            AUDIT_ROLE: _READER,
        },
        unit=_PRODUCTION,
    ),
    Account(
        SHOP,
        "shop-prod",
        "example-shop",
        {
            "operator": Role("operator"),
            "operator-mfa": Role("operator-mfa", mfa_serial=MFA_SERIAL),
            AUDIT_ROLE: _READER,
        },
        unit=_PRODUCTION,
    ),
    Account(
        MEDIA, "media-prod", "example-media", {"operator": Role("operator"), AUDIT_ROLE: _READER}, unit=_PRODUCTION
    ),
    Account(
        LEGACY,
        "legacy",
        "example-legacy",
        {"operator": Role("operator", denied=LEGACY_DENIED)},
        denied=LEGACY_FORBIDDEN,
        unit=_ACQUIRED,
    ),
    Account(AUDIT, "audit", "example-audit", {AUDIT_ROLE: _READER}, unit=_SECURITY),
    Account(SUSPENDED, "old-marketing", "", state="SUSPENDED", unit=_GRAVEYARD),
    Account(PENDING, "new-team", "", state="PENDING_ACTIVATION", unit=_PRODUCTION),
    Account(CLOSED, "trial-2024", "", state="CLOSED", unit=_GRAVEYARD),
    Account(GOV, "gov-prod", "example-gov", partition="aws-us-gov"),
    Account(CHINA, "china-prod", "example-china", partition="aws-cn"),
)
"""The organisation's members, its management account first, and its two accounts in partitions of their own."""

ASSIGNMENTS = {
    DNS_HUB: ("dns-admin", "dns-audit"),
    SHOP: ("operator",),
    MEDIA: ("operator",),
    LEGACY: ("operator",),
    AUDIT: (AUDIT_ROLE,),
}
"""The roles that the organisation's operator has through IAM Identity Center."""

USERS = (
    User(MANAGEMENT, "operator", ADMIN_KEY),
    User(GOV, "gov-operator", GOV_KEY),
    User(CHINA, "china-operator", CHINA_KEY),
    User(DNS_HUB, "dns-operator", DNS_KEY),
    User(MEDIA, "media-operator", MEDIA_KEY),
    User(LEGACY, "leftover", LEGACY_KEY, denied=LEGACY_DENIED),
    User(DNS_HUB, "former-operator", EXPIRED_KEY, expired=True),
)
