"""``mayi advise``: answers go in; open, closed or managed comes out, by kind of data, with reasons and what would change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
import yaml
from rich.console import Console
from rich.table import Table

from bot.clock.today import today_at
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, AS_WHOM, KNOWLEDGE
from bot.commands.policy.ask import facts_of
from bot.desk.advice import WHO, AnswersError, Rule, RuleOf, advise_for, as_object, known_roles, understood
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import did_you_mean
from bot.knowledge.load import load
from bot.knowledge.sheets.plain_files import read_given
from bot.policy.advice import DIMENSIONS, Advice, Understood
from bot.policy.changes.change import cell_question
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.due.known_licences import licences_of
from bot.policy.due.known_prices import prices_by_offering
from bot.policy.house import Knowledge
from bot.policy.words import Question, Slot
from bot.reading.askers.uses import UseReader
from bot.reading.reader import Reader
from bot.saying.advice import AdviceWords
from bot.saying.words import languages, words_for

MOST_BYTES = 100_000
FILES = (".yaml", ".yml", ".json")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(advise)


def advise(  # noqa: PLR0917 - Typer reads the arguments
    words: list[str] = typer.Argument(
        None,
        metavar="[FILE | WORDS]",
        help="YAML file with the answers, by the options' names; or your data, in words.",
    ),
    data: list[str] = typer.Option([], "--data", metavar="ID", help="A data type or class of the policy; else all classes."),
    volume: str = typer.Option("", "--volume", help="low (up to 50 people), medium (up to 500) or high."),
    skills: str = typer.Option("", "--skills", help="none, some or strong: whether you can run servers."),
    hardware: str = typer.Option("", "--hardware", help="none, servers or gpus."),
    residency: str = typer.Option("", "--residency", help="free, region or house: where data may be stored."),
    sector: str = typer.Option("", "--sector", help="none or regulated."),
    frontier: str = typer.Option("", "--frontier", help="no, useful or must: the strongest models."),
    start: str = typer.Option("", "--start", help="days, weeks or months until it must work."),
    fine_tuning: str = typer.Option("", "--fine-tuning", help="no or yes: training on your own texts."),
    audit: str = typer.Option("", "--audit", help="usual or strict."),
    geopolitics: str = typer.Option("", "--geopolitics", help="low or high: the risk of depending on a foreign vendor."),
    knowledge: Path = KNOWLEDGE,
    as_: str = AS_WHOM,
    language: str = typer.Option("en", "--language", help="en, nl, de, fr or es."),
    as_json: bool = AS_JSON,
) -> None:
    """Compare open, managed and closed models for your data.

    By a table that owners can edit, and by what the policy itself rules (docs/advice.md). A file has one answer on a line,
    such as `volume: high` or `data: [public, internal]`; options win over it.

    mayi advise --data internal --volume high --skills some
    mayi advise "personnel files" --volume low --hardware none
    """
    said = {
        **{"volume": volume, "skills": skills, "hardware": hardware, "residency": residency, "sector": sector},
        **{"frontier": frontier, "start": start, "fine_tuning": fine_tuning, "audit": audit, "geopolitics": geopolitics},
    }
    with stopping():
        read = load(here(knowledge), load_catalog()).or_raise()
    try:
        if language not in languages():
            raise AnswersError(f"--language: `{language}` is not one of {', '.join(languages())}")
        told, listed, heard = _told(read, words or [])
        given = told | {name: value for name, value in said.items() if value}
        found = advise_for(read, *_who(read, facts_of(as_)), given, data or listed)
    except AnswersError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    licences, prices = licences_of(read, load_catalog()), prices_by_offering(read, load_catalog())
    say = AdviceWords(read, words_for(language, read.organisation.languages), licences, prices, today_at(read))
    if as_json:
        typer.echo(json.dumps(as_object(found, say) | _heard(heard), ensure_ascii=False, indent=2))
        return
    for line in say.heard(heard) if heard else ():
        typer.echo(line)
    _page(say, found)


def _who(knowledge: Knowledge, facts: Mapping[str, str]) -> tuple[RuleOf, dict[Slot, str]]:
    """What the policy rules for such people, and what was said of them. Raises ``AnswersError``."""
    said = {slot: facts[slot.value].casefold() for slot in WHO if facts.get(slot.value)}
    roles = known_roles(knowledge)
    if (role := said.get(Slot.ROLE, "")) and role not in roles:
        raise AnswersError(
            f"--as: the policy knows no role `{role}`; {did_you_mean(role, roles, 'use one of ' + ', '.join(roles))}"
        )
    compiled, today, unsaid = compile_policy(knowledge.policy), today_at(knowledge), UseReader(knowledge, load_catalog()).unsaid
    group = frozenset({facts["group"]} if "group" in facts else ())

    def rule_of(those: Mapping[Slot, str]) -> Rule:
        asker = Question(context={**unsaid, **those}, who=group)
        return lambda offering, data: decide(compiled, cell_question(asker, offering, data), today)

    return rule_of, said


def _told(knowledge: Knowledge, words: list[str]) -> tuple[dict[str, str], list[str], Understood | None]:
    """Answers and kinds of data, from a file or from words; of words also how they were understood."""
    if not words:
        return {}, [], None
    path = Path(words[0])
    if len(words) == 1 and (path.suffix in FILES or _is_there(path)):
        return *_from_file(path), None
    heard = understood(Reader(knowledge, load_catalog()), " ".join(words))
    if heard.names_tool:
        raise AnswersError("a tool is named: ask the policy, `mayi ask`, or leave it out to compare ways to have one")
    if not heard.is_told:
        raise AnswersError("no kind of data was understood; name it, and give the other answers as options")
    return {}, list(heard.data), heard


def _is_there(path: Path) -> bool:
    """Whether words are the name of a file; what is too long for a name, or cannot be one, is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _heard(heard: Understood | None) -> dict[str, Any]:
    """How words were understood, for scripts."""
    if not heard:
        return {}
    return {"heard": {"data": heard.data, "unread": heard.unread, "cut_at": heard.cut_at or None}}


def _from_file(path: Path) -> tuple[dict[str, str], list[str]]:
    """Answers and kinds of data. Words stay the words that stand there: ``no`` is no."""
    try:
        read: Any = yaml.load(read_given(path, MOST_BYTES), yaml.BaseLoader)  # noqa: S506 - it makes strings alone
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as problem:
        raise AnswersError(f"{path}: cannot be read: {' '.join(str(problem).split())}") from problem
    if not isinstance(read, Mapping):
        raise AnswersError(f"{path}: write one answer a line, such as `volume: high`")
    listed = read.get("data", [])
    kinds = [listed] if isinstance(listed, str) else listed
    wrong = [name for name, value in read.items() if name != "data" and not isinstance(value, str)]
    if wrong or not isinstance(kinds, list) or not all(isinstance(one, str) for one in kinds):
        raise AnswersError("\n".join(f"{path}: {name}: write one word" for name in wrong or ["data"]))
    return {str(name): value for name, value in read.items() if name != "data"}, kinds


def _page(words: AdviceWords, advice: Advice) -> None:
    console = Console(markup=False, emoji=False, highlight=False)

    def told(title: str, lines: tuple[str, ...]) -> None:
        if lines:
            console.print(f"\n{title}", style="bold")
            for line in lines:
                console.print(f"- {line}")

    for line in words.headline(advice):
        console.print(line, style="bold")
    table = Table("", *words.ways(advice))
    for number, dimension in enumerate(DIMENSIONS):
        table.add_row(words.dimension(dimension), *(words.grade(one.cells[number].shown) for one in advice.ways))
    table.add_section()
    table.add_row("", *(str(one.total) for one in advice.ways))
    console.print(table)
    told(words.words("advice.splits"), tuple(f"{words.split_name(one)} → {words.split(one)}" for one in advice.splits))
    if advice.second:
        told(words.words("advice.decided", way=words.way(advice.second)), words.decided(advice))
    told(words.words("advice.drawbacks"), words.drawbacks(advice))
    told(words.words("advice.changes"), words.changes(advice))
    told(words.words("advice.demands"), tuple(words.text(one) for one in advice.demands))
    told(words.words("advice.licences"), words.licence_lines(advice))
    told(words.words("advice.prices"), words.price_lines(advice))
    told("", words.against(advice))
    told("", words.remarks(advice))
