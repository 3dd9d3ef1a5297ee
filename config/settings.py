"""Settings, read from the environment once; every default suits one person on one machine.

The installation's folder (HEARTHSIDE_HOME) holds the database, uploads and keys; nothing else is written to.
"""

import logging
import os
import secrets
import sys
from pathlib import Path

from config.blur import FILES, FOLDER, blur_folders
from config.calls import calls_settings
from config.database import cache_settings, database_settings
from config.mail import mail_settings
from config.offers import offers_settings
from config.retention import retention_settings
from config.room_for_files import files_per_member

BASE_DIR = Path(__file__).resolve().parent.parent
HOME_DIR = Path(os.environ.get("HEARTHSIDE_HOME") or BASE_DIR / "var").resolve()
TESTING = "pytest" in sys.modules


def _kept_key(name: str) -> str:
    """Return the secret kept in keys/<name>, making it (readable by the owner only) on first use."""
    folder = HOME_DIR / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = "tests-only" * 8 if TESTING else os.environ.get("HEARTHSIDE_SECRET_KEY") or _kept_key("secret")
DEBUG = False
ALLOWED_HOSTS = [
    host
    for host in os.environ.get("HEARTHSIDE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
    if host
]
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(("localhost", "127."))
]
HTTPS = os.environ.get("HEARTHSIDE_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "core",
    "live",
    "people",
    "notifications",
    "safety",
    "calls",
    "forum",
    "chat",
    "circles",
    "listening",
    "home",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.compress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.language_choice.speak",
    "core.middleware.guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.forged.FormCheck",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.member",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
FORM_RENDERER = "django.forms.renderers.Jinja2"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "core.templating.Templates",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "core.templating.environment",
            "context_processors": ["core.templating.page_context"],
        },
    },
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), HOME_DIR)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = cache_settings(REDIS_URL)
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
# "__Host-": no other host, and nothing sent without HTTPS, can put a cookie of that name here.
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["people.backends.NameBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "people.passphrases.OftenTried"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name_key"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
MFA_ADAPTER = "people.mfa.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are rarely right to half a minute
# A recovery code opens an account by itself, so it is longer than the usual eight digits: 40 bits.
MFA_RECOVERY_CODE_DIGITS = 12
MFA_RECOVERY_CODE_COUNT = 10

MAIL_IS_SET = bool(os.environ.get("HEARTHSIDE_MAIL"))
MAIL_HAS_RETURN_PATHS = "returns=plus" in os.environ.get("HEARTHSIDE_MAIL", "")
globals().update(mail_settings(os.environ))
# Where browsers say that notes for them can be handed in; nothing is ever sent to any other host. ".host": all below.
PUSH_SERVICES = os.environ.get(
    "HEARTHSIDE_PUSH_SERVICES",
    "fcm.googleapis.com updates.push.services.mozilla.com .push.apple.com .notify.windows.com",
).split()

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("ar", "العربية"),
]  # each by its own name, for who looks for it
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("HEARTHSIDE_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = HOME_DIR / "static"
BLUR_DIRS = blur_folders(os.environ)
CAN_BLUR = bool(BLUR_DIRS)  # the room behind somebody, by a package the operator added
BLUR_FOLDER, BLUR_FILES = FOLDER, FILES
STATICFILES_DIRS = [*BLUR_DIRS]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.bundles.BundleFinder",
]
# What every page of a member loads, as one file: each request costs most where the line is worst.
STATIC_BUNDLES = {
    "bundles/member.js": [
        "core/hearthside.js",
        "django_htmx/htmx-2.min.js",
        "live/live.js",
        "notifications/notices.js",
        "chat/dot.js",
        "forum/forum.js",
    ],
    "bundles/call.js": [
        "calls/keys.js",
        "calls/lines.js",
        "calls/mesh.js",
        "calls/janus.js",
        "calls/exchange.js",
        "calls/blur.js",
        "calls/media.js",
        "calls/people.js",
        "calls/room.js",
    ],
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = HOME_DIR / "uploads"
KEYS_ROOT = HOME_DIR / "keys"
EXPORTS_ROOT = HOME_DIR / "exports"
RETENTION = retention_settings(os.environ)
OFFERS = offers_settings(os.environ)
CALLS = calls_settings({} if TESTING else os.environ)
FILE_UPLOAD_PERMISSIONS = 0o600
BACKUPS_DIR = (
    Path(os.environ["HEARTHSIDE_BACKUPS"]).resolve() if os.environ.get("HEARTHSIDE_BACKUPS") else None
)
# How many requests a minute programs may send: each member, and each place strangers come from.
API_PACE = {"member": {"reads": 600, "writes": 60}, "stranger": {"reads": 120, "writes": 20}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# Nothing somebody sends lies on the disk as they sent it; core.middleware refuses more than this.
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
FILES_PER_MEMBER = files_per_member(os.environ)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

SECURE_CONTENT_TYPE_NOSNIFF = True
# Browsers then send "Origin: null" with a form; core.forged knows what to make of that.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Behind the proxy that adds HTTPS everybody comes from one address: counted together, ten wrong passphrases would
# keep the whole community out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W008", "account.W001"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Words people write never reach a log: request bodies, query strings and exception arguments stay out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.WordlessFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "hearthside": {"level": "INFO"},
    },
}
# A library's warning may quote what it was given, such as a stranger's cookie; as a log line it loses its words.
logging.captureWarnings(not TESTING)
