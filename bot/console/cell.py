"""What an owner wants of one cell goes in; the matrix comes out with what that would change, or with the cell as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.confirming import CONFLICT, taken_back
from bot.console.deeds import keep_deed
from bot.console.doors import MatrixWish, Person, RefusedError
from bot.console.editing import place_of, refusing
from bot.console.matrix import matrix_page
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.tables import Reader
from bot.console.values.shown import Choice, MatrixCell
from bot.knowledge.edits.writing import is_copy, looked_at
from bot.owners.cells import DAYS, CellChanged, CellNow, Cells, NoCellEditError, TestChanged
from bot.owners.policy_tests import ASK, NOTHING
from bot.policy.changes.beyond import UNLISTED
from bot.policy.changes.change import CellChange
from bot.policy.changes.compare import Asked
from bot.policy.changes.one_cell import CellWish
from bot.policy.deciding.rulings import Ruling
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.words import GIVES, Effect, Verdict
from bot.reading.door import make_safe
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.notices.confirming import Confirmer
from bot.saying.words import Words, phrase, shorten
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class CellPick:
    """What an owner picked, as the form was sent. ``effect`` may be empty: nothing is picked yet."""

    offering: str
    data: str
    effect: str = ""
    conditions: tuple[str, ...] = ()
    text: str = ""
    """Another condition, in their own words."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Things that are answered otherwise: a heading, the first of them, and how many more there are."""

    title: str
    lines: tuple[str, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class CellPreview:
    """What saving would change. ``seen``: tells the files that it was worked out from."""

    seen: str
    was: MatrixCell
    now: MatrixCell
    conditions: tuple[str, ...]
    remarks: tuple[str, ...]
    changes: tuple[Changes, ...]
    patch: str
    looser: str = ""
    """In words, where somebody may do more than today: that is asked a second time."""
    can_save: bool = True


@dataclass(frozen=True, slots=True)
class CellForm:
    """One cell to be ruled."""

    title: str
    pick: CellPick
    now: MatrixCell
    why: tuple[str, ...]
    remarks: tuple[str, ...]
    effects: tuple[MatrixCell, ...]
    """What may be chosen; ``data`` is the value that the form sends."""
    conditions: tuple[Choice, ...]
    save: str
    """The words of the last button."""
    preview: CellPreview | None = None


@dataclass(frozen=True, slots=True)
class CellSaved:
    """What became of an edit, in words; with its lines where it waits as a proposal."""

    told: str
    path: str = ""
    patch: str = ""


MOST_CONDITIONS = 100
SHOW, SAVE, UNDO = "show", "save", "undo"
"""What a button does."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form of a cell as it came in."""

    pick: CellPick
    wish: MatrixWish
    seen: str
    is_meant: bool


def cell_pages(pages: Pages) -> APIRouter:
    """One cell, for those who may edit the policy: the same people as on the page "To confirm"."""
    router = APIRouter()

    def form_of(language: str, wish: MatrixWish, pick: CellPick, *, is_shown: bool) -> CellForm:
        with _refusing():
            return page_of(pages, language).form(wish, pick, is_shown=is_shown)

    @router.get("/console/cell")
    def form(  # noqa: PLR0917 - a query's fields
        request: Request, tool: str = "", data: str = "", role: str = "", country: str = "", of: str = ""
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        if not tool:
            return RedirectResponse("/console/matrix", status_code=303)
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        pick = CellPick(tool[:LONGEST], data[:LONGEST])
        return matrix_page(pages, request, signed, wish, form=form_of(language, wish, pick, is_shown=False))

    @router.post("/console/cell")
    def rule(  # noqa: PLR0917 - a form's fields
        request: Request,
        step: str = Form(""),
        tool: str = Form(""),
        data: str = Form(""),
        effect: str = Form(""),
        conditions: list[str] = Form([]),  # noqa: B008 - as FastAPI has it
        text: str = Form(""),
        because: str = Form(""),
        seen: str = Form(""),
        meant: str = Form(""),
        about: str = Form(""),
        role: str = Form(""),
        country: str = Form(""),
        of: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "cell")
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        if step == UNDO:
            return undo(request, signed, wish, about[:LONGEST], bool(meant))
        picked = tuple(dict.fromkeys(one[:LONGEST] for one in conditions[:MOST_CONDITIONS] if one))
        pick = CellPick(tool[:LONGEST], data[:LONGEST], effect, picked, one_line(text), one_line(because))
        if step not in (SHOW, SAVE) or not effect:
            return refused(
                request, signed, language, _Sent(pick, wish, seen, bool(meant)), RefusedError("console.cell.no_effect")
            )
        return (save if step == SAVE else show)(request, signed, language, _Sent(pick, wish, seen, bool(meant)))

    def show(request: Request, signed: Signed, language: str, sent: _Sent) -> Response:
        try:
            made = form_of(language, sent.wish, sent.pick, is_shown=True)
        except RefusedError as problem:
            return refused(request, signed, language, sent, problem)
        return matrix_page(pages, request, signed, sent.wish, form=made)

    def save(request: Request, signed: Signed, language: str, sent: _Sent) -> Response:
        try:
            with _refusing():
                saved = page_of(pages, language).save(signed.person, sent.pick, sent.seen, sent.is_meant)
                looked_at(pages.app.settings, pages.app.store.refresh)  # whoever saved looks at the matrix next
        except RefusedError as problem:
            return refused(request, signed, language, sent, problem)
        keep_deed(pages.app, signed.person, "ruled", f"{sent.pick.offering} x {sent.pick.data}: {sent.pick.effect}")
        at = (sent.pick.offering, sent.pick.data)
        return matrix_page(pages, request, signed, sent.wish, at=at, saved=saved)

    def undo(request: Request, signed: Signed, wish: MatrixWish, edit: str, is_meant: bool) -> Response:
        language = pages.renderer.language(request, signed.person)
        try:
            told, about = taken_back(pages, language, signed.person, edit, is_meant=is_meant)
        except RefusedError as problem:
            told = phrase(language, problem.key, **problem.values)
            return matrix_page(pages, request, signed, wish, refused=told, status=CONFLICT)
        if about:
            keep_deed(pages.app, signed.person, "taken_back", about)
        return matrix_page(pages, request, signed, wish, saved=CellSaved(told))

    def refused(request: Request, signed: Signed, language: str, sent: _Sent, problem: RefusedError) -> Response:
        """Told above the form, with what was picked; where the wish can be worked out, with what it would change now."""
        told = phrase(language, problem.key, **problem.values)
        made = None
        for is_shown in (bool(sent.pick.effect), False):
            try:
                made = form_of(language, sent.wish, sent.pick, is_shown=is_shown)
                break
            except RefusedError:
                continue
        return matrix_page(pages, request, signed, sent.wish, form=made, refused=told, status=CONFLICT)

    return router


MOST_LINES, LONGEST_LINE = 8, 160


def page_of(pages: Pages, language: str) -> CellPage:
    """The form over the policy that answers now."""
    app = pages.app
    return CellPage.of(pages.minds.today().knowledge, language, app.settings, Cells(app.settings, app.ledger))


@dataclass(frozen=True, slots=True)
class CellPage(Reader):
    """The form, for one reader."""

    settings: Settings
    cells: Cells

    def form(self, wish: MatrixWish, pick: CellPick, *, is_shown: bool) -> CellForm:
        """With what the pick would change, where ``is_shown``."""
        changed = self.cells.changed(_wish_of(pick)) if is_shown else None
        now = changed.now if changed else self.cells.now(pick.offering, pick.data)
        policy, words = now.knowledge.policy, self.words
        if not pick.effect:  # nothing is picked yet: what is asked for today is kept, unless somebody takes it away
            needs = dict.fromkeys(one.condition for one in now.ruling.needs if not one.general)
            pick = replace(pick, conditions=tuple(one for one in needs if one in policy.conditions))
        who = ", ".join(part for part in (wish.role, wish.country) if part)
        remarks = [words("console.cell.wide", rule=self._rule(one.id), place=f"{one.at.file}:{one.at.line}") for one in now.wide]
        remarks += [words("console.cell.everybody", who=who)] if who else []
        remarks += [words("console.cell.proposes")] if is_copy(self.settings) else []
        named = [
            (id_, labels.condition_text(id_, now.knowledge, words)) for id_, one in policy.conditions.items() if not one.general
        ]
        return CellForm(
            title=self._cell(pick.offering, pick.data, now.knowledge),
            pick=pick,
            now=self._mark(now.ruling),
            why=tuple(self._why(now)),
            remarks=tuple(remarks),
            effects=tuple(self._effect(one) for one in Effect),
            conditions=tuple(Choice(id_, text) for id_, text in sorted(named, key=lambda one: one[1].casefold())),
            save=words("console.cell.propose" if is_copy(self.settings) else "console.cell.save"),
            preview=self._preview(changed, pick) if changed else None,
        )

    def save(self, person: Person, pick: CellPick, seen: str, is_meant: bool) -> CellSaved:
        """Written at once, or proposed where the folder is a copy. What allows more than today is asked for twice."""
        wish = _wish_of(pick)
        changed = self.cells.changed(wish)
        if changed.now.seen != seen:
            raise NoCellEditError("moved")
        if changed.is_looser and not is_meant:
            raise RefusedError("console.cell.not_meant")
        about = self._cell(pick.offering, pick.data, changed.now.knowledge)
        kept, version = self.cells.save(wish, seen, about, person.name or person.user)
        files = ", ".join(f"`{one}`" for one in kept.edit.after)
        if kept.path:
            told = self.words("console.cell.proposed", cell=about, files=files)
            return CellSaved(told, place_of(kept.path, self.settings), kept.patch)
        told = self.words("console.cell.saved", cell=about, files=files)
        return CellSaved(f"{told} {self.words('console.cell.version', version=version)}" if version else told)

    # --- what it would change ------------------------------------------------------------------------------------------

    def _preview(self, changed: CellChanged, pick: CellPick) -> CellPreview:
        words, change, wanted = self.words, changed.compared.change, GIVES[Effect(pick.effect)]
        remarks = [words("console.cell.aside", rule=self._rule(rule)) for rule in changed.drafted.aside]
        after = self._mark(changed.ruling)
        if changed.ruling.ask_back or changed.ruling.verdict is not wanted:
            why = "; ".join(dict.fromkeys(self._rule(one.rule, changed.after) for one in changed.ruling.reasons))
            remarks.append(words("console.cell.still", word=after.word, why=why))
        remarks += [words("console.cell.nothing")] if changed.is_nothing else []
        cells = [self._line(one, changed.after) for one in (*change.looser, *change.stricter, *change.changed_conditions)]
        tests = [self._test(one) for one in self.cells.tests(changed)]
        asked, other_needs = (
            [self._asked(one) for one in changed.compared.asked if (one.was == one.now) is same] for same in (False, True)
        )
        told = (
            self._changes("console.cell.cells", cells),
            self._changes("console.cell.tests", tests),
            self._changes("console.cell.questions_asked", asked, days=str(DAYS)),
            *((self._changes("console.cell.questions_needs", other_needs, days=str(DAYS)),) if other_needs else ()),
        )
        looser = words("console.cell.looser", count=self.number(len(change.looser))) if changed.is_looser else ""
        needs = tuple(words.pick(one.text) or one.condition for one in changed.ruling.needs if not one.general)
        patch = changed.edit.patch
        is_open = not changed.is_nothing
        return CellPreview(
            changed.now.seen, self._mark(changed.now.ruling), after, needs, tuple(remarks), told, patch, looser, is_open
        )

    def _changes(self, key: str, lines: list[str], **values: str) -> Changes:
        shown = tuple(shorten(one, LONGEST_LINE) for one in lines[:MOST_LINES])
        left = len(lines) - len(shown)
        more = self.words("list.more", count=self.number(left)) if left else ""
        return Changes(self.words(key, count=self.number(len(lines)), **values), shown, more)

    def _line(self, one: CellChange, after: Knowledge) -> str:
        words = self.words
        tool = words("pick.unlisted") if one.offering == UNLISTED else labels.offering_label(one.offering, after, words)
        told = self._step(f"{tool} × {labels.data_label(one.data, after, words)}", one.old.value, one.new.value)
        said = [value for value in (*one.context.values(), one.who) if value and value != OTHER]
        duties = {id_ for id_, need in after.policy.conditions.items() if need.general}
        came, went = (
            set(new) - set(old) - duties
            for new, old in ((one.new_conditions, one.old_conditions), (one.old_conditions, one.new_conditions))
        )
        more = [f"+ {labels.condition_text(id_, after, words)}" for id_ in sorted(came)]
        is_over = one.new is Verdict.FORBIDDEN  # then nobody needs to read which conditions are no more
        less = [] if is_over else [f"− {labels.condition_text(id_, after, words)}" for id_ in sorted(went)]
        return "; ".join((f"{told} ({', '.join(said)})" if said else told, *more, *less))

    def _test(self, one: TestChanged) -> str:
        told = self._step(one.after.test.name, one.before.got.verdict, one.after.got.verdict)
        if one.after.is_fine:
            return told
        return self.words("console.cell.test_fails", test=told, wanted=self._word(one.after.test.verdict))

    def _asked(self, one: Asked) -> str:
        people = self.words("console.cell.asked_times", count=self.number(one.times))
        told = self._step(one.read_as, one.was, one.now)
        if one.was == one.now:
            told = self.words("labelled", label=one.read_as, text=self._word(one.now))
        return f"{told} ({people})"

    def _step(self, what: str, was: str, now: str) -> str:
        return self.words("console.cell.step", what=what, was=self._word(was), now=self._word(now))

    def _word(self, verdict: str) -> str:
        return self.words("word.depends" if verdict in (ASK, NOTHING) else f"word.{verdict}")

    # --- parts -----------------------------------------------------------------------------------------------------------

    def _cell(self, offering: str, data: str, knowledge: Knowledge) -> str:
        return f"{labels.offering_label(offering, knowledge, self.words)} × {labels.data_label(data, knowledge, self.words)}"

    def _effect(self, effect: Effect) -> MatrixCell:
        verdict = GIVES[effect]
        return MatrixCell(effect.value, self.words(f"console.cell.effect.{effect.value}"), *_shown(verdict, self.words))

    def _mark(self, ruling: Ruling) -> MatrixCell:
        return MatrixCell("", "", *_shown(None if ruling.ask_back else ruling.verdict, self.words))

    def _rule(self, id_: str, knowledge: Knowledge | None = None) -> str:
        """What a rule says, in words. ``knowledge``: with it, where it is another than today's."""
        known = knowledge or self.knowledge
        return Confirmer(known, self.words, {}).rule(id_)

    def _why(self, now: CellNow) -> list[str]:
        """The rules with their places, and what they ask for."""
        places = dict.fromkeys(
            f"{self._rule(one.rule)}, {one.at.file}:{one.at.line}" for one in now.ruling.reasons if one.at.file
        )
        needs = dict.fromkeys(self.words.pick(one.text) or one.condition for one in now.ruling.needs if not one.general)
        return [*places, *needs]


_CALLED = frozenset({"person", "email"})
"""Kinds of values by which somebody is named and had."""


def _shown(verdict: Verdict | None, words: Words) -> tuple[str, str, str]:
    if verdict is None:
        return "ask", ASK_SHAPE, words("word.depends")
    return verdict.value, SHAPES[verdict], words(f"word.{verdict.value}")


def _wish_of(pick: CellPick) -> CellWish:
    if pick.effect not in set(Effect):
        raise RefusedError("console.cell.no_effect")
    effect = Effect(pick.effect)
    conditions, text = (pick.conditions, _for_all(pick.text)) if effect is Effect.CONDITION else ((), "")
    return CellWish(pick.offering, pick.data, effect, conditions, text, _for_all(pick.because))


def _for_all(text: str) -> str:
    """What an owner writes into the policy: whom to ask, and how they are had, is for all to read; nothing else of a person, and
    no secret, is."""
    safe = make_safe(text)
    return text if {*safe.kinds} <= _CALLED else safe.text


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot be done is told in the reader's words."""
    with refusing():
        try:
            yield
        except NoCellEditError as problem:
            raise RefusedError(f"console.cell.refused.{problem.why}") from problem
