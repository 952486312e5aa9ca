"""Keys and themes of the settings: what names nothing, or would hide another action, is refused."""

from __future__ import annotations

import pytest

from xalias_tui.domain.errors import UsageError
from xalias_tui.tui.app import themes
from xalias_tui.tui.keymap import check_keys, check_theme, key_ids


def test_every_id_is_listed_with_its_place() -> None:
    known = {key.id: key for key in key_ids()}
    assert (known["commit"].where, known["commit"].keys) == ("explorer", "c")
    assert (known["quit"].where, known["help"].where) == ("everywhere", "everywhere")
    assert (known["dialog-close"].where, known["confirm-send"].where) == ("every dialog", "confirm")
    assert all(key.does for key in known.values())


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"commit": "f5"},
        {"commit": "f5,ctrl+y"},
        {"commit": "ctrl+shift+f5, !, alt+x, ü"},
        {"commit": "t", "trace": "c"},  # exchanged
        {"audit-trace": "c"},  # another screen
        {"export-write": "1"},  # a dialog hides the keys below it
    ],
)
def test_keys_that_go_together_are_taken(keys: dict[str, str]) -> None:
    check_keys(keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"comit": "f5"}, "Did you mean 'commit'?"),
        ({"commit": "t"}, "[keys] gives 't' to commit, and trace has it"),
        ({"commit": "f5", "trace": "f5"}, "gives 'f5' to commit, and trace has it"),
        ({"audit-trace": "q"}, "gives 'q' to audit-trace, and quit has it"),
        ({"commit": "?"}, "gives 'question_mark' to commit, and help has it"),
        ({"commit": "F5"}, "Did you mean 'f5'"),
        ({"commit": "ctrl+nokey"}, "gives 'ctrl+nokey' to commit, and no key is called so."),
        ({"commit": "crtl+y"}, "gives 'crtl+y' to commit, and no key is called so."),
        ({"help": "c"}, "gives 'c' to help, and commit has it"),
        ({"confirm-send": "escape"}, "gives 'escape' to confirm-send, and dialog-close has it"),
    ],
)
def test_keys_that_do_not_are_refused(keys: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_keys(keys)
    assert said in str(caught.value)


def test_a_theme_that_does_not_exist_is_refused() -> None:
    check_theme("", ())
    check_theme("nord", themes())
    with pytest.raises(UsageError, match="Did you mean 'nord'"):
        check_theme("nrod", themes())
    check_theme("mine", themes(), ("mine",))
    with pytest.raises(UsageError, match="There is a theme 'nord' already"):
        check_theme("", themes(), ("nord",))
