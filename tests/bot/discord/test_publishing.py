"""Announcement channels: what stands in the channel is published once, ten an hour, whatever dies."""

from __future__ import annotations

import pytest

from bot.messages import Page
from tests.doubles.discord.office import EDITION, LeapingClock, Open, written
from tests.doubles.discord.server import DiscordDouble

PUBLISH = "POST /channels/*/messages/*/crosspost"
MANY = [Page(number=n, text=written(f"page {n}"), papers=(f"2611.{n:05}",)) for n in range(1, 14)]


async def test_what_stands_in_the_channel_is_published_and_threads_are_not(
    discord: DiscordDouble, opened: Open
) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened(session=True) as here:
        await here.bring(news.id)
        await discord.until(lambda: all(one.crossposted for one in news.sent))
        assert here.reports == []
    assert len(news.sent) == 3
    assert [len(thread.sent) for thread in news.threads] == [2, 1]
    assert not any(one.crossposted for thread in news.threads for one in thread.sent)
    assert len(discord.called(PUBLISH)) == 3


async def test_an_hour_sees_ten_and_a_restart_forgets_none_of_it(
    discord: DiscordDouble, opened: Open, fast: LeapingClock
) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened() as here:
        await here.bring(news.id, MANY)
        await discord.until(lambda: len(discord.called(PUBLISH)) == 10)
    async with opened():
        await discord.settled()
        assert len(discord.called(PUBLISH)) == 10
    fast.leap(hours=1)
    async with opened():
        await discord.until(lambda: len(discord.called(PUBLISH)) == 13)
    assert all(one.crossposted for one in news.sent)
    asked = len(discord.called(PUBLISH))
    async with opened():
        await discord.settled()
    assert len(discord.called(PUBLISH)) == asked


@pytest.mark.parametrize("fault", ["reset after", "reset before", "malformed json", "503", "429 shared"])
async def test_a_lost_answer_is_asked_for_again(fault: str, discord: DiscordDouble, opened: Open) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened() as here:
        discord.fault(PUBLISH, fault, retry_after=0.1)
        await here.bring(news.id)
        await discord.until(lambda: all(one.crossposted for one in news.sent))
        assert here.reports == []


async def test_what_somebody_deleted_or_published_himself_is_done(discord: DiscordDouble, opened: Open) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened() as here:
        discord.fault(PUBLISH, "400 40033")
        discord.fault(PUBLISH, "404 10008", nth=2)
        await here.bring(news.id)
        await discord.until(lambda: len(discord.called(PUBLISH)) == 3)
        assert here.reports == []
    async with opened():
        await discord.settled()
    assert len(discord.called(PUBLISH)) == 3


async def test_where_it_is_not_allowed_the_operator_hears_and_the_edition_goes_on(
    discord: DiscordDouble, opened: Open
) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened() as here:
        discord.fault(PUBLISH, "403 50013", times=3)
        assert (await here.bring(news.id)).sent == 6
        await discord.until(lambda: len(discord.called(PUBLISH)) == 3)
        await discord.settled()
        assert {cause for cause, _ in here.reports} == {f"publish {news.id}"}


async def test_a_page_that_was_found_again_is_published_too(discord: DiscordDouble, opened: Open) -> None:
    news = discord.guild("Lab").announcement("news")
    async with opened() as here:
        discord.fault("POST /channels/*/messages", "reset after")
        assert (await here.bring(news.id, EDITION[:1])).found == [1]
        await discord.until(lambda: news.sent[0].crossposted)
