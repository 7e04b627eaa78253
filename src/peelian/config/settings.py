"""Settings, read once from the environment. There is no database and no session yet: every page is read-only and public."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from peelian.public.build import build_id


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


PEELIAN_DATA = Path(os.environ.get("PEELIAN_DATA", "data")).resolve()
PEELIAN_PACK = os.environ.get("PEELIAN_PACK") or None
DEBUG = _flag("PEELIAN_DEBUG")
ALLOWED_HOSTS = [host for host in os.environ.get("PEELIAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]

# Nothing is signed with it as long as there are no sessions, so one for the life of a process is enough.
SECRET_KEY = os.environ.get("PEELIAN_SECRET_KEY") or secrets.token_urlsafe(50)

INSTALLED_APPS = ["django.contrib.staticfiles", "peelian.ui", "peelian.public", "peelian.config.apps.ConfigConfig"]
MIDDLEWARE = [
    "peelian.public.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "peelian.public.middleware.only_reading",
    "peelian.public.middleware.as_published",
    "peelian.public.caching.conditional",
]
ROOT_URLCONF = "peelian.config.urls"
WSGI_APPLICATION = "peelian.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "peelian.public.context.site"],
            "loaders": ["django.template.loaders.app_directories.Loader"] if DEBUG else [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
        },
    },
]  # fmt: skip

# The build's id is part of every static address: files may be kept for ever, nothing has to be collected, and a new build
# is seen at once.
STATIC_URL = f"/static/{build_id()}/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = "(?!)" if DEBUG else "."
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATABASES: dict[str, dict[str, str]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},  # an address that is not there is the visitor's business
}
