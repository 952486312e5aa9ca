from __future__ import annotations

import pytest

from tests.rules.examples import (
    ERROR,
    INFO,
    WARNING,
    ZONE,
    Example,
    Quiet,
    Raises,
    alias,
    case,
    check,
    found,
    label,
    name,
    plain,
)
from xalias_tui.rules.record_name import judge_text

LONG = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 49)) + ".example.com."

EXAMPLES: tuple[Example, ...] = (
    Raises("record-name-outside-zone", ERROR, "www.notexample.com does not belong", case(alias("www.notexample.com."))),
    Quiet("record-name-outside-zone", case(alias("example.com."))),
    Quiet("record-name-outside-zone", case(alias("a.b.example.com."))),
    Raises("record-name-too-long", WARNING, "255 octets", case(alias(LONG))),
    Raises("record-name-too-long", WARNING, "255 octets", case(alias(LONG.replace("a", "\\043", 1)))),
    Quiet("record-name-too-long", case(alias(LONG[1:]))),
    Raises("record-name-escape", INFO, r"as www\043.example.com", case(alias(r"www\043.example.com."))),
    Raises("record-name-escape", INFO, r"a.\052.example.com", case(alias("a.*.example.com."))),
    Quiet("record-name-escape", case(alias("*.example.com."))),
    Raises("record-name-hostname-illegal", WARNING, "_dmarc", case(alias("_dmarc.example.com."))),
    Raises(
        "record-name-hostname-illegal", WARNING, "-www", case([alias("-www.example.com.", t) for t in ("A", "AAAA")])
    ),
    Quiet("record-name-hostname-illegal", case(plain("_dmarc.example.com.", "TXT", '"v=DMARC1"'))),
    Quiet("record-name-hostname-illegal", case(alias("*.example.com."))),
    Raises("wildcard-not-whole-label", WARNING, "taken literally", case(alias("*foo.example.com."))),
    Raises("wildcard-not-whole-label", WARNING, "taken literally", case(alias("*.*.example.com."))),
    Quiet("wildcard-not-whole-label", case(alias("*.example.com."))),
    Raises("wildcard-ns-forbidden", ERROR, "wildcard", case(plain("*.example.com.", "NS", "ns.example.org."))),
    Quiet("wildcard-ns-forbidden", case(plain("sub.example.com.", "NS", "ns.example.org."))),
    Quiet("wildcard-ns-forbidden", case(alias("*.example.com."))),
    Raises(
        "wildcard-answers-afterwards",
        WARNING,
        "Once a.example.com is deleted, *.example.com answers for it (A, MX)",
        case(
            deleted=[alias("a.example.com.")],
            standing=[plain("*.example.com.", "A"), plain("*.example.com.", "MX", "10 m.example.org.")],
        ),
    ),
    Raises(  # b.example.com existed only because of what is deleted
        "wildcard-answers-afterwards",
        WARNING,
        "Once a.b.example.com is deleted, *.example.com answers",
        case(deleted=[alias("a.b.example.com.")], standing=[plain("*.example.com.", "A")]),
    ),
    Quiet(  # b.example.com still exists, and the wildcard ends there
        "wildcard-answers-afterwards",
        case(
            deleted=[alias("a.b.example.com.")],
            standing=[plain("*.example.com.", "A"), plain("x.b.example.com.", "A")],
        ),
    ),
    Quiet(  # names below keep it in existence
        "wildcard-answers-afterwards",
        case(
            deleted=[alias("a.example.com.")], standing=[plain("*.example.com.", "A"), plain("x.a.example.com.", "A")]
        ),
    ),
    Quiet(
        "wildcard-answers-afterwards",
        case(
            deleted=[alias("a.example.com.")],
            standing=[plain("*.example.com.", "A"), plain("a.example.com.", "TXT", '"x"')],
        ),
    ),
    Quiet(  # it is replaced
        "wildcard-answers-afterwards",
        case(alias("a.example.com."), deleted=[alias("a.example.com.")], standing=[plain("*.example.com.", "A")]),
    ),
    Quiet(
        "wildcard-answers-afterwards",
        case(deleted=[alias("*.example.com.")], standing=[plain("*.example.com.", "MX", "10 m.example.org.")]),
    ),
    Raises(
        "wildcard-shadowed",
        WARNING,
        "2 existing names are below apps.example.com",
        case(alias("*.apps.example.com."), standing=[plain("a.apps.example.com."), plain("b.a.apps.example.com.")]),
    ),
    Raises(
        "wildcard-shadowed",
        WARNING,
        "At least 1 existing name is below",
        case(alias("*.apps.example.com."), standing=[plain("a.apps.example.com.")], complete=False),
    ),
    Quiet("wildcard-shadowed", case(alias("*.apps.example.com."), standing=[plain("apps.example.com.")])),
    Quiet("wildcard-shadowed", case(alias("*.apps.example.com."), deleted=[plain("a.apps.example.com.")])),
    Quiet(
        "wildcard-shadowed",
        case(alias("*.apps.example.com."), standing=[plain("*.apps.example.com.", "TXT", '"x"')]),
    ),
    Raises(
        "wildcard-shadowed",
        WARNING,
        "Creating a.example.com stops *.example.com from answering other types for it (AAAA, MX).",
        case(
            alias("a.example.com."),
            standing=[
                plain("*.example.com.", "A"),
                plain("*.example.com.", "MX", "10 m.example.org."),
                plain("*.example.com.", "AAAA", "2001:db8::1"),
            ],
        ),
    ),
    Raises(
        "wildcard-shadowed",
        WARNING,
        "Creating a.b.c.example.com makes c.example.com exist: that stops *.example.com from answering",
        case(alias("a.b.c.example.com."), standing=[plain("*.example.com.", "A")]),
    ),
    Quiet(  # b.example.com exists, so *.example.com never answered below it
        "wildcard-shadowed",
        case(
            alias("a.b.example.com."), standing=[plain("*.example.com.", "TXT", '"x"'), plain("x.b.example.com.", "A")]
        ),
    ),
    Quiet(  # nor at an empty name that has others below it
        "wildcard-shadowed",
        case(alias("b.example.com."), standing=[plain("*.example.com.", "TXT", '"x"'), plain("x.b.example.com.", "A")]),
    ),
    Quiet("wildcard-shadowed", case(alias("a.example.com."), standing=[plain("*.example.com.", "A")])),
    Quiet(  # the name had records, so the wildcard did not answer before
        "wildcard-shadowed",
        case(
            alias("a.example.com."),
            standing=[plain("*.example.com.", "TXT", '"x"'), plain("a.example.com.", "AAAA", "2001:db8::1")],
        ),
    ),
    Quiet(  # b.example.com is the closest encloser, so *.example.com never answered
        "wildcard-shadowed",
        case(alias("a.b.example.com."), standing=[plain("*.example.com.", "TXT", '"x"'), plain("b.example.com.")]),
    ),
    Quiet("wildcard-shadowed", case(alias("a.example.org."), standing=[plain("*.example.com.", "TXT", '"x"')])),
)

TYPED = {
    "record-name-empty": ("", " . ", "...", "http:///"),
    "record-name-is-url": ("https://www.example.com/", "http://user@a.example.com:80"),
    "record-name-at-sign": ("@", "@.example.com", r"a.\100.example.com"),
    "record-label-too-long": ("a" * 64 + ".example.com",),
    "record-name-too-long": (".".join(["a" * 63] * 4),),
    "record-label-empty": ("a..example.com", ".example.com"),
    "record-name-escape-invalid": (r"a\b.example.com", r"a\12.example.com", "a\\"),
    "record-name-not-punycode": ("bücher.example.com", "☃.com", "xn--ü"),
    "record-name-case": ("WWW.example.com",),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in TYPED.items() for text in texts])
def test_typed_name_raises(rule: str, text: str) -> None:
    (finding,) = judge_text(text)
    assert finding.id == rule
    assert finding.severity is (INFO if rule == "record-name-case" else ERROR)
    assert finding.message


@pytest.mark.parametrize("text", ["www.example.com", "*.example.com.", r"\052.example.com", "a@b.example.com"])
def test_good_typed_name_is_quiet(text: str) -> None:
    assert judge_text(text) == ()


def test_a_name_is_judged_once_for_all_its_types() -> None:
    both = case([alias("_x.example.com.", "A"), alias("_x.example.com.", "AAAA")])
    assert len(found("record-name-hostname-illegal", both)) == 1


def test_names_of_route53_that_cannot_be_typed_are_judged() -> None:
    below = case(alias(r"a.\100.example.com."), standing=[plain(r"*.\100.example.com.", "TXT", '"x"')])
    assert below.created[0].name == name(r"a.\100.example.com")
    assert len(found("wildcard-shadowed", below)) == 1


def test_the_root_has_no_wildcard_above_it() -> None:
    assert found("wildcard-shadowed", case(alias("com."), in_zone=ZONE)) == []
