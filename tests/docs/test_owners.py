"""docs/owners.md is followed from top to bottom: each command is run, each edit is made, and what it shows is what is seen."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from tests.commands.running import run_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "owners.md"
BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```", re.M | re.S)
OWNER = "[user]\n\tname = Kim Owner\n\temail = kim@example.org\n[commit]\n\tgpgsign = false\n"


class Reader:
    """Somebody with a terminal, in a folder of their own."""

    def __init__(self, home: Path) -> None:
        self.here = home
        (home / ".gitconfig").write_text(OWNER)
        self.environment = {**os.environ, "HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / ".gitconfig")}

    def run(self, line: str) -> str:
        """What is seen on the screen. A command that fails is a fault of the page, unless it says `|| true`."""
        words = shlex.split(line)
        may_fail = words[-2:] == ["||", "true"]
        if words[0] == "cd":
            self.here = self.here / words[1]
            return ""
        if words[0] == "mayi":
            settings = {name: self.environment[name] for name in ("HOME", "GIT_CONFIG_GLOBAL")}
            ran = run_in(self.here, *words[1 : -2 if may_fail else None], **settings)
            assert (ran.code != 0) is may_fail, f"{line}\n{ran.out}{ran.err}"
            return ran.out + ran.err
        done = subprocess.run(  # noqa: S602 - a line of the page, as somebody types it
            line, shell=True, cwd=self.here, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        return done.stdout + done.stderr

    def edit(self, patch: str) -> None:
        """Make the edit that the page shows."""
        subprocess.run(["git", "apply", "-"], cwd=self.here, input=patch, text=True, check=True, env=self.environment)


def test_the_page_is_followed_literally(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    reader = Reader(home)
    commands = 0
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "diff":
            reader.edit(text)
            continue
        shown = ""
        for line in text.splitlines():
            if line.startswith("$ "):
                shown, commands = reader.run(line[2:]), commands + 1
            else:
                assert line.strip() in shown, f"the page shows {line!r}, seen was:\n{shown}"
    assert commands > 30
