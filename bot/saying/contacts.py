"""A policy's contacts go in; whom a message names comes out: never anybody that policy.yaml does not name."""

from __future__ import annotations

from bot.policy.house import Contact, Knowledge


def contact_line(contact: Contact) -> str:
    """A contact as policy.yaml names it: ``Privacy office, privacy@example.org``."""
    return ", ".join(dict.fromkeys(part for part in (contact.name, contact.how) if part))


def first_contact(knowledge: Knowledge, *ids: str) -> Contact | None:
    """The first of these contacts that policy.yaml names; None where it names none of them."""
    named = [contact for contact in knowledge.organisation.contacts if contact_line(contact)]
    return next((contact for wanted in ids for contact in named if contact.id == wanted), None)


def contact_called(word: str, knowledge: Knowledge) -> Contact | None:
    """The contact that a file means: by its id, its name or how it is had; None where it is none."""
    wanted = word.casefold()
    named = (
        one for one in knowledge.organisation.contacts if wanted in (one.id.casefold(), one.name.casefold(), one.how.casefold())
    )
    return next(named, None) if wanted else None


def find_contact(knowledge: Knowledge, *ids: str) -> str:
    """The first of these contacts as one line; empty where policy.yaml names none of them."""
    contact = first_contact(knowledge, *ids)
    return contact_line(contact) if contact else ""


def owner_contact(knowledge: Knowledge) -> Contact | None:
    """Who answers for the policy: the contact named for that, else the ``owner`` of policy.yaml; None where it names nobody."""
    owner = knowledge.organisation.owner
    return first_contact(knowledge, "owner") or (Contact("owner", "", owner) if owner else None)


def whom_to_ask(knowledge: Knowledge, approver: str = "") -> str:
    """Whom a question about the policy goes to: whoever approves what was asked about (a line), the contact for questions, or the
    policy's owner. Never invented."""
    return approver or find_contact(knowledge, "help", "owner") or knowledge.organisation.owner


def who_decides(knowledge: Knowledge, owner: str = "") -> str:
    """Who decides what the policy leaves open: the rule's owner, the contact for it, or the policy's owner. Never invented."""
    return owner or find_contact(knowledge, "owner", "help") or knowledge.organisation.owner
