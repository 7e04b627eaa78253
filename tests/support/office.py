"""A small office that tests share: four bodies of London and one person for each role, joined as people join.

Alice    administrator of MOPAC           Esther   analyst of Havering
Ivy      installation manager             Femi     community safety lead of Havering
Bob      performance analyst of MOPAC     Grace    administrator of Havering
Carol    quality reviewer of MOPAC        Harry    auditor of MOPAC
Dev      person responsible at MOPAC      Jo       reader at the Met
Olive    plan officer of MOPAC            Sadie    issues MOPAC's plan
Clara    officer of the Committee         Chris    chair of the Committee
Mina     member of the Committee          Lia      answers the Committee for MOPAC
Max      answers the Committee for the Met
Dora     decision officer of MOPAC        Finn     adviser on decisions at MOPAC
Drew     director at MOPAC                Debbie   takes MOPAC's decisions
Hanna    committee officer of Havering    Hugo     chair of a committee of Havering
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import os
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django

from tests.conftest import ROOT

if __name__ == "__main__":
    django.setup()

from peelian.core.acting import COMMAND, Actor
from peelian.core.actions import accept, actor_of, add_organisation, give_role, invite
from peelian.core.models import Organisation, Person, Post

PASSWORD = "blue lamp over the door"
ORGANISATIONS = {
    "mopac": ("Mayor's Office for Policing And Crime", "MOPAC", "policing-body"),
    "mps": ("Metropolitan Police Service", "MPS", "police-force"),
    "havering": ("London Borough of Havering", "Havering", "council"),
    "london-assembly-pcc": (
        "London Assembly Police and Crime Committee",
        "Police and Crime Committee",
        "scrutiny-committee",
    ),
}
CAST = {
    "alice": ("Alice Adeyemi", "mopac", "administrator"),
    "ivy": ("Ivy Ikande", "mopac", "installation-manager"),
    "bob": ("Bob Bassett", "mopac", "analyst"),
    "carol": ("Carol Chen", "mopac", "quality-reviewer"),
    "dev": ("Dev Das", "mopac", "person-responsible"),
    "esther": ("Esther Eze", "havering", "borough-analyst"),
    "femi": ("Femi Falode", "havering", "borough-lead"),
    "grace": ("Grace Gill", "havering", "administrator"),
    "harry": ("Harry Hussain", "mopac", "auditor"),
    "jo": ("Jo Jarvis", "mps", "reader"),
    "olive": ("Olive Osei", "mopac", "plan-officer"),
    "sadie": ("Sadie Stone", "mopac", "plan-issuer"),
    "clara": ("Clara Cole", "london-assembly-pcc", "committee-officer"),
    "chris": ("Chris Cohen", "london-assembly-pcc", "committee-chair"),
    "mina": ("Mina Mehta", "london-assembly-pcc", "committee-member"),
    "lia": ("Lia Lopez", "mopac", "committee-liaison"),
    "max": ("Max Moore", "mps", "committee-liaison"),
    "dora": ("Dora Dube", "mopac", "decision-officer"),
    "finn": ("Finn Farrell", "mopac", "decision-adviser"),
    "drew": ("Drew Doyle", "mopac", "decision-director"),
    "debbie": ("Debbie Diaz", "mopac", "decision-maker"),
    "hanna": ("Hanna Hill", "havering", "committee-officer"),
    "hugo": ("Hugo Hale", "havering", "committee-chair"),
}


class Office:
    """Organisations at once, people when they are first asked for: ``office.bob``, ``office.by("bob")``."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}
        for slug, (name, short, kind) in ORGANISATIONS.items():
            if not Organisation.objects.filter(slug=slug).exists():
                add_organisation(slug=slug, name=name, short=short, kind=kind, by=COMMAND)

    def __getattr__(self, name: str) -> Person:
        if name not in CAST:
            raise AttributeError(name)
        return self.person(name)

    def person(self, name: str) -> Person:
        """One of the cast, as the records have them now; joined on an invitation when first asked for."""
        if name not in self._people:
            full, organisation, role = CAST[name]
            self._people[name] = self.join(full, organisation, role).pk
        return Person.objects.get(pk=self._people[name])

    def join(self, name: str, organisation: str, role: str, **more: Any) -> Person:
        """Somebody else, invited and joined."""
        email = f"{name.split(maxsplit=1)[0].lower()}@{organisation}.example"
        invitation, _ = invite(self.organisation(organisation), role, email=email, name=name, by=COMMAND, **more)
        return accept(invitation, PASSWORD, by=Actor(invitation.key, name))

    def joined(self, organisation: Organisation, role: str, name: str) -> Actor:
        """Somebody else of any organisation, as who acts."""
        return actor_of(self.join(name, str(organisation.pk), role, title=f"{role} of {organisation.short}"))

    def by(self, name: str) -> Actor:
        """One of the cast as who acts."""
        return actor_of(self.person(name))

    def organisation(self, slug: str) -> Organisation:
        """One of the four."""
        return Organisation.objects.get(slug=slug)

    def post(self, name: str) -> Post:
        """The first role that one of the cast holds."""
        found = self.person(name).posts.first()
        assert found is not None
        return found

    def give(self, name: str, organisation: str, role: str, **days: dt.date) -> Post:
        """Another role for one of the cast."""
        return give_role(self.person(name), self.organisation(organisation), role, by=COMMAND, **days)

    def everybody(self) -> dict[str, Person]:
        """The whole cast."""
        return {name: self.person(name) for name in CAST}


def with_second_factor(person: Person) -> None:
    """What the gate asks for before it opens the office: a secret for one-time codes."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, generate_totp_secret())


def furnish_office(house: Path) -> None:
    """The whole cast in the records of a house, with real passwords and secrets for one-time codes: for a server to serve.

    It runs in a process of its own, because the records that a process uses are those of its settings.
    """
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PEELIAN_DATA": str(house), "PEELIAN_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "tests.support.office"], env=environment, check=True)


def secret_of(name: str) -> str:
    """The secret of somebody's one-time codes in a served office: made from their name, so that a test can make codes."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest()[:20]).decode()


def code_of(name: str) -> str:
    """The six digits that somebody's telephone shows now."""
    return code_from(secret_of(name))


def code_from(secret: str) -> str:
    """The six digits of a secret now (RFC 6238: thirty seconds, SHA-1)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _furnish() -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    from peelian.core.seeding import prepare_records
    from peelian.figures.house import House

    prepare_records(House(Path(os.environ["PEELIAN_DATA"])).pack)
    for name, person in Office().everybody().items():
        TOTP.activate(person, secret_of(name))


if __name__ == "__main__":
    _furnish()
