"""What in the house follows the records is made to follow them: at ``office prepare``, and when a worker starts."""

from __future__ import annotations

from collections.abc import Callable

from peelian.figures.errors import PeelianError
from peelian.figures.house import House


def heal(house: House) -> list[str]:
    """Do what a killed process left undone; returns what was done and what could not be, in words."""
    from peelian.core.exempt.actions import release_due
    from peelian.core.running.actions import publish_calendar
    from peelian.decisions import following as decisions
    from peelian.decisions.coming_out import come_out_due
    from peelian.decisions.taking_in import take_in_decisions
    from peelian.documents.jobs import ask_for_lost
    from peelian.localities import healing as quarters
    from peelian.performance import planning
    from peelian.performance import steps as releases
    from peelian.plans import following as plans
    from peelian.plans.taking_in import take_in_plans
    from peelian.scrutiny.ledger import following as ledger
    from peelian.scrutiny.ledger.taking_in import take_in_ledger
    from peelian.scrutiny.meetings import following as meetings
    from peelian.scrutiny.meetings.taking_in import take_in_committees

    def calendars() -> list[str]:
        publish_calendar(house.root)
        planning.write(house.root)
        return []

    steps: list[Callable[[], list[str]]] = [
        calendars,
        lambda: release_due()[1],  # before what shows it is written
        lambda: take_in_plans(house),
        lambda: [f"Plan written again: {name}." for name in plans.heal(house.root)],
        lambda: take_in_committees(house),
        lambda: [f"Meeting written again: {name}." for name in meetings.heal(house.root)],
        lambda: take_in_ledger(house),
        lambda: [f"Report written again: {name}." for name in ledger.heal(house.root)],
        lambda: [f"Published quarter written again: {name}." for name in quarters.heal(house.root)],
        lambda: take_in_decisions(house),
        lambda: come_out_due(house),
        lambda: [f"Decision written again: {name}." for name in decisions.heal(house.root)],
        lambda: [f"Pack asked for again: {name}." for name in ask_for_lost(house)],
        lambda: releases.heal(house),
    ]
    said: list[str] = []
    for step in steps:
        try:
            said += step()
        except PeelianError as error:
            said.append(f"{error.message} {error.remedy}")
        except OSError as error:
            said.append(
                f"The house cannot be written ({error.strerror}). Make room; it is done again at the next start."
            )
    return said
