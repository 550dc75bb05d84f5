"""Which papers stand on which page: all of them in threads, or as many as so many pages hold. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from bot.digest import Entry, Group
from bot.edition import packing
from bot.edition.layout import M
from bot.edition.packing import Section, Size, shares
from bot.edition.papers import Depth
from bot.edition.setting import Run, Setting
from bot.subscriptions import Detail


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one page; without runs it opens its thread."""

    thread: str
    """The category in whose thread it stands; empty where categories share pages."""
    runs: tuple[Run, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All papers that it carries."""
        return tuple(entry for run in self.runs for entry in run.entries)

    @property
    def is_cut(self) -> bool:
        """Whether it has no room for some of them."""
        return any(run.left for run in self.runs)


class Planner(Generic[M]):
    """Packs the papers of one setting in one detail."""

    def __init__(self, setting: Setting[M], detail: Detail) -> None:
        self._setting = setting
        self._detail = detail
        self._depth = Depth(detail)
        self._groups = setting.groups
        self._openers = 1 if any(setting.opener(group.category) for group in self._groups) else 0
        """Pages that a thread has besides those with papers."""

    @property
    def fewest(self) -> int:
        """Pages below which no plan can give every category a thread."""
        return len(self._groups) * (1 + self._openers)

    def threads(self) -> list[Sheet]:
        """All papers on as many pages as it takes, each category's in a thread of their own."""
        return [sheet for group in self._groups for sheet in self._thread(group)]

    def within(self, most: int) -> list[Sheet]:
        """As many papers as so many pages hold.

        The smallest categories share pages at the end where that saves any; the others get equally many pages, as far
        as they need them. Where there are fewer pages than that takes, all of them share.
        """
        needs = {group.category: len(self._packed([group])) for group in self._groups}
        small = self._sharing(needs, most)
        large = [group for group in self._groups if group not in small]
        room = most - len(self._packed(small, is_shared=True)) - len(large) * self._openers
        if room < len(large):
            return self._sheets(self._groups, most=most)
        found: list[Sheet] = []
        for group, share in zip(large, shares([needs[group.category] for group in large], room), strict=True):
            found += self._thread(group, most=share)
        return found + self._sheets(small)

    def _sharing(self, needs: Mapping[str, int], most: int) -> list[Group]:
        """Categories of at most a page that had better share pages: as few as it takes to show everything, or all."""
        by_size = sorted((group for group in self._groups if needs[group.category] == 1), key=lambda g: len(g.entries))
        needed = sum(needs.values()) + len(needs) * self._openers
        small: list[Group] = []
        saved = 0
        for count in range(1, len(by_size) + 1):
            small = [group for group in self._groups if group in by_size[:count]]
            saved = count * (1 + self._openers) - len(self._packed(small, is_shared=True))
            if needed - saved <= most:
                return small
        return small if saved else []

    def _thread(self, group: Group, *, most: int = 0) -> list[Sheet]:
        opener = [Sheet(group.category)] * self._openers
        return opener + self._sheets([group], thread=group.category, most=most)

    def _sheets(self, groups: Sequence[Group], *, thread: str = "", most: int = 0) -> list[Sheet]:
        """Pages with the papers of these categories; ``most`` pages, with as many papers as they hold."""
        counts = self._counts(groups, most, is_shared=not thread)
        on_pages = [
            [
                Run(
                    groups[run.section].category,
                    groups[run.section].entries[run.start : run.stop],
                    groups[run.section].entries[run.stop :] if run.stop == counts[run.section] else (),
                    is_headed=not thread or not (run.start or self._openers),
                )
                for run in runs
            ]
            for runs in self._packed(groups, counts, is_shared=not thread)
        ]
        # Papers are dealt out in turns: those categories that got none are the last.
        if on_pages:
            on_pages[-1] += [Run(group.category, (), group.entries) for group in groups[_dealt(counts) :]]
        return [Sheet(thread, tuple(runs)) for runs in on_pages]

    def _counts(self, groups: Sequence[Group], most: int, *, is_shared: bool) -> list[int]:
        """How many papers of each category ``most`` pages hold, if all get as many as they have, or equally many."""
        wanted = [len(group.entries) for group in groups]
        total = sum(wanted)

        def is_too_much(count: int) -> bool:
            return len(self._packed(groups, shares(wanted, count), is_shared=is_shared)) > most

        if most and is_too_much(total):
            total = bisect_left(range(total), True, key=is_too_much) - 1
        return shares(wanted, total)

    def _packed(
        self, groups: Sequence[Group], counts: Sequence[int] = (), *, is_shared: bool = False
    ) -> list[list[packing.Run]]:
        """What stands on which page if so many of each category are shown; all, if nothing is said."""
        setting, depth, sections = self._setting, self._depth, []
        counts = counts or [len(group.entries) for group in groups]
        dealt = _dealt(counts)
        for at, (group, count) in enumerate(zip(groups, counts, strict=True)):
            heading = setting.around_heading(group.category, depth)
            closing = setting.around_more(Run(group.category, (), group.entries[count:]), depth)
            if at == dealt - 1 < len(groups) - 1:
                closing += setting.around_more(Run("", (), setting.digest.entries), depth)
            sections.append(
                Section(
                    items=[setting.fitting(entry, self._detail).size for entry in group.entries[:count]],
                    opening=heading if is_shared or not self._openers else Size(),
                    again=heading if is_shared else Size(),
                    closing=closing,
                )
            )
        return packing.pack(sections, setting.layout.room, frame=setting.layout.frame(depth))


def _dealt(counts: Sequence[int]) -> int:
    """How many categories got any papers."""
    return sum(map(bool, counts))
