"""Pictures of each page, light, and of the matrix in the dark too, for docs/console: python -m tests.console.pictures"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from bot.console.doors import Role
from bot.console.render import PAGES
from bot.desk.incidents import CLOSE, find, work
from bot.policy.requests import Request, RequestKind
from tests.browser import browsing
from tests.console.browser import signed_in
from tests.console.place import PEOPLE, Place, place_in, served

OUT = Path(__file__).parents[2] / "docs" / "console"
PORT = 8897
DOCUMENT = Path(__file__).parents[1] / "cases" / "garden-grove" / "source.md"


def main() -> None:
    """Take them all."""
    OUT.mkdir(exist_ok=True)
    program = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as folder, chdir(folder), place_in(Path()) as place:  # no path of a machine is shown
        place.seed(1900)
        trusted(place)
        pages = [(name, name) for name, _ in PAGES] + [("cell", "matrix?tool=claude/team&data=invoices")]
        pages.append(("story", f"questions/{place.ledger.questions(limit=1)[0].receipt}"))
        with served(place.app, PORT) as address, browsing(program) as browser:
            for scheme, taken in (("light", pages), ("dark", [("matrix", "matrix")])):
                context = signed_in(browser, place, address, Role.ADMIN, color_scheme=scheme)
                page = context.new_page()
                for name, where in taken:
                    page.goto(f"{address}/console/{where}")
                    if name == "import":
                        page.set_input_files("input[name=document]", DOCUMENT)
                        page.set_input_files("input[name=table]", DOCUMENT.with_name("matrix.csv"))
                        page.locator("form[enctype] button").click()
                        page.wait_for_selector("#draft")
                    file = OUT / f"{name}-{scheme}.png"
                    page.screenshot(path=file, full_page=name == "cell")
                    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(file, optimize=True)
                context.close()


def trusted(place: Place) -> None:
    """What the ledger's page is about: a root, a hold, an erasure, a look, deeds."""
    ledger, now, admin = place.ledger, datetime.now(UTC), place.pseudonym(Role.ADMIN)
    newest, other, *_ = ledger.questions(limit=20)
    ledger.keep_look(newest.receipt, newest.asker, by="Joost de Wit", reason="Complaint 2026-118 of the works council", at=now)
    ledger.add_hold("receipt", other.receipt, reason="Claim of Northgate Ltd, until the court has ruled", by="Legal", at=now)
    ledger.erase([ledger.questions(limit=9)[-1].key], now, "person")
    for deed, about in (("sign_in", ""), ("export", "verdict=forbidden"), ("who", newest.receipt)):
        ledger.keep_console_deed(admin, Role.ADMIN.value, deed, about, now)
    reported_in(place)
    ledger.seal()
    ledger.root_of(now)


def reported_in(place: Place) -> None:
    """Two incidents: an open one with a step done, and a closed one."""
    app, now = place.may_i, datetime.now(UTC)
    for one, hours in zip(place.ledger.questions(limit=40)[30:32], (20, 200), strict=True):
        at = now - timedelta(hours=hours)
        report = Request(RequestKind.INCIDENT, one.receipt, one.key, one.asker, at, channel="#security")
        place.ledger.keep_request(report)
        place.ledger.note_request(report.id, card_ts=f"{at.timestamp() + 4:.6f}")
        number = 0
        while (found := find(app, one.receipt)) and found.undone and (hours >= 72 or not number):
            number += work(app, found, found.undone[0].id, PEOPLE[Role.OWNER], at + timedelta(hours=1 + number))
    if found:
        work(app, found, CLOSE, PEOPLE[Role.ADMIN], at + timedelta(hours=48))


if __name__ == "__main__":
    main()
