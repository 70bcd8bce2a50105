"""What was seen in a text goes in, never the text; the form that says which tools may take it comes out, and back again."""

from __future__ import annotations

from typing import Any

from bot.policy.talks.checks import Entry, Looked, Shown
from bot.slack.doors.all import Texts
from bot.slack.posts.kit import Block
from bot.slack.posts.search import option
from bot.slack.posts.text import plain_text
from bot.slack.shortcuts.parts import Frame, button, labelled, modal, outcome, remembered, small

PASTE, RESULT = "mayi_check_paste", "mayi_check_result"
TEXT, DATA, AGAIN = "mayi_check_text", "mayi_check_data", "mayi_check_again"
MOST_TYPED = 3000
"""Slack's own limit for what is typed into a form."""
MOST_DATA = 20


def paste_form(language: str, version: str, number: int, texts: Texts) -> dict[str, Any]:
    """The form to paste into. ``number``: a block of its own each time, so that no client brings the last text back."""
    element: Block = {"type": "plain_text_input", "action_id": TEXT, "multiline": True, "max_length": MOST_TYPED}
    typed: Block = {
        "type": "input",
        "block_id": f"{TEXT}|{number}",
        "label": plain_text(texts(language, "look.paste"), 2000),
        "hint": plain_text(texts(language, "look.paste.hint"), 2000),
        "element": element,
    }
    return modal(Frame(PASTE, "look.title", {"l": language, "v": version, "n": number}, "look.submit"), [typed], texts)


def pasted(view: dict[str, Any]) -> str:
    """The text that was typed."""
    for actions in view.get("state", {}).get("values", {}).values():
        if TEXT in actions:
            return actions[TEXT].get("value") or ""
    return ""


def result_form(  # noqa: PLR0917 - a form is built from these in one place
    looked: Looked,
    shown: Shown,
    memory: dict[str, Any],
    labels: dict[str, str],
    texts: Texts,
    files: tuple[str, ...] = (),
    copy: list[Block] | None = None,
) -> dict[str, Any]:
    """What was seen, what somebody may change of it by hand, and the tools. ``memory``: ``memory_of`` this look; ``copy``: the
    blocks of the redacted copy."""
    language = shown.language
    first, *rest = outcome(shown, str(memory.get("v", "")), texts)
    blocks = [first, small(_files(memory, files, texts, language))]
    if not looked.is_incident:
        blocks.append(labelled(_data_block(memory), texts(language, "look.change"), _search(looked, labels, texts, language)))
        blocks += [{"type": "divider"}] if rest else []
    blocks += rest
    if copy and not looked.is_incident:
        blocks += [{"type": "divider"}, *copy]
    if shown.key and shown.answer is not None:
        blocks.append(small(texts(language, "look.kept", receipt=shown.answer.receipt)))
    if memory.get("g") == "paste":
        blocks.append(button("mayi_check_more", AGAIN, texts(language, "look.again"), "again"))
    submit = "" if looked.is_incident else "pick.show"
    return modal(Frame(RESULT, "look.title", memory, submit), blocks, texts)


def memory_of(looked: Looked, language: str, version: str, place: str, trigger: str, files: int = 0) -> dict[str, Any]:  # noqa: PLR0917
    """What a result remembers: the kinds of values, never a word of the text and no name of a file."""
    return {"l": language, "v": version, "p": place, "g": trigger, "f": files, "k": list(looked.kinds), "cut": looked.is_cut}


def read(view: dict[str, Any]) -> tuple[Looked, tuple[str, ...], dict[str, Any], dict[str, str]]:
    """From a result that somebody changed by hand: what was seen, what is said to be in it, the memory, and labels."""
    memory = remembered(view)
    labels: dict[str, str] = {}
    for actions in view.get("state", {}).get("values", {}).values():
        for action, state in actions.items():
            if action == DATA:
                labels = {one["value"]: one["text"]["text"] for one in state.get("selected_options") or ()}
    looked = Looked(
        language=str(memory.get("l", "")),
        kinds=tuple(memory.get("k") or ()),
        is_cut=bool(memory.get("cut")),
    )
    return looked, tuple(labels), memory, labels


def _files(memory: dict[str, Any], files: tuple[str, ...], texts: Texts, language: str) -> str:
    if not memory.get("f"):
        return ""
    return texts(language, "look.files", files=", ".join(files) or str(memory["f"]))


def _data_block(memory: dict[str, Any]) -> str:
    return f"{DATA}|{memory.get('p', '')}"[:255]


def _search(looked: Looked, labels: dict[str, str], texts: Texts, language: str) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": DATA,
        "min_query_length": 0,
        "max_selected_items": MOST_DATA,
        "placeholder": plain_text(texts(language, "pick.type"), 150),
    }
    chosen = [option(Entry(id_, labels[id_])) for id_ in looked.data if id_ in labels][:MOST_DATA]
    if chosen:
        element["initial_options"] = chosen
    return element
