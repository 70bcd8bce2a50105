"""A click on "Share in the channel" goes in; the answer is queued for the channel, in the asker's name."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack
from slack_bolt import App as Bolt
from slack_sdk import WebClient

from bot.answers.board import announced, board_of
from bot.answers.correct import answer_again
from bot.answers.mind import Minds
from bot.answers.take_in import keep_address
from bot.app import App
from bot.ledger.plain import ADDRESS, ANSWER, plain
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Who
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Address
from bot.saying.notices.own import by_todays_policy
from bot.saying.words import phrase
from bot.slack.click import is_asker, read_click, taking, whisper
from bot.slack.doors.all import Doors
from bot.slack.posts.post import Poster
from bot.slack.posts.sharing import SHARE, shared
from bot.slack.posts.text import safe

Plain = dict[str, Any]
KIND = "share"
MOST_TRIES = 5
"""How often one answer may be tried again after a channel would not have it."""
NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
TALK = "D"
"""How ids of direct messages begin."""
log = logging.getLogger("mayi.sharing")


def register(app: Bolt, doors: Doors, client: WebClient) -> None:
    """Listen to the button. The sharing is queued before Slack is acknowledged; a word about it comes afterwards."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        language, who = click.mark.language, Who(click.team, click.user, click.user_team)
        if is_asker(click, doors):
            words = doors.checks.refusal(who, click.channel, language) or doors.checks.share(
                click.mark.receipt, who, click.channel, click.response_url, language
            )
        else:
            words = doors.texts(language, "slack.not_yours")
        ack()
        if words:
            whisper(click, safe(words), client)

    app.action(SHARE)(taking(take, doors, client))


def share(app: App, receipt: str, who: Who, channel: str, response_url: str, language: str) -> str:  # noqa: PLR0917
    """Queue it; gives what to say at once, empty where the channel will show it. Each try has an id of its own, and a new one is
    only made after a refusal: a double click is one try."""
    if app.ledger.question(receipt) is None:
        return phrase(language, "slack.failed")
    tries = [f"{KIND}:{receipt}:{number}" for number in range(MOST_TRIES)]
    mine = next((id_ for id_ in tries if not _has_ended(app, id_)), "")
    if not mine:
        return phrase(language, "share.refused")
    before = app.ledger.outgoing(mine)
    if before is not None and before.state == "posted":
        return phrase(language, "share.already")
    address = Address(who.team, channel, who.user, response_url=response_url)
    keep_address(app, mine, address, app.hash_of("person", who.team, who.user))
    app.engine.notify(mine, {"kind": KIND, "key": mine, "receipt": receipt, "language": language})
    return ""


def share_words(app: App, minds: Minds, notice: Plain) -> Plain | None:
    """The answer by today's policy; None where the question is erased."""
    row = app.ledger.question(notice["receipt"])
    if row is None or row.answer is None:
        return None
    answer: Answer = ANSWER.validate_python(row.answer)
    if row.policy_version != minds.today().version:
        answer = by_todays_policy(answer_again(app, minds, row) or answer)
    asked = row.text or answer.read_as
    shown = announced(answer, board_of(app.ledger, app.today))
    return {"kind": KIND, "key": notice["key"], "answer": plain(ANSWER, shown), "question": asked}


def post_shared(poster: Poster, key: str, said: Plain, address: Address) -> str:
    """Into the channel. Raises a ``PostingProblem``."""
    answer: Answer = ANSWER.validate_python(said["answer"])
    return poster.put(address, *shared(answer, said["question"], address.user, phrase), key)


def keep_shared(app: App, poster: Poster, notice: Plain, outcome: Plain) -> None:
    """Where the channel would not have it, its asker is told so. Afterwards nobody needs to be found any more."""
    kept = app.ledger.address(notice["key"])
    if kept is not None and outcome["state"] not in ("posted", "dropped"):
        _refused(poster, ADDRESS.validate_python(kept), outcome["reason"], notice["language"])
    app.ledger.erase_address(notice["key"])


def _refused(poster: Poster, address: Address, reason: str, language: str) -> None:
    can_be_invited = reason in NOT_THERE and not address.channel.startswith(TALK)
    try:
        poster.remark(address, phrase(language, "share.not_here" if can_be_invited else "share.refused"))
    except PostingProblem as problem:
        log.warning("nobody could be told that an answer was not shared: %s", problem)


def _has_ended(app: App, id_: str) -> bool:
    """Nothing more comes of it: the channel would not have it, or nobody knows whether it stands there."""
    before = app.ledger.outgoing(id_)
    return before is not None and before.state in ("refused", "late")
