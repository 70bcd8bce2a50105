"""A digest of gaps, a gap, or a drafted edit goes in; Slack's blocks and modal views come out."""

from __future__ import annotations

from typing import Any

from bot.desk.gaps import Draft, GapForm
from bot.policy.talks.talk import Address
from bot.slack.desk import forms
from bot.slack.desk.cards import section
from bot.slack.doors.all import Texts
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.kit import Block
from bot.slack.posts.post import Poster
from bot.slack.posts.text import LONGEST_TEXT, cut, plain_text, safe
from bot.slack.shortcuts.parts import Frame, modal

ACTION, CHOOSE, CONFIRM, WAITING = "mayi_gap", "mayi_gap_choose", "mayi_gap_confirm", "mayi_gap_waiting"
WAY = "mayi_gap_way"
LINE, LONGEST_PATCH = 1500, 2800
"""Characters that Slack takes in one text, with room for its frame."""


def post_digest(poster: Poster, key: str, said: dict[str, Any], address: Address) -> str:
    """The lines, with a button for each gap that can be closed by one. Raises a ``PostingProblem``."""
    return poster.put(address, *to_digest(said["shown"], said["words"]), key)


def to_digest(told: dict[str, Any], text: str) -> tuple[str, list[Block]]:
    """``told``: head, foot, label, language and rows (line, gap; an empty gap is to be closed by hand)."""
    blocks: list[Block] = [section(cut(safe(told["head"]), LINE))]
    for number, (line, gap) in enumerate(told["rows"]):
        mark = to_block_id(Mark("", "", told["language"], "gap", number))
        button = {"type": "button", "action_id": ACTION, "text": plain_text(told["label"], 75), "value": gap}
        more = {"block_id": mark, "accessory": button} if gap else {}
        blocks.append({**section(cut(safe(line), LINE)), **more})
    blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": cut(safe(told["foot"]), LINE)}]})
    return cut(safe(text), LONGEST_TEXT), blocks


def waiting(memory: dict[str, str], texts: Texts) -> Block:
    """While the edit is looked for: Slack waits three seconds, and a large policy takes longer."""
    return modal(_frame(WAITING, memory), [_words(texts(memory["l"], "gaps.form.moment"))], texts)


def told(words: str, memory: dict[str, str], texts: Texts) -> Block:
    """Nothing but words."""
    return modal(_frame(WAITING, memory), [_words(words)], texts)


def to_form(form: GapForm, memory: dict[str, str], texts: Texts) -> Block:
    """What may be chosen for a gap."""
    said = [_words(form.about), *_examples(form, memory["l"], texts)]
    if not form.ways:
        return modal(_frame(WAITING, memory), [*said, _words(texts(memory["l"], "console.mend.by_hand"))], texts)
    choice = forms.choose(WAY, texts(memory["l"], "gaps.form.what"), form.ways)
    return modal(_frame(CHOOSE, memory, "gaps.form.show"), [*said, choice], texts)


def to_preview(draft: Draft, memory: dict[str, str], texts: Texts, remark: str = "") -> Block:
    """The edit, what it would change, and the button that proposes it."""
    language = memory["l"]
    cells = [_words("\n".join((texts(language, "gaps.form.cells"), *draft.cells)))] if draft.cells else []
    patch: Block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": cut(draft.patch.strip(), LONGEST_PATCH)}]}
        ],
    }
    above = [_words(remark)] if remark else []
    memory = {**memory, "d": draft.digest}
    blocks = [*above, _words(draft.about), patch, *cells, _words(draft.changes)]
    return modal(_frame(CONFIRM, memory, "gaps.form.send"), blocks, texts)


def _examples(form: GapForm, language: str, texts: Texts) -> list[Block]:
    lines = [f"• {example}" for example in form.examples]
    return [_words("\n".join((texts(language, "gaps.form.asked"), *lines)))] if lines else []


def _frame(callback: str, memory: dict[str, str], submit: str = "") -> Frame:
    return Frame(callback, "gaps.form.title", memory, submit)


def _words(text: str) -> Block:
    """Plain text: what people asked has no markup."""
    return {"type": "section", "text": plain_text(text, 2900)}
