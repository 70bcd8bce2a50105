"""A person's page goes in; the view of their App Home comes out, within Slack's 100 blocks. Knows no policy."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.policy.talks.home import FIRST_ASKED, MOST_ASKED, AskedLine, Grid, GridLine, HomePage, News, Wish
from bot.slack.doors.all import Picks, Texts
from bot.slack.home.asked import CONFIRM, NEXT, UNDO, asking
from bot.slack.home.parts import actions, button, context, divider, header, section
from bot.slack.home.pick import filter_select
from bot.slack.posts.kit import Block
from bot.slack.posts.text import plain_text, safe

HOME = "mayi_home"
READ, MORE, SHOW, ALL, EARLIER, LATER = (f"mayi_home_{name}" for name in ("read", "more", "show", "all", "earlier", "later"))
GO_ON = "mayi_home_go_on"
EXPORT, ERASE = "mayi_home_export", "mayi_home_erase"
ASK, CHECK, CONSOLE = "mayi_home_ask", "mayi_home_check", "mayi_home_console"
PAUSE, RESUME, ANNOUNCE, WITHDRAW = (f"mayi_home_{name}" for name in ("pause", "resume", "announce", "withdraw"))
OF_EXAM = EXAM_IDLE, EXAM_BY_HAND = "mayi_home_exam_idle", "mayi_home_exam_by_hand"
OF_CONFIRM = (CONFIRM, NEXT, UNDO)
OF_DATA, OF_ADMIN = (EXPORT, ERASE), (PAUSE, RESUME, ANNOUNCE, WITHDRAW)
LINES_A_SECTION = 10


@dataclass(frozen=True, slots=True)
class Memory:
    """What the view keeps between two clicks: what the person chose to see, and their direct messages with the bot."""

    wish: Wish = Wish()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a click. ``key``: of its words; ``at``: the button, beside which they stand."""

    key: str
    at: str = ""


def build_home(page: HomePage, memory: Memory, texts: Texts, picks: Picks, note: Note | None = None) -> dict[str, Any]:
    """The whole view. ``note``: what became of the click that led here."""

    def words(key: str, **values: str) -> str:
        return texts(page.language, key, **values)

    said = [_said(words(note.key))] if note else []
    at = note.at if note else ""
    is_of_admin = page.is_admin and at in OF_ADMIN
    is_of_exam = at in OF_EXAM
    is_of_question = page.question is not None and at.startswith(OF_CONFIRM)
    if page.refusal:
        blocks = [section(safe(page.refusal)), *_data(page, words), *said]
        return _home(blocks, remember(memory, page.language))
    blocks = [
        *_board(page),
        *([] if at in (*OF_DATA, GO_ON) or is_of_admin or is_of_question or is_of_exam else said),
        *_ways_in(page, words),
        *_tools(page.tools, words),
        *_waiting(page, words),
        *(_news(page.news, words) if page.news else []),
        *(asking(page.question, words, said if is_of_question else []) if page.question else []),
        *_asked(page, words, said if at == GO_ON else []),
        *_grid(page.grid, picks, words),
        *_model(page, words, said if is_of_exam else []),
        *_data(page, words),
        *(said if at in OF_DATA else []),
        *(_admin(page, words) if page.is_admin else []),
        *(said if is_of_admin else []),
    ]
    return _home(blocks, remember(memory, page.language))


def build_failed(words: str, memory: Memory) -> dict[str, Any]:
    """The page could not be made: that is said, and the next opening tries again."""
    return _home([section(safe(words))], remember(memory, ""))


def _home(blocks: list[Block], remembered: str) -> dict[str, Any]:
    return {"type": "home", "callback_id": HOME, "private_metadata": remembered, "blocks": blocks}


def remember(memory: Memory, language: str) -> str:
    """What the view must know at the next click."""
    return json.dumps({**asdict(memory.wish), "channel": memory.channel, "language": language})


def recall(view: dict[str, Any]) -> Memory:
    """What a view remembers. A view that is not ours remembers nothing."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
        asked = min(max(int(kept.get("asked", 0)), FIRST_ASKED), MOST_ASKED)
        wish = Wish(str(kept.get("about", "")), int(kept.get("page", 0)), asked, max(int(kept.get("passed", 0)), 0))
        return Memory(wish, str(kept.get("channel", "")))
    except (ValueError, TypeError, AttributeError):
        return Memory()


def _said(words: str) -> Block:
    return context(f"→ {safe(words)}")


def _board(page: HomePage) -> list[Block]:
    return [section("\n".join(safe(line) for line in page.board_lines))] if page.board_lines else []


def _news(news: News, words: Any) -> list[Block]:
    """What to acknowledge."""
    groups = (("home.news.looser", news.looser), ("home.news.stricter", news.stricter), ("home.news.changed", news.changed))
    found = [header(words("home.news.title"))]
    for key, lines in groups:
        if lines:
            found.append(section("\n".join([f"*{safe(words(key))}*", *(f"• {safe(line)}" for line in lines)])))
    if news.more:
        found.append(context(safe(words("home.news.more", count=str(news.more)))))
    found.append(context(safe(words("home.news.version", version=news.version, since=news.since))))
    return [*found, actions([button(words("home.news.read"), READ, news.version, style="primary")]), divider()]


def _tools(tools: tuple[GridLine, ...], words: Any) -> list[Block]:
    """What somebody may use, first on the page. Nothing to press: the matrix below has the button of each tool."""
    lines = [section(f"*{safe(line.label)}*\n{safe(line.cells)}") for line in tools]
    return [header(words("home.tools.title")), *(lines or [context(safe(words("home.tools.none")))])]


def _waiting(page: HomePage, words: Any) -> list[Block]:
    """Requests to answer; what the policy changed and what only an owner can say have a part of their own below."""
    head = header(words("home.waits.title"))
    if not page.waiting:
        return [] if page.news or page.question else [head, context(safe(words("home.waits.nothing")))]
    more = [context(safe(words("home.waits.more", count=str(page.more_waiting))))] if page.more_waiting else []
    return [head, *(section(_asked_line(line, words)) for line in page.waiting), *more]


def _ways_in(page: HomePage, words: Any) -> list[Block]:
    buttons = [button(words("look.title"), CHECK, "check"), button(words("home.ways.ask"), ASK, "ask")]
    if page.has_console:
        buttons.append(button(words("slack.console.open"), CONSOLE, "console"))
    return [section(safe(words("home.ways"))), actions(buttons)]


def _asked(page: HomePage, words: Any, said: list[Block]) -> list[Block]:
    found = [header(words("home.asked.title")), *said]
    if not page.asked:
        return [*found, context(safe(words("home.asked.nothing")))]
    go_on = words("home.asked.go_on")
    found += [
        section(_asked_line(line, words), button(go_on, GO_ON, line.asks, of=line.about) if line.asks else None)
        for line in page.asked
    ]
    if page.has_more_asked and len(page.asked) < MOST_ASKED:
        found.append(actions([button(words("home.asked.more"), MORE, "more")]))
    return found


def _asked_line(line: AskedLine, words: Any) -> str:
    head = f"{safe(line.head)}  " if line.head else ""
    link = f" · <{line.link}|{safe(words('home.asked.open'))}>" if line.link else ""
    return f"{head}*{safe(line.about)}*\n{safe(line.small)}{link}"


def _grid(grid: Grid, picks: Picks, words: Any) -> list[Block]:
    found = [header(words("home.grid.title")), context(f"{safe(grid.title)}\n{safe(grid.legend)}")]
    choosing = [filter_select(picks, grid.about, words("home.grid.filter"))]
    if grid.about:
        choosing.append(button(words("home.grid.all"), ALL, "all"))
    if there := [element for element in choosing if element]:
        found.append(actions(there, grid.about))
    if grid.label:
        found.append(section(f"*{safe(grid.label)}*"))
    found += _lines(grid.lines, words)
    if grid.pages > 1:
        place = words("home.grid.page", page=str(grid.page + 1), pages=str(grid.pages))
        turns = []
        if grid.page:
            turns.append(button(words("home.grid.earlier"), EARLIER, str(grid.page - 1)))
        if grid.page + 1 < grid.pages:
            turns.append(button(words("home.grid.later"), LATER, str(grid.page + 1)))
        found += [context(safe(place)), actions(turns)]
    return found


def _lines(lines: tuple[GridLine, ...], words: Any) -> list[Block]:
    """A tool with more to show has its own button; cells stand together."""
    if any(line.about for line in lines):
        show = words("home.grid.show")
        return [
            section(f"*{safe(line.label)}*\n{safe(line.cells)}", button(show, SHOW, line.about, of=line.label)) for line in lines
        ]
    told = [f"{safe(line.text)}  *{safe(line.label)}*" + (f": {safe(line.cells)}" if line.cells else "") for line in lines]
    return [section("\n".join(told[at : at + LINES_A_SECTION])) for at in range(0, len(told), LINES_A_SECTION)]


def _model(page: HomePage, words: Any, said: list[Block]) -> list[Block]:
    """How far it is believed, for owners, and once whether its exam is to be sat while nobody asks."""
    if not page.model:
        return said
    buttons = [
        button(words("home.exam.when_idle"), EXAM_IDLE, "when_idle"),
        button(words("home.exam.by_hand"), EXAM_BY_HAND, "by_hand"),
    ]
    return [context(safe(page.model)), *([actions(buttons)] if page.asks_exam else []), *said]


def _data(page: HomePage, words: Any) -> list[Block]:
    keys = ("home.erase.text", "home.erase.incident") if page.has_open_incident else ("home.erase.text",)
    sure = {
        "title": plain_text(words("home.erase.title"), 100),
        "text": plain_text(" ".join(map(words, keys)), 300),
        "confirm": plain_text(words("home.erase.yes"), 30),
        "deny": plain_text(words("home.erase.no"), 30),
        "style": "danger",
    }
    buttons = [
        button(words("home.data.export"), EXPORT, "export"),
        button(words("home.data.erase"), ERASE, "erase", confirm=sure),
    ]
    return [
        header(words("home.data.title")),
        section("\n".join(f"• {safe(line)}" for line in page.kept) or "–"),
        actions(buttons),
    ]


def _admin(page: HomePage, words: Any) -> list[Block]:
    turn = (
        button(words("home.admin.resume"), RESUME, "resume")
        if page.board.pause
        else button(words("home.admin.pause"), PAUSE, "pause")
    )
    buttons = [turn, button(words("home.admin.announce"), ANNOUNCE, "announce")]
    if page.board.announcement:
        buttons.append(button(words("home.admin.withdraw"), WITHDRAW, "withdraw"))
    # again, where the admin has just pressed something: the top of the page is out of sight from here
    hangs = [context("\n".join(safe(line) for line in page.board_lines))] if page.board_lines else []
    return [header(words("home.admin.title")), *hangs, actions(buttons)]
