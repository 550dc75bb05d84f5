"""The library's own Bot over our transport, against sockets that misbehave in every way we know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.errors import SettingsError
from bot.telegram.transport import AiohttpRequest, NeverSent, Unanswered, _body
from tests.doubles.sockets import answer, listening, refusal

TOKEN = "123456:" + "A" * 35
SENT = {
    "message_id": 7,
    "date": 1_780_000_000,
    "chat": {"id": 1, "type": "private"},
    "from": {"id": 123456, "is_bot": True, "first_name": "Paperboy"},
    "text": "hello",
}

OK = answer({"ok": True, "result": SENT})


@asynccontextmanager
async def bot_at(url: str, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
    request = request or AiohttpRequest(timeout=5)
    async with request:
        yield Bot(TOKEN, base_url=url, request=request, get_updates_request=request)


def check_no_token(error: BaseException | None) -> None:
    """Neither it nor anything that it came from tells the token."""
    while error is not None:
        assert TOKEN not in str(error)
        assert TOKEN not in repr(error)
        error = error.__cause__ or error.__context__


async def send(url: str, request: AiohttpRequest | None = None) -> BaseException:
    async with bot_at(url, request) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(1, "hello")
    check_no_token(caught.value)
    return caught.value


async def test_a_message_goes_as_a_form_and_its_answer_comes_back() -> None:
    async with listening(OK) as server, bot_at(server.url) as bot:
        message = await bot.send_message(1, "Zwölf & <b>mehr</b>\n+ 扩散", parse_mode="HTML", disable_notification=True)
    assert message.message_id == 7
    line, body = server.requests[0]
    assert line == f"POST /bot{TOKEN}/sendMessage HTTP/1.1"
    form = dict(parse_qsl(body.decode("ascii"), strict_parsing=True))
    assert form["text"] == "Zwölf & <b>mehr</b>\n+ 扩散"
    assert (form["chat_id"], form["parse_mode"], form["disable_notification"]) == ("1", "HTML", "true")


async def test_a_file_goes_as_multipart() -> None:
    async with listening(OK) as server, bot_at(server.url) as bot:
        await bot.send_document(1, InputFile(b"@article{...}", filename="papers.bib"), caption="über")
    _, body = server.requests[0]
    assert b'filename="papers.bib"' in body
    assert b"@article{...}" in body
    assert "über".encode() in body


async def test_the_formatting_of_ones_own_message_is_not_read_back() -> None:
    bold = [{"type": "bold", "offset": 0, "length": 5}]
    sent = answer({"ok": True, "result": {**SENT, "entities": bold, "reply_to_message": {**SENT, "entities": bold}}})
    async with listening(sent) as server, bot_at(server.url) as bot:
        message = await bot.send_message(1, "hello")
    assert (message.text, message.entities) == ("hello", ())
    assert message.reply_to_message is not None
    assert message.reply_to_message.entities == ()


async def test_the_formatting_of_what_people_write_is_kept() -> None:
    command = [{"type": "bot_command", "offset": 0, "length": 5}]
    updates = answer({"ok": True, "result": [{"update_id": 1, "message": {**SENT, "entities": command}}]})
    async with listening(updates) as server, AiohttpRequest(timeout=5) as request:
        bot = Bot(TOKEN, base_url=server.url, request=request, get_updates_request=request)
        (update,) = await bot.get_updates()
    assert update.message is not None
    assert len(update.message.entities) == 1


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_any_text_survives_the_form(parameters: dict[str, str]) -> None:
    body = _body(RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()]))
    assert isinstance(body, bytes)
    assert dict(parse_qsl(body.decode("ascii"), keep_blank_values=True)) == parameters


async def test_connections_are_kept() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await server.read(reader)
            writer.write(OK)

    async with listening(talk) as server, bot_at(server.url) as bot:
        for _ in range(3):
            await bot.send_message(1, "hello")
    assert (server.connections, len(server.requests)) == (1, 3)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(400, "Bad Request: chat not found"), BadRequest),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusal(401, "Unauthorized"), InvalidToken),
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1002), ChatMigrated),
    ],
)
async def test_what_the_bot_api_refuses_is_told_as_the_library_tells_it(reply: bytes, kind: type[Exception]) -> None:
    async with listening(reply) as server, bot_at(server.url) as bot:
        with pytest.raises(kind) as caught:
            await bot.send_message(1, "hello")
    assert not isinstance(caught.value, NeverSent | Unanswered)


HTML = b"<html><head><title>502 Bad Gateway</title></head></html>"


@pytest.mark.parametrize(
    "reply",
    [
        answer(HTML, "502 Bad Gateway", "text/html"),
        refusal(500, "Internal Server Error: restart"),
        answer(HTML, "403 Forbidden", "text/html"),
        answer(HTML, "404 Not Found", "text/html"),
        answer(HTML, "429 Too Many", "text/html"),
        answer(HTML, "200 OK", "text/html"),
        answer(b'{"ok": true, "resu'),
        answer({"ok": True}),
        answer([1]),
        answer({"ok": False, "description": "odd"}),
        answer(b"", "302 Found", more="Location: http://127.0.0.1:1/elsewhere\r\n"),
        answer(b"{}", "400 Bad Request"),
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        b"",
    ],
)
async def test_what_is_no_answer_may_have_arrived(reply: bytes) -> None:
    async with listening(reply) as server:
        error = await send(server.url)
    assert isinstance(error, Unanswered)
    assert "Too Many" not in str(error)
    assert len(server.requests) == 1


async def test_a_timeout_after_the_request_left_may_have_arrived() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        await asyncio.sleep(60)

    async with listening(hang) as server:
        error = await send(server.url, AiohttpRequest(timeout=1))
    assert isinstance(error, TimedOut)
    assert len(server.requests) == 1


async def test_a_reset_after_the_request_left_may_have_arrived() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        writer.transport.abort()

    async with listening(cut) as server:
        error = await send(server.url)
    assert isinstance(error, Unanswered)
    assert len(server.requests) == 1


async def test_a_post_over_a_kept_connection_that_breaks_is_never_repeated() -> None:
    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        writer.write(OK)
        await server.read(reader)  # received in full, and then:
        writer.transport.abort()

    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        writer.write(OK)

    async with listening(answer_once, answer_all) as server, bot_at(server.url) as bot:
        await bot.send_message(1, "first")
        with pytest.raises(Unanswered):
            await bot.send_message(1, "second")
        assert [b"second" in body for _, body in server.requests] == [False, True]
        await bot.send_message(1, "third")
    assert server.connections == 2
    assert len(server.requests) == 3


async def test_nobody_there_was_never_sent() -> None:
    async with listening(OK) as server:
        pass
    error = await send(server.url)
    assert isinstance(error, NeverSent)
    assert "127.0.0.1" in str(error)


@pytest.mark.parametrize("url", ["api.telegram.org/bot", "ftp://api.telegram.org/bot", "http:///bot"])
async def test_what_is_no_address_was_never_sent(url: str) -> None:
    error = await send(url)
    assert isinstance(error, NeverSent)
    assert "base_url" in str(error)


async def test_an_unknown_name_was_never_sent() -> None:
    error = await send("http://no-such-host.invalid/bot")
    assert isinstance(error, NeverSent)
    assert "no-such-host.invalid" in str(error)


async def test_a_failed_tls_handshake_was_never_sent() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with listening(plain) as server:
        error = await send(server.url.replace("http:", "https:"))
    assert isinstance(error, NeverSent)
    assert "TLS" in str(error)


async def test_a_handshake_that_hangs_was_never_sent() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with listening(hang) as server:
        error = await send(server.url.replace("http:", "https:"), AiohttpRequest(timeout=0.4))
    assert isinstance(error, NeverSent)
    assert not isinstance(error, TimedOut)


async def test_no_free_connection_in_time_was_never_sent() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        await asyncio.sleep(60)

    request = AiohttpRequest(timeout=1, connections=1)
    async with listening(hang) as server, bot_at(server.url, request) as bot:
        first, second = await asyncio.gather(
            bot.send_message(1, "hello"), bot.send_message(1, "hello"), return_exceptions=True
        )
    assert isinstance(first, TimedOut)
    assert isinstance(second, NeverSent)
    assert len(server.requests) == 1


async def test_a_long_poll_may_take_longer_than_a_send() -> None:
    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read(reader)
        await asyncio.sleep(0.6)
        writer.write(answer({"ok": True, "result": []}))

    request = AiohttpRequest(timeout=0.4)
    async with listening(late) as server:
        bot = Bot(TOKEN, base_url=server.url, request=request, get_updates_request=request)
        await request.initialize()
        assert await bot.get_updates(timeout=1) == ()
        await request.shutdown()


@pytest.mark.parametrize("reply", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b""], ids=["407", "reset"])
async def test_a_proxy_that_refuses_the_way_was_never_sent(reply: bytes) -> None:
    async with listening(reply) as proxy:
        error = await send(
            "https://api.telegram.org/bot", AiohttpRequest(timeout=5, proxy=f"http://ada:s3cret@127.0.0.1:{proxy.port}")
        )
    assert isinstance(error, NeverSent)
    assert "s3cret" not in str(error)
    assert [line for line, _ in proxy.requests] == ["CONNECT api.telegram.org:443 HTTP/1.1"]


async def test_a_proxy_that_is_not_there_was_never_sent() -> None:
    async with listening(OK) as proxy:
        pass
    error = await send("http://127.0.0.1:9/bot", AiohttpRequest(proxy=f"http://127.0.0.1:{proxy.port}"))
    assert isinstance(error, NeverSent)
    assert "proxy" in str(error)


async def test_a_proxy_that_wants_a_password_for_plain_http_was_never_sent() -> None:
    async with listening(answer(HTML, "407 Proxy Authentication Required", "text/html")) as proxy:
        error = await send("http://telegram.example/bot", AiohttpRequest(proxy=f"http://127.0.0.1:{proxy.port}"))
    assert isinstance(error, NeverSent)


async def test_messages_go_through_the_proxy_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with listening(OK) as proxy:
        request = AiohttpRequest(proxy=f"http://127.0.0.1:{proxy.port}")
        async with bot_at("http://telegram.example/bot", request) as bot:
            await bot.send_message(1, "hello")
    assert proxy.requests[0][0] == f"POST http://telegram.example/bot{TOKEN}/sendMessage HTTP/1.1"


async def test_the_environment_names_a_proxy_and_its_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(OK) as proxy, listening(OK) as server:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        for url in ("http://telegram.example/bot", server.url):
            async with bot_at(url) as bot:
                await bot.send_message(1, "hello")
    assert (len(proxy.requests), len(server.requests)) == (1, 1)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://", "ftp://x", "http://[::1"])
def test_a_proxy_of_another_kind_is_a_clear_mistake(proxy: str) -> None:
    with pytest.raises(SettingsError, match=r"The proxy for Telegram must be .*http://proxy.example.org:3128"):
        AiohttpRequest(proxy=proxy)


async def test_a_proxy_of_another_kind_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    error = await send("http://telegram.example/bot")
    assert isinstance(error, NeverSent)
    assert "SOCKS" in str(error)


async def test_it_closes_cleanly_and_opens_again() -> None:
    request = AiohttpRequest()
    async with listening(OK) as server:
        for _ in range(2):
            async with bot_at(server.url, request) as bot:
                await bot.send_message(1, "hello")
    await request.shutdown()
    with pytest.raises(RuntimeError, match="initialize"):
        await request.do_request(server.url, "POST")


async def test_files_can_be_fetched() -> None:
    async with listening(answer(b"\x00bytes", kind="application/octet-stream")) as server:
        request = AiohttpRequest()
        async with request:
            assert await request.retrieve(f"http://127.0.0.1:{server.port}/file/botX/y") == b"\x00bytes"
