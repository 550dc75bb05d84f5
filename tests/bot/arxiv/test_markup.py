from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.arxiv.markup import page, reason, shown
from tests.doubles import arxiv_markup as made

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (made.feed_error("https://rss.arxiv.org/rss/x", "Bad archive 'x'.", day=NOW.date()), "Bad archive 'x'."),
        (made.answer_error("incorrect id format for x", now=NOW), "incorrect id format for x"),
        (made.refusal("Invalid archive or category: x"), "Invalid archive or category: x"),
        ("Rate exceeded.", ""),
        ("", ""),
        ("<a/>", ""),
    ],
    ids=["feed", "query API", "page", "plain text", "nothing", "XML without a word"],
)
def test_the_reason_of_a_refusal_is_arxivs_own(body: str, words: str) -> None:
    assert reason(body.encode()) == words


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("feed-rss-error-bad-archive.xml", "Bad archive 'heplat'. Valid archive names are: "),
        ("feed-rss-error-version.xml", "Unsupported feed version 'RSS 1.0' requested."),
        ("browse-catchup-400-future.html", "Invalid date: 2011-09-03. Can't request date later than today"),
        ("browse-list-400-bad-category.html", "Invalid archive or category: heplat"),
    ],
)
def test_reasons_of_arxivs_own_making_are_found(recorded: Callable[[str], bytes], name: str, start: str) -> None:
    assert reason(recorded(f"server-generated/{name}")).startswith(start)


def test_shown_text_leaves_out_the_label_and_keeps_what_only_looks_like_a_link_text() -> None:
    body = (
        b"<html><body><div><span class='descriptor'>Title:</span> A <b>bold</b> &lt;think&gt; <a href='/abs/1'>this URL"
        b"</a><br>and <a href='https://example.org/'>this http URL</a> &amp; more </div></body></html>"
    )
    (div,) = page(body).iter("div")
    assert shown(div) == "A bold <think> this URL\nand https://example.org/ & more"
