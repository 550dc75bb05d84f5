"""``/why``: why a paper did or did not come to this chat, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot import announcements, categories
from bot.clock import NEW_YORK
from bot.messages import Asker, Button, Command, Delivery, Destination, Option, Reply, State
from bot.papers import Announced, Announcement, Paper
from bot.store import Store
from bot.text import readable
from bot.wishes import Dropped, Filter, Wishes
from bot.words import Words, speak
from handlers import completing
from handlers.context import Context
from handlers.paper import asked_for, known

WINDOW = timedelta(days=10)
"""A paper is usually announced within days of its submission."""
RECENT = timedelta(days=7)
"""Cross-lists and new versions come later; those of the last days are looked through as well."""
MOST_NAMED = 8
_PAGES = {State.SENT: "why-page-sent", State.SKIPPED: "why-page-skipped", State.FAILED: "why-page-failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One place where arXiv announced the paper."""

    day: date
    category: str
    announced: Announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the paper stands in the chat."""

    first: date
    last: date
    """The edition's days: most have one alone."""
    delivery: Delivery
    pages: int
    """How many the edition has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of a paper and a chat."""

    paper: Paper
    wishes: Wishes
    sightings: tuple[Sighting, ...]
    place: Place | None
    """None where no edition was to bring it to the chat."""
    now: datetime


def commands(context: Context) -> tuple[Command, ...]:
    """The command of this family."""
    complete = partial(completing.paper, store=context.parts.store)
    return (
        Command(
            name="why",
            handler=partial(why, context=context),
            argument="argument-id",
            required=True,
            examples=("why 2512.10935",),
            complete=complete,
            options=(Option(name="paper", last=True, required=True, complete=complete),),
        ),
    )


async def why(asker: Asker, text: str, *, context: Context) -> Reply:
    """What happened to a paper on its way to this chat."""
    words = speak(asker.locale)
    paper = await known(asked_for(text, words).references[0], context.parts)
    case = await _case(paper, Destination(asker.platform, asker.chat), await context.wishes(asker), context)
    lines, buttons = explain(case, words)
    title = readable(paper.title)
    return Reply(
        text="\n".join([title, *lines]),
        buttons=((Button(words("button-card"), f"paper {paper.id}", apart=True), *buttons),),
    )


async def _case(paper: Paper, destination: Destination, wishes: Wishes, context: Context) -> Case:
    store, now = context.parts.store, context.parts.clock.now()
    sightings = [
        Sighting(day=day, category=one.category, announced=entry)
        for day in _days(paper, now)
        for one in await store.announcements(day)
        for entry in _lines(one, paper)
    ]
    place = await _place(paper, destination, store)
    return Case(paper=paper, wishes=wishes, sightings=tuple(sightings), place=place, now=now)


def _days(paper: Paper, now: datetime) -> list[date]:
    """The days on which the paper may have been announced, in order."""
    today = now.astimezone(NEW_YORK).date()
    spans = [(moment.date(), WINDOW) for moment in (paper.submitted, paper.updated) if moment]
    if paper.submitted is None and "/" not in paper.id:
        # An imported record without dates: its identifier tells the month.
        spans.append((date(2000 + int(paper.id[:2]), int(paper.id[2:4]), 1) - timedelta(days=2), timedelta(days=40)))
    spans.append((today - RECENT, RECENT))
    every = {first + timedelta(days=n) for first, length in spans for n in range(length.days + 1)}
    return sorted(day for day in every if day <= today)


def _lines(announcement: Announcement, paper: Paper) -> Iterable[Announced]:
    return (entry for entry in announcement.entries if entry.paper.id == paper.id)


async def _place(paper: Paper, destination: Destination, store: Store) -> Place | None:
    if (found := await store.carrying(destination, paper.id)) is None:
        return None
    day, delivery = found
    since, _ = await store.gap(destination, day)
    return Place(first=since or day, last=day, delivery=delivery, pages=len(await store.deliveries(destination, day)))


def explain(case: Case, words: Words) -> tuple[list[str], Sequence[Button]]:
    """The story in sentences, and what can be done. Pure."""
    if not case.sightings:
        return ([_placed(case.place, words)], []) if case.place else _unannounced(case, words)
    newest = max(one.day for one in case.sightings)
    places = words("list-comma").join(
        words("why-place", category=one.category, kind=one.announced.kind.value, day=str(one.day))
        for one in case.sightings[:MOST_NAMED]
    )
    lines = [words("why-announced", places=places)]
    if case.place:
        # The day on which it was announced holds it, also where the edition is one over several days.
        day = max((one.day for one in case.sightings if one.day <= case.place.last), default=newest)
        button = Button(words("why-digest", day=str(day)), f"digest {day}", apart=True)
        return [*lines, _placed(case.place, words)], [button]
    chosen = set(map(categories.resolve, case.wishes.categories))
    yours = words("list-comma").join(case.wishes.categories)
    if chosen.isdisjoint(map(categories.resolve, (*case.paper.categories, *(one.category for one in case.sightings)))):
        home = categories.resolve(case.paper.primary)
        lines.append(words("why-not-yours", categories=yours, category=home))
        return lines, [Button(words("button-settings"), "settings", apart=True)]
    if reason := _dropped(case, chosen):
        lines.append(words("why-dropped", reason=reason.replace(" ", "-")))
        return lines, [Button(words("button-settings"), "settings", apart=True)]
    if not (ours := _ours(case, chosen)):
        other = max(case.sightings, key=lambda one: one.day)
        lines.append(words("why-elsewhere", categories=yours, day=str(newest), category=other.category))
        return lines, [Button(words("why-digest", day=str(newest)), f"digest {newest} {other.category}", apart=True)]
    newest = max(one.day for one in ours)
    lines.append(words("why-undelivered", day=str(newest)))
    return lines, [Button(words("why-digest", day=str(newest)), f"digest {newest}", apart=True)]


def _placed(place: Place, words: Words) -> str:
    day = str(place.last)
    if place.first != place.last:
        day = words("why-days", first=str(place.first), last=day)
    told = _PAGES.get(place.delivery.state, "why-page-coming")
    return words(told, day=day, page=place.delivery.page.number, pages=place.pages)


def _unannounced(case: Case, words: Words) -> tuple[list[str], Sequence[Button]]:
    """Nothing stored announces it: because it is too new, or because its categories or its days were never fetched."""
    submitted = case.paper.updated or case.paper.submitted
    if submitted and case.now - submitted < RECENT:
        return [words("why-not-announced", day=str(submitted.date()))], [
            Button(words("start-today"), "today", apart=True)
        ]
    home = categories.resolve(case.paper.primary)
    likely = announcements.next_day(submitted.date()) if submitted else None
    buttons = [Button(words("why-digest", day=str(likely)), f"digest {likely} {home}", apart=True)] if likely else []
    return [words("why-unknown", category=home)], buttons


def _dropped(case: Case, chosen: set[str]) -> Dropped | None:
    """The wish that kept the paper away; None where one of its announcements gets past all of them."""
    decide = Filter(case.wishes)
    reasons = [decide(one.announced) for one in _ours(case, chosen) or case.sightings]
    return None if None in reasons else reasons[0]


def _ours(case: Case, chosen: set[str]) -> list[Sighting]:
    """Where it was announced in the chat's own categories."""
    return [one for one in case.sightings if categories.resolve(one.category) in chosen]
