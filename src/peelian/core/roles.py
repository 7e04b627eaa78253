"""Every role: what it is for, in words a manager can read, and exactly what it allows. What is not here is not allowed.

A role is held in one organisation, from a day until a day; it allows its permissions over what that organisation owns.
"""

from __future__ import annotations

from typing import ClassVar

from peelian.core.permissions import Permission as P


class Role:
    """A role. ``kinds`` are the kinds of organisation that it can be held in; empty is any."""

    key: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]] = ()
    permissions: ClassVar[frozenset[P]] = frozenset()


class Administrator(Role):
    """Joiners, movers and leavers."""

    key = "administrator"
    title = "Administrator"
    description = (
        "Invites people, gives and ends roles in their own organisation, and reads its audit. Gives themselves no role, sees no "
        "draft and publishes nothing."
    )
    permissions = frozenset({P.USE_OFFICE, P.MANAGE_PEOPLE, P.READ_AUDIT})


class InstallationManager(Role):
    """Who runs Peelian itself."""

    key = "installation-manager"
    title = "Installation manager"
    description = (
        "Looks after the whole installation: organisations, everybody's roles, bank holidays, the whole audit, and what the law "
        "gives a person about their own data. Held only in the body that owns the plan. Gives themselves no role, sees "
        "no draft and publishes nothing."
    )
    kinds = ("policing-body",)
    permissions = Administrator.permissions | {
        P.MANAGE_ORGANISATIONS,
        P.MANAGE_HOLIDAYS,
        P.EXPORT_PERSON,
        P.ERASE_PERSON,
    }


class Analyst(Role):
    """The performance analyst."""

    key = "analyst"
    title = "Performance analyst"
    description = "Loads files, drafts releases, writes commentary and corrective action, and sends them for review."
    kinds = ("policing-body", "police-force")
    permissions = frozenset({P.USE_OFFICE, P.LOAD_FILES, P.DRAFT_RELEASE, P.SEE_DRAFTS, P.WRITE_COMMENTARY})


class QualityReviewer(Role):
    """The second pair of eyes."""

    key = "quality-reviewer"
    title = "Quality reviewer"
    description = "Checks a draft that somebody else wrote, and passes it on or sends it back with what to mend."
    kinds = ("policing-body", "police-force")
    permissions = frozenset({P.USE_OFFICE, P.SEE_DRAFTS, P.REVIEW_RELEASE})


class PersonResponsible(Role):
    """The person responsible of the Pre-release Access Order 2008."""

    key = "person-responsible"
    title = "Person responsible for the release"
    description = (
        "Signs off a reviewed release that they did not write, sets its day, and decides who sees it in the 24 hours before "
        "it is out."
    )
    kinds = ("policing-body",)
    permissions = frozenset({P.USE_OFFICE, P.SEE_DRAFTS, P.SIGN_OFF_RELEASE, P.GRANT_PRE_RELEASE})


class BoroughAnalyst(Role):
    """The community safety analyst of a borough."""

    key = "borough-analyst"
    title = "Borough analyst"
    description = "Writes the borough's quarterly performance report: commentary, corrective action, demand pressures."
    kinds = ("council",)
    permissions = frozenset({P.USE_OFFICE, P.SEE_QUARTERS, P.WRITE_QUARTER})


class BoroughLead(Role):
    """The head of community safety of a borough."""

    key = "borough-lead"
    title = "Borough lead"
    description = (
        "Reviews the borough's quarterly report, signs it off and publishes it; not one that they wrote themselves."
    )
    kinds = ("council",)
    permissions = frozenset({P.USE_OFFICE, P.SEE_QUARTERS, P.REVIEW_QUARTER, P.SIGN_OFF_QUARTER})


class PlanOfficer(Role):
    """Who writes the police and crime plan."""

    key = "plan-officer"
    title = "Plan officer"
    description = (
        "Writes the police and crime plan and takes it through the steps of the law, reads plans in from documents, "
        "compares plans, and says how far its promises are kept, with evidence. Issues nothing."
    )
    kinds = ("policing-body",)
    permissions = frozenset({P.USE_OFFICE, P.SEE_PLAN, P.WRITE_PLAN, P.CLAIM_PROGRESS})


class PlanIssuer(Role):
    """The elected local policing body, or who acts for them."""

    key = "plan-issuer"
    title = "Issuer of the plan"
    description = "Issues a police and crime plan that somebody else wrote, once the law's steps are on record; begins a variation."
    kinds = ("policing-body",)
    permissions = frozenset({P.USE_OFFICE, P.SEE_PLAN, P.ISSUE_PLAN})


class Auditor(Role):
    """Internal and external audit."""

    key = "auditor"
    title = "Auditor"
    description = "Reads the audit of their organisation and checks its chain. Changes nothing."
    permissions = frozenset({P.USE_OFFICE, P.READ_AUDIT})


class Reader(Role):
    """Somebody who follows the work without doing any of it."""

    key = "reader"
    title = "Reader"
    description = (
        "Signs in, has a board of what is due to them, and may be given pre-release access. Sees no draft otherwise."
    )
    permissions = frozenset({P.USE_OFFICE})


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        Administrator, InstallationManager, Analyst, QualityReviewer, PersonResponsible, BoroughAnalyst, BoroughLead,
        PlanOfficer, PlanIssuer, Auditor, Reader,
    )
}  # fmt: skip
EVERYWHERE = frozenset({InstallationManager.key})
"""Roles whose permissions hold over every organisation, not only their own."""
