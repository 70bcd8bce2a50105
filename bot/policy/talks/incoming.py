"""What comes in at the door: a happening in a chat, still raw, and what is enqueued of it, redacted. Plain and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.policy.talks.talk import Asker

OVERHEARD = "overheard"
"""The trigger of what nobody put to the bot by name: it is answered for sure, or nothing is said and nothing is kept."""
REWORDED = "reworded"
"""The trigger of another wording of that, which nobody put to the bot either. Where it is no sure question any more, it counts as
taken back."""
UNASKED = frozenset({OVERHEARD, REWORDED})
EDITS = frozenset({"edit", REWORDED})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One happening in a chat, still raw. It never leaves the door: wiring turns it into an ``Asked`` and an address."""

    team: str
    channel: str
    channel_kind: str
    """``channel``, ``dm``, ``group`` or ``private`` (an answer that only the asker sees)."""
    user: str
    text: str
    trigger: str
    """``mention``, ``dm``, ``thread``, ``edit``, ``click``, ``correction``, ``slash``, ``delete``, or of ``UNASKED``."""
    unique: str
    """What makes it one: the message's ts (an edit: ``ts:edited_ts``; a click: ``ts:action_ts``; else the trigger id)."""
    ts: str = ""
    """Slack ts of the message that asked (or of the bot's message, for a click)."""
    thread_ts: str = ""
    """Slack ts of the thread's first message."""
    response_url: str = ""
    choice: tuple[str, str] | None = None
    """A click on a question back: slot and value."""
    receipt: str = ""
    """A click: the receipt of the answer it stands under."""
    correction: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A filled correction form: slot -> all that is chosen in it, ids or entries that were understood and are on no list."""
    user_team: str = ""
    """The person's own workspace, as the delivery names it; ``team`` is the installation's."""
    files: tuple[str, ...] = ()
    """Names and types of attached files. Nothing else is known of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is enqueued: redacted text, ids and kinds, never a payload. ``key`` is the keyed hash that is its workflow id."""

    key: str
    thread: str
    """Keyed hash of team, channel, thread ts and asker: the thread state's key."""
    asker: Asker
    text: str
    kinds: tuple[str, ...]
    channel_kind: str
    trigger: str
    choice: tuple[str, str] | None = None
    receipt: str = ""
    correction: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """Names and types of attached files, redacted."""
    message: str = ""
    """Key of the message that asked, the same for all its wordings; empty for what is no message."""
    turn: float = 0.0
    """Where it stands among what its asker says in this thread: the time of the message that it is or stands under, in seconds.
    0 where the chat names none."""
