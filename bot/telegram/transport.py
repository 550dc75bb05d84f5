"""The library's requests over aiohttp: a fifth of its own backend's work, and a failure says whether a request left.

Telegram knows no idempotency key, so what may have arrived must not be sent again blindly. The line is drawn where the
connector hands over a connection: whatever fails before it (DNS, TCP, TLS, a proxy, a full pool) raises ``NeverSent``;
whatever fails after it may have arrived. aiohttp itself repeats requests over stale connections only for idempotent
methods, never a POST.
"""

from __future__ import annotations

import json
import os
from typing import Any, NoReturn, TypeAlias

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot import __version__
from bot.errors import SettingsError
from bot.network import environment_proxy, why
from bot.network import proxy as http_proxy

TIMEOUT = 30.0  # seconds for a whole request; long polls get their own waiting time on top
CONNECTING = 10.0  # seconds of it, at most, until a connection stands
CONNECTIONS = 128

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The library's own switch: without it, every "retry after" of Telegram's comes with a deprecation warning."""

JSON: TypeAlias = dict[str, Any]


class NeverSent(NetworkError):  # noqa: N818 -- named like the library's own: NetworkError's kin are TimedOut, Conflict
    """The request surely did not reach Telegram: nothing of it was written."""


class Unanswered(NetworkError):  # noqa: N818 -- likewise
    """The request left, and what came back is no answer of the Bot API: it may have been carried out."""


class AiohttpRequest(BaseRequest):
    """Requests to the Bot API through one aiohttp session.

    ``proxy`` is an address as ``http://user:password@host:3128``; without one, the environment's ``HTTPS_PROXY`` and
    ``NO_PROXY`` hold. aiohttp speaks to HTTP and HTTPS proxies.

    :raises SettingsError: another kind of proxy
    """

    def __init__(
        self,
        *,
        proxy: str = "",
        timeout: float = TIMEOUT,
        connect_timeout: float = CONNECTING,
        connections: int = CONNECTIONS,
    ) -> None:
        self._proxy = http_proxy(proxy, "The proxy for Telegram") if proxy else None
        self._timeout = timeout
        self._connecting = connect_timeout
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._routes: dict[str, URL | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds for a whole request where the caller names none; a long poll adds its own to it."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the session; connections come with the first requests."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_Connector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": f"paperboy/{__version__}"},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- the base class names it
    ) -> tuple[int, bytes]:
        """Return the status and the body of the Bot API's answer.

        ``read_timeout`` is for everything; ``write_timeout`` adds to it where files are uploaded. ``connect_timeout``
        includes the wait for a free connection, so there is no use for ``pool_timeout``.

        :raises NeverSent: it surely did not arrive
        :raises TimedOut: it left, and no answer came in time
        :raises Unanswered: it left, and the connection broke, or a server's fault or no Bot API answered
        """
        if self._session is None:
            raise RuntimeError("this request object is not open: initialize it first")
        target = URL(url, encoded=True)
        whole = _given(read_timeout, self._timeout)
        if whole is not None and request_data is not None and request_data.contains_files:
            whole += _given(write_timeout, self._timeout) or 0.0
        connecting = _given(connect_timeout, self._connecting)
        if whole is not None:
            # Were the whole time used up for connecting, one could not tell whether the request left.
            connecting = min(connecting or whole, whole / 2)
        try:
            async with self._session.request(
                method,
                target,
                data=_body(request_data),
                headers=_FORM if request_data is not None and not request_data.contains_files else None,
                proxy=self._route(target),
                timeout=aiohttp.ClientTimeout(total=whole, connect=connecting),
                allow_redirects=False,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            fault: TelegramError = NeverSent("The base_url of the Bot API is no web address")
        except _NoConnectionError as error:
            fault = NeverSent(f"No connection to {target.host} ({error})")
        except TimeoutError:
            fault = TimedOut(f"No answer from {target.host} within {whole:g} s")
        except (aiohttp.ClientError, OSError) as error:
            fault = Unanswered(f"The connection to {target.host} broke before an answer came ({type(error).__name__})")
        else:
            if not 200 <= status <= 299 or (method == "POST" and b'"result"' not in body):
                _check(status, body, target)
            return status, body
        # Outside of the handlers: what aiohttp raised names the address, which holds the token.
        raise fault

    def _route(self, target: URL) -> URL | None:
        """The proxy on the way there, looked up once."""
        if self._proxy is not None or target.host is None:
            return self._proxy
        host = f"{target.scheme}://{target.host}:{target.port}"
        if host not in self._routes:
            try:
                self._routes[host] = environment_proxy(target)
            except SettingsError as error:
                raise NeverSent(str(error)) from None
        return self._routes[host]

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSON:
        """The answer as it came, but for the formatting of what the bot itself has just sent.

        :raises Unanswered: it is not an answer of the Bot API
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not (isinstance(answer, dict) and ("result" in answer or answer.get("ok") is False)):
            raise Unanswered("What came back is not an answer of the Bot API")
        # The library would make an object of each, which takes longer than all else together; people's own messages
        # come in lists of updates, and keep theirs.
        if isinstance(sent := answer.get("result"), dict) and "message_id" in sent:
            for message in (sent, sent.get("reply_to_message", {})):
                message.pop("entities", None)
        return answer


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class _NoConnectionError(Exception):
    """No connection could be had; ``str()`` says why, without any address."""


class _Connector(aiohttp.TCPConnector):
    async def connect(self, req: ClientRequest, *how: Any, **named: Any) -> Any:
        try:
            return await super().connect(req, *how, **named)
        except (aiohttp.ClientError, OSError) as error:
            raise _NoConnectionError(why(error)) from None


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _body(data: RequestData | None) -> bytes | aiohttp.FormData | None:
    if data is None:
        return None
    parameters = data.json_parameters
    if not data.contains_files:
        # The same as the standard library's urlencode, in a seventh of the time (it is written in C).
        return URL.build(query=parameters).raw_query_string.encode("ascii")
    form = aiohttp.FormData(parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _check(status: int, body: bytes, target: URL) -> None:
    """Let only the Bot API's own refusals pass, so that a proxy's error page never passes for Telegram's word."""
    try:
        answer = AiohttpRequest.parse_json_payload(body)
    except Unanswered:
        answer = {}
    if status == 407:
        raise NeverSent("The proxy wants a user name and password (407)")
    if not 400 <= status < 500 or "description" not in answer:
        _unanswered(status, answer, target)


def _unanswered(status: int, answer: JSON, target: URL) -> NoReturn:
    words = f": {answer['description']}" if "description" in answer else ""
    raise Unanswered(f"{target.host} answered {status}{words}, which is no word of the Bot API on the request")
