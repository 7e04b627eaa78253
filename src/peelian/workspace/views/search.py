"""One box for everything that one may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.core.access import signed_in
from peelian.ui.excerpts import marked
from peelian.ui.format import counted
from peelian.workspace.doing import person_of
from peelian.workspace.searching import LEAST, LONGEST, asked_words, search


@signed_in
def found(request: HttpRequest) -> HttpResponse:
    """What holds every word that was typed, by kind."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]
    words = asked_words(text)
    groups = search(person_of(request), text)
    shown = [
        {
            "group": group,
            "hits": [(hit.href, marked(words, hit.title), marked(words, hit.text)) for hit in group.hits],
        }
        for group in groups
    ]
    number = sum(len(group.hits) for group in groups)
    summary = counted(number, "thing", "things") + (" and more" if any(group.more for group in groups) else "")
    return render(request, "workspace/search.html", {
        "text": text, "words": words, "groups": shown, "summary": f"{summary} found" if number else "Nothing found", "least": LEAST,
    })  # fmt: skip
