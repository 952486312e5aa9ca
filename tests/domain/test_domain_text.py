from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xalias_tui.domain.text import DEFAULT_LIMIT, many_of, printable, shown

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.characters(categories=["Cf", "Cc", "Mn"]), st.sampled_from(BLANK))
)


@given(HOSTILE, st.integers(1, 300))
@example("\x1b]52;c;aGk=\x07", 200)
@example("a\u202eb\u2066c", 200)
@example("\x9b31m", 200)
@example("z\u0335\u0336\u0337\u0338", 200)
@example("x" * 500, 20)
def test_nothing_unsafe_is_shown(text: str, limit: int) -> None:
    safe = shown(text, limit)
    assert not {unicodedata.category(character) for character in safe} & UNSAFE
    assert not set(safe) & set(BLANK)
    assert len(safe) <= limit


def test_every_code_point_of_unicode_is_safe_or_made_so() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    unsafe = {character for character in everything if unicodedata.category(character) in UNSAFE} | set(BLANK)
    assert len(unsafe) > 2_000
    assert not set(shown(everything, limit=len(everything) * 2)) & unsafe


@given(HOSTILE)
def test_what_was_made_safe_stays_as_it_is(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), max_size=DEFAULT_LIMIT))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x00\n\x7f", "␀␊␡"),
        ("a\u202eb", "a⟨RLO⟩b"),
        ("a\u200bb", "a⟨ZW⟩b"),
        ("\u009b", "⟨U+009B⟩"),
        ("\u00ad", "⟨SOFT HYPHEN⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\u180e", "⟨MONGOLIAN VOWEL SEPARATOR⟩"),
        ("\u3164", "⟨HANGUL FILLER⟩"),
        ("e\u0301", "e\u0301"),
        ("z" + "\u0335" * 9, "z\u0335⟨8 marks⟩"),
        ("[bold]x[/]", "[bold]x[/]"),
        ("bücher ☃ 日本", "bücher ☃ 日本"),
    ],
)
def test_examples(text: str, safe: str) -> None:
    assert shown(text) == safe


def test_long_text_ends_in_an_ellipsis() -> None:
    assert shown("x" * 201) == "x" * 199 + "…"
    assert shown("x" * 200) == "x" * 200
    assert shown("x" * 10_000, 5) == "xxxx…"
    assert shown("\u202e" * 100, 7) == "⟨RLO⟩⟨…"


@given(st.text())
def test_what_is_printed_has_nothing_that_a_terminal_obeys(text: str) -> None:
    left = re.sub(r"\x1b\[[0-9;]*m", "", printable(text))
    assert not {char for char in left if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n", "\t"}


def test_our_own_lines_and_colours_are_printed_as_they_are() -> None:
    ours = "a\tb\n\x1b[31;1mred\x1b[0m ä – 漢\n"
    assert printable(ours) == ours
    assert printable("\x1b]0;title\x07\x1b[2J\r") == "␛]0;title␇␛[2J␍"


def test_a_number_has_its_noun() -> None:
    assert [many_of(count, "zone") for count in (0, 1, 2, 2_000)] == ["0 zones", "1 zone", "2 zones", "2,000 zones"]
