"""Work that waits for a database goes in; a word to the admins comes out when it begins and when it is over, past the database.

It is said directly and not by the durable engine, whose rows lie where nothing can be written now. So it may be said by every
replica, and not at all where Slack is away as well; Health, the metrics and the bot's log say the same.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bot.answers.take_in import WORDED
from bot.app import App
from bot.policy.talks.incoming import UNASKED, Incoming
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Address
from bot.saying.notices import own as notices
from bot.slack.agent.polite import Polite
from bot.slack.agent.working import Working
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import Poster

EVERY_SECONDS = 2
PATIENCE = timedelta(seconds=10)
"""What is over sooner is no news: a server that starts again, a lock."""
MOST_TOLD = 1000
log = logging.getLogger("mayi.outage")


class Outage:
    """Says once that the log cannot be written, and once that it can be again."""

    def __init__(self, app: App, working: Working, channels: Channels, poster: Poster) -> None:
        self._app, self._working, self._channels, self._poster = app, working, channels, poster
        self._waited: set[str] = set()
        self._is_told = False

    def __call__(self, now: datetime) -> None:
        """One look."""
        waiting = self._app.engine.waiting()
        self._waited |= set(waiting)
        languages = self._app.knowledge.organisation.languages
        if waiting and not self._is_told and now - min(waiting.values()) >= PATIENCE:
            self._is_told = True
            self._working.say_again()
            self._tell(lambda: notices.log_is_away(min(waiting.values()), len(waiting), languages))
        elif not waiting and self._is_told:
            self._is_told = False
            self._tell(lambda: notices.log_is_back(len(self._waited), languages))
        if not waiting:
            self._waited = set()

    def _tell(self, words: Callable[[], str]) -> None:
        tell_admins(self._app, self._channels, self._poster, lambda _languages: words())


def tell_admins(
    app: App, channels: Channels, poster: Poster, words: Callable[[tuple[str, ...]], str], kind: str = "outage"
) -> None:
    """Tell the admins' channel, else the owner's, at once; where that fails, the bot's log has it. ``words``: in the policy's
    languages."""
    organisation = app.knowledge.organisation
    owner = next((one.channel for one in organisation.contacts if one.id == "owner"), "")
    said, channel = words(organisation.languages), app.settings.admins or owner
    log.error(said)
    if not channel:
        return
    try:
        poster.tell(Address("", channels.id_of(channel), ""), said, kind)
    except PostingProblem as problem:
        log.error("the channel %s could not be told (%s)", channel, type(problem).__name__)


def telling(
    door: Callable[[Incoming], None], polite: Polite, words: Callable[[str], str], known: int = MOST_TOLD
) -> Callable[[Incoming], None]:
    """The door, behind which anything may fail: Slack hands a message over again for some minutes, and its author is told
    at once, as there may be nobody to take it in by then, or nobody who can."""
    told: deque[tuple[str, str]] = deque(maxlen=known)
    lock = Lock()

    def take(incoming: Incoming) -> None:
        try:
            door(incoming)
        except Exception:
            about = (incoming.channel, incoming.unique)
            with lock:
                is_new = about not in told
                told.append(about)
            if is_new and incoming.trigger in WORDED - UNASKED:
                place = {"thread_ts": incoming.thread_ts} if incoming.thread_ts != incoming.ts else {}
                to = {"channel": incoming.channel, "user": incoming.user, **place}
                polite("chat.postEphemeral", **to, text=words(incoming.user))
            raise

    return take
