"""``mayi ask``: one question goes in, its answer comes out, as text or JSON. The form is used from outside: keep it."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.answers.answer import Answered
from bot.answers.answerer import make_answerer
from bot.answers.as_object import as_object
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, AS_WHOM, KNOWLEDGE, MODEL, NO_MODEL
from bot.environment import shipped
from bot.exam.belief import model_of
from bot.ledger.ledger import open_ledger
from bot.ledger.plain import question_values
from bot.ledger.store.errors import LedgerError
from bot.policy.talks.talk import KnownTerm
from bot.policy.words import DataAsk
from bot.settings import read_settings
from bot.text.storable import storable
from bot.wiring.log.policy_files import keep_files


def turns_of(thread: list[str]) -> list[tuple[str, str]]:
    """``user: ...`` and ``bot: ...`` lines, oldest first; raises BadParameter on another form."""
    turns = []
    for turn in thread:
        who, colon, text = turn.partition(":")
        if not colon or who.strip().lower() not in ("user", "bot"):
            raise typer.BadParameter(f"`{turn[:60]}` names no speaker; write `user: ...` or `bot: ...`", param_hint="--thread")
        turns.append((who.strip().lower(), text.strip()))
    return turns


def facts_of(as_: str) -> dict[str, str]:
    """``country=NL,role=nurse`` as a mapping; raises BadParameter on another form."""
    facts = {}
    for pair in (part for part in storable(as_).split(",") if part.strip()):
        key, equals, value = pair.partition("=")
        if not equals or key.strip() not in ("country", "role", "group", "language"):
            raise typer.BadParameter(f"`{pair}`: write country=NL,role=nurse (also group, language)", param_hint="--as")
        facts[key.strip()] = value.strip()
    return facts


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(ask)


def ask(  # noqa: PLR0917 - Typer reads the arguments
    text: str = typer.Argument(..., help="The question."),
    knowledge: Path = KNOWLEDGE,
    thread: list[str] = typer.Option([], "--thread", help="An earlier turn, `user: ...` or `bot: ...`; oldest first."),
    as_: str = AS_WHOM,
    model: str = MODEL,
    no_model: bool = NO_MODEL,
    ledger: str = typer.Option("", "--ledger", help="Address of a ledger to log the answer in."),
    why: bool = typer.Option(False, "--why", help="Also show what was read, and every rule that decided."),
    as_json: bool = AS_JSON,
) -> None:
    """Answer one question.

    mayi ask "May I paste client names into ChatGPT Free?" --knowledge my-policy
    mayi ask "and with Claude Team?" --thread "user: May I paste client names into ChatGPT Free?" --json
    """
    if model and no_model:
        raise typer.BadParameter("give --model or --no-model, not both", param_hint="--model")
    turns, facts = turns_of(thread), facts_of(as_)
    with stopping():
        knowledge = here(knowledge)
        answerer = make_answerer(knowledge)
        if model:
            answerer = answerer.heard_by(model_of(read_settings(), model))
    answered = answerer.ask(text, turns, facts)
    if ledger:
        try:
            label = answered.label
            answered = log_answer(ledger, answered, label, answerer.mind.version, knowledge)
        except LedgerError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
    told = as_object(answered, answerer.mind.knowledge)
    if as_json:
        if why:
            told["why"] = why_lines(answered)
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    typer.echo(answered.answer.text)
    for line in why_lines(answered) if why else ():
        typer.echo(line)


def _how_sure(ask: DataAsk) -> str:
    changed = f", {' and '.join(ask.transformations)}" if ask.transformations else ""
    return f" ({'the policy’s or the catalog’s words' if ask.grounded else 'a guess: it grounds no allowed'}{changed})"


def _of_terms(term: KnownTerm) -> str:
    """A point of terms that was asked about, and what the files have on it."""
    of = f"{term.fact} {term.value} at {term.at}" if term.value else "nothing recorded"
    return f"terms     {term.tool}, {term.point or 'in general'}: {of}"


def why_lines(answered: Answered) -> list[str]:
    """What was read where, and every rule that decided, for a person."""
    lines = [f"text      {answered.reading.text}", f"language  {answered.reading.language}"]
    for ruled in answered.ruled:
        lines.append(f"intent    {ruled.item.intent.value}")
        for mention in ruled.item.mentions:
            lines.append(f"read      {mention.slot} {mention.id} from “{mention.quote}” ({mention.via}, {mention.source})")
        lines += [f"unread    “{phrase}”" for phrase in ruled.item.unread]
        question = ruled.item.question
        lines += [f"tool      {ask.name or 'any'}: {', '.join(ask.offerings) or 'not listed'}" for ask in question.tools]
        lines += [f"data      {ask.name}: {', '.join(ask.types) or 'unknown'}{_how_sure(ask)}" for ask in question.data]
        lines += [f"stated    {id_} is met" for id_ in sorted(question.met)] + [
            f"stated    {id_} is not met" for id_ in sorted(question.unmet)
        ]
        lines += [f"left out  {name}" for name in question.left_out]
        lines += [_of_terms(term) for term in ruled.terms]
        if ruled.ruling is not None:
            rulings = ruled.ruling.per_tool or (ruled.ruling,)
            for reason in dict.fromkeys((r.rule, str(r.at), r.offering, r.data) for one in rulings for r in one.reasons):
                lines.append(f"rule      {reason[0]} at {reason[1]}" + "".join(f", {part}" for part in reason[2:] if part))
            lines.append(f"verdict   {ruled.ruling.verdict.value}")
    return lines


def log_answer(url: str, answered: Answered, label: str, version: str, folder: Path | None = None) -> Answered:
    """Log an answer of the command line; gives it with the receipt that the ledger knows it by. Raises ``LedgerError``."""
    ledger = open_ledger(url, read_settings().secret)
    try:
        key = secrets.token_hex(32)
        receipt = ledger.receipt(key)
        text = answered.answer.text.replace(answered.answer.receipt, receipt)
        answer = replace(answered.answer, receipt=receipt, text=text)
        values = question_values(answered.reading, answered.ruled, answer, version)
        values |= {
            "label": label,
            "timings_ms": answered.timings,
            "channel_kind": "command",
            "trigger": "ask",
            "posted": "posted",
        }
        now = datetime.now(UTC)
        keep_files(ledger, folder or shipped("knowledge"), version, now)
        ledger.keep_question(key, at=now, receipt=receipt, **values)
        ledger.seal()
        return replace(answered, answer=answer)
    finally:
        ledger.close()
