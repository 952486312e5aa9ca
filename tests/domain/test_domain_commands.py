from __future__ import annotations

import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain.commands import command, joined, options, sentence, within_sentence

HOSTILE = [
    "$(touch x)", "`id`", "a; rm -rf ~", "a'b", 'a"b', "a && b", "a|b", "a b", "*", "~", "$HOME", "-x", "#", "a\\b",
]  # fmt: skip


def words_of(text: str) -> list[str]:
    """What a shell makes of a command: its words, one by one."""
    script = f"printf '%s\\0' {text}"
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True, cwd="/")
    return done.stdout.decode().split("\0")[:-1]


def mark(is_plain: bool) -> str:  # noqa: FBT001 -- a helper of one test
    return "'" if is_plain else ""


@pytest.mark.parametrize("value", HOSTILE)
def test_a_shell_reads_every_value_as_it_is(value: str) -> None:
    assert words_of(joined("xalias", "usedby", value)) == ["xalias", "usedby", value]
    filled = command("aws elb x --name {name} {here}", {"name": value}, here=options(region="eu-west-1", profile=value))
    assert words_of(filled) == ["aws", "elb", "x", "--name", value, "--region", "eu-west-1", "--profile", value]
    said = sentence("Of {name}: see 'xalias usedby {name}'.", {"name": value})
    is_plain = shlex.quote(value) == value
    assert said == f"Of {value}: see {mark(is_plain)}xalias usedby {shlex.quote(value)}{mark(is_plain)}."


@given(st.text())
def test_what_can_not_be_shown_as_it_is_is_in_no_command(value: str) -> None:
    made = (joined("xalias", value), command("aws {name}", {"name": value}), sentence("'aws {name}'", {"name": value}))
    assert all(text.isprintable() for text in made)
    if not value.isprintable():
        assert made == ("", "", "'aws …'")


def test_a_template_without_all_its_values_is_no_command() -> None:
    assert command("aws {a} {b}", {"a": "1"}) == ""
    assert command("aws {a} {b}", {"a": "1", "b": ""}) == ""
    assert command("aws {a} {b}", {"a": "1"}, b="") == "aws 1"
    with pytest.raises(KeyError):
        sentence("See 'xalias {a}'.", {})


def test_a_command_in_a_sentence_has_no_quotes_within_quotes() -> None:
    assert within_sentence(joined("xalias", "changes", "www.example.com")) == "'xalias changes www.example.com'"
    assert within_sentence(joined("xalias", "changes", r"x\040y.a")) == r"xalias changes 'x\040y.a'"
    assert within_sentence(joined("xalias", "changes", "a\n")) == "…"
