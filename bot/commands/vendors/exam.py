"""``mayi exam``: a model goes in; how far it is believed on this machine comes out, with the figures that prove it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.doors import stopping, to_file
from bot.commands.options import JSON_FILE
from bot.commands.progress import progress
from bot.exam.marking import Marks
from bot.exam.tables_records import TablesMarks
from bot.exam.terms_marking import TermsMarks


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(exam)


def exam(  # noqa: PLR0917 - Typer reads the arguments
    model: str = typer.Option("", "--model", help="The Ollama model to examine; else MAYI_MODEL."),
    replies: list[Path] = typer.Option(
        [],
        "--replies",
        exists=True,
        dir_okay=False,
        readable=True,
        help="Recorded replies in a model's place; keeps no record.",
    ),
    knowledge: Path = typer.Option(None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="Folder whose tests.yaml is asked too."),
    terms: bool = typer.Option(False, "--terms", help="Examine how it judges changes of vendors' terms instead."),
    tables: bool = typer.Option(False, "--tables", help="Examine how it reads documents into tables instead (mayi table)."),
    whole: bool = typer.Option(False, "--whole", help="Ask every question, also once the level is certain."),
    only: str = typer.Option("", "--only", help="Only these policies of the exam, with commas; keeps no record."),
    dump: Path = typer.Option(
        None, "--dump", file_okay=False, help="Ask nothing: write the prompts that have no reply yet to this folder."
    ),
    json_out: Path = JSON_FILE,
) -> None:
    """Examine a model: how far may it be believed?

    Asks a model on this machine the exam's questions and those of your tests.yaml, and goes on where it was stopped. Its
    record in MAYI_EXAMS is sealed, and holds for this model and these prompts alone (docs/models.md).
    """
    from bot.exam.sitting import Examining, RefusedError  # noqa: PLC0415 - the commands' help waits for no room
    from bot.exam.terms_exam import TermsExamining  # noqa: PLC0415 - as above
    from bot.wiring.tables_exam import TablesExamining  # noqa: PLC0415 - as above

    wanted = tuple(name.strip() for name in only.split(",") if name.strip())
    with stopping():
        try:
            if terms + tables + bool(wanted) > 1:
                raise RefusedError("--terms, --tables and --only (policies of the exam on questions) are three exams: give one")
            other = TermsExamining if terms else TablesExamining if tables else None
            paper = other(model, replies) if other else Examining(model, replies, knowledge, wanted, whole=whole)
            if dump is not None:
                typer.echo(f"{paper.dump(dump)} prompts that have no reply yet are in {dump}", err=True)
                return
            typer.echo(paper.foreseen(), err=True)
            with progress("changes" if terms else "lines" if tables else "questions") as tell:
                marks = paper.sit(tell)
        except RefusedError as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(2) from problem
    told = as_json(marks)
    if json_out is not None and str(json_out) != "-":
        to_file(json_out, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    if json_out is not None and str(json_out) == "-":
        typer.echo(json.dumps(told, ensure_ascii=False))
        for line in paper.kept:
            typer.echo(line, err=True)
        return
    if isinstance(marks, TablesMarks):
        lines = tables_lines(marks)
    elif isinstance(marks, Marks):
        Console().print(table_of(marks))
        lines = lines_of(marks)
    else:
        Console().print(terms_table(marks))
        lines = terms_lines(marks)
    for line in (*lines, *paper.kept):
        typer.echo(line)


def as_json(marks: Marks | TermsMarks | TablesMarks) -> dict[str, Any]:
    """The marks as one object; ``mistakes`` are ids of questions or pairs, never their words."""
    if isinstance(marks, TablesMarks):
        return {**asdict(marks), "helps": marks.helps}
    told = {**asdict(marks), "mistakes": list(marks.mistakes)}
    return {**told, "level": marks.level.value} if isinstance(marks, Marks) else {**told, "admitted": marks.admitted}


def table_of(marks: Marks) -> Table:
    """Scores by language and kind, for a terminal."""
    table = Table("", "n", "strict", "lenient", "false allows")
    for key in ("language", "kind"):
        for value, row in marks.by[key].items():
            cells = (f"{row['n']:.0f}", f"{row['strict']:.2f}", f"{row['lenient']:.2f}", f"{row['false_allow']:.0f}")
            table.add_row(f"{key} {value}", *cells)
        table.add_section()
    table.add_row("all", str(marks.n), f"{marks.strict:.3f}", f"{marks.lenient:.3f}", str(marks.false_allow))
    return table


def lines_of(marks: Marks) -> list[str]:
    """What was proved, for a person."""
    confidence = f", where it is {marks.floor:g} sure or more" if marks.floor else ""
    return [
        f"asked back   {marks.asks} of {marks.n}; words alone answer {marks.n - marks.asked} at once",
        f"a question   {marks.seconds:.1f} s (median of {marks.asked})",
        f"grounded     {marks.grounded} allowed, {marks.wrong} of them wrong{confidence}",
        f"bound        at most {marks.bound:.2%} of them are wrong, with 95 % confidence",
        f"level        {marks.level.value}",
    ]


def terms_table(marks: TermsMarks) -> Table:
    """How well changes are judged without the model and with what it may change, on the half that proves it."""
    table = Table("", "n", "words alone", "with the model")
    for name in ("severity", "recall", "precision", "direction", "not_looser"):
        without, with_model = getattr(marks.words, name), getattr(marks.model, name)
        table.add_row(name.replace("_", " "), str(marks.proved_on), f"{without:.2f}", f"{with_model:.2f}")
    table.add_section()
    for language, row in marks.by.items():
        table.add_row(f"severity, {language}, all", f"{row['n']:.0f}", f"{row['words']:.2f}", f"{row['model']:.2f}")
    return table


def terms_lines(marks: TermsMarks) -> list[str]:
    """What was proved of each figure, for a person."""
    lines = [
        f"heard        both passes of {marks.heard} changes, {marks.agreed} of them agreed",
        f"a change     {marks.seconds:.1f} s (median)",
    ]
    for name, one in marks.figures.items():
        proved = f"{one.better} better, {one.worse} worse, at most {one.bound:.0%} of these worse with 95 % confidence"
        floor = f", where it is {one.floor:g} sure or more" if one.floor else ""
        lines.append(f"{name:12} {'may' if one.helps else 'may not'}: {proved}{floor}")
    return lines


def tables_lines(marks: TablesMarks) -> list[str]:
    """What came of the tables, for a person."""
    lines = [
        f"read         {marks.cells} cells that hold, no reply about {marks.lost} of {marks.lines} lines",
        f"a part       {marks.seconds:.1f} s (median, of four lines)",
        f"right        {marks.right} of {marks.asked} questions by these tables, {marks.by_words} by words alone",
        f"allowed      {marks.wrongly_allowed} of {marks.asked} that should not be",
        "worth it     "
        + ("yes, once somebody has looked at each cell" if marks.helps else "no: it makes more work than it takes"),
    ]
    return [*lines, f"no policy    of {marks.refused} documents"] if marks.refused else lines
