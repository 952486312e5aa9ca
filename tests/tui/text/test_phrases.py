from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tui.fakes import DEFAULT_RECORDS, NOW, SOA, target, zone
from tests.tui.state.test_draft import chosen, planned
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.tui.dialogs.record_options import read_routing
from xalias_tui.tui.text.phrases import ago, client_effects, shortened, signed_in
from xalias_tui.tui.text.record_name_input import name_in_zone
from xalias_tui.tui.widgets.bars import account_content, verdict_line

ZONE = DnsName.parse("example.com")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s ago"), (59, "59 s ago"), (61, "1 min ago"), (7_300, "2 h ago"), (200_000, "2 d ago")],
)
def test_ages(seconds: int, words: str) -> None:
    assert ago(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("www", "www.example.com."),
        ("a.b", "a.b.example.com."),
        ("www.example.com", "www.example.com."),
        ("WWW.Example.COM.", "www.example.com."),
        ("@", "example.com."),
        ("*", "*.example.com."),
        ("foo.other.org", "foo.other.org.example.com."),
    ],
)
def test_names_are_relative_or_full(typed: str, name: str) -> None:
    assert name_in_zone(typed, ZONE).text == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "record-name-empty"), ("a..b", "record-label-empty"), ("foo.org.", "record-name-outside-zone")],
)
def test_names_that_are_none(typed: str, code: str) -> None:
    with pytest.raises(InvalidNameError) as refused:
        name_in_zone(typed, ZONE)
    assert refused.value.code == code


def test_clients_of_a_new_name_may_remember_that_it_was_absent() -> None:
    assert client_effects(planned(chosen()), 300) == (
        "Resolvers may cache the earlier 'does not exist' answer for up to 300 s (the zone's SOA).",
    )


def test_clients_of_a_replaced_record_keep_it_for_its_ttl() -> None:
    replacing = planned(replace(chosen().named(DnsName.parse("www.example.com")), replace=True))
    assert "up to 300 s (its TTL)" in client_effects(replacing, None)[0]


def test_clients_of_a_removed_alias_lose_the_name() -> None:
    effects = client_effects(planned(chosen()).inverse(), None)
    assert "60 s" in effects[0]
    assert "stops resolving" in effects[1]


def test_negative_ttl_is_the_least_of_ttl_and_minimum_of_the_soa() -> None:
    assert ZoneRecords(zone(), (SOA,)).negative_ttl == 300
    assert ZoneRecords(zone(), DEFAULT_RECORDS[1:]).negative_ttl is None


def test_an_account_says_who_it_is_or_what_is_wrong() -> None:
    ready = Account("dns", "1" * 12, "arn:aws:sts::111111111111:assumed-role/dns/op")
    assert signed_in(ready, role=True) == "dns · 1111-1111-1111 (assumed-role/dns/op)"
    assert signed_in(Account("dns", state="expired")) == "dns · expired (4 = accounts)"
    assert "none" in account_content((), (ready,), roles=False).plain
    assert account_content((ready,), (ready,), roles=False).plain == "Zones and targets: dns · 1111-1111-1111"
    with_cards = account_content((ready,), (), 2, roles=False).plain
    assert with_cards == "Zones: dns · 1111-1111-1111   Targets: 2 target cards"
    assert account_content((ready,), (ready,), 1, roles=False).plain.endswith("Targets: dns · 1111-1111-1111 + 1 card")


def test_a_side_names_the_organisation_whose_accounts_it_has() -> None:
    ready = Account("dns", "1" * 12)
    both = ("organisation org-admin",) * 2
    assert account_content((), (), everyone=both, roles=False).plain == "Zones and targets: organisation org-admin"
    mixed = account_content((ready,), (ready,), everyone=("", both[1]), roles=False).plain
    assert mixed == "Zones: dns · 1111-1111-1111   Targets: dns · 1111-1111-1111 + organisation org-admin"
    assert account_content((), (), 2, everyone=both, roles=False).plain.endswith(
        "organisation org-admin + 2 target cards"
    )


@pytest.mark.parametrize(
    ("policy", "value", "wire"),
    [("weighted", "10", 10), ("failover", "primary", "PRIMARY"), ("latency", "eu-west-1", "eu-west-1")],
)
def test_routing_is_read_into_its_wire_form(policy: str, value: str, wire: object) -> None:
    routing = read_routing(policy, value, "blue")  # type: ignore[arg-type] # literals of the parameters above
    assert routing is not None
    assert routing.value == wire


@pytest.mark.parametrize(
    ("policy", "value", "identifier"),
    [
        ("weighted", "256", "a"),
        ("weighted", "-1", "a"),
        ("failover", "third", "a"),
        ("latency", "", "a"),
        ("weighted", "1", ""),
    ],
)
def test_routing_that_is_none_says_why(policy: str, value: str, identifier: str) -> None:
    with pytest.raises(ValueError, match=r"\.$|:"):
        read_routing(policy, value, identifier)  # type: ignore[arg-type] # as above


def test_simple_routing_is_no_routing() -> None:
    assert read_routing(None, "", "") is None
    assert target().aliasable


@pytest.mark.parametrize(
    ("text", "cells", "short"),
    [("abcdefghij", 10, "abcdefghij"), ("abcdefghij", 5, "ab…ij"), ("日本語テスト", 7, "日 …ト"), ("abc", 1, "…")],
)
def test_a_long_text_gives_way_in_its_middle(text: str, cells: int, short: str) -> None:
    assert shortened(text, cells) == short


@pytest.mark.parametrize("width", [58, 78, 200])
def test_a_long_name_is_shortened_in_the_status_line_and_never_lost(width: int) -> None:
    desk = chosen().named(DnsName.parse(f"begin-{'a-long-label-' * 4}x.{'and-another-' * 4}x.example.com"))
    line = verdict_line(desk.previewed(planned(desk), (), NOW), width)
    assert len(line) <= width
    assert "begin-" in line
    assert "example.com. A+AAAA → shop-web" in line
