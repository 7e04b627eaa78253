"""Pictures of the site for the README and the manual: made only when asked for, from the journeys' own pages."""

from __future__ import annotations

import os

from playwright.sync_api import Page

from tests.conftest import ROOT

IMAGES = ROOT / "docs" / "images"
WANTED = os.environ.get("PEELIAN_SCREENSHOTS") == "1"
TALLEST = 1600


def picture(page: Page, name: str, height: int) -> None:
    """The top of the page as ``docs/images/<name>.png``, if pictures are wanted."""
    if not WANTED:
        return
    page.evaluate("() => document.fonts.ready")
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    page.mouse.move(0, 0)
    size = page.viewport_size
    assert size is not None
    whole = int(page.evaluate("() => document.documentElement.scrollHeight"))
    IMAGES.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(height, whole, TALLEST)}
    page.screenshot(path=IMAGES / f"{name}.png", clip=clip, full_page=True, animations="disabled")  # type: ignore[arg-type]
