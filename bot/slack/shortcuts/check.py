"""A message from its menu, or a pasted text, goes in and is forgotten; a form with its kinds of data and the tools comes out.

The text is looked at in memory only: it is not queued, stored, logged, or remembered by the form. Where redaction found values in
it, the form shows the text without them, to whoever brought it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.policy.talks.checks import Form, Looked, Shown
from bot.slack.click import acknowledge
from bot.slack.doors.all import Doors
from bot.slack.posts.kit import Block
from bot.slack.posts.search import search_data
from bot.slack.shortcuts import by_now
from bot.slack.shortcuts import check_form as form
from bot.slack.shortcuts.parts import remembered
from bot.slack.shortcuts.redacted_copy import copied, copy_blocks
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import failing_inside, notice_view, say_back, told_on_failure, who_of

MESSAGE, PASTE = "mayi_check_message", "mayi_paste"
BY_MESSAGE, BY_PASTE = "message", "paste"


def register(app: App, doors: Doors, screen: Screen) -> None:
    """Listen to both shortcuts, the form to paste into, and what somebody changes by hand."""

    def look(body: dict[str, Any]) -> None:
        _look(doors, screen, body)

    def paste(body: dict[str, Any]) -> None:
        open_paste(doors, screen, body)

    def change(body: dict[str, Any]) -> None:
        by_now.show(doors, screen, body, _by_now)

    def again(body: dict[str, Any]) -> None:
        memory = remembered(body["view"])
        language, number = str(memory.get("l", "")), int(float(body["actions"][0].get("action_ts") or 0))
        blank = form.paste_form(language, doors.checks.version(), number, doors.texts)
        screen.update(body, blank)

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        ack(response_action="update", view=_pasted(doors, body))

    def resubmit(ack: Ack, body: dict[str, Any]) -> None:
        by_now.answer(ack, doors, body, _by_now)

    app.shortcut(MESSAGE)(ack=acknowledge, lazy=[told_on_failure(look, doors)])
    app.shortcut(PASTE)(ack=acknowledge, lazy=[told_on_failure(paste, doors)])
    app.view(form.PASTE)(failing_inside(submit, doors))
    app.view(form.RESULT)(failing_inside(resubmit, doors))
    app.action(form.DATA)(ack=acknowledge, lazy=[told_on_failure(change, doors)])
    app.action(form.AGAIN)(ack=acknowledge, lazy=[told_on_failure(again, doors)])

    @app.options(form.DATA)
    def on_search(ack: Ack, body: dict[str, Any]) -> None:
        language = str(remembered(body.get("view") or {}).get("l", ""))
        ack(search_data(doors.checks, language, body.get("value") or ""))


def texts_of(message: dict[str, Any]) -> str:
    """All words of a message: its own, those of its blocks, and of what is quoted or unfurled under it."""
    parts = [message.get("text") or "", *_strings(message.get("blocks") or [])]
    for attached in message.get("attachments") or []:
        parts += [str(attached.get(key) or "") for key in ("pretext", "title", "text", "fallback")]
        parts += [str(field.get(key) or "") for field in attached.get("fields") or [] for key in ("title", "value")]
        parts += _strings(attached.get("blocks") or [])
    return "\n".join(dict.fromkeys(part for part in parts if part.strip()))


def files_of(message: dict[str, Any]) -> tuple[str, ...]:
    """Names and types of attached files; their content is never fetched."""
    named = (
        (one.get("name") or one.get("title") or "", one.get("pretty_type") or one.get("filetype") or "")
        for one in message.get("files") or []
    )
    return tuple(f"{name} ({kind})" if name and kind else name or kind or "?" for name, kind in named)


def _strings(blocks: Any) -> Iterator[str]:
    """Every text in blocks, however deep."""
    if isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            yield blocks["text"]
        for value in blocks.values():
            yield from _strings(value)
    elif isinstance(blocks, list):
        for value in blocks:
            yield from _strings(value)


def _look(doors: Doors, screen: Screen, body: dict[str, Any]) -> None:
    """The message's menu: the form opens with the outcome."""
    who, message, trigger_id = who_of(body), body.get("message") or {}, body.get("trigger_id", "")
    language = doors.checks.language(who)
    text, files = texts_of(message), files_of(message)
    words = doors.checks.refusal(who, (body.get("channel") or {}).get("id", ""), language)
    if not words and not text and not files:
        words = doors.texts(language, "look.empty")
    if words:
        shown, view = Shown(language), notice_view(words, "look.title", language, doors.texts)
    else:
        looked = doors.checks.look(text, files)
        place = _place(trigger_id)
        shown = doors.checks.check(looked, None, Form(who, language, place, BY_MESSAGE))
        memory = form.memory_of(looked, language, shown.version, place, BY_MESSAGE, len(files))
        # only the author's own words: what is quoted or unfurled below them is not theirs to copy
        copy = _copy(doors, message.get("text") or "", language)
        view = form.result_form(looked, shown, memory, _labels(doors, looked, language), doors.texts, files, copy)
    if screen.open(trigger_id, view):
        if shown.key:
            doors.checks.keep(shown, who)
        return
    say_back(doors, body, doors.texts(language, "pick.late"))


def open_paste(doors: Doors, screen: Screen, body: dict[str, Any]) -> None:
    """Open the form to paste into, or say why there is none."""
    who, trigger_id = who_of(body), body.get("trigger_id", "")
    language = doors.checks.language(who)
    words = doors.checks.refusal(who, "", language)
    view = notice_view(words, "look.title", language, doors.texts) if words else None
    view = view or form.paste_form(language, doors.checks.version(), 0, doors.texts)
    if not screen.open(trigger_id, view):
        say_back(doors, body, doors.texts(language, "pick.late"))


def _pasted(doors: Doors, body: dict[str, Any]) -> dict[str, Any]:
    """The form after a text was pasted: it is looked at before Slack is answered, and gone afterwards."""
    view, who = body["view"], who_of(body)
    memory = remembered(view)
    language = str(memory.get("l", ""))
    text = form.pasted(view)
    looked = doors.checks.look(text, ())
    # a form that is sent again after Slack gave up waiting may hold another text: that is another question
    place = _place(f"{view['id']}:{memory.get('n', 0)}:{looked}")
    shown = doors.checks.check(looked, None, Form(who, language, place, BY_PASTE))
    after = form.memory_of(looked, language, str(memory.get("v", "")), place, BY_PASTE)
    if shown.key:
        doors.checks.keep(shown, who)
    copy = _copy(doors, text, language)
    return form.result_form(looked, shown, after, _labels(doors, looked, language), doors.texts, copy=copy)


def _by_now(doors: Doors, body: dict[str, Any]) -> tuple[Shown, dict[str, Any], dict[str, Any]]:
    """What is ruled of what somebody says is in the text, the form that shows it, and the one for when two came at once."""
    looked, chosen, memory, labels = form.read(body["view"])
    language, place, trigger = (str(memory.get(key, "")) for key in ("l", "p", "g"))
    shown = doors.checks.check(looked, chosen, Form(who_of(body), language, place, trigger))
    nothing = Shown(language, (doors.texts(language, "pick.unsure"),), version=shown.version)
    said = replace(looked, data=chosen)
    copy = copied(body["view"])
    after = form.result_form(said, shown, memory, labels, doors.texts, copy=copy)
    return shown, after, form.result_form(said, nothing, memory, labels, doors.texts, copy=copy)


def _copy(doors: Doors, text: str, language: str) -> list[Block]:
    """What is shown of the text itself; nothing where redaction found nothing in it."""
    copy = doors.checks.copy(text)
    return copy_blocks(copy, language, doors.texts) if copy is not None else []


def _labels(doors: Doors, looked: Looked, language: str) -> dict[str, str]:
    wanted = set(looked.data)
    return {entry.id: entry.label for entry in doors.checks.entries("data", language, "") if entry.id in wanted}


def _place(unique: str) -> str:
    """What makes one look one of its kind."""
    return hashlib.sha256(unique.encode()).hexdigest()[:16]
