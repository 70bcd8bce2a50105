"""The digest of gaps in Slack: an owner presses its button, looks at the edit and what it would change, and proposes it once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.desk.gaps import queue_gaps
from bot.desk.requests import person
from bot.saying.words import phrase
from bot.slack.gaps import cards
from tests.integration.conftest import Talk
from tests.integration.owners.test_announced import owner_of
from tests.integration.owners.test_desk import whispers

PATIENCE = 60
DESK = "ai-policy"
MONDAY = datetime(2035, 1, 8, 9, 30, tzinfo=UTC)
QUESTION = "@may-i May I use DeepL Pro for board papers?"


def digest_of(talk: Talk) -> dict[str, Any]:
    """What the owner's channel gets on a Monday, once there is a gap."""
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENCE)
    queue_gaps(talk.house.app, MONDAY)
    posted: dict[str, Any] = talk.slack.wait_for(DESK, lambda m: "mayi gaps" in m["text"], timeout=PATIENCE)
    return posted


def pressed(talk: Talk, who: str, posted: dict[str, Any], about: str) -> None:
    """The button of the row about something."""
    block = next(one for one in posted["blocks"] if about in repr(one) and one.get("accessory"))
    talk.slack.press(who, DESK, posted["ts"], cards.ACTION, block_id=block["block_id"])


def seen(talk: Talk, who: str, words: str) -> dict[str, Any]:
    """The form, once it says this."""

    def look() -> dict[str, Any] | None:
        view = talk.slack.modal(who)
        return view if view and words in repr(view) else None

    found: dict[str, Any] = talk.slack.wait_until(look, PATIENCE)
    return found


def test_a_gap_is_closed_by_its_button_and_once_however_often_it_is_confirmed(talk: Talk) -> None:
    talk.ask("lieke", "@may-i May I use Grok for a press release?")
    posted = digest_of(talk)
    owner = owner_of(talk)
    language = person(talk.house.app, next(p.id for p in talk.slack.company.people if p.name == owner)).language or "en"

    people = talk.knowledge / "people.yaml"
    people.write_text(people.read_text().replace(", admin: true", ""))  # Joost was an admin, and so was his group
    talk.slack.wait_until(lambda: not any(one.is_admin for one in talk.house.store.current().people), PATIENCE)
    pressed(talk, "joost", posted, "Grok")
    talk.slack.wait_until(lambda: whispers(talk, "joost", DESK), timeout=PATIENCE)
    assert whispers(talk, "joost", DESK)[-1] == phrase("nl", "task.not_yours")  # people.yaml: Joost reads Dutch
    assert talk.slack.modal("joost") is None

    pressed(talk, owner, posted, "Grok")
    seen(talk, owner, phrase(language, "gaps.form.what"))
    talk.slack.submit(owner, {cards.WAY: "plain"})
    preview = seen(talk, owner, "rich_text_preformatted")
    assert "tools/grok.yaml" in repr(preview) and "effect: review" in repr(preview)
    tool = talk.knowledge / "tools" / "grok.yaml"
    assert not tool.exists(), "it is shown first"
    talk.slack.submit(owner)
    seen(talk, owner, "tools/grok.yaml.")
    assert tool.exists()
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENCE)
    assert (talk.knowledge / "rules.yaml").read_text().count("gap-grok") == 1
    told = [m for m in talk.slack.messages(DESK) if "tools/grok.yaml" in m["text"]]
    assert len(told) == 1


def test_a_policy_that_changed_since_the_edit_was_shown_shows_it_again_and_proposes_nothing(talk: Talk) -> None:
    talk.ask("lieke", "@may-i May I use Grok for a press release?")
    posted, owner = digest_of(talk), owner_of(talk)
    pressed(talk, owner, posted, "Grok")
    seen(talk, owner, cards.CHOOSE)
    talk.slack.submit(owner, {cards.WAY: "plain"})
    seen(talk, owner, "rich_text_preformatted")

    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + "\n# looked at\n")
    talk.slack.submit(owner)
    again = seen(talk, owner, "looked at")
    assert again["callback_id"] == cards.CONFIRM
    assert not (talk.knowledge / "tools" / "grok.yaml").exists()

    (talk.knowledge / "tools" / "grok.yaml").write_text("id: grok\nlabel: Grok\ncatalog: [grok]\n")
    rules.write_text(rules.read_text() + "- {rule: no-grok, tools: grok, data: '*', effect: forbid}\n")
    talk.slack.wait_until(lambda: "grok" in talk.house.store.current().vocabulary.tools, PATIENCE)
    talk.slack.submit(owner)
    seen(talk, owner, cards.WAITING)
    assert "gap-grok" not in rules.read_text()
