"""Where secrets come from besides the settings file: a variable, a file that a variable names, a file of systemd's.

For ``PAPERBOY_TELEGRAM_TOKEN`` these are the variable itself, the file that ``PAPERBOY_TELEGRAM_TOKEN_FILE`` names (as
containers mount secrets), and the credential ``telegram_token`` (``LoadCredential=`` of a systemd unit, which puts it
into the folder ``$CREDENTIALS_DIRECTORY``). What stands in the settings file itself comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bot.errors import SettingsError

SECRETS: Final = {
    "OPENAI_API_KEY": ("summarizer", "api_key"),
    "PAPERBOY_TELEGRAM_TOKEN": ("telegram", "token"),
    "PAPERBOY_DISCORD_TOKEN": ("discord", "token"),
}
"""Environment variable -> block and key."""
_LONGEST: Final = 10_000
"""Characters of a file that may hold a secret; one that is longer was named by mistake."""


def fill(values: dict[str, Any], environment: Mapping[str, str]) -> list[str]:
    """Put secrets where the settings file has none; returns a sentence for each that cannot be had."""
    mistakes = []
    for variable, (name, key) in SECRETS.items():
        block = values.get(name, {})
        if not isinstance(block, dict) or block.get(key):
            continue
        try:
            if secret := _secret(variable, environment):
                values[name] = {**block, key: secret}
        except SettingsError as error:
            mistakes.append(str(error))
    return mistakes


def _secret(variable: str, environment: Mapping[str, str]) -> str:
    given, named = environment.get(variable, ""), environment.get(f"{variable}_FILE", "")
    if given and named:
        raise SettingsError(f"{variable} and {variable}_FILE are both set; leave one of them out.")
    if given:
        return given
    if named:
        return _content(Path(named), f"{variable}_FILE = {named!r}")
    if folder := environment.get("CREDENTIALS_DIRECTORY", ""):
        credential = Path(folder, variable.removeprefix("PAPERBOY_").lower())
        return _content(credential, f"the credential {credential}", optional=True)
    return ""


def _content(path: Path, origin: str, *, optional: bool = False) -> str:
    """The secret in a file; empty where an ``optional`` one is not there."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST + 1).strip()
    except (OSError, ValueError) as error:
        if optional and isinstance(error, FileNotFoundError | NotADirectoryError):
            return ""
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"{origin} cannot be read ({why}); a file with the secret alone is expected.") from None
    if not text or len(text) > _LONGEST or len(text.split()) > 1:
        raise SettingsError(f"{origin} holds no secret; a file with the secret alone is expected.")
    return text
