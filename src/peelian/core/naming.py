"""The names behind the keys of events, as the records have them today: events themselves hold no name."""

from __future__ import annotations

from collections.abc import Iterable

from peelian.core.models import Invitation, Organisation, Person, Post

FIXED = {"command": "The command on the server", "clock": "Peelian, by the clock", "": "nobody"}


class KnownNames:
    """Looks up many keys at once; what the records know no more is named by its key."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._names = dict(FIXED)
        self.learn(keys)

    def __call__(self, key: str) -> str:
        """The name of a key."""
        if key not in self._names:
            self.learn([key])
        return self._names[key]

    def learn(self, keys: Iterable[str]) -> None:
        """Fetch the names of many keys: one query for each kind."""
        wanted: dict[str, set[str]] = {}
        for key in set(keys) - set(self._names):
            kind, _, name = key.partition(":")
            wanted.setdefault(kind, set()).add(name)
            self._names[key] = key
        for kind, names in wanted.items():
            numbers = [int(name) for name in names if name.isdigit()]
            if kind == Person.KIND:
                rows = Person.objects.filter(pk__in=numbers).values_list("pk", "name")
                self._names |= {f"{kind}:{pk}": name for pk, name in rows}
            elif kind == Organisation.KIND:
                bodies = Organisation.objects.filter(pk__in=names).values_list("pk", "short")
                self._names |= {f"{kind}:{slug}": name for slug, name in bodies}
            elif kind == Invitation.KIND:
                invited = Invitation.objects.filter(pk__in=numbers).values_list("pk", "name")
                self._names |= {f"{kind}:{pk}": name for pk, name in invited}
            elif kind == Post.KIND:
                posts = Post.objects.filter(pk__in=numbers).select_related("organisation")
                self._names |= {post.key: str(post) for post in posts}
