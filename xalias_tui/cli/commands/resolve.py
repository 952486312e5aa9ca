"""``xalias resolve DNS-NAME``."""

from __future__ import annotations

from typing import Final

import click

from xalias_tui.cli.documented import documented
from xalias_tui.cli.options import Invocation
from xalias_tui.cli.output import echo, print_data
from xalias_tui.domain.accounts import partition_word
from xalias_tui.domain.documents import recognition_document
from xalias_tui.domain.partitions import partition_of_name
from xalias_tui.domain.targets import Recognition
from xalias_tui.domain.text import shown

_REACH: Final = {
    None: "the name does not tell",
    True: "internal: its addresses are private",
    False: "internet",
}


@documented(
    "resolve",
    "xalias resolve d111111abcdef8.cloudfront.net",
    "xalias resolve web-1.eu-west-1.elb.amazonaws.com --json",
)
@click.argument("dns_name", metavar="DNS-NAME")
def command(invocation: Invocation, dns_name: str) -> int:
    """Say offline what an AWS DNS name is, its alias hosted zone id and record types, or why it can't be aliased."""
    from xalias_tui.domain.pasted import Pasted  # noqa: PLC0415 -- not for --help
    from xalias_tui.jobs.targets.recognise import resolve  # noqa: PLC0415 -- not for --help

    recognition = resolve(Pasted.read(dns_name))
    if invocation.as_json:
        print_data("resolve", recognition_document(recognition))
    else:
        echo("\n".join(_lines(recognition)))
    return 0


def _lines(recognition: Recognition) -> list[str]:
    named = f"; 'xalias zone-ids {recognition.zone_id}' names them" if recognition.zone_id else ""
    origin = (recognition.zone_id_source or "–") + named
    where = partition_word(partition_of_name(recognition.dns_name))
    aliasable = "yes" if recognition.aliasable else f"no ({recognition.rule_id})"
    rows = (
        ("name", recognition.dns_name.text),
        ("kind", recognition.kind or "not recognised"),
        ("region", " · ".join(filter(None, (recognition.region, where))) or "–"),
        ("aliasable", aliasable),
        ("zone id", recognition.zone_id or "–"),
        ("origin of id", origin),
        ("record types", ", ".join(recognition.record_types) or "–"),
        ("reach", _REACH[recognition.internal]),
        ("note", recognition.reason or "–"),
    )
    return [f"{title:13} {shown(value, 1_000)}" for title, value in rows]
