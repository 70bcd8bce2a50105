"""A sentence that lets something in where no cell says anything: what its owner is asked, and what an answer writes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.proposing import PROPOSED
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.load import load
from bot.policy.confirming import ALLOW, IF, IF_FOR, ONLY_FOR, About, Open, Way
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.deciding.worlds import OTHER
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from bot.wiring import make_answerer
from bot.wiring.owners.confirming import Confirming
from tests.wiring.owned import FILES

TODAY = date(2026, 11, 26)
GIVES = "The planning team may use Carla with open and internal texts."
SAID = {
    "tools/carla.yaml": "id: carla\nlabel: Carla\nofferings:\n  - {id: any, label: Carla}\n",
    "matrix.csv": FILES["matrix.csv"] + "Carla,unknown,unknown,deny\n",
    "guidance/policy.md": f"# How we use AI\n\n{GIVES} Alba may be used for internal texts. Carla may not have people data.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in (FILES | SAID).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def given(folder: Path) -> list[Open]:
    asked = (one.question for one in Confirming(folder).questions())
    return [one for one in asked if one.about is About.SENTENCE and one.gives]


def ruling(folder: Path, tool: str, data: str, role: str = "") -> Ruling:
    policy = load(folder, load_catalog()).or_raise().policy
    said = {Slot.PURPOSE: OTHER} | ({Slot.ROLE: role} if role else {})
    return decide(compile_policy(policy), Question((ToolAsk(tool, (f"{tool}/any",)),), (DataAsk(data, (data,)),), said), TODAY)


def verdict(folder: Path, tool: str, data: str) -> Verdict:
    return ruling(folder, tool, data).verdict


def test_a_leave_that_no_cell_tells_is_asked_about_with_what_it_would_allow(folder: Path) -> None:
    (question,) = given(folder)
    assert question.sentence == GIVES
    about = ("carla",), ("open", "internal")
    assert question.ways[:3] == (Way(ONLY_FOR, *about, ("planning team",)), Way(ALLOW, *about), Way(IF, *about))
    flips = next(one for one in Confirming(folder).questions() if one.question.id == question.id).flips
    assert {(flip.data, flip.before, flip.after) for flip in flips[ALLOW]} == {
        (data, Verdict.UNCOVERED, Verdict.ALLOWED) for data in ("open", "internal")
    }


def test_an_answer_allows_what_was_named_and_is_taken_back(folder: Path) -> None:
    (question,) = given(folder)
    Confirming(folder).answer(question.id, Way(ALLOW), "Noor")
    assert [verdict(folder, "carla", data) for data in ("open", "internal", "people")] == [
        Verdict.ALLOWED, Verdict.ALLOWED, Verdict.FORBIDDEN,
    ]  # fmt: skip
    assert not given(folder)
    Confirming(folder).undo()
    assert verdict(folder, "carla", "open") is Verdict.UNCOVERED


def test_what_it_asks_for_becomes_the_condition_in_its_own_words(folder: Path) -> None:
    (question,) = given(folder)
    Confirming(folder).answer(question.id, Way(IF, (), ("open",)), "Noor")
    assert (verdict(folder, "carla", "open"), verdict(folder, "carla", "internal")) == (Verdict.CONDITIONAL, Verdict.UNCOVERED)
    conditions = load(folder, load_catalog()).or_raise().policy.conditions
    assert GIVES in [one.text["en"] for one in conditions.values()]


def test_a_leave_for_everything_is_refused(folder: Path) -> None:
    (question,) = given(folder)
    for way in (Way(ALLOW, ("carla",)), Way(ALLOW, (), ("open",)), Way(IF)):
        with pytest.raises(KnowledgeError, match="names no tool and no data"):
            Confirming(folder).answer(question.id, way, "Noor", exactly=True)


def test_where_the_cells_say_something_nobody_is_asked(folder: Path) -> None:
    said = folder / "matrix.csv"
    said.write_text(said.read_text(encoding="utf-8").replace("unknown,unknown", "allow,deny"), encoding="utf-8")
    assert not given(folder)


def test_what_is_denied_is_no_leave_and_an_open_cell_does_not_say_it(folder: Path) -> None:
    said = folder / "matrix.csv"
    said.write_text(
        said.read_text(encoding="utf-8").replace("Carla,unknown,unknown,deny", "Carla,unknown,unknown,unknown"), encoding="utf-8"
    )
    assert [one.sentence for one in given(folder)] == [GIVES]
    denied = next(
        one.question for one in Confirming(folder).questions() if one.question.sentence == "Carla may not have people data."
    )
    assert [way.id for way in denied.ways] == ["drop", "forbid", "ask"]


# --- for these people only ---------------------------------------------------------------------------------------------------


def says(folder: Path, text: str) -> Open:
    """The question about the one leave of another document."""
    (folder / "guidance" / "policy.md").write_text(f"# How we use AI\n\n{text}\n", encoding="utf-8")
    (question,) = given(folder)
    return question


def test_a_leave_of_some_people_is_theirs_and_everybody_elses_answer_stays(folder: Path) -> None:
    (question,) = given(folder)
    flips = next(one for one in Confirming(folder).questions() if one.question.id == question.id).flips
    assert {(flip.data, flip.before, flip.after) for flip in flips[ONLY_FOR]} == {
        (data, Verdict.UNCOVERED, Verdict.ALLOWED) for data in ("open", "internal")
    }
    Confirming(folder).answer(question.id, Way(ONLY_FOR), "Noor")
    (rule,) = (one for one in load(folder, load_catalog()).or_raise().policy.rules if one.id.startswith("line-"))
    assert (rule.where, rule.because["en"]) == ({Slot.ROLE: frozenset({"planning team"})}, GIVES)
    assert ruling(folder, "carla", "open", "planning team").verdict is Verdict.ALLOWED
    assert ruling(folder, "carla", "open", "nurse").verdict is Verdict.UNCOVERED
    assert ruling(folder, "carla", "people", "planning team").verdict is Verdict.FORBIDDEN
    unsaid = ruling(folder, "carla", "open")
    assert unsaid.verdict is Verdict.UNCOVERED and unsaid.ask_back is not None and unsaid.ask_back.slot is Slot.ROLE
    assert not given(folder)
    Confirming(folder).undo()
    assert ruling(folder, "carla", "open", "planning team").verdict is Verdict.UNCOVERED and given(folder)


def test_others_may_be_named_and_a_second_leave_for_the_same_is_asked_about_still(folder: Path) -> None:
    (folder / "guidance" / "policy.md").write_text(f"# A\n\n{GIVES} Nurses may use Carla for open texts.\n", encoding="utf-8")
    first, second = given(folder)
    Confirming(folder).answer(first.id, Way(ONLY_FOR, (), (), ("design", "buyers")), "Noor")
    assert [ruling(folder, "carla", "open", role).verdict for role in ("design", "buyers", "planning team")] == [
        Verdict.ALLOWED, Verdict.ALLOWED, Verdict.UNCOVERED,
    ]  # fmt: skip
    assert given(folder) == [second] and second.ways[0].who == ("nurses",)


def test_where_no_people_are_known_it_asks_for_them(folder: Path) -> None:
    question = says(folder, "Carla may be used for open texts.")
    assert [way.id for way in question.ways[:3]] == [ALLOW, IF, ONLY_FOR] and not question.ways[2].who
    with pytest.raises(KnowledgeError, match="does not say for whom"):
        Confirming(folder).answer(question.id, Way(ONLY_FOR), "Noor")
    Confirming(folder).answer(question.id, Way(ONLY_FOR, (), (), ("buyers",)), "Noor")
    assert ruling(folder, "carla", "open", "buyers").verdict is Verdict.ALLOWED
    assert ruling(folder, "carla", "open", "nurse").verdict is Verdict.UNCOVERED


@pytest.mark.parametrize("who", ["all staff", "everyone", "staff", "Crew"])
def test_nobody_is_allowed_who_says_nothing_of_themselves(folder: Path, who: str) -> None:
    said = folder / "policy.yaml"
    said.write_text(f"{said.read_text(encoding='utf-8')}assumed: {{role: crew}}\n", encoding="utf-8")
    (question,) = given(folder)
    with pytest.raises(KnowledgeError, match="takes in everybody"):
        Confirming(folder).answer(question.id, Way(ONLY_FOR, (), (), ("nurse", who)), "Noor")
    Confirming(folder).answer(question.id, Way(ONLY_FOR, (), (), ("nurse",)), "Noor")
    assert verdict(folder, "carla", "open") is Verdict.UNCOVERED


def test_a_group_that_rules_forbid_something_keeps_being_heard_when_it_says_so(folder: Path) -> None:
    """A role that a rule allows something is none that is heard in "I'm a freelancer" any more."""
    said = folder / "rules.yaml"
    ban = "- rule: none\n  tools: [alba]\n  data: '*'\n  where: {role: contractor}\n  effect: forbid\n"
    said.write_text(said.read_text(encoding="utf-8") + ban, encoding="utf-8")
    (question,) = given(folder)
    with pytest.raises(KnowledgeError, match="a rule forbids `contractor` something"):
        Confirming(folder).answer(question.id, Way(ONLY_FOR, (), (), ("Contractor",)), "Noor")


def test_people_named_with_another_answer_narrow_nothing_and_widen_nothing(folder: Path) -> None:
    (question,) = given(folder)
    assert not next(way for way in question.ways if way.id == ALLOW).who
    done = Confirming(folder).answer(question.id, Way(ALLOW, (), (), ("nurse",)), "Noor")
    assert not done.way.who


SENTENCES = (
    ("en", "Design engineers may use Carla with open texts.", ("design engineers",)),
    ("en", "Finance, HR and Legal may use Carla for open texts.", ("finance", "hr", "legal")),
    ("en", "Carla may be used for open texts by the finance team.", ("finance team",)),
    ("en", "Colleagues in HR may use Carla for open texts.", ("hr",)),
    ("en", "For training, nurses may use Carla with open texts.", ("nurses",)),
    ("de", "Die Entwicklung darf Carla für open Texte nutzen.", ("entwicklung",)),
    ("de", "Carla darf von der Entwicklung für open Texte genutzt werden.", ("entwicklung",)),
    ("nl", "De afdeling Inkoop mag Carla gebruiken voor open teksten.", ("afdeling inkoop",)),
    ("fr", "L'équipe produit et les ingénieurs peuvent utiliser Carla pour des textes open.", ("équipe produit", "ingénieurs")),
    ("es", "El equipo de marketing puede usar Carla para textos open.", ("equipo de marketing",)),
    ("en", "Everyone may use Carla for open texts.", ()),
    ("en", "You may use Carla for open texts.", ()),
    ("en", "Open texts may go into Carla.", ()),
    ("de", "Alle Mitarbeitenden dürfen Carla für open Texte nutzen.", ()),
    ("fr", "Tout le personnel peut utiliser Carla pour des textes open.", ()),
    ("es", "Todo el personal puede usar Carla para textos open.", ()),
)


@pytest.mark.parametrize(("language", "sentence", "who"), SENTENCES, ids=[sentence for _, sentence, _ in SENTENCES])
def test_the_people_of_a_sentence_are_filled_in(folder: Path, language: str, sentence: str, who: tuple[str, ...]) -> None:
    said = folder / "policy.yaml"
    said.write_text(said.read_text(encoding="utf-8").replace("[en]", f"[{language}]"), encoding="utf-8")
    assert next(way for way in says(folder, sentence).ways if way.id == ONLY_FOR).who == who


def test_else_those_of_its_heading(folder: Path) -> None:
    text = "## By team\n\n### Marketing\n\nYou may use Carla for open texts.\n\n### Finance\n\nAlba may be used for open texts."
    assert says(folder, text).ways[0].who == ("marketing",)


# --- for these people, under a condition --------------------------------------------------------------------------------------

BOTH = (
    ("en", "HR may put open texts into Carla if the names are removed.", ("hr",)),
    ("en", "Provided that the names are out, Carla may be used for open texts by the finance team.", ("finance team",)),
    ("en", "Nurses may use Carla for open texts only after they asked Legal.", ("nurses",)),
    ("de", "Nur der Vertrieb darf open Texte in Carla eingeben, wenn die Namen entfernt sind.", ("vertrieb",)),
    ("de", "Die Entwicklung darf Carla für open Texte nutzen, sofern der Datenschutz zustimmt.", ("entwicklung",)),
    ("nl", "De afdeling Inkoop mag Carla gebruiken voor open teksten, mits de namen eruit zijn.", ("afdeling inkoop",)),
    (
        "fr",
        "Les ingénieurs peuvent utiliser Carla pour des textes open, à condition que les noms soient retirés.",
        ("ingénieurs",),
    ),
    ("es", "El equipo de marketing puede usar Carla para textos open, siempre que no haya nombres.", ("equipo de marketing",)),
)


@pytest.mark.parametrize(("language", "sentence", "who"), BOTH, ids=[sentence for _, sentence, _ in BOTH])
def test_what_says_for_whom_and_under_what_is_theirs_under_its_condition(
    folder: Path, language: str, sentence: str, who: tuple[str, ...]
) -> None:
    said = folder / "policy.yaml"
    said.write_text(said.read_text(encoding="utf-8").replace("[en]", f"[{language}]"), encoding="utf-8")
    question = says(folder, sentence)
    assert question.ways[0] == Way(IF_FOR, ("carla",), ("open",), who)
    (weighed,) = (one for one in Confirming(folder).questions() if one.question.id == question.id)
    assert {(flip.data, flip.before, flip.after) for flip in weighed.flips[IF_FOR]} == {
        ("open", Verdict.UNCOVERED, Verdict.CONDITIONAL)
    }
    Confirming(folder).answer(question.id, Way(IF_FOR), "Noor")
    theirs = ruling(folder, "carla", "open", who[0])
    conditions = load(folder, load_catalog()).or_raise().policy.conditions
    assert theirs.verdict is Verdict.CONDITIONAL and sentence in [one.text[language] for one in conditions.values()]
    assert [ruling(folder, "carla", "open", role).verdict for role in ("stranger", "")] == [Verdict.UNCOVERED] * 2
    assert not given(folder)


def test_an_only_before_people_is_no_condition(folder: Path) -> None:
    assert says(folder, "Only HR may use Carla for open texts.").ways[0] == Way(ONLY_FOR, ("carla",), ("open",), ("hr",))


def test_where_only_the_condition_is_known_the_owner_may_say_for_whom(folder: Path) -> None:
    question = says(folder, "Carla may be used for open texts if the names are removed.")
    assert [way.id for way in question.ways[:4]] == [IF, ALLOW, IF_FOR, ONLY_FOR]
    for who in ((), ("everyone",)):
        with pytest.raises(KnowledgeError, match=r"for whom|takes in everybody"):
            Confirming(folder).answer(question.id, Way(IF_FOR, (), (), who), "Noor")
    Confirming(folder).answer(question.id, Way(IF_FOR, (), (), ("buyers",)), "Noor")
    assert ruling(folder, "carla", "open", "buyers").verdict is Verdict.CONDITIONAL
    assert ruling(folder, "carla", "open", "nurse").verdict is Verdict.UNCOVERED


RESERVED = (
    ("en", "Carla is reserved for HR for open texts.", ONLY_FOR, ("hr",)),
    ("en", "Carla is reserved for HR for open texts, provided the names are out.", IF_FOR, ("hr",)),
    ("en", "Use of Carla for open texts is restricted to Finance and Legal.", ONLY_FOR, ("finance", "legal")),
    ("en", "HR only: open texts may go into Carla.", ONLY_FOR, ("hr",)),
    ("de", "Carla darf für open Texte genutzt werden und ist dem Vertrieb vorbehalten.", ONLY_FOR, ("vertrieb",)),
    ("fr", "Carla peut être utilisée pour des textes open, réservée aux juristes.", ONLY_FOR, ("juristes",)),
)


@pytest.mark.parametrize(("language", "sentence", "way", "who"), RESERVED, ids=[sentence for _, sentence, *_ in RESERVED])
def test_what_is_reserved_for_some_is_no_yes_for_others(
    folder: Path, language: str, sentence: str, way: str, who: tuple[str, ...]
) -> None:
    said = folder / "policy.yaml"
    said.write_text(said.read_text(encoding="utf-8").replace("[en]", f"[{language}]"), encoding="utf-8")
    question = says(folder, sentence)
    assert question.ways[0] == Way(way, ("carla",), ("open",), who)
    Confirming(folder).answer(question.id, Way(way), "Noor")
    assert ruling(folder, "carla", "open", who[0]).verdict in (Verdict.ALLOWED, Verdict.CONDITIONAL)
    assert [ruling(folder, "carla", "open", role).verdict for role in ("stranger", "")] == [Verdict.UNCOVERED] * 2


def test_what_is_reserved_for_people_whom_nobody_knows_is_offered_to_nobody_else(folder: Path) -> None:
    question = says(folder, "Carla is reserved for Team Zephyr for open texts.")
    assert not {ALLOW, IF} & {way.id for way in question.ways}


STRICT = (
    "Carla may be used for open texts unless the client objects.",
    "All staff except interns may use Carla for open texts.",
    "Only HR may use Carla for open texts.",
    "Open texts may go into Carla. This is for Team Zephyr only.",
)


@pytest.mark.parametrize("sentence", STRICT)
def test_no_leave_that_a_model_proposes_goes_before_what_the_sentence_says(folder: Path, sentence: str) -> None:
    question = says(folder, sentence)
    about = {"tools": ["carla"], "data": ["open", "internal"]}
    told = [{"sentence": question.id, "quote": "Carla", "does": ALLOW, **about}]
    (folder / PROPOSED).write_text(json.dumps(told), encoding="utf-8")
    assert given(folder) == [question] and question.ways[0].id != ALLOW


def test_who_decides_is_given_no_leave_by_a_model_either(folder: Path) -> None:
    (folder / "guidance" / "policy.md").write_text("# A\n\nHR decides whether open texts may go into Carla.\n", encoding="utf-8")
    (question,) = (one.question for one in Confirming(folder).questions() if one.question.about is About.SENTENCE)
    told = [{"sentence": question.id, "quote": "HR", "does": ALLOW, "tools": ["carla"], "data": ["open"]}]
    (folder / PROPOSED).write_text(json.dumps(told), encoding="utf-8")
    (again,) = (one.question for one in Confirming(folder).questions() if one.question.about is About.SENTENCE)
    assert [way.id for way in again.ways] == ["ask", "drop", "forbid"] and not again.gives


def test_staff_who_ask_are_told_by_what_they_are(folder: Path) -> None:
    (folder / "rules.yaml").write_text("", encoding="utf-8")
    text = "HR may put open texts into Carla if the names are removed. Finance may use Carla for internal texts."
    (folder / "guidance" / "policy.md").write_text(f"# How we use AI\n\n{text}\n", encoding="utf-8")
    for question in given(folder):
        Confirming(folder).answer(question.id, Way(question.ways[0].id), "Noor")
    answerer = make_answerer(folder)
    asked = {
        "I work in HR. May I put open texts into Carla?": "conditional",
        "I work in Finance. May I put open texts into Carla?": "not_listed",
        "I work in HR. May I put internal texts into Carla?": "not_listed",
        "May I put open texts into Carla?": "ask",
    }
    assert {one: answerer.told.label(answerer.ask(one)) for one in asked} == asked


# --- lists that say tool by tool ---------------------------------------------------------------------------------------------

LISTED = """## Tools for single departments

- **Carla**: Finance and Purchasing
  - for open texts
  - for internal texts, provided the names are out
  - not for people data
- **Alba**: for open texts. Press releases are read twice.
"""


def test_an_item_below_a_tool_is_a_leave_of_that_tool_for_the_people_that_it_names(folder: Path) -> None:
    (folder / "guidance" / "policy.md").write_text(f"# How we use AI\n\n{LISTED}", encoding="utf-8")
    first, second = sorted(given(folder), key=lambda one: one.at.line)
    people = ("finance", "purchasing")
    assert [one.sentence for one in (first, second)] == [
        "Carla: Finance and Purchasing: for open texts",
        "Carla: Finance and Purchasing: for internal texts, provided the names are out",
    ]
    assert first.ways[:2] == (Way(ONLY_FOR, ("carla",), ("open",), people), Way(ALLOW, ("carla",), ("open",)))
    assert second.ways[:2] == tuple(Way(way, ("carla",), ("internal",), people) for way in (IF_FOR, ONLY_FOR))
    Confirming(folder).answer(first.id, Way(ONLY_FOR), "Noor")
    assert [ruling(folder, "carla", "open", role).verdict for role in ("finance", "nurse")] == [
        Verdict.ALLOWED,
        Verdict.UNCOVERED,
    ]
    assert [one.id for one in given(folder)] == [second.id]
    Confirming(folder).answer(second.id, Way(IF_FOR), "Noor")
    assert [ruling(folder, "carla", "internal", role).verdict for role in ("finance", "nurse", "")] == [
        Verdict.CONDITIONAL,
        Verdict.UNCOVERED,
        Verdict.UNCOVERED,
    ]
    assert not given(folder)


def test_what_a_tool_is_not_for_is_a_ban_of_that_tool(folder: Path) -> None:
    said = folder / "matrix.csv"
    said.write_text(said.read_text(encoding="utf-8").replace("unknown,unknown,deny", "unknown,unknown,unknown"), encoding="utf-8")
    (folder / "guidance" / "policy.md").write_text(f"# How we use AI\n\n{LISTED}", encoding="utf-8")
    asked = (one.question for one in Confirming(folder).questions())
    banned = next(one for one in asked if one.sentence == "Carla: Finance and Purchasing: not for people data")
    assert not banned.gives and banned.way("forbid") == Way("forbid", ("carla",), ("people",))


def test_what_names_who_agrees_is_asked_about_as_a_condition_first(folder: Path) -> None:
    text = "# How we use AI\n\n## Tools for everybody\n\n- **Carla**: open texts – permission of Legal\n"
    (folder / "guidance" / "policy.md").write_text(text, encoding="utf-8")
    (question,) = given(folder)
    assert question.ways[0].id == IF
