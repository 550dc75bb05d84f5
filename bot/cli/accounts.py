"""What became of an edition, in a line for whoever watches."""

from __future__ import annotations

from datetime import date

from handlers.courier import SETTLED, Outcome


def account(day: date, outcome: Outcome, where: str) -> str | None:
    """One line about the chat that people call ``where``; None where nothing happened that is worth one."""
    if outcome.fault:
        return f"{where}, {day}: {outcome.fault}"
    sent = outcome.sent
    if sent is None:
        return None
    arrived = sent.sent + len(sent.found)
    words = []
    if arrived or not sent.edited:
        words.append("1 page delivered" if arrived == 1 else f"{arrived} pages delivered")
    if sent.already:
        words.append(f"{sent.already} {'was' if sent.already == 1 else 'were'} there already")
    if sent.edited:
        words.append(f"{sent.edited} brought up to date")
    line = f"{where}, {day}: {', '.join(words)}"
    for page, settled in sent.unknown.items():
        line += f"; page {page} may have arrived when its answer was lost, and was {SETTLED[settled]}"
    for page, reason in sent.failed.items():
        line += f"; page {page} was refused: {reason}"
    return line


def facts(day: date, outcome: Outcome) -> dict[str, object]:
    """The same for programs that read the log."""
    destination, sent = outcome.subscription.destination, outcome.sent
    found: dict[str, object] = {
        "event": "edition",
        "platform": destination.platform,
        "chat": destination.chat,
        "day": day.isoformat(),
        "fault": str(outcome.fault) if outcome.fault else None,
    }
    if sent is not None:
        found |= {
            "pages": sent.sent + len(sent.found),
            "already": sent.already,
            "edited": sent.edited,
            "unknown": len(sent.unknown),
            "failed": len(sent.failed),
        }
    if outcome.edition is not None:
        receipt = outcome.edition.digest.receipt
        found |= {"announced": receipt.announced, "lost": receipt.lost}
    return found
