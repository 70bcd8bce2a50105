"""World knowledge: the tools and kinds of data that people talk about. Data of ``bot/catalog``; it never rules anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

Words = dict[str, tuple[str, ...]]
"""Language (ISO 639-1; ``any`` for words that all languages share) -> words and phrases, lower case."""


REVIEW_DAYS = 365
"""After so many days what the catalog has seen is looked up again; until then it is shown as old."""


def is_past_review(seen: str, today: date) -> bool:
    """Whether what was seen at a place, whose day stands behind it, has to be looked up again."""
    return bool(seen) and date.fromisoformat(seen[-len("2026-11-22") :]) + timedelta(days=REVIEW_DAYS) < today


@dataclass(frozen=True, slots=True)
class CatalogPlan:
    """One plan of a tool: how people call it and what it usually implies."""

    id: str
    """A plan id shared by all tools where it is the same thing: free, plus, pro, team, business, enterprise, edu, api ..."""
    names: tuple[str, ...] = ()
    account: str = ""
    hosting: str = ""


@dataclass(frozen=True, slots=True)
class CatalogLicence:
    """Under which licence some weights are handed out, and what it says of commercial use."""

    licence: str
    commercial_use: str
    """``yes``, ``limited`` or ``no``."""
    seen: str
    """Where and when it was seen."""
    of: str = ""
    """Which versions; empty: all of them."""
    limits: dict[str, str] = field(default_factory=dict)
    """Within what, by language."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CatalogTool:
    """One AI product."""

    id: str
    name: str
    vendor: str = ""
    names: tuple[str, ...] = ()
    """Aliases, slang, old names, model names, lower case. They mean this tool and no other."""
    brand: str = ""
    """The bare brand it shares with siblings (``copilot``, ``gemini``); empty where its own name is unambiguous."""
    near: tuple[str, ...] = ()
    """Words that, beside the brand, mean this sibling ("in word", "github", "vertex")."""
    families: tuple[str, ...] = ()
    plans: tuple[CatalogPlan, ...] = ()
    hosting: tuple[str, ...] = ()
    weights: str = ""
    """``open``, ``closed`` or empty."""
    ordinary: bool = False
    """Its name is an ordinary word (cursor, notion, falcon): never fuzzy, and only where the context is about a tool."""
    terms: dict[str, str] = field(default_factory=dict)
    seen: str = ""
    """Where and when the facts were seen."""
    licences: tuple[CatalogLicence, ...] = ()
    """Of open weights."""


@dataclass(frozen=True, slots=True)
class Brand:
    """A bare brand name that several tools share."""

    id: str
    names: tuple[str, ...]
    tools: tuple[str, ...]
    suite: tuple[str, ...] = ()
    """Tools among them that come with an office suite: at work the bare name means these rather than a coding assistant."""
    included: tuple[str, ...] = ()
    """Tools among them that everybody has with the organisation's login, without a seat of their own."""
    seen: str = ""
    """Where and when it was seen that these tools share the name."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of tools that people name as a whole ("meeting bots", "free chatbots")."""

    id: str
    names: Words
    any_task: bool = False
    """Its tools take whatever task there is; other families are made for one."""
    does: Words = field(default_factory=dict)
    """What its tools do or make, or are called by it: "minutes", "notetaker". Beside a word for a thing they mean such a tool."""
    alike: str = ""
    """Another family, from which people do not tell it."""
    alone: bool = False
    """No tool for any task does what its tools do: none that writes takes part in a call."""
    of_kinds: tuple[str, ...] = ()
    """Kinds of data that tell its task where no task is named: who asks which tool for minutes wants minutes."""


@dataclass(frozen=True, slots=True)
class CatalogKind:
    """One kind of data."""

    id: str
    label: str
    is_a: tuple[str, ...] = ()
    sensitivity: int = 0
    """Usually: 0 public or harmless, 1 internal, 2 confidential, 3 personal or secret, 4 special category or credentials."""
    words: Words = field(default_factory=dict)
    """Names of the kind itself; they ground a ruling."""
    examples: Words = field(default_factory=dict)
    """Things, files, systems and roles that imply it."""
    detectors: tuple[str, ...] = ()
    seen: str = ""
    """Where and when its place (``is_a``) and its sensitivity were seen."""


@dataclass(frozen=True, slots=True)
class CatalogMeaning:
    """A word about AI and what it means, for whoever asks. Texts by language."""

    id: str
    label: dict[str, str]
    names: Words
    about: dict[str, str]
    such_as: dict[str, str] = field(default_factory=dict)
    """Facts that make a tool one of the sort: ``weights``, ``hosting``, ``family``. Empty where no fact tells it."""
    akin: str = ""
    """The meaning whose tools are named beside it, where no fact makes one of this very sort."""
    seen: str = ""
    """Where and when it was seen; empty where the words are the authors' own."""


@dataclass(frozen=True, slots=True)
class CatalogTerms:
    """Pages of terms of one vendor."""

    vendor: str
    pages: dict[str, str]
    """Kind of terms -> address."""
    seen: str = ""
    """Where and when the addresses were seen."""
    browser: bool = False


@dataclass(frozen=True, slots=True)
class CatalogPrice:
    """What a vendor asks for a tool, as it was published somewhere on some day."""

    tool: str
    seen: str
    """Where and when it was seen."""
    amount: Decimal | None = None
    """None where it is ``missing``."""
    currency: str = ""
    per: str = ""
    """``seat-month``, ``month``, ``hour``, ``million-tokens-in``, ``million-tokens-out`` or ``download``."""
    plans: tuple[str, ...] = ()
    """Plans of the tool that it is for; empty: any."""
    hosting: tuple[str, ...] = ()
    """Where the tool runs at that price; empty: wherever it usually does."""
    of: str = ""
    """Which model or edition it is for; empty: any."""
    billed: str = ""
    """``monthly`` or ``yearly``."""
    besides: str = ""
    """What is paid besides: ``usage``, ``base_licence``, ``servers``."""
    missing: str = ""
    """Why there is none: ``unpublished`` by the vendor, or ``unknown`` to us."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class IntentWeights:
    """What was learnt from the examples of messages: how much each sign in a message speaks for each intent."""

    intents: tuple[str, ...] = ()
    weights: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Sign -> a weight for each of the intents."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All of ``bot/catalog``."""

    tools: dict[str, CatalogTool]
    brands: dict[str, Brand]
    families: dict[str, Family]
    kinds: dict[str, CatalogKind]
    words: Mapping[str, Words]
    """Word lists of the languages by name: ``plan.free``, ``account.personal``, ``hosting.self_hosted``, ``intent.which_tool``,
    ``incident``, ``negation``, ``removal``, ``joiner``, ``container``, ``ignore`` ...; ``words.yaml`` says what each is for."""
    terms: dict[str, CatalogTerms] = field(default_factory=dict)
    """By vendor."""
    intent_weights: IntentWeights = field(default_factory=IntentWeights)
    meanings: dict[str, CatalogMeaning] = field(default_factory=dict)
    prices: tuple[CatalogPrice, ...] = ()
    digest: str = field(default="", init=False, compare=False)
    """Of the files that it was read from; empty for one that was put together otherwise, also by ``dataclasses.replace``."""
