"""All that one organisation's knowledge folder says, in one frozen value: what the knowledge room gives to the house."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.policy.talk import Vocabulary
from bot.policy.words import Citation, Policy, Texts


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


@dataclass(frozen=True, slots=True)
class Audience:
    """policy.yaml, ``slack:``: who is answered there, and in which channels. Direct messages are no channel."""

    guests: bool = False
    other_organisations: bool = False
    allow: tuple[str, ...] = ()
    """``#name`` or id; empty: every channel that the bot is in."""
    deny: tuple[str, ...] = ()


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
    audience: Audience = Audience()
    acknowledge: bool = True
    """Whether staff are asked to say that they have read what a new version changes for them."""


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


@dataclass(frozen=True, slots=True)
class Vendor:
    """vendors/*.yaml: the company behind tools, its contract and its pages of terms."""

    id: str
    name: str
    terms: dict[str, str] = field(default_factory=dict)
    """Kind of terms -> page address."""
    contract_until: date | None = None
    notice_days: int | None = None
    changes: tuple[AnnouncedChange, ...] = ()
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


@dataclass(frozen=True, slots=True)
class PolicyTest:
    """tests.yaml: a question with the ruling that the owner expects."""

    name: str
    question: str
    verdict: str
    conditions: tuple[str, ...] = ()
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
