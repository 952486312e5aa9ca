from __future__ import annotations

import re

from tests.rules import (
    test_rules_alias,
    test_rules_caa,
    test_rules_change_batch,
    test_rules_commit,
    test_rules_delegation,
    test_rules_existing_records,
    test_rules_guardrails,
    test_rules_ownership,
    test_rules_record_name,
    test_rules_referable,
    test_rules_routing,
    test_rules_routing_places,
    test_rules_target_cards,
    test_rules_zone_choice,
    test_rules_zone_state,
)
from tests.rules import test_rules_retired_targets as test_rules_retiring
from tests.rules import test_rules_ttl as test_rules_caches
from tests.rules.examples import Quiet, Raises, alias, case
from xalias_tui import rules, targets
from xalias_tui.domain.findings import Rule
from xalias_tui.rules import dangling, inventories
from xalias_tui.rules import dns_checks as answers
from xalias_tui.rules import tls_checks as served
from xalias_tui.rules.change_batch import BATCH_COMMENT_TOO_LONG, COMMIT_UPSERT_CANNOT_CHANGE_TYPE
from xalias_tui.rules.retired_targets import RETIRE_ORDER

EXAMPLES = (
    *test_rules_alias.EXAMPLES,
    *test_rules_caa.EXAMPLES,
    *test_rules_caches.EXAMPLES,
    *test_rules_change_batch.EXAMPLES,
    *test_rules_delegation.EXAMPLES,
    *test_rules_existing_records.EXAMPLES,
    *test_rules_guardrails.EXAMPLES,
    *test_rules_ownership.EXAMPLES,
    *test_rules_record_name.EXAMPLES,
    *test_rules_referable.EXAMPLES,
    *test_rules_retiring.EXAMPLES,
    *test_rules_routing.EXAMPLES,
    *test_rules_routing_places.EXAMPLES,
    *test_rules_target_cards.EXAMPLES,
    *test_rules_zone_choice.EXAMPLES,
    *test_rules_zone_state.EXAMPLES,
)
TYPED = frozenset(test_rules_record_name.TYPED)
REFUSED = test_rules_commit.EXAMPLES
AT_COMMIT = frozenset(rule.id for rule, _, _ in test_rules_commit.FILLED)
BY_TARGETS = frozenset({"target-not-aliasable"})
"""``tests/targets`` raises it; it is among the rules that end a command."""
FOR_READERS = frozenset({COMMIT_UPSERT_CANNOT_CHANGE_TYPE.id})
"""Never raised: xalias sends no UPSERT."""
OF_AUDITS = frozenset(
    value.id
    for module in (dangling, answers, inventories, served)
    for name, value in vars(module).items()
    if isinstance(value, Rule)
)
"""About existing records, checked with the inventory: ``tests/jobs`` raises each in its tests of audits and traces."""


def test_every_rule_has_an_example_that_raises_it() -> None:
    raised = {example.rule for example in EXAMPLES if isinstance(example, Raises)}
    known = raised | TYPED | REFUSED | AT_COMMIT | FOR_READERS | BY_TARGETS | OF_AUDITS | {BATCH_COMMENT_TOO_LONG.id}
    assert {rule.id for rule in rules.rules()} == known


def test_every_rule_of_a_draft_has_an_example_that_is_none() -> None:
    raised = {example.rule for example in EXAMPLES if isinstance(example, Raises)}
    assert raised == {example.rule for example in EXAMPLES if isinstance(example, Quiet)}


def test_every_entry_is_complete() -> None:
    for rule in rules.rules():
        assert rule.when.endswith((".", ")")), rule.id
        assert rule.message, rule.id
        assert rule.source, rule.id
        assert rule.remedy == "" or rule.remedy.endswith((".", "}")), rule.id
        assert rule.id == rule.id.lower().replace("_", "-")


def test_a_remedy_that_names_an_option_names_the_key_of_the_explorer_too() -> None:
    texts = {rule.id: re.sub(r"xalias [a-z-]+ [^.']*", "", rule.remedy) for rule in (*rules.rules(), *targets.rules())}
    named = {id_: text for id_, text in texts.items() if "--" in text}  # outside of whole commands
    assert {id_ for id_, text in named.items() if "in the explorer" not in text} == set()
    assert "routing-policy-required" in named


def test_an_id_is_that_of_one_rule() -> None:
    own = {rule.id: rule for rule in rules.rules()}
    assert [rule.id for rule in targets.rules() if own.get(rule.id, rule) is not rule] == []


def test_a_rule_that_audits_report_of_a_target_has_its_step_in_traces() -> None:
    assert [rule.id for rule in vars(dangling).values() if isinstance(rule, Rule) and rule.stage is None] == []


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in rules.rules()]
    assert ids == sorted(set(ids))


def test_a_plain_alias_in_an_empty_zone_is_good() -> None:
    assert rules.judge(case(alias("www.example.com."))) == ()


def test_a_mere_deletion_raises_no_rule_of_creation() -> None:
    findings = rules.judge(case(deleted=[alias("_X.example.org.", target="nowhere.", zone_id="", health=True)]))
    assert {finding.id for finding in findings} == {RETIRE_ORDER.id}


def test_the_worst_comes_first() -> None:
    findings = rules.judge(case(alias("_www.example.com.", "HTTPS", health=True)))
    assert len(findings) > 2
    assert [finding.severity.rank for finding in findings] == sorted(finding.severity.rank for finding in findings)
