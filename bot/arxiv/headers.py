"""What a server's headers ask of us: where to look instead, when to come back. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from yarl import URL

from bot.errors import SourceError

LONGEST_RETRY_AFTER = 86_400.0
"""Seconds; a server that asks for more than a day is asked again after one."""


def host_of(url: URL) -> str:
    """Host and port, the port only where it is not the scheme's own; "" for an address without a host."""
    return url.host_port_subcomponent or ""


def redirected(url: URL, location: str, hosts: Collection[str]) -> URL:
    """Where a redirect leads. Raises ``SourceError`` if that is none of ``hosts``, or no longer encrypted."""
    try:
        target = url.join(URL(location))
    except ValueError:
        target = URL()
    downgrade = url.scheme == "https" and target.scheme != "https"
    if downgrade or target.scheme not in ("http", "https") or host_of(target) not in hosts:
        raise SourceError(
            f"{host_of(url)} sends us on to {location}, which is none of the configured addresses of arXiv; "
            "if arXiv has moved, change rss_url, site_url or api_url in the settings."
        )
    return target


def retry_after(stated: str, now: datetime) -> float:
    """Seconds to wait by a Retry-After header, which holds a number or a date; 0 if it makes no sense."""
    try:
        seconds = float(stated) if re.fullmatch(r"[0-9]+", stated) else _until(stated, now)
    except (ValueError, OverflowError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)


def ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far the server's clock is ahead of ours, to about a second; None where its answer does not say."""
    try:
        aged = float(headers.get("Age", "0"))  # what a cache holds has the date of when it was made
        return timedelta(seconds=_until(headers["Date"], now) + aged)
    except (KeyError, ValueError, OverflowError):
        return None


def _until(stated: str, now: datetime) -> float:
    return (parsedate_to_datetime(stated).astimezone(now.tzinfo) - now).total_seconds()
