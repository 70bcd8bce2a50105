"""The words of ``mayi`` go in; the command's module, and what help says of it, come out, and nothing is imported for that.

Every command stands here by its name, in the order of the help page. ``tests/commands/test_table.py`` holds the table to what
the commands say of themselves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the help page."""

    module: str
    """Below ``bot/commands``, with its folder; one module may have several commands."""
    help: str


COMMANDS: dict[str, Listed] = {
    "demo": Listed("run.demo", "Try everything on a local page: no Slack account, no model and no database server needed."),
    "serve": Listed("run.serve", "Answer in Slack, as the environment or .env says, until stopped."),
    "ask": Listed("policy.ask", "Answer one question from a knowledge folder."),
    "try": Listed(
        "policy.try_",
        "Answer what you type while you edit: each save is checked and taken over, and shows which answers flipped.",
    ),
    "check": Listed(
        "policy.check", "Read all knowledge files, look at every cell, and tell everything that is wrong or odd at once."
    ),
    "test": Listed("policy.test", "Ask the questions of tests.yaml; exit with 1 where one is not ruled as its owner expects."),
    "diff": Listed(
        "policy.diff",
        "Show what an edit of the policy changes. Exits with 1 where something got looser that nobody named.",
    ),
    "due": Listed(
        "vendors.due",
        "List what is to be looked at again: rules, tools, pages of guidance, records and waivers, with their owners.",
    ),
    "governance": Listed(
        "vendors.governance",
        "Show what governance demands of each tool in use: what is there, missing, run out or due soon, and whose turn it is.",
    ),
    "incidents": Listed(
        "log.incidents",
        "Write the register of incidents that staff reported: when, whom it was told to, what was done, by when, and its end.",
    ),
    "acknowledgements": Listed(
        "log.acknowledged",
        "Show which version of the policy was read by how many, by team: of those in people.yaml, and all whom the bot has met.",
    ),
    "confirm": Listed(
        "policy.confirm",
        "Ask the policy's owner what matters most, with what each answer would change; answers edit the files.",
    ),
    "coverage": Listed(
        "policy.confirm",
        "Show each sentence of the policy's documents with what became of it: a rule, a condition, background, or not read.",
    ),
    "import": Listed(
        "policy.import_",
        "Turn a policy's matrix into a knowledge folder. Nothing is asked; what is unsure is told by mayi confirm.",
    ),
    "table": Listed(
        "policy.table",
        "Have the model read a document into a table of tools and data. Nothing of it counts before you import it.",
    ),
    "export": Listed(
        "policy.export",
        "Write the matrix of a policy: tools x data classes, each cell as it is ruled, with its conditions.",
    ),
    "schema": Listed(
        "policy.schema", "Write JSON Schemas of the knowledge files, so that an editor offers fields, words and ids."
    ),
    "eval": Listed("policy.eval", "Score questions: strict, lenient, false allows, speed."),
    "exam": Listed("vendors.exam", "Examine a model on this machine: how far may it be believed? Goes on where it was stopped."),
    "new": Listed("policy.new", "Ask ten questions and write a first policy. What a person must still decide stands in OPEN.md."),
    "publish": Listed(
        "policy.publish",
        "Check and test the policy, keep it as a version and push it to where the bot reads it. Neither a "
        "faulty one is published nor one whose own tests fail (exit code 1).",
    ),
    "rollback": Listed(
        "policy.publish",
        "Publish a version that says what an earlier one said. Nothing is lost: the versions in between stay.",
    ),
    "versions": Listed("policy.publish", "List the versions of the policy, newest first, as they stand in receipts."),
    "reminders": Listed(
        "vendors.reminders",
        "Show what people will be reminded of, when, and what is overdue. Nothing is posted or changed.",
    ),
    "why": Listed(
        "log.why",
        "Rebuild why an answer was given, from its row and the policy as it was then; say what is not known any more.",
    ),
    "verify": Listed(
        "log.verify",
        "Compare every row of the log with its record, and the records with their chain. Exit code 1 where one is wrong.",
    ),
    "who": Listed(
        "log.who",
        "Show who asked, as Slack's TEAM/USER. The look is a row of the log, and the asker sees it in their own data.",
    ),
    "erase": Listed(
        "log.erase",
        "Erase all that is kept of a person, in the log and the engine's database, and print the proof. A legal hold is said.",
    ),
    "my-data": Listed("log.erase", "Print all that is kept of a person, one line of JSON each, as they get it in Slack."),
    "backup": Listed(
        "log.backup",
        "Write all rows to one file while the bot runs. Work that is under way is the engine's, and is not in it.",
    ),
    "restore": Listed(
        "log.backup",
        "Put a backup into an empty ledger, and verify it. Exit code 1 where the log in it is not whole.",
    ),
    "pause": Listed(
        "run.pause",
        "Give every question one calm line instead of an answer. Questions are still logged; reminders and corrections go on.",
    ),
    "resume": Listed("run.pause", "Answer again."),
    "announce": Listed("run.pause", "Put a line above every answer until a day, or take it down."),
    "seed": Listed(
        "log.seed",
        "Fill a ledger with believable made-up questions of the last two years, to try the console and its speed.",
    ),
    "manifest": Listed(
        "run.manifest",
        "Print the manifest of the Slack app: paste it at api.slack.com/apps > Create New App > From a manifest.",
    ),
    "prebuild": Listed(
        "run.prebuild",
        "Make the files that a start needs of the catalog and of languages, once. Without them the first start does it.",
    ),
    "doctor": Listed(
        "run.doctor",
        "Look at everything that the bot needs: tokens, scopes, channels, databases, model, knowledge. Changes nothing.",
    ),
    "console": Listed("run.console", "Pages for admins, owners and staff: serve them alone, or make a link that signs in once."),
    "gaps": Listed("policy.gaps", "What people asked for and did not get, as things to do: by tool and data, most people first."),
    "advise": Listed(
        "vendors.advise",
        "Compare an open model of your own, one in a managed cloud, and closed tools, for the data that the policy knows.",
    ),
    "tco": Listed(
        "vendors.tco",
        "Add up what each option costs over the years: total, years, parts, break-even, and what the total hangs on.",
    ),
    "bom": Listed(
        "vendors.bom",
        "Write an AI bill of materials in CycloneDX: the tools that the policy lets people use, or the bot itself.",
    ),
    "vendors": Listed("vendors.vendors", "The register of vendors: contracts, pages of terms, what is due."),
    "terms": Listed("vendors.terms", "Vendors' terms: watch pages, judge a change, replay a page's history."),
    "hold": Listed("log.hold", "Legal holds: add, lift, list."),
    "log": Listed("log.log", "The log of questions: export."),
    "db": Listed("log.db", "The ledger's database: upgrade, current, check, status, rekey."),
}
MEANT = {"lint": "check", "validate": "check", "simulate": "try", "repl": "try"}
"""What other programs call a command."""
_HELP = "help"
_NEAREST = 3
"""Commands that are named for an unknown word."""
_WORD = re.compile(r"[a-z]+")
_TELLING = 4
"""Letters from which on a word of a command's help tells it."""


class Commands(TyperGroup):
    """All commands; each is imported when it is used, and not for the help page."""

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """What the help page shows of a command."""
        listed = COMMANDS.get(cmd_name)
        return TyperCommand(cmd_name, help=listed.help) if listed else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that runs; an unknown one is refused with those that may be meant."""
        if args[0] not in COMMANDS:
            sys.stderr.write(unknown(args[0]))
            raise typer.Exit(2)
        return args[0], loaded(args[0]), args[1:]


def loaded(name: str) -> Any:
    """The command itself, imported."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    import_module(f"bot.commands.{COMMANDS[name].module}").register(app)
    app.command("", hidden=True)(_nothing)  # with one command alone, Typer would make no group of it
    return typer.main.get_group(app).commands[name]


def _nothing() -> None:
    """Never run."""


def unknown(word: str) -> str:
    """What is said of a word that is no command: the nearest by their names, else those whose help has the word."""
    near = _meant(word)
    meant = f"did you mean {' or '.join(f'`{name}`' for name in near)}? " if near else ""
    return f"mayi: there is no command `{word}`; {meant}`mayi --help` lists all\n"


def _meant(word: str) -> list[str]:
    """Commands, the likeliest first; none where help is what is meant, which is named anyway."""
    if word in MEANT:
        return [MEANT[word]]
    near = get_close_matches(word, (*COMMANDS, _HELP), _NEAREST)
    if near[:1] == [_HELP]:
        return []
    return [name for name in dict.fromkeys((*near, *_that_speak_of(word))) if name != _HELP][:_NEAREST]


def _that_speak_of(word: str) -> Iterator[str]:
    """Commands whose help has a word of the same beginning, those first that begin with it."""
    said = word.lower()
    if len(said) < _TELLING:
        return
    places: dict[str, int] = {}
    for name, listed in COMMANDS.items():
        words = _WORD.findall(listed.help.lower())
        at = next(
            (at for at, one in enumerate(words) if one.startswith(said) or (len(one) >= _TELLING and said.startswith(one))), -1
        )
        if at >= 0:
            places[name] = at
    yield from sorted(places, key=lambda name: places[name])
