"""What is logged, as it would be written, and hidden things that are forgotten after the test."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import secrets


@pytest.fixture
def discreet() -> Iterator[None]:
    """The process's own factory of log records comes back after the test."""
    before, known = logging.getLogRecordFactory(), set(secrets._secrets)
    yield
    logging.setLogRecordFactory(before)
    secrets._secrets.clear()
    secrets._secrets.update(known)


@pytest.fixture
def written(discreet: None) -> Iterator[io.StringIO]:
    """All that is logged, with tracebacks, as a file would get it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
