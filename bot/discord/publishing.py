"""Publishing: what stands in an announcement channel itself goes to the channels that follow it, ten an hour at most.

What is to be published is noted until it is, so that it goes on after a restart; to publish twice does no harm. Pages
wait for none of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.adapter import Barred, Fault, Gone, Notes, Refused
from bot.clock import Clock
from bot.discord.faults import AlreadyPublished, Later, NoMessage
from bot.discord.limits import Priority
from bot.discord.places import NAME
from bot.discord.reporting import Report
from bot.discord.rest import Rest
from bot.errors import PaperboyError
from bot.messages import Destination

log = logging.getLogger(__name__)

AN_HOUR: Final = 10
"""Messages of one channel that may be published within an hour."""
_HOUR: Final = timedelta(hours=1)
_WHERE: Final = Destination(NAME, "")
_NOTE: Final = "unpublished"
"""Where the note is kept: one for all channels, as it is nearly always empty."""
_PAUSE: Final = 60.0
"""Seconds until the next attempt where Discord can't be asked."""


@dataclass(slots=True)
class _Channel:
    """What is known of one channel."""

    name: str
    waiting: list[int] = field(default_factory=list)
    """Messages to be published, in order."""
    done: list[float] = field(default_factory=list)
    """When others were, within the last hour, in seconds of the epoch."""


class Publisher:
    """Publishes beside all else."""

    def __init__(self, rest: Rest, notes: Notes, clock: Clock, report: Report) -> None:
        self._rest = rest
        self._notes = notes
        self._clock = clock
        self._report = report
        self._channels: dict[int, _Channel] | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._reading = asyncio.Lock()
        self._asleep: set[int] = set()
        self._finishing = False

    async def begin(self) -> None:
        """Go on with what an earlier run has left."""
        for channel in list(await self._load()):
            self._work_on(channel)

    async def finish(self, patience: float = 5.0) -> None:
        """Let what can be published now be published; the rest is for another run."""
        self._finishing = True
        for channel in self._asleep & self._tasks.keys():
            self._tasks[channel].cancel()
        if tasks := [task for task in self._tasks.values() if not task.done()]:
            _, slow = await asyncio.wait(tasks, timeout=patience)
            for task in slow:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def publish(self, channel: int, name: str, message: int) -> None:
        """See to it that a message is published; ``name`` is what people call the channel."""
        waiting = (await self._load()).setdefault(channel, _Channel(name)).waiting
        if message not in waiting:
            waiting.append(message)
            await self._keep()
        self._work_on(channel)

    def _work_on(self, channel: int) -> None:
        working = self._tasks.get(channel)
        if (working is None or working.done()) and not self._finishing:
            self._tasks[channel] = asyncio.create_task(self._all(channel))

    async def _all(self, channel: int) -> None:
        """All that waits in one channel, until nothing does."""
        try:
            known = await self._load()
            # What has nothing to wait for is not kept, and may be there anew.
            while (state := known.get(channel)) is not None and state.waiting:
                if not await self._rested(channel, self._until_free(state)):
                    return
                await self._one(channel, state)
        except PaperboyError as error:
            log.warning("What was published on Discord is not kept: %s", error)

    async def _one(self, channel: int, state: _Channel) -> None:
        message = state.waiting[0]
        try:
            await self._rest(
                "POST",
                "/channels/{channel_id}/messages/{message_id}/crosspost",
                channel_id=channel,
                message_id=message,
                priority=Priority.EDITION,
            )
        except AlreadyPublished:
            pass
        except (NoMessage, Gone) as error:
            log.info("Message %d of %s can't be published: %s", message, state.name, error)
        except (Barred, Refused) as error:
            await self._report(
                f"publish {channel}", f"The edition stands in {state.name}, and can't be published from there. {error}"
            )
        except Later as error:
            await self._rested(channel, max(error.seconds, _PAUSE))
            return
        except Fault as error:
            log.info("Publishing in %s waits: %s", state.name, error)
            await self._rested(channel, _PAUSE)
            return
        else:
            state.done.append(self._clock.now().timestamp())
        state.waiting.remove(message)
        await self._keep()

    async def _rested(self, channel: int, seconds: float) -> bool:
        """Wait; False where that is too long for somebody who is leaving."""
        if seconds <= 0:
            return True
        if self._finishing:
            return False
        self._asleep.add(channel)
        try:
            await self._clock.sleep(seconds)
        finally:
            self._asleep.discard(channel)
        return True

    def _until_free(self, state: _Channel) -> float:
        """Seconds until one more may be published."""
        lately = self._lately(state)
        if len(lately) < AN_HOUR:
            return 0.0
        free = datetime.fromtimestamp(lately[-AN_HOUR], UTC) + _HOUR
        return max(0.0, (free - self._clock.now()).total_seconds())

    def _lately(self, state: _Channel) -> list[float]:
        since = (self._clock.now() - _HOUR).timestamp()
        return [at for at in state.done if at > since]

    async def _load(self) -> dict[int, _Channel]:
        async with self._reading:
            if self._channels is None:
                note = await self._notes.note(_WHERE, _NOTE)
                self._channels = {int(one): _Channel(**state) for one, state in json.loads(note or "{}").items()}
        return self._channels

    async def _keep(self) -> None:
        known = self._channels or {}
        for channel, state in list(known.items()):
            state.done = self._lately(state)
            if not state.waiting and not state.done:
                del known[channel]
        kept = {str(channel): asdict(state) for channel, state in known.items()}
        await self._notes.keep_note(_WHERE, _NOTE, json.dumps(kept, ensure_ascii=False) if kept else None)
