"""The values of a ruling: its reasons, what is to be done, what is asked back, and what there is instead. Plain and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.policy.words import Citation, Effect, Slot, Texts, Verdict, When


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule, waiver or default that decided, for one offering and data type."""

    rule: str
    """Rule id; ``default`` or ``unlisted`` where a line of policy.yaml decided."""
    effect: Effect | None
    at: Citation
    offering: str = ""
    data: str = ""
    because: Texts = field(default_factory=dict)
    cites: Citation | None = None


class Stated(StrEnum):
    """What the asker said of a condition."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a ruling. ``cases`` names the worlds it is for (offering or data type ids); empty: all of them."""

    condition: str
    stated: Stated
    when: When
    text: Texts
    general: bool = False
    cases: tuple[str, ...] = ()
    at: Citation = Citation("", 0)
    box: str = ""
    """What a tick of it is kept as (``ticks.box_of``); empty where the asker may not say that it is met."""
    ticked_at: str = ""
    """When the asker ticked it, in UTC; empty where words said that it is met, or nobody did."""
    is_proposed: bool = False
    """A model takes it for met whose word does not count."""


@dataclass(frozen=True, slots=True)
class AllBox:
    """The first box of a yes-if whose message has words that nobody could place: that what was read is all that goes in."""

    box: str
    not_in_it: tuple[str, ...]
    """Ids of the classes, in the policy's order, that would make the answer stricter."""
    ticked_at: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question back: a value of the slot, and the verdict it would lead to where that is one verdict."""

    value: str
    offerings: tuple[str, ...] = ()
    """For tool, plan, account and hosting: the offerings that remain."""
    verdict: Verdict | None = None
    apart: tuple[tuple[str, Verdict | None], ...] = ()
    """For data into a tool of several offerings that are not ruled alike: each offering with its own verdict, if it is one."""


@dataclass(frozen=True, slots=True)
class AskBack:
    """The one question that matters: the slot that splits the worlds most."""

    slot: Slot
    options: tuple[Option, ...]
    about: str = ""
    """For a data question: the ``DataAsk.name`` it is about; for others the ``ToolAsk.name``."""
    also: tuple[str, ...] = ()
    """For a data question: names of more data of which nothing was read either. One answer settles all of them."""
    in_doubt: str = ""
    """For a data question: the class as which it counts where the asker does not know; empty: the strictest is taken."""
    beside: tuple[str, ...] = ()
    """For an offer: ids of the data that was named, which may be all there is."""
    not_in_it: tuple[str, ...] = ()
    """For an offer: ids of the classes, in the policy's order, that would make the answer stricter. For both it and a row of
    classes: ids of the data types that may not go in, though their class may."""
    card: str = ""
    """For an offer: what a statement on it holds for."""
    beneath: AskBack | None = None
    """Where neither tool nor data is settled: the question for the other of the two, which stands on the same screen."""

    @property
    def is_offer(self) -> bool:
        """Whether it says what is allowed, if what was named is all that goes in."""
        return self.slot is Slot.ALL

    def of(self, slot: str) -> AskBack | None:
        """The question that is about this slot, with the other one beneath it."""
        if self.slot == slot or self.beneath is None:
            return self if self.slot == slot else None
        return replace(self.beneath, beneath=replace(self, beneath=None)) if self.beneath.slot == slot else None


class Note(StrEnum):
    """What an answer has to tell besides the ruling."""

    SILENT_ON_TRANSFORMATION = "silent_on_transformation"
    LEFT_OUT = "left_out"
    UNREAD_DATA = "unread_data"
    NOT_GROUNDED = "not_grounded"
    UNLISTED = "unlisted"
    ALL_MET = "all_met"
    WAIVER = "waiver"
    ASSUMED_STRICTEST = "assumed_strictest"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A neighbouring cell that is milder: another offering, or a transformation of the data."""

    offering: str
    verdict: Verdict
    """With ``depends`` the mildest."""
    conditions: tuple[str, ...] = ()
    transformation: str = ""
    depends: bool = False
    """Nobody said what data it is, and that decides."""


@dataclass(frozen=True, slots=True)
class ToolRuling:
    """The ruling for one of several tools."""

    name: str
    verdict: Verdict
    offerings: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ask_back: AskBack | None = None
    notes: tuple[Note, ...] = ()
    all_box: AllBox | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The full result. With several tools the top is the best tool's ruling and ``per_tool`` has them all."""

    verdict: Verdict
    needs: tuple[Need, ...] = ()
    reasons: tuple[Reason, ...] = ()
    ask_back: AskBack | None = None
    notes: tuple[Note, ...] = ()
    assumed: dict[Slot, str] = field(default_factory=dict)
    """Slots that were assumed and tested by a deciding rule: shown to the asker."""
    per_tool: tuple[ToolRuling, ...] = ()
    version: str = ""
    """The policy's version."""
    all_box: AllBox | None = None
