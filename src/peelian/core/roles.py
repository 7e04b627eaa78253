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


class CommitteeOfficer(Role):
    """The clerk and the policy officer of a committee."""

    key = "committee-officer"
    title = "Committee officer"
    description = (
        "Keeps a committee's meetings, agendas, papers, minutes, actions, investigations and recommendations. Signs nothing and "
        "gives no verdict."
    )
    kinds = ("scrutiny-committee", "panel", "board", "council")
    permissions = frozenset({P.USE_OFFICE, P.SEE_PAPERS, P.WRITE_PAPERS, P.SEE_EXEMPT})


class CommitteeChair(Role):
    """Who speaks for the committee."""

    key = "committee-chair"
    title = "Chair of a committee"
    description = (
        "Signs minutes that the committee agreed, publishes its reports, gives its verdict on what was delivered, and decides what "
        "of its papers is exempt."
    )
    kinds = ("scrutiny-committee", "panel", "board", "council")
    permissions = frozenset({P.USE_OFFICE, P.SEE_PAPERS, P.SPEAK_FOR_COMMITTEE, P.SEE_EXEMPT, P.SEAL_EXEMPT})


class CommitteeMember(Role):
    """A member, who has a right of their own to papers."""

    key = "committee-member"
    title = "Member of a committee"
    description = "Reads the committee's papers before they are out, exempt ones included. Changes nothing."
    kinds = ("scrutiny-committee", "panel", "board", "council")
    permissions = frozenset({P.USE_OFFICE, P.SEE_PAPERS, P.SEE_EXEMPT})


class CommitteeLiaison(Role):
    """Who answers a committee for the body that it asked."""

    key = "committee-liaison"
    title = "Committee liaison"
    description = (
        "Acknowledges and answers what a committee asked of their body, and claims with evidence that it was done. Closes nothing: "
        "the committee does."
    )
    permissions = frozenset({P.USE_OFFICE, P.ANSWER_COMMITTEE})


class DecisionOfficer(Role):
    """Who prepares decision forms."""

    key = "decision-officer"
    title = "Decision officer"
    description = "Writes decision forms, gathers advice on them, and sends them to be signed. Signs nothing."
    kinds = ("policing-body", "council", "scrutiny-committee", "panel")
    permissions = frozenset({P.USE_OFFICE, P.SEE_DECISIONS, P.WRITE_DECISION, P.SEE_EXEMPT})


class DecisionAdviser(Role):
    """Finance, legal, commercial, equality, data protection."""

    key = "decision-adviser"
    title = "Adviser on decisions"
    description = (
        "Signs financial, legal, commercial, equality or data-protection advice on a form that somebody else wrote."
    )
    kinds = ("policing-body", "council", "scrutiny-committee", "panel")
    permissions = frozenset({P.USE_OFFICE, P.SEE_DECISIONS, P.ADVISE_DECISION, P.SEE_EXEMPT})


class DecisionDirector(Role):
    """The director who countersigns."""

    key = "decision-director"
    title = "Director who countersigns"
    description = "Countersigns a form that is complete, and decides what of it is exempt, with ground and review date."
    kinds = ("policing-body", "council", "scrutiny-committee", "panel")
    permissions = frozenset({P.USE_OFFICE, P.SEE_DECISIONS, P.COUNTERSIGN_DECISION, P.SEE_EXEMPT, P.SEAL_EXEMPT})


class DecisionMaker(Role):
    """The decision-maker, or the member with delegated authority."""

    key = "decision-maker"
    title = "Decision-maker"
    description = "Takes a decision that somebody else wrote and others advised on; from then on it is never edited."
    kinds = ("policing-body", "council", "scrutiny-committee", "panel")
    permissions = frozenset({P.USE_OFFICE, P.SEE_DECISIONS, P.SIGN_DECISION, P.SEE_EXEMPT})


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
        PlanOfficer, PlanIssuer, CommitteeOfficer, CommitteeChair, CommitteeMember, CommitteeLiaison,
        DecisionOfficer, DecisionAdviser, DecisionDirector, DecisionMaker, Auditor, Reader,
    )
}  # fmt: skip
EVERYWHERE = frozenset({InstallationManager.key})
"""Roles whose permissions hold over every organisation, not only their own."""
