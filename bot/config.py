"""The settings: one TOML file, the environment on top of it, and a plain sentence for every mistake.

Any key can also come from the environment: ``PAPERBOY_DATABASE``, ``PAPERBOY_SUMMARIZER__MODEL`` (two underscores go
one level down). The model's key may come from ``OPENAI_API_KEY`` as well.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import categories
from bot.errors import SettingsError, UsageError

FILE_NAME = "paperboy.toml"


def _canonical(codes: tuple[str, ...]) -> tuple[str, ...]:
    try:
        found = [categories.canonical(code) for code in codes]
    except UsageError as error:
        raise ValueError(str(error)) from error
    return tuple(dict.fromkeys(found))


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("an address that begins with https:// or http:// is expected")
    return url.rstrip("/")


Categories = Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_canonical)]
Address = Annotated[str, AfterValidator(_address)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArxivSettings(_Block):
    """Where the papers come from, and how gently it is asked."""

    categories: Categories = ("cs.CV", "cs.AI", "cs.LG")
    rss_url: Address = "https://rss.arxiv.org"
    site_url: Address = "https://arxiv.org"
    api_url: Address = "https://export.arxiv.org/api/query"
    request_interval: Seconds = 3.0
    page_interval: Seconds = 15.0
    contact: str = ""


class SummarizerSettings(_Block):
    """Who writes the summaries."""

    provider: Literal["extract", "openai"] = "extract"
    base_url: Address = "https://api.openai.com/v1"
    api_key: SecretStr = SecretStr("")
    model: Annotated[str, Field(min_length=1)] = "gpt-5-mini"
    concurrency: Annotated[int, Field(ge=1, le=256)] = 16
    daily_token_budget: Annotated[int, Field(ge=0)] = 0

    @property
    def uses_model(self) -> bool:
        """True when a model will be asked: the provider wants one and there is a key to ask with."""
        return self.provider == "openai" and not self.lacks_key

    @property
    def lacks_key(self) -> bool:
        """True when a model is wanted and there is nothing to ask it with."""
        return self.provider == "openai" and not self.api_key.get_secret_value()


class SubscriptionSettings(_Block):
    """One destination and its wishes."""

    platform: Literal["console"]
    chat: str = ""
    categories: Annotated[tuple[str, ...], AfterValidator(_canonical)] = ()
    language: Annotated[str, Field(min_length=1)] = "English"
    crosslists: bool = True
    replacements: bool = False
    wanted_words: tuple[str, ...] = ()
    unwanted_words: tuple[str, ...] = ()
    wanted_authors: tuple[str, ...] = ()
    unwanted_authors: tuple[str, ...] = ()
    on_unknown: Literal["resend", "skip"] = "resend"


class Settings(BaseSettings):
    """Everything that can be set. ``bot.config.load`` makes one."""

    model_config = SettingsConfigDict(
        env_prefix="PAPERBOY_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    database: Path = Path("paperboy.db")
    arxiv: ArxivSettings = ArxivSettings()
    summarizer: SummarizerSettings = SummarizerSettings()
    subscriptions: tuple[SubscriptionSettings, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, as in containers and unit files it must."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load(path: Path | None = None) -> Settings:
    """Read the settings from ``path``, or from the first of ``default_paths()`` that exists, or take the defaults.

    A relative ``database`` is meant from the file's own folder, so that the bot finds it from wherever it is started.
    Raises ``SettingsError`` with every mistake of the file in one message.
    """
    path = path or next((place for place in default_paths() if place.is_file()), None)
    values = _read(path) if path else {}
    _fill_key_from_environment(values, os.environ)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error, path))) from None
    if path and not settings.database.is_absolute():
        settings = settings.model_copy(update={"database": path.parent / settings.database})
    return settings


def default_paths() -> tuple[Path, ...]:
    """Where a settings file is looked for when none is named."""
    return Path(FILE_NAME), platformdirs.user_config_path("paperboy") / FILE_NAME


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path}: there is no such file. Copy config.example.toml there, or name another with --config."
        ) from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}). Name another file with --config.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not a text file in UTF-8. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}. config.example.toml shows the form.") from None


def _fill_key_from_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """``OPENAI_API_KEY`` is the name other programs share; a key in the file itself comes before it."""
    block = values.get("summarizer", {})
    key = environment.get("OPENAI_API_KEY", "")
    if key and isinstance(block, dict) and not block.get("api_key"):
        values["summarizer"] = {**block, "api_key": key}


def _sentences(error: ValidationError, path: Path | None) -> Iterator[str]:
    """One sentence a mistake: where, what was given, what is expected. Secrets are never repeated."""
    place = path or "settings from the environment"
    for mistake in error.errors(include_url=False):
        steps = [str(step) for step in mistake["loc"]]
        key = ".".join(steps)
        if mistake["type"] == "extra_forbidden":
            yield f"{place}: {key} is not a setting{_nearest(steps)}."
        elif steps[-1] == "api_key":
            yield f"{place}: {key} must be text."
        else:
            expected = mistake["msg"].removeprefix("Value error, ").rstrip(".")
            yield f"{place}: {key} = {mistake['input']!r} cannot be used: {expected[:1].lower()}{expected[1:]}."


def _nearest(steps: list[str]) -> str:
    model: type[BaseModel] = Settings
    for step in steps[:-1]:
        annotation = model.model_fields[step].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return ""
        model = annotation
    near = difflib.get_close_matches(steps[-1], model.model_fields, n=1)
    return f"; did you mean {'.'.join([*steps[:-1], near[0]])}?" if near else "; config.example.toml names them all"
