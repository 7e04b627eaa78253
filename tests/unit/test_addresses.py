"""What a page may lead to: addresses of the web and of this site, and no other scheme, however it is dressed up."""

import pytest

from peelian.core.addresses import is_address, must_be_address
from peelian.figures.errors import PeelianError

GOOD = (
    "https://example.org",
    "http://example.org/a?b=1&c#d",
    "https://[::1]/x",
    "/figures/burglary/E09000016/2026-04",
    "/",
)
BAD = (
    "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
    "vbscript:x", "https:javascript", "https://", "http:///path", "//evil.example", "/\\evil.example", "mailto:a@example.org",
    "example.org", "https://exa mple.org", "https://example.org/\x00", "https://example.org/a\tb", "https://[::1", "",
)  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_the_web_and_this_site_are_addresses(text: str) -> None:
    assert is_address(text)
    must_be_address(text)


@pytest.mark.parametrize("text", BAD)
def test_nothing_else_is(text: str) -> None:
    assert not is_address(text)
    if text:
        with pytest.raises(PeelianError, match="is no address"):
            must_be_address(text)
