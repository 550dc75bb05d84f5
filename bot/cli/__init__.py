"""The ``paperboy`` command: each verb is a file of its own, imported only when it is asked for.

Exit status: 0 done, 1 failed with one line saying why, 2 wrong use.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

import bot
from bot.errors import PaperboyError, UsageError

VERBS = {
    "demo": "demo",
    "digest": "digest",
    "deliver": "deliver",
    "paper": "paper",
    "search": "search",
    "import": "import_",
    "export": "export",
    "summarize": "summarize",
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

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and answer for what went wrong."""
        try:
            return super().main(*args, **kwargs)
        except PaperboyError as error:
            click.echo(f"paperboy: {error}", err=True)
            sys.exit(2 if isinstance(error, UsageError) else 1)
        except BrokenPipeError:
            # Whoever reads our output (`| head`) has seen enough. Python would complain once more while it closes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "path", type=click.Path(path_type=Path), help="The settings file. [default: paperboy.toml]")
@click.option("-v", "--verbose", is_flag=True, help="Log what happens, step by step, to standard error.")
@click.version_option(bot.__version__, prog_name="paperboy")
@click.pass_context
def main(ctx: click.Context, path: Path | None, verbose: bool) -> None:
    """The day's arXiv papers, each exactly once, with a receipt that proves none was lost."""
    ctx.obj = path
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # One line for every request to a model would drown all others.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
