"""A draft becomes a release with a moment, and can be taken back until then: the only ways between the two folders."""

from __future__ import annotations

import datetime as dt
import shutil

from peelian.figures.canonical import sha256_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House
from peelian.figures.lake import move_into_place
from peelian.figures.releases.build import written
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.publication import NAME, Publication, is_out, just_before, write
from peelian.figures.releases.release import Drafts, Release, Releases

_NOT_CONTENT = ("id", "made", "seal")


def content_of(release: Release) -> str:
    """A hash of all that a draft says: the same draft on another day has the same, one of other figures never."""
    return sha256_of({key: value for key, value in release.manifest.items() if key not in _NOT_CONTENT})


def stale(house: House, draft: Release, at: dt.datetime) -> str:
    """Why a draft must be made again before it may be out at a moment; empty where it need not.

    What protects small numbers rests on all that is shown before, and what a release says it changed on the one before it.
    """
    before = Releases(house.root, at=just_before(at)).newest_id(without=draft.id)
    if draft.manifest["previous"] != before:
        return f"it is compared with {draft.manifest['previous']}, and the release before it will be {before}"
    known = draft.manifest["shown_before"]
    held = Releases(house.root, including_embargoed=True).ids()
    later = sorted(set(held) - {*known, draft.id})
    if known and later:
        return f"it was made before {', '.join(later)}, and takes no account of what that shows"
    return ""


def check(house: House, draft: Release, at: dt.datetime, now: dt.datetime) -> None:
    """Whether a draft may be out from a moment on. Raises PeelianError where that has passed, or it must be made again."""
    if at <= now:
        raise PeelianError(
            "past-moment",
            f"{at.astimezone(LONDON):%H:%M on %d %B %Y} has passed.",
            "Choose a moment that lies ahead: nothing is published backwards.",
        )
    if why := stale(house, draft, at):
        raise PeelianError("stale-draft", f"The draft must be made again: {why}.", "Make it again and review it again.")


def _other_draft() -> PeelianError:
    return PeelianError("other-draft", "The draft has been made again meanwhile.", "Let it be reviewed again.")


def seal_as(draft: Release, new_id: str) -> str:
    """The seal that a draft has under the name of another day."""
    return seal_of(draft.manifest | {"id": new_id})


def renamed(house: House, draft_id: str, new_id: str, content: str) -> Release:
    """The same draft under the name of another day; it stays as it is where it has that name.

    Raises PeelianError where there is no such draft, it is not that ``content`` any more, or the name is taken.
    """
    drafts = Drafts(house.root)
    with house.lock():
        draft = drafts.open(draft_id)
        if content_of(draft) != content:
            raise _other_draft()
        if draft_id == new_id:
            return draft
        if new_id in (*drafts.ids(), *Releases(house.root, including_embargoed=True).ids()):
            raise PeelianError("taken-id", f"{new_id} is taken.", "Take another number of the day.")
        manifest = draft.manifest | {"id": new_id}
        manifest["seal"] = seal_as(draft, new_id)
        move_into_place(written(house, manifest), drafts.root / new_id)
        shutil.rmtree(drafts.root / draft_id)
        return drafts.open(new_id)


def schedule(house: House, draft_id: str, publication: Publication, now: dt.datetime) -> None:
    """Put a draft among the releases, with its publication in it: the folder that appears there is whole.

    Raises PeelianError where its moment has passed, the publication is of another draft, or the draft must be made again.
    """
    with house.lock():
        drafts = Drafts(house.root)
        draft = drafts.open(draft_id)
        check(house, draft, publication.at, now)
        if (publication.release, publication.manifest) != (draft_id, draft.manifest["seal"]):
            raise _other_draft()
        write(drafts.root / draft_id, publication)
        move_into_place(drafts.root / draft_id, house.root / "releases" / draft_id)


def change(house: House, publication: Publication, now: dt.datetime) -> None:
    """Replace what is published beside a release that is not out. Raises PeelianError for one that is."""
    with house.lock():
        _must_wait(house, publication.release, now)
        if is_out(publication, now):
            raise PeelianError("past-moment", "That moment has passed.", "Choose one that lies ahead.")
        write(house.root / "releases" / publication.release, publication)


def take_back(house: House, release_id: str, now: dt.datetime) -> None:
    """Make a release that is not out a draft again. Raises PeelianError for one that is out: it stays for good."""
    with house.lock():
        _must_wait(house, release_id, now)
        target = Drafts(house.root).root / release_id
        move_into_place(house.root / "releases" / release_id, target)
        (target / NAME).unlink(missing_ok=True)


def discard(house: House, draft_id: str) -> None:
    """Remove a draft; what others share of it stays."""
    with house.lock():
        shutil.rmtree(Drafts(house.root).root / Drafts(house.root).open(draft_id).id)


def _must_wait(house: House, release_id: str, now: dt.datetime) -> None:
    try:
        held = Releases(house.root, including_embargoed=True).publication(release_id)
    except PeelianError:
        return  # it is shown to nobody
    if is_out(held, now):
        raise PeelianError(
            "released",
            f"The release {release_id} is out.",
            "It stays as it is; what is wrong in it is corrected by a new release that names it.",
            {"release": release_id},
        )
