"""One polite line to arXiv: a single limiter, a single connection, patience with faults, and a stop at 403.

arXiv's terms of use ask for at most one request every three seconds over a single connection, for all machines of one
operator together; its robots.txt asks for 15 seconds between pages, and its robots page calls requests that follow a
403 an attack.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import NamedTuple, NoReturn, Self, TypeVar

import aiohttp
from yarl import URL

from bot import __version__
from bot.arxiv.faults import Damaged, HostStopped, Refused
from bot.arxiv.headers import ahead, host_of, redirected, retry_after
from bot.arxiv.markup import reason
from bot.arxiv.patience import Passing, Spell, Troubles
from bot.clock import Clock
from bot.errors import SettingsError, SourceError

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_BODY = 64 * 2**20
"""Bytes of one body; arXiv's largest pages have a few million."""
STOP = timedelta(days=1)
REDIRECTS = 5
CONNECTING = 1 / 3
"""The part of the time-out in which a connection must come about."""
REMEMBERED = 32
"""How many bodies with an ETag are kept, to be used again when arXiv answers 304."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Answer(NamedTuple):
    url: URL
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """GET requests to arXiv's hosts, one at a time; an async context manager.

    ``bases`` are the configured addresses: redirects are followed among their hosts only. ``stopped`` says until when
    which host must be left alone; it is kept up to date in place, so that the caller can save it over restarts.
    """

    def __init__(
        self,
        *,
        bases: Iterable[str],
        contact: str,
        clock: Clock,
        request_interval: float,
        page_interval: float,
        patience: float,
        stopped: dict[str, datetime] | None = None,
        on_wait: Callable[[str], None] | None = None,
        timeout: float = 60.0,
        max_body: int = MAX_BODY,
    ) -> None:
        if not (contact.isascii() and contact.isprintable()):
            raise SettingsError(
                "The contact for arXiv must be plain ASCII: an e-mail or web address, as in me@example.org."
            )
        self.stopped = {} if stopped is None else stopped
        self.ahead: timedelta | None = None
        """How far arXiv's clock is ahead of ours, by its latest answer."""
        self._hosts = {host_of(URL(base)) for base in bases}
        self._agent = f"paperboy/{__version__}" + (f" (+{contact})" if contact else "")
        self._clock = clock
        self._request_interval = timedelta(seconds=request_interval)
        self._page_interval = timedelta(seconds=page_interval)
        self._patience = patience
        self._on_wait = on_wait
        self._timeout = timeout
        self._max_body = max_body
        self._line = asyncio.Lock()
        self._last = self._last_page = _LONG_AGO
        self._troubles = Troubles()
        self._remembered: OrderedDict[URL, _Answer] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            # A connection kept over the long intervals would often be found closed, which is no fault of arXiv's.
            connector=aiohttp.TCPConnector(limit=1, force_close=True),
            middlewares=[_just_once],
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._agent},
            timeout=aiohttp.ClientTimeout(total=self._timeout, connect=self._timeout * CONNECTING),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, url: URL, *, accept: str, read: Callable[[bytes], T], page: bool = False, patience: float | None = None
    ) -> T:
        """Return what ``read`` makes of the body. ``page`` takes the longer interval of the web pages.

        Faults that may pass (406, 429, 5xx, time-outs, broken connections, a body that ``read`` calls ``Damaged``) are
        tried again for ``patience`` seconds, then raise ``SourceError`` with ``retry_at``. The seconds count from the
        host's first failure, whichever request that was; once they have run out, a request is tried once, so that an
        end of the trouble is noticed. Raises ``HostStopped`` on 403 and for a day after it, ``Refused`` where arXiv
        says that the question is wrong.
        """
        host = host_of(url)
        begun = self._clock.now()
        most = timedelta(seconds=self._patience if patience is None else patience)
        while True:
            await self._let_rest(host, most, begun)
            tried = self._clock.now()
            try:
                answer = await self._fetch(url, accept, page=page)
                # Off the loop: a page of 2000 entries takes a good part of a second.
                value = await asyncio.to_thread(read, answer.body)
            except Passing as passing:
                fault = passing
            except Damaged as damage:
                fault = Passing(f"{host} sent {damage}")
            else:
                self._remember(answer)
                self._troubles.over(host)
                return value
            self._back_off(self._troubles.add(host, fault, tried=tried, now=self._clock.now()), most, begun)

    async def _let_rest(self, host: str, patience: timedelta, begun: datetime) -> None:
        """Wait until the host may be asked again; where that is too long, return for one try, or give up."""
        while (spell := self._troubles.of(host, now := self._clock.now())) is not None and spell.until > now:
            if spell.outlasts(patience, begun):
                if spell.barred > now:
                    raise _given_up(spell)
                return
            await self._clock.sleep((spell.until - now).total_seconds())

    def _back_off(self, spell: Spell, patience: timedelta, begun: datetime) -> None:
        if spell.outlasts(patience, begun):
            raise _given_up(spell)
        wait = (spell.until - self._clock.now()).total_seconds()
        self._tell(f"arXiv asks for patience ({spell.words}); trying again in {wait:.0f} s.")

    def _tell(self, sentence: str) -> None:
        log.info("%s", sentence)
        if self._on_wait is not None:
            self._on_wait(sentence)

    async def _fetch(self, url: URL, accept: str, *, page: bool) -> _Answer:
        """One question and its redirects: the answer with status 200, or the remembered one that it stands for."""
        for _ in range(REDIRECTS + 1):
            answer = await self._request(url, accept, page=page)
            if answer.status == 200:
                return answer
            if answer.status == 304 and url in self._remembered:
                return self._remembered[url]
            if answer.status in (301, 302, 303, 307, 308) and "Location" in answer.headers:
                url = redirected(url, answer.headers["Location"], self._hosts)
            else:
                self._complain(answer)
        raise Passing(f"{host_of(url)} redirects in a circle")

    async def _request(self, url: URL, accept: str, *, page: bool) -> _Answer:
        """One request when its turn has come."""
        if self._session is None:
            raise RuntimeError("the client is not open: use it with `async with`")
        headers = {"Accept": accept}
        if url in self._remembered:
            headers["If-None-Match"] = self._remembered[url].headers["ETag"]
        host = host_of(url)
        while True:
            async with self._line:
                self._heed_stop(host)
                wait = self._wait(page=page)
                if wait <= 0:
                    return await self._exchange(self._session, url, headers, page=page)
            # Outside the line, so that a request with a shorter interval may go first.
            await self._clock.sleep(wait)

    def _wait(self, *, page: bool) -> float:
        """Seconds until the next request may start."""
        due = self._last + self._request_interval
        if page:
            due = max(due, self._last_page + self._page_interval)
        return (due - self._clock.now()).total_seconds()

    async def _exchange(
        self, session: aiohttp.ClientSession, url: URL, headers: dict[str, str], *, page: bool
    ) -> _Answer:
        self._last = self._clock.now()
        page_before = self._last_page
        if page:
            self._last_page = self._last
        host = host_of(url)
        try:
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                self._troubles.answered(self._clock.now())
                self.ahead = ahead(response.headers, self._clock.now())
                return _Answer(url, response.status, response.headers, await self._body(response))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            self._last_page = page_before  # nobody was asked for a page
            raise Passing(f"no connection to {host}", unreached=True) from None
        except TimeoutError:
            raise Passing(f"no whole answer from {host} within {self._timeout:g} s") from None
        except aiohttp.ClientPayloadError:
            raise Passing(f"{host} broke off in the middle of an answer") from None
        except (aiohttp.ClientError, OSError):
            raise Passing(f"no connection to {host}") from None

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self._max_body:
                raise Passing(f"an answer of more than {self._max_body} bytes from {host_of(response.url)}")
        return bytes(body)

    def _complain(self, answer: _Answer) -> NoReturn:
        host = host_of(answer.url)
        if answer.status == 403:
            self.stopped[host] = self._clock.now() + STOP
            self._tell(
                f"{host} refuses to serve us (403), so nothing more is asked of it until "
                f"{_moment(self.stopped[host])}; if it happens again, write to help@arxiv.org."
            )
            self._heed_stop(host)
        if answer.status in (406, 408, 425, 429) or not 400 <= answer.status < 500:
            raise Passing(
                f"{answer.status} from {host}",
                retry_after=retry_after(answer.headers.get("Retry-After", ""), self._clock.now()),
            )
        words = reason(answer.body) or f"status {answer.status}, without a reason"
        raise Refused(f"arXiv refuses {answer.url}: {words}")

    def _heed_stop(self, host: str) -> None:
        until = self.stopped.get(host)
        if until is not None and until > self._clock.now():
            raise HostStopped(f"{host} answered 403; nothing is asked of it until {_moment(until)}.", retry_at=until)
        self.stopped.pop(host, None)

    def _remember(self, answer: _Answer) -> None:
        """Keep a good answer for the next 304."""
        self._remembered.pop(answer.url, None)
        if "ETag" in answer.headers:
            self._remembered[answer.url] = answer
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


async def _just_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keep aiohttp from repeating a broken GET by itself and at once, past every interval.

    It does so after these two errors only, so they leave as another one.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise aiohttp.ClientConnectionError(str(error)) from error


def _given_up(spell: Spell) -> SourceError:
    return SourceError(
        f"arXiv has been failing since {_moment(spell.since)} ({spell.words}); "
        f"the next try makes sense at {_moment(spell.until)}.",
        retry_at=spell.until,
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
