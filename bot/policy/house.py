"""All that one organisation's knowledge folder says, in one frozen value: what the knowledge room gives to the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from bot.policy.advice import AdviceTable
from bot.policy.confirming import Confirmed
from bot.policy.costs import Costing
from bot.policy.deciding.clauses import TermChange
from bot.policy.governance import Governance
from bot.policy.policy import Policy
from bot.policy.trust import Limits
from bot.policy.vendors.facts import Contract, Migration, TermsPage, VendorContact
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation, Question, Texts


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to tell or ask, as policy.yaml names them. Nothing here is ever invented."""

    id: str
    """``owner``, ``incident``, ``help`` or an own word."""
    name: str
    how: str = ""
    """Mail, phone, page or channel, as people should use it."""
    channel: str = ""
    """Slack channel id or name for messages of the bot; empty where none."""
    says: str = ""
    """What the policy itself tells people to do there, in its own words; shown to somebody to whom something happened."""


@dataclass(frozen=True, slots=True)
class Audience:
    """policy.yaml, ``slack:``: who is answered there, and in which channels. Direct messages are no channel."""

    guests: bool = False
    other_organisations: bool = False
    allow: tuple[str, ...] = ()
    """``#name`` or id; empty: every channel that the bot is in."""
    deny: tuple[str, ...] = ()
    listen: tuple[str, ...] = ()
    """Where a question is answered without a mention; empty: nowhere."""
    hint: bool = False
    """Whether somebody who asks without a mention elsewhere is told, once, that they can ask."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """policy.yaml, ``reminders:``: when people are reminded, and who is asked next where nobody reacts."""

    days: tuple[int, ...] = (30, 14, 7, 1, 0)
    """Days before a change takes effect, or before the last day for a contract's notice."""
    review_days: tuple[int, ...] = (14, 0)
    """Days before something is to be reviewed, or an exception ends."""
    hour: time = time(9, 0)
    quiet: tuple[time, time] | None = (time(18, 0), time(8, 0))
    """From, until: nothing is posted then; None where there are no such hours."""
    every_day: bool = False
    """Also on weekends and holidays."""
    country: str = ""
    """Whose holidays count for an owner whose country nobody gives; empty: the country that the policy assumes."""
    subdivision: str = ""
    """Part of that country with holidays of its own."""
    escalate_after: int = 2
    """Working days without a reaction, after which the next person is asked; 0: nobody is."""
    who: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """An owner as the files name them -> Slack user ids, in the order in which they are asked."""
    snooze_days: tuple[int, ...] = (1, 3, 7)
    snoozes: int = 3
    digest: int | None = 0
    """Day of the weekly digest, 0 is Monday; None: there is none."""
    read: int = 2
    """How often somebody who has not read what a version changes for them is asked to, in a message of their own; 0: never."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """policy.yaml without the rules."""

    name: str
    languages: tuple[str, ...] = ("en",)
    sample: bool = False
    """A sample company to replace: every answer's footer says so."""
    contacts: tuple[Contact, ...] = ()
    owner: str = ""
    review_every_days: int = 365
    base_url: str = ""
    """Where citations can be opened; empty: no links."""
    bare_brand: str = "ask"
    """What a brand without a plan means: ``ask`` (its rows and the personal row are all possible) or ``listed``
    (the one listed plan answers)."""
    time_zone: str = "UTC"
    reminder_channel: str = ""
    digest_channel: str = ""
    """Where staff read on Mondays what many asked, what changed and what is new; empty: nowhere."""
    audience: Audience = Audience()
    acknowledge: bool = True
    """Whether staff are asked to say that they have read what a new version changes for them."""
    unlisted_because: str = ""
    """The policy's own words on tools that it does not list: what then holds, and where to ask."""
    reminding: Reminding = field(default_factory=Reminding)
    believing: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Passage:
    """One headed part of guidance/*.md. ``anchor`` is the heading's slug; ``kind`` is ``incident`` for the playbook."""

    file: str
    anchor: str
    heading: str
    text: str
    line: int
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """A change of a vendor's terms that was announced, with the day it takes effect."""

    id: str
    vendor: str
    title: str
    effective: date
    tools: tuple[str, ...] = ()
    needed: str = ""
    """What the team has to do."""
    owner: str = ""
    url: str = ""
    at: Citation = Citation("", 0)
    announced: str = ""
    """Where it was announced: an address, or words such as "e-mail to the contract owner"."""
    announced_on: date | None = None
    touches: tuple[str, ...] = ()
    """Clauses that it changes: ``vendor/page#topic``."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """vendors/*.yaml: the company behind tools, its contracts and its pages of terms."""

    id: str
    name: str
    pages: tuple[TermsPage, ...] = ()
    contracts: tuple[Contract, ...] = ()
    changes: tuple[AnnouncedChange, ...] = ()
    products: tuple[str, ...] = ()
    """Ids of tools."""
    contacts: tuple[VendorContact, ...] = ()
    migration: Migration | None = None
    catalog: str = ""
    """The vendor of the shipped catalog that this is, for the pages of terms that it knows."""
    watched: bool = False
    every_hours: int = 12
    at: Citation = Citation("", 0)


@dataclass(frozen=True, slots=True)
class Person:
    """people.yaml: a Slack user id, user group id or e-mail domain -> role, country, team. Unknown stays unknown."""

    match: str
    """``U...``, ``S...`` or ``@example.org``."""
    role: str = ""
    country: str = ""
    team: str = ""
    language: str = ""
    is_owner: bool = False
    is_admin: bool = False
    time_zone: str = ""
    role_label: Texts = field(default_factory=dict, hash=False)
    """How people call the role, by language."""


def role_key(role: str) -> str:
    """Where ``Knowledge.labels`` has a role: roles are no ids, so they could be called as a tool is."""
    return f"role {role}"


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """tests.yaml: a question, in words or as slots, with the ruling that the owner expects."""

    name: str
    question: str
    """In words; empty where ``slots`` say it."""
    verdict: str
    conditions: tuple[str, ...] = ()
    at: Citation = Citation("", 0)
    slots: Question | None = None
    """The question as ids, where it is not given in words."""
    asker: dict[str, str] = field(default_factory=dict)
    """Who asks: ``role``, ``country``, ``group``, ``language``."""
    cites: tuple[str, ...] = ()
    """What the ruling must rest on: rule ids, or headings of the guidance (``guidance/book.md#names``)."""
    is_bare: bool = False
    """``conditions: []`` was written: there must be none."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Something that somebody answers for and looks at again by a day: a rule, a tool, a page of guidance, a record, a waiver, a
    vendor's way out."""

    kind: str
    """``rule``, ``tool``, ``guidance``, ``evidence``, ``waiver`` or ``way_out``."""
    id: str
    review_by: date | None = None
    """None where no file says a day."""
    owner: str = ""
    at: Citation = Citation("", 0)
    shows: str = ""
    """Of evidence: the demand that it meets."""
    of: tuple[str, ...] = ()
    """Of evidence: the offerings, in order, that it is of, or ``ANY``."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """policy.yaml, ``accepted:``: a warning that the owner knows of and wants to hear no more about."""

    code: str
    about: str
    because: str = ""
    at: Citation = Citation("", 0)


@dataclass(frozen=True, slots=True)
class Definition:
    """A word that the policy defines ("redaction"): for questions about an answer."""

    word: str
    text: str
    at: Citation


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything loaded from one knowledge folder, all of one version."""

    policy: Policy
    vocabulary: Vocabulary
    organisation: Organisation
    guidance: tuple[Passage, ...] = ()
    definitions: tuple[Definition, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    people: tuple[Person, ...] = ()
    tests: tuple[PolicyTest, ...] = ()
    labels: dict[str, Texts] = field(default_factory=dict)
    """Tool, offering, data type, data class and transformation id -> label in several languages."""
    version: str = ""
    reviews: tuple[Reviewed, ...] = ()
    """All that is to be looked at again by a day, in the order of the files."""
    accepted: tuple[Accepted, ...] = ()
    changed_terms: tuple[TermChange, ...] = ()
    """Changes of terms that no owner has looked at yet: answers that rest on them say so. No file says them."""
    confirmed: tuple[Confirmed, ...] = ()
    """What owners have answered to the questions about their policy."""
    costs: tuple[Costing, ...] = ()
    """What they assume that several ways to have a tool cost."""
    advice: AdviceTable = field(default_factory=AdviceTable)
    """Their own parts of the table by which such ways are compared."""
    governance: Governance = field(default_factory=Governance)
    """What is demanded of their offerings, and the evidence for it."""
    digest: str = field(default="", init=False, compare=False)
    """Of the contents of all its files; empty where it was put together otherwise, also by ``dataclasses.replace``."""
