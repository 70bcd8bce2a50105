"""Values of a change of terms: what kind it is, for whom it matters, and the clauses it stands on. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """What becomes of a change: told at once, told in the weekly digest, or only kept."""

    ALERT = "alert"
    DIGEST = "digest"
    IGNORE = "ignore"


class Direction(StrEnum):
    """For the customer's data: may the vendor do more with it, less, or neither. Unclear: words cannot tell, people must look."""

    LOOSER = "looser"
    STRICTER = "stricter"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"


class Topic(StrEnum):
    """What a changed clause is about."""

    TRAINING = "training_on_inputs"
    RETENTION = "retention"
    SHARING = "subprocessors_or_sharing"
    LOCATION = "data_location"
    AGE = "age_or_eligibility"
    LIABILITY = "liability_or_indemnity"
    ACCEPTABLE_USE = "acceptable_use"
    PRICING = "pricing_or_plan"
    MODEL_LICENCE = "model_licence"
    SECURITY = "security"
    OWNERSHIP = "ip_ownership"
    LAW = "arbitration_or_law"
    CONTACT = "contact_or_formatting"


class Noise(StrEnum):
    """Why a recorded difference is no change of terms."""

    NO_TEXT = "no_text_change"
    """Links, ids, tracking, numbering, markup, spelling variants or a ticking date only."""
    NAVIGATION = "navigation"
    """Menus, footers, link labels, addresses written another way."""
    COLLAPSED = "collapsed"
    """The page lost most of its text."""
    RECOVERED = "recovered"
    """The text came back after a page that was nearly empty."""
    WRONG_DOCUMENT = "wrong_document"
    """Another page stands in place of the terms."""
    LOCALE_FLIP = "locale_flip"
    """The same page in another language."""
    SECOND_SOURCE = "second_source"
    """A second page was added to what is recorded, or taken out."""
    EARLIER_TEXT = "earlier_text"
    """An earlier text came back."""


@dataclass(frozen=True)
class ChangedClause:
    """One clause before and after; one of the two is empty where the clause is new or gone. Verbatim, with its heading."""

    before: str
    after: str
    heading: str = ""
    topics: tuple[Topic, ...] = ()
    direction: Direction = Direction.UNCLEAR
    weight: float = 0.0
    """How much it counts: 1.0 is enough for an alert."""


@dataclass(frozen=True)
class Judgement:
    """What a change of terms is worth. ``effective_date`` is never a guess: None where the text does not say it."""

    severity: Severity
    topics: tuple[Topic, ...]
    direction: Direction
    effective_date: date | None = None
    stated_date: date | None = None
    deciding_quote: str = ""
    """Verbatim from the text after, or from the text before where something was taken out."""
    clauses: tuple[ChangedClause, ...] = field(default=(), repr=False)
    """The heaviest first."""
    noise: Noise | None = None
