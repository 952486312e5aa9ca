"""Two zones record by record, over the wire and by themselves."""

from __future__ import annotations

from dataclasses import replace

from tests.cli.conftest import Shell
from tests.jobs.fakes import alias, plain, zone
from xalias_tui.cli.commands.diff import _lines
from xalias_tui.domain.names import DnsName
from xalias_tui.domain.records import AliasRef, RecordKey, RecordSet
from xalias_tui.domain.zone_difference import difference
from xalias_tui.domain.zones import ZoneRecords
from xalias_tui.sandbox.organisation.public_zone import PUBLIC

PRIVATE = "Z08EXAMPLECOMPRIVATE"


def test_twins_are_compared(shell: Shell) -> None:
    ran = shell.both("diff", PUBLIC, PRIVATE, "--json")
    data = ran.data
    assert (ran.status, data["left"]["id"], data["right"]["id"]) == (0, PUBLIC, PRIVATE)
    counted = {zone_["id"]: zone_["record_count"] for zone_ in shell.both("zones", "--json").data["zones"]}
    both = len(data["different"]) + data["same"]
    assert len(data["only_left"]) + both + 2 == counted[PUBLIC]  # its SOA and NS
    assert len(data["only_right"]) + both + 2 == counted[PRIVATE]
    assert shell.both("diff", "example.com", "--json").data == data


def test_text_ends_with_what_differs(shell: Shell) -> None:
    ran = shell.both("diff", "example.org", "--exit-code")
    first, second, *middle, last = ran.out.splitlines()
    assert first.startswith("--- example.org.  (public, ")
    assert second.startswith("+++ example.org.  (public, ")
    assert middle
    assert ran.status == 1
    assert last.endswith(" the same")
    assert shell.both("diff", "example.org").status == 0


def test_two_zones_are_needed(shell: Shell) -> None:
    for words in (("corp.example.com",), ("nothing.test",), (PUBLIC, PUBLIC)):
        ran = shell.both("diff", *words, "--json")
        assert (ran.status, ran.error["code"]) == (2, "usage")
    assert shell.both("diff", PUBLIC, "nothing.test", "--json").error["code"] == "zone-unknown"


def records(id_: str, name: str, *rows: RecordSet) -> ZoneRecords:
    return ZoneRecords(zone(id_, name), rows)


def test_values_are_a_set_and_aliases_inside_a_zone_mean_its_own() -> None:
    left = records(
        "Z1",
        "a.test",
        plain("x.a.test", "A", "192.0.2.1", "192.0.2.2"),
        alias("own.a.test", "A", "x.a.test", zone_id="Z1"),
        alias("far.a.test", "A", "x.a.test", zone_id="Z9"),
    )
    right = records(
        "Z2",
        "b.test",
        plain("x.b.test", "A", "192.0.2.2", "192.0.2.1"),
        alias("own.b.test", "A", "x.b.test", zone_id="Z2"),
        alias("far.b.test", "A", "x.b.test", zone_id="Z9"),
        plain("only.b.test"),
    )
    found = difference(left, right)
    assert [record.name.bare for record in found.only_right] == ["only.b.test"]
    assert [(one.name.bare, two.name.bare) for one, two in found.different] == [("far.a.test", "far.b.test")]
    assert (found.only_left, found.same, found.is_none) == ((), 2, False)
    assert difference(left, left).is_none


def test_what_differs_is_in_sight_where_name_and_target_are_the_same() -> None:
    on = AliasRef(DnsName.parse("x.test"), "Z1", evaluate_target_health=True)
    key = RecordKey(DnsName.parse("www.a.test"), "A")
    left, right = (RecordSet.alias_record(key, to) for to in (on, replace(on, evaluate_target_health=False)))
    lines = list(_lines(difference(records("Z1", "a.test", left), records("Z2", "a.test", right))))
    assert [line.rpartition(" · ")[2] for line in lines[2:4]] == [
        "evaluate target health on", "evaluate target health off"
    ]  # fmt: skip
