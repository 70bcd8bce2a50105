"""Questions with the answers that a quiet house gives go in; what became of them in a storm comes out, counted at Slack."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import httpx
import yaml

from bot.environment import shipped
from bot.saying.words import phrase
from bot.slack.posts.blocks import words_of
from playground.company import SAMPLE, Company, Person, Room, load_company
from playground.refusal import Refused
from playground.server import Playground

PEOPLE, ROOMS = 120, 12
"""So many that nobody, and no channel, asks more than a person may (``wiring.answers.pace``)."""
FOLLOW_UP = "@may-i and what about Claude Team?"
PATIENT = 180.0
RECEIPT = re.compile(r"R-[0-9A-Z-]+")


@dataclass(frozen=True)
class Case:
    """One question of the sample company's own tests, and what a quiet house says: first, after a click, to the follow-up."""

    question: str
    verdict: str
    first: str = ""
    settled: str = ""
    second: str = ""


@dataclass
class Talk:
    """One thread: a question, the click that it may need, and often a follow-up."""

    case: Case
    who: str
    room: str
    root: str
    follows: bool
    is_clicked: bool = False
    is_followed: bool = False
    refused: int = 0
    """How often its click was answered with "could not be taken in"."""

    @property
    def wanted(self) -> list[str]:
        """What must stand in the thread at the end."""
        return [self.case.settled or self.case.first, *([self.case.second] if self.follows else [])]

    @property
    def is_all_asked(self) -> bool:
        return self.is_clicked == bool(self.case.settled) and self.is_followed == self.follows


@dataclass
class Told:
    """What became of a storm's questions."""

    asked: int = 0
    """Questions, follow-ups and clicks."""
    clicks: int = 0
    untaken: list[str] = field(default_factory=list)
    """Slack gave up to hand them over: nobody took them in."""
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Answered, and not as a quiet house does; an apology is one of these."""
    twice: list[str] = field(default_factory=list)
    receipts: set[str] = field(default_factory=set)


@cache
def company() -> Company:
    """The sample company with many more people and channels, in which nobody is special."""
    known = load_company(SAMPLE)
    more = tuple(
        Person(f"U0STAFF{n:03}", f"staff{n}", f"Person {n}", email=f"staff{n}@meander-care.example") for n in range(PEOPLE)
    )
    ids = tuple(person.id for person in (*known.people, *more))
    rooms = tuple(Room(f"C0ROOM{n:04}", f"room{n}", "", ids, bot=True) for n in range(ROOMS))
    return replace(known, people=(*known.people, *more), rooms=(*known.rooms, *rooms))


@cache
def cases() -> tuple[Case, ...]:
    """All questions of the sample company's own tests."""
    tests = yaml.safe_load((shipped("knowledge") / "tests.yaml").read_text(encoding="utf-8"))["tests"]
    return tuple(Case(one["question"], one["verdict"]) for one in tests if "as" not in one)


class Town:
    """People who ask, and look at what they are told. ``calm``: cases with their answers; none while those are found out."""

    def __init__(self, slack: Playground, calm: tuple[Case, ...] = (), seed: int = 1) -> None:
        self.slack = slack
        self.calm = calm
        self.talks: list[Talk] = []
        self.clicks = 0
        self._lots = random.Random(seed)

    def ask(self) -> None:
        """One person asks one question."""
        self._say(self._lots.choice(self.calm), follows=self._lots.random() < 0.3)

    def _say(self, case: Case, *, follows: bool) -> Talk:
        number = len(self.talks)
        who, room = f"staff{number % PEOPLE}", f"room{number % ROOMS}"
        root = self.slack.say(who, room, f"@may-i {case.question}")
        self.talks.append(Talk(case, who, room, root, follows))
        return self.talks[-1]

    def go_on(self) -> None:
        """Who was asked back clicks, until it is taken; who was answered asks the next thing."""
        for talk in self.talks:
            if talk.is_clicked and not talk.is_followed:
                self._look_for_sorry(talk)
            if talk.is_all_asked or not (found := self._answers(talk)):
                continue
            if talk.case.settled and not talk.is_clicked:
                talk.is_clicked = words(found[0]) != talk.case.first or self._click(talk, found[0])
            elif words(found[0]) == talk.wanted[0]:
                self.slack.say(talk.who, talk.room, FOLLOW_UP, thread_ts=talk.root)
                talk.is_followed = True

    def _click(self, talk: Talk, message: dict[str, Any]) -> bool:
        """Whether the click was taken. Slack sends each once, so a person clicks again."""
        action, value = first_choice(message)
        try:
            self.slack.press(talk.who, talk.room, message["ts"], action, value)
        except (Refused, httpx.HTTPError):
            return False
        self.clicks += 1
        return True

    def _look_for_sorry(self, talk: Talk) -> None:
        """Slack sends no click again, so a house that could not take it in says so to whoever clicked, and they click again."""
        seen = self.slack.messages(talk.room, user=talk.who, thread_ts=talk.root)
        refused = sum(bool(m.get("to")) and phrase("en", "slack.failed") in m["text"] for m in seen)
        if refused > talk.refused and words(self._answers(talk)[0]) == talk.case.first:
            talk.refused, talk.is_clicked = refused, False

    def _answers(self, talk: Talk) -> list[dict[str, Any]]:
        return [m for m in self.slack.messages(talk.room, thread_ts=talk.root) if m.get("bot_id")]

    def find_out(self, chosen: tuple[Case, ...]) -> tuple[Case, ...]:
        """The cases with what the house says now, while nothing disturbs it."""
        found = []
        talks = [self._say(case, follows=True) for case in chosen]
        for talk in talks:
            (first,) = self._until(talk, 1)
            case = replace(talk.case, first=words(first))
            if case.verdict == "ask":
                assert self._click(talk, first), case
                self.slack.wait_until(lambda: words(self._answers(talk)[0]) != case.first)  # noqa: B023 - asked at once
                case = replace(case, settled=words(self._answers(talk)[0]))
            self.slack.say(talk.who, talk.room, FOLLOW_UP, thread_ts=talk.root)
            found.append(replace(case, second=words(self._until(talk, 2)[1])))
        return tuple(found)

    def _until(self, talk: Talk, count: int) -> list[dict[str, Any]]:
        return self.slack.wait_until(
            lambda: found if len(found := self._answers(talk)) >= count else None, PATIENT, lambda: f"no answer to {talk.case}"
        )

    def settle(self, patient: float = PATIENT) -> None:
        """Wait until everybody has asked all and stands answered, or nobody can wait any longer."""
        end = time.monotonic() + patient
        while time.monotonic() < end:
            self.go_on()
            if all(talk.is_all_asked and [*map(words, self._answers(talk))] == talk.wanted for talk in self.talks):
                return
            time.sleep(0.2)

    def told(self) -> Told:
        """What became of all of it."""
        told = Told(len(self.talks) + sum(t.is_followed + t.is_clicked for t in self.talks), self.clicks, self._untaken())
        for talk in self.talks:
            answers = self._answers(talk)
            said = [words(one) for one in answers]
            told.receipts |= {one for message in answers for one in RECEIPT.findall(repr(message["blocks"]))}
            if said == talk.wanted:
                continue
            about = f"{talk.case.question!r} {talk.root}: {said}"
            (told.lost if len(said) < len(talk.wanted) else told.twice if len(said) > len(talk.wanted) else told.wrong).append(
                about
            )
        keys = Counter(key for m in self._all() if (key := (m.get("metadata") or {}).get("event_payload", {}).get("key")))
        told.twice += [f"key {key}" for key, count in keys.items() if count > 1]
        return told

    def connections(self) -> int:
        """How many sockets the app has opened since the beginning."""
        return self.slack.opened()

    def _all(self) -> list[dict[str, Any]]:
        return [m for room in self.slack.dump()["channels"] for m in room["messages"] if m.get("bot_id")]

    def _untaken(self) -> list[str]:
        last = {one["event_id"]: one["result"] for one in self.slack.dump()["deliveries"] if one["event_id"]}
        return [f"{event}: {result}" for event, result in last.items() if result != "acknowledged"]


def words(message: dict[str, Any]) -> str:
    """What a message says, but for the number of its receipt."""
    return RECEIPT.sub("R-", "\n".join([message["text"], *(one for block in message["blocks"] for one in words_of(block))]))


def first_choice(message: dict[str, Any]) -> tuple[str, str]:
    """Action and value of the first choice of a question back."""
    elements = [one for block in message["blocks"] for one in block.get("elements", [])]
    chosen = next(one for one in elements if str(one.get("action_id", "")).startswith("mayi_choose"))
    return chosen["action_id"], chosen["options"][0]["value"] if "options" in chosen else chosen["value"]


@contextmanager
def town(calm: tuple[Case, ...], seed: int = 1, http_port: int = 0) -> Iterator[Town]:
    """A Slack that hands events over again every few seconds until they are taken."""
    events = f"http://127.0.0.1:{http_port}/slack/events" if http_port else None
    with Playground(company(), http_events=events) as slack:
        slack.ack_schedule(3, (0.0, *(2.0,) * 60))
        yield Town(slack, calm, seed)
