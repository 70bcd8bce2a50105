"""The rooms of a may-i that runs, each by name and type: what every use (`bot/desk`) takes. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from bot.clock.today import today_at
from bot.ledger.ledger import Ledger
from bot.ledger.publications import Publications
from bot.ledger.store.keyed import keyed
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Seen, who_is
from bot.policy.world import Catalog
from bot.settings import Settings

if TYPE_CHECKING:  # a command that only reads the ledger waits for no database of the engine's
    from bot.engine.engine import Engine
    from bot.knowledge.history.store import KnowledgeStore

AT_MACHINE = "@command-line"
"""Who somebody without a Slack user is: who may use the machine. No id of Slack begins so."""


@dataclass(frozen=True, slots=True)
class _Nobody:
    """What is seen of a user where Slack is not asked."""

    domain: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SlackPeople:
    """What Slack says of people. Where it is not asked, nobody is known but by their own entry in people.yaml."""

    of: Callable[[str], Seen] = lambda _user: _Nobody()
    name: Callable[[str], str] = str
    language: Callable[[str], str] = lambda _user: ""
    barred: Callable[[str], str] = lambda _user: "stranger"
    """User -> why they get no answers; empty for who does."""
    team: Callable[[], str] = str
    has_left: Callable[[str], bool] = lambda _user: False


@dataclass
class App:
    """Built once: by the bot, by a console that runs alone, or by a command."""

    settings: Settings
    catalog: Catalog
    ledger: Ledger
    current: Callable[[], Knowledge]
    slack: SlackPeople = field(default_factory=SlackPeople)
    look_again: Callable[[], None] = lambda: None
    """What owners suspended just now counts from the next question on."""
    store: KnowledgeStore = field(init=False)
    """The policy's files with what is wrong with them. Of the bot and of a console."""
    engine: Engine = field(init=False)
    """Of the bot alone, and built last: what it does again after a crash needs all the others."""

    def __post_init__(self) -> None:
        self.publications = Publications(self.ledger)

    @property
    def knowledge(self) -> Knowledge:
        """The policy that answers now."""
        return self.current()

    @property
    def today(self) -> date:
        """The date where the organisation is."""
        return today_at(self.knowledge)

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""
        return keyed(self.settings.secret, *parts)

    def pseudonym(self, user: str, team: str = "") -> str:
        """Under which somebody's questions are kept. ``team``: the workspace, where it need not be the bot's own."""
        return self.hash_of("person", team or self.slack.team(), user)

    def language_of(self, user: str) -> str:
        """The language that somebody is spoken to in: as people.yaml says, else as they read Slack; empty where neither says."""
        return who_is(user, self.knowledge.people, self.slack.of).language or self.slack.language(user)

    def name_of(self, user: str) -> str:
        """Who did something: a person by name, or the machine."""
        return user.lstrip("@").partition(":")[0] if user.startswith(AT_MACHINE) else self.slack.name(user)
