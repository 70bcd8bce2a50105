"""What a vendor announced, typed into Slack by an owner: the form, what it reads from a notice, and what its file then says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.desk.terms import watch_and_tell
from bot.policy.vendors.terms import Direction, Judgement, Severity, Topic
from bot.policy.vendors.watching import PageChange
from tests.integration.conftest import Talk

PATIENCE = 30
CHANNEL = "ai-policy"
NOTICE = "From: legal@openai.com\nSubject: Updated usage policies\n\nOur updated policies take effect on March 1, 2027.\n"


def opened(talk: Talk, who: str) -> dict[str, Any]:
    talk.slack.shortcut(who, "mayi_announced")
    view: dict[str, Any] = talk.slack.wait_until(lambda: talk.slack.modal(who), PATIENCE)
    return view


def owner_of(talk: Talk) -> str:
    """Somebody whom people.yaml calls an owner, as the playground calls them."""
    owners = {person.match for person in talk.house.store.current().people if person.is_owner}
    return next(person.name for person in talk.slack.company.people if person.id in owners)  # a person, no group


def test_an_owner_pastes_a_notice_and_the_file_has_it_and_anybody_else_is_told_that_it_is_not_for_them(talk: Talk) -> None:
    refused = opened(talk, "lieke")
    assert "answer for the policy" in repr(refused) and not [one for one in refused["blocks"] if one["type"] == "input"]

    owner = owner_of(talk)
    form = opened(talk, owner)
    assert next(one["block_id"] for one in form["blocks"] if one["type"] == "input") == "mayi_vendor"
    missing = talk.slack.submit(owner, {"mayi_vendor": "openai", "mayi_change_notice": "New terms soon."})
    assert "Kies de dag" in repr(missing["errors"]["mayi_change_day"])

    others = {"mayi_vendor": "openai", "mayi_change_notice": NOTICE, "mayi_change_about": ["anthropic:tool:claude"]}
    assert "van deze leverancier" in repr(talk.slack.submit(owner, others)["errors"]["mayi_change_about"])
    about = ["openai:tool:chatgpt", "openai:page:acceptable-use"]
    assert talk.slack.submit(owner, {**others, "mayi_change_about": about}) == {}
    done = talk.slack.wait_until(
        lambda: view if (view := talk.slack.modal(owner)) and "Geschreven" in repr(view) else None, PATIENCE
    )
    assert "Updated usage policies, vanaf 2027-03-01" in repr(done)
    words = (talk.knowledge / "vendors" / "openai.yaml").read_text(encoding="utf-8")
    assert "    title: Updated usage policies" in words and "    effective: 2027-03-01" in words
    assert "legal@openai.com" not in words
    assert "acceptable-use" in words and "chatgpt" in words and "announced_on" in words
    talk.slack.wait_for(CHANNEL, lambda m: "vendors/openai.yaml" in m["text"], timeout=PATIENCE)


def test_a_confirmed_change_is_posted_once_however_often_the_house_looks(talk: Talk) -> None:
    now = datetime.now(UTC)
    judged = Judgement(Severity.ALERT, (Topic.TRAINING,), Direction.LOOSER)
    talk.house.ledger.keep_change(PageChange("c1", "openai/commercial-terms", "a", "b", now, judged, "https://openai.com/t"))
    for _ in range(3):
        watch_and_tell(talk.house.app, talk.house.watching, now)
    told = talk.slack.wait_for(CHANNEL, lambda m: "Looser for our data: OpenAI, commercial terms" in m["text"], timeout=PATIENCE)
    talk.slack.wait_until(lambda: talk.house.ledger.page_changes(told="posted"), PATIENCE)
    watch_and_tell(talk.house.app, talk.house.watching, now)
    assert [m["ts"] for m in talk.slack.messages(CHANNEL) if "Looser" in m["text"]] == [told["ts"]]
