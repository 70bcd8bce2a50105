"""Questions to the owner: what is open, what each answer would change, what it writes, and how it is taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers.mind import make_mind
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.edits import Answer, edited
from bot.knowledge.confirming.told import Standing
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import with_edits
from bot.knowledge.load import load
from bot.owners.confirm import Confirming, texts_of
from bot.policy.clicks import Clicked
from bot.policy.confirming import About, Tier, Way, Weighed, answered, few
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.policy import Policy
from bot.policy.talks.talk import Asker, SafeText
from bot.policy.words import DataAsk, Effect, Question, Slot, ToolAsk, Verdict
from tests.wiring.owned import FILES, osterly

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return osterly(tmp_path)


def of(folder: Path, id_: str) -> Weighed:
    return next(one for one in Confirming(folder).questions() if one.question.id == id_)


CLICKED = (Clicked("depot diary", (("internal", 2), ("people", 1)), 3, 0.02), Clicked("people data", (("people", 2),), 2, 0.01))


def about(folder: Path, what: About) -> list[Weighed]:
    return [one for one in Confirming(folder).questions() if one.question.about is what]


def saying(folder: Path, text: str) -> Weighed:
    return next(one for one in about(folder, About.SENTENCE) if one.question.sentence == text)


# --- what is asked -------------------------------------------------------------------------------------------------------


def test_what_takes_something_away_and_stands_in_no_rule_is_asked_first(folder: Path) -> None:
    first = Confirming(folder).questions()[0].question
    assert first.sentence == "Never paste people data of minors."
    assert first.goes_first
    assert (first.at.file, first.at.line) == ("guidance/policy.md", 10)
    assert first.way("forbid") == Way("forbid", ("alba",), ("people",))


def test_it_is_the_tool_of_the_sentence_before(folder: Path) -> None:
    path = folder / "guidance" / "policy.md"
    path.write_text(
        "# How we use AI\n\nThe desk may use Alba with open texts. They may never use it with people data.\n", encoding="utf-8"
    )
    assert saying(folder, "They may never use it with people data.").question.way("forbid") == Way(
        "forbid", ("alba",), ("people",)
    )


def test_what_the_cells_say_already_is_not_asked(folder: Path) -> None:
    asked = {one.question.sentence for one in Confirming(folder).questions()}
    assert asked.isdisjoint({"Only open data.", "Internal: no.", "Everything that is open is fine."})


@pytest.mark.parametrize(
    ("what", "sentence", "standing"),
    [
        ("a command about what a rule is about that cites its section", "Never paste people data of minors.", Standing.RULE),
        ("what only tells something below such a rule", "Our supplier promises not to keep it.", Standing.RULE),
        ("a command about something else", "Never paste internal papers.", Standing.UNREAD),
    ],
)
def test_who_wrote_rules_by_hand_had_read_the_section_that_they_cite(
    folder: Path, what: str, sentence: str, standing: Standing
) -> None:
    (folder / "guidance" / "people.md").write_text(f"# People\n\n{sentence}\n", encoding="utf-8")
    rule = (
        "- {rule: minors, tools: [brisk], data: people, effect: forbid, because: See there., cites: guidance/people.md#people}\n"
    )
    (folder / "rules.yaml").write_text(FILES["rules.yaml"] + rule, encoding="utf-8")

    def standing_of() -> Standing:
        return next(one.standing for one in Confirming(folder).coverage().sentences if one.text == sentence)

    assert standing_of() is Standing.UNREAD, "an import has read one sentence of it"
    (folder / ".import.json").unlink()
    assert standing_of() is standing, what


def test_what_a_policy_written_by_hand_says_in_its_own_lines_is_not_asked(folder: Path) -> None:
    (folder / ".import.json").unlink()
    assert {one.question.about for one in Confirming(folder).questions()}.isdisjoint({About.RULE, About.UNLISTED})
    (folder / "policy.yaml").write_text("organisation: Osterly\nlanguages: [en]\n", encoding="utf-8")
    assert about(folder, About.UNLISTED)


@pytest.mark.parametrize(
    ("sentence", "is_only"),
    [
        ("Internal papers go into Alba only when their owner agrees.", False),
        ("Alba takes only internal papers.", True),
        ("Use Alba only with internal papers.", True),
        ('Alba takes no internal papers ("the only copy").', False),
    ],
)
def test_only_what_shuts_the_rest_out_is_offered_as_an_only(folder: Path, sentence: str, is_only: bool) -> None:
    (folder / "guidance" / "more.md").write_text(f"# More\n\n{sentence}\n", encoding="utf-8")
    assert (saying(folder, sentence).question.way("only") is not None) == is_only


def test_an_unread_ban_comes_before_all_else_though_it_names_nothing_and_is_told_with_what_it_stands_below(folder: Path) -> None:
    text = "# Robots\n\nAI is never used for:\n\n- lottery numbers\n\nOur robots are not new.\n"
    (folder / "guidance" / "more.md").write_text(text, encoding="utf-8")
    ban, told = saying(folder, "lottery numbers"), saying(folder, "Our robots are not new.")
    assert (ban.question.is_ban, ban.tier, ban.question.heading) == (True, Tier.MATTERS, "AI is never used for:")
    assert (told.question.is_ban, told.tier, told.question.heading) == (False, Tier.IDLE, "Robots")
    assert few(Confirming(folder).questions())[1] == ban


def test_a_kind_that_something_broader_decides_is_a_smaller_question(folder: Path) -> None:
    kinds = {one.question.subject: one for one in about(folder, About.KIND)}
    assert kinds["internal-memo"].tier is Tier.MATTERS, "the import guessed it"
    data = FILES["data.yaml"].replace("- internal-memo  # confirm: by how sensitive it usually is", "- internal-information")
    (folder / "data.yaml").write_text(data, encoding="utf-8")
    assert of(folder, "kind/internal-memo").tier is Tier.RARE


def test_a_rule_that_only_sends_people_to_somebody_is_asked_about_with_its_sentence(folder: Path) -> None:
    found = saying(folder, "Floor plans of the depot are not for any assistant.").question
    assert found.rules == ("look-first-floor-plans",)
    assert [way.id for way in found.ways] == ["drop", "forbid", "ask", "keep"]


def test_each_kind_of_question_is_there(folder: Path) -> None:
    assert {one.question.about for one in Confirming(folder, lambda: CLICKED).questions()} == set(About)
    assert {"rule/no-scoring", "unlisted", "rank/people", "catches/others", "kind/meeting-notes", "kind/internal-memo"} <= {
        one.question.id for one in Confirming(folder).questions()
    }


def test_a_question_says_what_each_answer_would_change_before_it_is_clicked(folder: Path) -> None:
    found = of(folder, "kind/meeting-notes")
    assert {(flip.tool, flip.before, flip.after) for flip in found.flips["internal"]} == {
        ("alba/any", None, Verdict.ALLOWED),
        ("brisk/any", None, Verdict.FORBIDDEN),
        ("others/any", None, Verdict.UNCOVERED),
    }
    assert of(folder, "rule/no-scoring").flips["drop"]


def test_questions_about_kinds_that_staff_ask_of_more_come_earlier(folder: Path) -> None:
    kinds = [one.question.subject for one in about(folder, About.KIND)]
    assert kinds.index("source-code") < kinds.index("state-secret")


# --- words that staff clicked --------------------------------------------------------------------------------------------


def word(folder: Path, id_: str = "word/depot-diary") -> Weighed:
    return next(one for one in Confirming(folder, lambda: CLICKED).questions() if one.question.id == id_)


def test_words_that_several_people_clicked_are_asked_about_the_strictest_first(folder: Path) -> None:
    asked = word(folder)
    assert [way.id for way in asked.question.ways] == ["people", "internal", "open", "no_data", "askers", "none"]
    assert {(flip.tool, flip.before, flip.after) for flip in asked.flips["internal"]} == {
        ("alba/any", None, Verdict.ALLOWED),
        ("brisk/any", None, Verdict.FORBIDDEN),
        ("others/any", None, Verdict.UNCOVERED),
    }
    assert asked.weight == pytest.approx(0.02), "as often as staff said the words"
    sayer = Confirming(folder).sayer("en")
    assert sayer.ask(asked.question) == "3 people said “depot diary”, were asked what it is, and chose. Which data is it here?"
    assert sayer.way(asked.question, asked.question.ways[0]) == "About people", "what one person chose is told of nobody"
    assert sayer.way(asked.question, asked.question.ways[1]) == "Internal (2 of 3 chose it)"


def test_words_that_were_clicked_come_up_in_turn_with_sentences_that_nobody_would_be_warned_of(folder: Path) -> None:
    policy = folder / "guidance/policy.md"
    policy.write_text(policy.read_text() + "\nNever paste people data of guests.\n")
    questions = [one.question for one in Confirming(folder, lambda: CLICKED).questions()]
    assert [one.goes_first for one in questions[:4]] == [True, False, True, False]
    assert (questions[1].id, questions[3].about is About.WORD) == ("word/depot-diary", False)


def test_words_that_a_file_has_as_a_name_are_not_asked_about(folder: Path) -> None:
    asked = {one.question.id for one in Confirming(folder, lambda: CLICKED).questions()}
    assert "word/depot-diary" in asked and "word/people-data" not in asked


def test_the_answer_makes_the_words_a_name_that_is_read_and_is_taken_back(folder: Path) -> None:
    confirming, before = Confirming(folder, lambda: CLICKED), texts_of(folder)
    assert _read(folder, "May I put the depot diary into Alba?") == ()
    done = confirming.answer("word/depot-diary", Way("internal"), "ada")
    assert done.files == ("confirmed.yaml", "data.yaml")
    assert _read(folder, "May I put the depot diary into Alba?") == ("internal",)
    assert "word/depot-diary" not in {one.question.id for one in confirming.questions()}
    assert confirming.undo() == "word/depot-diary" and texts_of(folder) == before


@pytest.mark.parametrize(
    ("had", "names"),
    [
        ("synonyms: {nl: medewerkers, en: staff file}", ("medewerkers", "depot diary", "staff file")),
        ("synonyms: staff file", ("staff file", "depot diary")),
        ("synonyms: ", ("depot diary",)),
        ("synonyms: {nl: }", ("depot diary",)),
    ],
    ids=["a word by language", "one word", "nothing", "a language without a word"],
)
def test_names_that_are_there_stay_however_they_are_written(folder: Path, had: str, names: tuple[str, ...]) -> None:
    data = folder / "data.yaml"
    data.write_text(data.read_text().replace("synonyms: [people data]", had))
    Confirming(folder, lambda: CLICKED).answer("word/depot-diary", Way("people"), "ada")
    assert load(folder, load_catalog()).or_raise().vocabulary.data["people"].names == names


@pytest.mark.parametrize("list_", ["no_data", "askers"])
def test_words_that_are_no_data_stand_in_their_list_and_are_taken_back(folder: Path, list_: str) -> None:
    confirming, before = Confirming(folder, lambda: CLICKED), texts_of(folder)
    asked, sayer = word(folder), confirming.sayer("en")
    assert sayer.change(asked.flips.get(list_, ()), list_).startswith("Nobody is asked about these words any more")
    confirming.answer("word/depot-diary", Way(list_), "ada")
    vocabulary = load(folder, load_catalog()).or_raise().vocabulary
    assert [*getattr(vocabulary, list_)] == ["depot diary"]
    assert "word/depot-diary" not in {one.question.id for one in confirming.questions()}
    assert confirming.undo() == "word/depot-diary" and texts_of(folder) == before


def test_what_belongs_to_a_class_that_nothing_defines_is_asked_and_written(folder: Path) -> None:
    asked = of(folder, "class/people")
    assert [way.id for way in asked.question.ways][-1] == "none" and asked.question.way("personal-data")
    assert Confirming(folder).sayer("en").way(asked.question, Way("personal-data")) == "Personal data"
    assert asked.flips["personal-data"], "it tells what it would change"
    Confirming(folder).answer("class/people", Way("personal-data"), "ada")
    assert load(folder, load_catalog()).or_raise().vocabulary.data["people"].catalog == ("personal-data",)
    assert "class/people" not in {one.question.id for one in Confirming(folder).questions()}


def test_words_that_are_nothing_of_ours_are_not_asked_again_however_many_click_them(folder: Path) -> None:
    Confirming(folder, lambda: CLICKED).answer("word/depot-diary", Way("none"), "ada")
    more = (Clicked("Depot diary", (("people", 9),), 9, 0.1),)
    assert not [one for one in Confirming(folder, lambda: more).questions() if one.question.about is About.WORD]
    assert _read(folder, "May I put the depot diary into Alba?") == ()


def test_what_was_clicked_and_is_no_data_of_the_policy_any_more_is_not_asked(folder: Path) -> None:
    gone = (Clicked("depot diary", (("no-such-class", 5),), 5, 0.1),)
    assert not [one for one in Confirming(folder, lambda: gone).questions() if one.question.about is About.WORD]


def _read(folder: Path, text: str) -> tuple[str, ...]:
    knowledge = load(folder, load_catalog()).or_raise()
    reading = make_mind(knowledge, load_catalog()).reader.read_words(SafeText(text), None, Asker())
    return tuple(id_ for item in reading.items for data in item.question.data if data.grounded for id_ in data.types)


# --- what an answer writes ------------------------------------------------------------------------------------------------


def test_an_answer_about_a_kind_ties_it_for_sure_and_to_nothing_else(folder: Path) -> None:
    done = Confirming(folder).answer("kind/meeting-notes", Way("people"), "ada")
    data = load(folder, load_catalog()).or_raise().vocabulary.data
    assert data["people"].catalog == ("meeting-notes",)
    assert not data["internal"].perhaps
    assert done.files == ("confirmed.yaml", "data.yaml")
    assert "kind/meeting-notes" not in {one.question.id for one in Confirming(folder).questions()}


def test_a_sentence_that_forbids_becomes_a_rule_that_quotes_it_in_the_place_of_the_one_that_waited(folder: Path) -> None:
    id_ = saying(folder, "Floor plans of the depot are not for any assistant.").question.id
    Confirming(folder).answer(id_, Way("forbid", ("alba",), ("internal",)), "ada")
    rules = {rule.id: rule for rule in load(folder, load_catalog()).or_raise().policy.rules}
    assert "look-first-floor-plans" not in rules
    made = rules["line-floor-plans-of-the-depot-are"]
    assert made.because == {"en": "Floor plans of the depot are not for any assistant."}
    assert (made.effect, set(made.offerings), set(made.data)) == (Effect.FORBID, {"alba/any"}, {"internal"})
    assert "# made by the import" in (folder / "rules.yaml").read_text()


def test_a_sentence_that_rules_nothing_is_never_asked_again_and_nobody_is_sent_to_somebody_for_it(folder: Path) -> None:
    id_ = saying(folder, "Floor plans of the depot are not for any assistant.").question.id
    Confirming(folder).answer(id_, Way("drop"), "ada")
    assert id_ not in {one.question.id for one in Confirming(folder).questions()}
    told = {one.id: one.standing for one in Confirming(folder).coverage().sentences}
    assert told[id_] is Standing.CONFIRMED


def test_who_answered_what_and_when_stands_in_a_file_of_the_policy(folder: Path) -> None:
    Confirming(folder).answer("unlisted", Way("forbidden"), "ada")
    (one,) = load(folder, load_catalog()).or_raise().confirmed
    assert (one.question, one.answer, one.by) == ("unlisted", "forbidden", "ada")
    assert "unlisted_tool: forbidden" in (folder / "policy.yaml").read_text()


def test_an_answer_counts_only_as_long_as_the_files_say_what_was_asked(folder: Path) -> None:
    Confirming(folder).answer("rule/no-scoring", Way("keep"), "ada")
    assert "rule/no-scoring" not in {one.question.id for one in Confirming(folder).questions()}
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text().replace("[scoring]", "[ranking]"))
    assert of(folder, "rule/no-scoring")


def test_the_rulings_that_were_shown_are_those_that_the_written_files_give(folder: Path) -> None:
    texts, before = texts_of(folder), load(folder, load_catalog()).or_raise()
    for one in Confirming(folder).questions():
        question = one.question
        for way in question.ways if question.about is not About.KIND else ():
            if question.about is About.SENTENCE and way.id in ("forbid", "only", "ask") and not (way.tools or way.data):
                continue
            files = edited(texts, [(question, Answer(way, "ada", TODAY))], before.policy)
            written = with_edits(folder, files).policy
            assert _rulings(answered(before.policy, question, way)) == _rulings(written), (question.id, way.id)


def _rulings(policy: Policy) -> list[str]:
    compiled = compile_policy(policy)
    contexts: tuple[dict[Slot, str], ...] = ({}, {Slot.PURPOSE: "abroad"}, {Slot.WORDS: "floor plans"}, {Slot.PURPOSE: "scoring"})
    return [
        decide(
            compiled, Question((ToolAsk("t", (tool,) if tool else ()),), (DataAsk(data, (data,)),), dict(context)), TODAY
        ).verdict
        for tool in (*policy.offerings, "")
        for data in policy.data_classes
        for context in contexts
    ]


# --- what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "way", "asked", "told"),
    [
        ("kind/no-such-kind", Way("open"), "", "no open question"),
        ("unlisted", Way("allowed"), "", "no answer"),
        ("unlisted", Way("forbidden"), "00000000", "changed since"),
        ("kind/meeting-notes", Way("no-such-class"), "", "no answer"),
    ],
    ids=["a question that nobody asked", "an answer that is none", "a question that has changed", "a class that is none"],
)
def test_an_answer_that_cannot_be_written_is_told_in_words_and_writes_nothing(
    folder: Path, id_: str, way: Way, asked: str, told: str
) -> None:
    before = texts_of(folder)
    with pytest.raises(KnowledgeError) as refused:
        Confirming(folder).answer(id_, way, "ada", asked)
    assert told in refused.value.faults[0].what
    assert texts_of(folder) == before


def test_a_sentence_forbids_nothing_before_it_is_said_what_it_is_about(folder: Path) -> None:
    policy = folder / "guidance/policy.md"
    policy.write_text(policy.read_text() + "\n## Please\n\nNothing with a stamp on it.\n")
    id_ = saying(folder, "Nothing with a stamp on it.").question.id
    with pytest.raises(KnowledgeError) as refused:
        Confirming(folder).answer(id_, Way("forbid"), "ada")
    assert "names no tool and no data" in refused.value.faults[0].what


# --- rules ----------------------------------------------------------------------------------------------------------------


def test_a_rule_that_asks_somebody_where_the_sentence_says_no_becomes_a_no(folder: Path) -> None:
    assert [way.id for way in of(folder, "rule/ask-first-abroad").question.ways] == ["keep", "drop", "forbid"]
    assert [way.id for way in of(folder, "rule/no-scoring").question.ways] == ["keep", "drop", "ask"]
    Confirming(folder).answer("rule/ask-first-abroad", Way("forbid"), "ada")
    rules = {rule.id: rule.effect for rule in load(folder, load_catalog()).or_raise().policy.rules}
    assert rules["ask-first-abroad"] is Effect.FORBID


# --- taking back ----------------------------------------------------------------------------------------------------------


def test_answers_are_taken_back_one_after_the_other_to_the_letter(folder: Path) -> None:
    confirming, before = Confirming(folder), texts_of(folder)
    confirming.answer("unlisted", Way("forbidden"), "ada")
    between = texts_of(folder)
    confirming.answer("kind/meeting-notes", Way("people"), "ada")
    assert confirming.undo() == "kind/meeting-notes"
    assert texts_of(folder) == between
    assert confirming.undo() == "unlisted"
    assert texts_of(folder) == before == {**FILES, ".import.json": ""}
    assert confirming.undo() == ""


def test_an_answer_is_not_taken_back_over_a_newer_edit(folder: Path) -> None:
    confirming = Confirming(folder)
    confirming.answer("unlisted", Way("forbidden"), "ada")
    policy = folder / "policy.yaml"
    policy.write_text(policy.read_text() + "time_zone: Europe/Amsterdam\n")
    with pytest.raises(KnowledgeError) as refused:
        confirming.undo()
    assert "policy.yaml changed after the edit" in refused.value.faults[0].what
    assert "Europe/Amsterdam" in policy.read_text()


# --- coverage -------------------------------------------------------------------------------------------------------------


def test_no_sentence_of_the_document_vanishes(folder: Path) -> None:
    covered = Confirming(folder).coverage()
    standing = {one.text: one.standing for one in covered.sentences}
    assert standing == {
        "Write to the desk if you wonder.": Standing.BACKGROUND,
        "Floor plans of the depot are not for any assistant.": Standing.WAITS,
        "Nobody scores colleagues with AI.": Standing.RULE,
        "Do not use Alba abroad.": Standing.RULE,
        "Brisk Only open data.": Standing.RULE,
        "Internal: no.": Standing.RULE,
        "Alba Everything that is open is fine.": Standing.BACKGROUND,
        "Never paste people data of minors.": Standing.UNREAD,
    }
    assert (covered.told, covered.ruling, covered.resting, covered.rules) == (4, 6, 3, 3)
