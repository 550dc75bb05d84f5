"""Hostile settings files: every one is settings, or sentences that name the file and say what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import config
from bot.errors import PaperboyError
from tests.doubles.hostile import SHORT, texts

SECRET = "123456:" + "s3cr3t" * 6
FILES: dict[str, bytes] = {
    "zeros": bytes(1000),
    "not UTF-8": b"database = '\xff\xfe'",
    "UTF-16": "database = 'x.db'\n".encode("utf-16"),
    "a mark at the beginning": b"\xef\xbb\xbfdatabase = 'x.db'\n",
    "deep lists": b"admins = " + b"[" * 5000 + b"]" * 5000,
    "deep tables": b"[" + b".".join([b"a"] * 3000) + b"]\n",
    "a long key": b"a" * 1_000_000 + b" = 1",
    "a key that is nearly as long": b"a" * 900_000 + b" = 1",
    "a long text": b'database = "' + b"x" * 1_000_000 + b'"',
    "a long number": b"[limits]\nper_person = " + b"9" * 6000,
    "many mistakes": b"".join(b"key%d = 1\n" % at for at in range(2000)),
    "many subscriptions": b"[[subscriptions]]\nplatform = 'icq'\n" * 500,
    "not a number": b"[arxiv]\nrequest_interval = nan\n",
    "endless": b"[arxiv]\nrequest_interval = inf\n",
    "less than nothing": b"[arxiv]\nrequest_interval = -1\n[limits]\nper_person = -5\n",
    "a date": b"database = 2026-01-01\n",
    "half": b"[telegram\ntoken = ",
    "twice": b"database = 'a'\ndatabase = 'b'\n",
    "a block for a value": b"[database]\nx = 1\n",
    "a value for a block": b"arxiv = 3\n",
    "addresses": b"[arxiv]\nrss_url = 'file:///etc/passwd'\n",
    "a secret in a wrong place": f"[telegram]\ntokken = '{SECRET}'\n".encode(),
    "a secret that is none": b"[telegram]\ntoken = ['%b']\n" % SECRET.encode(),
    "YAML": b"database: paperboy.db\narxiv:\n  categories: [cs.CV]\n",
    "JSON": b'{"database": "paperboy.db"}',
}  # fmt: skip


def read(folder: Path, content: bytes) -> str:
    """What is said of a file with this in it; empty where it can be used."""
    file = folder / "paperboy.toml"
    file.write_bytes(content)
    try:
        config.load(file)
    except PaperboyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_used_or_every_mistake_in_it_is_told(name: str, tmp_path: Path) -> None:
    said = read(tmp_path, FILES[name])
    if name not in ("endless", "a mark at the beginning", "a long text", "addresses"):
        assert "paperboy.toml" in said
    assert "Traceback" not in said
    assert SECRET not in said
    assert all(len(line) < 600 for line in said.splitlines()), max(map(len, said.splitlines()))
    assert len(said) < 5_000


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("key", ["[telegram]\ntoken", "[arxiv]\ncontact", "database", "[[subscriptions]]\nchat", "x"])
def test_a_hostile_value_is_used_or_told(name: str, key: str, tmp_path: Path) -> None:
    text = SHORT[name].encode("utf-8", "replace").decode()
    quoted = "".join(f"\\U{ord(sign):08x}" for sign in text[:2000])
    said = read(tmp_path, f'{key} = "{quoted}"'.encode())
    assert all(len(line) < 1000 for line in said.splitlines())
    assert "\x1b" not in said
    assert "\x00" not in said


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | texts().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_settings_or_sentences(content: bytes, tmp_path: Path) -> None:
    read(tmp_path, content)


@pytest.mark.parametrize("what", ["a folder", "missing", "no rights"])
def test_what_is_no_file_is_one_sentence(what: str, tmp_path: Path) -> None:
    file = tmp_path / "paperboy.toml"
    if what == "a folder":
        file.mkdir()
    if what == "no rights":
        file.write_text("")
        file.chmod(0)
        if os.geteuid() == 0:
            pytest.skip("root may read everything")
    with pytest.raises(PaperboyError, match=r"paperboy\.toml"):
        config.load(file)
