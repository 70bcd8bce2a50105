"""``mayi console``: the environment goes in; the console is served alone, or a one-time link into it is printed."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from bot.answers.memory import spare
from bot.commands.doors import stopping
from bot.commands.run.demo_folder import FOLDER, settings_of_running
from bot.console.app import build_server
from bot.console.doors import Role
from bot.environment import SettingsError
from bot.ledger.ledger import open_ledger
from bot.settings import CONSOLE_PORT, Settings, read_settings
from bot.wiring.console.doors import LINK_MINUTES, alone, make_link
from bot.wiring.machine import is_taken, secret

console = typer.Typer()


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(console, name="console")


@console.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    port: int = typer.Option(0, "--port", metavar="NUMBER", help=f"Port; else MAYI_CONSOLE_PORT, else {CONSOLE_PORT}."),
) -> None:
    """Serve the console alone, or make a link that signs in.

    `mayi serve` serves it too where MAYI_CONSOLE_PORT is set. docs/console.md shows the pages.
    """
    if context.invoked_subcommand:
        return
    with stopping():
        settings = read_settings()
        built = alone(settings)
        chosen = port or settings.console_port or CONSOLE_PORT
        if is_taken(settings.console_host, chosen):
            raise SettingsError(f"port {chosen} on {settings.console_host} is in use; give another with --port")
    spare(built.minds)
    typer.echo(f"http://{settings.console_host}:{chosen}/console  (sign in with: mayi console link)", err=True)
    build_server(built.site(), settings.console_host, chosen).run()
    built.close()


@console.command()
def link(
    role: Role = typer.Option(Role.ADMIN, "--role", help="As whom it signs in."),
    address: str = typer.Option("", "--address", help="Address of the console; else MAYI_CONSOLE_URL, else this machine."),
) -> None:
    """Print a link that signs in once, within 15 minutes.

    It takes MAYI_KEY and the ledger's database, or a demo that runs in this folder.
    """
    with stopping():
        settings = _settings()
        ledger = open_ledger(settings.database, secret(settings.key).encode())
    token = make_link(ledger, "", role, datetime.now(UTC))
    ledger.close()
    typer.echo(f"{address.rstrip('/') or settings.console_address}/console/link/{token}")
    typer.echo(f"Good for {LINK_MINUTES} minutes, once.", err=True)


def _settings() -> Settings:
    """Of the bot whose settings are here; without any, of a demo that runs here. Raises ``SettingsError``."""
    settings = read_settings()
    if secret(settings.key):
        return settings
    demo = None if "database" in settings.model_fields_set else settings_of_running(FOLDER)
    if demo is None:
        raise SettingsError("MAYI_KEY: is missing; set it to the key of the bot")
    typer.echo(f"For the demo that runs in {FOLDER}:", err=True)
    return demo
