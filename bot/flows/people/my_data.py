"""A person's wish goes in: all that is kept of them is sent to them in parts, or erased with a proof. Each is said exactly once.

A notice names nobody and carries no words of theirs: the person stands in its sealed address, and the words are looked up when
they are sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

EXPORT, ERASE = "my_data", "erase_me"
MOST_PARTS = 200


class Erased(Protocol):
    """The proof of an erasure."""

    @property
    def questions(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def held(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows as text, and where the next part begins; None at the end."""

    text: str
    then: Any | None


@dataclass(frozen=True, slots=True)
class MyData:
    """Both wishes. ``key``: the notice's own, under which its address is kept."""

    person_of: Callable[[str], str | None]
    """Key -> the pseudonym in its address; None where the address is gone."""
    enqueue: Callable[[str, dict[str, Any]], None]
    begin: Callable[[str, str], str]
    """Pseudonym, language -> the words that an export begins with: how much there is."""
    part: Callable[[str, Any], Part]
    """Pseudonym and where to begin -> one part."""
    number: Callable[[int, str, str], str]
    """Number of a part, its text, language -> its words."""
    erase: Callable[[str, str], Erased]
    """Key of the wish, pseudonym -> all that was asked is gone. May be done again."""
    proof: Callable[[Erased, str], str]
    """Proof, language -> its words."""
    forget: Callable[[str], None]
    """Erase the notice's own address."""
    more: Callable[[str], str]
    """Language -> the last words of an export that is longer than this."""

    def export(self, key: str, language: str) -> None:
        """Queue an export; a second time with this key is a no-op."""
        self.enqueue(f"mydata:{key}:0", {"kind": EXPORT, "key": key, "language": language, "number": 0})

    def erase_all(self, key: str, language: str) -> None:
        """Queue an erasure; a second time with this key is a no-op."""
        self.enqueue(f"erase:{key}", {"kind": ERASE, "key": key, "language": language})

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words of one notice; None where there is nothing (any more) to send."""
        key, language = notice["key"], notice["language"]
        person = self.person_of(key)
        if person is None:
            return None
        if notice["kind"] == ERASE:
            return {"key": key, "words": self.proof(self.erase(key, person), language)}
        if not notice["number"]:
            return {"key": key, "words": self.begin(person, language), "then": []}
        if notice["number"] > MOST_PARTS:
            return {"key": key, "words": self.more(language), "then": None, "thread_ts": notice["thread"]}
        part = self.part(person, notice["from"])
        if not part.text:
            return None
        return {
            "key": key,
            "words": self.number(notice["number"], part.text, language),
            "then": part.then,
            "thread_ts": notice["thread"],
        }

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """After one part comes the next, in the thread of the first. The address of an export stays until its own end, so that an
        erasure meanwhile finds the parts that the engine still holds."""
        key, said = notice["key"], outcome.get("said") or {}
        then = said.get("then")
        number = notice.get("number", 0) + 1
        if notice["kind"] == EXPORT and outcome["state"] == "posted" and then is not None:
            thread = notice.get("thread") or outcome["ts"]
            following = {**notice, "number": number, "from": then, "thread": thread}
            self.enqueue(f"mydata:{key}:{number}", following)
            return
        if notice["kind"] == ERASE:
            self.forget(key)
