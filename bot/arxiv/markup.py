"""Reading XML and HTML that strangers send: nothing is loaded, expanded or executed, and half a document is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree, html

from bot import identifiers
from bot.arxiv.faults import Damaged
from bot.errors import UsageError
from bot.identifiers import Reference

RSS = {"arxiv": "http://arxiv.org/schemas/atom", "dc": "http://purl.org/dc/elements/1.1/"}
ATOM = {
    "atom": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "search": "http://a9.com/-/spec/opensearch/1.1/",
}

_UNUSUAL = re.compile(r"(?:\A|[:/])(?P<id>\d[\w.]*?\d)(?:v(?P<version>\d+))?\Z", re.ASCII)
"""Something with the looks of an id at the end of a guid, an address or a path."""


def xml(body: bytes) -> etree._Element:
    """Parse an XML document. Raises ``Damaged`` if it is none, is cut short, or brings a document type.

    No feed of arXiv's has a document type, and without one there are no entities to expand.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise Damaged("something that is not whole XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged("XML with a document type, which no feed of arXiv's has")
    return root


def page(body: bytes) -> html.HtmlElement:
    """Parse a web page. Raises ``Damaged`` if it is none or its end is missing."""
    if not re.search(rb"</html>\s*\Z", body[-200:], re.IGNORECASE):
        raise Damaged("half a page or none")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(body, parser=parser)
    except etree.LxmlError:
        raise Damaged("something that is no page") from None


def text(element: etree._Element, path: str, names: dict[str, str]) -> str | None:
    """The text of the first child at ``path`` without the space around it; None if there is no such child or text."""
    found = element.findtext(path, namespaces=names)
    return (found.strip() or None) if found is not None else None


def reference(stated: str) -> Reference:
    """The paper that a guid, address or path names. Raises ``Damaged`` if it names none.

    arXiv is the authority on its ids: one of a form that we would refuse from a person is taken as it stands, so that
    a new form costs no day.
    """
    with suppress(UsageError):
        if found := identifiers.parse(stated):
            return found
    if unusual := _UNUSUAL.search(stated.strip()):
        return Reference(unusual["id"], int(unusual["version"]) if unusual["version"] else None)
    raise Damaged(f"an entry without an arXiv id ({stated!r})")


def shown(element: etree._Element) -> str:
    """The text of a piece of a page, with the line breaks and web addresses that the page hides put back."""
    return "".join(_pieces(element)).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.get("class") != "descriptor":
            inner = "".join(_pieces(child))
            # arXiv shows every address in a comment or abstract as "this https URL".
            yield child.get("href", inner) if re.fullmatch(r"this \w+ URL", inner) else inner
        yield child.tail or ""


def reason(body: bytes) -> str:
    """Why arXiv refused, in its own words: from an error feed, an error entry or a page's heading; "" if silent."""
    try:
        root = xml(body)
    except Damaged:
        try:
            heading = page(body).find(".//h1")
        except Damaged:
            return ""
        return "" if heading is None else " ".join(heading.text_content().split())
    found = text(root, "channel/description", RSS) or text(root, "atom:entry/atom:summary", ATOM)
    return " ".join(found.split()) if found else ""
