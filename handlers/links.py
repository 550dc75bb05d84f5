"""The addresses that authors name in an abstract or comment, exactly as they meant them. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.messages import Link

MOST = 5
"""Links of one paper; a survey's comment may list dozens."""

_REPOSITORIES = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "codeberg.org": "Codeberg",
    "huggingface.co": "Hugging Face",
    "zenodo.org": "Zenodo",
}
_HOSTS = "|".join(re.escape(host) for host in _REPOSITORIES)
_ADDRESS = re.compile(
    rf"(?:https?://|(?<![\w.@/-])(?=(?:www\.)?(?:{_HOSTS})/|[\w-]+\.(?:github|gitlab)\.io\b))"
    r"[\w.-]+(?::\d+)?(?:[/?#](?:(?<=-)\n\s*(?=\w)|[\w./?#@!$&'()*+,;=%:~-])*)?",
    re.ASCII | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\{?\\([_%#&$~-])(?:\{\})?\}?")
_TILDE = re.compile(r"\$?\\sim\b\s*\$?|\{?\\textasciitilde\b(?:\{\}|\s)?\}?")
_BREAK = re.compile(r"\{\\(?:allowbreak|linebreak)\}|\\(?:allowbreak|linebreak)\b\s*(?:\{\})?")


def named(*texts: str | None) -> tuple[Link, ...]:
    """The addresses in these texts (TeX as arXiv stores it), each once, labelled by where they lead."""
    found: dict[str, Link] = {}
    for text in texts:
        for match in _ADDRESS.finditer(_plain(text or "")):
            url = _trimmed(re.sub(r"\s", "", match[0]))  # where a line ends after a hyphen, the address goes on
            url = url if "://" in url else f"https://{url}"
            if label := _label(url):
                found.setdefault(_key(url), Link(label, url))
    return tuple(found.values())[:MOST]


def _plain(tex: str) -> str:
    """Take away the TeX that stands inside of addresses, and nothing else: typography would corrupt them."""
    return _BREAK.sub("", _TILDE.sub("~", _ESCAPED.sub(r"\1", tex)))


def _trimmed(address: str) -> str:
    """Take off the end of the sentence: full stops, commas, and brackets that were opened before the address."""
    while address:
        last = address[-1]
        if last in ".,;:!?'*$" or (last == ")" and address.count(")") > address.count("(")):
            address = address[:-1]
        else:
            break
    return address


def _label(url: str) -> str | None:
    """Where an address leads: the repository's name, or the host. None for what is no way out of arXiv."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if "." not in host.strip(".") or host == "arxiv.org" or host.endswith(".arxiv.org"):
        return None
    return _REPOSITORIES.get(host, host)


def _key(url: str) -> str:
    """What two spellings of the same address share."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/").removesuffix(".git").lower()
