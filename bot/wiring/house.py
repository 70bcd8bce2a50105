"""Settings go in; the running house comes out: Slack's door, the engine behind it, the clock, the ledger."""

from __future__ import annotations

import hashlib
from functools import partial

from bot.answers.admit import Admit
from bot.answers.amend import Amendments
from bot.answers.correct import correct
from bot.answers.mind import Minds, make_mind
from bot.answers.model_wait import ModelWait
from bot.answers.steps import Steps, at_any_time
from bot.answers.vectors import embedder_of
from bot.app import App
from bot.clock.clock import Clock, Tick
from bot.clock.today import utc_now
from bot.desk import acknowledgements, digests, gaps, my_data, reminders, sealing, tasks, terms
from bot.desk.clauses import LOST, Clauses, lost_words
from bot.desk.digests import EVERY_SECONDS
from bot.desk.erasing import erase_question
from bot.desk.sealing import SEAL_SECONDS, Sealing
from bot.engine.engine import Engine
from bot.engine.outbox import Sayer
from bot.engine.patience import is_away
from bot.engine.sealed import Proof
from bot.engine.steps import AnswerSteps, NoticeSteps
from bot.environment import SettingsError
from bot.exam import doubt
from bot.exam.admission import admit
from bot.exam.belief import believer_of
from bot.exam.idle import IdleExam
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.undoing import finish, is_whole
from bot.knowledge.history.remote import Remote, looking, pulled
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import open_ledger
from bot.ledger.policy_files import keep_files
from bot.ledger.store.keyed import keyed
from bot.owners.reload import Reload
from bot.settings import Settings
from bot.slack.agent.agent import Agent
from bot.slack.app import build_app
from bot.slack.gaps.cards import post_digest
from bot.slack.identity import Identity
from bot.slack.people import People
from bot.slack.posts.channels import Channels
from bot.slack.posts.links import Links
from bot.slack.posts.picture import tell_figures
from bot.slack.posts.post import Poster, build_client
from bot.slack.reach import NotReachedError
from bot.slack.tasks.cards import post_task
from bot.traces import Traces, tracing
from bot.wiring import outage
from bot.wiring.console.doors import InHouse, counting
from bot.wiring.console.gate import known_of
from bot.wiring.desk.home import AtHome
from bot.wiring.desk.requests import desk_ticks, desk_voices
from bot.wiring.doors import doors_of
from bot.wiring.front import Front
from bot.wiring.housekeeping import hurrying, numbers, pruning
from bot.wiring.machine import secret
from bot.wiring.metrics import Metrics
from bot.wiring.outage import tell_admins
from bot.wiring.ports import ChatPort, Notices
from bot.wiring.tracing import traced_steps
from bot.wiring.voices import Voice, Voices, voices_of_answers

MARK_LENGTH = 32
WEEKLY = {
    "gaps": gaps.queue_gaps,
    "figures": digests.queue_figures,
    "digest": digests.queue_staff,
    "read": acknowledgements.remind,
}
"""Looked at again and again, and said once a week."""


def terms_voices(app: App) -> Voices:
    """How changes of terms are said."""
    return {
        terms.CHANGE: Voice(partial(terms.change_words, app), partial(terms.keep_change_told, app)),
        terms.DIGEST: Voice(partial(terms.digest_words, app), partial(terms.keep_digest_told, app)),
        terms.PAGE: Voice(partial(terms.page_words, app), partial(terms.keep_page_told, app)),
        LOST: Voice(partial(lost_words, app)),
    }


class House:
    """Everything that ``mayi serve`` runs. ``start`` raises what keeps it from running; ``stop`` leaves nothing half done."""

    def __init__(self, settings: Settings, traces: Traces | None = None) -> None:
        """Raises ``SettingsError``, ``KnowledgeError``, ``LedgerError`` or ``TracesError``; each says what to do."""
        if missing := settings.missing_for_serving():
            raise SettingsError("\n".join(f"{name}: is missing; set it (.env.example explains it)" for name in missing))
        self._runs = False
        self.traces = tracing() if traces is None else traces
        self.secret = secret(settings.key).encode()
        self.catalog = catalog = load_catalog()
        self.settings, self.remote = settings, remote = pulled(settings, catalog)
        finish(settings.knowledge)
        self.store = KnowledgeStore(settings.knowledge, catalog)
        self.clauses = clauses = Clauses(self.store.current)
        self.believer = believer_of(settings, more=settings.model_late_seconds, admit=admit)
        self.idle_exam = IdleExam(settings, self.believer, lambda: self.store.current().organisation.believing)
        self.late = ModelWait(settings.model_timeout_seconds, settings.model_late_seconds)
        self.minds = self._minds()
        self.store.prepare = lambda known: self.minds.prepare(clauses.over(known))
        self.ledger = open_ledger(settings.database, self.secret)
        self.client = client = build_client(secret(settings.slack_bot_token), settings.slack_api_url)
        self.identity, self.channels = Identity(client), Channels(client)
        self.people = People(client, who=self.identity.who)
        self.admit = Admit(lambda: self.store.current().organisation.audience, self.people.standing, self.channels.is_one_of)
        slack = known_of(self.people, self.admit, self.identity)
        self.app = App(settings, catalog, self.ledger, clauses.current, slack, clauses.look_again)
        self.app.store = self.store
        in_time = self.late if self.believer else at_any_time
        self.steps = Steps(self.app, self.minds, self.admit, in_time)
        self.voices = desk_voices(self.app, self.minds, Poster(client, self.mark))
        self.voices[doubt.KIND] = Voice(partial(doubt.lost_words, self.app))
        self.voices[sealing.KIND] = Voice(partial(sealing.root_words, self.app))
        if self.believer:
            self.believer.tell = partial(doubt.lost, self.app, self.believer)
        self.clauses.read(self.ledger)
        self.watching = terms.Watching(self.app)
        self.correct = partial(correct, self.app, self.minds)
        self.at_home = AtHome(self.app, self.minds, self.admit, Links(client), self.channels, self.believer)
        self.app.publications.publish(self.app.knowledge)
        mine = Voice(lambda notice: my_data.my_data_words(self.app, notice, utc_now()), partial(my_data.keep_my_data, self.app))
        self.voices |= {my_data.EXPORT: mine, my_data.ERASE: mine}
        self.agent = Agent(self.app, self.minds, self.admit, client, Poster(client, self.mark))
        self.voices["stopped"] = Voice(self.agent.stopped_words)
        self.voices |= voices_of_answers(
            self.app, self.minds, Poster(client), lambda key: erase_question(self.app, key, utc_now())
        )
        self.voices |= self._weekly_voices() | self._task_voices() | terms_voices(self.app)
        self.engine = self.app.engine = self._engine()
        self.reload = self._reload(remote)
        self.clock = self._clock()
        self.console = InHouse(self, self.people)
        self.metrics = Metrics(settings.metrics_port, lambda: numbers(self.app, self.is_well), settings.metrics_host)
        self.front = Front(build_app(doors_of(self), client, secret(settings.slack_signing_secret), self.identity), settings)

    def _minds(self) -> Minds:
        """A mind for each version of the policy; that of today is made at once."""
        model, embedder = self.believer.heard if self.believer else None, embedder_of(self.settings)
        days = self.settings.text_days
        minds = Minds(
            self.clauses.current,
            lambda known: self.clauses.noting(make_mind(known, self.catalog, model, embedder, explains=False, text_days=days)),
        )
        minds.today()
        return minds

    def _engine(self) -> Engine:
        """What carries the work: an answer's steps, and all that is said later."""
        steps, port = self.steps, ChatPort(self.ledger, Poster(self.client, self.mark), self.channels, self.voices)
        told = Notices(self.app, self.voices)
        answer = AnswerSteps(
            steps.read, steps.decide, self.agent.explaining.asking_for_more(steps.say), steps.sorry, steps.log, steps.think
        )
        return Engine(
            self.settings.engine_url,
            traced_steps(self.traces, answer),
            NoticeSteps(told.word, told.keep),
            Sayer(self.ledger, port, utc_now, self.settings.after_crash),
            proof=Proof(self.hash_of, self.ledger.is_address_of_before),
            explain=self.agent.explaining,
            amend=Amendments(steps).for_engine(),
        )

    def _weekly_voices(self) -> Voices:
        """How it is said what is said once a week."""
        app, keep = self.app, partial(digests.keep, self.app)
        return {
            gaps.WEEK: Voice(partial(gaps.gaps_words, app), keep, partial(post_digest, Poster(self.client))),
            digests.FIGURES: Voice(partial(digests.figures_words, app), keep, partial(tell_figures, app, self.client)),
            digests.STAFF: Voice(partial(digests.staff_words, app), keep),
            acknowledgements.REMINDER: Voice(
                lambda notice: acknowledgements.reminder_words(app, notice, utc_now()),
                partial(acknowledgements.keep_reminded, app),
            ),
        }

    def _task_voices(self) -> Voices:
        """How reminders are said, and what became of them."""
        app, post = self.app, partial(post_task, Poster(self.client, self.mark))
        return {
            reminders.KIND: Voice(
                lambda notice: reminders.reminder_words(app, notice, utc_now()),
                lambda notice, outcome: reminders.keep_reminder(app, notice, outcome, utc_now()),
                post,
            ),
            tasks.CARD: Voice(partial(tasks.card_again, app), post=post),
            tasks.GIVEN: Voice(partial(tasks.given, app), post=post),
        }

    def _reload(self, remote: Remote | None) -> Reload:
        """How an edit of the policy's files comes into force."""
        return Reload(
            refresh=looking(self.store, remote, self.settings.knowledge_poll_seconds, lambda: is_whole(self.settings.knowledge)),
            version=lambda: self.clauses.current().version,
            correct=self.correct,
            digest=_digest,
            enqueue=self.engine.notify,
            publish=self._publish,
        )

    def _clock(self) -> Clock:
        """What is looked at again and again, and how often."""
        settings, ledger = self.settings, self.ledger
        away = outage.Outage(self.app, self.agent.working, self.channels, Poster(self.client))
        return Clock(
            (
                Tick("reload", settings.reload_seconds, self.reload),
                Tick("remind", settings.remind_seconds, partial(reminders.remind, self.app)),
                pruning(self.app, lambda words: tell_admins(self.app, self.channels, Poster(self.client), words, "clock")),
                hurrying(self.app),
                Tick("seal", SEAL_SECONDS, Sealing(self.app)),
                *desk_ticks(self.app),
                Tick(doubt.KIND, doubt.BELIEF_SECONDS, partial(doubt.look, self.app, self.believer)),
                counting(ledger),
                self.idle_exam.tick(),
                Tick("terms", terms.WATCH_SECONDS, partial(terms.watch_and_tell, self.app, self.watching)),
                *(Tick(name, EVERY_SECONDS, partial(call, self.app)) for name, call in WEEKLY.items()),
                Tick("outage", outage.EVERY_SECONDS, away),
            ),
            passes=is_away,
        )

    def start(self) -> str:
        """The engine first, so that what was left is finished; the door last. Gives who we are in Slack.

        Raises ``EngineError`` or ``NotReachedError``; then nothing runs.
        """
        self.front.check()
        self.engine.start()
        try:
            name = self.front.reach(self.client)
        except NotReachedError:
            self.engine.stop()
            raise
        self.clock.start()
        self.metrics.start()
        self.console.start()
        self.front.open()
        self._runs = True
        return name

    def stop(self) -> None:
        """The door first; what is under way goes on at the next start. A second time changes nothing."""
        if not self._runs:
            return
        self._runs = False
        self.console.end()
        self.front.close()
        self.watching.stop()
        self.console.stop()
        self.clock.stop()
        self.idle_exam.stop()
        self.metrics.stop()
        self.late.stop()
        self.engine.stop()
        self.agent.working.stop()
        self.traces.stop()
        self.ledger.close()

    def is_well(self) -> bool:
        """Whether Slack can reach us."""
        return self.front.is_well()

    # --- what the rooms are given ------------------------------------------------------------------------------------

    def hash_of(self, *parts: str) -> str:
        """The keyed hash of the parts."""
        return keyed(self.secret, *parts)

    def mark(self, team: str, user: str) -> str:
        """Who asked, without saying who."""
        return self.hash_of("mark", team, user)[:MARK_LENGTH]

    def _publish(self) -> None:
        self.app.publications.publish(self.app.knowledge)
        keep_files(self.ledger, self.settings.knowledge, self.store.current().version, utc_now())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
