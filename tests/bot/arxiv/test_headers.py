from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.arxiv.headers import ahead, host_of, redirected, retry_after
from bot.errors import SourceError

NOW = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)
HOSTS = {"arxiv.org", "export.arxiv.org", "127.0.0.1:8080"}


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("https://arxiv.org/a", "/b?c=d", "https://arxiv.org/b?c=d"),
        ("https://arxiv.org/a", "https://export.arxiv.org/b", "https://export.arxiv.org/b"),
        ("http://export.arxiv.org/a", "https://export.arxiv.org/a", "https://export.arxiv.org/a"),
        ("http://127.0.0.1:8080/a", "//127.0.0.1:8080/b", "http://127.0.0.1:8080/b"),
        ("https://arxiv.org/a", "http://arxiv.org/a", None),
        ("https://arxiv.org/a", "https://arxiv.org:8443/a", None),
        ("https://arxiv.org/a", "https://arxiv.org.example.org/a", None),
        ("https://arxiv.org/a", "https://arxiv.org@example.org/a", None),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8081/a", None),
        ("http://127.0.0.1:8080/a", "file:///etc/passwd", None),
        ("https://arxiv.org/a", "https://[", None),
    ],
)
def test_a_redirect_leads_to_a_known_host_as_safely_as_before_or_nowhere(
    url: str, location: str, target: str | None
) -> None:
    if target is None:
        with pytest.raises(SourceError, match="none of the configured addresses"):
            redirected(URL(url), location, HOSTS)
    else:
        assert redirected(URL(url), location, HOSTS) == URL(target)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Mon, 23 Nov 2026 05:12:00 GMT", 120),
        ("Mon, 23 Nov 2026 00:12:00 -0500", 120),
        ("Mon, 23 Nov 2020 05:12:00 GMT", 0),
        ("Mon, 32 Nov 2026 05:12:00 GMT", 0),
        ("999999999999", 86_400),
        ("Sat, 23 Nov 9999 05:12:00 GMT", 86_400),
        ("9" * 400, 86_400),
        ("-5", 0),
        ("1e9", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_else_nothing(stated: str, seconds: float) -> None:
    assert retry_after(stated, NOW) == seconds


@given(st.text())
def test_no_retry_after_asks_for_more_than_a_day_or_less_than_nothing(stated: str) -> None:
    assert 0 <= retry_after(stated, NOW) <= 86_400


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://rss.arxiv.org/rss/cs.CV", "rss.arxiv.org"),
        ("https://rss.arxiv.org:443/", "rss.arxiv.org"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("/relative", ""),
    ],
)
def test_a_host_has_its_port_only_where_it_is_unusual(url: str, host: str) -> None:
    assert host_of(URL(url)) == host


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Date": "Mon, 23 Nov 2026 05:10:00 GMT"}, 0),
        ({"Date": "Mon, 23 Nov 2026 05:12:05 GMT"}, 125),
        ({"Date": "Mon, 23 Nov 2026 05:00:00 GMT"}, -600),
        ({"Date": "Mon, 23 Nov 2026 05:00:00 GMT", "Age": "600"}, 0),
        ({}, None),
        ({"Date": "tomorrow"}, None),
        ({"Date": "Mon, 23 Nov 2026 05:10:00 GMT", "Age": "old"}, None),
        ({"Date": "Mon, 23 Nov 2026 05:10:00 GMT", "Age": "1e99"}, None),
    ],
)
def test_a_servers_clock_is_compared_with_ours(headers: dict[str, str], seconds: int | None) -> None:
    assert ahead(headers, NOW) == (None if seconds is None else timedelta(seconds=seconds))
