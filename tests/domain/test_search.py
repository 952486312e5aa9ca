from __future__ import annotations

import time
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xalias_tui.domain.search import Index, Source, find_in

NAMES = ("shop.example.com", "shop-web.example.com", "web-shop.example.com", "workshop.example.com", "s.h.o.p", "cdn")


def found(index: Index[str], text: str, most: int = 50) -> list[tuple[int, str]]:
    return [(match.rank, match.value) for match in index.search(text, most)]


def index_of(*names: str) -> Index[str]:
    return Index((name, name.partition("\t")[0]) for name in names)


def test_the_whole_comes_before_the_beginning_then_words_then_any_place_then_letters_in_order() -> None:
    assert found(index_of("shop", *NAMES), "shop") == [
        (0, "shop"),
        (1, "shop.example.com"),
        (1, "shop-web.example.com"),
        (2, "web-shop.example.com"),
        (3, "workshop.example.com"),
        (4, "s.h.o.p"),
    ]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("shpweb", "shop-web.example.com"),
        ("SHOP-WEB", "shop-web.example.com"),
        ("example web", "shop-web.example.com"),
        ("münchen", "xn--mnchen-3ya.example.com"),
        ("xn--mn", "xn--mnchen-3ya.example.com"),
        ("[x](*", "odd [x](*name"),
        ("behind", "target"),
    ],
)
def test_what_a_text_finds(text: str, best: str) -> None:
    index = index_of(*NAMES, "xn--mnchen-3ya.example.com", "odd [x](*name", "target\tbehind a tab")
    assert index.search(text, 50)[0].value == best


@pytest.mark.parametrize("text", ["qqq", "cdnn", "webb shop", "com shop cdn"])
def test_what_is_called_otherwise_is_not_found(text: str) -> None:
    assert found(index_of(*NAMES), text) == []


def test_no_more_are_found_than_are_wanted_and_without_a_letter_the_shortest() -> None:
    assert [name for _, name in found(index_of(*NAMES), "shop", 2)] == ["shop.example.com", "shop-web.example.com"]
    assert [name for _, name in found(index_of(*NAMES), " ", 2)] == ["cdn", "s.h.o.p"]
    assert found(index_of(), "a") == []


def test_of_sources_the_better_match_comes_first_then_the_lighter_source() -> None:
    light = Source(Index([("shop-light", partial(str, "light"))]), 0)
    heavy = Source(Index([("shop", partial(str, "heavy")), ("shop-heavy", partial(str, "heavier"))]), 1)
    assert find_in((light, heavy), "shop", 9) == ("heavy", "light", "heavier")
    assert find_in((light, heavy), "shop-", 9) == ("light", "heavier")


_TEXT = st.text("ab.-", min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(_TEXT, max_size=30, unique=True), st.lists(_TEXT, min_size=1, max_size=4))
def test_typing_on_finds_what_a_fresh_search_finds(names: list[str], typed: list[str]) -> None:
    index = index_of(*names)
    for text in typed:
        for length in range(1, len(text) + 1):
            assert found(index, text[:length]) == found(index_of(*names), text[:length])


@settings(max_examples=200, deadline=None)
@given(st.lists(_TEXT, max_size=7, unique=True), _TEXT)
def test_a_name_is_found_by_its_letters_in_order_and_by_nothing_else(names: list[str], text: str) -> None:
    def has(name: str) -> bool:
        rest = iter(name)
        return all(letter in rest for letter in text)

    assert {name for _, name in found(index_of(*names), text)} == {name for name in names if has(name)}


def test_a_hundred_thousand_names_are_searched_as_quickly_as_ten() -> None:
    """What is typed in most, a beginning or a part, costs what is found, not what there is."""
    many = index_of(*(f"host-{at:06}.shop.example.com" for at in range(100_000)))

    def seconds(text: str) -> float:
        begin = time.process_time()
        assert many.search(text, 50)
        return time.process_time() - begin

    for text in ("host", "host-0500", "shop", "h"):
        assert min(seconds(text) for _ in range(3)) < 0.016, text
    assert min(seconds(text) for text in ("hst099", "hst098", "hst097")) < 0.15
    begin = time.process_time()
    assert many.search("qq", 50) == []
    assert many.search("hst0999999x", 50) == []
    assert time.process_time() - begin < 0.15
