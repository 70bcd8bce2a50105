"""A small company for the saying tests: values as the knowledge room would give them, no files read."""

from __future__ import annotations

from datetime import date

from bot.policy.deciding.rulings import Need, Reason, Stated
from bot.policy.house import Contact, Knowledge, Organisation, Passage, Reviewed
from bot.policy.policy import Policy
from bot.policy.vocabulary import DataTerms, OfferingTerms, ToolTerms, TransformationTerms, Vocabulary
from bot.policy.words import Citation, Condition, DataType, Effect, Offering, Rule, Waiver, When

ON_CONTRACT = {"en": "Personal data stays on systems under our contract.", "nl": "Persoonsgegevens blijven onder ons contract."}
NAMES_OUT = {"en": "Names and addresses are removed first.", "nl": "Namen en adressen zijn eerst weggehaald."}
CHECK = {"en": "Check what the AI wrote."}


def rule(name: str, effect: Effect, offering: str, data: str, line: int, **more: object) -> Rule:
    at = Citation("rules.yaml", line, 3, f"rule: {name}")
    return Rule(name, effect, frozenset({offering}), frozenset({data}), at, **more)  # type: ignore[arg-type]


NO_FREE = rule("no-free", Effect.FORBID, "chatgpt/free", "customer-names", 14, because=ON_CONTRACT,
               cites=Citation("guidance/handbook.md", 12), owner="privacy@example.org")  # fmt: skip
TEAM = rule("team", Effect.CONDITION, "claude/team", "customer-names", 20, conditions=("names-out",), because=ON_CONTRACT)
LLAMA = rule("llama", Effect.ALLOW, "llama/inhouse", "customer-names", 26, review_by=date(2026, 1, 1))
PILOT = Waiver(rule("pilot", Effect.ALLOW, "claude/team", "study-data", 3), frozenset({"research"}), date(2026, 9, 1),
               date(2027, 2, 28), "Ethics board")  # fmt: skip

POLICY = Policy(
    offerings={o: Offering(o, o.partition("/")[0]) for o in ("chatgpt/free", "claude/team", "llama/inhouse")},
    data_types={d: DataType(d) for d in ("customer-names", "invoices", "study-data")},
    data_classes={},
    rules=(NO_FREE, TEAM, LLAMA),
    conditions={"names-out": Condition("names-out", NAMES_OUT), "check": Condition("check", CHECK, general=True)},
    waivers=(PILOT,),
    default_at=Citation("policy.yaml", 6, 1, "default: uncovered"),
    unlisted_at=Citation("policy.yaml", 7, 1, "unlisted_tool: uncovered"),
    version="0123456789abcdef",
)
VOCABULARY = Vocabulary(
    tools={
        "chatgpt": ToolTerms("chatgpt", "ChatGPT"),
        "claude": ToolTerms("claude", "Claude"),
        "llama": ToolTerms("llama", "In-house Llama"),
    },
    offerings={
        "chatgpt/free": OfferingTerms("chatgpt/free", "chatgpt", "ChatGPT Free"),
        "claude/team": OfferingTerms("claude/team", "claude", "Claude Team", get_it={"en": "IT portal > AI tools, two days"}),
        "llama/inhouse": OfferingTerms("llama/inhouse", "llama", "In-house Llama"),
    },
    data={
        "customer-names": DataTerms("customer-names", "Customer names"),
        "invoices": DataTerms("invoices", "Invoices"),
        "study-data": DataTerms("study-data", "Study data"),
    },
    transformations={"anonymised": TransformationTerms("anonymised", "Names removed")},
    languages=("en", "nl"),
)
STEPS = "Stay calm.\n\n1. Close the chat.\n2. Write down what\n   it was.\n3. Call the desk.\n"
PLAYBOOK = Passage("guidance/incident.md", "if-it-happened", "If it happened", STEPS, 4, "incident")
HANDBOOK = Passage("guidance/handbook.md", "personal-data", "Personal data", "Personal data stays on systems ...", 12)
CONTACTS = (
    Contact("owner", "Privacy office", "privacy@example.org", "#ai-policy"),
    Contact("incident", "Security desk", "+31 20 555 01 23"),
)


GUIDANCE = (PLAYBOOK, HANDBOOK)


def company(*, sample: bool = False, contacts: tuple[Contact, ...] = CONTACTS, guidance: tuple[Passage, ...] = GUIDANCE,
            base_url: str = "") -> Knowledge:  # fmt: skip
    labels = {"customer-names": {"en": "Customer names", "nl": "Klantnamen"}}
    organisation = Organisation("Meander Care", ("en", "nl"), sample, contacts, base_url=base_url)
    reviews = (Reviewed("rule", LLAMA.id, LLAMA.review_by, "", LLAMA.at),)
    return Knowledge(POLICY, VOCABULARY, organisation, guidance, labels=labels, version=POLICY.version, reviews=reviews)


def reason(ruled_by: Rule, data: str = "customer-names") -> Reason:
    """The reason that a rule gives."""
    offering = min(ruled_by.offerings)
    return Reason(ruled_by.id, ruled_by.effect, ruled_by.at, offering, data, ruled_by.because, ruled_by.cites)


def need(condition: str, stated: Stated = Stated.OPEN, **more: object) -> Need:
    """A condition of the company as a ruling carries it."""
    known = POLICY.conditions[condition]
    return Need(condition, stated, When.BEFORE, known.text, known.general, **more)  # type: ignore[arg-type]
