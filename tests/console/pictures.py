"""Pictures of each page, light and dark, for docs/console: python -m tests.console.pictures"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image

from bot.console.doors import Role
from bot.console.render import PAGES
from tests.console.browser import chromium_at, signed_in
from tests.console.place import place_in, served

OUT = Path(__file__).parents[2] / "docs" / "console"
PORT = 8897


def main() -> None:
    """Take them all."""
    OUT.mkdir(exist_ok=True)
    program = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as folder, place_in(Path(folder)) as place:
        place.seed(1500)
        place.ledger.seal()
        pages = [(name, name) for name, _ in PAGES] + [("cell", "matrix?tool=claude/team&data=invoices")]
        pages.append(("story", f"questions/{place.ledger.questions(limit=1)[0].receipt}"))
        with served(place.app, PORT) as address, chromium_at(program) as browser:
            for scheme in ("light", "dark"):
                context = signed_in(browser, place, address, Role.ADMIN, color_scheme=scheme)
                page = context.new_page()
                for name, where in pages:
                    page.goto(f"{address}/console/{where}")
                    file = OUT / f"{name}-{scheme}.png"
                    page.screenshot(path=file)
                    Image.open(file).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(file, optimize=True)
                context.close()


if __name__ == "__main__":
    main()
