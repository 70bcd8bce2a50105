"""Standard output holds the result alone; logs go to standard error, and to `MAYI_LOG_FILE` where it is set."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from playground.server import Playground
from tests.commands.running import KEY, command, environment, run_in

NO_OLLAMA = {"MAYI_OLLAMA_URL": "http://127.0.0.1:9"}
HALF = ("ask", "May I put the Johnson things into Claude?", "--model", "some-model", "--json")


def test_one_object_on_standard_output_and_the_log_on_standard_error_and_in_the_file(tmp_path: Path) -> None:
    ran = run_in(tmp_path, *HALF, **NO_OLLAMA, MAYI_LOG_FILE="logs/mayi.log")
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert json.loads(ran.out)["receipt"].startswith("R-")
    assert "MAYI_OLLAMA_URL" in json.loads(ran.err.splitlines()[0])["event"]
    kept = [json.loads(line) for line in (tmp_path / "logs" / "mayi.log").read_text().splitlines()]
    assert [line["event"] for line in kept] == [json.loads(line)["event"] for line in ran.err.splitlines()]


def test_a_level_keeps_the_lesser_lines_away(tmp_path: Path) -> None:
    ran = run_in(tmp_path, *HALF, **NO_OLLAMA, MAYI_LOG_LEVEL="error")
    assert (ran.code, ran.err) == (0, "")


def serving(slack: Playground) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.company.app.bot_token,
        "SLACK_APP_TOKEN": slack.company.app.app_token,
        "MAYI_KEY": KEY,
        "MAYI_SLACK_API_URL": slack.api_url,
    }


def test_serving_reads_env_files_logs_where_they_say_and_a_second_process_is_refused(tmp_path: Path) -> None:
    with Playground() as slack:
        lines = [f"{name}={value}" for name, value in serving(slack).items()]
        (tmp_path / ".env").write_text("\n".join([*lines, "MAYI_LOG_FILE=mayi.log", "MAYI_LOG_LEVEL=debug"]) + "\n")
        first = subprocess.Popen(
            command("serve"),
            cwd=tmp_path,
            env=environment(tmp_path, {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            slack.wait_for_app(timeout=60)
            second = run_in(tmp_path, "serve")
            assert second.code == 2
            assert second.out == ""
            assert "another may-i process" in second.err
            assert "Traceback" not in second.err
            ts = slack.say("sanne", "ask-ai", "@may-i May I paste a discharge letter into ChatGPT Free?")
            slack.wait_for("ask-ai", "Not allowed", thread_ts=ts, timeout=60)
        finally:
            first.send_signal(signal.SIGTERM)
            out, err = first.communicate(timeout=30)
    assert (first.returncode, out) == (0, "")
    assert "answering as may-i in Meander Care" in err
    log = (tmp_path / "mayi.log").read_text()
    assert "answering as may-i in Meander Care" in log
    assert KEY not in log + err
    assert "discharge letter" not in log + err
