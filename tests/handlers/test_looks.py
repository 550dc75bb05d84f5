"""Marks of editions: what has changed is seen, what has not is not gone through again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.digest import Digest
from bot.store import Store
from handlers.looks import Looks
from tests.doubles.digests import build

ROW = ("Owl Maps", "Owls see.", "Ilse Ink", "", "They see.", "Dark.", "Fly.", "Well.", "Good.", "a-model")
DAY = date(2026, 11, 23)


def repaired(digest: Digest) -> Digest:
    (group, *others) = digest.groups
    (entry, *rest) = group.entries
    assert entry.summary is not None
    newer = replace(entry.summary, made=datetime(2026, 11, 24, tzinfo=UTC))
    return replace(digest, groups=(replace(group, entries=(replace(entry, summary=newer), *rest)), *others))


async def test_an_edition_is_other_once_for_each_change_and_when_nobody_knows_how_it_was(tmp_path: Path) -> None:
    digest = build([ROW, ROW])
    async with await Store.open(tmp_path / "paperboy.db") as store:
        looks = Looks(store)
        await looks.load()
        assert looks.is_other(DAY, digest.wishes, digest)
        assert not looks.is_other(DAY, digest.wishes, digest)
        assert looks.is_other(DAY, digest.wishes, repaired(digest))
        assert looks.is_other(DAY, digest.wishes, digest.only([digest.entries[0].announced.paper.id]))
        assert looks.is_other(DAY, replace(digest.wishes, language="German"), digest)


async def test_how_it_went_out_counts_and_not_how_it_was_first_seen_later(tmp_path: Path) -> None:
    digest = build([ROW])
    async with await Store.open(tmp_path / "paperboy.db") as store:
        looks = Looks(store)
        looks.begin(DAY, digest.wishes, digest)
        looks.begin(DAY, digest.wishes, repaired(digest))
        assert looks.is_other(DAY, digest.wishes, repaired(digest))


async def test_marks_outlive_a_restart_but_for_days_that_are_still_being_mended(tmp_path: Path) -> None:
    digest, other = build([ROW]), date(2026, 11, 20)
    async with await Store.open(tmp_path / "paperboy.db") as store:
        looks = Looks(store)
        for day in (DAY, other):
            looks.begin(day, digest.wishes, digest)
        await looks.keep(other, but={other})
        again = Looks(store)
        await again.load()
        assert not again.is_other(DAY, digest.wishes, digest)
        assert again.is_other(other, digest.wishes, digest)
        await looks.keep(DAY, but=())
        last = Looks(store)
        await last.load()
        assert last.is_other(other, digest.wishes, digest), "what is long past is forgotten"
