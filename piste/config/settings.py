"""Every setting, read from the environment (docs/running/settings.md)."""

import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from piste.config import environment as env
from piste.config.secret import secret_key

BASE = Path(__file__).resolve().parent.parent
ROOT = BASE.parent
CHECKOUT = (ROOT / "pyproject.toml").exists()
TESTING = "pytest" in sys.modules

DATA = Path(env.text("PISTE_DATA", str(ROOT / "data" if CHECKOUT else Path.home() / ".local/share/piste"))).resolve()

HOST = env.text("PISTE_HOST", "127.0.0.1")
PORT = env.number("PISTE_PORT", 8000, least=1, most=65535)
WEB_PROCESSES = env.number("PISTE_WEB_PROCESSES", 2, least=1, most=64)
WEB_THREADS = env.number("PISTE_WEB_THREADS", 2, least=1, most=64)
DEMO = env.flag("PISTE_DEMO", True)
DEBUG = env.flag("PISTE_DEBUG")
SECRET_KEY = "only for tests" if TESTING else secret_key(DATA)
ALLOWED_HOSTS = [*env.words("PISTE_HOSTS", "127.0.0.1,localhost,[::1]"), HOST]
CSRF_TRUSTED_ORIGINS = env.words("PISTE_ORIGINS")
HTTPS = env.flag("PISTE_HTTPS")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "piste.ui.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "piste.config.apps.ToastsConfig",
    "piste.config.apps.SourcesConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "piste.kernel",
    "piste.ui",
    "piste.accounts",
    "piste.history",
    "piste.teams",
    "piste.finding",
    "piste.contacts",
    "piste.messages",
    "piste.activities",
    "piste.pipeline",
    "piste.assignment",
    "piste.imports",
    "piste.api",
]

MIDDLEWARE = [
    "piste.config.health.HealthMiddleware",
    "piste.config.uploads.ReadToTheEndMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "piste.config.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "piste.accounts.middleware.PlaceMiddleware",
    "piste.accounts.middleware.SetUpMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "piste.accounts.middleware.SecondFactorMiddleware",
    "piste.ui.middleware.RefusalMiddleware",
    "piste.ui.middleware.SecurityHeadersMiddleware",
    "piste.api.middleware.ApiMiddleware",
]

ROOT_URLCONF = "piste.config.urls"
WSGI_APPLICATION = "piste.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "piste.ui.environment.environment",
            "auto_reload": DEBUG,
            "context_processors": ["django.contrib.auth.context_processors.auth", "piste.ui.place.context"],
        },
    },
    # allauth's mail texts are Django templates; every page of ours is Jinja2.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

# Twice as quick with long lists of choices.
FORM_RENDERER = "django.forms.renderers.Jinja2"

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
SITE_MODEL = "accounts.Site"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
if TESTING:
    # Slow hashes are for those who guess, not for those who wait.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Sign-in by allauth: by e-mail, without sign-up; its e-mail addresses and its lock are not used.
ACCOUNT_ADAPTER = "piste.accounts.adapter.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "piste.accounts.forms.sign_in.SignInForm",
    "reset_password": "piste.accounts.forms.sign_in.AskResetForm",
    "reset_password_from_key": "piste.accounts.forms.sign_in.ResetForm",
    "change_password": "piste.accounts.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "piste.accounts.forms.sign_in.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PISTE_PROXIES", 0, most=9)
MFA_ADAPTER = "piste.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "piste.accounts.forms.sign_in.CodeForm",
    "reauthenticate": "piste.accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "piste.accounts.forms.sign_in.ActivateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
VENDORED = {
    "sortablejs": ".",
    "trix": "dist",
    "tom-select": "dist",
    "idiomorph": "dist",
    "inter-ui": "web-latin",
    "@leeoniya/ufuzzy": "dist",
    "chart.js": "dist",
}
NODE_MODULES = ROOT / "node_modules"
STATICFILES_DIRS = [
    (f"vendor/{package}", NODE_MODULES / package / folder)
    for package, folder in VENDORED.items()
    if (NODE_MODULES / package / folder).is_dir()
]
# Development and tests read the sources; otherwise piste.config.static has collected them.
WHITENOISE_USE_FINDERS = DEBUG or TESTING
if not WHITENOISE_USE_FINDERS:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "piste.config.static.HashedFiles"},
    }

MEDIA_ROOT = DATA / "files"
FILE_LIMIT = env.number("PISTE_FILE_MB", 25, least=1, most=1024) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
API_REQUESTS_A_MINUTE = env.number("PISTE_API_RATE", 600, least=1)

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("PISTE_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("PISTE_SMTP_HOST")
EMAIL_PORT = env.number("PISTE_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("PISTE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("PISTE_SMTP_PASSWORD")
EMAIL_USE_TLS = bool(EMAIL_HOST) and env.flag("PISTE_SMTP_TLS", True)
DEFAULT_FROM_EMAIL = env.text("PISTE_MAIL_FROM", "piste@localhost")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "piste.kernel.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "piste": {"level": "INFO"},
        # At warning it tells of every stop.
        "django_tasks_db": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
    },
}
