"""The words that a policy knows: of its tools, its data, its conditions and what is done to data. Plain and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.policy.words import Citation, Texts


@dataclass(frozen=True, slots=True)
class ToolTerms:
    """How people call one tool of the policy (a row of its matrix, or a file below ``tools/``)."""

    id: str
    label: str
    """The policy's own name for it, as in the matrix."""
    names: tuple[str, ...] = ()
    """Aliases and synonyms beside the label."""
    catalog: tuple[str, ...] = ()
    """Catalog tool ids that this row is (one) or groups (several)."""
    group: bool = False
    """A row that is no brand ("free or personal AI tools"): it catches brands with no nearer row."""
    covers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a group: what it catches, any of ``plan``, ``account``, ``hosting``, ``family``, ``vendor``, ``tool`` -> values
    (catalog ids); several keys are alternatives. ``{"any": ("*",)}`` catches every tool that has no nearer row."""
    banned: bool = False
    """A group that forbids wins over a group that grants where both catch a brand."""


@dataclass(frozen=True, slots=True)
class OfferingTerms:
    """How people call one offering of a tool: plan words and own names."""

    id: str
    tool: str
    label: str
    names: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    """Catalog plan ids or the policy's own plan words ("enterprise", "team")."""
    account: str = ""
    hosting: str = ""
    get_it: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataTerms:
    """How people call one data type or data class of the policy."""

    id: str
    label: str
    is_class: bool = False
    names: tuple[str, ...] = ()
    """Synonyms; they ground a ruling."""
    examples: tuple[str, ...] = ()
    """Things of this kind in the policy's words; they ground a ruling too."""
    catalog: tuple[str, ...] = ()
    """Catalog kind ids that are this data; a narrower catalog kind counts as well."""
    detectors: tuple[str, ...] = ()
    """Placeholders of the door that mean this data (``iban``, ``card``, ``password`` ...)."""
    perhaps: tuple[str, ...] = ()
    """Catalog kind ids that are guessed to be this data: they may make a ruling stricter, and ground no allowed."""


@dataclass(frozen=True, slots=True)
class ConditionTerms:
    """How people say that a condition is met, or not."""

    id: str
    label: str
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransformationTerms:
    """How people call a transformation ("anonymised", "names removed")."""

    id: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of one policy. Everything is keyed by id."""

    tools: dict[str, ToolTerms] = field(default_factory=dict)
    offerings: dict[str, OfferingTerms] = field(default_factory=dict)
    data: dict[str, DataTerms] = field(default_factory=dict)
    """Data types and data classes together."""
    conditions: dict[str, ConditionTerms] = field(default_factory=dict)
    transformations: dict[str, TransformationTerms] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    """Languages of the policy; the first is used where the asker's has no template."""
    no_data: dict[str, Citation] = field(default_factory=dict)
    """Words that the owner says are no data ("the Monday board") -> where that stands; a name of data wins over them."""
    askers: dict[str, Citation] = field(default_factory=dict)
    """Words for people who ask ("trustees") -> where that stands: no data where somebody asks as one, or for one."""

    @property
    def groups(self) -> frozenset[str]:
        """Ids of rows that stand for many tools."""
        return frozenset(tool.id for tool in self.tools.values() if tool.group)
