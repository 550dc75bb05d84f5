"""``paperboy check``: does everything work that the bot needs, and if not, what is to be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.adapter import Finding
from bot.cli.examining import STEPS, Examination
from bot.cli.parts import FILE, config_option, messages, output, run
from bot.cli.watch import TerminalProgress
from bot.clock import SystemClock
from bot.config import Settings

OK, TO_DO = "ok", "to do"
LONG = 40
"""Characters of an address that is not broken over lines, but stands below the table, where it can be copied."""

_ADDRESS = re.compile(rf"https?://\S{{{LONG},}}(?<![.,;:)])")


@click.command("check")
@config_option
@click.pass_context
def command(ctx: click.Context, settings: Settings) -> None:
    """See whether everything works, also beside a running bot.

    Looks at the settings, the database, the disk, the clock, arXiv, the model, and on each platform at the login and at
    what the bot may do in every chat that is subscribed. Nothing is changed, and no chat sees anything of it. The exit
    status is 1 where something needs a person.
    """
    with TerminalProgress(messages()) as progress:
        progress.start("Checking", STEPS)
        findings = run(Examination(settings, ctx.meta[FILE], SystemClock()).findings(progress.advance))
    show(findings, output())
    if any(finding.advice for finding in findings):
        ctx.exit(1)


def show(findings: Sequence[Finding], console: Console) -> None:
    """A table on a terminal; anywhere else a line each, for other programs and for logs."""
    if not console.is_terminal:
        for finding in findings:
            label = TO_DO if finding.advice else OK
            line = f"{label:<5}  {finding.subject}: {' '.join(filter(None, (finding.said, finding.advice)))}"
            console.print(Text(line), soft_wrap=True)
        return
    addresses: list[str] = []

    def shortened(text: str) -> str:
        def below(found: re.Match[str]) -> str:
            addresses.append(found[0])
            return f"[{len(addresses)}]"

        return _ADDRESS.sub(below, text)

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(max_width=24, overflow="fold")
    table.add_column(overflow="fold")
    for finding in findings:
        words = Text(shortened(finding.said))
        if finding.advice:
            words.append(f"\n{shortened(finding.advice)}", style="yellow")
        mark = Text(TO_DO, style="bold yellow") if finding.advice else Text(OK, style="green")
        table.add_row(mark, Text(finding.subject, style="bold"), words)
    console.print(table)
    for number, address in enumerate(addresses, 1):
        console.print(Text(f"\n[{number}] {address}"), soft_wrap=True)
