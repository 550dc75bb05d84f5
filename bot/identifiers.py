"""arXiv identifiers: what people paste, in normal form, and a reason where it cannot be one.

New identifiers are ``YYMM.number`` (from April 2007; four digits, five from January 2015), old ones
``archive/YYMMNNN`` (to March 2007), after arXiv's page "Understanding the arXiv identifier". A subject class
(``math.GT/0309136``) is no part of the identity.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import parse_qsl, unquote

from bot import categories
from bot.errors import UsageError
from bot.words import WordedError

_LONGEST: Final = 2000
"""No link to a paper is longer; what is, are words."""


_OLD_ARCHIVES: Final = """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
    funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph
    q-alg q-bio quant-ph solv-int supr-con
"""
"""Every archive that papers got old identifiers from; econ, eess, q-fin and stat are younger than that form."""

_BY_TYPING: Final = {archive.replace("-", ""): archive for archive in _OLD_ARCHIVES.split()}

_CATEGORY_CODES: Final = {code.lower(): code for code in categories.CATEGORIES}
_ARCHIVES: Final = {
    category.archive: category.code
    for category in reversed(tuple(categories.CATEGORIES.values()))
    if category.archive != category.code
} | dict(categories.SUBSUMED)
"""Archive -> its first category, or for a closed one the category that it became."""

_PAPER_PAGES: Final = frozenset(["abs", "pdf", "html", "format", "ps", "src", "e-print", "tb", "bibtex", "audio"])
_SEARCH_HOST: Final = "scholar.archive.org"
"""A mirror whose links to a paper are searches, with the paper in the query."""

_LIST_PAGES: Final = frozenset(["list", "archive", "year", "catchup", "rss", "atom"])

_ALTERNATIVES: Final = "|".join(sorted({*_BY_TYPING.values(), *_BY_TYPING}, key=len, reverse=True))
_OLD: Final = rf"(?<!-)(?:{_ALTERNATIVES})(?:\.[a-z]{{2}}(?:-[a-z]{{2,3}})?)?/[0-9]{{7}}"
_IN_TEXT: Final = re.compile(
    rf"""
      (?<![0-9])10\.(?!48550/)[0-9]{{4,9}}/\S*        # another publisher's DOI, as 10.1145/2512.10935
    | (?:(?<![a-z0-9_.=$€£])|(?<=arxiv\.)|(?<=arxiv))
      (?P<id>[0-9]{{4}}\.[0-9]{{4,5}} | {_OLD})
      (?:v(?P<version>[1-9][0-9]{{0,3}}))?
      (?![0-9%°]|[a-z_]|\.[0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX: Final = re.compile(r"(?:oai:arxiv\.org:|arxiv\s*:|arxiv\.(?!org)|arxiv(?=\s*[0-9]))\s*", re.IGNORECASE)
_DOI: Final = re.compile(r"(?:doi\s*:\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(10\.[0-9]{4,9})/(.+)", re.IGNORECASE)
_ARXIV_DOI: Final = "10.48550"
_LINK: Final = re.compile(
    r"(?:https?://(?P<host>[^/?\#\s]+)"
    r"|(?P<bare>(?:[a-z]+\.)*(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|huggingface\.co|papers\.cool|scirate\.com"
    r"|scholar\.archive\.org)))"
    r"(?P<path>[^?\#]*)(?:\?(?P<query>[^\#\s]*))?[^\s]*",
    re.IGNORECASE,
)
_ARXIV_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)?arxiv\.org|xxx\.lanl\.gov", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"(?:\.(?:pdf|ps|gz|html?))+$", re.IGNORECASE)
_CITED: Final = re.compile(r"((?:arxiv\s*:\s*)?\S+)\s*\[[a-z-]+(?:\.[a-z-]+)?(?:\].*)?", re.IGNORECASE | re.DOTALL)
_NEW_LIKE: Final = re.compile(r"([0-9]{4})\.([0-9]+)(?:v([0-9]+))?", re.IGNORECASE)
_OLD_LIKE: Final = re.compile(r"([a-z][a-z-]*)(?:\.[a-z][a-z-]*)?/([0-9]+)(?:v([0-9]+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that somebody named: the identifier in normal form, and the version if one was named."""

    id: str
    """Without version: ``2512.10935``, ``math/0309136``."""
    version: int | None = None

    def __str__(self) -> str:
        return self.id if self.version is None else f"{self.id}v{self.version}"


def parse(text: str) -> Reference | None:
    """Read one identifier, arXiv DOI, or link to a paper at arXiv or a mirror.

    Returns None where ``text`` is words. Raises ``UsageError``, with the reason and what would do, where it is meant
    as an identifier or link but cannot be one.
    """
    if len(text) > _LONGEST:
        return None
    _refuse_code(text.strip())
    typed = _bared(text)
    if cited := _CITED.fullmatch(typed):
        typed = cited[1]
    if (doi := _DOI.fullmatch(typed)) and not re.search(r"\s", typed):
        return _from_doi(doi[1], doi[2])
    if prefix := _PREFIX.match(typed):
        rest = typed[prefix.end() :]
        return _strict(_SUFFIX.sub("", rest)) if rest and not re.search(r"\s", rest) else None
    if (link := _LINK.fullmatch(typed)) and not re.search(r"\s", typed):
        return _from_link(link["host"] or link["bare"], link["path"], link["query"] or "")
    typed = _SUFFIX.sub("", typed)
    if (new := _NEW_LIKE.fullmatch(typed)) and 3 <= len(new[2]) <= 6:
        return _new(*new.groups())
    if (old := _OLD_LIKE.fullmatch(typed)) and (len(old[2]) == 7 or (_archive(old[1]) and len(old[2]) >= 3)):
        return _old(*old.groups())
    return None


def find(text: str) -> list[Reference]:
    """Return the papers named anywhere in free text, by identifier or link, in order, each once (as first named).

    What cannot be an identifier is passed over; so are numbers inside other publishers' DOIs.
    """
    plain = _normalized(text).replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/")
    found: dict[str, Reference] = {}
    for match in _IN_TEXT.finditer(plain):
        if match["id"] is None:
            continue
        try:
            reference = _strict(match["id"] + (f"v{match['version']}" if match["version"] else ""))
        except UsageError:
            continue
        found.setdefault(reference.id, reference)
    return list(found.values())


def _normalized(text: str) -> str:
    """Full-width figures and colons, as Chinese and Japanese keyboards type them, become the plain ones."""
    return unicodedata.normalize("NFKC", text)


def _bared(text: str) -> str:
    """Take off what stands around an identifier in a sentence."""
    wrapping = "<>()[]{}\"'“”‘’«»`*_ \t\r\n\ufeff\u200b"
    return unquote(_normalized(text)).lstrip(wrapping).rstrip(wrapping + ".,;:!?…。、")


def _from_doi(prefix: str, suffix: str) -> Reference:
    name = _PREFIX.match(suffix)
    if prefix != _ARXIV_DOI or name is None:
        raise WordedError("id-other-doi", doi=_shown(f"{prefix}/{suffix}"))
    return _strict(suffix[name.end() :])


def _from_link(host: str, path: str, query: str) -> Reference:
    host = host.rpartition("@")[2].partition(":")[0]
    segments = [segment for segment in path.split("/") if segment]
    if not _ARXIV_HOST.fullmatch(host):
        asked = " ".join(value for _, value in parse_qsl(query)) if host.lower() == _SEARCH_HOST else ""
        if papers := find(f"{path} {asked}"):
            return papers[0]
        raise WordedError("id-other-site", host=_shown(host))
    page = segments[0].lower() if segments else ""
    if page in _PAPER_PAGES and len(segments) > 1:
        first = _PREFIX.sub("", segments[1])
        return _strict(_SUFFIX.sub("", "/".join([first, *segments[2:3]] if first[:1].isalpha() else [first])))
    if papers := find(path):
        return papers[0]
    if page in _LIST_PAGES:
        raise WordedError("id-list-page")
    if page == "a":
        raise WordedError("id-author-page")
    raise WordedError("id-other-page")


def _refuse_code(typed: str) -> None:
    """Refuse a category or archive, spelled as one; ``Math`` and ``physics?`` are words."""
    if code := _CATEGORY_CODES.get(typed.lower() if "." in typed else typed):
        raise WordedError("id-category", code=code)
    if example := _ARCHIVES.get(typed):
        raise WordedError("id-archive", code=typed, example=example)


def _strict(typed: str) -> Reference:
    """Read what is surely meant as an identifier."""
    if new := _NEW_LIKE.fullmatch(typed):
        return _new(*new.groups())
    if old := _OLD_LIKE.fullmatch(typed):
        return _old(*old.groups())
    raise WordedError("id-none", typed=_shown(typed))


def _new(month: str, number: str, version: str | None) -> Reference:
    shown = f"{month}.{number[:12]}"
    _check_month(shown, month)
    if not "0704" <= month < "9100":
        raise WordedError("id-too-early", id=shown)
    digits = 5 if month >= "1501" else 4
    if not 4 <= len(number) <= 5:
        raise WordedError("id-digits", id=shown, digits=str(len(number)))
    if not int(number):
        raise WordedError("id-zero", id=shown)
    if len(number.lstrip("0")) > digits:
        raise WordedError("id-digit-too-many", id=shown)
    return Reference(f"{month}.{int(number):0{digits}}", _version(shown, version))


def _old(archive: str, number: str, version: str | None) -> Reference:
    known = _archive(archive)
    shown = f"{known or archive[:40]}/{number[:12]}"
    if known is None:
        near = get_close_matches(archive.lower(), _BY_TYPING.values(), n=1)
        raise WordedError("id-archive-near" if near else "id-archive-unknown", archive=archive[:40], near="".join(near))
    if len(number) != 7:
        raise WordedError("id-old-digits", id=shown, digits=str(len(number)))
    month = number[:4]
    _check_month(shown, month)
    if "0703" < month < "9107":
        raise WordedError("id-old-span", id=shown)
    if number.endswith("000"):
        raise WordedError("id-old-zero", id=shown)
    return Reference(f"{known}/{number}", _version(shown, version))


def _archive(typed: str) -> str | None:
    return _BY_TYPING.get(typed.lower().replace("-", ""))


def _check_month(shown: str, month: str) -> None:
    if not 1 <= int(month[2:]) <= 12:
        raise WordedError("id-month", id=shown, month=month[2:])


def _version(shown: str, version: str | None) -> int | None:
    if version is None:
        return None
    if len(version) > 4 or not int(version):
        raise WordedError("id-version", id=shown, version=version[:12])
    return int(version)


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
