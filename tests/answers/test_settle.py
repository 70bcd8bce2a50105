"""A click and a filled form: slots that the asker's own hand settles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.mind import Mind
from bot.answers.settle import click, correction, shown_of
from bot.policy.deciding.ask import ANOTHER
from bot.policy.deciding.rulings import AskBack, Option
from bot.policy.talks.talk import Intent, Item, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk
from bot.saying.words import phrase
from tests.reading.conftest import SAMPLE, answerer_of

LABELS = {"copilot/m365": "Microsoft 365 Copilot", "names": "Client names", "code": "Copilot for code"}
ITEM = Item(Intent.MAY_I, Question((ToolAsk("Copilot", ("copilot/m365", "copilot/chat")),), (DataAsk("names", ("names",)),)))
PENDING = AskBack(Slot.TOOL, (Option("copilot/m365", ("copilot/m365",)), Option("copilot/chat", ("copilot/chat",))), "Copilot")
THREAD = ThreadState(ITEM, PENDING, 1, "nl", "R-1")


@pytest.fixture
def mind() -> Mind:
    """The sample company's, with names of our own."""
    sample = answerer_of(SAMPLE).mind
    return replace(sample, knowledge=replace(sample.knowledge, labels={id_: {"en": name} for id_, name in LABELS.items()}))


def test_a_click_settles_the_slot_and_names_the_offering_that_is_left(mind: Mind) -> None:
    reading = click(mind, THREAD, "tool", "copilot/m365")
    assert reading is not None
    assert reading.language == "nl"
    assert reading.items[0].question.tools == (ToolAsk("Microsoft 365 Copilot", ("copilot/m365",)),)
    assert reading.items[0].read_as == "Microsoft 365 Copilot · names"
    assert reading.items[0].mentions[-1].via == "click"


def test_a_click_on_a_tool_with_several_offerings_is_called_by_that_tools_name(mind: Mind) -> None:
    both = ("code/business", "code/solo")
    item = replace(ITEM, question=replace(ITEM.question, tools=(ToolAsk("Copilot", ("copilot/m365", *both)),)))
    pending = replace(PENDING, options=(PENDING.options[0], Option("code", both)))
    reading = click(mind, replace(THREAD, item=item, pending=pending), "tool", "code")
    assert reading is not None
    assert reading.items[0].question.tools == (ToolAsk("Copilot for code", both),)


def test_a_click_on_another_tool_is_one_that_no_file_names(mind: Mind) -> None:
    item = replace(ITEM, question=replace(ITEM.question, tools=(ToolAsk("", ("copilot/m365", "copilot/chat")),)))
    reading = click(mind, replace(THREAD, item=item, pending=replace(PENDING, about="")), "tool", ANOTHER)
    assert reading is not None
    assert reading.items[0].question.tools == (ToolAsk(phrase("nl", "pick.other_tool"), ()),)


def test_a_tool_that_was_named_is_no_other_one(mind: Mind) -> None:
    reading = click(mind, THREAD, "tool", ANOTHER)
    assert reading is not None
    assert reading.items[0].question.tools == ITEM.question.tools


def test_a_click_on_a_kind_of_data_is_called_by_its_name(mind: Mind) -> None:
    item = replace(ITEM, question=replace(ITEM.question, data=(DataAsk("the stuff"),)))
    pending = AskBack(Slot.DATA, (Option("names"),), "the stuff")
    reading = click(mind, replace(THREAD, item=item, pending=pending), "data", "names")
    assert reading is not None
    assert [(data.name, data.types) for data in reading.items[0].question.data] == [("Client names", ("names",))]


@pytest.mark.parametrize(
    ("thread", "slot"),
    [
        pytest.param(None, "tool", id="the thread has expired"),
        pytest.param(replace(THREAD, pending=None), "tool", id="nothing is asked any more"),
        pytest.param(THREAD, "data", id="another slot is asked now"),
    ],
)
def test_a_click_on_what_is_not_asked_any_more_settles_nothing(mind: Mind, thread: ThreadState | None, slot: str) -> None:
    assert click(mind, thread, slot, "copilot/m365") is None


def test_a_form_replaces_tool_and_data_and_keeps_what_was_said_of_conditions(mind: Mind) -> None:
    said = replace(ITEM, question=replace(ITEM.question, unmet=frozenset({"approval"}), left_out=("x",)))
    reading = correction(mind, replace(THREAD, item=said), {"tool": ("copilot/chat",), "data": ("public",)})
    question = reading.items[0].question
    assert [tool.offerings for tool in question.tools] == [("copilot/chat",)]
    assert [asked.types for asked in question.data] == [("public",)]
    assert (question.unmet, question.left_out, question.asked_back) == (frozenset({"approval"}), (), 0)


def test_a_form_without_any_thread_asks_a_question_of_its_own(mind: Mind) -> None:
    reading = correction(mind, None, {"data": ("names",)})
    assert reading.items[0].intent is Intent.WHICH_TOOL
    assert reading.language == "en"


TWO = Question(
    (ToolAsk("Copilot", ("copilot/m365", "copilot/chat")), ToolAsk("Gamma")),
    (DataAsk("names", ("names",), transformations=("anonymised",)), DataAsk("health", ("health",)), DataAsk("scribbles")),
    left_out=("x",),
)


def filled(question: Question) -> dict[str, tuple[str, ...]]:
    """A form as it opens: all that was understood."""
    return {slot: tuple(entries) for slot, entries in shown_of(question).items()}


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(TWO, id="with several tools and kinds of data"),
        pytest.param(replace(TWO, tools=TWO.tools[1:]), id="with a tool that is on no list"),
        pytest.param(replace(TWO, tools=()), id="without a tool"),
    ],
)
def test_a_form_in_which_nothing_was_changed_asks_the_very_same_question(mind: Mind, question: Question) -> None:
    item = Item(Intent.COMPARE, question, unread=("scribbles",))
    asked = correction(mind, replace(THREAD, item=item), filled(question)).items[0]
    assert (asked.question, asked.intent, asked.unread) == (question, Intent.COMPARE, ("scribbles",))


def test_a_form_in_which_only_the_tool_was_changed_keeps_all_that_was_read_of_the_data(mind: Mind) -> None:
    thread = replace(THREAD, item=replace(ITEM, question=TWO))
    question = correction(mind, thread, {**filled(TWO), "tool": ("copilot/chat",)}).items[0].question
    assert [tool.offerings for tool in question.tools] == [("copilot/chat",)]
    assert (question.data, question.left_out) == (TWO.data, TWO.left_out)


def test_what_is_taken_out_of_a_form_is_not_asked_any_more_and_the_rest_stays_as_it_was_read(mind: Mind) -> None:
    item = Item(Intent.COMPARE, TWO, unread=("scribbles",))
    asked = correction(mind, replace(THREAD, item=item), {**filled(TWO), "data": ("names", "public")}).items[0]
    assert asked.question.data == (TWO.data[0], DataAsk("public", ("public",)))
    assert (asked.question.tools, asked.intent, asked.unread) == (TWO.tools, Intent.COMPARE, ())
    assert asked.question.left_out == TWO.left_out
    assert [mention.id for mention in asked.mentions] == ["public"]


def test_what_was_left_out_is_asked_once_it_is_chosen(mind: Mind) -> None:
    thread = replace(THREAD, item=replace(ITEM, question=replace(TWO, rest_named=True)))
    question = correction(mind, thread, {**filled(TWO), "data": ("names", "x")}).items[0].question
    assert ([data.name for data in question.data], question.left_out, question.rest_named) == (["names", "x"], (), False)


def test_a_tool_on_no_list_that_stays_chosen_beside_another_is_still_asked(mind: Mind) -> None:
    thread = replace(THREAD, item=replace(ITEM, question=TWO))
    chosen = {"tool": (*filled(TWO)["tool"], "code/solo")}
    question = correction(mind, thread, chosen).items[0].question
    assert question.tools == (*TWO.tools, ToolAsk("code/solo", ("code/solo",)))


def test_an_entry_on_no_list_is_nothing_that_is_allowed_once_the_thread_is_gone(mind: Mind) -> None:
    question = correction(mind, None, filled(TWO)).items[0].question
    assert [(tool.name, tool.offerings) for tool in question.tools] == [("Copilot", ()), ("Gamma", ())]
    assert [data.types for data in question.data] == [("names",), ("health",), ()]


def test_a_form_of_which_the_tools_were_all_taken_out_asks_which_tool(mind: Mind) -> None:
    asked = correction(mind, replace(THREAD, item=replace(ITEM, question=TWO)), {**filled(TWO), "tool": ()}).items[0]
    assert (asked.question.tools, asked.question.data, asked.intent) == ((), TWO.data, Intent.WHICH_TOOL)
