"""Give a house its records, people who joined, and each a device for one-time codes; prints who they are as JSON.

    python -m tests.support.staffed bob carol dev

Run as a process of its own, because a process has one house. PEELIAN_DATA names it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peelian.config.settings")


def main(names: list[str]) -> None:
    """Make the records, and the people that are named, as they join on invitations."""
    import django

    django.setup()
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    from peelian.core.seeding import prepare_records
    from peelian.figures.house import House
    from tests.support.office import PASSWORD, Office, with_second_factor

    prepare_records(House(Path(os.environ["PEELIAN_DATA"])).pack)
    office, told = Office(), {}
    for name in names:
        person = office.person(name)
        with_second_factor(person)
        kept = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
        told[name] = {
            "email": person.email, "name": person.name, "password": PASSWORD, "secret": decrypt(kept.data["secret"]),
        }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
