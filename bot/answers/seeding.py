"""A knowledge folder and a number go in; a ledger with so many made-up questions, answered by that policy, comes out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from bot.answers.answerer import Answerer
from bot.ledger.ledger import Ledger
from bot.ledger.plain import question_values
from bot.ledger.store.keyed import keyed
from bot.policy.house import Knowledge
from bot.saying.labels import data_label, offering_label
from bot.saying.words import languages, phrase, words_for

AT_ONCE = 4_000
FORMS = ("seed.ask.may", "seed.ask.into", "seed.ask.quick")
PEOPLE = 600
DAYS = 730
VERSION_DAYS = 81
"""How long a made-up version of the policy stood."""
DIFFERENT = 250
"""How many different questions are answered; each is asked again in other words, by others, at other times."""
HOSTING_WEIGHTS = {"managed_cloud": 1, "device": 1, "self_hosted": 2}
"""What staff open for themselves is asked about more often than what others build on."""
OPENED, EVERYBODYS, STARTED_WITH = 6, 2, 3
"""Weights: of a product; twice that of one that everybody has; of where the policy lets people start."""
LANGUAGE_WEIGHTS = {"en": 5, "nl": 4}
FEEDBACK = (("", 80), ("helpful", 14), ("not_right", 6))
CHANNELS = (("dm", 50), ("channel", 35), ("private", 10), ("group", 5))


@dataclass(frozen=True, slots=True)
class Seeder:
    """Made-up questions of so many ``days``. ``secret``: pseudonyms hang on it, as those of people do."""

    answerer: Answerer
    ledger: Ledger
    secret: bytes
    seed: int = 1
    days: int = DAYS

    def fill(self, count: int, now: datetime, progress: Callable[[int], None]) -> int:
        """Add ``count`` questions, oldest first, and count their days; ``progress`` is told how many there are by now."""
        rows, done = self.rows(count, now), 0
        with self.ledger.in_bulk() as written:
            while batch := list(islice(rows, AT_ONCE)):
                done += written.keep(batch)
                progress(done)
        while self.ledger.count_days(now, 30):
            progress(done)
        return done

    def rows(self, count: int, now: datetime) -> Iterator[dict[str, Any]]:
        """The rows, in order of time: more each month, on working days, in working hours."""
        dice = random.Random(self.seed)  # noqa: S311 - nothing secret hangs on it
        pool = list(self._answered(dice, min(DIFFERENT, max(20, count // 4))))
        moments = sorted(self._moment(dice, now) for _ in range(count))
        people = [keyed(self.secret, "seed", str(number)) for number in range(PEOPLE)]
        earlier = [keyed(self.secret, "version", str(number))[:12] for number in range(self.days // VERSION_DAYS)]
        versions = [*earlier, self.answerer.mind.version]
        for number, at in enumerate(moments):
            spoken, values = dice.choice(pool)
            age = (now - at).days
            text = f"{values['text']} {phrase(spoken, 'seed.ask.for', number=str(dice.randrange(10**6)))}"
            yield {
                **values,
                "key": keyed(self.secret, "seeded", str(self.seed), str(number), now.isoformat()),
                "at": at,
                "asker": people[min(int(dice.paretovariate(0.6)) - 1, PEOPLE - 1)],
                "text": text,
                "channel_kind": _weighted(dice, CHANNELS),
                "trigger": "mention",
                "feedback": _weighted(dice, FEEDBACK),
                "policy_version": versions[max(0, len(versions) - 1 - age * len(versions) // self.days)],
                "timings_ms": {
                    "read": dice.lognormvariate(3, 0.8),
                    "decide": dice.uniform(0.2, 2),
                    "say": dice.lognormvariate(4, 0.5),
                },
                "posted": "posted",
            }

    def _answered(self, dice: random.Random, different: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Different questions with their answers, as the log would hold them, and the language of each."""
        knowledge = self.answerer.mind.knowledge
        for _ in range(different):
            spoken, text = _question(dice, knowledge)
            answered = self.answerer.ask(text)
            yield spoken, question_values(answered.reading, answered.ruled, answered.answer, "")

    def _moment(self, dice: random.Random, now: datetime) -> datetime:
        while True:
            age = self.days * (1 - dice.random() ** 0.6)
            at = now - timedelta(days=age)
            if at.weekday() < 5 or dice.random() < 0.08:
                hour = min(max(dice.gauss(13, 3), 0), 23.9)
                placed = at.replace(hour=int(hour), minute=dice.randrange(60), second=dice.randrange(60))
                if placed < now:
                    return placed.replace(microsecond=dice.randrange(10**6)).astimezone(UTC)


def _question(dice: random.Random, knowledge: Knowledge) -> tuple[str, str]:
    spoken = dice.choices(languages(), [LANGUAGE_WEIGHTS.get(one, 1) for one in languages()])[0]
    words = words_for(spoken, knowledge.organisation.languages)
    offerings, kinds = _offering_weights(knowledge), _data_weights(knowledge)
    offering = dice.choices(list(offerings), list(offerings.values()))[0]
    data = dice.choices(list(kinds), list(kinds.values()))[0]
    tool = offering_label(offering, knowledge, words)
    return spoken, words(dice.choice(FORMS), tool=tool, data=words.inside(data_label(data, knowledge, words)))


def _offering_weights(knowledge: Knowledge) -> dict[str, int]:
    """Offering -> how often it is asked about: most often what everybody has, and what the policy says to start with."""
    policy = knowledge.policy
    first = {id_ for named in policy.start_with.values() for id_ in named}
    found: dict[str, int] = {}
    for id_, one in policy.offerings.items():
        weight = HOSTING_WEIGHTS.get(one.hosting, OPENED) * (EVERYBODYS if one.access == "everybody" else 1)
        found[id_] = weight * (STARTED_WITH if id_ in first else 1)
    return found


def _data_weights(knowledge: Knowledge) -> dict[str, int]:
    """Kind of data -> how often it is asked about: what people have many words for is what they talk of."""
    terms = knowledge.vocabulary.data
    return {
        id_: max(1, len(terms[id_].names)) if id_ in terms else 1
        for id_ in knowledge.policy.data_types or knowledge.policy.data_classes
    }


def _weighted(dice: random.Random, choices: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([value for value, _ in choices], [weight for _, weight in choices])[0]
