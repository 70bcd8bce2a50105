"""A request goes in; who it is from comes out, or a refusal: sessions, forms that nobody else can send, limits, headers."""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from fastapi import Request
from fastapi.responses import Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.app import AT_MACHINE, App
from bot.console.doors import Person, RefusedError, Role
from bot.policy.talks.persons import who_is

SESSION_COOKIE = "mayi_session"
SESSION_HOURS = 8
CALENDAR, FEED = "calendar", "feed"
"""What may be subscribed to."""
ADDRESS_DAYS = 180
"""How long such an address holds: the page always has a fresh one."""
ROTATED_MINUTES = 15
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PAGES_A_MINUTE = 300
SIGN_INS_A_MINUTE, HEAVY_A_MINUTE = RateLimitItemPerMinute(20), RateLimitItemPerMinute(20)
ANSWERS_A_MINUTE = RateLimitItemPerMinute(60)


class SignInFirstError(Exception):
    """Nobody is signed in."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in, and what their forms must carry."""

    person: Person
    family: str
    csrf: str


class Access:
    """Sessions are kept by the ledger under the hash of a number that only the browser has, signed by us."""

    def __init__(self, app: App, *, is_secure: bool, pages_a_minute: int = PAGES_A_MINUTE) -> None:
        self._app, secret = app, app.settings.secret
        self._csrf_key = sha256(b"console csrf" + secret).digest()
        self._signer = URLSafeTimedSerializer(sha256(b"console session" + secret).digest())
        self.is_secure = is_secure
        self.pages_a_minute = RateLimitItemPerMinute(pages_a_minute)
        self._limits = MovingWindowRateLimiter(MemoryStorage())

    # --- sessions ------------------------------------------------------------------------------------------------------

    def begin(self, response: Response, user: str, role: Role) -> None:
        """Sign somebody in: a new number, whatever the browser had before."""
        self._number(response, user, role, secrets.token_hex(16), datetime.now(UTC) + timedelta(hours=SESSION_HOURS))

    def signed(self, request: Request) -> Signed:
        """Who it is; asked once for each request, as a number that was replaced is worth nothing. Raises ``SignInFirstError``;
        a session whose role is not the person's today is over."""
        if hasattr(request.state, "signed"):
            return request.state.signed  # type: ignore[no-any-return]
        token = self._token(request)
        ledger, now = self._app.ledger, datetime.now(UTC)
        found = ledger.session(token, now) if token else None
        if found is None:
            raise SignInFirstError
        kept, user = found
        role = role_of(self._app, user)
        if role is None or role.value != kept.role:
            ledger.end_session(kept.family)
            raise SignInFirstError
        if kept.made_at + timedelta(minutes=ROTATED_MINUTES) < now and ledger.replace_session(token, now):
            request.state.renewed = (user, role, kept.family, kept.expires_at)
        request.state.signed = Signed(person_of(self._app, user, role), kept.family, self._csrf(kept.family))
        return request.state.signed  # type: ignore[no-any-return]

    def known(self, request: Request) -> Signed | None:
        """Who it is; None where nobody is signed in."""
        with suppress(SignInFirstError):
            return self.signed(request)
        return None

    def renew(self, request: Request, response: Response) -> None:
        """The new number of a session whose old one has had its time, on whatever is answered; not where it ends just now."""
        renewed = getattr(request.state, "renewed", None)
        if renewed and not response.headers.get("set-cookie", "").startswith(SESSION_COOKIE):
            self._number(response, *renewed)

    def end(self, response: Response, signed: Signed) -> None:
        """Sign out, everywhere that this sign-in was used."""
        self._app.ledger.end_session(signed.family)
        response.delete_cookie(SESSION_COOKIE, path="/console")

    def _number(self, response: Response, user: str, role: Role, family: str, expires: datetime) -> None:
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        self._app.ledger.keep_session(token, (user, role.value), family=family, now=now, expires_at=expires)
        self._cookie(response, SESSION_COOKIE, self._signer.dumps(token), int((expires - now).total_seconds()))

    def _token(self, request: Request) -> str:
        try:
            return str(self._signer.loads(request.cookies.get(SESSION_COOKIE, ""), max_age=SESSION_HOURS * 3600))
        except BadSignature:
            return ""

    def address_token(self, user: str, what: str) -> str:
        """What stands in somebody's address of a calendar or a feed. It holds for some months, while they may see what it has."""
        return str(self._signer.dumps(user, salt=what))

    def address_user(self, token: str, what: str) -> str:
        """Whose address it is; empty where it is not ours, or too old."""
        try:
            return str(self._signer.loads(token, salt=what, max_age=ADDRESS_DAYS * 24 * 3600))
        except BadSignature:
            return ""

    # --- forms ---------------------------------------------------------------------------------------------------------

    def check_form(self, request: Request, signed: Signed | None, csrf: str) -> None:
        """Raises ``RefusedError`` where a form was not ours. Who is not signed in has no word for it."""
        word = signed.csrf if signed else ""
        if not hmac.compare_digest(csrf.encode(), word.encode()) or not is_from_here(request):
            raise RefusedError("console.error.form")

    def _csrf(self, family: str) -> str:
        return hmac.new(self._csrf_key, family.encode(), sha256).hexdigest()

    # --- small signed values, and limits ----------------------------------------------------------------------------------

    def remember(self, response: Response, name: str, value: dict[str, str], seconds: int) -> None:
        """A signed value in the browser."""
        self._cookie(response, name, self._signer.dumps(value, salt=name), seconds)

    def remembered(self, request: Request, name: str, seconds: int) -> dict[str, str]:
        """A signed value; empty where it is missing, too old or not ours."""
        try:
            value = self._signer.loads(request.cookies.get(name, ""), max_age=seconds, salt=name)
        except BadSignature:
            return {}
        return {str(one): str(two) for one, two in value.items()}

    def limit(self, request: Request, item: RateLimitItem, what: str) -> None:
        """Raises ``RefusedError`` where somebody is too quick: a person, wherever they are; before signing in, an address."""
        # behind a proxy or in a container all come from one address: nobody's pages may cost the others theirs
        signed: Signed | None = getattr(request.state, "signed", None)
        client = request.client.host if request.client else "?"
        if not self._limits.hit(item, what, signed.person.id if signed else client):
            raise RefusedError("console.error.quick")

    def _cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=max(seconds, 0), path="/console", secure=self.is_secure, httponly=True, samesite="lax"
        )


def role_of(app: App, user: str) -> Role | None:
    """As people.yaml says now; None for who gets no answers in Slack: they see nothing here."""
    at_machine, _, role = user.partition(":")
    if at_machine == AT_MACHINE:
        return Role(role)
    if not user or app.slack.barred(user):
        return None
    known = who_is(user, app.knowledge.people, app.slack.of)
    return Role.ADMIN if known.is_admin else Role.OWNER if known.is_owner else Role.EMPLOYEE


def person_of(app: App, user: str, role: Role) -> Person:
    """Who it is, for the pages."""
    if user.startswith(AT_MACHINE):
        return Person(user, app.hash_of("person", "", user), role, AT_MACHINE.removeprefix("@"))
    known = who_is(user, app.knowledge.people, app.slack.of)
    language = known.language or app.slack.language(user)
    return Person(user, app.pseudonym(user), role, app.slack.name(user), language, known.team)


def carer_name(app: App, pseudonym: str) -> str:
    """The name of an owner or admin of people.yaml, or of the machine: what they do here is no secret. Empty for anybody else."""
    if any(pseudonym == person_of(app, f"{AT_MACHINE}:{role.value}", role).id for role in Role):
        return AT_MACHINE.removeprefix("@")
    users = {one.match for one in app.knowledge.people if (one.is_admin or one.is_owner) and one.match[:1] in ("U", "W")}
    return next((app.slack.name(user) for user in users if app.pseudonym(user) == pseudonym), "")


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent it. One that says nothing is no browser of today."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "")
    return not origin or origin.partition("://")[2] == request.headers.get("host", "")
