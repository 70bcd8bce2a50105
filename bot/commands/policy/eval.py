"""``mayi eval``: a file of questions with expected labels goes in, a score comes out. The form is used from outside: keep it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.answers.score import Score, read_questions
from bot.commands.doors import stopping, to_file
from bot.commands.folders import here
from bot.commands.options import JSON_FILE, KNOWLEDGE, MODEL, NO_MODEL
from bot.policy.trust import Level, Trust

if TYPE_CHECKING:
    from bot.owners.misses import Mend


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("eval")(eval_)


def eval_(  # noqa: PLR0917 - Typer reads the arguments
    questions: Path = typer.Argument(
        ..., exists=True, dir_okay=False, readable=True, help="JSON lines, each with a question and its expected label."
    ),
    knowledge: Path = KNOWLEDGE,
    model: str = MODEL,
    embeddings: str = typer.Option("", "--embeddings", help="An Ollama embedding model, for unknown phrases."),
    no_model: bool = NO_MODEL,
    replies: list[Path] = typer.Option(
        [], "--replies", exists=True, dir_okay=False, readable=True, help="Recorded replies in a model's place."
    ),
    level: Level = typer.Option(
        None, "--level", help="How far the model is believed; else by its exam, and recorded replies fully."
    ),
    dump: Path = typer.Option(
        None, "--dump", file_okay=False, help="Write what a model would be asked to this folder; ask nothing."
    ),
    record: Path = typer.Option(
        None, "--record", dir_okay=False, help="Write the model's replies to this file, each with its message."
    ),
    json_out: Path = JSON_FILE,
    why: bool = typer.Option(False, "--why", help="Show each wrong answer, with what was read."),
    suggest: bool = typer.Option(
        False, "--suggest", help="As --why, with the name in data.yaml that would mend it and what else that changes."
    ),
    fail_under: float = typer.Option(
        0.0, "--fail-under", help="Exit with 1 where lenient is lower, or anything is allowed wrongly."
    ),
) -> None:
    """Score questions by their expected labels.

    Shows how many are right, strictly and leniently, what is allowed wrongly, and how long it takes. docs/models.md says what
    --dump, --replies and --record are for.

    mayi eval tests/cases/garden-grove/questions.jsonl --knowledge my-policy --fail-under 0.9
    """
    _refuse(bool(model), bool(embeddings), bool(replies), no_model=no_model, records=record is not None, suggests=suggest)
    try:
        asked = read_questions(questions.read_text(encoding="utf-8"))
    except ValueError as error:
        raise typer.BadParameter(f"{questions}: {error}", param_hint="QUESTIONS") from error
    from bot.exam.replies import RepliesError, Scored  # noqa: PLC0415 - the commands' help waits for no room
    from bot.exam.simulated import SimulatedAsker  # noqa: PLC0415 - as below
    from bot.owners import misses  # noqa: PLC0415 - as below

    knowledge = here(knowledge)
    scored = Scored(model, replies, dump, record, Trust(level, lifts=level is Level.BELIEVED) if level else None)
    try:
        with stopping(), scored.opened(knowledge, embeddings) as answerer:
            asker = SimulatedAsker(answerer)
            score = Score(asker.ask, asker.honest, asker.careless)
            with Progress(console=Console(stderr=True), transient=True) as progress:
                for one in progress.track(asked, description="asking"):
                    score.add(one)
                made = score.made()
                labels = {row.one["id"]: row.label for row in score.rows}
                for miss in progress.track(made["misses"] if suggest else [], description="trying names"):
                    one = next(one for one in asked if one["id"] == miss["id"])
                    if miss["got"] not in (one.get("also_ok") or ()):  # nothing of an answer that is fine, too
                        miss.update(mended(misses.mend(knowledge, answerer, one, asked, labels)))
    except RepliesError as error:
        raise typer.BadParameter(str(error), param_hint="--replies") from error
    if replies:
        typer.echo(scored.recorded_replies.summary(), err=True)
    if dump is not None:
        typer.echo(f"{scored.dumped} prompts that have no reply yet are in {dump}", err=True)
    if json_out is not None and str(json_out) != "-":
        to_file(json_out, json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    if json_out is not None and str(json_out) == "-":
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        helped = " + ".join(name for name in (model, "recorded" * bool(replies), embeddings) if name) or "none"
        show(made, as_row(made, helped, questions.parent.name), misses=why or suggest)
    if fail_under and (made["lenient"] < fail_under or made["false_allow"]):
        raise typer.Exit(1)


def _refuse(model: bool, embeddings: bool, replies: bool, *, no_model: bool, records: bool, suggests: bool) -> None:
    """Options that do not go together."""
    is_helped = model or embeddings or replies
    refused = (
        (is_helped and no_model, "give --model or --no-model, not both", "--model"),
        (model and replies, "recorded replies stand in a model's place: give one of them", "--replies"),
        (records and not model, "whose replies? Give --model NAME too", "--record"),
        (is_helped and suggests, "names are tried by words alone: leave the model out", "--suggest"),
    )
    for holds, why, option in refused:
        if holds:
            raise typer.BadParameter(why, param_hint=option)


def show(made: dict[str, Any], row: str, *, misses: bool) -> None:
    """The score for a terminal; before it the wrong answers, where they are wanted."""
    for line in (line for miss in made["misses"] if misses for line in as_miss(miss)):
        typer.echo(line)
    Console().print(as_table(made))
    typer.echo(row)


def mended(mend: Mend) -> dict[str, Any]:
    """What would mend a miss, as JSON says it. ``where``: in whose hands it is."""
    name = {"file": "data.yaml", "id": mend.name.data, "synonym": mend.name.words} if mend.name else None
    flips = [{"id": one.id, "before": one.before, "after": one.after} for one in mend.flips]
    where = "policy" if name else "reading"
    return {"mend": {"where": where, "unread": list(mend.unread), "edit": name, "flips": flips}}


def as_miss(miss: dict[str, Any]) -> Iterator[str]:
    """A wrong answer for a terminal."""
    yield f"{miss['id']}: expected {miss['expected']}, got {miss['got']}: {miss['question']}"
    yield f"    read: {miss['because']}"
    if "mend" not in miss:
        return
    mend, edit = miss["mend"], miss["mend"]["edit"]
    if mend["unread"]:
        yield "    not read for sure: " + ", ".join(f"“{words}”" for words in mend["unread"])
    if edit is None:
        yield "    no name in your files would mend it: look at the rule that decided; else it is the reading, which is ours"
        return
    flips = ", ".join(f"{one['id']} {one['before']} → {one['after']}" for one in mend["flips"]) or "no other answer"
    yield f"    policy: {edit['file']}, `{edit['id']}`, synonyms: add “{edit['synonym']}”; changes {flips}"


def as_row(made: dict[str, Any], model: str, questions: str) -> str:
    """The score as a row for a table of models (docs/models.md): model, questions, n, scores, false ones, asks, times in ms."""
    scores = f"{made['strict']:.3f} | {made['lenient']:.3f} | {made['false_allow']} | {made['false_conditional']}"
    return f"| {model} | {questions} | {made['n']} | {scores} | {made['asks']} | {made['p50_ms']:.0f} | {made['p95_ms']:.0f} |"


def as_table(made: dict[str, Any]) -> Table:
    """The score for a terminal."""
    table = Table("kind", "n", "strict", "lenient", "false allows")
    for kind, row in sorted(made["by_kind"].items()):
        table.add_row(kind, str(row["n"]), f"{row['strict']:.2f}", f"{row['lenient']:.2f}", str(row["false_allow"]))
    table.add_section()
    table.add_row("all", str(made["n"]), f"{made['strict']:.3f}", f"{made['lenient']:.3f}", str(made["false_allow"]))
    table.caption = "\n".join(
        (
            f"right at once {made['right_at_once']:.3f}, wrong at once {made['wrong_at_once']:.3f}",
            f"right within one click {made['right_one_click']:.3f} of {made['n_one_click']}",
            f"false allows, careless clicks {made['false_allow_careless']}",
            f"questions back {made['asks']}, median {made['p50_ms']} ms, p95 {made['p95_ms']} ms",
        )
    )
    return table
