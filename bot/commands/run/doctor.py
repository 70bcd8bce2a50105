"""``mayi doctor``: the environment goes in; what is missing and what to do comes out, one line each, and an exit code."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from bot.commands.options import AS_JSON
from bot.environment import SettingsError
from bot.policy.finding import State, Worded
from bot.saying.findings import worded
from bot.settings import read_settings
from bot.wiring.doctor import look_at

MUST_BE_MENDED = 1
SHAPES = {State.OK: "✓", State.NOTE: "○", State.FAULT: "✕"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(doctor)


def doctor(as_json: bool = AS_JSON) -> None:
    """Look at all that the bot needs; say what is missing.

    Tokens, scopes, channels, both databases, the model and the policy; changes nothing. A line for each: ✓ as it should be, ○
    worth knowing, ✕ must be mended (exit code 1), and how.
    """
    findings = _found()
    is_well = all(one.state is not State.FAULT for one in findings)
    if as_json:
        object_ = {"ok": is_well, "findings": [asdict(one) for one in findings]}
        typer.echo(json.dumps(object_, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join([*(_line(one) for one in findings), "", _sum(findings)]))
    if not is_well:
        raise typer.Exit(MUST_BE_MENDED)


def _found() -> list[Worded]:
    try:
        return [worded(one) for one in look_at(read_settings())]
    except SettingsError as problem:
        return [Worded("settings", State.FAULT, *_split(line)) for line in str(problem).splitlines()]


def _split(line: str) -> tuple[str, str]:
    says, _, do = line.partition("; ")
    return says, do


def _line(one: Worded) -> str:
    colour = {State.OK: "green", State.NOTE: "yellow", State.FAULT: "red"}[one.state]
    head = typer.style(f"{SHAPES[one.state]} {one.about}", fg=colour)
    return f"{head}: {one.says}" + (f" → {one.do}" if one.do else "")


def _sum(findings: list[Worded]) -> str:
    faults = sum(one.state is State.FAULT for one in findings)
    return "Everything that the bot needs is there." if not faults else f"{faults} of {len(findings)} must be mended."
