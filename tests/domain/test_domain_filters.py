from __future__ import annotations

import pytest

from xalias_tui.domain.filters import Filter, Term

COLUMNS = ("kind", "state", "region", "record", "points-to")


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Red  FISH", (Term("red"), Term("fish"))),
        ("!red", (Term("red", negative=True),)),
        ("kind:alb !state:Failed", (Term("alb", "kind"), Term("failed", "state", negative=True))),
        ("k:alb points:x", (Term("alb", "kind"), Term("x", "points-to"))),
        ("! kind: !kind:", ()),
        ("arn:aws:s3:::b", (Term("arn:aws:s3:::b"),)),
        ("https://kind.example", (Term("https://kind.example"),)),
        ("2001:db8::1", (Term("2001:db8::1"),)),
        ("kind://x", (Term("kind://x"),)),
    ],
)
def test_words_columns_and_what_must_not_be_there_are_read(typed: str, terms: tuple[Term, ...]) -> None:
    assert Filter.read(typed, COLUMNS).terms == terms


def test_what_is_no_column_or_begins_several_is_named_once_and_looked_for_as_it_is() -> None:
    read = Filter.read("colour:red re:x !colour:blue", COLUMNS)
    assert read.unknown == ("colour", "re")
    assert Term("colour:red") in read.terms
    assert Filter.read("colour:red").unknown == ()


def test_only_words_that_must_be_there_are_a_name() -> None:
    assert Filter.read("lb.example.com", COLUMNS).is_plain
    assert not Filter.read("kind:alb", COLUMNS).is_plain
    assert not Filter.read("!lb", COLUMNS).is_plain
    assert not Filter.read("colour:x", COLUMNS).is_plain
    assert Filter.read("arn:aws:s3:::b", COLUMNS).is_plain


@pytest.mark.parametrize(
    ("term", "passing"),
    [
        (Term("active", "state"), ["active", "✓ active", "being-active"]),
        (Term("active", "state", negative=True), ["inactive", "failed"]),
        (Term("active"), ["active", "inactive", "✓ active", "being-active"]),
        (Term("✓", "state"), ["✓ active"]),
    ],
)
def test_a_word_of_a_column_begins_where_one_does(term: Term, passing: list[str]) -> None:
    assert [
        cell for cell in ("active", "inactive", "✓ active", "failed", "being-active") if term.test()(cell)
    ] == passing
