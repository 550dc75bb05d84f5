"""What buttons must keep to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.doubles.telegram.errors import Refusal, bad

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
STYLES = {"danger", "success", "primary"}
BUTTONS = 100
PER_ROW = 8
COPY_TEXT = 256


def check(markup: dict[str, Any], *, chat_type: str) -> list[str]:
    """Raises ``Refusal`` where the server refuses; returns what it takes and shows badly."""
    if "inline_keyboard" not in markup:
        return (
            []
            if markup.keys() & {"keyboard", "remove_keyboard", "force_reply"}
            else ["a reply markup of no known kind"]
        )
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    for button in buttons:
        _check_button(button, chat_type)
    if len(buttons) > BUTTONS or any(len(row) > PER_ROW for row in rows):
        raise bad("reply markup is too long")
    found = ["an empty row of buttons" for row in rows if not row]
    found += [f"button style {button['style']}" for button in buttons if button.get("style", "danger") not in STYLES]
    return found


def _check_button(button: dict[str, Any], chat_type: str) -> None:
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    actions = [action for action in ACTIONS if action in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    action, value = actions[0], button[actions[0]]
    refusal = _refusal(action, value, text, chat_type)
    if refusal is not None:
        raise refusal


def _refusal(action: str, value: Any, text: str, chat_type: str) -> Refusal | None:
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= 64:
        return bad("BUTTON_DATA_INVALID")
    if action == "url" and not _address(str(value)):
        return bad(f"inline keyboard button URL '{value}' is invalid: Unsupported URL protocol")
    if action == "copy_text" and not 1 <= len(value.get("text", "")) <= COPY_TEXT:
        return bad("BUTTON_COPY_TEXT_INVALID")
    if action.startswith("switch_inline_query") and chat_type == "channel":
        return bad("BUTTON_TYPE_INVALID")
    if action == "web_app" and chat_type != "private":
        return bad("BUTTON_TYPE_INVALID")
    return None


def _address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "tg" or (parts.scheme in {"http", "https"} and "." in (parts.hostname or ""))
