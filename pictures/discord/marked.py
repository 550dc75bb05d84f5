"""Discord's markdown and components as HTML for a browser. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from markupsafe import Markup, escape

from tests.doubles.discord.markdown import Node, read

Component = Mapping[str, Any]

_TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strike": "s",
    "code": "code",
    "subtext": "small",
    "bullets": "ul",
    "item": "li",
    "pre": "pre",
}
_SIGILS: Final = {"user": "@", "role": "@", "channel": "#", "everyone": "@", "command": "/", "custom-emoji": ":"}
_STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
_LINK: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a client knows beyond a message."""

    now: datetime
    locale: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)
    """Of channels, roles and people, by their ids."""


def text(content: str, context: Context) -> Markup:
    """A text display, or the content of a message of the older kind."""
    return _nodes(read(content), context)


def components(shown: Iterable[Component], context: Context) -> Markup:
    """What a message is made of."""
    return Markup("").join(_KINDS[one["type"]](one, context) for one in shown)


def _nodes(nodes: Iterable[Node], context: Context) -> Markup:
    return Markup("").join(_node(node, context) for node in nodes)


def _node(node: Node, context: Context) -> Markup:
    inner = escape(node.text) + _nodes(node.children, context)
    if tag := _TAGS.get(node.kind):
        return _element(tag, inner)
    match node.kind:
        case "heading":
            return _element(f"h{node.value}", inner)
        case "numbers":
            return Markup('<ol start="{}">{}</ol>').format(node.value, inner)
        case "quote":
            return Markup('<div class="quote"><i></i><blockquote>{}</blockquote></div>').format(inner)
        case "link":
            return Markup('<a href="{}">{}</a>').format(node.value, inner)
        case "spoiler":
            return Markup('<span class="spoiler">{}</span>').format(inner)
        case "emoji":
            return Markup('<span class="emoji">{}</span>').format(inner)
        case "timestamp":
            return Markup('<span class="time">{}</span>').format(_time(node.value, context))
        case "text" | "break":
            return inner
        case _:
            name = context.names.get(node.value, node.value)
            return Markup('<span class="mention">{}{}</span>').format(_SIGILS[node.kind], name)


def _element(tag: str, inner: Markup) -> Markup:
    return Markup(f"<{tag}>{{}}</{tag}>").format(inner)


def _time(value: str, context: Context) -> str:
    """A timestamp in the reader's language; here the reader lives in UTC."""
    seconds, _, form = value.partition(":")
    at, locale = datetime.fromtimestamp(int(seconds), UTC), context.locale.replace("-", "_")
    match form:
        case "R":
            return format_timedelta(at - context.now, add_direction=True, locale=locale)
        case "t" | "T":
            return format_time(at, "short" if form == "t" else "medium", locale=locale)
        case "d" | "D":
            return format_date(at, "short" if form == "d" else "long", locale=locale)
        case "f":
            return f"{format_date(at, 'long', locale=locale)} {format_time(at, 'short', locale=locale)}"
        case _:
            return format_datetime(at, "full" if form == "F" else "short", locale=locale)


def _text(shown: Component, context: Context) -> Markup:
    return Markup('<div class="text">{}</div>').format(text(shown["content"], context))


def _container(shown: Component, context: Context) -> Markup:
    colour = shown.get("accent_color")
    style = Markup(' style="--bar:#{:06x}"').format(colour) if colour is not None else ""
    return Markup('<section class="container{}"{}>{}</section>').format(
        "" if colour is None else " accent", style, components(shown["components"], context)
    )


def _section(shown: Component, context: Context) -> Markup:
    return Markup('<div class="section"><div>{}</div>{}</div>').format(
        components(shown["components"], context), components([shown["accessory"]], context)
    )


def _separator(shown: Component, _: Context) -> Markup:
    return Markup('<hr class="{}{}">').format(
        "large" if shown.get("spacing") == 2 else "small", "" if shown.get("divider", True) else " unseen"
    )


def _row(shown: Component, context: Context) -> Markup:
    return Markup('<div class="row">{}</div>').format(components(shown["components"], context))


def _button(shown: Component, _: Context) -> Markup:
    style, emoji = shown["style"], (shown.get("emoji") or {}).get("name")
    return Markup('<span class="button {}{}">{}{}{}</span>').format(
        _STYLES[style],
        " disabled" if shown.get("disabled") else "",
        Markup('<span class="emoji">{}</span>').format(emoji) if emoji else "",
        Markup("<span>{}</span>").format(shown["label"]) if shown.get("label") else "",
        _AWAY if style == _LINK else "",
    )


def _select(shown: Component, _: Context) -> Markup:
    chosen = [option["label"] for option in shown.get("options", ()) if option.get("default")]
    words = ", ".join(chosen) or shown.get("placeholder") or "Make a selection"
    return Markup('<span class="select{}"><span>{}</span>{}</span>').format(" chosen" if chosen else "", words, _DOWN)


def _file(shown: Component, _: Context) -> Markup:
    name = shown["file"]["url"].rpartition("/")[2]
    return Markup('<div class="file">{}<a href="#">{}</a></div>').format(_SHEET, name)


_AWAY: Final = Markup(
    '<svg class="away" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" '
    'stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M14 4h6v6M20 4 11 13M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8'
    'a2 2 0 0 1 2-2h4"/></svg>'
)
_SHEET: Final = Markup(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round">'
    '<path d="M6 2h8l5 5v15H6zM14 2v5h5M9 12h7M9 16h7"/></svg>'
)
_DOWN: Final = Markup(
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" '
    'stroke-linejoin="round"><path d="m6 9 6 6 6-6"/></svg>'
)
_KINDS: Final[Mapping[int, Callable[[Component, Context], Markup]]] = {
    1: _row,
    2: _button,
    3: _select,
    9: _section,
    10: _text,
    13: _file,
    14: _separator,
    17: _container,
}


def summary(shown: Sequence[Component], context: Context) -> Markup:
    """How a list of posts shows the beginning of one: its first text, without its blocks."""
    for one in shown:
        if one["type"] == 10:
            return text(one["content"], context)
        if found := summary([*one.get("components", ())], context):
            return found
    return Markup("")
