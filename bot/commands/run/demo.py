"""``mayi demo``: nothing goes in; the playground, the bot and the sample company run, and a few lines say what to do."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import typer
import yaml
from pydantic import SecretStr

from bot import wiring
from bot.answers.answerer import make_answerer
from bot.answers.seeding import Seeder
from bot.commands.doors import stopping
from bot.commands.run.demo_folder import DATABASES, FOLDER, database_in, empty, keep_way_in, sample_in
from bot.commands.run.serve import run
from bot.commands.run.tour import play
from bot.console.doors import Role
from bot.desk.terms import CONFIRM_AFTER, watch
from bot.desk.vendors import beside
from bot.environment import shipped
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.due.register import watched_pages
from bot.policy.house import Knowledge
from bot.policy.vendors.watching import Text
from bot.settings import read_settings
from bot.vendors.judging.judge import judge
from bot.wiring.console.doors import LINK_MINUTES, make_link

BOT_TOKEN, APP_TOKEN = "xoxb-playground-bot", "xapp-playground-app"
CHANNEL = "ask-ai"
LAST_PORT = 65535
LOOKED_AGO = timedelta(days=9)
MONTH_DAYS, MONTH_QUESTIONS = 30, 300
"""What the log of the sample company holds before anybody asks: made-up questions of made-up people, answered by its policy."""
WATCHED = Path(__file__).with_name("watched.yaml")
"""What stood on watched pages before the demo, by page."""
ASKED = (
    ("sanne", "May I use ChatGPT Team to rewrite a press release?"),
    ("pieter", "May I use Microsoft 365 Copilot for meeting notes?"),
    ("maya", "Can the unpublished financial figures go into ChatGPT Enterprise?"),
    ("lieke", "Can I use Perplexity Enterprise for an internal memo?"),
    ("joost", "Discharge letters into ChatGPT Free, just to shorten them?"),
    ("noor", "Is Copilot fine for a client list?"),
)
"""What the staff of the sample company have asked already: one question for each verdict, and one that is asked back."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(demo)


def demo(
    port: int = typer.Option(8765, min=1, max=65535, help="Port of the playground on 127.0.0.1."),
    knowledge: Path = typer.Option(None, "--knowledge", help="Another knowledge folder than the sample company."),
    data: Path = typer.Option(FOLDER, "--data", help="Folder for its databases and its copy of the sample, made anew."),
    model: str = typer.Option("", "--model", help="An Ollama model that may help to read."),
    tour: bool = typer.Option(False, "--tour", help="Play six talks on the page, one after the other."),
) -> None:
    """Try everything on a local page; no Slack, no model needed.

    Starts a local Slack page, the bot, its console and a sample company. What you click or import there edits a copy of the
    sample, made anew at each start, or the folder that --knowledge names. Ctrl-C ends all of it.
    """
    if is_taken(port):
        typer.echo(f"port {port} on 127.0.0.1 is in use; try `mayi demo --port {port + 2}`", err=True)
        raise typer.Exit(2)
    check(knowledge or shipped("knowledge"))
    empty(data)
    folder = knowledge or sample_in(data)
    typer.echo("Starting ...")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the playground is not left behind
    playground = start_playground(port)  # it starts while the house is built
    try:
        key = secrets.token_urlsafe(32)
        fill(folder, data, key)
        house = build(port, folder, data, model, key)
        if house.settings.console_port:
            keep_way_in(data, key, house.settings.console_port)
        wait_for(playground, port)
        run(house, on_ready=lambda: welcome(port, house, is_sample=knowledge is None, tour=tour))
    finally:
        playground.terminate()
        playground.wait(timeout=10)


def check(folder: Path) -> None:
    """Exit with every fault of the policy, before anything of an earlier demo goes."""
    faults = [fault for fault in load(folder).faults if fault.severity == "fault"]
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(3)


def fill(knowledge: Path, data: Path, key: str) -> None:
    """A month in the log, so that the console shows what it shows after one."""
    with stopping():
        ledger = open_ledger(database_in(data), key.encode())
        seeder = Seeder(make_answerer(knowledge), ledger, key.encode(), days=MONTH_DAYS)
        now = datetime.now(UTC)
        seeder.fill(MONTH_QUESTIONS, now, lambda _: None)
        before = yaml.safe_load(WATCHED.read_text(encoding="utf-8"))
        look_back(ledger, seeder.answerer.mind.knowledge, knowledge, before, now)
        ledger.seal(lambda _: None)
        ledger.close()


def look_back(ledger: Ledger, knowledge: Knowledge, folder: Path, before: Mapping[str, str], now: datetime) -> None:
    """Made-up looks at the vendors' texts of a folder: whoever runs next confirms a change, and tells it. ``before``: page ->
    what stood there some days ago. Pages that are read from anywhere but a file are left alone."""
    pages = [page for page in watched_pages(knowledge.vendors, {}) if page.file and page.id in before]

    def look(texts: Mapping[str, str], at: datetime) -> None:
        watch(ledger, knowledge, pages, lambda page, _: Text(texts[page.id], page.url), judge, lambda: at)

    look(before, now - LOOKED_AGO)
    look({page.id: beside(folder, page.file) for page in pages}, now - CONFIRM_AFTER)


def build(port: int, knowledge: Path, data: Path, model: str, key: str) -> wiring.House:
    """The house, wired to the playground; its console stands one port further. Exits with what is wrong."""
    with stopping():
        return wiring.House(
            read_settings(
                knowledge=knowledge,
                database=database_in(data),
                engine_database=f"sqlite:///{data / DATABASES[1]}",
                proposals=data / "proposals",
                key=SecretStr(key),
                console_url="",
                console_host="127.0.0.1",
                console_port=0 if port == LAST_PORT or is_taken(port + 1) else port + 1,
                mode="socket",
                slack_api_url=f"http://127.0.0.1:{port}/api/",
                slack_bot_token=SecretStr(BOT_TOKEN),
                slack_app_token=SecretStr(APP_TOKEN),
                model=model,
                reload_seconds=1,
                remind_seconds=5,
                correct_stricter_seconds=20,
                correct_milder_seconds=60,
                watch=False,  # a look round asks no vendor
            )
        )


def of_model(house: wiring.House) -> str:
    """What a model does here, or would."""
    if house.believer is None:
        return "none: words read two questions of three; one that passed its exam reads nine of ten (make demo MODEL=name)"
    level, name = house.believer.trust().level.value, house.believer.name
    more = "" if level != "none" else f"; it grounds nothing before its exam (mayi exam --model {name})"
    return f"{name}, believed: {level}{more}"


def welcome(port: int, house: wiring.House, *, is_sample: bool, tour: bool) -> None:
    """Let the sample's staff ask, then print where to open, what to try, and what of a model; and begin the tour."""
    for person, question in ASKED if is_sample else ():
        call(port, "ui/say", {"who": person, "where": CHANNEL, "typed": f"@may-i {question}"})
    typer.echo(f"Staff  http://127.0.0.1:{port}/   (a page like Slack: you are Sanne, a nurse; stop with Ctrl-C)")
    if house.settings.console_port:
        for role in (Role.OWNER, Role.ADMIN):
            token = make_link(house.ledger, "", role, datetime.now(UTC))
            typer.echo(f"{role.value.title()}  {house.settings.console_address}/console/link/{token}")
        typer.echo(f"       the console, with a made-up month; each link opens once, within {LINK_MINUTES} minutes")
        if is_sample:
            typer.echo("More   links: type /mayi console on the staff page, as Noor (owner) or Joost (admin), who read Dutch:")
            typer.echo(f"       every page has a choice of language at its foot. Or here: {typed()} console link --role owner")
        else:
            typer.echo(f"More   links: {typed()} console link --role owner")
    else:
        typer.echo(f"Owner  no console, since port {port + 1} cannot be had; try another --port")
    if is_sample:
        typer.echo("Try    “@may-i May I paste a discharge letter into Claude?” · “/mayi our canteen menu into DeepL”")
        typer.echo("       “and with Gemini?” in a thread · #ai-policy: within a minute an invented vendor’s new terms")
    else:
        typer.echo("Try    a question to your policy: “@may-i May I ...?” in #ask-ai, or /mayi alone for a form")
    typer.echo(f"Model  {of_model(house)}")
    if tour:
        threading.Thread(target=play, args=(lambda said: str(call(port, "ui/say", said)["ts"]), typer.echo), daemon=True).start()


def typed() -> str:
    """How this program was called, for the commands that people are told of."""
    called = sys.argv[0]
    return called if Path(called).name == "mayi" and not Path(called).is_absolute() else "mayi"


def start_playground(port: int) -> subprocess.Popen[bytes]:
    """Start it as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "playground", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the bot, which stops first and then stops the playground
    )


def wait_for(started: subprocess.Popen[bytes], port: int) -> None:
    """Wait until it answers. Exits where it does not."""
    for _ in range(150):
        if started.poll() is not None:
            break
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    typer.echo("the playground did not start; what it said stands above", err=True)
    raise typer.Exit(2)


def is_taken(port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def call(port: int, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """One call to the playground, as its page makes it, and what it answers."""
    answer = httpx.post(f"http://127.0.0.1:{port}/{path}", json=body, timeout=10).raise_for_status()
    done: dict[str, Any] = answer.json()["result"] or {}
    return done
