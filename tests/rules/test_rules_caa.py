from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.examples import (
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
    target,
)
from xalias_tui.domain.dataclass import dataclass
from xalias_tui.domain.plans import Case
from xalias_tui.domain.targets import Certificate, Facts
from xalias_tui.domain.zone_evidence import Caa, WorldView

WWW = alias("www.example.com.")
OTHER = '0 issue "letsencrypt.org"'
AMAZON = '0 issue "amazontrust.com; policy=ev"'


@dataclass(frozen=True, slots=True)
class Listener:
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class SomeFacts(Facts):
    listeners: tuple[Listener, ...] = ()


def at(apex: str, *values: str) -> Any:
    return plain(apex, "CAA", *values)


def presenting(*certificates: Certificate, **fields: Any) -> Case:
    facts = SomeFacts(listeners=(Listener(certificates),))
    return case(WWW, standing=[at("example.com.", OTHER, '0 issuewild "amazon.com"')],
                to=target(facts=facts, inspected=True, **fields))  # fmt: skip


def certificate(*names: str, type_: str = "AMAZON_ISSUED", **fields: Any) -> Certificate:
    return Certificate("arn", names, type=type_, **fields)


EXAMPLES: tuple[Example, ...] = (
    Raises(
        "caa-blocks-certificate",
        WARNING,
        "CAA records of example.com forbid Amazon from issuing a certificate for www.example.com (they allow letsencr",
        case(WWW, standing=[at("example.com.", OTHER)]),
    ),
    Raises(
        "caa-blocks-certificate",
        WARNING,
        "allow no authority",
        case(WWW, standing=[at("www.example.com.", '0 issue ";"')]),
    ),
    Raises(
        "caa-blocks-certificate",
        WARNING,
        "a certificate for *.example.com",
        case(alias("*.example.com."), standing=[at("example.com.", AMAZON, '0 issuewild "letsencrypt.org"')]),
    ),
    Raises(
        "caa-blocks-certificate",
        WARNING,
        "CAA records of com forbid",
        case(WWW, world=WorldView(caa=Caa(name("com."), (OTHER,)))),
    ),
    Raises("caa-blocks-certificate", WARNING, "for www.example.com", presenting(certificate("other.example.net"))),
    Raises("caa-blocks-certificate", WARNING, "for www.example.com", presenting(certificate("www.example.com"))),
    Raises("caa-blocks-certificate", WARNING, "for www.example.com", presenting(certificate(read=False))),
    Quiet("caa-blocks-certificate", presenting(certificate("*.example.com"))),
    Quiet("caa-blocks-certificate", presenting(certificate("www.example.com", type_="IMPORTED"))),
    Quiet("caa-blocks-certificate", presenting()),
    Quiet("caa-blocks-certificate", case(WWW, standing=[at("example.com.", OTHER, '0 Issue "Amazon.com"')])),
    Quiet("caa-blocks-certificate", case(WWW, standing=[at("example.com.", OTHER), at("www.example.com.", AMAZON)])),
    Quiet("caa-blocks-certificate", case(WWW, standing=[at("example.com.", '0 iodef "mailto:a@example.com"')])),
    Quiet("caa-blocks-certificate", case(WWW, standing=[at("example.com.", AMAZON, '0 issuewild "x.test"')])),
    Quiet(
        "caa-blocks-certificate", case(WWW, standing=[at("example.com.", OTHER)], in_zone=replace(ZONE, private=True))
    ),
    Quiet(
        "caa-blocks-certificate",
        case(WWW, standing=[at("example.com.", AMAZON)], world=WorldView(caa=Caa(name("com."), (OTHER,)))),
    ),
    Quiet(
        "caa-blocks-certificate", case(plain("www.example.com.", "TXT", '"x"'), standing=[at("example.com.", OTHER)])
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)


def test_a_cname_is_judged_from_above_it_and_the_remedy_names_the_tag() -> None:
    cname = case(plain("www.example.com.", "CNAME", "x.test."), standing=[at("www.example.com.", AMAZON),
                 at("example.com.", OTHER)])  # fmt: skip
    (finding,) = found("caa-blocks-certificate", cname)
    assert finding.remedy == 'Add the value 0 issue "amazon.com" to the CAA records of example.com.'
