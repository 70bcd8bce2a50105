"""A policy's folder goes in; the one question of an owner's App Home comes out, and what a click on an answer did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.knowledge.edits.undoing import NotTakenBackError
from bot.knowledge.edits.writing import is_copy, keep, versioned
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.files.believing import with_exam
from bot.ledger.ledger import Ledger
from bot.owners.confirm import Confirming, NotAnsweredError, Pick, confirming_of, is_bare
from bot.policy.confirming import Tier, Way, Weighed
from bot.policy.talks.home import AnswerLine, OpenQuestion, Wish
from bot.policy.trust import BY_HAND, WHEN_IDLE
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import Words
from bot.settings import Settings
from bot.slack.doors.home import Clicked

FAULTY = "home.confirm.faulty"
POLICY = "policy.yaml"
SAID = {WHEN_IDLE: "home.exam.when_idle.done", BY_HAND: "home.exam.by_hand.done"}


@dataclass(frozen=True, slots=True)
class HomeQuestion:
    """Over the same questions as the console's page."""

    settings: Settings
    ledger: Ledger

    def shown(self, wish: Wish, words: Words) -> OpenQuestion | None:
        """The weightiest that matters and was not left for later; after the last one, the first again. None where none does."""
        try:
            questions = [one for one in self._confirming.questions() if one.tier is Tier.MATTERS and _ways(one)]
            if not questions:
                return None
            one, sayer = questions[wish.passed % len(questions)], self._confirming.sayer(words.language)
            last = None if self._proposes else self._confirming.last()
            small = words("home.confirm.open", count=str(len(questions)))
        except (KnowledgeError, OSError):
            return None  # App Home has more to show; the console's page and `mayi check` name the fault
        question = one.question
        place = f"{question.at.file}:{question.at.line}" if question.at.file else ""
        answers = tuple(_line(one, way, sayer) for way in _ways(one))
        said = sayer.ask(question), sayer.sentence(question)
        return OpenQuestion(question.id, question.asked, *said, place, answers, small, last.id if last else "")

    def confirm(self, clicked: Clicked, by: str) -> str:
        """The key of what became of it."""
        way = Way(clicked.way)

        def do() -> str:
            if self._proposes:
                self._confirming.propose((Pick(clicked.question, way, clicked.asked),), by, self.settings.proposals)
                return "home.confirm.proposed"
            self._confirming.answer(clicked.question, way, by, clicked.asked)
            return "home.confirm.done"

        return _told(do)

    def sit_exam(self, when: str, by: str) -> str:
        """Likewise, of when the model's exam is to be sat: a line of policy.yaml."""

        def do() -> str:
            with versioned(self.settings, f"policy.yaml: exam: {when}", by):
                edit = keep(self.settings, f"exam:{when}", lambda: {POLICY: with_exam(self._policy, when)})
            return "home.confirm.proposed" if edit.path else SAID[when]

        return _told(do) if when in SAID else "home.confirm.refused"

    @property
    def _policy(self) -> str:
        return (self.settings.knowledge / POLICY).read_text(encoding="utf-8")

    def take_back(self, edit: str) -> str:
        """Likewise, of the newest edit, where it is this one."""
        if self._proposes:
            return "console.confirm.nothing_to_undo"
        return _told(lambda: "home.confirm.undone" if self._confirming.undo(edit) else "console.confirm.nothing_to_undo")

    @property
    def _confirming(self) -> Confirming:
        return confirming_of(self.settings.knowledge, self.ledger)

    @property
    def _proposes(self) -> bool:
        """Whether the folder is a copy of a repository's: what is written into it would be lost."""
        return is_copy(self.settings)


def _ways(one: Weighed) -> list[Way]:
    """Answers that one click can give: what a sentence is about, when it names nothing, is chosen in the console."""
    return [way for way in one.question.ways if not is_bare(one.question, way)]


def _line(one: Weighed, way: Way, sayer: Confirmer) -> AnswerLine:
    return AnswerLine(way.id, sayer.way(one.question, way), sayer.change(one.flips.get(way.id, ()), way.id, one.question))


def _told(do: Callable[[], str]) -> str:
    try:
        return do()
    except (NotAnsweredError, NotTakenBackError) as problem:
        return "home.confirm.edited" if problem.why == "edited" else f"console.confirm.refused.{problem.why}"
    except (KnowledgeError, OSError):
        return FAULTY
