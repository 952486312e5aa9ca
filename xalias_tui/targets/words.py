"""What a target is looked up by when a record is judged: each word finds it exactly, by itself.

A record's name and what it points to give the words that may find its target; more are found than are meant, and who
judges decides among them.
"""

from __future__ import annotations

from collections.abc import Iterator

from xalias_tui.domain.names import DnsName
from xalias_tui.domain.targets import Target
from xalias_tui.targets import Kind, all_kinds, kind
from xalias_tui.targets.shared.load_balancers import name_but_number
from xalias_tui.targets.shared.naming import plain_name


def names_of_resource(name: DnsName, of_kind: Kind) -> tuple[DnsName, ...]:
    """What a name is looked up by: itself, and the one name of its resource."""
    plain = plain_name(name)
    return plain, of_kind.resource_name(plain)


def key_word(key: str) -> str:
    """The word of a target's key."""
    return f"key {key}"


def words_of(target: Target) -> Iterator[str]:
    """Every word by which a target is looked up."""
    yield key_word(target.key)
    for hostname in target.hostnames:
        yield _serving(hostname.lower().rstrip("."))
    if target.dns_name is None:
        return
    of_kind = kind(target.kind)
    for own in dict.fromkeys(key for name in target.names for key in names_of_resource(name, of_kind)):
        yield _named(own)
    yield from _recreated(plain_name(target.dns_name))


def words_pointing_to(name: DnsName) -> Iterator[str]:
    """The words of targets that a record's value may mean."""
    found: dict[DnsName, None] = {}
    for of_kind in all_kinds():
        found.update(dict.fromkeys(names_of_resource(name, of_kind)))
        form = of_kind.recognise(name)
        if form is not None:
            found.update(dict.fromkeys(names_of_resource(form.dns_name, of_kind)))
    yield from map(_named, found)


def words_of_successor(name: DnsName) -> Iterator[str]:
    """The word of load balancers that were made under the name of the one of a DNS name."""
    yield from _recreated(plain_name(name))


def words_serving(name: DnsName) -> Iterator[str]:
    """The words of targets that are configured for a host name, by itself or by a wildcard above it."""
    above = name.bare
    yield _serving(above)
    while above := above.partition(".")[2]:
        yield _serving(f"*.{above}")


def _named(name: DnsName) -> str:
    return f"name {name.text}"


def _serving(hostname: str) -> str:
    return f"serves {hostname}"


def _recreated(name: DnsName) -> Iterator[str]:
    stem = name_but_number(name)
    if stem is not None:
        yield f"balancer {stem[0]} {stem[1]}"
