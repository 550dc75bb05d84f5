"""Rich messages: the published grammar of their HTML, kept strictly.

The real server parses this HTML itself and publishes no parser, so this follows the documentation, and where that is
silent takes the narrower reading: what passes here should pass there.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram.errors import Refusal, bad

TEXT = 32_768
BLOCKS = 500
DEPTH = 16
COLUMNS = 20
MEDIA = 50
CODES = frozenset({"pre", "code", "tg-math", "tg-math-block"})
VOID = frozenset({"br", "hr", "img", "input", "tg-map"})

INLINE = {
    **dict.fromkeys(
        ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "mark", "sub", "sup", "tg-spoiler", "br", "cite",
         "tg-math"),
        frozenset[str](),
    ),
    "code": frozenset({"class"}),
    "a": frozenset({"href", "name"}),
    "tg-reference": frozenset({"name"}),
    "tg-emoji": frozenset({"emoji-id"}),
    "tg-time": frozenset({"unix", "format"}),
}  # fmt: skip
MEDIA_TAGS = {
    "img": frozenset({"src", "alt"}),
    "video": frozenset({"src"}),
    "audio": frozenset({"src"}),
    "tg-map": frozenset({"lat", "long", "zoom"}),
}
PARTS = {
    "li": frozenset({"value", "type"}),
    "input": frozenset({"type", "checked"}),
    "summary": frozenset[str](),
    "caption": frozenset[str](),
    "tr": frozenset[str](),
    "td": frozenset({"colspan", "rowspan", "align", "valign"}),
    "th": frozenset({"colspan", "rowspan", "align", "valign"}),
    "figcaption": frozenset[str](),
}
BLOCK = {
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "aside", "tg-math-block", "figure",
         "tg-collage", "tg-slideshow"),
        frozenset[str](),
    ),
    "ul": frozenset[str](),
    "ol": frozenset({"start", "type", "reversed"}),
    "blockquote": frozenset({"expandable"}),
    "details": frozenset({"open"}),
    "table": frozenset({"bordered", "striped"}),
    **MEDIA_TAGS,
}  # fmt: skip
ATTRIBUTES = INLINE | PARTS | BLOCK
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PHRASES = HEADINGS | {"p", "pre", "footer", "aside", "summary", "caption", "td", "th", "figcaption"}
"""Elements that hold words and inline tags, and no blocks."""
FLOW = frozenset({"", "blockquote", "details", "li"})
"""Elements that hold blocks, or words that then are a paragraph of their own."""
ONLY = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"caption", "tr"}),
    "tr": frozenset({"td", "th"}),
    "figure": frozenset({*MEDIA_TAGS, "figcaption", "blockquote", "table"}),
    "tg-collage": frozenset({"img", "video", "figcaption"}),
    "tg-slideshow": frozenset({"img", "video", "figcaption"}),
}
HOMES = {
    "li": {"ul", "ol"},
    "input": {"li"},
    "summary": {"details"},
    "caption": {"table"},
    "tr": {"table"},
    "td": {"tr"},
    "th": {"tr"},
    "figcaption": {"figure", "tg-collage", "tg-slideshow"},
    "cite": {"blockquote", "aside", "figcaption"},
}
NAMED = frozenset(
    ["lt", "gt", "amp", "quot", "apos", "nbsp", "hellip", "mdash", "ndash", "lsquo", "rsquo", "ldquo", "rdquo"]
)
TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?)*)"
    r"\s*(?P<void>/?)>"
    r"|&(?P<entity>#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+);|(?P<text>[^<&]+)|(?P<stray>[<&])"
)
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")
SCHEMES = ("http://", "https://", "mailto:", "tel:", "tg://user?id=", "#")


@dataclass(slots=True)
class Element:
    """One element of the tree; ``tag`` is "" for the document itself."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """The words as a reader sees them: outside of code, runs of blanks are one blank."""
        return "".join(_visible(self, in_code=False))

    def find(self, *tags: str) -> list[Element]:
        """All elements of these tags below this one, in order."""
        found = []
        for child in self.elements:
            if child.tag in tags:
                found.append(child)
            found += child.find(*tags)
        return found


@dataclass(frozen=True, slots=True)
class Rich:
    """A rich message that was taken."""

    source: str
    root: Element
    text: str
    blocks: int

    def api(self) -> dict[str, Any]:
        """The top-level blocks, as far as readers of the answer look at them."""
        return {
            "blocks": [_block(child) for child in self.root.children if not isinstance(child, str) or child.strip()]
        }


def parse(source: str) -> Rich:
    """Read and check. Raises ``Refusal``; its ``__cause__`` says what is wrong in words."""
    root = _tree(source)
    _check(root, 0)
    text = root.text.strip()
    blocks = _count(root)
    if not text and not root.find(*MEDIA_TAGS):
        raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", "nothing in it")
    if len(text) > TEXT:
        raise _wrong("RICH_MESSAGE_TEXT_TOO_LONG", f"{len(text)} characters")
    if blocks > BLOCKS:
        raise _wrong("RICH_MESSAGE_BLOCKS_TOO_MANY", f"{blocks} blocks")
    if len(root.find(*MEDIA_TAGS)) > MEDIA:
        raise _wrong("RICH_MESSAGE_MEDIA_TOO_MANY", "too much media")
    _check_links(root)
    return Rich(source, root, text, blocks)


def _wrong(code: str, reason: str) -> Refusal:
    refusal = bad(code)
    refusal.__cause__ = ValueError(reason)
    return refusal


def _tree(source: str) -> Element:
    open_elements = [Element("")]
    for token in TOKEN.finditer(source):
        here = open_elements[-1]
        if token["stray"]:
            raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"a bare {token['stray']} at {token.start()}")
        if token["text"]:
            here.children.append(token["text"])
        elif token["entity"]:
            if not token["entity"].startswith("#") and token["entity"] not in NAMED:
                raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"unknown entity &{token['entity']};")
            here.children.append(html.unescape(token[0]))
        elif token["close"]:
            if here.tag != token["tag"].lower():
                raise _wrong(
                    "RICH_MESSAGE_ENTITIES_INVALID", f"</{token['tag']}> closes <{here.tag}> at {token.start()}"
                )
            open_elements.pop()
        else:
            element = _element(token["tag"].lower(), token["attributes"])
            here.children.append(element)
            if element.tag not in VOID:
                open_elements.append(element)
    if len(open_elements) > 1:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"<{open_elements[-1].tag}> is never closed")
    return open_elements[0]


def _element(tag: str, attributes: str) -> Element:
    if tag not in ATTRIBUTES:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"unknown tag <{tag}>")
    named = {key.lower(): html.unescape(one or other or "") for key, one, other in ATTRIBUTE.findall(attributes)}
    if unknown := named.keys() - ATTRIBUTES[tag]:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"<{tag}> knows no {', '.join(sorted(unknown))}")
    return Element(tag, named)


def _check(element: Element, depth: int) -> None:
    if depth > DEPTH:
        raise _wrong("RICH_MESSAGE_DEPTH_INVALID", f"{depth} levels")
    for child in element.children:
        if isinstance(child, str):
            if child.strip() and element.tag in ONLY:
                raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", f"words directly in <{element.tag}>")
            continue
        _check_place(element, child)
        _check(child, depth + 1)
    _check_content(element)


def _check_place(parent: Element, child: Element) -> None:
    where = f"<{child.tag}> in <{parent.tag or 'the document'}>"
    if child.tag in HOMES and parent.tag not in HOMES[child.tag]:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", where)
    if parent.tag in ONLY and child.tag not in ONLY[parent.tag]:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", where)
    holds_words_only = parent.tag in PHRASES or parent.tag in INLINE
    if child.tag in BLOCK and holds_words_only and not (child.tag == "img" and _emoji(child)):
        raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", where)
    if parent.tag in CODES and not (parent.tag == "pre" and child.tag == "code"):
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", where)


def _check_content(element: Element) -> None:
    filled = HEADINGS | {
        "pre",
        "summary",
        "details",
        "blockquote",
        "aside",
        "tg-math",
        "tg-math-block",
        "footer",
        "li",
        "p",
    }
    if element.tag in filled and not element.text.strip() and not element.find(*MEDIA_TAGS):
        raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", f"empty <{element.tag}>")
    if element.tag in ONLY and not element.elements:
        raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", f"empty <{element.tag}>")
    if element.tag == "details":
        solid = [child for child in element.children if not isinstance(child, str) or child.strip()]
        summaries = [child for child in element.elements if child.tag == "summary"]
        if len(summaries) != 1 or solid[0] is not summaries[0]:
            raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", "<details> must begin with its one <summary>")
        if len(solid) == 1:
            raise _wrong("RICH_MESSAGE_CONTENT_REQUIRED", "<details> with nothing to unfold")
    if element.tag == "tr":
        columns = sum(int(cell.attributes.get("colspan", "1")) for cell in element.elements)
        if columns > COLUMNS:
            raise _wrong("RICH_MESSAGE_TABLE_INVALID", f"{columns} columns")
    if element.tag == "a" and len(element.attributes) != 1:
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", "<a> needs either href or name")
    if element.tag == "a" and element.find("a"):
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", "a link inside a link")


def _check_links(root: Element) -> None:
    links = root.find("a")
    names = [link.attributes["name"] for link in links if "name" in link.attributes]
    if len(names) != len(set(names)):
        raise _wrong("RICH_MESSAGE_ENTITIES_INVALID", "two anchors of one name")
    for href in (link.attributes["href"] for link in links if "href" in link.attributes):
        if not href.startswith(SCHEMES) or any(character.isspace() for character in href):
            raise _wrong("RICH_MESSAGE_URL_INVALID", f"link to {href!r}")
        if href.startswith("#") and href[1:] not in names:
            raise _wrong("RICH_MESSAGE_URL_INVALID", f"no anchor of the name {href[1:]!r}")
    for medium in root.find(*MEDIA_TAGS):
        if medium.tag != "tg-map" and not medium.attributes.get("src", "").startswith(("https://", "http://", "tg://")):
            raise _wrong("RICH_MESSAGE_PHOTO_INVALID", "media without an address")


def _count(element: Element) -> int:
    """Blocks, nested ones, list items and table rows included; words outside of any block are a paragraph."""
    counted = BLOCK.keys() | {"li", "tr"}
    total = 0
    in_words = False
    for child in element.children:
        inline = isinstance(child, str) or child.tag not in counted
        if element.tag in FLOW and inline and not in_words:
            words = child.strip() if isinstance(child, str) else child.tag not in PARTS and child.text.strip()
            if words:
                total += 1
                in_words = True
            elif isinstance(child, Element) and "name" in child.attributes:
                total += 1  # an anchor between blocks is a block itself
        elif not inline:
            in_words = False
        if isinstance(child, Element):
            total += (child.tag in counted) + _count(child)
    return total


def _emoji(image: Element) -> bool:
    return image.attributes.get("src", "").startswith("tg://emoji?id=")


def _visible(element: Element, *, in_code: bool) -> list[str]:
    found = []
    for child in element.children:
        if isinstance(child, str):
            found.append(child if in_code or child == "\u00a0" else re.sub(r"[ \t\r\n]+", " ", child))
        elif child.tag == "br":
            found.append("\n")
        else:
            found += _visible(child, in_code=in_code or child.tag == "pre")
            if child.tag in BLOCK or child.tag in PARTS:
                found.append("\n")
    return found


def _block(child: Element | str) -> dict[str, Any]:
    if isinstance(child, str):
        return {"type": "paragraph", "text": child.strip()}
    if child.tag in HEADINGS:
        return {"type": "heading", "text": child.text.strip(), "size": int(child.tag[1])}
    if child.tag == "details":
        summary, *rest = [each for each in child.children if not isinstance(each, str) or each.strip()]
        return {
            "type": "details",
            "summary": summary.text.strip() if isinstance(summary, Element) else "",
            "blocks": [_block(each) for each in rest],
        }
    if child.tag == "hr":
        return {"type": "divider"}
    if child.tag == "footer":
        return {"type": "footer", "text": child.text.strip()}
    return {"type": "paragraph", "text": child.text.strip()}
