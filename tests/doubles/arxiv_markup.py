"""arXiv's markup as arXiv writes it: feeds, listing pages and query answers, made with plain string templates.

Written apart from the parsers on purpose: a mistake about the format would have to be made twice to go unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape
from urllib.parse import quote_plus

from bot.clock import NEW_YORK
from bot.papers import Announced, Kind, Paper

PER_PAGE = 2000
"""arXiv's own page size, which is also its limit of items in a feed."""

_RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>{title}</title>
    <link>{url}</link>
    <description>{description}</description>
    <atom:link href="{url}" rel="self" type="application/rss+xml"/>
    <docs>http://www.rssboard.org/rss-specification</docs>
    <language>en-us</language>
    <lastBuildDate>{built}</lastBuildDate>
    <managingEditor>rss-help@arxiv.org</managingEditor>
    <pubDate>{published}</pubDate>
{rest}  </channel>
</rss>
"""
_SKIP_DAYS = """    <skipDays>
      <day>Sunday</day>
      <day>Saturday</day>
    </skipDays>
"""
_ITEM = """    <item>
      <title>{title}</title>
      <link>https://arxiv.org/abs/{id}</link>
      <description>arXiv:{id}v{version} Announce Type: {kind} 
Abstract: {abstract}</description>
      <guid isPermaLink="false">oai:arXiv.org:{id}v{version}</guid>
{categories}      <pubDate>{published}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:rights>{licence}</dc:rights>
{extra}      <dc:creator>{creator}</dc:creator>
    </item>
"""  # noqa: W291 -- arXiv does put a space before that line break


def _midnight(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), NEW_YORK))


def feed(category: str, entries: Iterable[Announced], *, day: date, built: date | None = None) -> str:
    """RSS 2.0 of one category, dated ``day``; ``built`` is later when an old feed was built anew."""
    items = "".join(_item(entry, _midnight(day)) for entry in list(entries)[:PER_PAGE])
    return _RSS.format(
        title=f"{category} updates on arXiv.org",
        url=f"https://rss.arxiv.org/rss/{category}",
        description=f"{category} updates on the arXiv.org e-print archive.",
        built=format_datetime(datetime.combine(built or day, time(), NEW_YORK).astimezone(UTC)),
        published=_midnight(day),
        rest=_SKIP_DAYS + items,
    )


def _item(entry: Announced, published: str) -> str:
    paper = entry.paper
    extra = f"      <arxiv:DOI>{escape(paper.doi)}</arxiv:DOI>\n" if paper.doi else ""
    if paper.journal_ref:
        extra += f"      <arxiv:journal_reference>{escape(paper.journal_ref)}</arxiv:journal_reference>\n"
    return _ITEM.format(
        title=escape(paper.title, quote=False),
        id=paper.id,
        version=paper.version,
        kind=entry.kind.value,
        abstract=escape(paper.abstract, quote=False),
        categories="".join(f"      <category>{code}</category>\n" for code in paper.categories),
        published=published,
        licence=paper.licence or LICENCE,
        extra=extra,
        creator=escape(", ".join(paper.authors), quote=False),
    )


LICENCE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"


def feed_error(url: str, reason: str, *, day: date) -> str:
    """What the feed server says with status 400."""
    return _RSS.format(
        title=f"Feed error for query: {url}",
        url=url,
        description=escape(reason, quote=False),
        built=format_datetime(datetime.combine(day, time(12), UTC)),
        published=_midnight(day),
        rest="",
    )


def page(title: str, content: str) -> str:
    """arXiv's page around anything: head, header, content, footer."""
    return f"""<!DOCTYPE html>
<html lang="en">

<head><script>document.documentElement.classList.add('js');</script>  <title>{escape(title)}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
</head>

<body ><div class="flex-wrap-footer">
    <a href="#content" class="ds-skip-link">Skip to main content</a>
    <main>
      <div id="content">
{content}
      </div>
    </main>
<footer class="ds-site-footer"><a href="https://info.arxiv.org/about">About</a></footer>  </div>
</body>

</html>"""


def refusal(reason: str) -> str:
    """The page that comes with status 400."""
    return page(
        "Bad request",
        f"\n<h1>{escape(reason)}</h1>\n<p>The server cannot process your request due to syntax errors, missing \n"
        "  required data or invalid content-type. Please check your URL and try again.</p>\n",
    )


_SECTIONS = (
    ("New", {Kind.NEW}),
    ("Cross", {Kind.CROSS}),
    ("Replacement", {Kind.REPLACE, Kind.REPLACE_CROSS}),
)


def _sections(entries: Sequence[Announced], skip: int, show: int, extra: int) -> str:
    """The sections that a page of ``show`` entries after ``skip`` holds; ``extra`` is added to the last count."""
    out, start = [], 0
    groups = [(name, [entry for entry in entries if entry.kind in kinds]) for name, kinds in _SECTIONS]
    groups = [(name, group) for name, group in groups if group]
    for place, (name, group) in enumerate(groups):
        end = start + len(group)
        here = group[max(0, skip - start) : max(0, skip + show - start)]
        stated = len(group) + (extra if place == len(groups) - 1 else 0)
        if here:
            continued, last = skip > start, end <= skip + show
            showing = ("continued, " if continued else "") + "showing "
            showing += "last " if continued and last else "" if last or continued else "first "
            first = max(skip, start) + 1
            items = "".join(_listed(entry, first + n) for n, entry in enumerate(here))
            out.append(
                f"\n      <dl id='articles'>\n"
                f"    <h3>{name} submissions ({showing}{len(here)} of {stated} entries)</h3>\n\n{items}</dl>\n"
            )
        start = end
    return "".join(out)


def _listed(entry: Announced, index: int) -> str:
    paper = entry.paper
    about = {Kind.NEW: "", Kind.CROSS: f"    (cross-list from {paper.primary})\n"}.get(entry.kind, "    (replaced)\n")
    archive = paper.primary.partition(".")[0]
    authors = ", ".join(
        f'<a href="https://arxiv.org/search/{archive}?searchtype=author&amp;query={quote_plus(name)}">'
        f"{escape(name, quote=False)}</a>"
        for name in paper.authors[:100]  # the listing shows no more than a hundred, and does not say so
    )
    comment = (
        f"""
        <div class='list-comments mathjax'><span class='descriptor'>Comments:</span>
          {_linked(paper.comment)}
        </div>
"""
        if paper.comment
        else ""
    )
    journal = (
        f"""
        <div class='list-journal-ref'><span class='descriptor'>Journal-ref:</span>
          {escape(paper.journal_ref)}
        </div>
"""
        if paper.journal_ref
        else ""
    )
    primary, *others = (f"Some Subject ({code})" for code in paper.categories)
    # Only papers with an HTML version have a link that names the version.
    html = (
        f', <a href="https://arxiv.org/html/{paper.id}v{paper.version}" title="View HTML" id="html-{paper.id}" '
        f'aria-labelledby="html-{paper.id}" rel="noopener noreferrer" target="_blank">html</a>'
        if not paper.id.endswith("3")
        else ""
    )
    return f"""<dt>
      <a name='item{index}'>[{index}]</a>
      <a href ="/abs/{paper.id}" title="Abstract" id="{paper.id}">
        arXiv:{paper.id}
      </a>
      {about}
        [<a href="/pdf/{paper.id}" title="Download PDF" id="pdf-{paper.id}" \
aria-labelledby="pdf-{paper.id}">pdf</a>{html}, \
<a href="/format/{paper.id}" title="Other formats" id="oth-{paper.id}" aria-labelledby="oth-{paper.id}">other</a>]
    </dt>
    <dd>
      <div class='meta'>
        <div class='list-title mathjax'><span class='descriptor'>Title:</span>
          {escape(paper.title)}
        </div>
        <div class='list-authors'>{authors}</div>
{comment}{journal}
        <div class='list-subjects'><span class='descriptor'>Subjects:</span>
          <span class="primary-subject">{primary}</span>{"".join(f"; {other}" for other in others)}
        </div>

        <p class='mathjax'>
          {_linked(paper.abstract)}
        </p>
      </div>
    </dd>
"""


def _linked(text: str) -> str:
    """Text with its web addresses hidden behind "this https URL", as arXiv's pages show them."""
    words = []
    for word in text.split(" "):
        address = word.rstrip(".")
        if address.startswith("https://"):
            link = f'<a href="{escape(address)}" rel="external noopener nofollow" class="link-external link-https">'
            words.append(f"{link}this https URL</a>{word[len(address) :]}")
        else:
            words.append(escape(word))
    return " ".join(words)


def listing(
    category: str, entries: Sequence[Announced], *, day: date, skip: int = 0, show: int = PER_PAGE, extra: int = 0
) -> str:
    """``/list/{category}/new``; ``extra`` makes the stated counts larger than the truth."""
    total = f"      <div class='paging'>Total of {len(entries) + extra} entries \n    </div>\n" if entries else ""
    sections = _sections(entries, skip, show, extra) or "    <p>No updates today.</p>\n"
    return page(
        category,
        f"<div id='content-inner'>\n<div id='dlpage'>\n  <h1>{category}</h1>\n"
        f'<p>See <a id="recent-{category}" href="/list/{category}/recent">recent</a> articles</p>\n'
        f"<h3>Showing new listings for {day:%A}, {day.day} {day:%B} {day.year}</h3>\n"
        f"{total}{sections}{total}</div>\n</div>",
    )


def catchup(
    category: str, entries: Sequence[Announced], *, day: date, number: int = 1, abstracts: bool = True, extra: int = 0
) -> str:
    """``/catchup/{category}/{day}``, page ``number``."""
    heading = f"{day:%a, %d %b %Y}"
    total = f"\n    <div>\n      Total of {len(entries) + extra} entries for {heading}\n    </div>\n"
    sections = _sections(entries, (number - 1) * PER_PAGE, PER_PAGE, extra)
    if not abstracts:
        sections = sections.replace("<p class='mathjax'>", "<p class='hidden'>")
    nothing = (
        f"<p>No further updates for {heading}</p>"
        if number > 1
        else f"<p>No updates for {heading}. There was either no announcement for this day, or no updates within the "
        "requested subject.</p>"
    )
    return page(
        "",
        f"<div id='content-inner'>\n<div id='dlpage'>\n  <h1>Catchup results for Some Subject on {heading}</h1>\n"
        f"{total}{sections or nothing}{total}</div>\n</div>",
    )


_ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/invented</id>
  <title>{title}</title>
  <updated>{now:%Y-%m-%dT%H:%M:%SZ}</updated>
  <opensearch:itemsPerPage>{limit}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""


def answer(query: str, papers: Sequence[Paper], *, limit: int, total: int, now: datetime) -> str:
    """What the query API says to a good question."""
    entries = "".join(_entry(paper) for paper in papers)
    return _ATOM.format(title=f"arXiv Query: {escape(query)}", now=now, limit=limit, total=total, entries=entries)


def _entry(paper: Paper) -> str:
    submitted = paper.submitted or datetime(2026, 11, 1, tzinfo=UTC)
    optional = {"comment": paper.comment, "journal_ref": paper.journal_ref, "doi": paper.doi}
    return (
        f"  <entry>\n    <id>http://arxiv.org/abs/{paper.id}v{paper.version}</id>\n"
        f"    <title>{escape(paper.title)}</title>\n"
        f"    <updated>{paper.updated or submitted:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'    <link href="https://arxiv.org/abs/{paper.id}v{paper.version}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(paper.abstract)}</summary>\n"
        + "".join(f'    <category term="{c}" scheme="http://arxiv.org/schemas/atom"/>\n' for c in paper.categories)
        + '    <category term="68T45 (Primary), 68T07" scheme="http://arxiv.org/schemas/atom"/>\n'
        + f"    <published>{submitted:%Y-%m-%dT%H:%M:%SZ}</published>\n"
        + "".join(f"    <arxiv:{tag}>{escape(text)}</arxiv:{tag}>\n" for tag, text in optional.items() if text)
        + f'    <arxiv:primary_category term="{paper.primary}"/>\n'
        + "".join(f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in paper.authors)
        + "  </entry>\n"
    )


def answer_error(reason: str, *, now: datetime) -> str:
    """What the query API says with status 400."""
    link = f"https://arxiv.org/api/errors#{quote_plus(reason)}"
    entry = (
        f"  <entry>\n    <id>{link}</id>\n    <title>Error</title>\n    <updated>{now:%Y-%m-%dT%H:%M:%SZ}</updated>\n"
        f'    <link href="{link}" rel="alternate" type="text/html"/>\n    <summary>{escape(reason)}</summary>\n'
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n"
    )
    return _ATOM.format(title="arXiv Search Results", now=now, limit=1, total=1, entries=entry)
