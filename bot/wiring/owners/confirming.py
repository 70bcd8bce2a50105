"""A knowledge folder goes in; its owner's questions come out, ranked; an answer goes in, and stands in the files at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.edits import CONFIRMED, Answer, edited
from bot.knowledge.confirming.proposing import PROPOSED, SCHEMA, Suggestion, checked, prompt_of, written
from bot.knowledge.confirming.told import Standing, Told
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.propose import Proposal, edit_of, propose, with_edits
from bot.knowledge.importing.permits.people import is_everybody
from bot.knowledge.importing.written.noted import NOTES, read_notes
from bot.knowledge.load import files_of, load
from bot.knowledge.parse import kind_of
from bot.ledger.ledger import Ledger
from bot.policy.clicks import Clicked
from bot.policy.confirming import ALLOW, ASK, FORBID, IF, IF_FOR, LEAVES, OF_SOME, ONLY, About, Open, Way, Weighed, roles_in
from bot.policy.house import Knowledge
from bot.policy.words import CELL, Citation, Slot
from bot.reading.askers.groups import forbidden_groups
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import words_for
from bot.tongue.flat import digest_of
from bot.wiring.owners.clicks import Clicks
from bot.wiring.owners.looks import Look, look_at
from bot.wiring.owners.undoing import Written, alone, newest, take_back, write


class NotAnsweredError(KnowledgeError):
    """An answer that was refused. ``why``: in one word, for those who have words of their own for it."""

    def __init__(self, why: str, what: str, do: str) -> None:
        super().__init__([Fault("K080", "fault", Citation("confirmed.yaml", 1), what, do)])
        self.why = why


@dataclass(frozen=True, slots=True)
class Done:
    """What an answer did."""

    question: Open
    way: Way
    files: tuple[str, ...]


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
    has_reply: bool


class Confirming:
    """The questions of one folder, as it is now: it is read anew where a file has changed. May be called from any thread."""

    def __init__(self, folder: Path, clicks: Callable[[], tuple[Clicked, ...]] = tuple) -> None:
        """``clicks``: what staff said and clicked, of late."""
        self.folder, self._clicks = folder, clicks
        self._catalog = load_catalog()
        self._lock = threading.RLock()
        self._kept: tuple[str, Knowledge] | None = None

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
                ways = (_about(one, about) if _is_about(found, one) else one for one in found.ways)
                found = replace(found, ways=tuple(ways))
            return look.weigh([found])[0] if found else None

    def answer(self, id_: str, way: Way, by: str, asked: str = "", *, exactly: bool = False) -> Done:
        """Write one answer. ``way``: its id, and for a sentence the tools and data where they are others than proposed.

        ``exactly``: where it names no tools, or no data, none are meant, whatever was proposed. ``asked``: the digest that its
        reader saw. Raises ``NotAnsweredError`` where nothing open has the id or it has changed since, ``KnowledgeError`` where
        the policy would be faulty: then nothing is written.
        """
        with alone(self.folder):
            done, changed, _ = self._edit(id_, way, by, asked, exactly=exactly)
            write(self.folder, id_, changed)
        return done

    def propose(self, id_: str, way: Way, by: str, asked: str, out: Path, *, exactly: bool = False) -> tuple[Done, Proposal]:
        """The same as a patch that waits for a person; the folder stays as it is. Who answered stands in it only where the files
        alone would not settle the question: of patches that all write at the end of one file only the first could be taken in."""
        done, changed, texts = self._edit(id_, way, by, asked, exactly=exactly)
        files = {path: text for path, text in changed.items() if path != CONFIRMED}
        if files and self._open_with(texts | files) == self._open_with(texts | changed):
            done, changed = replace(done, files=tuple(sorted(files))), files
        return done, propose(edit_of(self.folder, changed), out, f"confirm-{id_}-{way.id}")

    def last(self) -> Written | None:
        """The edit that would be taken back; an answer is about its question."""
        return newest(self.folder)

    def propose_with(self, template: str, hear: Callable[[str, str, dict[str, Any]], Mapping[str, Any] | None]) -> Proposed:
        """Have a model read the documents; what holds of its reply waits beside the files, and is put to the owner with the
        questions. ``hear``: the two parts of the prompt and the reply's schema -> the reply, None where there is none."""
        with self._lock:
            look = self._look()
        said = [one for one in look.told if one.standing is not Standing.RULE or one.rests]
        reply = hear(*prompt_of(template, said, look.knowledge), SCHEMA)
        kept, refused = checked(reply or {}, said, look.knowledge)
        if reply is not None:
            (self.folder / PROPOSED).write_text(written(kept), encoding="utf-8")
        return Proposed(kept, refused, reply is not None)

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
        ruling = [one for one in told if one.standing not in (Standing.BACKGROUND, Standing.EXAMPLE)]
        left = sum(one.standing is Standing.UNREAD for one in ruling)
        resting = {rule for one in told for rule in one.rests}
        beside = [rule.id for rule in look.knowledge.policy.rules if not rule.id.startswith(CELL)]
        bare = tuple(id_ for id_ in beside if id_ not in resting)
        return Covered(told, len(ruling) - left, len(ruling), len(beside) - len(bare), len(beside), bare)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What the import was unsure of, in sentences by subject; nothing where no import wrote the folder."""
        with suppress(OSError, UnicodeError):
            return read_notes((self.folder / NOTES).read_text(encoding="utf-8-sig"))
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

    def _edit(self, id_: str, way: Way, by: str, asked: str, *, exactly: bool) -> tuple[Done, dict[str, str], dict[str, str]]:
        """What an answer would write: no question is weighed for it."""
        with self._lock:
            look = self._look()
            question = next((one for one in look.open if one.id == id_), None)
        if question is None:
            what, do = f"no open question is called `{id_}`", "look at the list again: it may have been answered meanwhile"
            raise NotAnsweredError("gone", what, do)
        if asked and asked != question.asked:
            do = "look at the question again, then answer it"
            raise NotAnsweredError("moved", f"what `{id_}` is about has changed since you looked", do)
        chosen = _chosen(question, way, look.knowledge, exactly=exactly)
        answer = Answer(chosen, by, datetime.now(UTC).date())
        changed = edited(look.texts, question, answer, tuple(look.knowledge.policy.data_classes))
        with_edits(self.folder, changed)
        return Done(question, chosen, tuple(sorted(changed))), changed, look.texts


@lru_cache(maxsize=8)
def confirming_of(folder: Path, ledger: Ledger) -> Confirming:
    """One for each folder and ledger, so that all who look at it share what was thought about it."""
    return Confirming(folder, Clicks(ledger))


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """What tells one state of the files from another. ``texts``: as ``texts_of`` gives them."""
    return digest_of("\0".join(part for path, text in sorted(texts.items()) for part in (path, text)).encode())


def texts_of(folder: Path) -> dict[str, str]:
    """Path below the folder -> text, of every file that a policy knows."""
    paths = files_of(folder)
    if isinstance(paths, Fault):
        raise KnowledgeError([paths])
    texts = {path: (folder / path).read_text(encoding="utf-8-sig") for path in paths if kind_of(path)}
    with suppress(OSError, UnicodeError):
        texts[PROPOSED] = (folder / PROPOSED).read_text(encoding="utf-8-sig")
    return texts


def is_question(about: str) -> bool:
    """Whether an edit that was taken back answered a question, which is then open again."""
    return about.partition("/")[0] in set(About) and "/" in about


def is_bare(question: Open, way: Way) -> bool:
    """Whether it does not say yet what it is about: everything would be forbidden, or allowed, everywhere."""
    if not _is_about(question, way):
        return False
    if way.id in LEAVES:
        return not (way.tools and way.data and (way.who or way.id not in OF_SOME))
    return not (way.data if way.id == ONLY else way.tools or way.data)


def _is_about(question: Open, way: Way) -> bool:
    """Whether it names tools and data."""
    return question.about is About.SENTENCE and way.id in (FORBID, ONLY, ASK, *LEAVES)


def _about(way: Way, other: Way) -> Way:
    """An answer about what another one names."""
    return Way(way.id, other.tools, other.data, roles_in(",".join(other.who)) if way.id in OF_SOME else ())


def _is_all(role: str, knowledge: Knowledge) -> bool:
    """Whether everybody has a role, or whoever does not say otherwise."""
    return role == knowledge.policy.assumed.get(Slot.ROLE, "").lower() or is_everybody(role)


def _chosen(question: Open, way: Way, knowledge: Knowledge, *, exactly: bool) -> Way:
    """The answer as it will be written. Raises ``NotAnsweredError`` where there is none such."""
    known = question.way(way.id)
    if known is None:
        ways = ", ".join(one.id for one in question.ways)
        raise NotAnsweredError("way", f"`{way.id}` is no answer to `{question.id}`", f"answer with one of: {ways}")
    if not _is_about(question, known):
        return known
    chosen = way if exactly else Way(way.id, way.tools or known.tools, way.data or known.data, way.who or known.who)
    chosen = _about(known, chosen)
    if chosen.id in OF_SOME and not chosen.who:
        do = f"name the people, as in `{chosen.id}:who=finance,design team`"
        raise NotAnsweredError("whom", "it does not say for whom", do)
    if any(_is_all(one, knowledge) for one in chosen.who):
        what = f"{', '.join(f'`{one}`' for one in chosen.who)} takes in everybody"
        of_all = IF if chosen.id == IF_FOR else ALLOW
        raise NotAnsweredError("whom", what, f"name roles that people say of themselves, or answer `{of_all}`")
    if barred := [one for one in chosen.who if one in forbidden_groups(knowledge)]:
        raise NotAnsweredError("whom", f"a rule forbids `{barred[0]}` something", "say what they may in that rule, by hand")
    if is_bare(question, chosen):
        do = "say which tools or which data it is about"
        raise NotAnsweredError("bare", "the sentence names no tool and no data of the policy", do)
    policy = knowledge.policy
    if strange := set(chosen.data) - policy.data_types.keys() - policy.data_classes.keys():
        what = f"no data of the policy is called {', '.join(f'`{one}`' for one in sorted(strange))}"
        raise NotAnsweredError("way", what, "name data types or classes of data.yaml")
    return chosen
