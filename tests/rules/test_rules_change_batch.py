from __future__ import annotations

import pytest

from tests.rules.examples import ERROR, ZONE, Example, Quiet, Raises, alias, case, check, label, plain
from xalias_tui.domain.plans import Case, Change
from xalias_tui.domain.records import RecordSet

AT = "www.example.com."
ADDRESS = plain("a.example.com.")
POINTER = alias(AT, target="a.example.com.", zone_id=ZONE.id)
ITSELF, ITSELF_IPV6 = (alias(AT, type_, target=AT, zone_id=ZONE.id) for type_ in ("A", "AAAA"))
CNAME = plain(AT, "CNAME", "old.example.net.")
WEIGHTED = alias(AT, SetIdentifier="a", Weight=1)


def create(record: RecordSet) -> Change:
    return Change("CREATE", record)


def delete(record: RecordSet) -> Change:
    return Change("DELETE", record)


def batch(*changes: Change, standing: tuple[RecordSet, ...] = ()) -> Case:
    return case(changes=changes, standing=standing)


def many(values: int, length: int = 9) -> RecordSet:
    return plain("many.example.com.", "TXT", *("x" * length for _ in range(values)))


EXAMPLES: tuple[Example, ...] = (
    Raises(
        "alias-batch-order", ERROR, "listed before its target a.example.com.", batch(create(POINTER), create(ADDRESS))
    ),
    Raises(
        "alias-batch-order",
        ERROR,
        "before its target",
        batch(delete(ADDRESS), create(POINTER), create(ADDRESS), standing=(ADDRESS,)),
    ),
    Quiet("alias-batch-order", batch(create(ADDRESS), create(POINTER))),
    Quiet("alias-batch-order", batch(create(POINTER), create(ADDRESS), standing=(ADDRESS,))),
    Quiet("alias-batch-order", batch(create(POINTER), delete(ADDRESS))),
    Quiet("alias-batch-order", batch(create(ITSELF), create(ITSELF_IPV6))),
    Quiet("alias-batch-order", batch(create(alias(AT)), create(ADDRESS))),
    Quiet("alias-batch-order", batch(create(POINTER), create(plain("b.example.com.")))),
    Quiet("batch-delete-first", batch(create(alias(AT)), create(CNAME))),
    Raises("batch-delete-first", ERROR, "of www.example.com. CNAME must come", batch(create(alias(AT)), delete(CNAME))),
    Raises("batch-delete-first", ERROR, "must come before", batch(create(CNAME), delete(alias(AT)))),
    Raises("batch-delete-first", ERROR, "must come before", batch(create(alias(AT)), delete(plain(AT)))),
    Raises("batch-delete-first", ERROR, "must come before", batch(create(WEIGHTED), delete(plain(AT)))),
    Quiet("batch-delete-first", batch(delete(CNAME), create(alias(AT)))),
    Quiet("batch-delete-first", batch(create(alias(AT)), delete(plain(AT, "TXT", '"x"')))),
    Quiet("batch-delete-first", batch(create(alias(AT)), delete(plain("x.example.com.", "CNAME", "y.example.net.")))),
    Quiet("batch-delete-first", batch(create(WEIGHTED), delete(alias(AT, SetIdentifier="b", Weight=2)))),
    Raises("batch-same-record-twice", ERROR, "www.example.com A appears twice", batch(*[create(alias(AT))] * 2)),
    Raises("batch-same-record-twice", ERROR, "appears twice", batch(delete(alias(AT)), delete(plain(AT)))),
    Quiet("batch-same-record-twice", batch(delete(plain(AT)), create(alias(AT)))),
    Quiet("batch-same-record-twice", batch(create(alias(AT)), create(alias(AT, "AAAA")))),
    Quiet("batch-same-record-twice", batch(create(WEIGHTED), create(alias(AT, SetIdentifier="b", Weight=1)))),
    Raises("batch-too-many-records", ERROR, "1001 of 1000", batch(create(alias(AT)), create(many(1000)))),
    Quiet("batch-too-many-records", batch(create(alias(AT)), create(many(999)))),
    Raises("batch-too-many-characters", ERROR, "32,000", batch(create(many(400, 81)))),
    Quiet("batch-too-many-characters", batch(create(many(400, 80)))),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=label)
def test_example(example: Example) -> None:
    check(example)
