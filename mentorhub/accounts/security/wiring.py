"""Puts Flask-Security into an application and says, for each request, who is there."""

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, make_response, redirect, render_template, request, session
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_security import Security
from flask_security.utils import set_request_attr
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as PlainResponse

from mentorhub.accounts import demo
from mentorhub.accounts.models import Person, Role
from mentorhub.accounts.personal_data import PersonalData
from mentorhub.accounts.policy import NotSignedIn
from mentorhub.accounts.security import datastore, forms, words
from mentorhub.accounts.security.datastore import Account, Datastore, RequestSession
from mentorhub.accounts.security.factors import Codes, Passkeys, RecoveryCodes
from mentorhub.accounts.security.hooks import Hooks
from mentorhub.accounts.security.mails import Outbox, Passwords
from mentorhub.accounts.security.sessions import BrowserSession, ServerSide
from mentorhub.accounts.security.settings import settings
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Denied
from mentorhub.kit.services import Services
from mentorhub.web.limits import limiter

ROOM = Path(__file__).parent.parent
BASE_URL = "ACCOUNTS_BASE_URL"
GUESSING = "30 per minute; 300 per hour"
GUESSED = (
    "login",
    "forgot_password",
    "reset_password",
    "send_confirmation",
    "two_factor_token_validation",
    "mf_recovery",
    "wan_signin_response",
    "verify",
    "change_password",
    "change_email",
)
# Their POST leaves nothing to show but a message.
TOLD = frozenset(
    {"security.forgot_password", "security.send_confirmation", "security.change_email"}
)
# Where somebody may go whose role demands a second step that is still missing.
OPEN_BLUEPRINTS = frozenset({"security", "accounts_files", "languages", "pages", "ready", "frame"})
OPEN_ENDPOINTS = frozenset({"accounts.factors"})
# Whoever has a second step already must take it; with the password alone nobody sets up another.
OPEN_SECURITY = frozenset(
    {"security.logout", "security.wan_verify", "security.wan_verify_response"}
)


def init(
    app: Flask,
    services: Services,
    *,
    secret_key: str,
    base_url: str,
    old_secret_keys: tuple[str, ...] = (),
    second_factor_roles: frozenset[str] = frozenset(),
    demo_mode: bool = False,
) -> None:
    """Let people sign in. Call this after the frame and before any room registers its views.

    Every request then has ``g.person`` (None for visitors) and ``g.roles``. ``secret_key`` seals,
    ``old_secret_keys`` still open, newest first; people with one of ``second_factor_roles`` must
    sign in with a code or a passkey; ``demo_mode`` shows the demo people on the sign-in page, and
    without it they cannot sign in.

    Raises:
        ValueError: ``second_factor_roles`` names a role that does not exist.
    """
    unknown = second_factor_roles - {role.value for role in Role}
    if unknown:
        raise ValueError(f"SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}")
    secrets = (secret_key, *old_secret_keys)
    if not services.has(PersonalData):
        services.put(PersonalData())
    _configure(app, secrets, base_url, demo_mode=demo_mode)
    app.session_interface = ServerSide(secret_key)
    app.register_blueprint(
        Blueprint(
            "accounts_files",
            __name__,
            root_path=str(ROOM),
            template_folder="templates",
            static_folder="static",
            static_url_path="/konto/dateien",
        )
    )
    _say_who(app, second_factor_roles)
    _start(app, secrets, base_url, demo_mode=demo_mode)
    datastore.init(app)
    app.register_error_handler(NotSignedIn, _lead_to_sign_in)


def _configure(app: Flask, secrets: tuple[str, ...], base_url: str, *, demo_mode: bool) -> None:
    app.config.update(settings())
    app.config["SECRET_KEY"] = secrets[0]
    app.config["SECRET_KEY_FALLBACKS"] = list(secrets[1:])
    app.config[BASE_URL] = base_url
    app.config[datastore.DEMO_MODE] = demo_mode
    app.config[forms.GUARD_SECRET] = secrets[0]
    secure = urlsplit(base_url).scheme == "https"
    app.config["SESSION_COOKIE_SECURE"] = secure
    app.config["SESSION_COOKIE_NAME"] = "__Host-mentorhub" if secure else "mentorhub"


def _start(app: Flask, secrets: tuple[str, ...], base_url: str, *, demo_mode: bool) -> None:
    requests = RequestSession()
    store = Datastore(requests)
    codes = Codes(Cipher(*secrets))
    recovery = RecoveryCodes(secrets, codes, store)
    security = Security(
        app,
        store,
        render_template=cast(Any, _render),
        login_form=forms.SignInForm,
        forgot_password_form=forms.ForgottenForm,
        reset_password_form=forms.NewPasswordForm,
        change_password_form=forms.OtherPasswordForm,
        verify_form=forms.OnceMoreForm,
        send_confirmation_form=forms.ConfirmationForm,
        change_email_form=forms.OtherEmailForm,
        two_factor_setup_form=forms.CodeSetupForm,
        two_factor_rescue_form=forms.HelpForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_select_form=forms.WayForm,
        mf_recovery_form=forms.RecoveryForm,
        wan_register_form=forms.PasskeyForm,
        wan_signin_form=forms.PasskeySignInForm,
        wan_signin_response_form=forms.PasskeyAnswerForm,
        wan_delete_form=forms.PasskeyRemovalForm,
        mail_util_cls=cast(Any, lambda _app: Outbox(requests, base_url)),
        password_util_cls=cast(Any, lambda _app: Passwords()),
        totp_cls=cast(Any, lambda _secrets, _issuer: codes),
        webauthn_util_cls=cast(Any, lambda _app: Passkeys()),
        mf_recovery_codes_util_cls=cast(Any, lambda _app: recovery),
    )
    security.i18n_domain = cast(Any, words.Domain())
    security.want_json(lambda _request: False)
    security.login_manager.user_loader(_account_loader(store))
    security.login_manager.request_loader(cast(Any, None))
    app.config["SESSION_PROTECTION"] = None
    if demo_mode:
        security.login_context_processor(lambda: {"demo_people": demo.SIGN_INS})
    hooks = Hooks(requests)
    hooks.connect(app)
    app.extensions["mentorhub.accounts"] = hooks
    _slow_down(app)
    app.view_functions["security.two_factor_rescue"] = _to_recovery
    app.after_request(_see_other)


def _say_who(app: Flask, strict_roles: frozenset[str]) -> None:
    @app.before_request
    def say_who() -> ResponseReturnValue | None:
        sign_in = cast(BrowserSession, session).sign_in
        g.sign_in = sign_in
        g.person = sign_in.person if sign_in else None
        roles = frozenset(g.person.held_roles) if g.person else frozenset()
        g.must_set_up_factor = bool(sign_in and roles & strict_roles and not sign_in.is_strong)
        g.roles = frozenset() if g.must_set_up_factor else roles
        return _hold_back(g.person) if g.must_set_up_factor else None


def _hold_back(person: Person) -> ResponseReturnValue | None:
    """Lead to the second step; nothing else is open before it is taken."""
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    must_take_step = person.has_second_factor and request.blueprint == "security"
    if request.blueprint in OPEN_BLUEPRINTS and not must_take_step:
        return None
    if must_take_step and request.endpoint in OPEN_SECURITY:
        return None
    if request.method == "GET":
        return redirect(address_of("accounts.factors"), 303)
    raise Denied


def _account_loader(store: Datastore) -> Any:
    def load(_user_id: str) -> Account | None:
        """Return who is signed in, on the session of the request; other rooms have g.person."""
        sign_in = cast(BrowserSession, session).sign_in
        if sign_in is None or request.blueprint != "security":
            return None
        set_request_attr("fs_authn_via", "session")
        set_request_attr("fs_paa", session["fs_paa"])
        return store.find_user(id=sign_in.person_id)

    return load


def _render(template: str, **context: Any) -> ResponseReturnValue:
    """Return the page, with 422 if a form is bad, or lead back where only a message is left."""
    shown = [each for each in context.values() if isinstance(each, FlaskForm)]
    is_bad = request.method == "POST" and any(form.errors for form in shown)
    if request.method == "POST" and not is_bad and request.endpoint in TOLD:
        return redirect(request.path, 303)
    page = render_template(template, **context)
    return make_response(page, 422 if is_bad else 200)


def _slow_down(app: Flask) -> None:
    for name in GUESSED:
        endpoint = f"security.{name}"
        view = cast(Any, app.view_functions[endpoint])
        app.view_functions[endpoint] = limiter.limit(GUESSING, methods=["POST"])(view)


def _to_recovery() -> ResponseReturnValue:
    return redirect(address_of("security.mf_recovery"), 303)


def _see_other(answer: PlainResponse) -> PlainResponse:
    """Answer a deed with 303, as all our views do."""
    if request.blueprint == "security" and request.method == "POST" and answer.status_code == 302:
        answer.status_code = 303
    return answer


def _lead_to_sign_in(_problem: NotSignedIn) -> ResponseReturnValue:
    """Lead to the sign-in and afterwards back to the page that was asked for."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    target = address_of("security.login", next=wanted)
    if request.headers.get("HX-Request"):
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = target
        return answer
    return redirect(target, 303)
