"""The words of ``mayi`` go in; the command's module, and what help says of it, come out, and nothing is imported for that.

Every command stands here by its name, in the order of the help page. ``tests/commands/test_table.py`` holds the table to what
the commands say of themselves.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from shutil import get_terminal_size
from typing import Any

import typer
import typer.main
from typer.core import TyperGroup

from bot.commands.help import lines_of, page_of, rows_of, tree_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the help page."""

    module: str
    """Below ``bot/commands``, with its folder; one module may have several commands."""
    help: str
    """At most 60 characters: a name and its help fit on a line of 80."""
    word: str = ""
    """Of the ten commands that `mayi --help` shows: what it does, in at most three words. Empty: only `--all` shows it."""


# The ten that `mayi --help` shows are what is typed first: by a newcomer (demo, ask), by an owner until the policy answers well
# (new or import, check, try; import ends by naming confirm), by an admin until the bot runs (serve, doctor, console), and in the
# checks of a policy's repository (test).
GROUPS: dict[str, dict[str, Listed]] = {
    "Ask": {
        "demo": Listed("run.demo", "Try everything on a local page; no Slack, no model needed.", "try everything"),
        "ask": Listed("policy.ask", "Answer one question.", "answer one question"),
        "why": Listed("log.why", "Say why an answer was given, by its receipt."),
    },
    "Own a policy": {
        "new": Listed("policy.new", "Write a first policy from ten answers.", "first policy"),
        "import": Listed("policy.import_", "Turn a policy's table into a knowledge folder.", "policy from table"),
        "table": Listed("policy.table", "Let the model read a document into a table to import."),
        "confirm": Listed("policy.confirm", "Ask the policy's owner what only they can say."),
        "coverage": Listed("policy.confirm", "Show what became of each sentence of the documents."),
        "check": Listed("policy.check", "Find what is wrong or odd in the policy's files.", "find faults"),
        "try": Listed("policy.try_", "Ask while you edit; each save shows which answers changed.", "edit and ask"),
        "publish": Listed("policy.publish", "Check, test and push the policy as a new version."),
        "rollback": Listed("policy.publish", "Publish an earlier version again."),
        "versions": Listed("policy.publish", "List the policy's versions, newest first, as in receipts."),
        "gaps": Listed("policy.gaps", "List what people asked and the policy did not answer."),
        "due": Listed("vendors.due", "List rules, tools and records to look at again, with owners."),
        "reminders": Listed("vendors.reminders", "Show who will be reminded of what, and what is overdue."),
        "acknowledgements": Listed("log.acknowledged", "Show how many have read which version, by team."),
        "governance": Listed("vendors.governance", "Show what is still to be proved for each tool, and by whom."),
        "vendors": Listed("vendors.vendors", "Show vendors' contracts, pages of terms and what is due."),
        "terms": Listed("vendors.terms", "Watch vendors' pages of terms and judge what they change."),
        "advise": Listed("vendors.advise", "Compare open, managed and closed models for your data."),
        "tco": Listed("vendors.tco", "Add up what each option costs over the years."),
    },
    "Look after the bot": {
        "serve": Listed("run.serve", "Answer in Slack, as .env says, until stopped.", "answer in Slack"),
        "doctor": Listed("run.doctor", "Look at all that the bot needs; say what is missing.", "find what's missing"),
        "console": Listed("run.console", "Serve the console alone, or make a link that signs in.", "web pages"),
        "manifest": Listed("run.manifest", "Print the Slack app's manifest, to paste at api.slack.com."),
        "exam": Listed("vendors.exam", "Examine a model: how far may it be believed?"),
        "pause": Listed("run.pause", "Stop answering for a while; questions are still logged."),
        "resume": Listed("run.pause", "Answer again."),
        "announce": Listed("run.pause", "Put a line above every answer until a day."),
        "incidents": Listed("log.incidents", "Write the register of incidents that staff reported."),
        "log": Listed("log.log", "Export the log of questions."),
        "verify": Listed("log.verify", "Look whether anybody changed the log."),
        "who": Listed("log.who", "Show who asked; that you looked is kept."),
        "my-data": Listed("log.erase", "Print all that is kept of a person."),
        "erase": Listed("log.erase", "Erase all that is kept of a person."),
        "hold": Listed("log.hold", "Legal holds: keep answers from retention and erasure."),
        "backup": Listed("log.backup", "Write the ledger to one file while the bot runs."),
        "restore": Listed("log.backup", "Put a backup into an empty ledger and verify it."),
        "db": Listed("log.db", "Upgrade, compare, rekey or reindex the ledger's database."),
    },
    "For scripts": {
        "test": Listed("policy.test", "Run the policy's own tests; exit code 1 where one fails.", "run policy tests"),
        "diff": Listed("policy.diff", "Show what an edit changes; exit code 1 where it loosens."),
        "eval": Listed("policy.eval", "Score questions by their expected labels."),
        "export": Listed("policy.export", "Write the policy's matrix as a table, a page or a picture."),
        "schema": Listed("policy.schema", "Write JSON Schemas of the knowledge files, for an editor."),
        "bom": Listed("vendors.bom", "Write an AI bill of materials (CycloneDX)."),
        "seed": Listed("log.seed", "Fill a ledger with made-up questions, to try the console."),
        "prebuild": Listed("run.prebuild", "Make the files that each start needs, once."),
    },
}
"""Every command in its group, in the order of the help page."""
COMMANDS: dict[str, Listed] = {name: listed for group in GROUPS.values() for name, listed in group.items()}
MEANT = {"lint": "check", "validate": "check", "simulate": "try", "repl": "try"}
"""What other programs call a command."""
ALL = "--all"
_HELP = "help"
_NEAREST = 3
"""Commands that are named for an unknown word."""
_WORD = re.compile(r"[a-z]+")
_TELLING = 4
"""Letters from which on a word of a command's help tells it."""
_WIDE = max(len(name) for name, listed in COMMANDS.items() if listed.word)
_WIDEST = max(map(len, COMMANDS))


class Commands(TyperGroup):
    """All commands; each is imported when it is used, and not for the help page."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Without words, the page as well (exit code 2); ``--all`` makes it longer, before ``--help`` or behind it."""
        ctx.meta[ALL] = ALL in args
        if not args:
            typer.echo(ctx.get_help())
            raise typer.Exit(2)
        return super().parse_args(ctx, ["--help"] if args == [ALL] else args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Prints it, as Typer's own does."""
        typer.echo("\n".join(_page(self, is_whole=ctx.meta[ALL])))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that runs; an unknown one is refused with those that may be meant."""
        if args[0] not in COMMANDS:
            sys.stderr.write(unknown(args[0]))
            raise typer.Exit(2)
        return args[0], loaded(args[0]), args[1:]


def _page(mayi: Commands, *, is_whole: bool) -> Iterator[str]:
    """What `mayi --help` prints: the ten commands that come first, or all of them and the options of `mayi` itself."""
    width = get_terminal_size().columns
    yield "Usage: mayi COMMAND ...    (mayi COMMAND --help explains one)"
    yield from ("", *textwrap.wrap(str(mayi.help), width))
    for group, those in GROUPS.items():
        rows = [(name, listed.help if is_whole else listed.word) for name, listed in those.items() if is_whole or listed.word]
        yield from ("", group)
        yield from (f"  {name:<{_WIDEST if is_whole else _WIDE}}  {words}" for name, words in rows)
    yield from ("", "Options", *lines_of(rows_of(mayi), width)) if is_whole else ("", f"All commands: mayi --help {ALL}")


def loaded(name: str) -> Any:
    """The command itself, imported."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    import_module(f"bot.commands.{COMMANDS[name].module}").register(app)
    app.command("", hidden=True)(_nothing)  # with one command alone, Typer would make no group of it
    command = typer.main.get_group(app).commands[name]
    for path, one in tree_of(f"mayi {name}", command):
        one.format_help = partial(_print_help, path, one)
    return command


def _print_help(path: str, command: Any, _ctx: Any, _formatter: Any) -> None:
    typer.echo(page_of(path, command))


def _nothing() -> None:
    """Never run."""


def unknown(word: str) -> str:
    """What is said of a word that is no command: the nearest by their names, else those whose help has the word."""
    near = _meant(word)
    meant = f"did you mean {' or '.join(f'`{name}`' for name in near)}? " if near else ""
    return f"mayi: there is no command `{word}`; {meant}`mayi --help --all` lists all\n"


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
