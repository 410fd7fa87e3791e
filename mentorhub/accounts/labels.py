"""What roles and kinds of organisations are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from mentorhub.accounts.models import OrganisationKind, Role

ROLES: dict[Role, LazyString] = {
    Role.employee: _l("Employee"),
    Role.in_company_mentor: _l("In-company mentor"),
    Role.inter_company_mentor: _l("Inter-company mentor"),
    Role.company_representative: _l("Company representative"),
    Role.coordinator: _l("Coordinator"),
    Role.seal_reviewer: _l("Seal reviewer"),
    Role.committee: _l("Committee member"),
    Role.editor: _l("Editor"),
    Role.researcher: _l("Researcher"),
    Role.programme_admin: _l("Programme administration"),
}

KINDS: dict[OrganisationKind, LazyString] = {
    OrganisationKind.company: _l("Company"),
    OrganisationKind.association: _l("Employers' association"),
    OrganisationKind.chamber: _l("Chamber"),
    OrganisationKind.provider: _l("Training provider"),
    OrganisationKind.agency: _l("Employment agency"),
    OrganisationKind.union: _l("Trade union"),
    OrganisationKind.coordination_office: _l("Coordination office"),
}


def role_name(role: Role | str) -> LazyString:
    """Return what a role is called; a template filter in every room."""
    return ROLES[Role(role)]


def kind_name(kind: OrganisationKind | str) -> LazyString:
    """Return what a kind of organisation is called; a template filter in every room."""
    return KINDS[OrganisationKind(kind)]
