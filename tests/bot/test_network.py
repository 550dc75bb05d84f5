from __future__ import annotations

import pytest
from yarl import URL

from bot.errors import SettingsError
from bot.network import environment_proxy, proxy

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://discord.com/api/v10", "http://secure.example:3128"),
        ("http://discord.com/api/v10", "http://plain.example:3128"),
        ("https://localhost:8082/api/v10", None),
        ("https://api.inner.example/", None),
    ],
)
def test_the_environment_names_a_proxy_and_its_exceptions(
    target: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "secure.example:3128")
    monkeypatch.setenv("http_proxy", "http://plain.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,.inner.example")
    assert environment_proxy(URL(target)) == (URL(expected) if expected else None)


def test_a_proxy_for_all_is_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment_proxy(URL("https://discord.com")) is None
    monkeypatch.setenv("all_proxy", "http://any.example:1")
    assert environment_proxy(URL("https://discord.com")) == URL("http://any.example:1")


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "http://", "ftp://x", "http://[::1"])
def test_a_proxy_of_another_kind_is_a_clear_mistake(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"^The proxy for Discord must be .*http://proxy.example.org:3128"):
        proxy(address, "The proxy for Discord")


def test_the_environment_is_named_where_it_is_its_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    with pytest.raises(SettingsError, match=r"^The environment's proxy for https"):
        environment_proxy(URL("https://discord.com"))
