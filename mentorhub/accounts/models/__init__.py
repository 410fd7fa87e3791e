"""The tables of this room, cut by noun."""

from mentorhub.accounts.models.joining import JoinQuestion
from mentorhub.accounts.models.organisations import (
    Organisation,
    OrganisationClosing,
    OrganisationKind,
    fold_name,
    new_company_code,
)
from mentorhub.accounts.models.people import (
    Deactivation,
    Erasure,
    Invitation,
    InvitationAcceptance,
    Passkey,
    Person,
    fold_email,
)
from mentorhub.accounts.models.roles import (
    HOMES,
    MENTORS,
    SIDES,
    Membership,
    MembershipRole,
    PersonnelResponsibility,
    Role,
    Side,
)
from mentorhub.accounts.models.signing_in import (
    BrowserSession,
    FailedSignIns,
    SignIn,
    SignInEnding,
    WhyEnded,
)
from mentorhub.accounts.models.tokens import ApiToken, ApiTokenRevocation
from mentorhub.accounts.models.uploads import Outcome, Upload, UploadLine, UploadTaking

__all__ = [
    "HOMES",
    "MENTORS",
    "SIDES",
    "ApiToken",
    "ApiTokenRevocation",
    "BrowserSession",
    "Deactivation",
    "Erasure",
    "FailedSignIns",
    "Invitation",
    "InvitationAcceptance",
    "JoinQuestion",
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationClosing",
    "OrganisationKind",
    "Outcome",
    "Passkey",
    "Person",
    "PersonnelResponsibility",
    "Role",
    "Side",
    "SignIn",
    "SignInEnding",
    "Upload",
    "UploadLine",
    "UploadTaking",
    "WhyEnded",
    "fold_email",
    "fold_name",
    "new_company_code",
]
