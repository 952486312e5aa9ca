"""Who accounts are is kept by how they are reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xalias_tui.domain.accounts import Account
from xalias_tui.domain.ways_in import WayIn
from xalias_tui.jobs.session.kept_accounts import KeepingAccounts, KeptAccounts
from xalias_tui.store.inventory import Inventory

WAY = WayIn("organisation", "admin", "222222222222", ("reader",))
WITH_ID = WayIn("organisation", "admin", "222222222222", ("reader",), "of-the-team")


class Ready:
    """Every account is ready."""

    def who(self, profile: str, *, refresh: bool = False) -> Account:
        del refresh
        arn = "arn:aws:sts::222222222222:assumed-role/reader/me"
        return Account(profile, "222222222222", arn, origin="organisation")


def test_an_account_is_known_again_whatever_external_id_opened_it(tmp_path: Path) -> None:
    inner: Any = Ready()
    kept = Inventory(tmp_path / "inventory.sqlite")
    KeepingAccounts(inner, kept).who(WITH_ID.text)
    known = KeptAccounts(kept, lambda _service, _region: True)
    for way in (WAY, WITH_ID):
        account = known.who(way.text)
        assert (account.state, account.account_id, account.profile) == ("ready", "222222222222", way.text)
    assert known.who(WayIn("organisation", "admin", "222222222222", ("writer",)).text).state == "missing"
