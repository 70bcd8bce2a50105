"""Things that staff name go in; how many of them are read as the right kind of data comes out.

Run: ``python -m benchmarks.kinds [FILE] [--each]``. Each phrase is read in a question of its language, under a policy whose
kinds of data are those of the catalog and that has no words of its own. ``--each`` prints what was read where it was not right:
never for ``heldout.jsonl``, which nobody reads so that it can tell what the next phrases meet.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answers.answerer import make_answerer
from bot.knowledge.catalog import load_catalog
from bot.policy.house import Knowledge
from bot.policy.vocabulary import DataTerms
from bot.policy.words import DataClass, DataType
from bot.policy.world import Catalog
from bot.reading.build import Parts
from bot.reading.data.ties import HARMLESS
from bot.reading.door import make_safe
from bot.reading.reader import Reader
from bot.text.tokens import tokens_of

ROOT = Path(__file__).resolve().parents[1]
THINGS = ROOT / "tests" / "cases" / "kinds" / "things.jsonl"
FRAMES = {
    "en": "May I put {} into ChatGPT?",
    "de": "Darf ich {} in ChatGPT eingeben?",
    "nl": "Mag ik {} in ChatGPT zetten?",
    "fr": "Puis-je mettre {} dans ChatGPT ?",
    "es": "¿Puedo poner {} en ChatGPT?",
}
LEVELS = ("public", "internal", "confidential", "secret")
OUTCOMES = ("right", "related", "wrong", "asks", "everyday")
"""``related``: a broader or a narrower kind; ``asks``: nothing was read for sure; ``everyday``: taken for no data at all."""


@dataclass(frozen=True)
class Found:
    """What was read of one thing. ``milder``: as something less sensitive than it is, and nothing in it unread."""

    outcome: str
    kinds: tuple[str, ...]
    unread: tuple[str, ...]
    milder: bool


def bare_policy(knowledge: Knowledge, catalog: Catalog) -> Knowledge:
    """The tools of a policy with one kind of data for each of the catalog's, without words of its own."""
    levels = {f"level-{n}": DataClass(f"level-{n}", n) for n in range(5)}
    types = {kind.id: DataType(kind.id, (f"level-{kind.sensitivity}",)) for kind in catalog.kinds.values()}
    terms = {id_: DataTerms(id_, "", catalog=(id_,)) for id_ in types}
    return replace(
        knowledge,
        policy=replace(knowledge.policy, data_types=types, data_classes=levels),
        vocabulary=replace(knowledge.vocabulary, data=terms, languages=("en",)),
    )


class Judge:
    """Reads things and lays them beside what a colleague calls them."""

    def __init__(self) -> None:
        self.catalog = load_catalog()
        self.reader = Reader(bare_policy(make_answerer(ROOT / "knowledge").mind.knowledge, self.catalog), self.catalog)

    def found(self, thing: dict[str, Any]) -> Found:
        """``thing``: a line of the file."""
        parts = self._parts(thing)
        sure = [piece for piece in parts.kept if piece.grounded]
        kinds = tuple(dict.fromkeys(piece.kind or "/".join(piece.types) for piece in sure))
        unread = (*parts.unread, *parts.beside)
        level = LEVELS.index(thing["level"])
        if not kinds:
            asked = bool(unread or parts.kept)
            return Found("asks" if asked else "everyday", (), unread, not asked and level > 0)
        outcome = self._outcome(kinds, thing)
        milder = outcome != "right" and not unread and max(self._sensitivity(kind) for kind in kinds) < level
        return Found(outcome, kinds, unread, milder)

    def _parts(self, thing: dict[str, Any]) -> Parts:
        text = make_safe(FRAMES[thing["lang"]].format(thing["phrase"])).text
        languages = (thing["lang"],)
        tokens = tokens_of(text, ())
        return self.reader.looker.look(tuple(replace(token, langs=languages) for token in tokens), languages, None)

    def _outcome(self, kinds: tuple[str, ...], thing: dict[str, Any]) -> str:
        meant = {*thing["kinds"], *thing["also"]} - {"none"}
        if meant & set(kinds):
            return "right"
        if kinds == (HARMLESS,):
            return "right" if thing["level"] == LEVELS[0] else "wrong"
        above = {broad for kind in meant for broad in self._line(kind)}
        related = any(kind in above or meant & self._line(kind) for kind in kinds)
        return "related" if related else "wrong"

    def _line(self, kind: str) -> set[str]:
        """The broader kinds of a kind, all the way up."""
        broader = self.catalog.kinds[kind].is_a if kind in self.catalog.kinds else ()
        return {*broader, *(up for one in broader for up in self._line(one))}

    def _sensitivity(self, kind: str) -> int:
        return self.catalog.kinds[kind].sensitivity if kind in self.catalog.kinds else 0


def read_things(path: Path) -> list[dict[str, Any]]:
    """The lines of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def print_table(name: str, found: list[tuple[dict[str, Any], Found]]) -> None:
    """One line for each value of ``name``, or for all."""
    values = sorted({thing[name] for thing, _ in found}) if name else ["all"]
    for value in values:
        here = [one for thing, one in found if not name or thing[name] == value]
        counts = Counter(one.outcome for one in here)
        shares = "  ".join(f"{outcome} {counts[outcome] / len(here):5.1%}" for outcome in OUTCOMES)
        partly = sum(1 for one in here if one.outcome == "right" and one.unread)
        print(f"{value:20} {len(here):4}  {shares}  milder {sum(one.milder for one in here):3}  right, a word unread {partly:3}")


def main() -> None:
    """Print the tables, and with ``--each`` what was read where it was not right."""
    paths = [Path(word) for word in sys.argv[1:] if not word.startswith("--")] or [THINGS]
    judge = Judge()
    for path in paths:
        found = [(thing, judge.found(thing)) for thing in read_things(path)]
        print(f"== {path.name}")
        for name in ("", "lang", "level", "sector"):
            print_table(name, found)
        if "--each" in sys.argv and path.name != "heldout.jsonl":
            for thing, one in found:
                if one.outcome != "right" or one.milder:
                    mark = "MILDER" if one.milder else ""
                    read = f"{', '.join(one.kinds) or '-'} | unread {', '.join(one.unread) or '-'}"
                    print(
                        f"{one.outcome:8} {mark:6} {thing['lang']} {thing['phrase']} | {thing['level']} {thing['kinds']} | {read}"
                    )


if __name__ == "__main__":
    main()
