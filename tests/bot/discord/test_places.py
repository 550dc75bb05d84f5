"""Places and anchors: what is written is read again, and every place has an address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.discord import places
from bot.discord.places import Anchor, Place

SNOWFLAKES = st.integers(1, 2**63 - 1)
MAYBE = st.just(0) | SNOWFLAKES


@given(st.builds(Place, guild=MAYBE, channel=SNOWFLAKES, thread=MAYBE, message=SNOWFLAKES, title=st.text(max_size=100)))
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert places.read(place.written()) == place


@given(
    st.builds(
        Anchor,
        guild=MAYBE,
        channel=SNOWFLAKES,
        thread=MAYBE,
        opens=st.booleans(),
        after=SNOWFLAKES,
        at=st.floats(1, 1e11),
    )
)
def test_an_anchor_is_read_as_it_was_written(anchor: Anchor) -> None:
    assert places.read_anchor(anchor.written()) == anchor


def test_nothing_is_no_place() -> None:
    assert places.read("") is None
    assert places.read_anchor("") is None


def test_a_message_in_a_thread_is_reached_through_it() -> None:
    assert places.address(Place(guild=1, channel=2, thread=3, message=4)) == "https://discord.com/channels/1/3/4"
    assert places.address(Place(guild=1, channel=2, message=4)) == "https://discord.com/channels/1/2/4"
    assert places.address(Place(channel=2, message=4)) == "https://discord.com/channels/@me/2/4"
