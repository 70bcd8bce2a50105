"""Arguments of auth.*, apps.*, users.* and dnd.* in, who is who out."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playground.company import Person
from playground.rates import UNLIMITED
from playground.refusal import Json, Refused
from playground.registry import Args, method, page_of
from playground.world import World

TICKET_SECONDS = 30.0
AWAKE: Json = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}
"""Nobody here has notifications paused."""


@method("api.test", token="none", tier=4)  # noqa: S106 - a kind of token, not one
def api_test(world: World, args: Args) -> Json:
    if error := args.text("error"):
        raise Refused(error)
    return {"args": {key: value for key, value in args.given.items() if key != "token"}}


@method("auth.test", token="any", tier=UNLIMITED)  # noqa: S106
def auth_test(world: World, args: Args) -> Json:
    company = world.company
    return {
        "url": f"{world.base_url}/",
        "team": company.name,
        "user": company.app.name,
        "team_id": company.team_id,
        "user_id": company.app.bot_user,
        "bot_id": company.app.bot,
        "is_enterprise_install": bool(company.enterprise),
        **({"enterprise_id": company.enterprise} if company.enterprise else {}),
    }


@method("apps.connections.open", token="app")  # noqa: S106
def connections_open(world: World, args: Args) -> Json:
    if world.delivery.http_url:
        raise Refused("socket_mode_not_enabled", "the playground was started with --http-events: events go there")
    ticket = secrets.token_urlsafe(18)
    world.tickets[ticket] = world.clock.now() + TICKET_SECONDS
    return {"url": f"{world.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={world.company.app.id}"}


@method("users.info", needs=("user",), scope=("users:read",), json=False, tier=4)
def users_info(world: World, args: Args) -> Json:
    user = args.need("user")
    if user == world.company.app.bot_user:
        return {"user": bot(world)}
    if user not in world.space.people:
        raise Refused("user_not_found")
    return {"user": described(world, world.space.people[user], args.flag("include_locale"))}


@method("users.list", scope=("users:read",), json=False, tier=2)
def users_list(world: World, args: Args) -> Json:
    everyone = [described(world, person, args.flag("include_locale")) for person in world.space.people.values()]
    page, more = page_of([*everyone, bot(world)], args, 200, 1000)
    return {"members": page, "cache_ts": int(world.clock.now()), "response_metadata": more}


@method("users.lookupByEmail", needs=("email",), scope=("users:read.email",), json=False, tier=3)
def lookup_by_email(world: World, args: Args) -> Json:
    for person in world.space.people.values():
        if person.email and person.email.lower() == args.need("email").lower():
            return {"user": described(world, person, False)}
    raise Refused("users_not_found")


@method("users.profile.get", scope=("users.profile:read",), json=False, tier=4)
def profile_get(world: World, args: Args) -> Json:
    return {"profile": _person(world, args.need("user"))["profile"]}


@method("users.getPresence", scope=("users:read",), json=False)
def presence(world: World, args: Args) -> Json:
    _person(world, args.need("user"))
    return {"presence": "active"}


def _person(world: World, user: str) -> Json:
    if user in ("", world.company.app.bot_user):
        return bot(world)
    if user not in world.space.people:
        raise Refused("user_not_found")
    return described(world, world.space.people[user], False)


@method("bots.info", scope=("users:read",), json=False)
def bots_info(world: World, args: Args) -> Json:
    app = world.company.app
    if args.text("bot") not in (None, "", app.bot):
        raise Refused("bot_not_found")
    made = {"id": app.bot, "deleted": False, "name": app.name, "updated": 0, "app_id": app.id, "user_id": app.bot_user}
    return {"bot": made}


@method("team.info", scope=("team:read",), json=False)
def team_info(world: World, args: Args) -> Json:
    company = world.company
    return {"team": {"id": company.team_id, "name": company.name, "domain": company.domain, "email_domain": "", "icon": {}}}


@method("users.setPresence", needs=("presence",), scope=("users:write",), tier=2)
def set_presence(world: World, args: Args) -> Json:
    """The app's own: nothing is seen of it."""
    if args.need("presence") not in ("auto", "away"):
        raise Refused("invalid_presence")
    return {}


@method("dnd.info", scope=("dnd:read",), json=False)
def dnd_info(world: World, args: Args) -> Json:
    _person(world, args.text("user") or "")
    return dict(AWAKE)


@method("dnd.teamInfo", needs=("users",), scope=("dnd:read",), json=False, tier=2)
def dnd_of_many(world: World, args: Args) -> Json:
    users = [user.strip() for user in args.need("users").split(",")]
    return {"users": {user: dict(AWAKE) for user in users if world.space.is_user(user)}}


def described(world: World, person: Person, with_locale: bool) -> Json:
    """A user object; the e-mail address only where its scope was granted."""
    scopes = world.company.app.scopes
    first, _, last = person.real_name.partition(" ")
    profile = {"real_name": person.real_name, "display_name": person.name, "title": person.title, "team": world.company.team_id}
    profile |= {"real_name_normalized": person.real_name, "display_name_normalized": person.name, "first_name": first}
    profile |= {"last_name": last, "status_text": "", "status_emoji": "", "phone": ""}
    if not scopes or "users:read.email" in scopes:
        profile["email"] = person.email
    offset = datetime.fromtimestamp(world.clock.now(), UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    enterprise = world.company.enterprise
    made: Json = {
        "id": person.id,
        "team_id": world.team_of(person.id),
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "tz": person.tz,
        "tz_label": person.tz.rsplit("/", 1)[-1],
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": person.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "profile": profile,
    }
    if enterprise:
        made["enterprise_user"] = {"id": person.id, "enterprise_id": enterprise, "enterprise_name": world.company.name}
    elif person.team:
        made["is_stranger"] = True
    return {**made, "locale": person.locale} if with_locale else made


def bot(world: World) -> Json:
    """The app's own user object."""
    app = world.company.app
    profile = {"real_name": app.name, "display_name": "", "api_app_id": app.id, "bot_id": app.bot}
    named = {"id": app.bot_user, "team_id": world.company.team_id, "name": app.name, "real_name": app.name, "profile": profile}
    return {**named, "deleted": False, "is_bot": True, "is_app_user": False, "is_admin": False, "is_owner": False}
