"""An exam of made-up things: a reader that knows them passes, and each kind of bad reader is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from bot.answers.answerer import make_answerer
from bot.clock.today import today_at
from bot.environment import shipped
from bot.exam.marking import Marks, marks_of
from bot.exam.paper import Asked, Section, own_section
from bot.exam.replies import Sheet
from bot.exam.sitting import Sitting
from bot.policy.talks.claims import Reply
from bot.policy.talks.label import OF_VERDICT
from bot.policy.trust import Level
from bot.reading.model.glossary import glossary_of

BASE = make_answerer(None)
KNOWN = BASE.mind.knowledge
THINGS = 330
"""Of each of two kinds: so many that a reader without a mistake proves one in a hundred."""
Slots = dict[str, str]


@dataclass(frozen=True)
class Thing:
    """Something that no word list has: what it is stands in no word of the message."""

    word: str
    data: str
    tool: str

    @property
    def text(self) -> str:
        return f"May the {self.word} from downstairs go into the {self.word}-machine?"


@cache
def _cells(label: str) -> list[tuple[str, str]]:
    """Offerings and data types of the sample company with this ruling."""
    builder, today = BASE.mind.reader.builder, today_at(KNOWN)
    from bot.policy.words import DataAsk, Question, ToolAsk

    found = []
    for offering in KNOWN.policy.offerings:
        for id_ in KNOWN.policy.data_types:
            question = Question((ToolAsk(offering, (offering,)),), (DataAsk(id_, (id_,)),), dict(builder.unsaid), rest_named=True)
            ruling = BASE.mind.decide(question, today)
            if ruling.ask_back is None and OF_VERDICT[ruling.verdict] == label:
                found.append((offering, id_))
    return found


@pytest.fixture(scope="module", autouse=True)
def words_read_once() -> Iterator[None]:
    """What words read of a message is the same whichever model reads along, and for most of these tests most of the work."""
    reader = BASE.mind.reader
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "read_words", cache(reader.read_words))
        # the ways out of a no, of each among all offerings, are no part of what is marked
        patched.setattr("bot.answers.answer.alternatives", lambda *_: ())
        yield


def _things() -> dict[str, tuple[Thing, str]]:
    """Word -> the thing and the label of its question: as many that are allowed as are not."""
    dice, made = random.Random(7), {}
    for label in ("allow", "deny"):
        cells = _cells(label)
        for n in range(THINGS):
            tool, data = dice.choice(cells)
            word = f"{'quor' if label == 'allow' else 'zump'}{n:03}x"
            made[word] = (Thing(word, data, tool), label)
    return made


MADE = _things()
SECTION = Section("made-up", shipped("knowledge"), tuple(Asked(w, t.text, (), (label,), "k") for w, (t, label) in MADE.items()))
Talk = Callable[[Thing], Slots]


def reading(talk: Talk, *, harsh: bool = False) -> Callable[[str, str, dict[str, Any]], Reply | None]:
    """A model that tells of each thing what ``talk`` says, in both passes."""

    def hear(_shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        word = json.loads(rest.rsplit("Message:\n", 1)[1]).split()[2]
        told = talk(MADE[word][0])
        tool = {"quote": f"{word}-machine", "ids": [told["tool"]]}
        where = {"quote": "from downstairs", "ids": []}
        if "asks" in schema["properties"]:
            pieces = [{"quote": word, "ids": [told["data"]], "part": "used"}, {**where, "part": "no_data"}]
            return Reply({"asks": [{"intent": "may_i", "tools": [tool], "data": pieces}]})
        return Reply(
            {"intent": "may_i", "tools": [tool], "data": [{"quote": word, "id": told["data"]}], "not_data": ["downstairs"]}
        )

    return hear


def examined(talk: Talk) -> Marks:
    return marks_of(list(Sitting("made-up", Sheet(reading(talk)), lambda _: BASE)((SECTION,), lambda _: None)), 0.01)


def knows(thing: Thing) -> Slots:
    return {"data": thing.data, "tool": thing.tool}


MILDEST = glossary_of(KNOWN).data[len(KNOWN.policy.data_classes) - 1]
DATA, TOOLS = sorted(KNOWN.policy.data_types), sorted(KNOWN.policy.offerings)


def at_random(thing: Thing) -> Slots:
    dice = random.Random(thing.word)
    return {"data": dice.choice(DATA), "tool": dice.choice(TOOLS)}


def says_public(thing: Thing) -> Slots:
    return {"data": MILDEST, "tool": thing.tool}


def lies(thing: Thing) -> Slots:
    """Says of each thing what is allowed, and of what is allowed something else."""
    tool, data = _cells("deny" if MADE[thing.word][1] == "allow" else "allow")[0]
    return {"data": data, "tool": tool}


def slips(thing: Thing) -> Slots:
    """Knows it all, but takes one in twenty for something of the mildest class."""
    return says_public(thing) if int(thing.word[4:7]) % 20 == 0 else knows(thing)


def test_who_knows_everything_is_believed() -> None:
    marks = examined(knows)
    assert (marks.level, marks.wrong) == (Level.BELIEVED, 0)
    assert marks.grounded >= 300


@pytest.mark.parametrize("talk", [at_random, says_public, lies, slips])
def test_a_bad_reader_grounds_nothing(talk: Talk) -> None:
    marks = examined(talk)
    assert not marks.admitted
    assert marks.wrong > 0 or marks.grounded < 300


@pytest.mark.parametrize("reply", [None, {}, {"asks": []}, {"asks": [{"intent": "allowed"}]}, {"verdict": "allowed"}])
def test_who_keeps_to_no_form_is_not_heard(reply: dict[str, Any] | None) -> None:
    few = Section("made-up", SECTION.folder, SECTION.asked[:40])
    hear = Sheet(lambda _shared, _rest, _schema: Reply(reply) if reply is not None else None)
    sat = list(Sitting("made-up", hear, lambda _: BASE)((few,), lambda _: None))
    assert all(one.label == one.words == one.proposed for one in sat)


def test_each_reply_is_asked_for_once_and_kept(tmp_path: Any) -> None:
    file, asked = tmp_path / "replies.jsonl", []
    few = Section("made-up", SECTION.folder, SECTION.asked[:10])

    def counting(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        asked.append(rest)
        return reading(knows)(shared, rest, schema)

    first = list(Sitting("made-up", Sheet(counting, file), lambda _: BASE)((few,), lambda _: None))
    assert len(asked) == len(set(asked)) == 20, "two passes each; to see what it proposes asks nothing"
    again = list(Sitting("made-up", Sheet(counting, file), lambda _: BASE)((few,), lambda _: None))
    assert len(asked) == 20
    assert [one.label for one in first] == [one.label for one in again]


def test_an_exam_that_was_killed_in_mid_line_goes_on_from_there(tmp_path: Any) -> None:
    file = tmp_path / "replies.jsonl"
    few = Section("made-up", SECTION.folder, SECTION.asked[:6])
    list(Sitting("made-up", Sheet(reading(knows), file), lambda _: BASE)((few,), lambda _: None))
    file.write_text(file.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    sat = list(Sitting("made-up", Sheet(reading(knows), file), lambda _: BASE)((few,), lambda _: None))
    assert all(one.is_grounded for one in sat)


def test_the_owners_own_tests_are_asked_too() -> None:
    section = own_section(KNOWN, shipped("knowledge"))
    assert section.asked
    assert {one.right[0] for one in section.asked} <= {"allow", "conditional", "deny", "not_listed", "ask"}
