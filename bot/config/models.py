"""Every setting with its type and default; what can't be used says what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import categories
from bot.errors import UsageError
from bot.messages import Destination
from bot.subscriptions import Detail, Layout, Missed, OnUnknown, Subscription, find_zone, near_zones, parse_time
from bot.wishes import Wishes

Platform = Literal["console", "telegram", "discord"]


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


def _gateway(url: str) -> str:
    if not url.startswith(("wss://", "ws://")):
        raise ValueError("an address that begins with wss:// or ws:// is expected")
    return url


def _proxy(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise ValueError("the address of an HTTP proxy is expected, such as http://proxy.example.org:3128")
    return url


def _public(url: str) -> str:
    if url and not url.startswith("https://"):
        raise ValueError("an address that begins with https:// is expected; Telegram calls no other")
    return url


def _host_and_port(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError("a host and a port are expected, such as 127.0.0.1:8080")
    return text


def _host_and_port_or_none(text: str) -> str:
    return _host_and_port(text) if text else ""


def _time(text: str) -> str:
    time = parse_time(text)
    return time.isoformat("minutes") if time else "asap"


def _zone(text: str) -> str:
    if found := find_zone(text):
        return found
    near = ", ".join(near_zones(text))
    raise ValueError(f"did you mean {near}?" if near else "a time zone such as Europe/Berlin is expected")


def _person(text: str) -> str:
    platform, colon, user = text.partition(":")
    if not (platform in get_args(Platform) and colon and user) or any(map(str.isspace, text)):
        raise ValueError("a platform and an id there are expected, such as telegram:12345")
    return text


def _role(text: str) -> str:
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError("the number of a role on Discord is expected; right-click the role and copy its ID")
    return text


def _as_text(value: object) -> object:
    """Platforms number their chats, and a TOML file may well hold such an id as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


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


class TelegramSettings(_Block):
    """How to reach Telegram."""

    token: SecretStr = SecretStr("")
    base_url: Address = "https://api.telegram.org/bot"
    proxy: Annotated[str, AfterValidator(_proxy)] = ""
    webhook_url: Annotated[str, AfterValidator(_public)] = ""
    webhook_listen: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:8080"


class DiscordSettings(_Block):
    """How to reach Discord."""

    token: SecretStr = SecretStr("")
    api_url: Address = "https://discord.com/api/v10"
    gateway_url: Annotated[str, AfterValidator(_gateway)] = "wss://gateway.discord.gg/"
    proxy: Annotated[str, AfterValidator(_proxy)] = ""
    sharded: bool = False


class LimitSettings(_Block):
    """What one person may cause."""

    per_person: Annotated[int, Field(ge=0)] = 20


class HealthSettings(_Block):
    """Where other programs can ask how the bot is."""

    listen: Annotated[str, AfterValidator(_host_and_port_or_none)] = ""


class LogSettings(_Block):
    """How the log is written."""

    format: Literal["text", "json"] = "text"


class SubscriptionSettings(_Block):
    """One destination and its wishes."""

    platform: Platform
    chat: Annotated[str, BeforeValidator(_as_text)] = ""
    categories: Annotated[tuple[str, ...], AfterValidator(_canonical)] = ()
    language: Annotated[str, Field(min_length=1)] = "English"
    crosslists: bool = True
    replacements: bool = False
    wanted_words: tuple[str, ...] = ()
    unwanted_words: tuple[str, ...] = ()
    wanted_authors: tuple[str, ...] = ()
    unwanted_authors: tuple[str, ...] = ()
    time: Annotated[str, AfterValidator(_time)] = "asap"
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    format: Layout = "classic"
    detail: Detail = "full"
    max_pages: Annotated[int, Field(ge=0)] = 0
    silent: bool = False
    missed: Missed = "each"
    quiet: bool = False
    mention: Annotated[str, BeforeValidator(_as_text), AfterValidator(_role)] = ""
    on_unknown: OnUnknown = "resend"

    @model_validator(mode="after")
    def _mentions_where_there_are_roles(self) -> Self:
        if self.mention and self.platform != "discord":
            raise ValueError(f"`mention` names a role on Discord, and there are none on {self.platform}")
        return self

    @model_validator(mode="after")
    def _has_a_chat(self) -> Self:
        if self.platform != "console" and not self.chat:
            raise ValueError(f"a subscription on {self.platform} needs the `chat` that it goes to")
        return self

    @model_validator(mode="after")
    def _goes_by_number_on_discord(self) -> Self:
        if self.platform == "discord" and not (self.chat.isascii() and self.chat.isdigit()):
            raise ValueError(
                f"{self.chat!r} is no `chat` of Discord's: the number of a channel, a thread or a person is expected; "
                "switch on Developer Mode in Discord's settings, right-click it and copy its ID"
            )
        return self

    def subscription(self, fetched: tuple[str, ...]) -> Subscription:
        """The same in the program's own words; without categories of its own it wants all that are ``fetched``."""
        wishes = self.model_dump(include=set(Wishes.__dataclass_fields__))
        return Subscription(
            destination=Destination(self.platform, self.chat),
            wishes=Wishes(**wishes | {"categories": self.categories or fetched}),
            time=parse_time(self.time),
            timezone=self.timezone,
            layout=self.format,
            detail=self.detail,
            max_pages=self.max_pages,
            silent=self.silent,
            missed=self.missed,
            quiet=self.quiet,
            mention=self.mention,
            on_unknown=self.on_unknown,
        )


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
    telegram: TelegramSettings = TelegramSettings()
    discord: DiscordSettings = DiscordSettings()
    limits: LimitSettings = LimitSettings()
    health: HealthSettings = HealthSettings()
    log: LogSettings = LogSettings()
    admins: tuple[Annotated[str, AfterValidator(_person)], ...] = ()
    daily_line: bool = False
    subscriptions: tuple[SubscriptionSettings, ...] = ()

    def is_operator(self, platform: str, user: str) -> bool:
        """Whether this person runs the bot."""
        return f"{platform}:{user}" in self.admins

    @property
    def own_subscriptions(self) -> tuple[Subscription, ...]:
        """The file's subscriptions in the program's own words."""
        return tuple(block.subscription(self.arxiv.categories) for block in self.subscriptions)

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
