"""The hours of Digests and of the night, on the reader's own clock: days of summer time, late runs, other zones."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.digests.schedule import is_due, is_overdue, quiet_until, scheduled

BRUSSELS = "Europe/Brussels"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("frequency", "now", "hour"),
    [
        ("daily", "2026-01-14T07:30", "2026-01-14T07:30"),
        ("daily", "2026-01-14T07:29", "2026-01-13T07:30"),
        ("daily", "2026-03-28T20:00", "2026-03-28T07:30"),
        ("daily", "2026-03-29T06:30", "2026-03-29T06:30"),
        ("daily", "2026-10-25T06:45", "2026-10-24T06:30"),
        ("daily", "2026-10-25T07:30", "2026-10-25T07:30"),
        ("weekly", "2026-01-18T23:00", "2026-01-12T07:30"),
        ("weekly", "2026-03-30T06:30", "2026-03-30T06:30"),
        ("monthly", "2026-03-01T07:29", "2026-02-01T07:30"),
        ("monthly", "2026-04-15T12:00", "2026-04-01T06:30"),
    ],
)
def test_the_hour_is_half_past_eight_in_brussels_in_winter_and_in_summer(frequency, now, hour):
    assert scheduled(frequency, at(now), BRUSSELS) == at(hour)


def test_each_reader_has_their_own_half_past_eight():
    hours = {zone: scheduled("daily", at("2026-01-14T18:00"), zone) for zone in (BRUSSELS, "America/New_York", "Asia/Tokyo", "UTC")}
    assert {zone: f"{hour:%d %H:%M}" for zone, hour in hours.items()} == {
        BRUSSELS: "14 07:30",
        "America/New_York": "14 13:30",
        "Asia/Tokyo": "13 23:30",
        "UTC": "14 08:30",
    }


def digests(frequency, start, end, *, off=(), every=timedelta(minutes=15), zone=BRUSSELS):
    """When a service that looks every quarter of an hour, but not while ``off``, builds its Digests."""
    last, built, now = start, [], start
    while (now := now + every) <= end:
        if not any(since <= now < until for since, until in off) and is_due(frequency, last, now, zone, first=not built):
            last = now
            built.append(now)
    return built


@pytest.mark.parametrize("start", ["2026-03-26T12:00", "2026-10-22T12:00"])
def test_across_the_days_of_summer_time_there_is_one_a_day_at_its_hour(start):
    built = digests("daily", at(start), at(start) + timedelta(days=7))
    assert len(built) == 7
    assert len({scheduled("daily", each, BRUSSELS).date() for each in built}) == 7
    assert all(each == scheduled("daily", each, BRUSSELS) for each in built)


def test_after_three_days_off_one_digest_covers_all_and_the_next_keeps_its_hour():
    off = (at("2026-05-04T12:00"), at("2026-05-07T13:00"))
    built = digests("daily", at("2026-05-03T12:00"), at("2026-05-09T12:00"), off=[off])
    assert [f"{each:%d %H:%M}" for each in built] == ["04 06:30", "07 13:00", "08 06:30", "09 06:30"]


def test_an_hour_less_than_half_a_period_after_a_late_digest_is_left_out():
    off = (at("2026-05-04T12:00"), at("2026-05-06T22:00"))
    built = digests("daily", at("2026-05-03T12:00"), at("2026-05-09T00:00"), off=[off])
    assert [f"{each:%d %H:%M}" for each in built] == ["04 06:30", "06 22:00", "08 06:30"]


def test_a_weekly_digest_that_came_on_wednesday_comes_on_mondays_again():
    off = (at("2026-05-03T12:00"), at("2026-05-06T12:00"))
    built = digests("weekly", at("2026-04-25T12:00"), at("2026-05-20T12:00"), off=[off])
    assert [f"{each:%a %d}" for each in built] == ["Mon 27", "Wed 06", "Mon 11", "Mon 18"]


def test_the_first_digest_comes_with_the_first_hour_after_the_subscription_began():
    friday, monday = at("2026-05-08T20:00"), at("2026-05-11T06:30")
    assert not is_due("weekly", friday, monday - timedelta(minutes=1), BRUSSELS, first=True)
    assert is_due("weekly", friday, monday, BRUSSELS, first=True)


def test_who_builds_digests_by_a_schedule_of_their_own_may_be_an_hour_early():
    last = at("2026-05-04T08:00")
    assert is_overdue("weekly", None, last)
    assert is_overdue("weekly", last, last + timedelta(days=6, hours=23))
    assert not is_overdue("weekly", last, last + timedelta(days=6, hours=22, minutes=59))


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("22:00-07:00", "2026-01-14T20:59", None),
        ("22:00-07:00", "2026-01-14T21:00", "2026-01-15T06:00"),
        ("22:00-07:00", "2026-01-15T05:59", "2026-01-15T06:00"),
        ("22:00-07:00", "2026-01-15T06:00", None),
        ("12:00-14:00", "2026-07-01T10:30", "2026-07-01T12:00"),
        ("22:00-07:00", "2026-03-28T22:30", "2026-03-29T05:00"),
        ("22:00-07:00", "2026-10-24T21:30", "2026-10-25T06:00"),
        ("22:00-02:30", "2026-10-25T01:10", "2026-10-25T01:30"),
        ("08:00-08:00", "2026-01-14T07:00", None),
        ("", "2026-01-14T03:00", None),
    ],
)
def test_quiet_hours_end_on_the_readers_clock(hours, now, until):
    assert quiet_until(hours, at(now), BRUSSELS) == (until and at(until))
