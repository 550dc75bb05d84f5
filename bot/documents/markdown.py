r"""An edition in Markdown, for GitHub and other readers of CommonMark.

The bare document keeps a fixed shape, byte for byte, that programs and archives rely on; ``receipt=True`` adds what
that shape has no place for. Texts stand as the source wrote them, formulas and all. Only what would change the page
around them is escaped: a text cannot open a tag, a link, an image, a code span or a block.

A block that begins with ``<details>`` is HTML up to its first blank line (CommonMark 4.6), and so is the detail that
follows on it directly: there a backslash means nothing and entities do the escaping.
"""

from __future__ import annotations

import html
import re

from bot.digest import Digest, Entry, Group
from bot.papers import FIELDS

THANKS = "Thank you to arXiv for use of its open access interoperability."
"""The acknowledgement that arXiv asks for in the terms of use of its interfaces."""

_DETAILS = FIELDS[1:]
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Never part of a text. An escape sequence would reach the terminal of whoever prints the document, and a change of
direction (Unicode's embeddings, overrides and isolates) everything after it on the line: a link reads as another one.
The marks U+200E, U+200F and U+061C stay, which Hebrew, Arabic and Persian are written with."""
_BREAK = re.compile(r"[ \t]*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029][ \t]*")
_PARAGRAPHS = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*(?:[\r\n][ \t]*)+")

_INLINE = r"<(?=[A-Za-z/!?])|&(?=[#A-Za-z])|`|(?<=\])[(\[]|!(?=\[)"
_BODY = re.compile(rf"(\\*)({_INLINE})")
_SPAN = re.compile(rf"(\\*)({_INLINE}|[*\[\]~]|(?<![^\W_])_|_(?![^\W_])|$)")


def render(digest: Digest, *, receipt: bool = False) -> str:
    """The edition as Markdown: contents, then each category's papers with folded details.

    ``receipt`` adds the day, the account, whose words the summaries are, how each paper was announced and which
    numbers its summary cannot support.
    """
    groups = [group for group in digest.groups if group.entries]
    contents = [f"- [{group.category}](#{group.category}) [Total: {len(group.entries)}]\n" for group in groups]
    head = _cover(digest) if receipt else ""
    toc = f"<div id=toc></div>\n\n# Table of Contents\n\n{''.join(contents)}"
    return head + toc + "".join(_group(group, receipt=receipt) for group in groups)


def _cover(digest: Digest) -> str:
    lines = [f"**{digest.date_line}**", f"Receipt: {digest.receipt}"]
    lines += [f"**{_span(warning)}**" for warning in digest.receipt.warnings]
    if digest.credits:
        lines.append(f"Summaries: {_span('; '.join(digest.credits))}")
    return "\n\n".join([*lines, THANKS]) + "\n\n"


def _group(group: Group, *, receipt: bool) -> str:
    papers = "\n\n".join(_entry(entry, receipt=receipt) for entry in group.entries)
    return f"\n\n<div id='{group.category}'></div>\n\n# {group.category} [[Back]](#toc)\n\n{papers}"


def _entry(entry: Entry, *, receipt: bool) -> str:
    paper, summary = entry.announced.paper, entry.summary
    head = f"### [{entry.number}] [{_span(paper.title)}]({paper.url})\n"
    if authors := ",".join(filter(None, map(_span, paper.authors))):
        head += f"*{authors}*\n"
    lines = [head, f"Main category: {_span(paper.primary)}\n"]
    if receipt and entry.badges:
        lines.append(f"Announced as: {_span(', '.join(entry.badges))}\n")
    if summary and summary.tldr:
        lines.append(f"TL;DR: {_body(summary.tldr)}\n")
    if receipt and summary:
        lines.append(f"Summary: {_span(entry.credit)}\n")
        if summary.unsupported:
            lines.append(f"Numbers that the abstract does not contain: {_span(', '.join(summary.unsupported))}\n")
    return "\n".join(lines) + f"\n\n<details>\n  <summary>Details</summary>\n{_details(entry)}\n\n</details>\n"


def _details(entry: Entry) -> str:
    summary = entry.summary
    texts = [(name.capitalize(), getattr(summary, name)) for name in _DETAILS] if summary else []
    texts = [(label, text) for label, text in texts if text]
    parts = [f"{label}: {_body(text)}" for label, text in texts[1:]]
    if texts:
        label, text = texts[0]
        parts.insert(0, f"{label}: {html.escape(_line(text), quote=False)}")
    # Without a detail before it the abstract would be HTML; an empty first part ends that block.
    return "\n\n".join([*(parts or [""]), f"Abstract: {_paragraphs(entry.announced.paper.abstract)}"])


def _line(text: str) -> str:
    return _CONTROLS.sub("", _BREAK.sub(" ", text)).strip()


def _span(text: str) -> str:
    """Text inside a link or emphasis, which it must neither end nor style."""
    return _escaped(_SPAN, _line(text))


def _body(text: str) -> str:
    """Text after a label in a paragraph of its own."""
    return _escaped(_BODY, _line(text))


def _paragraphs(text: str) -> str:
    """Like ``_body``, but blank lines still part paragraphs; none of them may begin a list, a heading or a rule."""
    first, *others = [_body(paragraph) for paragraph in _PARAGRAPHS.split(text.strip())]
    return "\n\n".join([first, *(_harmless(paragraph) for paragraph in others if paragraph)])


def _harmless(paragraph: str) -> str:
    marker = re.match(r"\d{1,9}[.)]|[#>+\-*=|~_\[:]", paragraph)
    if not marker:
        return paragraph
    return f"{marker[0][:-1]}\\{paragraph[marker.end() - 1 :]}"


def _escaped(special: re.Pattern[str], text: str) -> str:
    # Backslashes before a special character would escape the escape, so they are doubled there, and only there.
    return special.sub(lambda found: found[1] * 2 + ("\\" + found[2] if found[2] else ""), text)
