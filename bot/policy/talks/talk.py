"""The values of a talk: what was read in a message, what is said back, and where. Plain and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.policy.deciding.rulings import AskBack, Ruling, ToolRuling
from bot.policy.governance import Evidence
from bot.policy.trust import OF_OLD, Level
from bot.policy.words import Citation, Question, Verdict
from bot.policy.world import CatalogLicence, CatalogPrice

# --- what was read -----------------------------------------------------------------------------------------------


class Intent(StrEnum):
    """What a message wants."""

    MAY_I = "may_i"
    WHICH_TOOL = "which_tool"
    COMPARE = "compare"
    EXPLAIN = "explain"
    """A question about a ruling or its conditions; keeps the ruling it is about where there is one."""
    INCIDENT = "incident"
    REPORT = "report"
    TERMS = "terms"
    ADVICE = "advice"
    GREETING = "greeting"
    THANKS = "thanks"
    """Thanks, a goodbye, or that it was understood."""
    ABOUT_BOT = "about_bot"
    """What the bot is, what it keeps and who sees it."""
    FEEDBACK = "feedback"
    TASK = "task"
    """A task that belongs to another bot ("write me a script")."""
    OFF_TOPIC = "off_topic"
    EMPTY = "empty"
    """Nothing to read: no words, only emoji, only white space."""
    BARE = "bare"
    """The name of a file or a link, and nobody says what is in it."""
    PASTED = "pasted"
    """A text that is pasted, and no word of the asker's own."""
    TOO_MUCH = "too_much"
    """More tools in one question than one answer can tell apart."""


RULED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.EXPLAIN, Intent.INCIDENT, Intent.REPORT})
"""Intents that a ruling is made for, where there is anything to rule on. A report that says what went where is an incident."""

SMALL_TALK = frozenset({Intent.GREETING, Intent.THANKS, Intent.FEEDBACK, Intent.ABOUT_BOT})
"""Said to the bot, and of no tool and no data: nobody looks for it later."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the safe text names something. ``start`` and ``end`` count characters of ``Reading.text``."""

    slot: str
    """``tool``, ``plan``, ``account``, ``hosting``, ``data``, ``condition``, ``transformation``, ``feature`` ..."""
    id: str
    start: int
    end: int
    quote: str
    via: str
    """``name``, ``alias``, ``example``, ``catalog``, ``fuzzy``, ``compound``, ``detector``, ``nearness``, ``model``, ``click``,
    ``thread``, ``group`` (no row names it), or ``undecided``: by name, in words that say it is out."""
    source: str = "policy"
    """``policy`` or ``catalog`` words, or ``model``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a message. A message with several questions has several items."""

    intent: Intent
    question: Question
    mentions: tuple[Mention, ...] = ()
    unread: tuple[str, ...] = ()
    """Data phrases of which nothing was read: the first few, as people are told of them."""
    read_as: str = ""
    """What was understood, for people: ``Claude Team · customer names``. Policy labels; where a model read it, with the words of
    the redacted text before them: ``Claude Team · “the rota with who called in sick” → Health data``."""
    points: tuple[str, ...] = ()
    """Points of a vendor's terms that it asks about, alone or beside something else: ids of ``known_terms``. No verdict hangs on
    them."""
    unplaced: tuple[str, ...] = ()
    """All phrases of which nothing was read, where ``unread`` has the first few."""
    meanings: tuple[str, ...] = ()
    """Words about AI whose meaning it asks for: ids of the catalog's meanings. No verdict hangs on them."""
    asks_way: bool = False
    """Whether it asks how a tool is best had: hosted by oneself or bought, open or closed, at which cost. It rules nothing."""
    is_agreed: bool = False
    """Whether two models, each by itself, read it so and left no word: people are told of no doubt. No verdict hangs on it."""


@dataclass(frozen=True, slots=True)
class ReaderSaid:
    """What one of several readers said of a message, for whoever asks later why it was read so."""

    reader: str
    """``words``, ``model`` or ``check``."""
    said: tuple[str, ...] = ()
    """One line for each thing: what it is, its ids, the words quoted. Only of the redacted text."""
    reply: str = ""
    """A hash of the model's reply; empty for words, and where there was none."""


@dataclass(frozen=True, slots=True)
class Joined:
    """How several readings of one message became one."""

    law: str
    """A ``reconcile.Law``."""
    level: str
    """How far the model was believed."""
    record: str = ""
    """Id of the exam's record that says so."""
    sure: float = 1.0
    """The least probability that the models gave to an id of their replies."""
    readers: tuple[ReaderSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one message."""

    text: str
    """The safe, redacted text that was read."""
    language: str
    """ISO 639-1 of the asker's language; in a thread the thread's."""
    items: tuple[Item, ...]
    model: str = ""
    """Name of the model that added something; empty where none was asked or nothing held."""
    prompt_hash: str = ""
    joined: Joined | None = None
    """Where a model was asked: what each reader said, and what decided between them."""

    @property
    def is_believed(self) -> bool:
        """Whether a model made it that was believed far enough to ground an allowed."""
        return bool(self.model) and self.joined is not None and OF_OLD.get(self.joined.level, self.joined.level) == Level.BELIEVED


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What a thread has settled so far for one person. Ours, never Slack's history. Expires with the thread row."""

    item: Item | None = None
    """The last item that asked about a tool or data."""
    pending: AskBack | None = None
    asked_back: int = 0
    language: str = ""
    receipt: str = ""
    shown: tuple[tuple[str, ...], ...] = ()
    """The offerings of each tool that the last answer listed, in its order."""
    told: str = ""
    """Words that rules wait for, said before anything was asked: values of ``Slot.WORDS``."""
    is_colleagues: bool = False
    """Whether it was asked by somebody else in the same thread, and not yet by this person."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as people.yaml says. Unknown stays empty."""

    id: str = ""
    """The pseudonym, never Slack's own user id."""
    role: str = ""
    country: str = ""
    language: str = ""
    groups: frozenset[str] = frozenset()
    """Person, group and role ids that waivers may name."""


@dataclass(frozen=True, slots=True)
class SafeText:
    """A message after the door: normalised, and every value that is a person's or a secret replaced by ``[kind]``."""

    text: str
    kinds: tuple[str, ...] = ()
    """Kinds of placeholders in it, each once, in order of appearance."""


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One ground of an answer: the policy's own sentence and where it stands."""

    quote: str
    at: Citation
    place: str = ""
    """Where it stands, for people: ``guidance/handbook.md › Personal data`` or ``rules.yaml:14``."""
    link: str = ""
    """Where it can be opened; empty where policy.yaml has no ``base_url``."""


@dataclass(frozen=True, slots=True)
class AlternativeLine:
    """One way out, for people."""

    offering: str
    label: str
    verdict: Verdict
    conditions: tuple[str, ...] = ()
    transformation: str = ""
    get_it: str = ""
    depends: bool = False
    """Whether what data it is decides, which nobody said."""


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """One point of one tool's terms as the files have it; without a ``value`` they say nothing of it."""

    point: str
    tool: str
    """The tool as it was asked about."""
    value: str = ""
    fact: str = ""
    """Which fact says it: ``trains_on_inputs``; ``hosting``, ``get_it``, ``contract_of`` or ``change`` where none does."""
    offerings: tuple[str, ...] = ()
    """For which of the offerings asked about it holds."""
    at: Citation = Citation("", 0)
    review_by: date | None = None
    """The day by which somebody looks at it again."""
    effective: date | None = None
    """Of an announced change: from when."""
    url: str = ""
    """Where the vendor's own words are."""
    seen: str = ""
    """Where and when the catalog has it from; empty of what the files say."""
    licence: CatalogLicence | None = None
    """Of a model with open weights, as the catalog knows it."""
    price: CatalogPrice | None = None
    """What its vendor asks, as the catalog knows it."""
    evidence: Evidence | None = None
    """What shows that a demand is met: where it is, and who has it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What one word about AI means, for whoever asked. Texts by language."""

    label: dict[str, str]
    about: dict[str, str]
    names: tuple[str, ...] = ()
    """How people say it, lower case."""
    seen: str = ""
    """Where and when the catalog has it from; empty where its words are its authors' own."""
    listed: tuple[str, ...] = ()
    """Tools of the policy that are of that sort."""
    known: tuple[str, ...] = ()
    """Names of other tools of that sort, those with the most names first."""
    of: dict[str, str] | None = None
    """What those tools are called together: the meaning itself, or the one that it is akin to."""
    uses: tuple[tuple[str, str], ...] = ()
    """Of those of the policy whose licences the catalog knows: the tool, and what they say of commercial use."""
    own: str = ""
    """The policy's own definition, which stands ``at`` its place; then nothing of the catalog is told."""
    at: Citation = Citation("", 0)


@dataclass(frozen=True, slots=True)
class Ruled:
    """One item with its ruling, on the way from deciding to saying."""

    item: Item
    ruling: Ruling | None
    """None for intents that nothing is decided for (greeting, off topic, task ...)."""
    alternatives: tuple[AlternativeLine, ...] = ()
    tools: tuple[ToolRuling, ...] = ()
    """For which-tool questions: every offering, best first."""
    passages: tuple[WhyLine, ...] = ()
    """Guidance and definitions that were found for it, best first."""
    background: tuple[WhyLine, ...] = ()
    """What a model says of those passages: each sentence is borne out by the passage that it cites, and decides nothing."""
    terms: tuple[KnownTerm, ...] = ()
    """What the files say of the points of terms that were asked about, and which of them they say nothing of."""
    meanings: tuple[Meant, ...] = ()
    """What the words mean that were asked about."""
    takes: dict[str, Verdict] | None = None
    """Under a no to data that was not surely read: the classes of data that may go into the tool."""
    goes_on: bool = False
    """Whether the thread has an answer already, which stands where nothing else is ruled."""
    is_again: bool = False
    """It is ruled as it was above in the thread."""
    unless: tuple[tuple[str, ToolRuling], ...] = ()
    """Under a no to somebody who said no role: each role that may all the same, with the tool to start with."""
    text_days: int = 0
    """How long the texts of questions are kept; 0 where they are not."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes. Kept encrypted, in a table of its own."""

    team: str
    channel: str
    user: str
    thread_ts: str = ""
    message_ts: str = ""
    """The bot's own message, where one is to be updated in place."""
    response_url: str = ""
    private: bool = False
    user_team: str = ""
    """The asker's own workspace, where the delivery named it."""
    message: str = ""
    """Key of the message that asked, the same for all its wordings; empty for what is no message."""
    edited: str = ""
    """Which wording of that message is answered: the ts of the edit, empty for the first."""
