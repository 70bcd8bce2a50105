"""An export goes out part by part, an erasure tells its proof; each notice names nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.flows.people.my_data import MOST_PARTS, MyData, Part


@dataclass(frozen=True)
class Proof:
    questions: int
    digest: str
    held: int = 0


@dataclass
class World:
    """A ledger with some lines of one person, and the chat that hears of them."""

    lines: list[str] = field(default_factory=list)
    person: str | None = "sanne"
    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    erased: int = 0

    def flow(self) -> MyData:
        return MyData(
            person_of=lambda key: self.person,
            enqueue=self.queue,
            begin=lambda person, language: f"{len(self.lines)} lines",
            part=self.part,
            number=lambda number, text, language: f"{number}: {text}",
            erase=self.erase,
            proof=lambda proof, language: f"{proof.questions} {proof.digest}",
            forget=self.forgotten.append,
            more=lambda language: "there is more",
        )

    def queue(self, id_: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(id_, notice)

    def part(self, person: str, cursor: Any) -> Part:
        at = int(cursor or 0)
        return Part("".join(self.lines[at : at + 1]), at + 1 if at + 1 < len(self.lines) else None)

    def erase(self, key: str, person: str) -> Proof:
        self.erased += 1
        return Proof(3, "abc")

    def run(self, state: str = "posted") -> None:
        """The engine: each notice once, in the order of their queueing."""
        done: set[str] = set()
        while left := [id_ for id_ in self.queued if id_ not in done]:
            notice = self.queued[left[0]]
            done.add(left[0])
            word = self.flow().word(notice)
            if word is None:
                outcome: dict[str, Any] = {"state": "dropped", "ts": "", "said": {}}
            else:
                self.said.append((word["words"], word.get("thread_ts", "")))
                outcome = {"state": state, "ts": f"{len(self.said)}.0", "said": word}
            self.flow().kept(notice, outcome)


def test_an_export_is_said_in_order_in_the_thread_of_its_first_words() -> None:
    world = World(["a", "b", "c"])
    world.flow().export("k", "en")
    world.run()
    assert world.said == [("3 lines", ""), ("1: a", "1.0"), ("2: b", "1.0"), ("3: c", "1.0")]
    assert world.forgotten == [], "an erasure must still find the parts that the engine holds"


def test_an_export_that_is_too_long_for_a_thread_says_so_at_its_end() -> None:
    world = World(["line"] * (MOST_PARTS + 5))
    world.flow().export("k", "en")
    world.run()
    assert len(world.said) == MOST_PARTS + 2
    assert world.said[-1] == ("there is more", "1.0")


def test_a_second_wish_with_the_same_key_is_the_same_export() -> None:
    world = World(["a"])
    world.flow().export("k", "en")
    world.flow().export("k", "nl")
    world.run()
    assert [words for words, _ in world.said] == ["1 lines", "1: a"]


def test_an_export_of_nothing_says_so_and_ends() -> None:
    world = World()
    world.flow().export("k", "en")
    world.run()
    assert world.said == [("0 lines", "")]


def test_an_export_that_slack_refuses_ends_without_more_parts() -> None:
    world = World(["a", "b"])
    world.flow().export("k", "en")
    world.run(state="refused")
    assert len(world.said) == 1


def test_no_notice_names_the_person_or_carries_their_words() -> None:
    world = World(["a secret line", "another"])
    world.flow().export("k", "en")
    world.flow().erase_all("k2", "en")
    world.run()
    assert "secret" not in repr(world.queued)
    assert "sanne" not in repr(world.queued)


def test_an_erasure_tells_its_proof_and_forgets_where_to() -> None:
    world = World()
    world.flow().erase_all("k", "en")
    world.run()
    assert world.said == [("3 abc", "")]
    assert (world.erased, world.forgotten) == (1, ["k"])


def test_who_was_erased_meanwhile_is_sent_nothing() -> None:
    world = World(["a"], person=None)
    world.flow().export("k", "en")
    world.run()
    assert world.said == []
