"""What everything is about: papers, summaries and announcements. Pure values; this module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

EXTRACT = "extract"
"""The origin of a summary whose sentences are the authors' own, picked from the abstract without a model."""

IMPORT = "import"
"""What came from a file: the source of such an announcement, and the origin of a summary that nobody signed."""

FIELDS = ("tldr", "motivation", "method", "result", "conclusion")
"""The five parts of a summary, in reading order."""


class Kind(StrEnum):
    """How arXiv announced a paper in a category, in arXiv's own words and in the order a reader wants them."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"

    @property
    def is_replacement(self) -> bool:
        """True for a new version of a paper that was announced before."""
        return self in (Kind.REPLACE, Kind.REPLACE_CROSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One arXiv article in one version.

    ``title`` and ``abstract`` stand here as the source wrote them, TeX and all: formulas survive for those who can
    show them, and ``bot.text.readable`` makes the Unicode that everybody else sees.
    """

    id: str
    """The identifier without version, in normal form: ``2512.10935`` or ``math/0309136``. This is the identity."""
    version: int = 1
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    """Codes as arXiv lists them; the first is the primary category. Never empty."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    licence: str | None = None
    submitted: datetime | None = None
    """When version 1 was submitted (aware, UTC); not the day of the announcement. None where the source is silent."""
    updated: datetime | None = None
    """When this version was submitted (aware, UTC)."""

    @property
    def primary(self) -> str:
        """The primary category's code as arXiv wrote it (aliases not resolved)."""
        return self.categories[0]

    @property
    def url(self) -> str:
        """The abstract page, which arXiv asks to link rather than the PDF."""
        return f"https://arxiv.org/abs/{self.id}"

    @property
    def pdf_url(self) -> str:
        """The PDF of exactly this version."""
        return f"https://arxiv.org/pdf/{self.id}v{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """TL;DR, motivation, method, result and conclusion of one paper version in one language.

    A field may be empty only where ``origin`` is ``EXTRACT``: an abstract that states no conclusion gets none.
    """

    paper_id: str
    version: int
    language: str
    """The language's English name ("English", "Chinese"). Of an extract: the abstract's, which is English."""
    tldr: str
    motivation: str = ""
    method: str = ""
    result: str = ""
    conclusion: str = ""
    origin: str
    """``EXTRACT``, ``IMPORT``, or the name of the model that wrote it."""
    prompt: str = ""
    """The version of the prompt that asked for it; empty where no model was asked."""
    made: datetime
    """When it was made (aware, UTC)."""
    unsupported: tuple[str, ...] = ()
    """Numbers in the summary that stand nowhere in title, abstract or comment; readers see them marked."""

    @property
    def is_extract(self) -> bool:
        """True when the words are the abstract's own."""
        return self.origin == EXTRACT


@dataclass(frozen=True, slots=True)
class Announced:
    """One line of an announcement: a paper and how it was announced."""

    paper: Paper
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What arXiv published for one category on one announcement day, in arXiv's order."""

    day: date
    """The announcement day D (New York), as the source itself dates it; never the day of the fetch."""
    category: str
    """The category that was asked for, in canonical spelling."""
    entries: tuple[Announced, ...]
    stated: int | None = None
    """How many entries arXiv's own listing says there are, or None where it was not asked. More than
    ``len(entries)`` means papers are missing, and the receipt says so."""
    source: str
    """Where it was read: ``rss``, ``listing``, ``catchup`` or ``import``."""
    added: tuple[str, ...] = ()
    """Ids that the listing had and the feed lacked."""

    @property
    def is_imported(self) -> bool:
        """True where a file says so, and not arXiv itself."""
        return self.source == IMPORT

    @property
    def is_unaudited(self) -> bool:
        """True where arXiv's feed was believed because its page, which would tell what is missing, could not be had."""
        return self.source == "rss" and self.stated is None

    @property
    def missing(self) -> int:
        """How many entries arXiv says it announced that are not here. 0 unless something is wrong."""
        return max(0, (self.stated or 0) - len(self.entries))
