"""The command as a whole: exit status, one sentence for every mistake, and streams that can be relied on."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.cli import VERBS
from bot.papers import Paper
from tests.bot.cli.conftest import Ask, Paperboy, finish, one_sentence, settings, start
from tests.doubles.arxiv import ArxivDouble
from tests.doubles.model import KEY, NAME, ModelServer


def test_the_overview_names_every_verb_with_a_whole_sentence_in_80_columns(paperboy: Paperboy) -> None:
    ran = paperboy("--help")
    assert ran.status == 0
    for verb in VERBS:
        (line,) = [line for line in ran.out.splitlines() if line.startswith(f"  {verb} ")]
        assert line.endswith(".")
        assert not line.endswith("...")
    assert max(map(cell_len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, paperboy: Paperboy) -> None:
    ran = paperboy(verb, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert max(map(cell_len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["digset"], "did you mean digest?"),
        (["owls"], "No such command 'owls'"),
        (["digest", "--formt", "html"], "--format"),
        (["digest", "--format", "pdf"], "'text', 'markdown', 'html', 'json'"),
        (["digest", "--day", "yesterday"], "--day yesterday is not a day; write it like 2026-11-20."),
        (["digest", "--day", "2026-02-30"], "is not a day"),
        (["digest", "-c", "cs.VC"], "cs.VC is not an arXiv category; did you mean cs.CV?"),
        (["paper"], "Missing argument 'IDENTIFIER'"),
        (["paper", "owl"], "“owl” is not an arXiv identifier or link."),
        (["search", "-n", "0", "owl"], "range"),
        (["import"], "Missing argument"),
        (["import", "gone.jsonl"], "'gone.jsonl' does not exist"),
        (["import", "."], "'.' is a directory"),
        (["summarize", "gone.jsonl"], "No such file"),
        (["demo", "--into", "here.txt"], "is a file"),
    ],
    ids=" ".join,
)
def test_wrong_use_ends_with_2_and_says_what_would_be_right(
    args: list[str], says: str, paperboy: Paperboy, tmp_path: Path
) -> None:
    (tmp_path / "here.txt").touch()
    ran = paperboy(*args)
    assert ran.status == 2
    assert ran.out == ""
    assert says in " ".join(ran.err.split())


BROKEN = {
    "gone.toml": None,
    "folder": "",
    "latin.toml": b'database = "\xe9.db"',
    "broken.toml": b"database = ",
    "typo.toml": b'databse = "p.db"',
    "wrong.toml": b'[arxiv]\ncategories = ["cs.VC"]',
}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone.toml", "there is no such file. Copy config.example.toml there"),
        ("folder", "cannot be read (Is a directory)"),
        ("latin.toml", "not a text file in UTF-8"),
        ("broken.toml", "is not valid TOML"),
        ("typo.toml", "databse is not a setting; did you mean database?"),
        ("wrong.toml", "did you mean cs.CV?"),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_settings_that_cannot_be_used_are_told_in_one_sentence_with_the_file(
    name: str, says: str, before: bool, paperboy: Paperboy, tmp_path: Path
) -> None:
    content = BROKEN[name]
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    elif content is not None:
        (tmp_path / name).mkdir()
    option = ("--config", name)
    ran = paperboy(*option, "search", "owl") if before else paperboy("search", *option, "owl")
    assert ran.status == 1
    assert one_sentence(ran).startswith(name)
    assert says in ran.err


def test_the_settings_named_after_the_verb_win_over_those_before_it(paperboy: Paperboy, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(f'database = "{name}.db"')
    assert "one.db" in paperboy("--config", "one.toml", "search", "owl").err
    assert "two.db" in paperboy("--config", "one.toml", "search", "--config", "two.toml", "owl").err


def lock(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.parametrize(
    "verb", [["search", "owl"], ["export"], ["import", "one.jsonl"], ["digest"], ["paper", "2611.90001"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("folder", "folder is not a file"),
        ("noise.db", "noise.db is no database or damaged"),
        ("other.db", "other.db is not a Paperboy database"),
        ("gone/p.db", "The folder of gone/p.db does not exist"),
        ("read-only.db", "read-only.db is read-only"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence_and_left_alone(
    verb: list[str], database: str, says: str, paperboy: Paperboy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "one.jsonl").touch()
    (tmp_path / "noise.db").write_bytes(b"owls and nothing but owls" * 400)
    (tmp_path / "read-only.db").touch(mode=0o444)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE owls (name)")
    other.close()
    before = {path: path.read_bytes() for path in tmp_path.glob("*.db")}
    monkeypatch.setenv("PAPERBOY_DATABASE", database)
    day = ["--day", "2026-11-20"] if verb == ["digest"] else []
    ran = paperboy(*verb, *day)
    assert ran.status == 1
    assert says in one_sentence(ran)
    assert {path: path.read_bytes() for path in tmp_path.glob("*.db")} == before


def test_a_locked_database_is_told(paperboy: Paperboy, tmp_path: Path) -> None:
    holder = lock(tmp_path / "paperboy.db")
    try:
        ran = paperboy("search", "owl")
    finally:
        holder.close()
    assert ran.status == 1
    assert "is locked by another program; stop that program or try again later." in one_sentence(ran)


async def test_a_disk_that_takes_no_more_is_told_and_the_database_stays_whole(ask: Ask, tmp_path: Path) -> None:
    record = {"title": "Owls", "authors": ["Ada Brook"], "categories": ["cs.CV"], "summary": "owl " * 300}
    lines = [json.dumps({"id": f"2611.9{n:04}", **record}) for n in range(400)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    # No file may grow past 100 KB, which is for SQLite what a full disk is.
    ran = await finish(await start("import", "many.jsonl", through=("sh", "-c", 'ulimit -f 200; exec "$@"', "sh")))
    assert ran.status == 1
    assert one_sentence(ran).startswith("paperboy.db could not be ")
    assert (await ask("import", "many.jsonl")).status == 0


# --- processes ------------------------------------------------------------------------------------------------------


async def test_whoever_has_seen_enough_ends_the_output_without_a_word(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    config = settings(tmp_path, arxiv)
    assert (await ask("digest", "--config", config, "--day", day)).status == 0
    for form in ("text", "html"):
        read, write = os.pipe()
        os.close(read)
        process = await start("digest", "--config", config, "--day", day, "--format", form, stdout=write)
        os.close(write)
        ran = await finish(process)
        assert (ran.status, ran.err) == (0, "")


async def test_a_full_disk_behind_the_output_is_told_in_one_sentence(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path
) -> None:
    config = settings(tmp_path, arxiv)
    assert (await ask("digest", "--config", config, "--day", day)).status == 0
    for form in ("text", "html"):
        full = os.open("/dev/full", os.O_WRONLY)
        process = await start("digest", "--config", config, "--day", day, "--format", form, stdout=full)
        os.close(full)
        ran = await finish(process)
        assert ran.status == 1
        assert one_sentence(ran) == "The output could not be written (No space left on device)."


async def test_a_terminal_without_the_letters_gets_question_marks_and_documents_stay_utf_8(
    arxiv: ArxivDouble, ask: Ask, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(tmp_path, arxiv)
    assert (await ask("digest", "--config", config, "--day", day)).status == 0
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    text = await finish(await start("digest", "--config", config, "--day", day))
    assert (text.status, text.err) == (0, "")
    assert text.out.isascii()
    document = await finish(await start("export", "--config", config))
    assert (document.status, document.err) == (0, "")
    assert not document.out.isascii()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_a_polite_stop_keeps_what_was_paid_for_and_the_next_run_pays_only_for_the_rest(
    stop: signal.Signals, arxiv: ArxivDouble, day: date, papers: list[Paper], tmp_path: Path
) -> None:
    async with ModelServer() as model:
        config = settings(
            tmp_path,
            arxiv,
            f"""
            [summarizer]
            provider = "openai"
            base_url = "{model.base_url}"
            api_key = "{KEY}"
            model = "{NAME}"
            concurrency = 1
            """,
        )
        model.latency = 0.3
        process = await start("digest", "--config", config, "--day", day)
        async with asyncio.timeout(60):
            await model.has_been_asked(2)
        process.send_signal(stop)
        stopped = await finish(process)
        assert stopped.status == 130
        assert stopped.out == ""
        assert "Traceback" not in stopped.err
        assert stopped.err.splitlines()[-1].startswith("paperboy: stopped. What was done is kept")
        paid = model.answered.total()
        assert 0 < paid < len(papers)
        model.latency = 0
        again = await finish(await start("digest", "--config", config, "--day", day))
        assert again.status == 0
        assert model.answered == {f"{paper.id}v{paper.version}": 1 for paper in papers}


@pytest.mark.parametrize("key", [KEY, "sk-not-the-right-one"])
async def test_a_key_is_in_no_output_and_no_log_even_when_it_is_refused(
    key: str, arxiv: ArxivDouble, day: date, papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    async with ModelServer() as model:
        block = f'[summarizer]\nprovider = "openai"\nbase_url = "{model.base_url}"\nmodel = "{NAME}"'
        config = settings(tmp_path, arxiv, block)
        ran = await finish(await start("-v", "digest", "--config", config, "--day", day))
    assert ran.status == 0
    assert " DEBUG handlers.daily: " in ran.err  # there is a log to be looked at
    assert key not in ran.out + ran.err
    refused = key != KEY
    assert (len(model.answered), "refuses the key" in ran.err) == (0 if refused else len(papers), refused)


async def test_what_went_wrong_with_the_model_is_told_once_without_a_log(
    arxiv: ArxivDouble, day: date, ask: Ask, tmp_path: Path
) -> None:
    async with ModelServer() as model:
        block = f'[summarizer]\nprovider = "openai"\nbase_url = "{model.base_url}"\napi_key = "wrong"'
        ran = await ask("digest", "--config", settings(tmp_path, arxiv, block), "--day", day)
    assert ran.status == 0
    assert "6 from the abstract; 0 lost" in ran.out
    (told,) = ran.err.splitlines()[2:]
    assert told.startswith("6 papers in the authors' words for now: The model's server refuses the key (status 401)")
