"""`mayi tco`: one object for scripts, tables for people, files where they are asked for, and every fault at once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

from tests.commands.running import ROOT, run_in

ONE_SEAT = ROOT / "knowledge" / "costs" / "one-seat.yaml"
BAD = "title: x\ncurrency: EUR\noptions:\n  - id: a\n    costs: [{part: gpu, amount: 0, per: hour}]\n  - id: b\n"


def test_one_object_for_scripts(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "tco", str(ONE_SEAT), "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert [(one["name"], one["total"], one["by_year"], one["by_part"]) for one in told["options"]] == [
        ("A hosted assistant", 720, [240, 240, 240], {"seats": 720}),
        ("An open model on our own server", 15800, [8600, 3600, 3600], {"setup": 5000, "servers": 10800}),
    ]
    assert told["break_even"] == {
        "seats": 22,
        "tokens": None,
        "between": [{"of": "seats", "option": "own", "than": "hosted", "from": 22, "exact": 21.94}],
    }
    growth = next(one for one in told["assumptions"] if one["id"] == "usage.growth")
    assert (growth["is_assumed"], growth["value"], growth["where"]) == (True, 0, "")


def test_a_page_for_people(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "tco", str(ONE_SEAT))
    assert ran.code == 0
    assert "15,800" in ran.out
    assert "from 22 seats on." in ran.out
    assert "not said" in ran.out


def test_files_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "tco", str(ONE_SEAT), "--csv", "--svg", "chart.svg", "--png", "chart.png", "--xlsx", "costs.xlsx")
    assert ran.code == 0
    assert ran.out.startswith("table,option,id,value,low,high,")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert ElementTree.fromstring((tmp_path / "chart.svg").read_text()).tag.endswith("svg")  # noqa: S314 - our own
    assert (tmp_path / "costs.xlsx").read_bytes()[:2] == b"PK"


def test_list_prices_as_lines_of_a_costing(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "tco", "--prices", "claude team")
    assert ran.code == 0
    assert (
        '- {part: seats, what: "Claude Team (Standard)", amount: {value: 25, low: 20}, per: seat-month, currency: USD' in ran.out
    )
    nobody = run_in(tmp_path, "tco", "--prices", "nobody")
    assert (nobody.code, nobody.out) == (2, "") and "no price of `nobody`" in nobody.err


def test_every_fault_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    ran = run_in(tmp_path, "tco", "bad.yaml", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert "bad.yaml:5:33: `amount` is 0" in ran.err
    assert "bad.yaml:6:5: the option `b` has no costs" in ran.err


def test_no_file_no_costs_and_no_text(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    for name, said in (("empty.yaml", "has no costs"), ("binary.yaml", "not UTF-8"), ("none.yaml", "No such file")):
        ran = run_in(tmp_path, "tco", name)
        assert (ran.code, said in ran.err) == (3, True), ran.err


def test_words_in_brackets_and_colons_are_words(tmp_path: Path) -> None:
    told = (
        *("title: 'Seats [/bold] or [a server] :key:'", "currency: EUR", "options:"),
        *("  - id: own", "    name: 'Own [red]'", "    costs:"),
        "      - {part: servers, what: '[power]', amount: 5, per: month, source: 'an offer [/x]'}",
    )
    (tmp_path / "odd.yaml").write_text("\n".join(told))
    ran = run_in(tmp_path, "tco", "odd.yaml")
    said = " ".join(ran.out.split())
    assert (ran.code, ran.err) == (0, "")
    assert [
        words for words in ("Seats [/bold] or [a server] :key:", "Own [red]", "[power]", "offer [/x]") if words not in said
    ] == []


def test_a_device_a_pipe_and_a_large_file_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "large.yaml").write_text("# long\n" * 200_000)
    for name, said in (("/dev/zero", "no plain file"), ("pipe.yaml", "no plain file"), ("large.yaml", "more than 1000000 bytes")):
        ran = run_in(tmp_path, "tco", name)
        assert (ran.code, said in ran.err) == (3, True), ran.err


def test_an_old_number_is_shown_as_old(tmp_path: Path) -> None:
    cost = "{part: servers, amount: 5, per: month, source: an offer, day: 2020-01-01, review_after: 30}"
    (tmp_path / "old.yaml").write_text(f"title: x\ncurrency: EUR\noptions:\n  - id: a\n    costs: [{cost}]\n")
    told = json.loads(run_in(tmp_path, "tco", "old.yaml", "--json").out)
    assert [one["is_old"] for one in told["assumptions"]] == [False, False, True]
    assert "old: review" in " ".join(run_in(tmp_path, "tco", "old.yaml").out.split())


def test_without_a_file_the_costings_of_the_policy_are_listed(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "tco", "--knowledge", str(ROOT / "knowledge"))
    assert ran.code == 0
    assert f"mayi tco {ONE_SEAT}" in ran.out
    asked = run_in(tmp_path, "tco", "--knowledge", str(ROOT / "knowledge"), "--json")
    assert (asked.code, asked.out) == (2, "")
    assert "one-seat.yaml" in asked.err


def test_each_option_heads_its_own_numbers(tmp_path: Path) -> None:
    said = run_in(tmp_path, "tco", str(ONE_SEAT)).out.partition("What is assumed")[2]
    own = " ".join(said.partition("hosted")[2].replace("│", " ").split())
    assert own.index("Subscript") < own.index("open") < own.index("Server")
