"""`/mayi advise` from the slash command to a reasoned answer: one form, one screen, and no row of the log."""

from __future__ import annotations

from tests.integration.conftest import ASK, Talk

PATIENCE = 30


def test_what_to_use_for_patient_letters_for_forty_people_without_gpus(talk: Talk) -> None:
    before = len(talk.house.ledger.questions(limit=100))
    talk.slack.command("sanne", ASK, "/mayi advise")
    form = talk.slack.wait_until(lambda: talk.slack.modal("sanne"), PATIENCE)
    assert len([one for one in form["blocks"] if one["type"] == "input"]) == 11
    offered = talk.slack.options(
        "sanne", "mayi_advice_data", "patiëntbrieven"
    )  # as people say it: a name of nothing in the policy
    health = next(one["value"] for one in offered if "Medische gegevens" in repr(one))
    picked = {"mayi_advice_data": [health], "mayi_advice_volume": "low", "mayi_advice_hardware": "none"}
    assert talk.slack.submit("sanne", picked) == {}
    told = repr(
        talk.slack.wait_until(
            lambda: view if (view := talk.slack.modal("sanne")) and "●" in repr(view["blocks"]) else None, PATIENCE
        )
    )
    assert "*Voor alles: Open model op eigen servers.*" in told  # a nurse may, there and nowhere else
    assert "Medische gegevens → Open model op eigen servers: ◐" in told
    assert "Wat het nog vraagt" in told
    assert "Hardware: geen): Servers of GPU-uren moeten eerst worden gekocht of gehuurd." in told
    assert "Open model in een beheerde cloud (valt af)" in told
    assert "het beleid laat Medische gegevens er niet in toe" in told
    assert len(talk.house.ledger.questions(limit=100)) == before
    talk.slack.close_view("sanne")
    assert talk.slack.modal("sanne")["id"] == form["id"], "going back leads to what was answered"


def test_words_behind_the_command_fill_in_the_data(talk: Talk) -> None:
    before = len(talk.house.ledger.questions(limit=100))
    talk.slack.command("sanne", ASK, "/mayi advise we hebben patiëntbrieven")
    form = talk.slack.wait_until(lambda: talk.slack.modal("sanne"), PATIENCE)
    assert "Gelezen in je woorden: Medische gegevens." in repr(form["blocks"])
    assert talk.slack.submit("sanne", {"mayi_advice_hardware": "none"}) == {}
    told = repr(
        talk.slack.wait_until(
            lambda: view if (view := talk.slack.modal("sanne")) and "●" in repr(view["blocks"]) else None, PATIENCE
        )
    )
    assert "*Voor alles: Open model op eigen servers.*" in told
    assert "Medische gegevens → Open model op eigen servers: ◐" in told
    assert len(talk.house.ledger.questions(limit=100)) == before
