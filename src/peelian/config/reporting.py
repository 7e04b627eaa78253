"""What a report of an exception may hold: its traceback and nothing of what anybody sent or a function had in hand.

Django's own filter stands aside while PEELIAN_DEBUG is on; an exempt text, a draft or a password is in some local variable of most
functions that handle one, so none is ever shown.
"""

from __future__ import annotations

from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

NOT_SHOWN = "(not shown)"


class NothingShown(SafeExceptionReporterFilter):
    """Names of variables and fields, never a value."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        """What was sent, by name."""
        return {} if request is None else dict.fromkeys(request.POST, NOT_SHOWN)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, str]:
        """What a function had in hand, by name."""
        return dict.fromkeys(tb_frame.f_locals, NOT_SHOWN).items()


class Reporter(ExceptionReporter):
    """Django's report, less what its filter does not ask about: how a file that was sent is called can be what is withheld."""

    def get_traceback_data(self) -> dict[str, Any]:
        """What the report holds."""
        found: dict[str, Any] = super().get_traceback_data()
        if self.request is not None:
            found["request_FILES_items"] = dict.fromkeys(self.request.FILES, NOT_SHOWN).items()
        return found
