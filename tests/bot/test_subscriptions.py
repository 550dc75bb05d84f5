"""Times and time zones as people write them."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Destination
from bot.subscriptions import Subscription, find_zone, near_zones, parse_time, search_zones
from bot.wishes import Wishes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asap", None),
        (" ASAP ", None),
        ("08:30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("8h30", time(8, 30)),
        ("8：30", time(8, 30)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("8am", time(8)),
        ("12am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("8:30PM", time(20, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "8", "24:00", "8:60", "13pm", "0am", "8:3", "soon", "08:30:00", "٠٨:٣٠", "-8:30"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is expected"):
        parse_time(text)


@given(st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0)))
def test_a_time_reads_back_as_it_is_written(at: time | None) -> None:
    subscription = Subscription(destination=Destination("console", ""), wishes=Wishes(categories=("cs.CV",)), time=at)
    assert parse_time(subscription.at) == at


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("Berlni", None),
        ("../../etc/passwd", None),
        ("", None),
    ],
)
def test_a_time_zone_is_found_by_its_name_in_any_case_or_by_its_city(text: str, zone: str | None) -> None:
    assert find_zone(text) == zone
    assert zone is None or ZoneInfo(zone).key == zone


@pytest.mark.parametrize(
    ("text", "near"),
    [("Europe/Berlni", "Europe/Berlin"), ("Shangai", "Asia/Shanghai"), ("new yrok", "America/New_York")],
)
def test_a_slip_leads_to_the_nearest_zone(text: str, near: str) -> None:
    assert near_zones(text)[0] == near


@given(st.text(max_size=100))
def test_any_text_is_a_zone_or_none_and_every_suggestion_is_one(text: str) -> None:
    assert all(find_zone(name) == name for name in near_zones(text))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ber", "Atlantic/Bermuda"),
        ("berl", "Europe/Berlin"),
        ("new y", "America/New_York"),
        ("utc", "UTC"),
        ("asia/sh", "Asia/Shanghai"),
    ],
)
def test_a_zone_is_found_by_what_is_typed_of_its_name_or_its_place(text: str, first: str) -> None:
    assert search_zones(text)[0] == first
    assert all(find_zone(name) == name for name in search_zones(text))
    assert search_zones("xyzzy") == []
