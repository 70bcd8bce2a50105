"""Owners' clicks on answers go in; the page of open questions comes out. Answers are written, proposed or drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from bot.answers.mind import make_mind
from bot.console.access import ANSWERS_A_MINUTE, HEAVY_A_MINUTE, Signed
from bot.console.cards import Cards, QuestionShown
from bot.console.deeds import keep_deed
from bot.console.doors import MatrixWish, Person, RefusedError
from bot.console.editing import place_of
from bot.console.last_edit import EditPage, LastEdit, refusing_edits
from bot.console.pages import LONGEST, Pages, limit_tries
from bot.console.pressing import presses
from bot.console.try_it import tried
from bot.console.values.shown import Mended, Try
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.edits import CONFIRMED
from bot.knowledge.edits.writing import looked_at
from bot.owners.confirm import DocumentReader, Done, Pick, confirming_of
from bot.owners.drafts import DraftMovedError
from bot.policy.confirming import Tier, Way, few
from bot.policy.house import Knowledge
from bot.policy.talks.checks import Pressed
from bot.saying.words import phrase

_READ = {
    "": "console.read.offer",
    "reading": "console.read.reading",
    "done": "console.read.done",
    "failed": "console.read.failed",
}
MOST_TOLD = 3
"""Answers that are repeated once they stand, before the rest is counted."""


@dataclass(frozen=True, slots=True)
class AskWish:
    """Which questions are wanted."""

    all: bool = False
    only: str = ""
    """The id of one question; then with these tools, data and people instead of those that it proposes, where they are given."""
    about: Way | None = None
    place: int | None = None
    """Where on the page the card stood that was just answered; there it is said what was done."""


@dataclass(frozen=True, slots=True)
class AnswerWish:
    """One answer, as its form was sent."""

    question: str
    way: str
    asked: str
    """The digest of what was asked about."""
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What was just done, said where it was done."""

    told: tuple[str, ...]
    undo: str = ""
    """Id of the edit; empty where it cannot be taken back here."""
    is_refused: bool = False
    mended: Mended | None = None


@dataclass(frozen=True, slots=True)
class DraftState:
    """Answers that are tried before they count."""

    is_open: bool = False
    told: str = ""
    """What it is, in words."""


@dataclass(frozen=True, slots=True)
class ReadState:
    """The model that may read the document for its owner."""

    told: str = ""
    """What it would do, how far it is, or what came of it; empty where there is no model."""
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """The page. ``last``: the edit that can be taken back."""

    lead: str = ""
    weigh: str = ""
    """How many of them would change an answer."""
    remark: str = ""
    questions: tuple[QuestionShown, ...] = ()
    """One card each."""
    more: str = ""
    """The words of the link to all of them."""
    later: str = ""
    last: LastEdit = LastEdit()
    is_one: bool = False
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the import was unsure of: a subject, and its sentences."""
    noted: str = ""
    """The words above them."""
    draft: DraftState = DraftState()
    read: ReadState = ReadState()
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmPage(EditPage):
    """The questions, for one reader."""

    is_draft: bool = False
    """Whether the folder is a copy in which answers are tried."""
    reader: DocumentReader | None = None
    """The model that reads the documents, where there is one."""

    def page(self, wish: AskWish) -> ToConfirm:
        """The first of them, all of them, or one."""
        remark = self.words("console.confirm.proposes") if self.proposes else ""
        cards, last = Cards(self.knowledge, self.confirming, self.sayer), self.last_edit()
        draft = DraftState(self.is_draft, self.words("console.draft.open" if self.is_draft else "console.draft.offer"))
        if wish.only:
            about = self._known(wish.about) if wish.about else None
            found = self.confirming.question(wish.only, about)
            if found is None:
                raise RefusedError("console.confirm.refused.gone")
            return ToConfirm(remark=remark, questions=(cards.one(found),), last=last, is_one=True, draft=draft)
        count, ranked = self.confirming.count(), self.confirming.questions()
        first, changing = few(ranked), sum(one.tier is Tier.MATTERS for one in ranked)
        shown = cards.of(ranked if wish.all else first)
        numbers = {"count": self.number(count), "changing": self.number(changing)}
        left_out = 0 if wish.all else len(ranked) - len(first)
        key = "console.confirm.more" if changing > len(first) else "console.confirm.smaller"
        more = self.words(key, count=self.number(left_out)) if left_out else ""
        left = count - len(ranked)
        notes = tuple(self.confirming.notes().items())
        return ToConfirm(
            self.words("console.confirm.lead", **numbers) if count else "",
            self.words("console.confirm.changing", **numbers) if count else "",
            remark,
            shown,
            more,
            self.words("console.confirm.later", count=self.number(left)) if left and not more else "",
            last,
            notes=notes,
            noted=self.words("console.confirm.notes", count=self.number(sum(len(said) for _, said in notes))) if notes else "",
            draft=draft,
            read=self._read(),
            is_all=wish.all,
        )

    def read_document(self) -> str:
        """Have the model begin; what is told of it."""
        if self.reader is None or not self.settings.model:
            raise RefusedError("console.read.no_model")
        begun = self.reader.begin(self.confirming)
        return self.words("console.read.begun" if begun else "console.read.busy")

    def _read(self) -> ReadState:
        if self.reader is None or not self.settings.model:
            return ReadState()
        now = self.reader.progress
        numbers = {name: self.number(getattr(now, name)) for name in ("read", "of", "kept", "refused")}
        told = self.words(_READ[now.state], model=self.settings.model, **numbers)
        return ReadState(told, now.state == "reading")

    def answer(self, person: Person, wishes: Sequence[AnswerWish]) -> Answered:
        """Written at once as one edit, or proposed where the folder is a copy."""
        picks = [Pick(one.question, Way(one.way, one.tools, one.data), one.asked) for one in wishes]
        by = person.name or person.user
        if not self.proposes:
            done = self.confirming.answer_all(picks, by, exactly=True)
            return Answered(self._told(done), done.edit)
        done, proposal = self.confirming.propose(picks, by, self.settings.proposals, exactly=True)
        told = self.words("console.confirm.noted" if done.files == (CONFIRMED,) else "console.confirm.proposed")
        said = "; ".join(self._told(done))
        return Answered((told,), mended=Mended(said, place_of(proposal.path, self.settings), proposal.patch, told))

    def _told(self, done: Done) -> tuple[str, ...]:
        """Each answer in words, and how many more."""
        answered = ((done.question, done.way), *done.rest)
        told = [self.sayer.done(question, way) for question, way in answered[:MOST_TOLD]]
        rest = len(answered) - len(told)
        return (*told, *((self.words("console.confirm.done.more", count=self.number(rest)),) if rest else ()))

    def _known(self, about: Way) -> Way:
        words = self.knowledge.vocabulary
        tools, data = (
            tuple(filter(known.__contains__, said)) for known, said in ((words.tools, about.tools), (words.data, about.data))
        )
        return replace(about, tools=tools, data=data)


def _tried(knowledge: Knowledge, language: str, text: str, pressed: tuple[Pressed, ...]) -> Try:
    return tried(make_mind(knowledge, load_catalog()), language, text, MatrixWish(), pressed)


UNDO, TRY, DRAFT, READ = "undo", "draft:try", "draft:", "model:read"
"""In place of an answer: the newest one is taken back; a question is asked; how all begins that is done with a draft of answers;
the model reads the document.
No answer has a colon in its name."""
MOST_PICKED = 500
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page's forms send."""

    form: FormData

    def __call__(self, name: str) -> str:
        """A field; empty where it is missing, or is a file."""
        said = self.form.get(name, "")
        return said[:LONGEST] if isinstance(said, str) else ""

    def all(self, name: str) -> tuple[str, ...]:
        """What was chosen of a list, each once."""
        return _some([one for one in self.form.getlist(name) if isinstance(one, str)])

    @property
    def wishes(self) -> tuple[AnswerWish, ...]:
        """The answers: one, or those of a card with several: each row is ``id digest``, and what is left gets ``rest``."""
        if self("choice"):
            named = self.all("tools"), self.all("data")
            return (AnswerWish(self("about"), self("choice"), self("asked"), *named),) if self("asked") else ()
        found = []
        for row in self.all("row"):
            question, _, asked = row.rpartition(" ")
            if way := self(f"way {question}") or self("rest"):
                found.append(AnswerWish(question, way, asked))
        return tuple(found)

    @property
    def place(self) -> int | None:
        """Where the card stood."""
        return _place(self("place"))


async def _sent(request: Request) -> Sent:
    return Sent(await request.form())


def page_of(pages: Pages, language: str, person: Person) -> ConfirmPage:
    """Over the policy's folder, or over the copy in which this person's answers are tried."""
    app = pages.app
    own, draft = confirming_of(app.settings.knowledge, app.ledger), pages.drafts.of(person.user)
    asks = draft.confirming if draft else own
    settings = app.settings.model_copy(update={"knowledge": draft.folder, "knowledge_git": ""}) if draft else app.settings
    return ConfirmPage.of(asks.knowledge(), language, settings, asks, asks.sayer(language), bool(draft), pages.document_reader)


def taken_back(pages: Pages, language: str, person: Person, edit: str, *, is_meant: bool) -> tuple[str, str]:
    """What became of the newest edit in words, and what it was about, empty where nothing was taken back. Raises ``RefusedError``
    where ``edit`` is not its id, with ``UNDO_LOOSER`` where it must be meant."""
    with refusing_edits():
        told = page_of(pages, language, person).take_back(person, edit, is_meant=is_meant)
        looked_at(pages.app.settings, pages.app.store.refresh)  # whoever took it back looks at the matrix next
    return told


def _drafted(pages: Pages, language: str, person: Person, step: str) -> tuple[str, str]:
    """What became of the draft, and the id of the edit that it became. ``step``: ``begin``, ``take`` or ``drop``."""
    app, drafts, words = pages.app, pages.drafts, page_of(pages, language, person).words
    if step == "begin":
        drafts.begin(person.user, confirming_of(app.settings.knowledge, app.ledger))
        return words("console.draft.begun"), ""
    if step == "drop":
        drafts.drop(person.user)
        return words("console.draft.dropped"), ""
    if step != "take":
        raise RefusedError("console.error.malformed")
    try:
        kept = drafts.take(person.user, words("console.draft.about"), person.name or person.user)
    except DraftMovedError as problem:
        raise RefusedError("console.draft.moved") from problem
    if kept is None:
        raise RefusedError("console.draft.gone")
    looked_at(app.settings, app.store.refresh)
    return words("console.draft.proposed" if kept.path else "console.draft.taken"), kept.id


def _tried_out(
    pages: Pages, language: str, person: Person, text: str, pressed: tuple[Pressed, ...]
) -> tuple[tuple[str, Try], ...]:
    """What the bot would say with the answers of today, and with those of the draft; a click counts in both."""
    app, words = pages.app, page_of(pages, language, person).words
    own, draft = confirming_of(app.settings.knowledge, app.ledger), pages.drafts.of(person.user)
    asked = [(words("console.draft.try.now"), own)] + ([(words("console.draft.try.then"), draft.confirming)] if draft else [])
    return tuple((about, _tried(one.knowledge(), language, text, pressed)) for about, one in asked)


def confirm_pages(pages: Pages) -> APIRouter:
    """Questions with answers to click."""
    router = APIRouter()

    def shown(request: Request, signed: Signed, wish: AskWish, answered: Answered | None = None, **more: Any) -> Response:
        language = pages.renderer.language(request, signed.person)
        with refusing_edits():
            asked = page_of(pages, language, signed.person).page(wish)
        status = CONFLICT if answered and answered.is_refused else 200
        values = {"answered": answered, "place": wish.place, "text": "", "tried": (), **more}
        return pages.show(request, "confirm", signed, asked=asked, status=status, **values)

    @router.get("/console/confirm")
    def confirm(  # noqa: PLR0917 - a query's fields
        request: Request,
        all_: str = Query("", alias="all"),
        question: str = "",
        picked: str = "",
        tools: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        data: list[str] = Query([]),  # noqa: B008 - as FastAPI has it
        place: str = "",
    ) -> Response:
        signed, _ = pages.enter(request, "confirm")
        about = Way("", _some(tools), _some(data)) if picked else None
        return shown(request, signed, AskWish(bool(all_), question[:LONGEST], about, _place(place)))

    @router.post("/console/confirm")
    def answer(
        request: Request,
        sent: Annotated[Sent, Depends(_sent)],
        pressed: Annotated[tuple[Pressed, ...], Depends(presses)],
        all_: str = Query("", alias="all"),
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        pages.access.check_form(request, signed, sent("csrf"))
        wish, step = AskWish(bool(all_), place=sent.place), sent("choice")
        if step == TRY:
            limit_tries(pages, request, pressed)
            text = sent("text").strip()
            with refusing_edits():
                tried = _tried_out(pages, language, signed.person, text, pressed) if text else ()
            return shown(request, signed, wish, text=text, tried=tried)
        most, what = (HEAVY_A_MINUTE, "read") if step == READ else (ANSWERS_A_MINUTE, "confirm")
        pages.access.limit(request, most, what)
        if step not in (UNDO, READ) and not step.startswith(DRAFT) and not sent.wishes and (step or not sent.all("row")):
            raise RefusedError("console.error.malformed")
        try:
            answered = done(signed, language, sent)
        except RefusedError as problem:
            told = phrase(language, problem.key, **problem.values)
            answered = Answered((told,), sent("about") if step == UNDO else "", is_refused=True)
        return shown(request, signed, wish, answered)

    def done(signed: Signed, language: str, sent: Sent) -> Answered:
        """Raises ``RefusedError``."""
        step, person = sent("choice"), signed.person
        if step == UNDO:
            told, about = taken_back(pages, language, person, sent("about"), is_meant=bool(sent("meant")))
            if about:
                keep_deed(pages.app, person, "taken_back", about)
            return Answered((told,))
        if step == READ:
            with refusing_edits():
                return Answered((page_of(pages, language, person).read_document(),))
        if step.startswith(DRAFT):
            with refusing_edits():
                told, edit = _drafted(pages, language, person, step.removeprefix(DRAFT))
            if edit:
                keep_deed(pages.app, person, "confirmed", told)
            return Answered((told,), edit)
        wishes = sent.wishes
        if not wishes:
            raise RefusedError("console.confirm.nothing_chosen")
        with refusing_edits():
            answered = page_of(pages, language, person).answer(person, wishes)
        keep_deed(pages.app, person, "confirmed", " ".join(one.question for one in wishes))
        return answered

    return router


def _place(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else None


def _some(values: list[str]) -> tuple[str, ...]:
    """What was chosen, each once."""
    return tuple(dict.fromkeys(one[:LONGEST] for one in values[:MOST_PICKED] if one))
