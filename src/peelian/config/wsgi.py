"""The WSGI entry: ``granian --interface wsgi peelian.config.wsgi:application``."""

from __future__ import annotations

import logging
import os

from django.core.checks import run_checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peelian.config.settings")
application = get_wsgi_application()

for _message in run_checks():
    logging.getLogger("peelian.checks").log(_message.level, "%s %s %s", _message.id, _message.msg, _message.hint or "")
