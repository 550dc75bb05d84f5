"""Whom a platform brings its people to, where a test is about the platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.messages import Asker, Button, Card, Choice, Command, Destination, Item, Offer, Option, Reply

Answer = Reply | Callable[[Asker], Awaitable[Reply]]


async def _nothing(asker: Asker, text: str) -> Reply:
    return Reply(text="nothing")


async def _no_choices(asker: Asker, typed: str) -> Sequence[Choice]:
    return ()


PAPER = Option(name="paper", required=True, last=True, complete=_no_choices)


@dataclass
class Clerk:
    """Gives prepared answers by what is written or pressed, and repeats everything else. Remembers who asked what."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    offers: Mapping[tuple[str, str], Offer] = field(default_factory=dict)
    commands: tuple[Command, ...] = (
        Command(name="start", handler=_nothing),
        Command(name="paper", handler=_nothing, aliases=("show",), options=(PAPER,)),
        Command(name="saved", handler=_nothing, personal=True),
        Command(name="subscribe", handler=_nothing, changes=True),
    )
    asked: list[tuple[Asker, str]] = field(default_factory=list)
    pressed: list[tuple[Asker, str]] = field(default_factory=list)
    typed: list[tuple[Asker, str, str]] = field(default_factory=list)
    ran: list[tuple[Asker, str]] = field(default_factory=list)
    choices: Mapping[tuple[str, str], Sequence[Choice]] = field(default_factory=dict)
    """Completions by option and what is typed; those of no option by the command's name."""

    async def answer(self, asker: Asker, text: str) -> Reply:
        self.asked.append((asker, text))
        return await self._reply(asker, text)

    async def press(self, asker: Asker, command: str) -> Reply:
        self.pressed.append((asker, command))
        return await self._reply(asker, command)

    async def run(self, asker: Asker, name: str, rest: str) -> Reply:
        line = f"{name} {rest}".strip()
        self.ran.append((asker, line))
        return await self._reply(asker, line)

    async def complete(self, asker: Asker, name: str, typed: str, option: str = "") -> Sequence[Choice]:
        self.typed.append((asker, option or name, typed))
        return self.choices.get((option or name, typed), ())

    async def offer(self, asker: Asker, typed: str, start: str) -> Offer:
        self.typed.append((asker, typed, start))
        return self.offers.get((typed, start), Offer(cards=()))

    async def _reply(self, asker: Asker, text: str) -> Reply:
        found = self.answers.get(text, Reply(text=f"You said: {text}"))
        return found if isinstance(found, Reply) else await found(asker)


@dataclass
class Register:
    """Keeps what is reported of chats, and notes about them."""

    events: list[tuple[str, ...]] = field(default_factory=list)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    """Chats that are subscribed to something."""

    async def serves(self, destination: Destination) -> bool:
        return destination.chat in self.served

    async def closed(self, destination: Destination, reason: str) -> None:
        self.events.append(("closed", destination.chat, reason))

    async def opened(self, destination: Destination) -> None:
        self.events.append(("opened", destination.chat))

    async def moved(self, destination: Destination, chat: str) -> None:
        self.events.append(("moved", destination.chat, chat))

    async def note(self, destination: Destination, name: str) -> str | None:
        return self.notes.get((str(destination), name))

    async def keep_note(self, destination: Destination, name: str, value: str | None) -> None:
        if value is None:
            self.notes.pop((str(destination), name), None)
        else:
            self.notes[str(destination), name] = value


def one_card(number: int = 1, **changed: object) -> Card:
    """A card with everything that a card can have."""
    paper = f"2611.9{number:04}"
    fields: dict[str, object] = {
        "paper": paper,
        "title": f"On Paper Boats <{number}> & Rain",
        "url": f"https://arxiv.org/abs/{paper}",
        "byline": "Ada Brook, Emır Čapek",
        "facts": ("Robotics (cs.RO)", "Submitted 2026-11-20"),
        "lead": "Boats a < b float.",
    } | changed
    return Card(**fields)  # type: ignore[arg-type]  # any of its fields may be changed


def a_list(count: int, **changed: object) -> Reply:
    """A list as a search gives it."""
    items = tuple(
        Item(
            title=f"Paper <{at}>",
            url=f"https://arxiv.org/abs/2611.9{at:04}",
            byline="Ada Brook · cs.RO",
            lead="It floats.",
            command=f"paper 2611.9{at:04}",
        )
        for at in range(1, count + 1)
    )
    fields: dict[str, object] = {
        "text": "Papers:",
        "items": items,
        "buttons": ((Button("Next", "search page:abc 1.2.3"),),),
    } | changed
    return Reply(**fields)  # type: ignore[arg-type]  # any of its fields may be changed
