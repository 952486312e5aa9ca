"""Every code of an error is a rule's or in the catalogue of codes, and carries the rule's own sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import xalias_tui
from xalias_tui.domain.accounts import AccountState
from xalias_tui.domain.error_codes import ERROR_CODES
from xalias_tui.domain.errors import ConflictError, UsageError, XaliasError
from xalias_tui.domain.findings import Rule, Severity
from xalias_tui.jobs import catalogue

PACKAGE = Path(xalias_tui.__file__).parent
FILES = [path for path in PACKAGE.rglob("*.py") if "sandbox" not in path.parts and path.name != "error_codes.py"]
ERRORS = {error.__name__ for error in XaliasError.__subclasses__()} | {"InvalidNameError", "LookupFailedError"}
RULE = Rule("a-rule", Severity.ERROR, "When.", "{name} is {state}.", "Mend {name}.", "unsourced")


def codes(path: Path) -> Iterator[tuple[str, int]]:
    """Literal codes of the errors that a file makes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        found = [keyword.value for keyword in node.keywords if keyword.arg in ("code", "unreadable")]
        found += node.args[:1] if named in ERRORS else []
        yield from (
            (each.value, node.lineno)
            for each in found
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


@pytest.fixture(scope="module")
def raised_codes() -> dict[str, str]:
    """Every code that the package raises, with a place where it does."""
    return {code: f"{path.name}:{line}" for path in FILES for code, line in codes(path)}


def test_every_code_is_in_the_catalogue_of_codes_or_that_of_rules(raised_codes: dict[str, str]) -> None:
    known = ERROR_CODES.keys() | {rule.id for rule in catalogue.rules()}
    aws = {code for code in raised_codes if code[:1].isupper()}
    assert {code: place for code, place in raised_codes.items() if code not in known | aws} == {}
    assert set(get_args(AccountState)) - {"ready"} <= ERROR_CODES.keys()


def test_an_error_with_the_id_of_a_rule_is_made_of_the_rule(raised_codes: dict[str, str]) -> None:
    """But for plans that were held back, as the outcome of an earlier one is not known: they were never sent."""
    ids = {rule.id for rule in catalogue.rules()}
    assert {code for code in raised_codes if code in ids} == {"commit-outcome-unknown"}


def test_no_code_is_explained_that_nothing_raises() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert [code for code in ERROR_CODES if f'"{code}"' not in texts] == []


def test_no_code_is_a_rule_too() -> None:
    assert ERROR_CODES.keys().isdisjoint(rule.id for rule in catalogue.rules())


def test_an_error_of_a_rule_carries_its_sentence() -> None:
    error = ConflictError.of(RULE, name="www", state="gone")
    assert (error.code, error.message, error.remedy) == ("a-rule", "www is gone.", "Mend www.")
    assert (error.exit_status, str(error)) == (4, "www is gone. Mend www.")


def test_what_to_do_may_be_said_for_the_place_and_is_no_template() -> None:
    assert UsageError.of(RULE, remedy="Use {x}.", name="www", state="gone").remedy == "Use {x}."
    with pytest.raises(KeyError):
        UsageError.of(RULE, name="www")
