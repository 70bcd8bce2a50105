"""``mayi manifest``: the way Slack reaches the bot goes in; the JSON to paste into "Create an app from a manifest" comes out."""

from __future__ import annotations

import json

import typer

from bot.slack.manifest import SCOPES, ManifestError, build_manifest

WRONG_USE = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(manifest)


def manifest(
    name: str = typer.Option("may-i", help="The bot's name in Slack, at most 35 characters."),
    url: str = typer.Option("", help="For signed HTTP: the https address where Slack reaches the bot; else Socket Mode."),
    organisation: bool = typer.Option(False, "--organisation", help="For a whole Enterprise Grid organisation."),
    scopes: bool = typer.Option(False, "--scopes", help="Print each scope and why it is needed instead."),
) -> None:
    """Print the Slack app's manifest, to paste at api.slack.com.

    There: Create New App, From a manifest (docs/slack.md).
    """
    if scopes:
        for scope, reason in SCOPES.items():
            typer.echo(f"{scope}: {reason}")
        return
    try:
        typer.echo(json.dumps(build_manifest(name, url, organisation), indent=2))
    except ManifestError as problem:
        typer.echo(f"mayi manifest: {problem}", err=True)
        raise typer.Exit(WRONG_USE) from problem
