"""OParl 1.1: committees and meetings as objects and lists in JSON, and the texts that files point at (docs/reference/oparl.md)."""

from __future__ import annotations

import json
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from peelian.figures.errors import PeelianError
from peelian.public.caching import kept_by_content
from peelian.public.selectors.meetings_out import published
from peelian.scrutiny.exporting.oparl import VERSION, Objects
from peelian.scrutiny.exporting.oparl_lists import page_of
from peelian.scrutiny.exporting.published import Published

ROOT = "/oparl/v1.1"


def _open_to_all(view: Any) -> Any:
    """Scripts of other sites may read every answer, a refusal too."""

    @wraps(view)
    def opened(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, **parts)
        except PeelianError as error:
            response = _refused(error)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return opened


@lru_cache(maxsize=4)
def _objects(held: Published, site: str) -> Objects:
    return Objects(held, site, ROOT)


def _of(request: HttpRequest) -> Objects:
    return _objects(published(), request.build_absolute_uri("/")[:-1])


@_open_to_all
def begin(request: HttpRequest) -> HttpResponse:
    """Every object has one address: that of the system ends with a slash."""
    return HttpResponsePermanentRedirect(f"{ROOT}/")


@_open_to_all
def system(request: HttpRequest) -> HttpResponse:
    """Where a client begins."""
    return _json(request, _of(request).system())


@_open_to_all
def found(request: HttpRequest, path: str) -> HttpResponse:
    """A list, an object, or a file's text, by its path. Raises PeelianError where there is none."""
    objects = _of(request)
    if path in objects.lists:
        return _json(request, page_of(objects.lists[path], f"{objects.base}/{path}", request.GET.dict()))
    entry = objects.entries.get(path)
    if entry is not None:
        return _json(request, entry.make())
    of, _, form = path.rpartition("/")
    if form in ("text", "download") and of in objects.texts:
        return _text(request, *objects.texts[of], as_file=form == "download")
    gone = objects.withdrawn(path)
    if gone is None:
        raise PeelianError(
            "unknown-object",
            "There is no such object.",
            f"{objects.base}/ leads to all that there are.",
            {"path": path},
        )
    return _json(request, gone)


def _text(request: HttpRequest, name: str, text: Any, *, as_file: bool) -> HttpResponse:
    response = HttpResponse(text(), content_type="text/markdown; charset=utf-8")
    if as_file:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept_by_content(request, response)


def _json(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return kept_by_content(request, HttpResponse(text + "\n", content_type="application/json"))


def _refused(error: PeelianError) -> HttpResponse:
    """The error object of the specification."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if error.code.startswith("unknown-"):
        status = HTTPStatus.NOT_FOUND
    elif error.code.startswith("bad-"):
        status = HTTPStatus.BAD_REQUEST
    told = {"type": f"{VERSION}Error", "message": f"{error.message} {error.remedy}", "debug": error.code}
    return HttpResponse(json.dumps(told, ensure_ascii=False) + "\n", content_type="application/json", status=status)
