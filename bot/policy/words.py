"""The values that travel through the house: what a policy is, and what a question is.

All are frozen and hold plain data, so that pydantic's ``TypeAdapter`` turns each of them into JSON and back
(durable steps and ledger rows need that). The words are those of ``docs/glossary.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

ANY = "*"
"""A selector's "everything": every offering, every data type."""

CELL = "matrix:"
"""How the ids of rules begin that are cells of the table: ``matrix:ROW:COLUMN``."""

SEVERAL = " + "
"""Joins the values of one context slot that hold at once: rules about any of them hold."""

Texts = dict[str, str]
"""One text in several languages: ISO 639-1 code -> words. The policy's first language is always there."""


class Effect(StrEnum):
    """What one rule says."""

    ALLOW = "allow"
    CONDITION = "condition"
    REVIEW = "review"
    FORBID = "forbid"


class Verdict(StrEnum):
    """The one word of a ruling, from mild to strict (``STRICTNESS`` has the order)."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    REVIEW = "review"
    UNCOVERED = "uncovered"
    FORBIDDEN = "forbidden"


GIVES = {
    Effect.ALLOW: Verdict.ALLOWED,
    Effect.CONDITION: Verdict.CONDITIONAL,
    Effect.REVIEW: Verdict.REVIEW,
    Effect.FORBID: Verdict.FORBIDDEN,
}
"""What an effect leads to."""


STRICTNESS: dict[Verdict, int] = {verdict: rank for rank, verdict in enumerate(Verdict)}
USABLE = (Verdict.ALLOWED, Verdict.CONDITIONAL)
"""With these somebody may go on by themselves."""


JOINED = " + "
"""Between the names of tools that the same data goes through: each of them has to take it."""


class Slot(StrEnum):
    """One part of a question."""

    TOOL = "tool"
    PLAN = "plan"
    ACCOUNT = "account"
    HOSTING = "hosting"
    REGION = "region"
    FEATURE = "feature"
    DATA = "data"
    PURPOSE = "purpose"
    ROLE = "role"
    COUNTRY = "country"
    ALL = "all"
    """Whether what was read is all that goes in: the asker's own statement."""
    WORDS = "words"
    """Words of the message that a rule waits for; silence says none of them, and nobody is ever asked for them."""


class When(StrEnum):
    """When a condition must hold: before use, or while using."""

    BEFORE = "before"
    USING = "using"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something stands: path below the knowledge folder, line and column (both from 1), the words there."""

    file: str
    line: int
    column: int = 1
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.file else ""


# --- what a policy is made of ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offering:
    """Tool x plan x account x hosting x region x features: the thing that has terms.

    ``id`` is ``tool/offering``. ``facts`` are free key -> value pairs that selectors may test (``weights: open``,
    ``contract: dpa``, ``region: eu``, ``web_search: off``); a value is always a string in lower case.
    """

    id: str
    tool: str
    vendor: str = ""
    plan: str = ""
    account: str = ""
    """``company`` or ``personal``; empty where the policy does not tell them apart."""
    hosting: str = ""
    """``vendor``, ``managed_cloud``, ``self_hosted`` or ``device``; empty where the policy does not say."""
    facts: dict[str, str] = field(default_factory=dict)
    at: Citation = Citation("", 0)
    rests_on: tuple[str, ...] = ()
    """Clauses of the vendor's terms that its facts rest on: ``vendor/page#topic``."""
    access: str = ""
    """Who has it: ``everybody``, ``on_request``, ``own`` (accounts that people bring themselves); empty where nobody says."""
    place: int = 0
    """The line of its tool's row in a matrix, where it has one: people put first what they use most."""


@dataclass(frozen=True, slots=True)
class DataType:
    """A kind of content. ``classes`` and ``is_a`` hold the ids that a rule about them also reaches this type by."""

    id: str
    classes: tuple[str, ...] = ()
    is_a: tuple[str, ...] = ()
    """Ids of broader data types; rules about those hold for this one too (the loader closes it transitively)."""
    becomes: dict[str, str] = field(default_factory=dict)
    """Transformation id -> data type or data class id, where the policy says so."""
    facts: dict[str, str] = field(default_factory=dict)
    at: Citation = Citation("", 0)


@dataclass(frozen=True, slots=True)
class DataClass:
    """The company's sensitivity level. ``rank``: higher is stricter, equal or ``None`` where the policy gives no order."""

    id: str
    rank: int | None = None
    at: Citation = Citation("", 0)
    becomes: dict[str, str] = field(default_factory=dict)
    """Transformation id -> data type or data class id; its types take this over where they say nothing else."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement: offerings x data types -> effect. Selectors are resolved by the loader to sets of ids.

    ``offerings`` and ``data`` hold ids, or ``ANY`` alone for everything (also for what the policy does not list:
    an unlisted tool is only reached by ``ANY``). ``data`` holds data type and data class ids. ``where`` narrows the
    rule by context slots (``region``, ``feature``, ``purpose``, ``role``, ``country``, ``words``): slot -> accepted
    values, in lower case.
    """

    id: str
    effect: Effect
    offerings: frozenset[str]
    data: frozenset[str]
    at: Citation
    conditions: tuple[str, ...] = ()
    sets_aside: tuple[str, ...] = ()
    where: dict[str, frozenset[str]] = field(default_factory=dict)
    because: Texts = field(default_factory=dict)
    cites: Citation | None = None
    """Where in the guidance the reason stands."""
    owner: str = ""
    review_by: date | None = None
    rests_on: tuple[str, ...] = ()
    """Clauses of vendors' terms that it rests on: ``vendor/page#topic``."""
    instead: tuple[str, ...] = ()
    """Offerings that it names as the way out, best first; each is told only where it may be used."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A dated, approved exception. It is a rule for ``who`` between ``since`` and ``until`` (both days included).

    A rule of rules.yaml that begins on a day is one for everybody, without an end (``date.max``).
    """

    rule: Rule
    who: frozenset[str]
    """Person, group or role ids as in people.yaml, or ``ANY``."""
    since: date
    until: date
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold before use or be done when using."""

    id: str
    text: Texts
    when: When = When.BEFORE
    asker_may_state: bool = True
    """Whether the asker's word that it is met is taken; that it is not met is always taken."""
    general: bool = False
    """A general duty: shown with every ruling that it reaches, never changing an effect, unless stated as not met."""
    binds: bool = False
    """A general duty that holds something up: where it reaches, what would be allowed is conditional on it."""
    offerings: frozenset[str] = frozenset({ANY})
    """For a general duty: the offerings it reaches."""
    data: frozenset[str] = frozenset({ANY})
    at: Citation = Citation("", 0)
    rests_on: tuple[str, ...] = ()
    """Clauses of vendors' terms that it rests on: ``vendor/page#topic``."""
    approver: str = ""
    """The contact of policy.yaml who says whether it is met; empty where that is nobody's to say."""
    of_asker: bool = False
    """Whether it is about who asks ("you work in HR"): a tool that hangs on it is no way out for others."""


# --- what is asked -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToolAsk:
    """One tool that was asked about: the offerings it may be, all of them possible worlds.

    ``offerings`` empty and ``name`` set: a tool that the policy does not list.
    """

    name: str
    """How the policy (or, unlisted, the asker) calls it, for people."""
    offerings: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    """Offerings among them that only a model took it for: no ruling is milder than the mildest of theirs."""


@dataclass(frozen=True, slots=True)
class DataAsk:
    """One piece of data that was asked about: the data type or class ids it may be, all of them possible worlds.

    ``types`` empty: something was named that nobody could read; it may be anything, also what no rule covers.
    """

    name: str
    types: tuple[str, ...] = ()
    transformations: tuple[str, ...] = ()
    """Transformation ids that the asker says are applied to it."""
    grounded: bool = True
    """False where only nearness or a model gave it: it may make a ruling stricter, it never grounds an allowed."""
    likely: tuple[str, ...] = ()
    """Data type or class ids that nearness or a model took it for, beside all that it may be: no ruling is milder than the
    mildest of theirs, and a question back offers them first."""
    is_doubted: bool = False
    """Nothing of it was read, and the asker was asked what it is and does not know."""


@dataclass(frozen=True, slots=True)
class Question:
    """A set of possible worlds. An open slot stands for all its values; a slot that no rule tests is never open."""

    tools: tuple[ToolAsk, ...] = ()
    """Empty: no tool was said, every offering of the policy is possible (a which-tool question)."""
    data: tuple[DataAsk, ...] = ()
    """Empty: no data was said, every data type is possible. Several: all of them at once, the strictest wins."""
    context: dict[Slot, str] = field(default_factory=dict)
    """What was said of region, feature, purpose, role, country; several at once joined by ``SEVERAL``. Absent: assumed by the
    policy, else open."""
    met: frozenset[str] = frozenset()
    """Condition ids that the asker says are met."""
    unmet: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    """Data type ids (or words) that the asker leaves out of what is used."""
    rest_named: bool = False
    """With ``left_out``: the rest was named and stands in ``data``."""
    who: frozenset[str] = frozenset()
    """The asker's person, group and role ids, for waivers. Not shown to anybody."""
    asked_back: int = 0
    """How many questions back this thread has had already; at two the strictest answer is given."""
    suited: tuple[str, ...] = ()
    """Offering ids that are made for the task: in a list they stand before their equals. No verdict hangs on it."""
    unsuited: tuple[str, ...] = ()
    """Offering ids that are made for other tasks alone: they stand behind the others and are no way out."""
    families: tuple[str, ...] = ()
    """Families of tools that are made for what was said to be done; several where several were said."""
    nothing_else: bool = False
    """Only what is made for the task can do it: where a list has such a tool, ``unsuited`` ones are not in it."""
    near: tuple[str, ...] = ()
    """Data type or class ids that words of the message are near to, nearest first: they rank choices and ground nothing."""
    is_closed: bool = True
    """False where the message has words beside its tool and data that may name more: an allowed then waits for a statement."""
    stated: frozenset[str] = frozenset()
    """Cards of which the asker said that it is all (``deciding.offer.card_of``): a statement holds for what its card showed."""
    ticked: dict[str, str] = field(default_factory=dict)
    """Boxes that the asker ticked (``deciding.ticks``), each with when, in UTC: a tick holds for what its card showed."""
    proposed: frozenset[str] = frozenset()
    """Condition ids that a model takes for met whose word does not count: their boxes wait for the asker's tick."""
    is_vouched: bool = False
    """Both passes of a model that is believed read it: a yes-if needs no word of the asker that nothing else goes in."""
