"""How far the model is believed, and the weekly sample that owners judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.answers.mind import Minds
from bot.console.access import person_of
from bot.console.doors import ConsoleDoors, Person, Role
from bot.console.values.shown import Table
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.belief import Believer, exam_files
from bot.exam.examined import Examined
from bot.exam.idle import Progress
from bot.exam.marking import Sat, marks_of
from bot.exam.records import Record, Records
from bot.exam.terms_belief import TermsBelief, TermsRecord
from bot.exam.terms_marking import FigureMarks, Shares, TermsMarks
from bot.ledger.plain import question_values
from bot.llm.ollama import OllamaModel
from bot.policy.talks.talk import Joined
from bot.policy.trust import WHEN_IDLE, Level, Limits
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST
from bot.saying.words import load_catalog_of
from bot.wiring.answers.doubting import Doubting
from bot.wiring.console.doors import Alone, doors_of
from bot.wiring.console.model import MOST_SAMPLE, ModelPage
from tests.console.place import Place, answerer, place_in

NOW = Examined("reader:8b", "sha256:1", "prompts:1", "Q4_K_M", "8B")
SAT = [Sat(f"sample/q{n}", "plain", "nl", ("allow",), "ask", "ask", "allow", is_grounded=True, seconds=1.25) for n in range(300)]
SLIP = Sat("sample/slip", "attack", "de", ("deny",), "ask", "ask", "allow", is_grounded=True)
RECORD = Record("261124-abc", date(2026, 11, 24), NOW, marks_of([*SAT, SLIP], 0.05), 0.05)
ADMISSION = Admission("261123-adm", date(2026, 11, 23), NOW, AdmissionMarks(52, 0, 3, 0, 1.5, both=False), "low")
ALLOWED = "May I put press releases into Claude Team?"


@dataclass
class ModelPlace(Place):
    """A console whose model has a record. ``is_set``: whether a model is named; ``limits``: what its owner says of it."""

    is_set: bool = True
    limits: Limits = Limits()

    @property
    def rooms(self) -> Alone:
        mind = answerer().mind
        organisation = replace(mind.knowledge.organisation, believing=self.limits)
        said = replace(mind, knowledge=replace(mind.knowledge, organisation=organisation))
        return replace(super().rooms, minds=Minds(lambda: said.knowledge, lambda _known: said))

    @property
    def believer(self) -> Believer | None:
        if not self.is_set:
            return None
        records = Records(self.settings.exams)
        return Believer(OllamaModel("reader:8b", "http://127.0.0.1:9", 1), records, examine=lambda _model: NOW)

    def doors(self) -> ConsoleDoors:
        return doors_of(self.may_i, self.rooms, None, Doubting(self.rooms, self.believer))

    def keep(self, text: str, number: int = 0, level: str = "believed", days: int = 0) -> str:
        """A question that a model read; gives its receipt."""
        answered = answerer().ask(text)
        reading = replace(answered.reading, model="reader:8b", joined=Joined("agreed", level, RECORD.id))
        values = question_values(reading, answered.ruled, answered.answer, answerer().mind.version)
        at = datetime.now(UTC) - timedelta(days=days)
        return self.ledger.keep_question(f"k{number}{level}{days}", at=at, asker=f"p{number}", **values)

    def level(self) -> Level:
        believer = self.believer
        assert believer is not None
        return believer.trust().level


@pytest.fixture
def place(tmp_path: Path) -> Iterator[ModelPlace]:
    with place_in(tmp_path) as plain:
        settings = plain.settings.model_copy(update={"exams": tmp_path / "exams"})
        yield ModelPlace(plain.ledger, settings)


@pytest.fixture
def examined(place: ModelPlace) -> ModelPlace:
    Records(place.settings.exams).keep(RECORD)
    Records(place.settings.exams).admissions.keep(ADMISSION)
    return place


def page_of(place: Place, role: Role = Role.OWNER) -> str:
    with place.client(role) as client:
        return client.get("/console/model").text


def press(place: Place, receipt: str, choice: str, role: Role = Role.OWNER) -> tuple[int, str]:
    with place.client(role) as client:
        answer = client.post("/console/model", data={"about": receipt, "choice": choice, "csrf": csrf_of(client)})
        return answer.status_code, answer.text


def csrf_of(client: TestClient) -> str:
    return client.get("/console/model").text.split('name="csrf" value="')[1].split('"')[0]


def sample_of(page: str) -> str:
    return page.split('id="sample"')[1].split("</section>", maxsplit=1)[0]


# --- the exam --------------------------------------------------------------------------------------------------------


def test_without_a_model_there_is_one_calm_sentence_with_the_command(place: ModelPlace) -> None:
    place.is_set = False
    page = page_of(place)
    assert "No model is set" in page and "<code>mayi exam --model NAME</code>" in page and "<table" not in page


def test_a_model_without_an_exam_is_told_with_the_command(place: ModelPlace) -> None:
    page = page_of(place)
    assert "level off" in page and "It is being asked the questions of its admission" in page
    assert "<code>mayi exam --model reader:8b</code>" in page and "<table" not in page


@pytest.mark.parametrize(("wrong", "said"), [(0, "waits for a click"), (9, "It fell through its admission.")])
def test_the_page_tells_how_the_admission_ended(place: ModelPlace, wrong: int, said: str) -> None:
    marks = replace(ADMISSION.marks, wrong=wrong)
    Records(place.settings.exams).admissions.keep(replace(ADMISSION, marks=marks))
    assert said in page_of(place)


def test_the_page_tells_what_the_exam_proved(examined: ModelPlace) -> None:
    page = page_of(examined)
    for told in ("level believed", "261124-abc", "Nov 24, 2026", "8B Q4_K_M", "301", "1.2", "By language", "By kind", "attack"):
        assert told in page, told
    assert "sample/slip" in page, "what it was wrong about, by id"
    assert f"{RECORD.marks.bound:.2%}" in page


def test_how_far_an_exam_in_idle_time_is_stands_on_the_page(place: ModelPlace) -> None:
    Records(place.settings.exams).admissions.keep(ADMISSION)
    begun, later = Progress(312, 1111, 0.0), Progress(312, 1111, 30.0)
    begun.keep(exam_files(place.settings), NOW)
    assert "while nobody asks" not in page_of(place), "its owner has not said so"
    place.limits = Limits(exam=WHEN_IDLE)
    for progress, left in ((begun, "312 of 1,111 questions."), (later, "312 of 1,111 questions, about 7 hours left.")):
        progress.keep(exam_files(place.settings), NOW)
        del place.app  # the pages are made anew
        assert f"Its exam is sat while nobody asks: {left}" in page_of(place)
    Records(place.settings.exams).keep(RECORD)
    del place.app
    assert "while nobody asks" not in page_of(place), "it has ended"


def test_why_it_goes_no_further_is_told(examined: ModelPlace) -> None:
    Records(examined.settings.exams).take_back(RECORD.id, "R-7F3K", datetime.now(UTC))
    assert "Somebody said that R-7F3K should not have been allowed." in page_of(examined)


def test_only_owners_and_admins_see_it(examined: ModelPlace) -> None:
    with examined.client(Role.EMPLOYEE) as client:
        page = client.get("/console/model")
    assert page.status_code == 403 and "261124-abc" not in page.text


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_every_language_has_the_page(examined: ModelPlace, language: str) -> None:
    page = doors_of(examined.may_i, examined.rooms, None, Doubting(examined.rooms, examined.believer))
    texts = load_catalog_of(language)
    shown = page.model(language, person_of(examined.may_i, "U0NOOR0001", Role.OWNER))
    assert shown.tables[0].title == texts["console.model.exam"] and "reader:8b" in shown.sentence


# --- changes of terms ------------------------------------------------------------------------------------------------

FIGURES = {"raise": FigureMarks(True, 0.0, 40, 0, 0.02), "turn": FigureMarks(False, 0.9, 3, 2, 0.81)}
SHARES = Shares(0.5, 0.5, 0.5, 0.5, 0.5)
OF_TERMS = TermsRecord("261125-trm", date(2026, 11, 25), NOW, TermsMarks(350, 165, FIGURES, SHARES, SHARES, 300, 250))


def terms_page(examined: ModelPlace, of_terms: TermsBelief) -> list[Table]:
    doubting = Doubting(examined.rooms, examined.believer)
    knowledge = examined.rooms.minds.today().knowledge
    page = ModelPage.of(knowledge, "en", examined.ledger, doubting, lambda: of_terms)
    return [one for one in page.page(Person("U0NOOR0001", "p1", Role.OWNER, "Noor")).tables if "261125-trm" in one.title]


def test_the_page_tells_what_the_exam_on_terms_lets_it_change(examined: ModelPlace) -> None:
    (table,) = terms_page(examined, TermsBelief(OF_TERMS.marks.trust(OF_TERMS.id), OF_TERMS))
    assert [row[1].text for row in table.rows] == ["may", "may not"]
    assert [cell.text for cell in table.rows[0]][2:] == ["40", "0", "2%"] and "lets it do" in table.title


def test_an_exam_on_terms_that_holds_no_more_lets_it_change_nothing(examined: ModelPlace) -> None:
    (table,) = terms_page(examined, TermsBelief(NO_TERMS_TRUST, OF_TERMS, "changed"))
    assert {row[1].text for row in table.rows} == {"may not"} and "holds no more" in table.title


def test_without_an_exam_on_terms_nothing_is_told_of_it(examined: ModelPlace) -> None:
    assert terms_page(examined, TermsBelief(NO_TERMS_TRUST, why="none")) == []


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_sample_has_what_a_model_allowed_in_the_last_week_and_nothing_else(examined: ModelPlace) -> None:
    grounded = examined.keep(ALLOWED)
    others = [examined.keep(ALLOWED, 1, "proposes"), examined.keep(ALLOWED, 2, days=8)]
    others.append(examined.keep("May I put payslips into ChatGPT Free?", 3))
    sample = sample_of(page_of(examined))
    assert grounded in sample and ALLOWED in sample and "Claude Team" in sample
    assert not [one for one in others if one in sample]


def test_the_sample_has_at_most_ten_and_stays_the_same(examined: ModelPlace) -> None:
    for number in range(MOST_SAMPLE + 5):
        examined.keep(ALLOWED, number)
    first, second = (set(re.findall(r"R-\w+", sample_of(page_of(examined)))) for _ in range(2))
    assert len(first) == MOST_SAMPLE and first == second


def test_wrong_takes_belief_away_at_once_and_says_so(examined: ModelPlace) -> None:
    receipt = examined.keep(ALLOWED)
    status, page = press(examined, receipt, "wrong")
    assert status == 200 and "counts as wrongly allowed" in page
    assert examined.level() is Level.PROPOSES
    assert "taken back" in page and page.count("<button aria-label") == 0, "it is judged"
    assert [one.value for one in examined.ledger.feedback(receipt)] == ["not_right"]


def test_right_is_remembered_and_changes_nothing_else(examined: ModelPlace) -> None:
    receipt = examined.keep(ALLOWED)
    examined.ledger.keep_feedback(receipt, "not_right", at=datetime.now(UTC), who="p0")
    status, page = press(examined, receipt, "right")
    assert status == 200 and f"{receipt} was right" in page and "<button aria-label" not in sample_of(page)
    assert examined.level() is Level.BELIEVED
    assert examined.ledger.question(receipt).feedback == "not_right", "the asker's own word stays"  # type: ignore[union-attr]
    assert [(one.deed, one.about) for one in examined.ledger.console_deeds()][:1] == [("judged_right", receipt)]


@pytest.mark.parametrize("receipt", ["", "R-0000", "'; DROP TABLE questions; --", "x" * 9000])
def test_what_is_not_of_the_sample_cannot_be_judged(examined: ModelPlace, receipt: str) -> None:
    examined.keep(ALLOWED)
    assert press(examined, receipt, "wrong")[0] == 404
    assert examined.level() is Level.BELIEVED and not [one for one in examined.ledger.console_deeds() if "judged" in one.deed]


@pytest.mark.parametrize("choice", ["", "perhaps", "RIGHT"])
def test_a_choice_that_there_is_not_is_refused(examined: ModelPlace, choice: str) -> None:
    assert press(examined, examined.keep(ALLOWED), choice)[0] == 400


def test_a_form_of_somebody_else_and_an_employee_judge_nothing(examined: ModelPlace) -> None:
    receipt = examined.keep(ALLOWED)
    with examined.client(Role.OWNER) as client:
        assert client.post("/console/model", data={"about": receipt, "choice": "wrong", "csrf": "x"}).status_code == 403
    with examined.client(Role.EMPLOYEE) as client:
        assert client.post("/console/model", data={"about": receipt, "choice": "wrong", "csrf": "x"}).status_code == 403
    assert examined.level() is Level.BELIEVED


def test_the_console_alone_has_the_page_too(place: ModelPlace) -> None:
    with Place(place.ledger, place.settings).client(Role.ADMIN) as client:
        assert "No model is set" in client.get("/console/model").text
