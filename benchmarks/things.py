"""Things that people put into AI tools, in five languages, go in; how many are understood, and alike in each language, comes out.

Run: ``python -m benchmarks.things [--show]``. Each line of ``tests/reading/cases/things.txt`` is one thing as it is called in
every language; each is asked about in a plain question of that language, on the sample company.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.answers.answerer import make_answerer

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {
    "en": "can I put {} into {}?",
    "nl": "mag ik {} in {} zetten?",
    "de": "Darf ich {} in {} eingeben?",
    "fr": "est-ce que je peux mettre {} dans {} ?",
    "es": "¿puedo meter {} en {}?",
}
TOOL = "ChatGPT Enterprise"


class Thing(NamedTuple):
    """One thing with the label of its answer in each language."""

    names: dict[str, str]
    labels: dict[str, str]

    @property
    def differs(self) -> bool:
        """Whether it is a plain yes in one language and a no in another."""
        return {"allow", "deny"} <= set(self.labels.values())


def asked() -> Iterator[Thing]:
    """Every thing of the list, asked."""
    answerer = make_answerer(ROOT / "knowledge")
    for line in (ROOT / "tests" / "reading" / "cases" / "things.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names = dict(zip(QUESTIONS, line.split("|"), strict=True))
            questions = {language: QUESTIONS[language].format(name, TOOL) for language, name in names.items()}
            yield Thing(names, {language: answerer.label_and_why(text, ())[0] for language, text in questions.items()})


def main(show: bool) -> None:
    """Print how many are asked back in each language, and how many are told apart between languages."""
    things = list(asked())
    back = Counter(language for thing in things for language, label in thing.labels.items() if label == "ask")
    print("| language | things | asked back |\n|---|---|---|")
    for language in QUESTIONS:
        print(f"| {language} | {len(things)} | {back[language]} ({100 * back[language] / len(things):.0f} %) |")
    alike = sum(len(set(thing.labels.values())) == 1 for thing in things)
    apart = sum(thing.differs for thing in things)
    print(f"\n{alike} of {len(things)} get the same answer in all languages; {apart} a yes in one and a no in another.")
    for thing in things if show else ():
        if len(set(thing.labels.values())) > 1:
            print("  ", "; ".join(f"{thing.names[language]}: {label}" for language, label in thing.labels.items()))


if __name__ == "__main__":
    main("--show" in sys.argv)
