"""What one file says, not yet joined with other files: words with their places, ids not looked up.

These values stay inside the knowledge room; they are kept per file, so that an edit of one file reads that file only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.knowledge.faults import Fault
from bot.knowledge.sheets.register import RawVendor
from bot.knowledge.sheets.sheet import Word
from bot.knowledge.sheets.tested import RawTest
from bot.policy.advice import AdviceTable
from bot.policy.confirming import Confirmed
from bot.policy.costs import Costing
from bot.policy.governance import SOON_DAYS, Demand
from bot.policy.house import Accepted, Audience, Definition, Passage, Person, Reminding
from bot.policy.trust import Limits
from bot.policy.words import Effect, Texts, Verdict, When

RawTexts = Texts
"""Language -> words; the key ``""`` stands for the policy's first language, which only policy.yaml tells."""

Facts = dict[str, str]


@dataclass(slots=True)
class Selector:
    """Which tools or which data: everything, ids, or facts. ``facts`` are all needed, each with any of its values."""

    at: Word
    everything: bool = False
    ids: tuple[Word, ...] = ()
    facts: tuple[tuple[Word, tuple[Word, ...]], ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for selectors that reach the same."""
        return (
            self.everything,
            tuple(word.text for word in self.ids),
            tuple((name.text, tuple(value.text for value in values)) for name, values in self.facts),
        )


@dataclass(slots=True)
class RawContact:
    id: str
    name: str
    how: str
    channel: str
    says: str


@dataclass(slots=True)
class RawPolicy:
    at: Word
    organisation: str = ""
    sample: bool = False
    languages: tuple[str, ...] = ("en",)
    owner: str = ""
    review_every_days: int = 365
    default: tuple[Verdict, Word] | None = None
    unlisted: tuple[Verdict, Word] | None = None
    unlisted_because: str = ""
    bare_brand: str = "ask"
    assumed: dict[str, str] = field(default_factory=dict)
    acknowledge: bool = True
    watch: bool = False
    base_url: str = ""
    time_zone: str = "UTC"
    reminder_channel: str = ""
    digest_channel: str = ""
    reminding: Reminding = field(default_factory=Reminding)
    believing: Limits = Limits()
    contacts: tuple[RawContact, ...] = ()
    audience: Audience = Audience()
    review_by: date | None = None
    accepted: tuple[Accepted, ...] = ()
    start_with: tuple[tuple[Word, tuple[Word, ...]], ...] = ()
    in_doubt: Word | None = None
    personal_accounts: Word | None = None
    """Where it is said that they are forbidden."""
    is_enforced: bool = False
    """Whether an offering without the evidence that governance demands is under review."""
    enforced_at: Word | None = None
    soon_days: int = SOON_DAYS


@dataclass(slots=True)
class RawClass:
    id: Word
    label: RawTexts
    rank: int | None = None
    synonyms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    catalog: tuple[Word, ...] = ()
    detectors: tuple[str, ...] = ()
    perhaps: tuple[Word, ...] = ()
    becomes: tuple[tuple[Word, Word], ...] = ()


@dataclass(slots=True)
class RawType:
    id: Word
    label: RawTexts
    classes: tuple[Word, ...] = ()
    is_a: tuple[Word, ...] = ()
    synonyms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    catalog: tuple[Word, ...] = ()
    detectors: tuple[str, ...] = ()
    becomes: tuple[tuple[Word, Word], ...] = ()
    facts: Facts = field(default_factory=dict)
    perhaps: tuple[Word, ...] = ()


@dataclass(slots=True)
class RawTransformation:
    id: Word
    label: RawTexts
    synonyms: tuple[str, ...] = ()


@dataclass(slots=True)
class RawDefinition:
    definition: Definition
    cites: Word | None = None


@dataclass(slots=True)
class RawOffering:
    id: str
    at: Word
    label: RawTexts
    synonyms: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    account: str = ""
    hosting: str = ""
    facts: Facts = field(default_factory=dict)
    get_it: RawTexts = field(default_factory=dict)
    rests_on: tuple[Word, ...] = ()
    access: str = ""


@dataclass(slots=True)
class RawTold:
    """Where a document says what one cell of a row says."""

    data: Word
    effect: Effect
    cites: Word


@dataclass(slots=True)
class RawTool:
    id: Word
    label: RawTexts
    vendor: str = ""
    synonyms: tuple[str, ...] = ()
    catalog: tuple[Word, ...] = ()
    group: bool = False
    banned: bool = False
    covers: tuple[tuple[Word, tuple[Word, ...]], ...] = ()
    owner: str = ""
    review_by: date | None = None
    offerings: tuple[RawOffering, ...] = ()
    told_by: tuple[str, ...] = ()
    told_in: tuple[RawTold, ...] = ()


@dataclass(slots=True)
class RawRule:
    """A rule of rules.yaml, or a waiver's rule. ``quote`` is the line's own words."""

    id: Word
    quote: str
    tools: Selector | None
    data: Selector | None
    effect: Effect | None
    conditions: tuple[Word, ...] = ()
    sets_aside: tuple[Word, ...] = ()
    where: dict[str, frozenset[str]] = field(default_factory=dict)
    because: RawTexts = field(default_factory=dict)
    cites: Word | None = None
    owner: str = ""
    review_by: date | None = None
    rests_on: tuple[Word, ...] = ()
    instead: tuple[Word, ...] = ()
    since: date | None = None


@dataclass(slots=True)
class RawWaiver:
    rule: RawRule
    who: tuple[Word, ...]
    since: date | None
    until: date | None
    approved_by: str = ""


@dataclass(slots=True)
class RawCell:
    row: Word
    column: Word
    effect: Effect
    at: Word


@dataclass(slots=True)
class RawCondition:
    id: Word
    text: RawTexts
    when: When = When.BEFORE
    asker_may_state: bool = True
    says_met: tuple[str, ...] = ()
    says_unmet: tuple[str, ...] = ()
    cells: tuple[Selector, Selector] | None = None
    general: bool = False
    tools: Selector | None = None
    data: Selector | None = None
    rests_on: tuple[Word, ...] = ()
    binds: bool = False
    approver: Word | None = None
    of_asker: bool = False


@dataclass(slots=True)
class RawPage:
    """The lines between `---` at the top of a guidance file; every file of guidance has one, empty where nothing is said."""

    at: Word
    owner: str = ""
    review_by: date | None = None


@dataclass(slots=True)
class RawEvidence:
    demand: Word
    tools: Selector | None
    since: date | None
    until: date | None
    where: str
    owner: str
    not_needed: str
    note: str
    at: Word


@dataclass(slots=True)
class RawGovernance:
    demands: tuple[Demand, ...] = ()
    evidence: tuple[RawEvidence, ...] = ()


@dataclass(slots=True)
class Part:
    """All that one file says."""

    file: str
    digest: str
    faults: tuple[Fault, ...] = ()
    broken: bool = False
    policy: RawPolicy | None = None
    classes: tuple[RawClass, ...] = ()
    types: tuple[RawType, ...] = ()
    transformations: tuple[RawTransformation, ...] = ()
    definitions: tuple[RawDefinition, ...] = ()
    no_data: tuple[Word, ...] = ()
    askers: tuple[Word, ...] = ()
    tools: tuple[RawTool, ...] = ()
    rules: tuple[RawRule, ...] = ()
    rows: tuple[Word, ...] = ()
    columns: tuple[Word, ...] = ()
    cells: tuple[RawCell, ...] = ()
    conditions: tuple[RawCondition, ...] = ()
    waivers: tuple[RawWaiver, ...] = ()
    people: tuple[tuple[Word, Person], ...] = ()
    passages: tuple[Passage, ...] = ()
    page: RawPage | None = None
    vendors: tuple[RawVendor, ...] = ()
    tests: tuple[RawTest, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    costs: tuple[Costing, ...] = ()
    advice: tuple[AdviceTable, ...] = ()
    governance: tuple[RawGovernance, ...] = ()
