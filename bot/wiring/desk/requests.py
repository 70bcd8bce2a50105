"""The app goes in; how the desk's notices are said comes out, and what it does again after a crash."""

from __future__ import annotations

from functools import partial

from bot.answers.mind import Minds
from bot.app import App
from bot.clock.clock import Tick
from bot.desk import requests
from bot.desk.incidents import tell_closed
from bot.desk.make_knowledge import patch_words
from bot.slack.desk.cards import post_card, strike
from bot.slack.posts.post import Poster
from bot.wiring.voices import Voice, Voices

SWEEP_SECONDS = 60


def desk_voices(app: App, minds: Minds, poster: Poster) -> Voices:
    """Requests of askers, and what owners say to them."""
    post, contact_words = partial(post_card, app, poster), Voice(partial(requests.contact_words, app))
    return {
        "desk.card": Voice(partial(requests.new_card, app), partial(requests.keep_card, app), post),
        "desk.passed": Voice(partial(requests.passed_words, app), post=partial(strike, poster)),
        "desk.refresh": Voice(partial(requests.card_again, app), post=post),
        **dict.fromkeys(("desk.sent", "desk.unreached", "desk.closed"), contact_words),
        "desk.told": Voice(partial(requests.settled_words, app), partial(requests.keep_told, app)),
        "desk.patch": Voice(partial(patch_words, app, minds)),
    }


def desk_ticks(app: App) -> tuple[Tick, ...]:
    """The clock's way in."""
    sweep = Tick("desk", SWEEP_SECONDS, partial(requests.sweep, app))
    return sweep, Tick("incidents", SWEEP_SECONDS, partial(tell_closed, app))
