"""The pages of the manual that are made from the program: roles, and what is kept about people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from peelian.core.models import ORGANISATION_KINDS
from peelian.core.privacy import AUDIT, CLASSES, THIRD_PARTY, Privacy
from peelian.core.roles import EVERYWHERE, ROLES
from peelian.core.subject_access import class_of

ROLES_HEAD = """# Roles

<!-- Made from src/peelian/core/roles.py by scripts/reference.py; a test holds it in step. -->

A role is held in one organisation, from a day until a day, the last included. It allows exactly what stands here, over what that organisation owns. What is
not here is not allowed. The same list, with who holds each role today, is on the page *Roles* of the office.
"""
PRIVACY_HEAD = """# What is kept about people

<!-- The tables are made from the program by scripts/reference.py; a test holds them in step. -->

Every field of every table has a class; a test fails for one that has none. A class says how long a value is kept, what erasure does to it, and how the audit
holds it. The periods are house rules: the body's data protection officer confirms or changes them in `core/privacy.py`.

## Classes

| class | what it is | kept | on erasure | in the audit |
|---|---|---|---|---|
"""
PRIVACY_TEXT = """
Months count from the end of the last role; of *use* from when it was noted. A value *apart* lies beside its event and can go while the event stays
([decision 0022](../decisions/0022-erasure-beside-a-chain.md)); *never* is not recorded at all.

## What a person can ask for

- *A copy of everything*: `peelian people export PERSON` (`--json` for a program), or *Copy of what is kept* on the person's page. It looks at every table that points to the
  person, so a table that is added tomorrow is in it. Passwords, secrets and keys of sessions are named, never shown. Everybody can read their own under *You*.
- *Erasure*: `peelian people erase PERSON --reason …`, or *Erase* on the page, once no role is held. The name becomes `Person 12`, contact and credentials go, and so do their
  values in the audit; the chain still verifies. `--only CLASS` erases one class, `--words` also the reasons that others gave.
- *Retention*: `peelian people retention` says what is past its period and erases it with `--do`; run it every night. The page *What is past its period* does the same.
- *Names without an account*: who saw a release before it was out is named on its list. Such a name goes as long after the day of the release as any name after the last role
  (*Retention*), and on request with `peelian people erase pre-release:NUMBER --reason …`; the number is in the audit.
- *Whom else it is about*: a copy for who put others on such a list names neither them nor the reasons that were given for them.

Each of these leaves an event: who, when, why. A copy that was taken before (an export, a backup) is not reached: backups are rotated, and what was erased is
erased again after one is restored.

Letters that could not be told where to go (no `PEELIAN_SMTP`) lie as files in the house's `outbox`, with the links that they carry: empty it.

## Tables
"""


def roles_page() -> str:
    """docs/reference/roles.md."""
    lines = [ROLES_HEAD]
    for role in ROLES.values():
        kinds = ", ".join(ORGANISATION_KINDS[kind] for kind in role.kinds) or "any organisation"
        over = "every organisation" if role.key in EVERYWHERE else "what that organisation owns"
        may = ", ".join(sorted(permission.value for permission in role.permissions))
        lines += [f"## {role.title}", "", role.description, "", f"- **held in**: {kinds}", f"- **over**: {over}",
                  f"- **may**: {may}", ""]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def privacy_page() -> str:
    """docs/reference/privacy.md."""
    lines = [PRIVACY_HEAD + "\n".join(_class_row(item) for item in CLASSES.values()) + "\n" + PRIVACY_TEXT]
    lines += ["| table | class | fields |", "|---|---|---|"]
    for model in sorted(classed_models(), key=lambda model: model._meta.label):
        for privacy, fields in _by_class(model):
            lines.append(f"| {model._meta.label} | {privacy.title} | {', '.join(fields)} |")
    return "\n".join(lines) + "\n"


def _class_row(item: Privacy) -> str:
    kept = "as long as its record" if item.months is None else f"{item.months} months"
    return f"| {item.title} | {item.description} | {kept} | {item.erasure} | {item.audited} |"


def classed_models() -> Iterator[type[models.Model]]:
    """Every table that there is."""
    yield from apps.get_models()


def _by_class(model: type[models.Model]) -> list[tuple[Privacy, list[str]]]:
    names = [field.name for field in model._meta.concrete_fields if field.name != "id"]
    order = list(CLASSES)
    ranked = sorted(names, key=lambda name: order.index(class_of(model, name).id))
    grouped = itertools.groupby(ranked, key=lambda name: class_of(model, name))
    return [(privacy, list(fields)) for privacy, fields in grouped]


def third_party() -> set[str]:
    """Labels of tables that are classed by table rather than by their own PRIVACY."""
    return set(THIRD_PARTY) | set(AUDIT)
