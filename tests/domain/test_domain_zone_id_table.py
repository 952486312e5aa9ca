from __future__ import annotations

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.domain.zone_id_table import differences, read_table, refreshed
from xalias_tui.domain.zone_ids import document, lookup, reverse


def test_a_table_does_not_differ_from_itself() -> None:
    assert differences(read_table(document(), "itself")) == ()


def test_each_way_of_differing_is_told_apart() -> None:
    other = {
        "alb": {**document()["services"]["alb"]["ids"], "eu-west-1": "ZANOTHER", "xx-new-1": "ZNEW"},
        "s3_website": {**document()["services"]["s3_website"]["ids"], "af-south-1": "Z11KHD8FBVPUYU"},
    }
    del other["alb"]["us-east-1"]
    rows = {(row.service, row.region): row for row in differences(read_table(other, "other.json"))}
    assert {key: row.standing for key, row in rows.items()} == {
        ("alb", "eu-west-1"): "other",
        ("alb", "xx-new-1"): "only-there",
        ("alb", "us-east-1"): "only-here",
        ("s3_website", "af-south-1"): "alternate",
    }
    assert (rows["alb", "eu-west-1"].here, rows["alb", "eu-west-1"].there) == ("Z32O12XQLNTSW2", "ZANOTHER")


def test_a_disputed_row_accepts_every_published_value() -> None:
    entry = lookup("s3_website", "eu-south-1")
    assert entry is not None
    assert entry.accepts("Z3IXVV8C73GIO3")
    assert entry.accepts("Z30OZKI7KPW7MI")
    assert entry in reverse("Z30OZKI7KPW7MI")
    assert not entry.accepts("Z32O12XQLNTSW2")


def test_a_refreshed_table_holds_what_the_other_says_and_keeps_what_was() -> None:
    table = refreshed({"alb": {"eu-west-1": "ZANOTHER", "xx-new-1": "ZNEW"}}, called="other.json", compiled="2031-02")
    balancers = table["services"]["alb"]
    assert (balancers["ids"]["eu-west-1"], balancers["confidence"]["eu-west-1"]) == ("ZANOTHER", "disputed")
    assert balancers["alternates"]["eu-west-1"] == ["ZANOTHER", "Z32O12XQLNTSW2"]
    assert (balancers["ids"]["xx-new-1"], balancers["confidence"]["xx-new-1"]) == ("ZNEW", "single")
    assert balancers["ids"]["us-east-1"] == "Z35SXDOTRQ7X7K"
    assert (balancers["sources"][-1], table["compiled"]) == ("other.json", "2031-02")
    assert "ZANOTHER" not in str(document())
    assert differences(read_table(table, "refreshed"))


@pytest.mark.parametrize("content", [None, [], {}, "text", {"alb": "Z1"}, {"alb": {"eu-west-1": 7}}, {"services": 3}])
def test_what_is_no_table_is_refused_with_the_form_that_is_wanted(content: object) -> None:
    with pytest.raises(UsageError, match="not a table of hosted zone ids") as refused:
        read_table(content, "notes.json")
    assert refused.value.code == "not-a-zone-id-table"
    assert "eu-west-1" in refused.value.remedy
