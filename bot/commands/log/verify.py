"""``mayi verify``: a ledger's address goes in, and roots that were kept outside it; whether the log is whole comes out."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, LEDGER
from bot.commands.progress import progress
from bot.ledger.verifying.outside import Outside
from bot.ledger.verifying.verified import Verified
from bot.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(verify)


def verify(
    ledger: str = LEDGER,
    root: Path = typer.Option(None, "--root", help="File with roots: that of MAYI_ROOTS, or a line copied from Slack."),
    heads: Path = typer.Option(None, "--heads", help="File with heads; for the bot's own log that of MAYI_HEADS."),
    as_json: bool = AS_JSON,
) -> None:
    """Look whether anybody changed the log.

    Compares each row with its record, and the records with their chain; exit code 1 where one is wrong. Only with MAYI_KEY
    are the key's seals compared (docs/privacy.md).
    """
    with stopping(), progress("records") as tell:
        settings = read_settings()
        url = ledger or settings.database
        outside = Outside()
        if root is not None:
            outside.add_roots(root)
        if heads is not None:
            outside.add_heads(heads, is_own=False)
        elif url == settings.database and (settings.heads or settings.heads_file.is_file()):
            outside.add_heads(settings.heads_file)
        found = outside.look(url, tell, settings.secret)
    typer.echo(json.dumps(found.as_json(), ensure_ascii=False) if as_json else "\n".join(lines_of(found)))
    if not found.ok:
        raise typer.Exit(1)


def lines_of(found: Verified) -> list[str]:
    """The result for a person."""
    counts = f"{found.rows:,} questions, {found.records:,} records, {found.erased:,} erased, {found.roots} roots compared"
    if found.unsealed:
        counts += f", {found.unsealed:,} too new to be sealed"
    if found.first_bad is None:
        return [f"The log is whole: {counts}.", f"head  {found.head or 'none yet'}", *_how_sure(found)]
    bad = found.first_bad
    which = " ".join(part for part in (bad.receipt or bad.key, f"at place {bad.place}" if bad.place else "") if part)
    return [f"The log is not whole. First: {bad.what}, {which or 'no receipt known'}: {bad.why}.", counts, *_how_sure(found)]


def _how_sure(found: Verified) -> list[str]:
    """What was compared with the key and with heads outside, and what therefore nobody can tell."""
    if not found.records:
        return []
    keys = {
        "compared": f"sealed with the key of this house from place {found.keyed_from:,} on, and compared",
        "not given": f"sealed from place {found.keyed_from:,} on, and not compared: only with MAYI_KEY is it seen",
        "none": "none: whoever can write into the database could make the whole log anew",
    }
    later = found.records - found.unsealed - found.covered
    if found.first_bad is not None and found.last_head:
        heads = f"the last is of {found.last_head}"
    elif not found.last_head:
        heads = "none: nobody can tell whether the end was cut off (give --heads)"
    elif later > 0:
        heads = f"the last is of {found.last_head}; {later:,} records are newer, and nobody can tell whether more were cut off"
    else:
        heads = f"the last is of {found.last_head}, and covers all: nothing was cut off, and nothing was sealed since"
    return [f"key   {keys[found.key]}", f"heads {heads}", *(f"note  {one}" for one in found.remarks)]
