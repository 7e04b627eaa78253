"""A reader with a browser who notices everything that goes wrong on the way."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.serving import Server

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}  # 1,280 pixels enlarged to four times their size
WAIT = 30_000  # milliseconds until what must come has come; two cores may be busy with other tests


class Reader:
    """One tab on one site. What the console, the network or a policy complains of is kept in ``troubles``."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.server = server
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self._expected = 200
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)
        self.page.on("request", self._request)

    def open(self, path: str, status: int = 200, **size: int) -> Page:
        """Go to an address of the site; it answers with the status."""
        if size and self.page.viewport_size != size:
            self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        self._expected = status
        response = self.page.goto(self.server.address + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        return self.page

    def ask(self, script: str, argument: object = None) -> Any:
        """What a script says of the page."""
        return self.page.evaluate(script, argument)

    @property
    def path(self) -> str:
        """Where the tab is."""
        return self.page.url.removeprefix(self.server.address)

    def _console(self, message: ConsoleMessage) -> None:
        told = message.type in ("error", "warning") and not (
            self._expected != 200 and str(self._expected) in message.text
        )
        if told:
            self.troubles.append(f"console: {message.text} ({self.page.url})")

    def _failed(self, request: Request) -> None:
        # A page that is left before its fonts have come abandons them: no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        main = response.request.is_navigation_request()
        if response.status >= 400 and not (main and response.status == self._expected):
            self.troubles.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.server.address, "data:", "about:")):
            self.troubles.append(f"outside: {request.url}")
