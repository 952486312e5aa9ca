from __future__ import annotations

import random

import pytest

from tests.aws.fakes import FakeClock
from xalias_tui.aws.rate_limit import (
    FASTER,
    FASTER_AFTER,
    FULL_BURST,
    FULL_RATE,
    LEAST_RATE,
    SLOWER,
    SLOWER_EVERY,
    STEP_RATE,
    StepBucket,
)
from xalias_tui.domain.accounts import GRANTED_RATE


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bucket(clock: FakeClock) -> StepBucket:
    return StepBucket(clock)


def _seconds_for(bucket: StepBucket, clock: FakeClock, requests: int) -> float:
    start = clock.time
    for _ in range(requests):
        bucket.take()
    return clock.time - start


def test_a_burst_goes_at_once_and_the_rest_at_the_full_rate(bucket: StepBucket, clock: FakeClock) -> None:
    assert _seconds_for(bucket, clock, int(FULL_BURST)) == 0
    assert _seconds_for(bucket, clock, 50) == pytest.approx(50 / GRANTED_RATE)
    clock.time += 6  # as if nothing was asked for a while
    assert _seconds_for(bucket, clock, int(FULL_BURST)) == 0


def test_in_the_long_run_a_little_is_left_for_others(bucket: StepBucket, clock: FakeClock) -> None:
    assert _seconds_for(bucket, clock, 1_000) == pytest.approx((1_000 - 50) / FULL_RATE)


def _throttled(arrivals: list[float]) -> int:
    """How many of the requests that arrive at these moments Route 53 would refuse."""
    tokens, filled, refused = 50.0, 0.0, 0
    for at in sorted(arrivals):
        tokens, filled = min(50.0, tokens + (at - filled) * GRANTED_RATE), at
        refused += tokens < 1 - 1e-9
        tokens -= tokens >= 1 - 1e-9
    return refused


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("idle", [0.0, 2.0, 30.0])
def test_answers_that_are_late_by_a_fifth_of_a_second_make_no_request_throttled(
    bucket: StepBucket, clock: FakeClock, seed: int, idle: float
) -> None:
    late = random.Random(seed)  # noqa: S311 -- no secret
    arrivals: list[float] = []
    for requests in (60, 200):
        for number in range(requests):
            bucket.take()
            # The first open a connection, which takes two round trips more.
            arrivals.append(clock.time + (0.2 if number < FULL_BURST else late.uniform(0, 0.2)))
        clock.time += idle
    assert _throttled(arrivals) == 0


def test_the_first_throttling_steps_down_to_the_old_limits_and_spends_what_was_saved(
    bucket: StepBucket, clock: FakeClock
) -> None:
    bucket.throttled()
    assert bucket.rate == STEP_RATE
    assert _seconds_for(bucket, clock, 49) == pytest.approx(50 / STEP_RATE)


def test_further_throttling_slows_at_most_every_few_seconds(bucket: StepBucket, clock: FakeClock) -> None:
    bucket.throttled()
    bucket.throttled()
    assert bucket.rate == STEP_RATE
    clock.time += SLOWER_EVERY
    bucket.throttled()
    bucket.throttled()
    assert bucket.rate == pytest.approx(STEP_RATE * SLOWER)


def test_it_never_stops(bucket: StepBucket, clock: FakeClock) -> None:
    for _ in range(50):
        bucket.throttled()
        clock.time += SLOWER_EVERY
    assert bucket.rate == LEAST_RATE


def test_it_recovers_slowly_up_to_the_full_rate(bucket: StepBucket, clock: FakeClock) -> None:
    bucket.throttled()
    clock.time += FASTER_AFTER
    bucket.take()
    assert bucket.rate == pytest.approx(STEP_RATE * FASTER)
    for _ in range(10):
        clock.time += FASTER_AFTER
        bucket.take()
    assert bucket.rate == FULL_RATE


@pytest.mark.parametrize(("rate", "burst", "requests"), [(5, 5, 150), (10, 50, 200), (3, 3, 60)])
def test_a_sweep_takes_about_as_long_as_the_server_needs(
    bucket: StepBucket, clock: FakeClock, rate: float, burst: float, requests: int
) -> None:
    tokens, filled, start, throttled = burst, clock.time, clock.time, 0
    done = 0
    while done < requests:
        bucket.take()
        tokens = min(burst, tokens + (clock.time - filled) * rate)
        filled = clock.time
        if tokens >= 1:
            tokens, done = tokens - 1, done + 1
        else:
            throttled += 1
            bucket.throttled()
    ideal = (requests - burst) / rate
    assert clock.time - start <= ideal * 1.15
    assert throttled <= requests / 3


def test_others_are_left_their_share(clock: FakeClock) -> None:
    bucket = StepBucket(clock, most=2.0)
    assert _seconds_for(bucket, clock, 109) == pytest.approx((109 - FULL_BURST * 2 / FULL_RATE) / 2, abs=0.5)
    bucket.throttled()
    assert bucket.rate == 2
    clock.time += FASTER_AFTER
    bucket.take()
    assert bucket.rate == 2


def test_throttling_never_makes_a_slow_profile_faster(clock: FakeClock) -> None:
    bucket = StepBucket(clock, most=0.1)
    for _ in range(3):
        bucket.throttled()
        assert bucket.rate == 0.1
        clock.time += SLOWER_EVERY


def test_a_limit_lowers_and_never_raises(bucket: StepBucket, clock: FakeClock) -> None:
    bucket.limit(2.0)
    bucket.limit(None)
    bucket.limit(5.0)
    assert bucket.rate == 2
    assert _seconds_for(bucket, clock, 109) == pytest.approx((109 - FULL_BURST * 2 / FULL_RATE) / 2, abs=0.5)
    clock.time += FASTER_AFTER
    bucket.take()
    assert bucket.rate == 2
