"""The way to a host: which proxy is on it, and in few words why it came to nothing."""

from __future__ import annotations

import urllib.request

import aiohttp
from yarl import URL

from bot.errors import SettingsError


def proxy(address: str, origin: str) -> URL:
    """The address of an HTTP proxy, as aiohttp takes it; ``origin`` says whose it is, in front of a sentence.

    :raises SettingsError: it is something else
    """
    try:
        url = URL(address if "://" in address else f"http://{address}")
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise SettingsError(
            f"{origin} must be the address of an HTTP proxy, as in http://proxy.example.org:3128 "
            "(SOCKS proxies are not supported)."
        )
    return url


def environment_proxy(target: URL) -> URL | None:
    """The proxy that ``HTTPS_PROXY``, ``NO_PROXY`` and their kin name for an address; None: straight there.

    aiohttp's own look-up does the same, in two threads for every request.

    :raises SettingsError: it is no HTTP proxy
    """
    named = urllib.request.getproxies()
    address = named.get(target.scheme) or named.get("all", "")
    if not address or target.host is None or urllib.request.proxy_bypass(f"{target.host}:{target.port}"):
        return None
    return proxy(address, f"The environment's proxy for {target.scheme}")


def why(error: Exception) -> str:
    """Few words for a request that came to nothing, without any address: some hold tokens."""
    match error:
        case aiohttp.ClientHttpProxyError():
            return f"the proxy refuses with {error.status}"
        case aiohttp.ClientProxyConnectionError():
            return "the proxy cannot be reached"
        case aiohttp.ClientConnectorCertificateError():
            return "its certificate is not trusted"
        case aiohttp.ClientSSLError():
            return "no TLS connection came about"
        case aiohttp.ClientConnectorDNSError():
            return "its name is not known"
        case TimeoutError():
            return "not within the time"
        case aiohttp.ClientConnectorError():
            return error.os_error.strerror or "refused"
        case _:
            return "it broke while it was being made"
