"""Classes of what is kept about people: how long, what happens when somebody is erased, how the audit holds it.

Every field of every record names its class in the record's ``PRIVACY`` (a guard test fails otherwise). The periods are house
rules, each to be confirmed by the body's data protection officer; UK GDPR art 5(1)(e) asks for one, it gives none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Privacy:
    """One class. ``months`` counts from the end of a person's last role; None is for as long as the record is."""

    id: str
    title: str
    description: str
    months: int | None
    erasure: str
    """keep, replace or remove"""
    audited: str
    """plain (in the event), apart (erasable) or never"""


OPEN = Privacy("open", "Open", "Says nothing about a person; may be published with its record.", None, "keep", "plain")
WORKING = Privacy(
    "working", "Working record", "Says nothing about a person; seen by who may see its record.", None, "keep", "plain"
)
IDENTITY = Privacy(
    "identity", "Name and post",
    "Who somebody is at work. Stays with what they did in office while that record is kept; replaced by a number on erasure.",
    84, "replace", "apart",
)  # fmt: skip
CONTACT = Privacy(
    "contact", "Contact", "How to reach somebody. Goes a year after the last role has ended.", 12, "remove", "apart"
)
CREDENTIAL = Privacy(
    "credential", "Credential", "What proves who somebody is. Never shown, exported or recorded; goes with the last role.",
    0, "remove", "never",
)  # fmt: skip
USAGE = Privacy(
    "usage",
    "Use",
    "When and from where somebody signed in. Goes three months after it was noted.",
    3,
    "remove",
    "never",
)
ASKER = Privacy(
    "asker", "Who asked for something",
    "How to reach somebody outside who asked a body for something. Goes when that is met or withdrawn; the audit never has it.",
    None, "remove", "never",
)  # fmt: skip
WORDS = Privacy(
    "words", "Words that people wrote", "Free text: may name somebody, so it is read before it is published or exported.",
    None, "keep", "apart",
)  # fmt: skip
EXEMPT = Privacy(
    "exempt", "Withheld by law",
    "Text that the law lets a body withhold: kept encrypted, read on record alone, never exported, searched or recorded. It is "
    "released, or withheld until its next review, as who decides on it says.",
    None, "keep", "never",
)  # fmt: skip
CLASSES = {item.id: item for item in (OPEN, WORKING, IDENTITY, CONTACT, CREDENTIAL, USAGE, ASKER, WORDS, EXEMPT)}

THIRD_PARTY: dict[str, dict[str, Privacy]] = {
    "sessions.Session": {"session_key": CREDENTIAL, "session_data": USAGE, "expire_date": USAGE},
    "account.EmailAddress": {"user": WORKING, "email": CONTACT, "verified": WORKING, "primary": WORKING},
    "account.EmailConfirmation": {"email_address": WORKING, "created": USAGE, "sent": USAGE, "key": CREDENTIAL},
    "socialaccount.SocialApp": dict.fromkeys(("provider", "provider_id", "name", "client_id", "settings"), WORKING)
    | dict.fromkeys(("secret", "key"), CREDENTIAL),
    "socialaccount.SocialAccount": {
        "user": WORKING, "provider": WORKING, "uid": CONTACT, "last_login": USAGE, "date_joined": USAGE, "extra_data": CONTACT,
    },
    "socialaccount.SocialToken": {
        "app": WORKING, "account": WORKING, "token": CREDENTIAL, "token_secret": CREDENTIAL, "expires_at": WORKING,
    },
    "mfa.Authenticator": {
        "user": WORKING, "type": WORKING, "data": CREDENTIAL, "created_at": USAGE, "last_used_at": USAGE,
    },
    "usersessions.UserSession": {
        "user": WORKING, "created_at": USAGE, "ip": USAGE, "last_seen_at": USAGE, "session_key": CREDENTIAL,
        "user_agent": USAGE, "data": USAGE,
    },
    "django_tasks_database.DBTaskResult": dict.fromkeys(
        ("status", "enqueued_at", "started_at", "finished_at", "args_kwargs", "priority", "task_path", "worker_ids",
         "queue_name", "backend_name", "run_after", "return_value", "exception_class_path", "traceback"), WORKING,
    ),
    "auth.Permission": dict.fromkeys(("name", "content_type", "codename"), OPEN),
    "auth.Group": {"name": OPEN},
    "contenttypes.ContentType": {"app_label": OPEN, "model": OPEN},
}  # fmt: skip
"""Tables of libraries, field by field. Tasks are given the keys of records, never their content; groups are not used."""
AUDIT: dict[str, dict[str, Privacy]] = {
    "audit.Event": dict.fromkeys(
        ("number", "at", "action", "actor", "organisation", "subject", "label", "changes", "apart", "previous", "hash"),
        WORKING,
    ),
    "audit.Kept": {
        "event": WORKING, "name": WORKING, "privacy": WORKING, "about": WORKING, "value": IDENTITY, "salt": CREDENTIAL,
    },
    "audit.Head": {"number": WORKING, "hash": WORKING},
}  # fmt: skip
"""The audit's own tables. A value kept apart has the class that stands beside it; the strictest that occurs is named here."""
