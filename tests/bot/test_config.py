"""Settings: read from a file and the environment; every mistake is a sentence that names file, key and remedy."""

from __future__ import annotations

import os
from datetime import time
from pathlib import Path

import pytest

from bot import config
from bot.errors import SettingsError
from bot.messages import Destination
from bot.subscriptions import Subscription
from bot.wishes import Wishes


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    for name in tuple(os.environ):
        if name.startswith(("PAPERBOY_", "OPENAI_", "CREDENTIALS_DIRECTORY")):
            monkeypatch.delenv(name)


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        config.load(write(folder, text))
    return str(caught.value).splitlines()


def test_without_a_file_everything_has_its_default() -> None:
    settings = config.load()
    assert settings.database == Path("paperboy.db")
    assert settings.arxiv.categories == ("cs.CV", "cs.AI", "cs.LG")
    assert settings.summarizer.provider == "extract"


def test_the_file_of_the_working_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / config.FILE_NAME).write_text('[arxiv]\ncategories = ["math.NT"]\n', encoding="utf-8")
    assert config.load().arxiv.categories == ("math.NT",)


def test_the_file_that_is_read_can_be_named(tmp_path: Path) -> None:
    assert config.find() is None
    (tmp_path / config.FILE_NAME).write_text("", encoding="utf-8")
    assert config.find() == Path(config.FILE_NAME)
    assert config.find(tmp_path / "other.toml") == tmp_path / "other.toml"


def test_a_relative_database_lies_beside_its_settings_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'database = "papers.db"')
    assert config.load(path).database == tmp_path / "papers.db"


def test_the_environment_wins_over_the_file_and_leaves_its_other_keys_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERBOY_SUMMARIZER__MODEL", "from-the-environment")
    settings = config.load(write(tmp_path, '[summarizer]\nmodel = "from-the-file"\nconcurrency = 3'))
    assert (settings.summarizer.model, settings.summarizer.concurrency) == ("from-the-environment", 3)


@pytest.mark.parametrize("variable", ["PAPERBOY_ARXIV__CATEGORIES", "PAPERBOY_SUMMARIZER"])
def test_a_variable_that_cannot_be_read_is_a_sentence_without_its_value(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "sk-secret")
    with pytest.raises(SettingsError, match=r"environment.*JSON") as caught:
        config.load()
    assert "sk-secret" not in str(caught.value)


def test_a_key_from_the_environment_is_used_where_the_file_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")
    asked = config.load(write(tmp_path, '[summarizer]\nprovider = "openai"'))
    assert asked.summarizer.api_key.get_secret_value() == "sk-environment"
    own = config.load(write(tmp_path, '[summarizer]\nprovider = "openai"\napi_key = "sk-file"'))
    assert own.summarizer.api_key.get_secret_value() == "sk-file"


@pytest.mark.parametrize(
    ("provider", "key", "uses_model"),
    [("openai", "sk-1", True), ("openai", "", False), ("extract", "sk-1", False)],
)
def test_a_model_is_asked_only_with_a_key_and_a_wish(provider: str, key: str, uses_model: bool, tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, f'[summarizer]\nprovider = "{provider}"\napi_key = "{key}"'))
    assert settings.summarizer.uses_model is uses_model


def test_categories_are_understood_by_any_of_their_names_and_stand_once(tmp_path: Path) -> None:
    path = write(tmp_path, '[arxiv]\ncategories = ["CS.it", "math.IT", "cs.cv"]')
    assert config.load(path).arxiv.categories == ("cs.IT", "cs.CV")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[arxiv]\ncatgories = ["cs.CV"]', ["arxiv.catgories", "did you mean arxiv.categories?"]),
        ("quite_unheard_of = 1", ["quite_unheard_of is not a setting", "config.example.toml"]),
        ('[arxiv]\ncategories = ["cs.VC"]', ["arxiv.categories", "cs.VC", "cs.CV"]),
        ("[arxiv]\ncategories = []", ["arxiv.categories"]),
        ('[arxiv]\nrequest_interval = "soon"', ["arxiv.request_interval", "'soon'", "number"]),
        ("[arxiv]\nrequest_interval = -1", ["arxiv.request_interval", "-1", "greater than or equal to 0"]),
        ('[arxiv]\nsite_url = "arxiv.org"', ["arxiv.site_url", "https://"]),
        ('[summarizer]\nprovider = "oracle"', ["summarizer.provider", "'extract' or 'openai'"]),
        ("[summarizer]\nconcurrency = 0", ["summarizer.concurrency", "0"]),
        ("database = = 1", ["not valid TOML", "line 1"]),
        ('admins = ["12345"]', ["admins.0 = '12345'", "telegram:12345"]),
        ('admins = ["telegram: 12345"]', ["admins.0", "telegram:12345"]),
        ("[limits]\nper_person = -1", ["limits.per_person = -1", "greater than or equal to 0"]),
        ("[limits]\nper_persn = 1", ["did you mean limits.per_person?"]),
        ('[telegram]\nbase_url = "api.telegram.org"', ["telegram.base_url", "https://"]),
        ('admins = ["telegrm:12345"]', ["admins.0 = 'telegrm:12345'", "telegram:12345"]),
        ('[discord]\ngateway_url = "https://discord.gg"', ["discord.gateway_url", "wss://"]),
        ('[discord]\napi_url = "discord.com/api"', ["discord.api_url", "https://"]),
        (
            '[discord]\nproxy = "socks5://127.0.0.1:9050"',
            ["discord.proxy", "HTTP proxy", "http://proxy.example.org:3128"],
        ),
        ('[discord]\nsharded = "perhaps"', ["discord.sharded = 'perhaps'", "boolean"]),
        ("[discord]\nshards = 2", ["discord.shards is not a setting", "did you mean discord.sharded?"]),
        ("[discord]\ntoken = 5", ["discord.token must be text"]),
        ('[health]\nlisten = "9464"', ["health.listen = '9464'", "127.0.0.1:8080"]),
        ('[log]\nformat = "xml"', ["log.format = 'xml'", "'text' or 'json'"]),
        ('daily_line = "sometimes"', ["daily_line = 'sometimes'", "boolean"]),
        ('model = "gpt-5"', ["model is not a setting", "did you mean summarizer.model?"]),
        ('proxy = ""', ["did you mean telegram.proxy or discord.proxy?"]),
        ("[log]\nadmins = []", ["log.admins is not a setting", "stands at the top of the file"]),
        ('[[subscriptions]]\nplatform = "console"\ntiem = "8:30"', ["did you mean subscriptions.0.time?"]),
        ("database = 'a'\ndatabase = 'b'\n[log]", ["not valid TOML", "line 2"]),
        (f"n = {'[' * 5000}", ["not valid TOML"]),
        (f"[limits]\nper_person = {'9' * 5000}", ["not valid TOML"]),
        (f"[arxiv]\nrss_url = '{'x' * 5000}'", ["arxiv.rss_url = 'xxx", "…", "https://"]),
        ('[[subscriptions]]\nplatform = "discord"', ["subscriptions.0 cannot be used", "needs the `chat`"]),
        (
            '[[subscriptions]]\nplatform = "discord"\nchat = "#papers"',
            ["'#papers'", "number of a channel", "copy its ID"],
        ),
        ('[[subscriptions]]\nplatform = "discord"\nchat = 4\nmention = "@here"', ["mention = '@here'", "copy its ID"]),
        ('[[subscriptions]]\nplatform = "console"\nmention = 5', ["`mention` names a role", "none on console"]),
        ('[[subscriptions]]\nplatform = "pigeon"', ["subscriptions.0.platform = 'pigeon'", "'telegram'"]),
        ('[[subscriptions]]\nplatform = "telegram"', ["subscriptions.0 cannot be used", "needs the `chat`"]),
        ('[[subscriptions]]\nplatform = "console"\ntime = "8"', ["subscriptions.0.time = '8'", "08:30 is expected"]),
        ('[[subscriptions]]\nplatform = "console"\ntimezone = "Berlni"', ["timezone", "did you mean Europe/Berlin?"]),
        ('[[subscriptions]]\nplatform = "console"\nformat = "baroque"', ["format", "'classic' or 'rich'"]),
        ('[[subscriptions]]\nplatform = "console"\nmax_pages = -1', ["max_pages = -1", "greater than or equal to 0"]),
    ],
)
def test_a_mistake_is_a_sentence_with_file_key_and_expectation(text: str, words: list[str], tmp_path: Path) -> None:
    (sentence,) = mistakes(tmp_path, text)
    assert sentence.startswith(str(tmp_path / "settings.toml"))
    for word in words:
        assert word in sentence


def test_a_mistake_in_the_environment_is_looked_for_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SUMMARIZER__CONCURRENCY", "many")
    monkeypatch.setenv("PAPERBOY_SUMMARIZER__MODLE", "gpt-5")
    told = mistakes(tmp_path, "[limits]\nper_person = -1")
    assert [one.partition(":")[0] for one in told] == [
        "PAPERBOY_SUMMARIZER__CONCURRENCY", "PAPERBOY_SUMMARIZER__MODLE", str(tmp_path / "settings.toml")
    ]  # fmt: skip
    assert "did you mean summarizer.model?" in told[1]


def test_a_variable_that_nearly_is_a_setting_is_pointed_out_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = ("PAPERBOY_DATABSE", "PAPERBOY_SUMMARISER__MODEL", "PAPERBOY_TELEGRAM_TOKEN_FIEL")
    for name in (*wrong, "PAPERBOY_SERVICE_HOST", "PAPERBOY_PORT_80_TCP"):
        monkeypatch.setenv(name, "something")
    first, second, third = config.strays()
    assert "did you mean PAPERBOY_DATABASE?" in first
    assert "did you mean PAPERBOY_SUMMARIZER__MODEL?" in second
    assert "did you mean PAPERBOY_TELEGRAM_TOKEN_FILE?" in third


def test_several_mistakes_are_told_together(tmp_path: Path) -> None:
    told = mistakes(tmp_path, 'databse = "x"\n[summarizer]\nconcurrency = "many"\nprovider = "oracle"')
    assert len(told) == 3


@pytest.mark.parametrize(("unknown", "last"), [(20, "key19 is not"), (21, "And 1 more"), (2000, "And 1,980 more")])
def test_of_very_many_mistakes_the_first_are_told_and_the_others_counted(
    unknown: int, last: str, tmp_path: Path
) -> None:
    told = mistakes(tmp_path, "".join(f"key{at} = 1\n" for at in range(unknown)))
    assert all(f"key{at} is not a setting" in line for at, line in enumerate(told[:20]))
    assert len(told) == min(unknown, 21)
    assert last in told[-1]


def test_a_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: there is no such file.*config\.example\.toml"):
        config.load(tmp_path / "nowhere.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00database")
    with pytest.raises(SettingsError, match="UTF-8"):
        config.load(path)


def test_a_mark_of_the_encoding_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[summarizer]\nmodel = "qwen3:8b"')
    assert config.load(path).summarizer.model == "qwen3:8b"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read \(Is a directory\)"):
        config.load(tmp_path)


def test_a_file_without_an_end_is_refused() -> None:
    with pytest.raises(SettingsError, match="larger than a megabyte"):
        config.load(Path("/dev/zero"))


def test_one_file_serves_every_platform(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        admins = ["telegram:12345", "discord:678"]
        [telegram]
        token = "1:secret"
        [discord]
        gateway_url = "ws://127.0.0.1:8083/"
        [[subscriptions]]
        platform = "telegram"
        chat = -100123
        categories = ["cs.cv"]
        language = "Chinese"
        time = "8:30"
        timezone = "europe/berlin"
        format = "rich"
        silent = true
        unwanted_words = ["survey"]
        [[subscriptions]]
        platform = "discord"
        chat = "42"
        mention = 77
        format = "rich"
        on_unknown = "skip"
        """,
    )
    settings = config.load(path)
    assert settings.telegram.token.get_secret_value() == "1:secret"
    assert settings.is_operator("telegram", "12345")
    assert not settings.is_operator("discord", "12345")
    assert settings.own_subscriptions == (
        Subscription(
            destination=Destination("telegram", "-100123"),
            wishes=Wishes(categories=("cs.CV",), language="Chinese", unwanted_words=("survey",)),
            time=time(8, 30),
            timezone="Europe/Berlin",
            layout="rich",
            silent=True,
        ),
        Subscription(
            destination=Destination("discord", "42"),
            wishes=Wishes(categories=("cs.CV", "cs.AI", "cs.LG")),
            layout="rich",  # Telegram's; Discord has one look
            mention="77",
            on_unknown="skip",
        ),
    )


@pytest.mark.parametrize("platform", ["telegram", "discord"])
def test_a_token_may_come_from_the_environment(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PAPERBOY_{platform.upper()}_TOKEN", "from-the-environment")
    named = getattr(config.load(), platform)
    assert named.token.get_secret_value() == "from-the-environment"
    own = getattr(config.load(write(tmp_path, f'[{platform}]\ntoken = "from-the-file"')), platform)
    assert own.token.get_secret_value() == "from-the-file"


SECRETS = list(config.SECRETS.items())


@pytest.mark.parametrize(("variable", "place"), SECRETS)
@pytest.mark.parametrize("way", ["named", "credential"])
def test_a_secret_may_lie_in_a_file(
    variable: str, place: tuple[str, str], way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / {"OPENAI_API_KEY": "openai_api_key"}.get(variable, f"{place[0]}_token")
    path.write_text("from-a-file\n", encoding="utf-8")
    if way == "named":
        monkeypatch.setenv(f"{variable}_FILE", str(path))
    else:
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    block, key = place
    assert getattr(getattr(config.load(), block), key).get_secret_value() == "from-a-file"


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"x" * 20_000])
def test_a_file_that_holds_no_secret_is_named_and_its_content_is_not(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKEN_FILE", str(path))
    told = mistakes(tmp_path, "[limits]\nper_person = -1")
    assert len(told) == 2
    assert told[0].startswith(f"PAPERBOY_TELEGRAM_TOKEN_FILE = '{path}'")
    assert "words" not in told[0]
    assert "xx" not in told[0]


def test_a_secret_that_is_given_twice_and_a_file_that_is_missing_are_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKEN", "hush")
    monkeypatch.setenv("PAPERBOY_TELEGRAM_TOKEN_FILE", "/run/secrets/telegram")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError) as caught:
        config.load()
    first, second = str(caught.value).splitlines()
    assert "No such file" in first
    assert "both set" in second
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("folder", ["closed", "none", "a file"])
def test_a_folder_of_credentials_that_cannot_be_read_is_a_mistake_and_one_that_is_not_there_is_none(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "credentials"
    if folder == "closed":
        path = Path("x" * 300)  # as with rights that lack, but for root as well: the system won't say what is there
    if folder == "a file":
        path.write_text("")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(path))
    if folder != "closed":
        assert config.load().telegram.token.get_secret_value() == ""
        return
    with pytest.raises(SettingsError) as caught:
        config.load()
    first, *others = str(caught.value).splitlines()
    assert len(others) == 2
    assert first.startswith("the credential xxx")
    assert "cannot be read (File name too long)" in first


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('[telegram]\nproxy = "socks5://me:hush@127.0.0.1:1"', "hush"),
        (f'admins = ["1234567:{"A" * 35}"]', "A" * 35),
        (f'database = ["1234567:{"A" * 35}"]', "A" * 35),
    ],
)
def test_a_secret_that_stands_where_none_belongs_is_not_repeated_either(text: str, secret: str, tmp_path: Path) -> None:
    assert secret not in "".join(mistakes(tmp_path, text))


@pytest.mark.parametrize("text", ['telegram = "1:hush"', '[discord]\ntoken = ["1:hush"]', 'summarizer = "1:hush"'])
def test_a_secret_in_the_wrong_place_is_not_repeated(text: str, tmp_path: Path) -> None:
    (sentence,) = mistakes(tmp_path, text)
    assert "hush" not in sentence
    assert "must be" in sentence


def test_a_secret_never_shows(tmp_path: Path) -> None:
    path = write(tmp_path, '[summarizer]\napi_key = "sk-very-secret"')
    assert "very-secret" not in repr(config.load(path))
    (sentence,) = mistakes(tmp_path, '[summarizer]\napi_key = ["sk-very-secret"]')
    assert "very-secret" not in sentence
