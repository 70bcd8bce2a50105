"""The policy of today goes in; the matrix and its cells come out, ruled for who is picked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.answers.mind import Mind
from bot.app import App
from bot.clock.today import today_at
from bot.console.access import Signed
from bot.console.doors import MatrixWish
from bot.console.pages import LONGEST, ROLES, Pages
from bot.console.questions import data_filter
from bot.console.tables import Reader
from bot.console.usage import SMALLEST_GROUP
from bot.console.values.shown import Choice, Matrix, MatrixCell, MatrixRow, Ruled, Why
from bot.desk import acknowledgements
from bot.ledger.asked.search import COUNTED, Filter
from bot.ledger.ledger import Ledger
from bot.policy.changes.change import cell_question
from bot.policy.deciding.decide import alternatives
from bot.policy.deciding.openings import openings as openings_of
from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.home import News
from bot.policy.talks.talk import WhyLine
from bot.policy.words import STRICTNESS, USABLE, Question, Slot, Verdict
from bot.saying import labels, openings
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.reasons import why_line
from bot.saying.answers.ruling import SHAPES
from bot.saying.openings import Grant
from bot.saying.words import words_for

Notes = dict[str, dict[tuple[str, str], None]]
"""A line about somebody who may -> the cells, as offering and data, that it is about."""
ASKED_DAYS, MOST_KEPT = 90, 64
ASK = "ask"


def sheet_of(mind: Mind, language: str, wish: MatrixWish) -> Sheet:
    """The matrix of a version of the policy."""
    return Sheet.of(mind.knowledge, language, mind, wish)


@dataclass(frozen=True, slots=True)
class Sheet(Reader):
    """The matrix for one kind of asker, in one language."""

    mind: Mind
    wish: MatrixWish
    ruled: dict[tuple[str, str], Ruling] = field(default_factory=dict)
    """Cells that were ruled: each is looked at for itself, for the class that it is in, and for who may."""

    def matrix(self) -> Matrix:
        """Every offering with every class of data, or with every kind."""
        policy, words = self.knowledge.policy, self.words
        kinds = sorted(policy.data_types, key=lambda id_: labels.data_label(id_, self.knowledge, words).casefold())
        columns = [*policy.data_classes, *kinds] if self.wish.of == "all" or not policy.data_classes else [*policy.data_classes]
        offerings = sorted(policy.offerings, key=lambda id_: (labels.offering_label(id_, self.knowledge, words).casefold(), id_))
        notes = self._notes(offerings, columns)
        return Matrix(
            columns=tuple(Choice(one, labels.data_label(one, self.knowledge, words)) for one in columns),
            rows=tuple(self._row(offering, columns, notes) for offering in offerings),
            legend=tuple(MatrixCell("", "", *self._mark(None, verdict)) for verdict in (*Verdict, None)),
            roles=self._values(Slot.ROLE),
            countries=tuple(one.upper() for one in self._values(Slot.COUNTRY)),
            sentence=words(
                "console.matrix.sentence", tools=str(len(offerings)), columns=str(len(columns)),
                who=", ".join(part for part in (self.wish.role, self.wish.country) if part) or words("home.grid.anybody"),
                version=self.knowledge.version,
            ),
            notes=tuple(notes),
        )  # fmt: skip

    def rule(self, offering: str, data: str) -> Ruling:
        """What one cell is ruled, for who is picked."""
        if (offering, data) not in self.ruled:
            question = cell_question(self._asker(), offering, data)
            self.ruled[offering, data] = self.mind.decide(question, today_at(self.knowledge))
        return self.ruled[offering, data]

    def roles(self) -> tuple[str, ...]:
        """Roles that may be picked."""
        return self._values(Slot.ROLE)

    def cell(self, offering: str, data: str, ledger: Ledger) -> Ruled | None:
        """One cell with everything about it; None where the policy has no such cell."""
        policy, words = self.knowledge.policy, self.words
        if offering not in policy.offerings or (data not in policy.data_types and data not in policy.data_classes):
            return None
        question = cell_question(self._asker(), offering, data)
        ruling = self.rule(offering, data)
        verdict, shape, word = self._mark(ruling)
        ways = alternatives(self.mind.compiled, question, today_at(self.knowledge)) if verdict != Verdict.ALLOWED.value else ()
        return Ruled(
            title=f"{labels.offering_label(offering, self.knowledge, words)} × {labels.data_label(data, self.knowledge, words)}",
            verdict=verdict, shape=shape, word=word,
            conditions=tuple(words.pick(need.text) or need.condition for need in ruling.needs),
            why=self._why(ruling),
            alternatives=tuple(self._way(way) for way in ways),
            asked=self._asked(offering, data, ledger),
            tool=self.knowledge.policy.offerings[offering].tool,
            owner=", ".join(self._owners(ruling)),
            remark=words("console.matrix.stricter.long") if self._is_stricter_inside(offering, data, ruling) else "",
            others=tuple(self._notes([offering], [data])),
        )  # fmt: skip

    def _owners(self, ruling: Ruling) -> tuple[str, ...]:
        """Who answers for the rules that decide it, by name: each one's own owner, else the policy's."""
        house = self.knowledge.organisation
        named = {one.id: one.name for one in house.contacts}
        owned = {one.id: one.owner for one in self.knowledge.policy.rules}
        owners = (owned.get(reason.rule) or house.owner for reason in ruling.reasons)
        return tuple(dict.fromkeys(named.get(one) or one for one in owners if one))

    def _row(self, offering: str, columns: list[str], notes: Notes) -> MatrixRow:
        label = labels.offering_label(offering, self.knowledge, self.words)
        tool = self.knowledge.policy.offerings[offering].tool
        cells = (self._cell(offering, column) for column in columns)
        numbered = {
            place: [number for number, at in enumerate(notes.values(), 1) if (offering, place) in at] for place in columns
        }
        return MatrixRow(offering, label, tool, tuple(replace(cell, notes=tuple(numbered[cell.data])) for cell in cells))

    def _cell(self, offering: str, data: str) -> MatrixCell:
        ruling = self.rule(offering, data)
        inside = self._is_stricter_inside(offering, data, ruling)
        return MatrixCell(data, labels.data_label(data, self.knowledge, self.words), *self._mark(ruling), inside)

    def _notes(self, offerings: list[str], columns: list[str]) -> Notes:
        """Who may where a cell is no yes: one line for each thing that rules let some do -> the cells that it is about."""
        found: dict[tuple[Grant, tuple[str, ...], str], dict[tuple[str, str], None]] = {}
        for offering in offerings:
            for column in columns:
                if not self._is_yes(self.rule(offering, column)):
                    for (grant, data), whom in self._granted(offering, column).items():
                        found.setdefault((grant, tuple(whom), data), {})[offering, column] = None
        joined: dict[tuple[Grant, tuple[str, ...], tuple[tuple[str, str], ...]], list[str]] = {}
        for (grant, who, data), cells in found.items():
            joined.setdefault((grant, who, tuple(cells)), []).append(data)
        return {
            openings.granted(grant, (kinds, dict.fromkeys(one for one, _ in at)), who, self.knowledge, self.words): dict.fromkeys(
                at
            )
            for (grant, who, at), kinds in joined.items()
        }

    def _granted(self, offering: str, column: str) -> dict[tuple[Grant, str], dict[str, None]]:
        """Of a cell that is no yes: which data goes there all the same, and for whom."""
        found: dict[tuple[Grant, str], dict[str, None]] = {}
        is_anybody = not (self.wish.role or self.wish.country)
        inside = [id_ for id_, kind in self.knowledge.policy.data_types.items() if column in kind.classes]
        for data in (column, *inside):
            ruling = self.rule(offering, data)
            if self._is_yes(ruling):
                grant = Grant.of(ruling.verdict, ruling, self.words)
                found.setdefault((grant, data), {})[
                    self.words("home.grid.anybody" if is_anybody else "console.matrix.picked")
                ] = None
            elif is_anybody:
                for one in openings_of(self.mind.compiled, self._asker(), offering, data, today_at(self.knowledge)):
                    grant = Grant.of(one.verdict, one.ruling, self.words)
                    found.setdefault((grant, data), {})[openings.whom(one, self.knowledge, self.words)] = None
        return found

    def _is_yes(self, ruling: Ruling) -> bool:
        return ruling.verdict in USABLE and ruling.ask_back is None

    def _is_stricter_inside(self, offering: str, data: str, ruling: Ruling) -> bool:
        """Whether a kind of data of this class is ruled stricter: the class must not read as a yes to all of it."""
        inside = [id_ for id_, kind in self.knowledge.policy.data_types.items() if data in kind.classes]
        return any(_rank(self.rule(offering, one)) > _rank(ruling) for one in inside)

    def _asker(self) -> Question:
        context = dict(self.mind.reader.builder.unsaid)
        if self.wish.role:
            context[Slot.ROLE] = self.wish.role.casefold()
        if self.wish.country:
            context[Slot.COUNTRY] = self.wish.country.casefold()
        return Question(context=context)

    def _values(self, slot: Slot) -> tuple[str, ...]:
        """What rules and people.yaml know of a slot."""
        tested = {value for rule in self.knowledge.policy.rules for value in rule.where.get(slot.value, ())}
        stated = {str(getattr(person, slot.value)).casefold() for person in self.knowledge.people}
        return tuple(sorted(one for one in tested | stated if one))

    def _mark(self, ruling: Ruling | None, verdict: Verdict | None = None) -> tuple[str, str, str]:
        if ruling is not None and ruling.ask_back is None:
            verdict = ruling.verdict
        if verdict is None:
            return ASK, ASK_SHAPE, self.words("word.depends")
        return verdict.value, SHAPES[verdict], self.words(f"word.{verdict.value}")

    def _why(self, ruling: Ruling) -> tuple[Why, ...]:
        found: dict[tuple[str, str], Why] = {}
        for reason in ruling.reasons:
            quote = (
                self.words.pick(reason.because) or (reason.cites.quote if reason.cites else "") or reason.at.quote or reason.rule
            )
            for at in (reason.cites, reason.at):
                if at:
                    line = as_why(why_line(quote, at, self.knowledge))
                    found.setdefault((quote, line.place), line)
        return tuple(found.values())

    def _way(self, way: Any) -> str:
        words = self.words
        label = labels.offering_label(way.offering, self.knowledge, words)
        if way.transformation:
            done = labels.transformation_label(way.transformation, self.knowledge, words)
            label = words("instead.after", transformation=done, way=label)
        return f"{SHAPES[way.verdict]} {words(f'word.{way.verdict.value}')}: {label}"

    def _asked(self, offering: str, data: str, ledger: Ledger) -> str:
        since = datetime.now(UTC) - timedelta(days=ASKED_DAYS)
        tool = self.knowledge.policy.offerings[offering].tool
        one, kinds = data_filter(self.knowledge, data)
        wanted = Filter(since=since, tool=tool, data=one, any_data=kinds)
        count = ledger.count_questions(wanted)
        said = {"days": str(ASKED_DAYS), "tool": labels.tool_label(tool, self.knowledge, self.words)}
        if not count:
            return self.words("console.cell.asked.never", **said)
        told = self.words("console.found.more", count=self.number(COUNTED)) if count > COUNTED else self.number(count)
        people = ledger.count_askers(wanted)
        few = people < SMALLEST_GROUP
        who = self.words("console.cell.people.few" if few else "console.cell.people", count=str(max(people, SMALLEST_GROUP)))
        return self.words("console.cell.asked", count=told, people=who, **said)


def as_why(line: WhyLine) -> Why:
    """A reason as the console shows it."""
    return Why(line.quote, line.place, line.link)


def _rank(ruling: Ruling) -> int:
    return len(Verdict) if ruling.ask_back else STRICTNESS[ruling.verdict]


def matrix_of(pages: Pages, language: str, wish: MatrixWish) -> Matrix:
    """Worked out once for each version, day, language and wish."""
    mind = pages.minds.today()
    key = (mind.version, today_at(mind.knowledge), language, wish)
    found = pages.matrices.get(key)
    if found is None:
        if len(pages.matrices) >= MOST_KEPT:
            pages.matrices.clear()
        found = pages.matrices[key] = sheet_of(mind, language, wish).matrix()
    return found


# --- the page ----------------------------------------------------------------------------------------------------------


def matrix_pages(pages: Pages) -> APIRouter:
    """The matrix, and one cell of it."""
    router = APIRouter()

    @router.get("/console")
    def home() -> Response:
        return RedirectResponse("/console/matrix", status_code=303)

    @router.get("/console/matrix")
    def matrix(  # noqa: PLR0917 - a query's fields
        request: Request, role: str = "", country: str = "", of: str = "", tool: str = "", data: str = ""
    ) -> Response:
        signed, _ = pages.enter(request, "matrix")
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        return matrix_page(pages, request, signed, wish, at=(tool[:LONGEST], data[:LONGEST]))

    @router.post("/console/read")
    def read(request: Request, version: str = Form(""), csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "matrix")
        pages.access.check_form(request, signed, csrf)
        if viewer := acknowledgements.viewer_of(pages.app, signed.person.user):
            acknowledgements.read(pages.app, viewer, version[:LONGEST])
        return RedirectResponse("/console/matrix", status_code=303)

    return router


def matrix_page(  # noqa: PLR0917 - what one page needs
    pages: Pages,
    request: Request,
    signed: Signed,
    wish: MatrixWish,
    at: tuple[str, str] = ("", ""),
    form: Any = None,
    saved: Any = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    """The matrix with one cell of it beside: looked at, or to be ruled by somebody who may."""
    language = pages.renderer.language(request, signed.person)
    tool, data = at
    ruled = sheet_of(pages.minds.today(), language, wish).cell(tool, data, pages.app.ledger) if tool and data else None
    can_edit = signed.person.role in ROLES["confirm"]
    found = matrix_of(pages, language, wish)
    return pages.show(
        request, "matrix", signed, matrix=found, wish=wish, ruled=ruled, at=at, is_gone=bool(tool and not ruled), form=form,
        saved=saved, refused=refused, can_edit=can_edit, status=status,
        news=_news(pages.app, language, signed.person.user),
    )  # fmt: skip


def _news(app: App, language: str, user: str) -> News | None:
    """What somebody is asked to say they have read; None where there is nothing."""
    viewer = acknowledgements.viewer_of(app, user)
    return acknowledgements.unread(app, viewer, words_for(language, app.knowledge.organisation.languages)) if viewer else None
