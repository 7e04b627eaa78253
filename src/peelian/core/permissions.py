"""What a person may be allowed to do: one line each. Roles (roles.py) say who is; rules of each room say when."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """The value is what stands in the audit and in refusals; the comment is what it lets somebody do."""

    USE_OFFICE = "use the office"  # sign in and see what is one's own
    MANAGE_ORGANISATIONS = "manage organisations"  # add and change organisations, their areas and powers
    MANAGE_PEOPLE = "manage people"  # invite, change roles, end them, in one's own organisation
    READ_AUDIT = "read the audit"  # every event of one's own organisation; of all for who runs the installation
    EXPORT_PERSON = "export what is kept about a person"  # subject access
    ERASE_PERSON = "erase a person"  # by class, after retention or on request
    MANAGE_HOLIDAYS = "manage bank holidays"  # add or remove one, which recomputes every open clock
    LOAD_FILES = "load files"  # put publishers' files into the lake
    DRAFT_RELEASE = "draft a release"  # build one, remake it, send it for review
    SEE_DRAFTS = "see what is not released yet"  # drafts and scheduled releases of one's own organisation
    WRITE_COMMENTARY = "write commentary"  # commentary, corrective actions, notes on figures
    REVIEW_RELEASE = "review a release"  # quality review, by somebody who did not write it
    SIGN_OFF_RELEASE = "sign off a release"  # sign off, schedule, postpone
    GRANT_PRE_RELEASE = "grant pre-release access"  # the list of who sees it up to 24 hours before
    SEE_QUARTERS = "see a borough's quarter before it is published"  # of one's own borough; nobody else's
    WRITE_QUARTER = "write a borough's quarter"  # commentary and corrective action of the quarterly report
    REVIEW_QUARTER = "review a borough's quarter"
    SIGN_OFF_QUARTER = "sign off a borough's quarter"
    SEE_PLAN = "see a plan that is not out yet"  # drafts and revisions of one's own organisation
    WRITE_PLAN = (
        "write a plan"  # its items, the steps of its route, what is read in, how it compares with the plan before
    )
    ISSUE_PLAN = "issue a plan"  # issue it, vary it, drop it; not one that one wrote
    CLAIM_PROGRESS = "claim progress on a plan"  # say how far a promise is kept, with reason and evidence
    SEE_PAPERS = "see a committee's papers before they are out"  # drafts of agendas, minutes, reports of one's own body
    WRITE_PAPERS = "write a committee's papers"  # meetings, agendas, minutes, actions, investigations, recommendations
    SPEAK_FOR_COMMITTEE = (
        "speak for a committee"  # sign minutes, publish a report, give the verdict on a recommendation
    )
    ANSWER_COMMITTEE = "answer a committee"  # acknowledge, answer, claim delivery, for the body that was asked
    SEE_EXEMPT = (
        "read what is exempt"  # exempt parts of papers and decisions of one's own body; each reading is on record
    )
    SEAL_EXEMPT = "decide on what is exempt"  # seal a part with its ground, review it, release it
    SEE_DECISIONS = "see a decision before it is out"  # drafts and deferred decisions of one's own body
    WRITE_DECISION = "write a decision form"  # facts, advice, consultees; sends it to be signed
    ADVISE_DECISION = "sign advice on a decision"  # financial, legal, commercial, equality, data protection
    COUNTERSIGN_DECISION = (
        "countersign a decision"  # the director: that the form is complete and the delegation is there
    )
    SIGN_DECISION = "take a decision"  # the decision-maker; not one that they wrote
