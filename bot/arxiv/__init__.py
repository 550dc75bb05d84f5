"""The source: what arXiv announced, read politely and audited."""

from bot.arxiv.faults import HostStopped, NotYet
from bot.arxiv.source import Arxiv

__all__ = ["Arxiv", "HostStopped", "NotYet"]
