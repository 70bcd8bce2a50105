"""Options that several commands have, so that they mean the same everywhere."""

from __future__ import annotations

import typer

FOLDER = typer.Argument(
    None, envvar="MAYI_KNOWLEDGE", help="The knowledge folder; else MAYI_KNOWLEDGE, else ./knowledge, else the sample."
)
SAME_FOLDER = typer.Option(None, "--knowledge", help="The same as FOLDER.")
KNOWLEDGE = typer.Option(
    None,
    "--knowledge",
    envvar="MAYI_KNOWLEDGE",
    help="The knowledge folder; else MAYI_KNOWLEDGE, else ./knowledge, else the sample.",
)
LEDGER = typer.Option("", "--ledger", help="Address of the ledger; else MAYI_DATABASE.")
AS_JSON = typer.Option(False, "--json", help="Print JSON instead.")
JSON_FILE = typer.Option(None, "--json", help="Write the result to this file as JSON; `-` prints it.")
BY = typer.Option("", "--by", help="Your name; else that of your login.")
AS_WHOM = typer.Option("", "--as", help="Who asks, such as country=NL,role=nurse.")
LANGUAGE = typer.Option("", "--language", help="en, nl, de, fr or es; without it the machine's own.")
MODEL = typer.Option("", "--model", help="An Ollama model that may help to read.")
NO_MODEL = typer.Option(False, "--no-model", help="Ask no model.")
RECEIPT = typer.Argument(..., help="Receipt of an answer, such as R-7F3K.")
