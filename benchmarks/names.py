"""Messages of staff go in; how well the tools, plans, accounts and intents in them are read comes out.

Run: ``python -m benchmarks.names [FILE] [--each]``. Tools are read under a policy made here that lists every tool of
the catalog, each plan an offering of its own; intents on the sample company. So many siblings are listed nowhere else: a
bare "Gemini" may be six rows here and one or two with an organisation's policy, so an open choice with the right tool
among them is a column of its own. ``--each`` prints what was read where it was not right: never for ``heldout.jsonl``,
which nobody reads so that it can tell what the next messages meet.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.slots import _SAME
from bot.answers.answerer import make_answerer
from bot.knowledge.catalog import load_catalog
from bot.policy.house import Knowledge
from bot.policy.vocabulary import OfferingTerms, ToolTerms
from bot.policy.words import Offering
from bot.policy.world import Catalog
from bot.reading.door import make_safe
from bot.reading.reader import Reader
from bot.reading.tools.named import Resolved
from bot.reading.words.language import languages_of
from bot.text.tokens import tokens_of

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
OPEN = (CASES / "tools" / "open.jsonl", CASES / "intents" / "open.jsonl")
SAME = {**_SAME, "greeting": ("feedback", "thanks", "about_bot"), "thanks": ("greeting", "feedback"), "feedback": ("thanks",)}
"""Thanks are a greeting to some and feedback to others, and "who are you?" is a greeting to some."""
UNKNOWN = ["unknown"]
OUTCOMES = ("right", "open", "wrong", "none")
"""``open``: several tools, the right ones among them; ``wrong``: a tool that is not meant, or one too few; ``none``: no tool."""


def everything(knowledge: Knowledge, catalog: Catalog) -> Knowledge:
    """A policy that lists every tool of the catalog by its name, with each plan as an offering."""
    terms, offers, offerings = {}, {}, {}
    for tool in catalog.tools.values():
        terms[tool.id] = ToolTerms(tool.id, tool.name, catalog=(tool.id,))
        places = [(plan.id, plan.account, plan.hosting) for plan in tool.plans] or [("", "", host) for host in tool.hosting]
        only = tool.hosting[0] if len(tool.hosting) == 1 else ""
        for plan, account, host in places or [("", "", "")]:
            id_ = f"{tool.id}/{plan or host or 'any'}"
            label = f"{tool.name} {plan}".strip()
            offers[id_] = OfferingTerms(id_, tool.id, label, plans=(plan,) if plan else (), account=account, hosting=host or only)
            offerings[id_] = Offering(id_, tool.id, tool.vendor, plan, account, host or only)
    policy = replace(knowledge.policy, offerings=offerings, rules=(), waivers=())
    return replace(knowledge, policy=policy, vocabulary=replace(knowledge.vocabulary, tools=terms, offerings=offers))


@dataclass(frozen=True)
class Found:
    """What was read of one message."""

    outcome: str
    asks: tuple[tuple[str, ...], ...]
    """The tools that each name in it may be."""
    unknown: bool
    traits: dict[str, set[str]]


class Judge:
    """Reads messages and lays them beside what a colleague takes them for."""

    def __init__(self) -> None:
        catalog = load_catalog()
        self.answerer = make_answerer(ROOT / "knowledge")
        self.reader = Reader(everything(self.answerer.mind.knowledge, catalog), catalog)
        self.catalog = catalog

    def tools(self, one: dict[str, Any]) -> Found:
        """``one``: a line of the file."""
        text = make_safe(one["text"]).text
        tokens = tokens_of(text, ())
        languages = languages_of(tokens, text, "", self.reader.polite, self.reader.house)
        tokens = tuple(replace(token, langs=languages) for token in tokens)
        parts = self.reader.looker.look(tokens, languages, None)
        named = [tool for tool in (*parts.tools, *([parts.any_of] if parts.any_of else [])) if tool]
        asks = tuple(
            rows for tool in named for rows in ([(row,) for row in self._rows(tool)] if tool.named.beside else [self._rows(tool)])
        )
        unknown = any(tool.named.unknown for tool in named)
        return Found(self._outcome(one, asks, unknown), asks, unknown, self._traits(named))

    def _rows(self, tool: Resolved) -> tuple[str, ...]:
        """The tools that a name may be; also where the catalog knows no such plan of it."""
        named = tool.named
        brand = self.catalog.brands[named.brand].tools if named.brand else ()
        return tuple(sorted(tool.rows or named.tools or brand))

    @staticmethod
    def _outcome(one: dict[str, Any], asks: tuple[tuple[str, ...], ...], unknown: bool) -> str:
        meant, also = set(one["tools"]), set(one["also"])
        sure = {rows[0] for rows in asks if len(rows) == 1}
        either = {row for rows in asks if len(rows) > 1 for row in rows}
        if one["tools"] == UNKNOWN:
            return "wrong" if sure or either else "right" if unknown else "none"
        missing = meant - sure
        if not missing - also and not sure - meant - also:
            return "right"
        if len(missing) <= len(sure & also) and not sure - meant - also:
            return "right"
        if not sure and not either:
            return "none"
        return "open" if missing <= either | also and not sure - meant - also else "wrong"

    def _traits(self, named: list[Resolved]) -> dict[str, set[str]]:
        traits = [tool.named.traits for tool in named]
        plans = {plan for one in traits for plan in one.plans}
        only = [self.catalog.tools[tool.rows[0]].plans for tool in named if len(tool.rows) == 1]
        plans = plans or {own[0].id for own in only if len(own) == 1}
        accounts = {account for one in traits for account in one.accounts} - {"unapproved"}
        accounts = accounts or {self._account(plan, named) for plan in plans} - {""}
        hosting = {host for one in traits for host in one.hosting}
        tools = [self.catalog.tools[tool.rows[0]] for tool in named if len(tool.rows) == 1]
        return {"plan": plans, "account": accounts, "hosting": hosting or {t.hosting[0] for t in tools if len(t.hosting) == 1}}

    def _account(self, plan: str, named: list[Resolved]) -> str:
        accounts = {p.account for tool in named for row in tool.rows for p in self.catalog.tools[row].plans if p.id == plan}
        return accounts.pop() if len(accounts) == 1 else ""

    def intent(self, one: dict[str, Any]) -> str:
        """The intent of a message that stands by itself, in the words of the labels where it is right."""
        got = {item.intent.value for item in self.answerer.ask(one["text"]).reading.items}
        for wanted in (one["intent"], *one["also"]):
            if got & {wanted, *SAME.get(wanted, ())}:
                return str(one["intent"])
        return "+".join(sorted(got)) or "empty"


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def f1(found: Iterable[tuple[dict[str, Any], Found]], among: bool) -> float:
    """Of tools that are known. ``among``: an open choice counts for the right tool that is in it."""
    right = wrong = missed = 0
    for one, read in found:
        meant, also = set(one["tools"]), set(one["also"])
        got = {rows[0] for rows in read.asks if len(rows) == 1}
        if among:
            got |= {row for rows in read.asks if len(rows) > 1 for row in rows if row in meant}
        hits = len(meant & got)
        instead = min(len(got & also), len(meant) - hits)
        right, wrong, missed = right + hits + instead, wrong + len(got - meant - also), missed + len(meant) - hits - instead
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def print_tools(found: list[tuple[dict[str, Any], Found]]) -> None:
    """A line for all and for each language, then plans, accounts and hosting, then names that nobody knows."""
    known = [(one, read) for one, read in found if one["tools"] != UNKNOWN]
    for lang in ("", *sorted({one["lang"] for one, _ in known})):
        here = [(one, read) for one, read in known if lang in ("", one["lang"])]
        counts = Counter(read.outcome for _, read in here)
        shares = "  ".join(f"{outcome} {counts[outcome] / len(here):5.1%}" for outcome in OUTCOMES)
        print(f"{lang or 'all':6} {len(here):4}  {shares}  F1 {f1(here, False):.3f}  F1 with open {f1(here, True):.3f}")
    for slot in ("plan", "account", "hosting"):
        said = [(one[slot], read.traits[slot]) for one, read in known if one[slot]]
        right = sum(wanted in got for wanted, got in said)
        other = sum(bool(got) and wanted not in got for wanted, got in said)
        unsaid = sum(bool(read.traits[slot]) for one, read in known if not one[slot])
        print(
            f"{slot:8} {len(said):4}  right {right / len(said):5.1%}  other {other}  not read {len(said) - right - other}", end=""
        )
        print(f"  read, not labelled {unsaid}" if slot != "hosting" else "")
    milder = sum(one["account"] == "personal" and read.traits["account"] == {"company"} for one, read in known)
    print(f"a personal account taken for the organisation's: {milder}")
    new = Counter(read.outcome for one, read in found if one["tools"] == UNKNOWN)
    shares = f"as unknown {new['right']}  none {new['none']}  as a known one {new['wrong']}"
    print(f"tools that nobody knows: {sum(new.values())}  {shares}")


def print_intents(found: list[tuple[dict[str, Any], str]]) -> None:
    """The shares, and what was taken for what."""
    for lang in ("", *sorted({one["lang"] for one, _ in found})):
        here = [one["intent"] == got for one, got in found if lang in ("", one["lang"])]
        print(f"{lang or 'all':6} {len(here):4}  right {sum(here) / len(here):5.1%}")
    for intent in dict.fromkeys(one["intent"] for one, _ in found):
        got = Counter(read for one, read in found if one["intent"] == intent)
        others = "  ".join(f"{other} {n}" for other, n in got.most_common() if other != intent)
        print(f"{intent:13} {got[intent]:4} of {sum(got.values()):4}  {others}")


def main() -> None:
    """Print the tables, and with ``--each`` what was read where it was not right."""
    paths = [Path(word) for word in sys.argv[1:] if not word.startswith("--")] or list(OPEN)
    judge = Judge()
    for path in paths:
        print(f"== {path.parent.name}/{path.name}")
        each = "--each" in sys.argv and path.name != "heldout.jsonl"
        lines = read_lines(path)
        if "tools" not in lines[0]:
            read = [(one, judge.intent(one)) for one in lines]
            print_intents(read)
            for one, intent in read if each else ():
                if intent != one["intent"]:
                    print(f"{one['lang']} {one['intent']} -> {intent} | {one['text']}")
            continue
        found = [(one, judge.tools(one)) for one in lines]
        print_tools(found)
        for one, got in found if each else ():
            slots = [slot for slot in ("plan", "account", "hosting") if one[slot] and one[slot] not in got.traits[slot]]
            slots += [f"+{slot}" for slot in ("plan", "account") if not one[slot] and got.traits[slot]]
            if got.outcome != "right" or slots:
                told = " ".join(
                    f"{slot}:{one[slot.strip('+')]}->{'/'.join(sorted(got.traits[slot.strip('+')]))}" for slot in slots
                )
                asks = " | ".join(",".join(rows) for rows in got.asks) + (" unknown" if got.unknown else "")
                print(f"{got.outcome:6} {one['lang']} {one['text']} || {','.join(one['tools'])} -> {asks or '-'} || {told}")


if __name__ == "__main__":
    main()
