"""A knowledge folder goes in; its owner's questions come out, ranked; an answer goes in, and stands in the files at once. What a
model proposes for them is kept beside the files."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal

from bot.answers.quiet_model import document_model, part_by_part, quiet_model
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.edits import CONFIRMED, Answer, Given, edited
from bot.knowledge.confirming.proposing import PROPOSED, SCHEMA, checked, prompt_of, written
from bot.knowledge.confirming.suggestions import Suggestion
from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.edits.undoing import Written, alone, newest, take_back, write
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.propose import Proposal, edit_of, propose, with_edits
from bot.knowledge.importing.written.confirm import NOTES, read_notes
from bot.knowledge.importing.written.update import MEMORY, is_import
from bot.knowledge.load import files_of, load
from bot.knowledge.parse import kind_of
from bot.knowledge.sheets.plain_files import plain_text
from bot.ledger.asked.search import Filter
from bot.ledger.ledger import Ledger
from bot.owners.clicks import Clicks
from bot.owners.questions import Look, look_at, words_waited_for
from bot.owners.shares import shares_in
from bot.policy.clicks import Clicked
from bot.policy.confirming import ASK, FORBID, ONLY, About, Open, Way, Weighed
from bot.policy.house import Knowledge
from bot.policy.words import CELL, Citation
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import words_for
from bot.settings import Settings
from bot.text.flat import digest_of


class NotAnsweredError(KnowledgeError):
    """An answer that was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation("confirmed.yaml", 1), what, do)])
        self.why = why


def is_bare(question: Open, way: Way) -> bool:
    """Whether it does not say yet what it is about: everything would be forbidden everywhere."""
    if not is_about(question, way):
        return False
    return not (way.data if way.id == ONLY else way.tools or way.data)


def is_about(question: Open, way: Way) -> bool:
    """Whether it names tools and data."""
    return question.about is About.SENTENCE and way.id in (FORBID, ONLY, ASK)


def about_others(way: Way, other: Way) -> Way:
    """An answer about what another one names."""
    return Way(way.id, other.tools, other.data)


def chosen_way(question: Open, way: Way, knowledge: Knowledge, *, exactly: bool) -> Way:
    """The answer as it will be written. Raises ``NotAnsweredError`` where there is none such."""
    known = question.way(way.id)
    if known is None:
        ways = ", ".join(one.id for one in question.ways)
        raise NotAnsweredError("way", f"`{way.id}` is no answer to `{question.id}`", f"answer with one of: {ways}")
    if not is_about(question, known):
        return known
    chosen = way if exactly else Way(way.id, way.tools or known.tools, way.data or known.data)
    chosen = about_others(known, chosen)
    if is_bare(question, chosen):
        do = "say which tools or which data it is about"
        raise NotAnsweredError("bare", "the sentence names no tool and no data of the policy", do)
    policy = knowledge.policy
    if strange := set(chosen.data) - policy.data_types.keys() - policy.data_classes.keys():
        what = f"no data of the policy is called {', '.join(f'`{one}`' for one in sorted(strange))}"
        raise NotAnsweredError("way", what, "name data types or classes of data.yaml")
    return chosen


TEMPLATE = "propose.md"
GO = "Now give the entries of the sentences {first} to {last}, and of no others."
log = logging.getLogger("mayi.model")


def proposals_of(confirming: Confirming, settings: Settings, seen: Callable[[int, int], None] = lambda *_: None) -> Proposed:
    """What the model of the settings proposes; no exam is asked for, as nothing of it counts before an owner's answer.

    ``seen``: as ``Confirming.propose_with`` has it.
    """
    template = (shipped("prompts") / TEMPLATE).read_text(encoding="utf-8")
    hear = quiet_model(document_model(settings)).hear
    return confirming.propose_with(template, part_by_part(hear, GO, SCHEMA), seen)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the model is. ``read`` and ``of`` count sentences; ``kept`` and ``refused`` proposals, once it is done."""

    state: Literal["", "reading", "done", "failed"] = ""
    read: int = 0
    of: int = 0
    kept: int = 0
    refused: int = 0


class DocumentReader:
    """Has the model read the documents in the background, one reading at a time. May be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """As it is now."""
        return self._progress

    def begin(self, confirming: Confirming) -> bool:
        """False where one is under way."""
        with self._lock:
            if self._progress.state == "reading":
                return False
            self._progress = Progress("reading")
        Thread(target=self._read, args=(confirming,), name="mayi-propose", daemon=True).start()
        return True

    def _read(self, confirming: Confirming) -> None:
        def seen(read: int, of: int) -> None:
            self._progress = replace(self._progress, read=read, of=of)

        try:
            found = proposals_of(confirming, self._settings, seen)
        except Exception:
            log.exception("the documents could not be read by the model")
            self._progress = replace(self._progress, state="failed")
            return
        state: Literal["done", "failed"] = "done" if found.has_reply else "failed"
        self._progress = Progress(state, found.of - found.lost, found.of, len(found.kept), len(found.refused))


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer to be written. ``way``: as ``Confirming.answer`` has it. ``asked``: the digest that its reader saw, if any."""

    question: str
    way: Way
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What an answer did; of several, the first and ``rest``."""

    question: Open
    way: Way
    files: tuple[str, ...]
    rest: tuple[tuple[Open, Way], ...] = ()
    edit: str = ""
    """Id of the edit, by which it is taken back; empty where nothing was written."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of the documents is in the rules, and how many rules beside the table name a sentence."""

    sentences: tuple[Told, ...]
    told: int
    ruling: int
    """Sentences that rule something."""
    resting: int
    rules: int
    bare: tuple[str, ...] = ()
    """Ids of the rules that name none."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a model's reply came to; ``refused`` says why each of the rest is none."""

    kept: tuple[Suggestion, ...]
    refused: tuple[str, ...]
    lost: int
    """Sentences to which the model gave no reply, of all ``of``."""
    of: int

    @property
    def has_reply(self) -> bool:
        """Whether there was any."""
        return self.lost < self.of


AT_A_TIME = 8
"""Sentences that a model is asked about at a time: a reply of a few rules fits into what a model may say, and small models lose
the thread of long ones."""
HearPart = Callable[[str, int, int], Mapping[str, Any] | None]
"""The prompt, and the first and the last number of the sentences that are asked about -> the reply, None where there is none."""
TOLD = (Standing.RULE, Standing.WORDS, Standing.CONDITION)
"""What stands in the policy: a rule, a cell or a condition says it."""
RULING = (*TOLD, Standing.WAITS, Standing.LEFT, Standing.UNREAD)
"""What rules something, as far as anybody could tell; an owner's word that it does not is believed."""


class Confirming:
    """The questions of one folder, as it is now: it is read anew where a file has changed. May be called from any thread."""

    def __init__(
        self, folder: Path, clicks: Callable[[], tuple[Clicked, ...]] = tuple, said: Callable[[str], int] | None = None
    ) -> None:
        """``clicks``: what staff said and clicked, of late. ``said``: in how many of their questions some words stand."""
        self.folder, self._clicks, self._said = folder, clicks, said
        self._catalog = load_catalog()
        self._lock = threading.RLock()
        self._kept: tuple[str, Knowledge] | None = None

    def over(self, folder: Path) -> Confirming:
        """The questions of another folder, with what staff said here."""
        return Confirming(folder, self._clicks, self._said)

    def questions(self) -> tuple[Weighed, ...]:
        """What is open, weightiest first. This and all below raise ``KnowledgeError`` with every fault of the folder."""
        with self._lock:
            return self._look().ranked

    def count(self) -> int:
        """How many questions are open."""
        with self._lock:
            return len(self._look().open)

    def question(self, id_: str, about: Way | None = None) -> Weighed | None:
        """None where nothing open has the id. ``about``: other tools, data and people than it proposes, whatever its own id."""
        with self._lock:
            look = self._look()
            found = next((one for one in look.open if one.id == id_), None)
            if found and about:
                ways = (about_others(one, about) if is_about(found, one) else one for one in found.ways)
                found = replace(found, ways=tuple(ways))
            return look.weigh([found])[0] if found else None

    def answer(self, id_: str, way: Way, by: str, asked: str = "", *, exactly: bool = False) -> Done:
        """Write one answer. ``way``: its id, and for a sentence the tools and data where they are others than proposed.

        ``exactly``: where it names no tools, or no data, none are meant, whatever was proposed. ``asked``: the digest that its
        reader saw. Raises ``NotAnsweredError`` where nothing open has the id or it has changed since, ``KnowledgeError`` where
        the policy would be faulty: then nothing is written.
        """
        return self.answer_all((Pick(id_, way, asked),), by, exactly=exactly)

    def answer_all(self, picks: Sequence[Pick], by: str, *, exactly: bool = False) -> Done:
        """Write several answers, of at least one, as one edit: all of them or none. Raises as ``answer`` does."""
        with alone(self.folder):
            done, changed = self._edit(picks, by, exactly=exactly)
            edit = write(self.folder, " ".join(one.question for one in picks), changed)
        return replace(done, edit=edit.id)

    def tried(self, picks: Sequence[Pick], by: str) -> Knowledge:
        """The policy as it would be with these answers; nothing is written. Raises as ``answer`` does."""
        return with_edits(self.folder, self._edit(picks, by, exactly=True)[1])

    def propose(self, picks: Sequence[Pick], by: str, out: Path, *, exactly: bool = False) -> tuple[Done, Proposal]:
        """The same as a patch that waits for a person; the folder stays as it is. Who answered stands in it only where the files
        alone would not settle the question: of patches that all write at the end of one file only the first could be taken in."""
        done, changed = self._edit(picks, by, exactly=exactly)
        texts = self._look().texts
        files = {path: text for path, text in changed.items() if path != CONFIRMED}
        if files and self._open_with(texts | files) == self._open_with(texts | changed):
            done, changed = replace(done, files=tuple(sorted(files))), files
        return done, propose(edit_of(self.folder, changed), out, f"confirm-{done.question.id}-{done.way.id}")

    def example(self, kind: str) -> str:
        """A message of somebody elsewhere about a kind of data; empty where none is known."""
        return shares_in(self.knowledge().organisation.languages[0]).about_kind(kind)

    def waited_for(self, question: Open) -> tuple[str, ...]:
        """The words that must be said before a rule that rests on its sentence counts."""
        return words_waited_for(question, self.knowledge())

    def times_said(self, words: Sequence[str]) -> int | None:
        """In how many questions of staff one of these stands, at least; None where no log is there to look into."""
        return max(map(self._said, words), default=0) if self._said else None

    def last(self) -> Written | None:
        """The edit that would be taken back; an answer is about its question."""
        return newest(self.folder)

    def propose_with(self, template: str, hear: HearPart, seen: Callable[[int, int], None] = lambda *_: None) -> Proposed:
        """Have a model read the documents, a few sentences at a time; what holds of its replies waits beside the files, and is
        put to the owner with the questions. ``seen``: called with how many sentences are read, of how many."""
        with self._lock:
            look = self._look()
        said = [one for one in look.told if one.standing not in (Standing.RULE, Standing.WORDS) or one.rests]
        prompt = prompt_of(template, said, look.knowledge, look.texts)
        rules: list[Any] = []
        lost = 0
        for first in range(0, len(said), AT_A_TIME):
            last = min(first + AT_A_TIME, len(said))
            found = (hear(prompt, first + 1, last) or {}).get("rules")
            lost += 0 if isinstance(found, list) else last - first
            rules += found if isinstance(found, list) else []
            seen(last, len(said))
        kept, refused = checked({"rules": rules}, said, look.knowledge, look.texts)
        if lost < len(said):
            (self.folder / PROPOSED).write_text(written(kept), encoding="utf-8")
        return Proposed(kept, refused, lost, len(said))

    def undo(self, of: str = "") -> str:
        """Take the newest edit back; what it was about, or nothing where there is none. ``of``: only where it is this one, by its
        id. Raises ``NotTakenBackError`` where a file has changed since.
        """
        last = take_back(self.folder, of)
        return last.about if last else ""

    def coverage(self) -> Covered:
        """Every sentence of the documents with what became of it."""
        with self._lock:
            look = self._look()
            told = look.told
        ruling = [one for one in told if one.standing in RULING]
        left = sum(one.standing not in TOLD for one in ruling)
        resting = {rule for one in told for rule in one.rests}
        beside = [rule.id for rule in look.knowledge.policy.rules if not rule.id.startswith(CELL)]
        bare = tuple(id_ for id_ in beside if id_ not in resting)
        return Covered(told, len(ruling) - left, len(ruling), len(beside) - len(bare), len(beside), bare)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What the import was unsure of, in sentences by subject; nothing where no import wrote the folder."""
        with suppress(OSError, UnicodeError):
            return read_notes(plain_text(self.folder / NOTES))
        return {}

    def document(self, path: str) -> str:
        """The text of one of its files, as the sentences were read from it."""
        with self._lock:
            return self._look().texts.get(path, "")

    def knowledge(self) -> Knowledge:
        """What the folder says."""
        with self._lock:
            return self._look().knowledge

    def sayer(self, language: str) -> Confirmer:
        """The words for a reader."""
        knowledge = self.knowledge()
        kinds = {kind.id: kind.label for kind in self._catalog.kinds.values()}
        return Confirmer(knowledge, words_for(language, knowledge.organisation.languages), kinds)

    def _look(self) -> Look:
        texts = texts_of(self.folder)
        digest, kept = digest_of_texts(texts), self._kept
        if kept is None or kept[0] != digest:
            kept = self._kept = (digest, load(self.folder, self._catalog).or_raise())
        return look_at(digest, texts, kept[1], self._clicks())

    def _open_with(self, texts: dict[str, str]) -> set[str]:
        """The questions that would be asked with these files."""
        return {one.id for one in Look(texts, with_edits(self.folder, texts), self._catalog, self._clicks()).open}

    def _edit(self, picks: Sequence[Pick], by: str, *, exactly: bool) -> tuple[Done, dict[str, str]]:
        """What answers would write: no question is weighed for it."""
        with self._lock:
            look = self._look()
            asked = {one.id: one for one in look.open}
        given: list[Given] = []
        for pick in picks:
            question = asked.pop(pick.question, None)
            if question is None:
                what, do = f"no open question is called `{pick.question}`", "look at the list again: it may be answered meanwhile"
                raise NotAnsweredError("gone", what, do)
            if pick.asked and pick.asked != question.asked:
                do = "look at the question again, then answer it"
                raise NotAnsweredError("moved", f"what `{pick.question}` is about has changed since you looked", do)
            chosen = chosen_way(question, pick.way, look.knowledge, exactly=exactly)
            answer = Answer(chosen, by, datetime.now(UTC).date())
            given.append((question, answer))
        changed = edited(look.texts, given, look.knowledge.policy)
        with_edits(self.folder, changed)
        first, *rest = ((question, answer.way) for question, answer in given)
        return Done(*first, tuple(sorted(changed)), tuple(rest)), changed


@lru_cache(maxsize=8)
def confirming_of(folder: Path, ledger: Ledger) -> Confirming:
    """One for each folder and ledger, so that all who look at it share what was thought about it."""
    return Confirming(folder, Clicks(ledger), lambda words: ledger.count_questions(Filter(words=words)))


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """What tells one state of the files from another. ``texts``: as ``texts_of`` gives them."""
    return digest_of("\0".join(part for path, text in sorted(texts.items()) for part in (path, text)).encode())


def texts_of(folder: Path) -> dict[str, str]:
    """Path below the folder -> text, of every file that a policy knows."""
    paths = files_of(folder)
    if isinstance(paths, Fault):
        raise KnowledgeError([paths])
    texts = {path: plain_text(folder / path) for path in paths if kind_of(path)}
    texts |= {MEMORY: ""} if is_import(folder) else {}
    with suppress(OSError, UnicodeError):
        texts[PROPOSED] = plain_text(folder / PROPOSED)
    return texts


def is_question(about: str) -> bool:
    """Whether an edit that was taken back answered questions, which are then open again. ``about``: their ids, blanks between."""
    first = about.partition(" ")[0]
    return first == About.UNLISTED or ("/" in first and first.partition("/")[0] in set(About))
