"""Settings, read once from the environment (docs/operations/settings.md lists each)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from peelian.config.secret import secret_key
from peelian.public.build import build_id


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


PEELIAN_DATA = Path(os.environ.get("PEELIAN_DATA", "data")).resolve()
PEELIAN_PACK = os.environ.get("PEELIAN_PACK") or None
DEBUG = _flag("PEELIAN_DEBUG")
ALLOWED_HOSTS = [host for host in os.environ.get("PEELIAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
HTTPS = _flag("PEELIAN_HTTPS")
SECRET_KEY = secret_key(PEELIAN_DATA)
PEELIAN_EXEMPT_KEY = os.environ.get("PEELIAN_EXEMPT_KEY", "")  # else a file of the house: core.exempt.keys
DEFAULT_EXCEPTION_REPORTER = "peelian.config.reporting.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "peelian.config.reporting.NothingShown"

INSTALLED_APPS = [
    "django.contrib.staticfiles", "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.sitemaps",
    "peelian.audit.apps.AuditConfig",
    "peelian.core.apps.CoreConfig",
    "peelian.core.running.apps.RunningConfig",
    "peelian.core.jobs.apps.JobsConfig",
    "peelian.plans.apps.PlansConfig",
    "peelian.performance.apps.PerformanceConfig",
    "peelian.decisions.apps.DecisionsConfig",
    "peelian.scrutiny.apps.ScrutinyConfig",
    "peelian.localities.apps.LocalitiesConfig",
    "peelian.ui",
    "peelian.documents.apps.DocumentsConfig",
    "peelian.workspace.apps.WorkspaceConfig",
    "peelian.public",
    "peelian.config.apps.ConfigConfig",
    "allauth", "allauth.account", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect", "allauth.mfa",
    "allauth.usersessions", "django_tasks", "django_tasks_db",
]  # fmt: skip
MIDDLEWARE = [
    "peelian.public.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "peelian.config.rooms.nothing_kept",
    "peelian.config.rooms.sessions",
    "peelian.config.rooms.forgery",
    "peelian.config.rooms.people",
    "peelian.config.rooms.messages",
    "peelian.config.rooms.said",
    "allauth.account.middleware.AccountMiddleware",  # looks at nothing on public pages; it insists on its own name
    "peelian.config.rooms.open_sessions",
    "peelian.core.access.Gate",
    "peelian.config.rooms.only_reading",
    "peelian.config.rooms.as_published",
    "peelian.config.rooms.conditional",
]
ROOT_URLCONF = "peelian.config.urls"
WSGI_APPLICATION = "peelian.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "peelian.public.context.site",
                "peelian.workspace.context.office",
            ],
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

# Records. A file in the house by default; PEELIAN_DATABASE=postgres://… in production.
RECORDS = os.environ.get("PEELIAN_DATABASE") or f"sqlite:///{PEELIAN_DATA / 'records.sqlite3'}"
DATABASES: dict[str, Any] = {"default": dj_database_url.parse(RECORDS)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A writer takes its turn when it begins, not half-way: two never read the same and then collide.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # One thread a process: a connection that is kept and looked at before it is used is all the pool that helps.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        # No page waits for ever, and nobody's forgotten transaction stands in everybody's way.
        "options": "-c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=5min",
    } | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
}  # for counting attempts
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
WORKER_LOST = float(os.environ.get("PEELIAN_WORKER_LOST", "30"))  # seconds of silence, and a worker is taken for dead
WORKER_PAUSES = float(os.environ.get("PEELIAN_WORKER_PAUSES", "1"))  # how much longer the pauses between attempts are

# Sign-in: by invitation, with a password and a second factor, or by the body's own single sign-on.
AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCESS = "peelian.config.access.THIRD_PARTY"
SECOND_FACTOR_REQUIRED = os.environ.get("PEELIAN_SECOND_FACTOR", "required") != "optional"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office"
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_ADAPTER = "peelian.core.signing_in.ByInvitation"
SOCIALACCOUNT_ADAPTER = "peelian.core.signing_in.OnlyKnownPeople"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation went to the address; nobody changes it themselves
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Peelian: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,6/10m/key", "reset_password": "20/h/ip,4/h/key"}
MFA_ADAPTER = "peelian.core.signing_in.SecondFactor"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Peelian"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost without TLS, for who tries it
USERSESSIONS_ADAPTER = "peelian.core.signing_in.EndingIsRecorded"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the body's own sign-on vouches for the address of who was invited
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False  # core.signing_in does it: the library would write past actions
SECOND_FACTOR_VOUCHED = os.environ.get("PEELIAN_OIDC_SECOND_FACTOR", "vouched") != "ours"  # decision 0023
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("PEELIAN_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {"APPS": [{
        "provider_id": "work", "name": os.environ.get("PEELIAN_OIDC_NAME", "your work account"),
        "client_id": os.environ.get("PEELIAN_OIDC_CLIENT", ""), "secret": os.environ.get("PEELIAN_OIDC_SECRET", ""),
        "settings": {"server_url": os.environ["PEELIAN_OIDC_SERVER"], "oauth_pkce_enabled": True},
    }]}  # fmt: skip

# Signing in with a work account sends the browser there: a form of ours may do that, and to nowhere else.
_SIGN_ON = urlsplit(os.environ.get("PEELIAN_OIDC_SERVER", ""))
SIGN_ON_ORIGINS = [f"{_SIGN_ON.scheme}://{_SIGN_ON.netloc}"] if _SIGN_ON.netloc else []
SIGN_ON_ORIGINS += [origin for origin in os.environ.get("PEELIAN_OIDC_ORIGINS", "").split(",") if origin]

CSRF_FAILURE_VIEW = "peelian.workspace.views.errors.not_from_here"
SESSION_COOKIE_NAME = "__Host-office" if HTTPS else "office"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PEELIAN_PROXIES", "0"))
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "peelian.core.exempt.uploads.IntoMemory",  # first: what is to be withheld never lies on a disk in the clear
    "django.core.files.uploadhandler.MemoryFileUploadHandler", "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]  # fmt: skip
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# E-mail goes into files of the house until PEELIAN_SMTP=smtp://user:password@host:587 says where.
_SMTP = urlsplit(os.environ.get("PEELIAN_SMTP", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _SMTP.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = PEELIAN_DATA / "outbox"
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "", _SMTP.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_TLS = bool(_SMTP.username)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("PEELIAN_FROM", "peelian@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # an address that is not there is the visitor's business
        "django_tasks": {"level": "WARNING"},  # each delivery of the queue
        "django_tasks_db": {"level": "WARNING"},
    },
}
