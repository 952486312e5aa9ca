"""Every option that several commands take, or the program itself: its names, form, default and help, written once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from xalias_tui.cli.value_types import Choice, Duration, KindName, ProfileName, Resolver, Seconds

WHERE: Final = "Where to look"
OUTPUT: Final = "What comes out"
PROGRAM: Final = "Program options"
ORGANISATION: Final = "Organisations and inventories"
ROUTING: Final = "Routing"
OWN: Final = ""
"""The group of options that some commands take, which ``xalias --help`` does not list."""
_FILE: Final = click.Path(path_type=Path)


class Option(NamedTuple):
    """An option.

    Attributes:
        group: What it is about: the title above it in ``xalias --help``.
        names: As it is written; the last one is the parameter where that is called otherwise.
        form: What click is told besides.
    """

    group: str
    names: tuple[str, ...]
    form: Mapping[str, Any]

    @property
    def parameter(self) -> str:
        """Name of the parameter that it becomes."""
        return self.names[-1].partition("/")[0].removeprefix("--").replace("-", "_")


def _option(group: str, names: str, text: str, **form: Any) -> Option:
    return Option(group, tuple(names.split()), {**form, "help": text})


TABLE: Final[Mapping[str, Option]] = {
    "zone_profiles": _option(
        WHERE,
        "--zone-profile zone_profiles",
        "AWS profile whose hosted zones are read and written (repeatable). Default: as the aws cli chooses: "
        "credentials in the environment, else AWS_PROFILE, else [default].",
        type=ProfileName(),
        multiple=True,
    ),
    "target_profiles": _option(
        WHERE,
        "--target-profile target_profiles",
        "AWS profile whose resources may be aliased to (repeatable). Default: as the zone side.",
        type=ProfileName(),
        multiple=True,
    ),
    "regions": _option(
        WHERE,
        "--region regions",
        "Region to search (repeatable). Default: every region enabled in each target account.",
        multiple=True,
        metavar="NAME",
    ),
    "kinds": _option(
        WHERE,
        "--kind kinds",
        "Only this kind of target (repeatable); 'xalias kinds' lists them.",
        type=KindName(),
        multiple=True,
    ),
    "cards": _option(
        WHERE,
        "--target-card cards",
        "Targets of an account that can't be asked, as its people wrote them with 'xalias targets --card' "
        "(repeatable).",
        type=_FILE,
        multiple=True,
        metavar="FILE",
    ),
    "read_only": _option(
        PROGRAM,
        "--read-only",
        "Nothing that changes AWS can be sent, whatever is asked.",
        is_flag=True,
        envvar="XALIAS_READ_ONLY",
        show_envvar=True,
    ),
    "as_json": _option(
        OUTPUT, "--json as_json", "One JSON document on standard output, nothing else there.", is_flag=True
    ),
    "query": _option(
        OUTPUT,
        "--query",
        "With --json: only what this JMESPath expression selects of the document, as in the aws cli: "
        "'data.zones[].id'.",
        metavar="EXPRESSION",
    ),
    "debug": _option(
        OUTPUT,
        "--debug",
        "Write what is asked and answered there, with times; secrets are left out.",
        type=_FILE,
        metavar="FILE",
    ),
    "config": _option(
        PROGRAM,
        "--config",
        "Another configuration file than the platform's default.",
        type=_FILE,
        metavar="FILE",
        envvar="XALIAS_CONFIG",
        show_envvar=True,
    ),
    "org_profile": _option(
        ORGANISATION,
        "--organisation-profile org_profile",
        "Profile of the management account, or of one that AWS Organizations is delegated to: its active accounts"
        " are target accounts. Empty for the credentials of the environment.",
        metavar="NAME",
    ),
    "roles": _option(
        ORGANISATION,
        "--role roles",
        "Role assumed in each of them, the first that works (repeatable): a name, a path and name, or an ARN with"
        " {account}. Default: the accounts are listed, not asked.",
        multiple=True,
        metavar="NAME",
    ),
    "org_external_id": _option(
        ORGANISATION, "--external-id org_external_id", "Sent when a role is assumed.", metavar="TEXT"
    ),
    "account_ids": _option(
        ORGANISATION,
        "--account account_ids",
        "Only this account of the organisation or SSO session (repeatable).",
        multiple=True,
        metavar="ID",
    ),
    "not_account_ids": _option(
        ORGANISATION, "--not-account not_account_ids", "All but this one (repeatable).", multiple=True, metavar="ID"
    ),
    "units": _option(
        ORGANISATION, "--ou units", "Only accounts below this unit (repeatable).", multiple=True, metavar="ID"
    ),
    "org_sso_session": _option(
        ORGANISATION,
        "--sso-session org_sso_session",
        "Accounts assigned to you in IAM Identity Center, by the login of this session; they need not be all of "
        "the organisation.",
        metavar="NAME",
    ),
    "sso_roles": _option(
        ORGANISATION,
        "--sso-role sso_roles",
        "Permission set used there, the first that an account offers (repeatable).",
        multiple=True,
        metavar="NAME",
    ),
    "org_aggregator": _option(
        ORGANISATION,
        "--aggregator org_aggregator",
        "Aggregator of AWS Config that is asked for what it holds, before anything is asked live; 'auto' takes "
        "the only one of an organisation.",
        metavar="NAME",
    ),
    "org_aggregator_profile": _option(
        ORGANISATION,
        "--aggregator-profile org_aggregator_profile",
        "Profile of the aggregator's account. Default: that of the organisation.",
        metavar="NAME",
    ),
    "org_aggregator_region": _option(
        ORGANISATION,
        "--aggregator-region org_aggregator_region",
        "Its region. Default: wherever it is.",
        metavar="NAME",
    ),
    "org_age": _option(
        ORGANISATION,
        "--inventory-age org_age",
        "Use what is kept of earlier runs if it is younger: 90s, 15m, 24h. Default: ask now.",
        type=Duration(),
        metavar="DURATION",
    ),
    "org_cached": _option(
        ORGANISATION,
        "--cached org_cached",
        "Ask no one in AWS for targets, zones and records: show what is kept, whatever its age.",
        is_flag=True,
    ),
    "offline": _option(WHERE, "--offline", "Ask AWS alone: no name server, no TLS, no HTTP.", is_flag=True),
    "resolvers": _option(
        WHERE,
        "--resolver resolvers",
        "Resolver to ask (repeatable). Default: the system's. With a port, name servers are asked there too.",
        type=Resolver(),
        multiple=True,
        metavar="ADDRESS[:PORT]",
    ),
    "weight": _option(ROUTING, "--weight", "Weighted routing: 0 to 255.", type=int, metavar="N"),
    "latency_region": _option(
        ROUTING, "--latency-region", "Latency routing: the region of this record.", metavar="REGION"
    ),
    "failover": _option(
        ROUTING, "--failover", "Failover routing.", type=Choice(["PRIMARY", "SECONDARY"], case_sensitive=False)
    ),
    "geo_continent": _option(ROUTING, "--geo-continent", "Geolocation routing: a continent, e.g. EU.", metavar="CODE"),
    "geo_country": _option(
        ROUTING, "--geo-country", "Geolocation routing: a country, e.g. DE; '*' for the default.", metavar="CODE"
    ),
    "geo_subdivision": _option(
        ROUTING, "--geo-subdivision", "With --geo-country US or UA: a state, e.g. CA.", metavar="CODE"
    ),
    "geoproximity_region": _option(
        ROUTING, "--geoproximity-region", "Geoproximity routing: the region of this record.", metavar="REGION"
    ),
    "geoproximity_local_zone": _option(
        ROUTING,
        "--geoproximity-local-zone",
        "Geoproximity routing: a Local Zone group, us-west-2-den-1.",
        metavar="GROUP",
    ),
    "geoproximity_coordinates": _option(
        ROUTING, "--geoproximity-coordinates", "Geoproximity routing: a place, e.g. 52.52,13.40.", metavar="LAT,LON"
    ),
    "bias": _option(
        ROUTING, "--bias", "With geoproximity: -99 to 99, how far the place draws clients.", type=int, metavar="N"
    ),
    "cidr_collection": _option(
        ROUTING, "--cidr-collection", "IP-based routing: a CIDR collection, by id or name.", metavar="C"
    ),
    "cidr_location": _option(
        ROUTING, "--cidr-location", "With --cidr-collection: a location. Default: *, everybody else.", metavar="L"
    ),
    "az_affinity": _option(
        ROUTING,
        "--az-affinity",
        "AZ-affinity routing: use1-az1, us-east-1-zg-1, a region, a partition, or global.",
        metavar="LOCATION",
    ),
    "multivalue": _option(
        ROUTING, "--multivalue", "Multivalue answer routing (Route 53 refuses it for aliases).", is_flag=True
    ),
    "set_identifier": _option(
        ROUTING, "--set-identifier", "Tells the records of one routing group apart.", metavar="S"
    ),
    "health_check": _option(
        ROUTING, "--health-check", "Answer only while this one is healthy; see health-checks.", metavar="ID"
    ),
    "yes": _option(OWN, "--yes", "Send without asking.", is_flag=True),
    "wait": _option(
        OWN, "--wait/--no-wait", "Wait until every Route 53 server has it.", default=True, show_default=True
    ),
    "allow_errors": _option(OWN, "--allow-errors", "Send despite findings of severity error.", is_flag=True),
    "send": _option(OWN, "--send", "Send the plans; asks first. Without it nothing is sent.", is_flag=True),
    "plans_out": _option(
        OWN,
        "--out",
        "Write each plan here, for 'apply'.",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
    ),
    "watch": _option(OWN, "--watch", "Look again and again until it is as it should be.", is_flag=True),
    "every": _option(
        OWN,
        "--every",
        "With --watch: the time from one look to the next; a number alone is seconds.",
        type=Seconds(least=1),
        default="15s",
        show_default=True,
        metavar="DURATION",
    ),
    "within": _option(
        OWN,
        "--within",
        "With --watch: how long at most.",
        type=Seconds(),
        default="30m",
        show_default=True,
        metavar="DURATION",
    ),
    "wait_issued": _option(
        OWN, "--wait-issued", "Wait until the certificate or domain of the target is issued.", is_flag=True
    ),
    "issued_within": _option(
        OWN,
        "--issued-within",
        "With --wait-issued: how long at most; exit status 1 where it is not issued by then.",
        type=Seconds(),
        default="30m",
        show_default=True,
        metavar="DURATION",
    ),
    "verify": _option(
        OWN,
        "--verify",
        "Once it is in sync, ask name servers, a resolver, TLS and HTTP; exit status 1 where one fails.",
        is_flag=True,
    ),
    "no_connect": _option(OWN, "--no-connect", "With --verify: ask name servers, but call no address.", is_flag=True),
    "insist": _option(
        OWN,
        "--fail-on-incomplete insist",
        "Exit with status 1 where a look-up failed: where 'unscanned' is not empty.",
        is_flag=True,
    ),
    "plan_format": _option(
        OWN,
        "--format format_name",
        "What to print; markdown is for a pull request. Default: text.",
        type=Choice(["text", "markdown"]),
    ),
    "fail_on": _option(
        OWN,
        "--fail-on",
        "Exit with status 1 for findings at or over this severity.",
        type=Choice(("error", "warning", "info", "never")),
        default="error",
        show_default=True,
    ),
    "out": _option(OWN, "--out", "Write the plan here, whatever was found.", type=_FILE, metavar="FILE"),
    "format": _option(
        OWN,
        "--format format_name",
        "What to print: csv and tsv have every column, and one header. Default: text, or json with --json.",
        type=Choice(("text", "csv", "tsv")),
    ),
    "zone": _option(
        OWN, "--zone", "Zone id or name. Default: the zone that matches most labels of NAME.", metavar="ZONE"
    ),
    "target": _option(OWN, "--target", "A DNS name or URL, an ARN, or a discovered target's name.", metavar="T"),
    "types": _option(
        OWN, "--type types", "Record type (repeatable). Default: what T supports.", multiple=True, metavar="TYPE"
    ),
    "ttl": _option(
        OWN, "--ttl", "With --cname: how long resolvers keep it. Default: 300.", type=int, metavar="SECONDS"
    ),
    "replace": _option(OWN, "--replace", "Allow an existing record to be replaced.", is_flag=True),
}
"""By the parameter; where several commands have different ones of a name, by what sets it apart."""
ASKING: Final = ("offline", "resolvers")
ROUTING_OPTIONS: Final = tuple(name for name, option in TABLE.items() if option.group == ROUTING)
COMMON: Final = tuple(
    name
    for name, option in TABLE.items()
    if option.group in (WHERE, OUTPUT, PROGRAM, ORGANISATION) and name not in ASKING
)
"""Those of every command."""
ONCE: Final = frozenset(name for name in (*COMMON, *ASKING) if not TABLE[name].form.get("multiple"))
"""Those of them that have one value, before and after the command's name together."""
