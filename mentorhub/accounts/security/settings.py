"""How Flask-Security is set: which ways there are, under which addresses, with which pages."""

from datetime import timedelta
from typing import Any

from mentorhub.accounts import passwords
from mentorhub.accounts.security.factors import CODES, ISSUER
from mentorhub.accounts.security.words import SAID
from mentorhub.kit import clock

FRESH = timedelta(minutes=30)
STEP = timedelta(minutes=10)
LINK = timedelta(hours=2)
CODE_SECONDS = 30

ADDRESSES = {
    "LOGIN": "/anmelden",
    "LOGOUT": "/abmelden",
    "RESET": "/passwort-vergessen",
    "CHANGE": "/konto/passwort",
    "CONFIRM": "/email-bestaetigen",
    "CHANGE_EMAIL": "/konto/email",
    "VERIFY": "/konto/bestaetigung",
    "TWO_FACTOR_SETUP": "/konto/zweiter-schritt",
    "TWO_FACTOR_TOKEN_VALIDATION": "/anmelden/code",
    "TWO_FACTOR_RESCUE": "/anmelden/hilfe",
    "TWO_FACTOR_SELECT": "/anmelden/auswahl",
    "MULTI_FACTOR_RECOVERY_CODES": "/konto/notfallcodes",
    "MULTI_FACTOR_RECOVERY": "/anmelden/notfallcode",
    "WAN_REGISTER": "/konto/passkeys",
    "WAN_SIGNIN": "/anmelden/passkey",
    "WAN_DELETE": "/konto/passkey-entfernung",
    "WAN_VERIFY": "/konto/passkey-bestaetigung",
}

PAGES = {
    "LOGIN_USER": "login",
    "LOGOUT_USER": "logout",
    "FORGOT_PASSWORD": "forgot_password",
    "RESET_PASSWORD": "reset_password",
    "CHANGE_PASSWORD": "change_password",
    "SEND_CONFIRMATION": "send_confirmation",
    "CHANGE_EMAIL": "change_email",
    "VERIFY": "verify",
    "TWO_FACTOR_SETUP": "two_factor_setup",
    "TWO_FACTOR_VERIFY_CODE": "two_factor_token_validation",
    "TWO_FACTOR_SELECT": "tf_select",
    "MULTI_FACTOR_RECOVERY_CODES": "mf_recovery_codes",
    "MULTI_FACTOR_RECOVERY": "mf_recovery",
    "WAN_REGISTER": "wan_register",
    "WAN_SIGNIN": "wan_signin",
    "WAN_VERIFY": "wan_verify",
}

MAILS = {
    "EMAIL_TEMPLATE_PASSWORD_RESET": "accounts/mail/reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "accounts/mail/password_changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "accounts/mail/password_changed",
    "EMAIL_TEMPLATE_CONFIRM": "accounts/mail/confirm",
    "CHANGE_EMAIL_EMAIL_TEMPLATE": "accounts/mail/confirm_change",
}

FEATURES = {
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "CONFIRMABLE": True,
    "CHANGE_EMAIL": True,
    "TWO_FACTOR": True,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "WEBAUTHN": True,
    "REGISTERABLE": False,
}

RULES: dict[str, Any] = {
    "BLUEPRINT_NAME": "security",
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "JOIN_USER_ROLES": False,
    "RETURN_GENERIC_RESPONSES": True,
    "API_ENABLED_METHODS": ["session"],
    "DATETIME_FACTORY": clock.now,
    "LOGOUT_METHODS": ["POST"],
    "LOGOUT_CSRF": True,
    "FRESHNESS": FRESH,
    "FRESHNESS_GRACE_PERIOD": FRESH,
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": passwords.TIME_COST,
        "argon2__memory_cost": passwords.MEMORY_KIB,
        "argon2__parallelism": passwords.LANES,
    },
    "PASSWORD_NORMALIZE_FORM": passwords.NORMAL_FORM,
    # What these hash stands in links beside a signature; a slow hash would tell who exists.
    "HASHING_SCHEMES": ["hex_sha256"],
    "DEPRECATED_HASHING_SCHEMES": [],
    "RESET_PASSWORD_WITHIN": LINK,
    "CONFIRM_EMAIL_WITHIN": timedelta(days=2),
    "CHANGE_EMAIL_WITHIN": LINK,
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": CODE_SECONDS,
    "TWO_FACTOR_SETUP_WITHIN": STEP,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_POST_SETUP_VIEW": "accounts.factors",
    "TOTP_SECRETS": {"1": "not used: the cipher seals"},
    "TOTP_ISSUER": ISSUER,
    "MULTI_FACTOR_RECOVERY_CODES_N": CODES,
    "WAN_RP_NAME": ISSUER,
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_ALLOW_AS_FIRST_FACTOR": True,
    "WAN_ALLOW_AS_MULTI_FACTOR": True,
    "WAN_REGISTER_WITHIN": STEP,
    "WAN_SIGNIN_WITHIN": timedelta(minutes=5),
    "WAN_POST_REGISTER_VIEW": "accounts.factors",
    "POST_LOGIN_VIEW": "today.show",
    "POST_CHANGE_VIEW": "accounts.account",
    "POST_CHANGE_EMAIL_VIEW": "accounts.account",
    "POST_VERIFY_VIEW": "accounts.account",
}


def settings() -> dict[str, Any]:
    """Return the settings as Flask keeps them."""
    plain = {
        **RULES,
        **FEATURES,
        **MAILS,
        **{f"{name}_URL": address for name, address in ADDRESSES.items()},
        **{f"{name}_TEMPLATE": f"security/{page}.html" for name, page in PAGES.items()},
        **{f"MSG_{name}": said for name, said in SAID.items()},
    }
    return {f"SECURITY_{name}": value for name, value in plain.items()}
