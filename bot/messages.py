"""What goes out to a destination, what people ask and what they get. Pure values, and no platform in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Destination:
    """Where pages go: a platform, and a chat there by the platform's own name for it."""

    platform: str
    chat: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.chat}" if self.chat else self.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One native message of an edition, ready to be sent."""

    number: int
    """Its place in the edition, from 1."""
    text: str
    """As the platform takes it."""
    papers: tuple[str, ...] = ()
    """Ids of the papers it carries, or leads to where the edition is cut short; none on the cover."""
    thread: str = ""
    """The category in whose thread it stands; empty for a cover, which stands in the chat itself."""
    form: str = ""
    """The platform's own name for how ``text`` is written, where it knows several."""
    silent: bool = False
    """Whether it comes without a sound."""
    links: bool = False
    """Whether it names the threads, and is edited once they stand, so that it leads to them."""
    is_line: bool = False
    """Whether it is no page of papers, but says why there are none."""


class State(StrEnum):
    """What is known of one page's way to its destination."""

    PLANNED = "planned"
    SENDING = "sending"
    """From just before the request until its answer is stored. Found at a start, nobody knows whether it arrived."""
    SENT = "sent"
    SKIPPED = "skipped"
    """It may have arrived, and its destination would rather miss a page than see one twice."""
    FAILED = "failed"
    """The platform will not have it as it is. Final; whoever runs the bot was told."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The stored record of one page."""

    id: int
    page: Page
    state: State
    place: str = ""
    """Where it stands, in the platform's own words; empty until it is known."""
    anchor: str = ""
    """What the platform wanted remembered just before the page was sent, to find it again should the answer be lost."""
    stale: bool = False
    """Whether what stands there is older than ``page``."""
    resent: int = 0
    """How often it was sent again although nobody could tell whether it had arrived."""


# What people ask, and what they get. A handler returns a Reply; a platform gives it its look.


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and where."""

    platform: str
    user: str
    """The platform's own id for the person."""
    chat: str
    """The platform's own id for the chat; in direct messages usually the same as ``user``."""
    chat_name: str = ""
    """The chat's public name there, by which the settings may call it: ``@daily_papers``. Empty where it has none."""
    direct: bool = True
    """Whether the chat is the person's own with the bot."""
    may_change: bool = True
    """Whether the person may change the chat's settings: always in direct messages, elsewhere administrators."""
    operator: bool = False
    """Whether the person runs the bot (``admins`` in the settings)."""
    locale: str = "en"
    """The language of the person's client, as a BCP 47 tag."""
    fills_in: bool = False
    """Whether the platform asks the person for each option of a command by its name; else they write whole lines."""


@dataclass(frozen=True, slots=True)
class Button:
    """A command, pre-filled: pressed, it is as if the presser had written ``command``. Survives restarts by itself."""

    label: str
    command: str
    """A command line without its slash, at most 60 bytes of UTF-8: ``paper 2512.10935``."""
    apart: bool = False
    """Whether the answer comes as a message of its own; else it takes the place of the one that carries the button."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way out to the web."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Text that a reader may unfold: the abstract, the method."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One paper in full. All texts are plain and readable; a renderer escapes them."""

    paper: str
    """The paper's id."""
    title: str
    url: str
    byline: str
    """Authors, a long list shortened."""
    facts: tuple[str, ...] = ()
    """Categories by name, dates and versions, comment: a short line each."""
    lead: str = ""
    """The TL;DR, or what stands in for it."""
    folds: tuple[Fold, ...] = ()
    credit: str = ""
    """Whose words the summary is, and since when."""
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a list of papers; ``command`` leads to the card."""

    title: str
    url: str
    byline: str
    lead: str = ""
    command: str
    number: int = 0
    """What it is called by in its list; 0: its place there, from 1."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: an export, a bibliography."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: text first, then cards or a list, then buttons in rows."""

    text: str = ""
    """Plain text; line breaks are meant."""
    cards: tuple[Card, ...] = ()
    items: tuple[Item, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    private: bool = False
    """For the asker's eyes only, where the platform can do that."""
    later: Callable[[], Awaitable[Reply]] | None = None
    """Makes the whole answer, which the platform puts in this one's place when it is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Papers to choose one from, each as the card that would be posted."""

    cards: tuple[Card, ...]
    next: str = ""
    """Where the following ones begin, at most 64 bytes; empty after the last."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One completion of what somebody is typing."""

    label: str
    value: str


Handler = Callable[[Asker, str], Awaitable[Reply]]
"""Answers a command: who asks, and what stands after the command's name."""
Completer = Callable[[Asker, str], Awaitable[Sequence[Choice]]]
"""Completes a command's argument as it is typed: at most 25 choices, within a few milliseconds."""


OptionKind = Literal["text", "number", "switch", "role"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the things that may follow a command's name, for platforms that ask for each by itself.

    ``bot.commandline`` puts the values that were given into one line again, and that line goes to the handler: there
    is one language of commands, whoever writes it.
    """

    name: str
    """Small letters and underscores, at most 32. Its words for people are messages named after it (``option-sort``)."""
    kind: OptionKind = "text"
    """A ``switch`` gives yes or no; a ``role`` is one of the server's, by the platform's own id."""
    form: str = "{}"
    """How its value stands in the line. In ``author:"{}"`` it is held together by quotes, and loses its own; in
    ``cat:{}`` it becomes a single word."""
    last: bool = False
    """Whether its value stands behind all others in the line, as it was written: it may be anything that the command
    understands. At most one of a command's options."""
    many: bool = False
    """Whether its value is a list with commas in between, each member of which stands in the line by itself."""
    required: bool = False
    choices: tuple[str, ...] = ()
    """All values that there are, at most 25; their words are messages too (``choice-brief``). Empty: anything goes."""
    least: int | None = None
    most: int | None = None
    """The range of a number."""
    complete: Completer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that people can ask. Its words for people are messages named after it (``command-paper``)."""

    name: str
    handler: Handler
    aliases: tuple[str, ...] = ()
    argument: str | None = None
    """The key of the message that names its argument (``argument-paper``), or None where it takes none."""
    required: bool = False
    """Whether it makes no sense without the argument."""
    examples: tuple[str, ...] = ()
    """Whole command lines that work, without their slash."""
    complete: Completer | None = None
    options: tuple[Option, ...] = ()
    """Its argument in parts, required ones first; empty where it takes none."""
    changes: bool = False
    """Whether it changes what the chat gets, so that in groups and channels only administrators may use it."""
    personal: bool = False
    """Whether its answers concern the asker alone. Told before the answer is known; the reply's ``private`` counts."""
