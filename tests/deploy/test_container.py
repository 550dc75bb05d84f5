"""The container file, as far as it can be checked without a builder: it copies what there is, and nobody's secrets."""

from __future__ import annotations

import fnmatch
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from bot import config
from bot.cli import VERBS

ROOT = Path(__file__).parents[2]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")).splitlines()


def instructions(name: str) -> list[str]:
    """What follows each instruction of this name."""
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def copied() -> list[str]:
    """Every path of the project that goes into the image."""
    sources = [one.split() for one in instructions("COPY") if not one.startswith("--from")]
    return [path for *paths, _ in sources for path in paths]


def handed_over(path: str) -> bool:
    """Whether the builder gets to see a path: the last rule that fits decides."""
    seen = True
    for rule in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = rule.removeprefix("!").removeprefix("**/")
        if rule and not rule.startswith("#") and fnmatch.fnmatch(path, pattern):
            seen = rule.startswith("!")
    return seen


def test_everything_that_is_copied_is_there_and_reaches_the_builder() -> None:
    assert copied()
    for path in copied():
        assert (ROOT / path).exists(), path
        assert handed_over(path), path


def test_everything_that_the_package_is_built_of_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name in ("bot", "handlers")}
    assert {"pyproject.toml", project["readme"], *project["license-files"], *packages} <= set(copied())


@pytest.mark.parametrize("path", ["paperboy.toml", "paperboy.db", "paperboy.db-wal", ".env", ".git", ".venv", "tests"])
def test_settings_databases_and_secrets_never_reach_the_builder(path: str) -> None:
    assert not handed_over(path)


def test_no_secret_has_a_place_in_the_image() -> None:
    given = instructions("ENV") + instructions("ARG")
    assert given
    assert not [one for one in given if re.search(r"TOKEN|KEY|SECRET|PASSWORD", one)]


def test_what_it_is_made_of_is_pinned() -> None:
    bases = {one.split()[0] for one in instructions("FROM")}
    assert len(bases) == 1
    match = re.fullmatch(r"docker\.io/library/python:(\d+)\.(\d+)-slim-\w+", bases.pop())
    assert match
    assert (int(match[1]), int(match[2])) >= (3, 11)
    (install,) = [one for one in instructions("RUN") if "pip install" in one]
    assert "-c constraints.txt" in install


def test_it_runs_as_nobody_in_particular_with_its_database_in_the_volume() -> None:
    (user,) = instructions("USER")
    (volume,) = instructions("VOLUME")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert any(user.replace(":", " -g ") in one and volume in one for one in instructions("RUN"))


def test_its_environment_is_made_of_settings_and_its_health_is_asked_where_the_bot_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = dict(pair.split("=", 1) for one in instructions("ENV") for pair in shlex.split(one))
    for name, value in environment.items():
        if name.startswith("PAPERBOY_"):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    settings = config.load()
    assert str(settings.database).startswith(f"{instructions('VOLUME')[0]}/")
    (check,) = instructions("HEALTHCHECK")
    assert f"http://{settings.health.listen}/healthz" in check


def test_what_it_starts_is_a_verb() -> None:
    assert instructions("ENTRYPOINT") == ['["paperboy"]']
    assert instructions("CMD")[0] in {f'["{verb}"]' for verb in VERBS}
