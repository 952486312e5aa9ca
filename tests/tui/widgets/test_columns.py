"""Columns: numbers are never cut, and what is cut says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from tests.tui.fakes import record, target, zone
from xalias_tui.domain.accounts import Account
from xalias_tui.domain.coverage import AGED, NOT_RECORDING
from xalias_tui.domain.targets import CardOrigin, Reading
from xalias_tui.tui.state.draft import Desk
from xalias_tui.tui.text.preview import preview_content
from xalias_tui.tui.widgets.columns import ACCOUNTS, TARGETS, ZONES, AccountRow, records_of, targets_of, zone_rows
from xalias_tui.tui.widgets.row_model import Rows
from xalias_tui.tui.widgets.rows import Column, Spec

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ZONE_ROWS = zone_rows([zone("a-long-name-of-a-zone.example.com.", count=10_000), zone("example.org.", "Z1", count=42)])
TARGET_ROWS = (target("a-long-name-of-a-load-balancer", state="active_impaired"), target("b", arn="arn:b"))
USES = {TARGET_ROWS[0].key: 1_234_567}
RECORD_ROWS = (record("a-long-name-of-a-record.example.com.", "A", "192.0.2.1"),)
ACCOUNT_ROWS = (
    AccountRow(Account("media-production", "222222222222"), on_zones=False, on_targets=True, depth=3),
    AccountRow(Account("media-preproduct", "222222222223", state="closed"), on_zones=False, on_targets=False),
)
LISTS: tuple[tuple[Spec[Any], Any], ...] = (
    (ZONES, ZONE_ROWS),
    (TARGETS, TARGET_ROWS),
    (targets_of(USES), TARGET_ROWS),
    (records_of(None), RECORD_ROWS),
    (ACCOUNTS, ACCOUNT_ROWS),
)


@pytest.mark.parametrize("width", [54, 56, 76, 116])
def test_names_and_ids_of_accounts_outlive_every_other_column(width: int) -> None:
    model = Rows(ACCOUNTS)
    model.replace(ACCOUNT_ROWS)
    drawn = [
        "".join(ACCOUNTS.cells([column.cell(row) for column in ACCOUNTS.shown(width)], width, model.numbers))
        for row in ACCOUNT_ROWS
    ]
    assert "media-production" in drawn[0]
    assert "2222-2222-2222" in drawn[0]
    assert ("read-write" in drawn[0]) is (width >= 70)
    assert "read-write" not in drawn[1], "nothing is sent through a closed account"


@pytest.mark.parametrize(("spec", "rows"), LISTS)
@pytest.mark.parametrize("width", range(24, 200, 3))
def test_no_number_is_cut_and_every_cut_is_marked(spec: Spec[Any], rows: Any, width: int) -> None:
    model = Rows(spec)
    model.replace(rows)
    columns = spec.shown(width)
    for row in rows:
        texts = [column.cell(row) for column in columns]
        drawn = spec.cells(texts, width, model.numbers)
        assert len("".join(drawn)) <= width
        for text, cell, column in zip(texts, drawn, columns, strict=True):
            whole = cell.strip() == text.strip()
            assert whole or (not column.number and (cell.rstrip().endswith("…") or not cell.strip())), (width, text)


def test_numbers_stand_at_the_right_of_their_column_below_their_title() -> None:
    model = Rows(ZONES)
    model.replace(ZONE_ROWS)
    drawn = [ZONES.cells([column.cell(row) for column in ZONES.shown(60)], 60, model.numbers) for row in ZONE_ROWS]
    titles = ZONES.cells([column.title for column in ZONES.shown(60)], 60, model.numbers)
    assert [cells[2].strip() for cells in (titles, *drawn)] == ["Records", "10,000", "42"]
    assert len({len("".join(cells[:3]).rstrip()) for cells in (titles, *drawn)}) == 1


@pytest.mark.parametrize(
    ("state", "tone"),
    [("active", ""), ("provisioning", "warning"), ("active_impaired", "warning"), ("CREATE_FAILED", "error")],
)
def test_only_states_that_mean_something_have_a_tone(state: str, tone: str) -> None:
    assert TARGETS.tone(replace(target(), state=state)) == tone


@pytest.mark.parametrize(
    ("doubt", "sign", "tone"), [("", "~", "dim"), (AGED, "~", "dim"), (NOT_RECORDING, "?", "warning")]
)
def test_what_was_not_read_just_now_has_a_sign_besides_its_tone(doubt: str, sign: str, tone: str) -> None:
    state = next(column for column in TARGETS.columns if column.title == "State")
    recorded = target(reading=Reading("config", NOON, doubt=doubt))
    assert (state.cell(recorded), TARGETS.tone(recorded)) == (f"{sign} active", tone)
    assert (state.cell(target()), TARGETS.tone(target())) == ("active", "")
    card = target(card=CardOrigin(NOON, NOON))
    assert (state.cell(card), TARGETS.tone(card)) == ("~ active", "dim")


def test_the_preview_says_where_a_target_was_read_and_why_it_may_be_gone() -> None:
    def said(reading: Reading | None = None) -> str:
        desk = Desk().on_zone(zone()).on_target(target(reading=reading))
        return " ".join(preview_content(desk, NOON + timedelta(minutes=12)).plain.split())

    assert "~ as AWS Config recorded it, read 12 min ago" in said(reading=Reading("config", NOON))
    assert "~ as it was kept, read 12 min ago" in said(reading=Reading("cache", NOON, doubt=AGED))
    assert "? as it was kept, read 12 min ago; it may be gone by now: No recorder" in said(
        reading=Reading("cache", NOON, doubt=NOT_RECORDING)
    )
    assert "~" not in said()


def test_what_tells_twins_apart_is_kept_at_both_ends_of_a_name() -> None:
    column: Column[str] = Column("Name", str, 20, middle=True)
    cut = [column.fitted(f"{at}-internal-shop-web-1234567890-{at}", 20) for at in "ab"]
    assert cut == ["a-internal…4567890-a", "b-internal…4567890-b"]
    assert column.fitted("whole", 8) == "whole   "
    assert [cell_len(column.fitted("宽" * 20, size)) for size in (7, 12, 13)] == [7, 12, 13]
