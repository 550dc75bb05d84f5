"""What a platform must be able to do, and how it may fail. A new platform is one folder that implements it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from bot.digest import Digest
from bot.errors import PaperboyError
from bot.messages import Asker, Choice, Command, Destination, Offer, Page, Reply
from bot.subscriptions import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A page on its way, with what already stands of its edition."""

    destination: Destination
    page: Page
    delivery: int
    """The number of its record, the same at every attempt; by it a link on the page can lead back to it."""
    cover: str = ""
    """The place of its edition's cover; empty while there is none."""
    opener: str = ""
    """The place of the page that opened its thread; empty where this one opens it."""
    threads: Mapping[str, str] = field(default_factory=dict)
    """Category -> the place of the page that opened its thread, for a page that links to them."""
    anchor: str = ""
    """What ``turn`` gave when the page was last attempted; empty before."""
    silent: bool = False
    """Whether it comes without a sound."""
    mention: str = ""
    """Whom it calls, by the platform's own id of a role; empty for nobody."""
    following: int = 0
    """How many pages of its edition are to come after it: long editions had better start early."""

    @property
    def key(self) -> str:
        """Names this page and no other: at most 25 letters and digits, as platforms take it for a nonce."""
        return f"pb{self.delivery}"


class Adapter(Protocol):
    """Turns digests into pages, and brings pages to where they go."""

    def pages(self, digest: Digest, look: Look) -> list[Page]:
        """The edition as native messages, in the order in which they are to be sent. Pure."""

    def rewrite(self, page: Page, digest: Digest, look: Look) -> Page | None:
        """The same page with what ``digest`` now says of its papers; None where it cannot be changed. Pure."""

    def line(self, text: str) -> Page:
        """A page that says why there are no papers: a plain sentence or two. Pure."""

    def turn(self, post: Post) -> AbstractAsyncContextManager[str]:
        """Wait until the page may go, and hold its chat: nothing else of ours is sent there meanwhile.

        Gives the anchor, by which ``find`` can tell whether the page arrived, whatever dies from here on. Makes what
        the page needs to stand in (a topic), which may raise all that ``send`` raises but ``Unknown``.
        """

    async def send(self, post: Post) -> str:
        """Bring the page there, within its turn; returns its place when the platform has taken it.

        :raises Fault: one of the kinds below; only after ``Unknown`` may the page be there
        """

    async def find(self, post: Post) -> str | None:
        """Whether a page that was begun from ``post.anchor`` stands there: its place, or None where it never arrived.

        Within its turn. Raises ``Unknown`` where that can't be told.
        """

    async def edit(self, post: Post, place: str) -> None:
        """Make what stands at ``place`` say what the page says. May be repeated; what is so already is no error."""

    def has_address(self, place: str) -> bool:
        """Whether others can be led to what stands there. Where not, no page needs to be edited to link to it."""

    def name(self, destination: Destination) -> str:
        """How people call the chat, as far as that is known."""

    async def identity(self, destination: Destination) -> str:
        """The platform's own id of the chat, by whatever name it goes here. Raises ``Fault`` where it can't be had."""

    async def say(self, destination: Destination, text: str) -> None:
        """A plain line to a chat or a person, outside of any edition."""


class Fault(PaperboyError):  # noqa: N818 -- "except Gone" says more than "except GoneError"
    """A page could not be brought. The kinds differ in what follows; ``str()`` says what happened and what to do."""


class Unknown(Fault):
    """The page left, and no answer came: it may have arrived."""


class Unreachable(Fault):
    """The platform could not be asked, or would not work now. The page surely did not arrive; try again later."""


class Gone(Fault):
    """The chat is closed to us for good: blocked, kicked, deleted. Nothing is sent there until it opens again."""


class Barred(Fault):
    """A right is missing, or the place is closed: somebody there must act first. The page waits."""


class Refused(Fault):
    """The platform will never take this page as it is. The others go on."""


class LayoutRefused(Fault):
    """This layout is not supported here; the classic one is."""


class Moved(Fault):
    """The chat has a new id."""

    def __init__(self, chat: str) -> None:
        super().__init__(f"The chat has moved to {chat}.")
        self.chat = chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of what ``paperboy check`` finds out."""

    subject: str
    """What was looked at: ``Discord``, ``#papers (Lab)``."""
    said: str
    """How it stands, in one sentence."""
    advice: str = ""
    """What a person should do about it; empty where all is well."""


class Notes(Protocol):
    """What a platform must remember about a destination beyond a restart: the store keeps it."""

    async def note(self, destination: Destination, name: str) -> str | None:
        """What was kept under this name."""

    async def keep_note(self, destination: Destination, name: str, value: str | None) -> None:
        """Keep it, in the place of what was there; None forgets it."""


class Desk(Protocol):
    """Where a platform brings what people write, press and type."""

    commands: tuple[Command, ...]

    async def answer(self, asker: Asker, text: str) -> Reply:
        """The reply to a message written to the bot."""

    async def press(self, asker: Asker, command: str) -> Reply:
        """The reply to a button, by its command."""

    async def run(self, asker: Asker, name: str, rest: str) -> Reply:
        """The reply to a command that was given by name, with what follows it."""

    async def complete(self, asker: Asker, name: str, typed: str, option: str = "") -> Sequence[Choice]:
        """At most 25 completions of a command's argument as it is typed; of one ``option`` where one is named."""

    async def offer(self, asker: Asker, typed: str, start: str) -> Offer:
        """Papers for what is being typed in another chat, from ``start`` (an ``Offer.next``, or empty)."""


class Residence(Protocol):
    """Where a platform reports what becomes of chats."""

    async def closed(self, destination: Destination, reason: str) -> None:
        """The bot was blocked, removed, or the chat deleted."""

    async def opened(self, destination: Destination) -> None:
        """The bot can write there, perhaps again."""

    async def moved(self, destination: Destination, chat: str) -> None:
        """The chat has a new id."""

    async def serves(self, destination: Destination) -> bool:
        """Whether editions go there."""


IsOperator = Callable[[str], bool]
"""Whether a person, by the platform's id, runs the bot."""
