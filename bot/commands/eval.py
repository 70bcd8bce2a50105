"""``mayi eval``: a file of questions with expected labels goes in, a score comes out. The form is used from outside: keep it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot import wiring
from bot.commands.doors import stopping, to_file
from bot.flows.score import Score, read_questions


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("eval")(eval_)


def eval_(  # noqa: PLR0917 - Typer reads the arguments
    questions: Path = typer.Argument(..., exists=True, dir_okay=False, readable=True, help="JSON lines."),
    knowledge: Path = typer.Option(None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="Knowledge folder; else the sample."),
    model: str = typer.Option("", "--model", help="An Ollama model that may help to read."),
    embeddings: str = typer.Option("", "--embeddings", help="An Ollama embedding model, for phrases that nobody read."),
    no_model: bool = typer.Option(False, "--no-model", help="Ask no model, whatever the settings say."),
    json_out: Path = typer.Option(None, "--json", help="Write the score to this file; `-` prints it."),
    fail_under: float = typer.Option(
        0.0, "--fail-under", help="Exit with 1 where lenient is lower, or anything is falsely allowed."
    ),
) -> None:
    """Score questions: strict, lenient, false allows, speed."""
    if (model or embeddings) and no_model:
        raise typer.BadParameter("give --model or --no-model, not both", param_hint="--model")
    try:
        asked = read_questions(questions.read_text(encoding="utf-8"))
    except ValueError as error:
        raise typer.BadParameter(f"{questions}: {error}", param_hint="QUESTIONS") from error
    with stopping():
        answerer = wiring.make_answerer(knowledge, model, embeddings)
    score = Score(answerer.label_and_why)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for one in progress.track(asked, description="asking"):
            score.add(one)
    made = score.made()
    if json_out is not None and str(json_out) != "-":
        to_file(json_out, json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    if json_out is not None and str(json_out) == "-":
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        Console().print(as_table(made))
        typer.echo(as_row(made, " + ".join(name for name in (model, embeddings) if name) or "none", questions.parent.name))
    if fail_under and (made["lenient"] < fail_under or made["false_allow"]):
        raise typer.Exit(1)


def as_row(made: dict[str, Any], model: str, questions: str) -> str:
    """The score as a row of the table in docs/models.md: model, questions, n, scores, false ones, asks, times in ms."""
    scores = f"{made['strict']:.3f} | {made['lenient']:.3f} | {made['false_allow']} | {made['false_conditional']}"
    return f"| {model} | {questions} | {made['n']} | {scores} | {made['asks']} | {made['p50_ms']:.0f} | {made['p95_ms']:.0f} |"


def as_table(made: dict[str, Any]) -> Table:
    """The score for a terminal."""
    table = Table("kind", "n", "strict", "lenient", "false allows")
    for kind, row in sorted(made["by_kind"].items()):
        table.add_row(kind, str(row["n"]), f"{row['strict']:.2f}", f"{row['lenient']:.2f}", str(row["false_allow"]))
    table.add_section()
    table.add_row("all", str(made["n"]), f"{made['strict']:.3f}", f"{made['lenient']:.3f}", str(made["false_allow"]))
    table.caption = f"questions back {made['asks']} · median {made['p50_ms']} ms · p95 {made['p95_ms']} ms"
    return table
