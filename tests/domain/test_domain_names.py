from __future__ import annotations

import dns.name
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xalias_tui.domain import error_rules
from xalias_tui.domain.errors import InvalidNameError
from xalias_tui.domain.findings import Rule
from xalias_tui.domain.names import MAX_LABEL_OCTETS, DnsName, to_ascii

LABELS = st.lists(st.binary(min_size=1, max_size=MAX_LABEL_OCTETS), min_size=1, max_size=8).filter(
    lambda labels: sum(len(label) + 1 for label in labels) < 255
)
HOSTS = st.lists(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True), min_size=1, max_size=6)


def escaped(labels: list[bytes]) -> str:
    """Every octet as Route 53's escape code."""
    return ".".join("".join(f"\\{octet:03o}" for octet in label) for label in labels) + "."


def name(text: str) -> DnsName:
    return DnsName.from_route53(text)


@given(LABELS)
def test_any_octets_survive_a_round_trip(labels: list[bytes]) -> None:
    read = DnsName.from_route53(escaped(labels))
    assert DnsName.from_route53(read.text) == read
    assert DnsName.from_route53(read.route53) == read
    assert DnsName.from_route53(read.bare) == read
    assert DnsName.from_route53(read.text).text == read.text
    assert "*" not in read.route53
    assert len(read.labels) == len(labels)
    assert [DnsName.from_route53(f"{label}.").labels for label in read.labels] == [(label,) for label in read.labels]


@given(LABELS)
def test_what_route53_lists_is_ascii_and_lower_case(labels: list[bytes]) -> None:
    text = DnsName.from_route53(escaped(labels)).route53
    assert text.isascii()
    assert text == text.lower()
    assert not set(text) - set("abcdefghijklmnopqrstuvwxyz0123456789-_.\\")


@given(HOSTS)
def test_case_and_final_dot_do_not_matter(labels: list[str]) -> None:
    text = ".".join(labels)
    read = DnsName.parse(text)
    assert read == DnsName.parse(text.upper()) == DnsName.parse(text + ".") == DnsName.parse(f"  {text}\n")
    assert hash(read) == hash(DnsName.parse(text.upper()))
    assert read.text == text + "."
    assert read.bare == str(read).removesuffix(".") == text
    assert read.labels == tuple(labels)
    assert read.is_hostname


@given(HOSTS, HOSTS)
def test_inside_is_by_labels(labels: list[str], above: list[str]) -> None:
    zone = DnsName.parse(".".join(above))
    inside = labels[-len(above) :] == above
    assert DnsName.parse(".".join(labels)).is_inside(zone) is inside
    assert DnsName.parse(".".join((*labels, *above))).is_inside(zone)


@given(HOSTS, HOSTS)
def test_a_name_relative_to_its_zone_is_the_rest(labels: list[str], above: list[str]) -> None:
    zone = DnsName.parse(".".join(above))
    whole = DnsName.parse(".".join((*labels, *above)))
    assert whole.relative_to(zone) == ".".join(labels)
    assert zone.relative_to(zone) == "@"


@given(st.text(max_size=300))
def test_any_text_is_a_name_or_an_error_with_the_id_of_a_rule(text: str) -> None:
    try:
        read = DnsName.parse(text)
    except InvalidNameError as error:
        told = error
    else:
        assert DnsName.from_route53(read.text) == read
        return
    assert told.code in {rule.id for rule in vars(error_rules).values() if isinstance(rule, Rule)}
    assert told.message.endswith(".")


@given(HOSTS, HOSTS)
def test_order_is_dnspythons(one: list[str], other: list[str]) -> None:
    first, second = DnsName.parse(".".join(one)), DnsName.parse(".".join(other))
    assert (first < second) is (dns.name.from_text(first.text) < dns.name.from_text(second.text))
    assert (first >= second) is not (first < second)


@given(LABELS, LABELS)
def test_order_of_escaped_names_is_that_of_their_octets(one: list[bytes], other: list[bytes]) -> None:
    first, second = (DnsName.from_route53(escaped(labels)) for labels in (one, other))
    assert (first < second) is (dns.name.Name([*one, b""]) < dns.name.Name([*other, b""]))


@pytest.mark.parametrize("text", ["notexample.com", "com", "example.com.evil.net", "a.example.org"])
def test_look_alikes_are_outside(text: str) -> None:
    assert not name(text).is_inside(name("example.com"))
    assert name(text).relative_to(name("example.com")) == name(text).text


def test_wildcards() -> None:
    listed = DnsName.from_route53(r"\052.example.com.")
    assert listed == DnsName.parse("*.Example.com")
    assert listed.is_wildcard
    assert not listed.has_literal_asterisk
    assert listed.text == "*.example.com."
    assert listed.route53 == r"\052.example.com."
    assert listed.is_hostname
    assert listed.parent == name("example.com")


@pytest.mark.parametrize("text", ["*foo.example.com", "a.*.example.com", "*.*.example.com", "**.example.com"])
def test_asterisks_that_are_no_wildcard(text: str) -> None:
    assert name(text).has_literal_asterisk
    assert not name(text).is_hostname


@pytest.mark.parametrize("text", ["_dmarc.example.com", "-a.example.com", "a-.example.com", r"a\040b.example.com"])
def test_what_is_no_hostname(text: str) -> None:
    assert not name(text).is_hostname


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("a b.com", r"a\040b.com."),
        (r"a\040b.com", r"a\040b.com."),
        (r"a\056b.com", r"a\056b.com."),
        (r"a\.b.com", r"a\056b.com."),
        (r"a\\b.com", r"a\134b.com."),
        (r"a\@b.a.com", r"a\100b.a.com."),
        (r"My Printer\.v2._ipp.a.com", r"my\040printer\056v2._ipp.a.com."),
        (r"my\032printer.a.com", r"my\040printer.a.com."),
        (r"my\032b\195\188cher.a.com", r"my\040b\303\274cher.a.com."),
        (r"\206\160.a.com", r"\316\240.a.com."),
        (r"\303\274.a.com", r"\303\274.a.com."),
        (r"\011.a.com", r"\011.a.com."),
        (r"\101.com", "a.com."),
        ("a@b.com", r"a\100b.com."),
    ],
)
def test_escapes(typed: str, listed: str) -> None:
    assert DnsName.parse(typed).route53 == listed


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "record-name-empty", "empty"),
        (" ... ", "record-name-empty", "empty"),
        ("@", "record-name-at-sign", "'@'"),
        ("@.example.com", "record-name-at-sign", "@.example.com"),
        ("https://www.example.com/x", "record-name-is-url", "is a URL"),
        ("a..b", "record-label-empty", "a..b"),
        (".a", "record-label-empty", ".a"),
        ("a.b..", "record-label-empty", "a.b.."),
        ("x" * 64 + ".com", "record-label-too-long", "64 characters"),
        ("x" * 63 + r"\171.com", "record-label-too-long", "64 characters"),
        (".".join(["x" * 63] * 4), "record-name-too-long", "257 octets"),
        ("a\\.com\\", "record-name-escape-invalid", "\\ in"),
        (r"a\b.com", "record-name-escape-invalid", r"\b"),
        (r"a\4.com", "record-name-escape-invalid", r"\4"),
        (r"a\999.com", "record-name-escape-invalid", r"\999"),
        ("bücher.example", "record-name-not-punycode", "international"),
        ("\u2603\u0338\u200d.example", "record-name-not-punycode", "international"),
    ],
)
def test_what_is_no_name(text: str, code: str, says: str) -> None:
    with pytest.raises(InvalidNameError, match=r".") as caught:
        DnsName.parse(text)
    assert caught.value.code == code
    assert says in caught.value.message
    assert caught.value.remedy
    assert caught.value.exit_status == 2


def test_the_longest_name() -> None:
    longest = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 61))
    assert len(DnsName.parse(longest).bare) == 253
    with pytest.raises(InvalidNameError) as caught:
        DnsName.parse("e." + longest)
    assert caught.value.code == "record-name-too-long"
    with pytest.raises(InvalidNameError):
        DnsName.parse("x" * 63).child("y" * 64)


def test_what_route53_lists_is_octal_always() -> None:
    assert DnsName.from_route53(r"a\032.com").wire.labels[0] == b"a\x1a"
    with pytest.raises(InvalidNameError):
        DnsName.from_route53(r"a\195.com")


@pytest.mark.parametrize("text", ["https://www.example.com:8443/x?y", "http://WWW.example.com", "www.example.com"])
def test_of_a_url_its_host_is_looked_up(text: str) -> None:
    assert DnsName.looked_up(text) == name("www.example.com")


@pytest.mark.parametrize("text", ["192.0.2.1", "2001:db8::1", "http://[::1]/", "https://192.0.2.1:8080/"])
def test_an_address_is_not_looked_up(text: str) -> None:
    with pytest.raises(InvalidNameError) as caught:
        DnsName.looked_up(text)
    assert caught.value.code == "name-is-address"


def test_the_name_of_what_exists_may_be_international() -> None:
    assert DnsName.looked_up("Bücher.example.com.") == name("xn--bcher-kva.example.com")
    with pytest.raises(InvalidNameError) as caught:
        DnsName.looked_up("xn--ü.example")
    assert caught.value.code == "record-name-not-punycode"


def test_an_international_name_is_refused_with_its_punycode() -> None:
    with pytest.raises(InvalidNameError) as caught:
        DnsName.parse("Bücher.example.com")
    assert "xn--bcher-kva.example.com" in caught.value.remedy
    assert to_ascii("Bücher.Example.com") == "xn--bcher-kva.Example.com"


@pytest.mark.parametrize(
    ("host", "pattern", "one_level", "any_depth"),
    [
        ("a.example.com", "a.example.com", True, True),
        ("a.example.com", "*.example.com", True, True),
        ("a.b.example.com", "*.example.com", False, True),
        ("example.com", "*.example.com", False, False),
        ("a.example.com", "b.example.com", False, False),
        ("a.notexample.com", "*.example.com", False, False),
        ("*.example.com", "*.example.com", True, True),
        ("a.b.example.com", "a*.example.com", False, False),
    ],
)
def test_patterns(host: str, pattern: str, one_level: bool, any_depth: bool) -> None:  # noqa: FBT001 -- a table
    assert name(host).matches(name(pattern)) is one_level
    assert name(host).matches(name(pattern), any_depth=any_depth) is (any_depth or one_level)


@given(LABELS)
def test_dnspython_gets_the_octets_themselves(labels: list[bytes]) -> None:
    assert DnsName.from_route53(escaped(labels)).wire.labels == (*(label.lower() for label in labels), b"")


def test_the_root() -> None:
    top = name("com").parent
    assert top is not None
    assert top.text == "."
    assert top.parent is None
    assert top.labels == ()
    assert not top.is_wildcard
    assert name("example.com").is_inside(top)
    assert top.wire == dns.name.root


def test_only_ascii_letters_have_a_lower_case_in_dns() -> None:
    kelvin = DnsName.from_route53("\N{KELVIN SIGN}.com")  # whose lower case is a plain k
    assert kelvin != name("k.com")
    assert kelvin.labels[0] == r"\342\204\252"


def test_names_equal_names_only() -> None:
    assert name("a.com") != "a.com."
    assert len({name("a.com"), name("A.com"), name("b.com")}) == 2


def test_children() -> None:
    assert name("example.com").child("www") == name("www.example.com")
    assert name("example.com").child("a.b") == name("a.b.example.com")
