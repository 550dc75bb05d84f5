"""The ``paperboy`` command: each verb is a file of its own, imported only when it is asked for.

Exit status: 0 done, 1 failed with one line saying why, 2 wrong use, 130 stopped with Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import difflib
import importlib
import io
import logging
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

import bot
from bot import logs
from bot.errors import PaperboyError, UsageError

VERBS = {
    "demo": "demo",
    "chat": "chat",
    "run": "run",
    "digest": "digest",
    "deliver": "deliver",
    "paper": "paper",
    "search": "search",
    "import": "import_",
    "export": "export",
    "summarize": "summarize",
    "check": "check",
    "status": "status",
    "backup": "backup",
}
"""Each verb and the module in this package that holds its ``command``."""


class Verbs(click.Group):
    """Finds a verb's module when it is needed, and turns every error into a sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order in which a newcomer meets them."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, or None."""
        del ctx
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"bot.cli.{VERBS[cmd_name]}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was asked for; where it is none, the one that may have been meant."""
        if args[0] not in VERBS and (near := difflib.get_close_matches(args[0], VERBS, n=1)):
            ctx.fail(f"No such command '{args[0]}'; did you mean {near[0]}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, and answer for what went wrong."""
        try:
            return super().invoke(ctx)
        except PaperboyError as error:
            _end(str(error), 2 if isinstance(error, UsageError) else 1)
        except KeyboardInterrupt:
            _end("stopped. What was done is kept; run the same again to go on from there.", 130)
        except BrokenPipeError:  # whoever reads our output (`| head`) has seen enough
            sys.exit(0)
        except OSError as error:  # a full disk behind `>`, a folder that can't be made
            _end(f"{error.filename or 'The output'} could not be written ({error.strerror}).", 1)


def _end(sentence: str, status: int) -> NoReturn:
    click.echo(f"paperboy: {sentence}", err=True)
    sys.exit(status)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "path", type=click.Path(path_type=Path), help="The settings file. [default: paperboy.toml]")
@click.option("-v", "--verbose", is_flag=True, help="Log what happens, step by step, to standard error.")
@click.version_option(bot.__version__, prog_name="paperboy")
@click.pass_context
def main(ctx: click.Context, path: Path | None, verbose: bool) -> None:
    """The day's arXiv papers, each exactly once, with a receipt that proves none was lost."""
    ctx.obj = path
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that a terminal does not have is no reason to fail
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.CRITICAL,  # what a person must know is said without the log
    )
    logs.write_as("text")  # until the settings say otherwise
    for own in ("bot", "handlers"):  # step by step; libraries have too much to say for that
        logging.getLogger(own).setLevel(logging.DEBUG if verbose else logging.NOTSET)
    # One line for every request to a model would drown all others; and what Discord's library has to say of its
    # sessions, the bot says itself.
    for library in ("httpx2", "discord"):
        logging.getLogger(library).setLevel(logging.WARNING)
