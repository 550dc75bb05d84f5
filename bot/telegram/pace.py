"""When a message may go: never more than Telegram takes, answers to people before editions, nothing counted twice.

Telegram's FAQ for bots names the limits: about 30 messages a second over all chats, one a second in a chat apart from
short bursts, 20 a minute in a group; channels are counted like groups. A server counts what *arrives*, and a message
arrives at some time between its leaving and its answer. So a place is given back counted from the answer, and where
that is slow in coming, from a little after the leaving (``Limit.grace``), which keeps a slow server from halving the
pace. One turn at a time is given in a chat, so that messages stand there in the order in which they were asked for.

Only decisions, given the time and what has happened; nothing here waits or looks at a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

Chat: TypeAlias = int | str
"""A chat's id, negative for groups and channels, or the @name of one; always the same for the same chat."""


class Priority(IntEnum):
    """Who goes first."""

    ANSWER = 0
    EDITION = 1


class Limit(NamedTuple):
    """At most ``messages`` in any ``seconds``; ``grace`` is how long at most an answer is waited for."""

    messages: int
    seconds: float
    grace: float

    def until(self, left: float, answered: float) -> float:
        """When a message's place is free again."""
        return min(answered, left + self.grace) + self.seconds


OVERALL = Limit(30, 1.003, 0.03)
MINUTE = Limit(20, 60.05, 2.0)
"""In one group or channel."""
SECOND = Limit(1, 1.003, 0.03)
"""In one chat, after the first ``BURST``."""
BURST = 3
GENTLE = 60.0
"""Seconds after a start for which editions come without bursts: what the process before has sent is not known."""
FLYING = 100
"""Turns at the same time, at most: fewer than the connections, so that none waits for one after its turn has come."""
FLOOD = 3
FLOOD_SECONDS = 1.0
"""So many chats that are told to wait within so long are not each at fault: all have to wait."""
FLOOD_REST = 3.0
"""But no longer than so many seconds at a time: people would wait, too, and it is a guess."""


@dataclass(slots=True, eq=False)
class Ticket:
    """One message's place in the queue."""

    chat: _Chat
    priority: Priority
    following: int
    left: float | None = None
    """When it was let go."""
    gone: bool = False
    """Nobody waits for it any more."""


@dataclass(slots=True, eq=False)
class _Chat:
    """What is known of one chat while it matters."""

    name: Chat
    waiting: tuple[list[Ticket], list[Ticket]] = field(default_factory=lambda: ([], []))
    """By priority. Lists, as most have one element, and there may be thousands of them."""
    held: Ticket | None = None
    """The next message of the turn that holds the chat; goes before all others."""
    alive: int = 0
    """How many of the waiting are not gone."""
    flying: Ticket | None = None
    entry: _Entry | None = None
    """Where it stands in the heaps; older entries of it there are void."""
    full: float = 0.0
    """When the allowance by the second is whole again."""
    minute: list[float] = field(default_factory=list)
    """When the places of the last minute are free again; stays empty in private chats."""
    barred: float = 0.0
    """Until when Telegram said to wait."""
    gentle: bool = False
    """First seen soon after the start."""
    kept: bool = False
    """Whether it stands in the heap of those to be forgotten."""

    @property
    def is_group(self) -> bool:
        """A group or a channel: people's ids are positive, and they can't be written to by @name."""
        return isinstance(self.name, str) or self.name < 0

    def head(self) -> Ticket:
        """Who is next here, of those that wait."""
        if self.held is not None:
            return self.held
        for queue in self.waiting:
            while queue and queue[0].gone:
                del queue[0]
            if queue:
                return queue[0]
        raise LookupError("nobody waits here")

    def take(self) -> Ticket:
        """The head, which waits no more."""
        ticket = self.head()
        self.alive -= 1
        if self.held is ticket:
            self.held = None
        else:
            del self.waiting[ticket.priority][0]
        return ticket

    def due(self) -> float:
        """When the chat's own limits let the next message go."""
        burst = 1 if self.gentle and self.head().priority is Priority.EDITION else BURST
        due = max(self.barred, self.full - (burst - 1) * SECOND.seconds)
        return max(due, self.minute[-MINUTE.messages]) if len(self.minute) >= MINUTE.messages else due

    def toil(self) -> float:
        """About how many seconds the chat needs for all that waits and follows."""
        messages = max(self.alive, 1 + self.head().following)
        return messages * (MINUTE.seconds / MINUTE.messages if self.is_group else SECOND.seconds)

    def spend(self, left: float, answered: float) -> None:
        """Count a message."""
        self.full = max(self.full, min(answered, left + SECOND.grace)) + SECOND.seconds
        if self.is_group:
            self.minute = [*self.minute[1 - MINUTE.messages :], MINUTE.until(left, answered)]

    def forgettable(self) -> float:
        """From when on nothing of it matters."""
        return max(self.barred, self.full, self.minute[-1] if self.minute else 0.0)


_Entry: TypeAlias = tuple[float, float, int, _Chat]


class Pace:
    """Who may send, and when. Times are seconds on any scale that does not run backwards.

    Every waiting chat stands in one of two heaps: in one until its own limits let it send, by time; then in the other
    by rank. Each step costs the logarithm of the number of chats.
    """

    def __init__(self, started: float = -GENTLE) -> None:
        """``started``: when this process began to send, on the same scale as all other times."""
        self._gentle_until = started + GENTLE
        self._chats: dict[Chat, _Chat] = {}
        self._later: list[_Entry] = []
        self._ready: list[_Entry] = []
        self._idle: list[_Entry] = []
        self._places: list[float] = []
        """When the places of the overall limit that are taken are free again; no heap, there are thirty."""
        self._flying: dict[Ticket, float] = {}
        self._barred = 0.0
        self._told: dict[Chat, float] = {}
        self._count = 0

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def ask(self, chat: Chat, priority: Priority, following: int, now: float) -> Ticket:
        """Queue a message. ``following``: how many more the same chat will be sent after it, as far as is known."""
        self._tidy(now)
        state = self._chats.get(chat)
        if state is None:
            state = self._chats[chat] = _Chat(chat, gentle=now < self._gentle_until)
        ticket = Ticket(state, priority, following)
        state.waiting[priority].append(ticket)
        state.alive += 1
        # Its rank is that of who is next there, which only a newcomer at the head changes.
        if state.flying is None and (state.entry is None or state.head() is ticket):
            self._place(state)
        return ticket

    def again(self, ticket: Ticket, now: float) -> Ticket:
        """The message was answered, and its turn keeps the chat for another one, which goes before all others there."""
        chat = ticket.chat
        chat.held = held = Ticket(chat, ticket.priority, ticket.following)
        chat.alive += 1
        self.done(ticket, now)
        return held

    def cancel(self, ticket: Ticket) -> None:
        """Take a waiting message back."""
        chat = ticket.chat
        ticket.gone = True
        chat.alive -= 1
        if chat.held is ticket:
            chat.held = None
        if not chat.alive:
            for queue in chat.waiting:
                queue.clear()
            chat.entry = None
            self._keep(chat)
        elif chat.flying is None and chat.head().priority > ticket.priority:
            self._place(chat)

    def next(self, now: float) -> Ticket | None:
        """The message that goes now, or None while none may. Counts as sent, until ``done``."""
        self._tidy(now)
        while self._later and self._later[0][0] <= now:
            entry = heappop(self._later)
            if entry[3].entry is entry:
                self._rank(entry[3])
        if len(self._flying) >= FLYING or self._barred > now or self._free_at() > now or not (chat := self._first()):
            return None
        ticket = chat.take()
        chat.entry, chat.flying = None, ticket
        ticket.left = now
        self._flying[ticket] = OVERALL.until(now, now + OVERALL.grace)
        return ticket

    def done(self, ticket: Ticket, now: float, *, unused: bool = False) -> None:
        """Say that a message was answered, or that its turn was not used after all."""
        chat, left = ticket.chat, ticket.left
        if left is None:
            raise ValueError("this message has not been let go")
        del self._flying[ticket]
        chat.flying = None
        if not unused:
            self._places.append(OVERALL.until(left, now))
            chat.spend(left, now)
        if chat.alive:
            self._place(chat)
        else:
            self._keep(chat)

    def bar(self, ticket: Ticket | None, seconds: float, now: float) -> None:
        """Telegram answered a message with "retry after": its chat waits, or all where it can't be about one chat."""
        if ticket is not None:
            chat = ticket.chat
            chat.barred = max(chat.barred, now + seconds)
            self._told = {name: at for name, at in self._told.items() if at > now - FLOOD_SECONDS} | {chat.name: now}
            if len(self._told) < FLOOD:
                return
            seconds = min(seconds, FLOOD_REST)
        self._barred = max(self._barred, now + seconds)

    def due(self) -> float | None:
        """When to ask for the ``next`` again if nothing happens before; None if that would be in vain."""
        if len(self._flying) >= FLYING:
            return None
        if self._first() is not None:
            return max(self._barred, self._free_at())
        while self._later and self._later[0][3].entry is not self._later[0]:
            heappop(self._later)
        return max(self._later[0][0], self._barred) if self._later else None

    def _free_at(self) -> float:
        """When one of the overall places is free."""
        taken = [*self._places, *self._flying.values()]
        if len(taken) < OVERALL.messages:
            return 0.0
        return sorted(taken)[-OVERALL.messages]

    def _first(self) -> _Chat | None:
        """The chat whose turn it is among those that are ready."""
        while self._ready and self._ready[0][3].entry is not self._ready[0]:
            heappop(self._ready)
        return self._ready[0][3] if self._ready else None

    def _place(self, chat: _Chat) -> None:
        """Let it wait for its own limits."""
        self._push(self._later, chat, chat.due(), 0.0)

    def _rank(self, chat: _Chat) -> None:
        """Let it wait for its turn: answers as they came; editions by how long they will take, so that all end soon."""
        head = chat.head()
        self._push(self._ready, chat, head.priority, -chat.toil() if head.priority is Priority.EDITION else 0.0)

    def _push(self, heap: list[_Entry], chat: _Chat, first: float, second: float) -> None:
        self._count += 1
        chat.entry = (first, second, self._count, chat)
        heappush(heap, chat.entry)

    def _keep(self, chat: _Chat) -> None:
        """Remember what an idle chat has used up, for as long as that matters."""
        if not chat.kept and chat.flying is None:
            chat.kept = True
            self._count += 1
            heappush(self._idle, (chat.forgettable(), 0.0, self._count, chat))

    def _tidy(self, now: float) -> None:
        self._places = [place for place in self._places if place > now]
        while self._idle and self._idle[0][0] <= now:
            chat = heappop(self._idle)[3]
            chat.kept = False
            if chat.alive or chat.flying is not None:
                continue
            if chat.forgettable() <= now:
                del self._chats[chat.name]
            else:
                self._keep(chat)
