"""``mayi confirm`` and ``mayi coverage``: a policy's folder goes in; what only its owner can say, or what became of each sentence
of its documents, comes out; an answer stands in the files at once."""

from __future__ import annotations

import getpass
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, BY, FOLDER
from bot.knowledge.confirming.told import Standing
from bot.ledger.ledger import open_existing
from bot.owners.clicks import Clicks
from bot.owners.confirm import Confirming, is_question, proposals_of
from bot.policy.clicks import Clicked
from bot.policy.confirming import A_DOZEN, Way, Weighed, few
from bot.saying.notices.confirming import Confirmer
from bot.settings import read_settings

SHORT = 160


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(confirm)
    app.command()(coverage)


def confirm(  # noqa: PLR0917 - Typer reads the arguments
    folder: Path = FOLDER,
    answer: list[str] = typer.Option(
        [],
        "--answer",
        metavar="ID=ANSWER",
        help="Answer a question; of a sentence also ID=forbid:tools=a,b:data=c,d.",
    ),
    undo: bool = typer.Option(False, "--undo", help="Take the newest edit of the files back."),
    by: str = BY,
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger: also ask about words that staff clicked."),
    propose: bool = typer.Option(
        False, "--propose", help="Let the model read the documents first; what it proposes waits for an answer."
    ),
    notes: bool = typer.Option(False, "--notes", help="Show what the import was unsure of, instead of the questions."),
    show_all: bool = typer.Option(False, "--all", help=f"Show all questions, not the first {A_DOZEN} that matter."),
    as_json: bool = AS_JSON,
) -> None:
    """Ask the policy's owner what only they can say.

    What matters most comes first, with what each answer would change; an answer edits the files at once (docs/confirming.md).
    """
    with stopping(), _clicks(ledger) as clicks:
        confirming = Confirming(here(folder), clicks)
        if undo:
            taken = confirming.undo()
            again = " is open again." if is_question(taken) else ". The files are as they were."
            typer.echo(f"Taken back: {taken}{again}" if taken else "There is no edit to take back.")
            return
        if notes:
            said = confirming.notes()
            typer.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else "\n".join(_notes(said)))
            return
        if propose:
            typer.echo("\n".join(_proposed(confirming)), err=as_json)
        for one in answer:
            done = confirming.answer(*_said(one), by or getpass.getuser())
            typer.echo(f"{done.question.id}: {done.way.id}. Written: {', '.join(done.files)}", err=as_json)
        count, ranked = confirming.count(), confirming.questions()
        shown = ranked if show_all else few(ranked)
        sayer = confirming.sayer("en")
    if as_json:
        told = {"open": count, "questions": [_plain(one, sayer) for one in shown]}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_page(shown, count, sayer)))


@contextmanager
def _clicks(url: str) -> Iterator[Callable[[], tuple[Clicked, ...]]]:
    """What staff clicked; nothing where no ledger is named."""
    if not url:
        yield tuple
        return
    ledger = open_existing(url, read_settings().secret)
    try:
        yield Clicks(ledger)
    finally:
        ledger.close()


def coverage(folder: Path = FOLDER, as_json: bool = AS_JSON) -> None:
    """Show what became of each sentence of the documents.

    A rule, a condition, background, or not read.
    """
    with stopping():
        confirming = Confirming(here(folder))
        covered = confirming.coverage()
        sayer = confirming.sayer("en")
    if as_json:
        sentences = [
            {"at": f"{one.at.file}:{one.at.line}", "text": one.text, "is": one.standing.value, "rests_on": list(one.rests)}
            for one in covered.sentences
        ]
        told = {"told": covered.told, "of": covered.ruling, "rules_with_sentence": covered.resting, "rules": covered.rules}
        typer.echo(json.dumps(told | {"sentences": sentences}, ensure_ascii=False, indent=2))
        return
    for one in covered.sentences:
        text = one.text if len(one.text) <= SHORT else f"{one.text[: SHORT - 1].rstrip()}…"
        rests = f"  [{', '.join(one.rests)}]" if one.rests else ""
        typer.echo(f"{one.at.file}:{one.at.line}  {sayer.words(f'coverage.{one.standing.value}')}{rests}\n    {text}")
    counted = Counter(one.standing for one in covered.sentences)
    typer.echo()
    for standing in Standing:
        typer.echo(f"{counted[standing]:>5}  {sayer.words(f'coverage.{standing.value}')}")
    words = {"told": covered.told, "all": covered.ruling, "resting": covered.resting, "rules": covered.rules}
    typer.echo(sayer.words("console.coverage.lead", **{name: str(value) for name, value in words.items()}))


def _said(text: str) -> tuple[str, Way]:
    """``ID=ANSWER``, for a sentence with ``:tools=a,b:data=c`` behind it."""
    id_, is_given, said = text.partition("=")
    way, *more = said.split(":")
    named = dict(part.partition("=")[::2] for part in more)
    if not is_given or not way or named.keys() - {"tools", "data"}:
        raise typer.BadParameter("write ID=ANSWER, or ID=ANSWER:tools=a,b:data=c", param_hint="--answer")
    tools, data = (tuple(filter(None, named.get(key, "").split(","))) for key in ("tools", "data"))
    return id_, Way(way, tools, data)


def _plain(one: Weighed, sayer: Confirmer) -> dict[str, object]:
    question = one.question
    ways = [
        {
            "answer": way.id,
            "says": sayer.way(question, way),
            "tools": list(way.tools),
            "data": list(way.data),
            "changes": len(one.flips.get(way.id, ())),
            "change": sayer.change(one.flips.get(way.id, ()), way.id, question),
        }
        for way in question.ways
    ]
    at = f"{question.at.file}:{question.at.line}" if question.at.file else ""
    told = {"id": question.id, "about": question.about.value, "asks": sayer.ask(question), "sentence": question.sentence}
    told |= {"proposed": question.proposed} if question.proposed else {}
    return told | {"at": at, "share": round(one.weight, 4), "asked": question.asked, "answers": ways}


def _proposed(confirming: Confirming) -> Iterator[str]:
    """What the model that the settings name proposes. Raises ``typer.BadParameter`` where they name none."""
    settings = read_settings()
    if not settings.model:
        raise typer.BadParameter("no model: set MAYI_MODEL", param_hint="--propose")
    found = proposals_of(confirming, settings)
    if not found.has_reply:
        yield f"The model `{settings.model}` gave no reply; what it proposed before stays."
    else:
        yield f"{len(found.kept)} proposed; each waits for an answer to its question."
        if found.lost:
            yield f"  no reply about {found.lost} of {found.of} sentences"
        yield from (f"  left out: {why}" for why in found.refused)


def _notes(notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not notes:
        yield "No notes: no import wrote this folder, or it was sure of everything it read."
    for about, sentences in notes.items():
        yield f"{about}:"
        yield from (f"  - {one}" for one in sentences)


def _page(shown: tuple[Weighed, ...], count: int, sayer: Confirmer) -> Iterator[str]:
    if not count:
        yield sayer.words("console.confirm.empty")
        return
    for number, one in enumerate(shown, start=1):
        question = one.question
        yield f"{number}. {sayer.ask(question)}   ({question.id})"
        if question.sentence:
            at = f"{question.at.file}:{question.at.line}  " if question.at.file else ""
            yield f"   {at}“{sayer.sentence(question)}”"
        for way in question.ways:
            yield f"     {way.id:<24} {sayer.way(question, way)}"
            flips = one.flips.get(way.id, ())
            if flips:
                yield f"     {'':<24}   {sayer.change(flips, way.id, question)}"
        yield ""
    left = f" (`--all` shows the {count - len(shown)} others)" if len(shown) < count else ""
    yield f"{count} open{left}. Answer with: mayi confirm --answer ID=ANSWER; `--undo` takes the newest edit back."
