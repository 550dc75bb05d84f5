"""Hostile servers in arXiv's place: whatever they send, in whatever way, is one sentence, soon, in little memory."""

from __future__ import annotations

import asyncio
import gzip
import resource
import zlib
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from bot.arxiv import api, listing, rss
from bot.arxiv.client import Client
from bot.arxiv.faults import Damaged
from bot.errors import SourceError
from bot.identifiers import Reference
from bot.papers import Announced, Kind, Paper
from tests.doubles import arxiv_markup as markup
from tests.doubles.clock import MovedClock
from tests.doubles.hostile import SHORT, texts
from tests.doubles.pages import MADE
from tests.doubles.papers import invent
from tests.doubles.sockets import Talk, answer, listening

DAY = date(2026, 11, 23)
MEBIBYTE = 2**20
MOST_MEMORY = 256
"""MiB by which a process may grow while it is told nonsense; a body may have 64."""
TIMEOUT = 1.0

LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'.encode() for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + b"]><rss><channel><title>&j;</title></channel></rss>"
)
QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]><rss>' + b"&a;" * 50_000 + b"</rss>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;</title></channel></rss>'

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" " * MEBIBYTE,
    "billion laughs": LAUGHS,
    "quadratic entities": QUADRATIC,
    "an entity from a file": OUTSIDE,
    "deep": b"<a>" * 200_000,
    "deep and whole": b"<a>" * 3000 + b"</a>" * 3000,
    "many attributes": b"<rss " + b" ".join(b'a%d="x"' % at for at in range(100_000)) + b"/>",
    "one long attribute": b'<rss a="' + b"x" * (20 * MEBIBYTE) + b'"/>',
    "a long comment": b"<rss><!--" + b"x" * (20 * MEBIBYTE) + b"--></rss>",
    "zeros": bytes(MEBIBYTE),
    "UTF-16 without a word": "<rss><channel/></rss>".encode("utf-16"),
    "UTF-7": b'<?xml version="1.0" encoding="utf-7"?><rss/>',
    "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><rss/>',
    "the wrong encoding": '<?xml version="1.0" encoding="utf-8"?><rss><channel>é</channel></rss>'.encode("latin-1"),
    "a web page": b"<html><body>Down for maintenance</body></html>",
    "JSON": b'{"feed": []}',
    "a script": b"<html><script>while(1);</script></html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    "ten feeds in a row": b"<rss><channel/></rss>" * 10,
}  # fmt: skip

READERS: dict[str, Callable[[bytes], object]] = {
    "feed": rss.parse,
    "page": lambda body: listing.parse(body, "cs.CV"),
    "answer of the API": api.parse,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("body", BODIES)
def test_no_body_is_more_than_one_sentence(body: str, reader: str) -> None:
    before = _memory()
    with pytest.raises(Damaged) as caught:
        READERS[reader](BODIES[body])
    assert 0 < len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)
    assert _memory() - before < MOST_MEMORY


def _memory() -> int:
    """The most MiB that this process has ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"


def _sends(*pieces: bytes, forever: bytes = b"", pause: float = 0.0) -> Talk:
    """A server that reads nothing but the first bytes, writes these, and perhaps goes on for ever."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        while forever:
            writer.write(forever)
            await writer.drain()
            await asyncio.sleep(pause)

    return talk


def _bomb(size: int) -> bytes:
    """So many MiB of blanks, pressed."""
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(press.compress(b" " * MEBIBYTE) for _ in range(size)), press.flush()])


CHUNK = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
TALKS: dict[str, Talk] = {
    "an endless body": _sends(HEAD + b"\r\n", forever=b" " * 65536),
    "endless chunks": _sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", forever=CHUNK),
    "a body that drips": _sends(HEAD + b"Content-Length: 100000\r\n\r\n", forever=b" ", pause=0.05),
    "a header that drips": _sends(b"HTTP/1.1 200 OK\r\n", forever=b"X", pause=0.05),
    "endless headers": _sends(b"HTTP/1.1 200 OK\r\n", forever=b"X-A: " + b"x" * 4000 + b"\r\n"),
    "nothing at all": _sends(forever=b"", pause=0.1),
    "noise": _sends(bytes(range(256)) * 100),
    "less than it says": _sends(HEAD + b"Content-Length: 100000\r\n\r\n<rss>"),
    "a length that is none": _sends(HEAD + b"Content-Length: -5\r\n\r\n<rss/>"),
    "two lengths": _sends(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>"),
    "a bomb of gzip": _sends(HEAD + b"Content-Encoding: gzip\r\n\r\n" + _bomb(300)),
    "a bomb in a bomb": _sends(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(_bomb(50))),
    "gzip that is none": _sends(HEAD + b"Content-Encoding: gzip\r\n\r\n<rss/>"),
    "an unknown coding": _sends(HEAD + b"Content-Encoding: rot13\r\nContent-Length: 6\r\n\r\n<rff/>"),
    "a redirect to itself": answer(b"", "302 Found", more="Location: /rss/cs.CV\r\n"),  # type: ignore[dict-item]  # also bytes
    "a redirect to a stranger": answer(b"", "302 Found", more="Location: http://127.0.0.2:9/x\r\n"),  # type: ignore[dict-item]  # also bytes
    "a redirect to a file": answer(b"", "302 Found", more="Location: file:///etc/passwd\r\n"),  # type: ignore[dict-item]  # also bytes
    "a redirect to nonsense": answer(b"", "302 Found", more="Location: http://[x/\r\n"),  # type: ignore[dict-item]  # also bytes
    "informed for ever": _sends(forever=b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "an old version": _sends(b"HTTP/0.9 200 OK\r\n\r\n<rss/>"),
    "a strange status": answer(b"", "999 Strange"),  # type: ignore[dict-item]  # also bytes
    "a refusal of a megabyte": answer(b"<rss><title>" + b"x" * MEBIBYTE + b"</title></rss>", "400 Bad Request"),  # type: ignore[dict-item]  # also bytes
}  # fmt: skip


@pytest.mark.parametrize("name", TALKS)
async def test_no_server_takes_more_than_its_time_and_little_memory(name: str) -> None:
    before = _memory()
    clock = MovedClock(MADE)
    async with listening(TALKS[name]) as server:
        base = f"http://127.0.0.1:{server.port}"
        client = Client(
            bases=[base], contact="", clock=clock, request_interval=0, page_interval=0, patience=0, timeout=TIMEOUT
        )
        async with client, asyncio.timeout(10 * TIMEOUT):
            with pytest.raises(SourceError) as caught:
                await client.get(URL(f"{base}/rss/cs.CV"), accept="text/xml", read=rss.parse)
    assert 0 < len(str(caught.value)) < 600
    assert "\n" not in str(caught.value)
    assert _memory() - before < MOST_MEMORY


def _announced(text: str) -> list[Announced]:
    (paper,) = invent(1)
    safe = "".join(sign for sign in text if sign.isprintable())
    return [Announced(Paper(id=paper.id, title=safe or "x", abstract=safe or "x", authors=(safe or "x",),
                            categories=("cs.CV",)), Kind.NEW)]  # fmt: skip


@pytest.mark.parametrize("name", SHORT)
def test_a_hostile_paper_in_a_whole_feed_is_read_or_refused(name: str) -> None:
    body = markup.feed("cs.CV", _announced(SHORT[name]), day=DAY).encode("utf-8", "replace")
    try:
        feed = rss.parse(body)
    except Damaged:
        return
    assert [entry.paper.id for entry in feed.entries] == ["2611.90001"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), texts(100), st.data())
def test_whatever_is_cut_out_of_a_feed_or_put_into_it_it_is_read_or_refused(
    noise: bytes, text: str, data: st.DataObject
) -> None:
    whole = markup.feed("cs.CV", _announced(text), day=DAY).encode("utf-8", "replace")
    at, until = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    for body in (whole[:at] + noise + whole[until:], whole[:at] + noise + whole[at:], whole[:at]):
        for read in READERS.values():
            try:
                read(body)
            except Damaged:
                continue


@settings(max_examples=100, deadline=None)
@given(texts(60))
def test_no_reference_leads_to_another_host(text: str) -> None:
    url = URL("http://127.0.0.1:9/api").update_query(id_list=str(Reference(text)), max_results="1")
    assert (url.host, url.port, url.path) == ("127.0.0.1", 9, "/api")
