"""The summary without a model: the abstract's own sentences, sorted under what they say."""
from __future__ import annotations

from dataclasses import dataclass

from bot.summarize import cues
from bot.summarize.roles import roles
from bot.summarize.sentences import split


@dataclass(frozen=True, slots=True)
class Extract:
    """Five fields of the abstract's own sentences; all but ``tldr`` may be empty."""

    tldr: str
    motivation: str = ""
    method: str = ""
    result: str = ""
    conclusion: str = ""


_SECTION = {"background": "motivation", "objective": "motivation", "method": "method", "result": "result"}


def extract(title: str, abstract: str) -> Extract:
    """The summary of a paper."""
    sentences = split(abstract[:10_000])
    if not sentences:
        return Extract(tldr=title)
    found = [cues.found(sentence) for sentence in sentences]
    best = max(range(len(sentences)), key=lambda i: ("we_propose" in found[i], "this_work" in found[i], "we_make" in found[i], "we_show" in found[i], -i))
    fields: dict[str, list[str]] = {"motivation": [], "method": [], "result": [], "conclusion": []}
    for i, (sentence, role) in enumerate(zip(sentences, roles(sentences), strict=True)):
        if role in _SECTION and i != best:
            fields[_SECTION[role]].append(sentence)
    return Extract(tldr=sentences[best], **{name: " ".join(lines[:2]) for name, lines in fields.items()})
