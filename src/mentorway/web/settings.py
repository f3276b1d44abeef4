"""Settings of the installation; what differs between two installations comes from the environment."""

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages

from mentorway.web import environment, flow
from mentorway.web.accounts import organisations

PACKAGE = Path(__file__).resolve().parent
BASE = PACKAGE.parent.parent.parent
TESTING = "pytest" in sys.modules

if TESTING:
    DATA = Path(tempfile.mkdtemp(prefix="mentorway-test-"))
    atexit.register(shutil.rmtree, DATA, ignore_errors=True)
else:
    DATA = environment.folder("MENTORWAY_DATA", BASE / "var")
PUBLIC = environment.PublicUrl.read()
DEBUG = environment.flag("MENTORWAY_DEBUG")
SECRET_KEY = environment.secret_key(DATA / "secret-key")
MENTORWAY_DATA = DATA
MENTORWAY_PUBLIC = PUBLIC

# Who may ask
ALLOWED_HOSTS = PUBLIC.hosts
CSRF_TRUSTED_ORIGINS = PUBLIC.origins
SECURE_SSL_REDIRECT = PUBLIC.secure
SESSION_COOKIE_SECURE = PUBLIC.secure
CSRF_COOKIE_SECURE = PUBLIC.secure
LANGUAGE_COOKIE_SECURE = PUBLIC.secure
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
if PUBLIC.secure:  # browsers take cookies of these names over https only, and from this very host
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
CSRF_FAILURE_VIEW = "mentorway.web.core.views.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC.secure
SECURE_HSTS_PRELOAD = PUBLIC.secure
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = environment.flag("MENTORWAY_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ORGANISATIONS = organisations.read()
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *organisations.origins(ORGANISATIONS)],
    }
}

# What it is made of
INSTALLED_APPS = [
    "mentorway.web",
    "mentorway.web.core",
    "mentorway.web.accounts",
    "mentorway.web.translation",
    *(activity.module for activity in flow.built()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "mentorway.web.accounts.oidc",
    *organisations.apps(ORGANISATIONS, always=TESTING),
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "mentorway.web.core.following.FollowedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mentorway.web.core.channels.AskedTooOftenMiddleware",
    "mentorway.web.accounts.visits.remembering_visits",
    "mentorway.web.core.refusals.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mentorway.web.core.guarding.guarded",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentorway.web.accounts.second_step.asking_for_a_second_step",
    "mentorway.web.network.views.clock.by_the_clock_of_the_reader",
    "mentorway.web.core.refusals.with_a_way_back",
]
ROOT_URLCONF = "mentorway.web.urls"
WSGI_APPLICATION = "mentorway.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorway.web.core.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_TAGS = {messages.ERROR: "error"}

# Where things are kept
DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "mentorway.web.core.attempts_cache.Cache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MEDIA_ROOT = DATA / "media"
# How many times more may be asked than core.limits says, where a whole school stands behind one address
MENTORWAY_LIMITS_TIMES = environment.number("MENTORWAY_LIMITS_TIMES", 1, range(1, 10_001))
MENTORWAY_UPLOAD_BYTES = environment.number("MENTORWAY_UPLOAD_MB", 200, range(1, 2048)) * 2**20
# Sums of countries that keep their answers: what a node gives at the finest, and how packages are sent
MENTORWAY_FEDERATION_FEWEST = environment.number("MENTORWAY_FEDERATION_FEWEST", 10, range(1, 1001))
MENTORWAY_FEDERATION_FACTS = environment.number("MENTORWAY_FEDERATION_FACTS", 2, range(1, 5))
MENTORWAY_FEDERATION_BYTES = environment.number("MENTORWAY_FEDERATION_MB", 32, range(1, 65)) * 10**6
MENTORWAY_FEDERATION_ALLOW_PRIVATE = environment.flag("MENTORWAY_FEDERATION_ALLOW_PRIVATE")
MENTORWAY_FEDERATION_CA_FILE = environment.told("MENTORWAY_FEDERATION_CA_FILE")
MENTORWAY_FEDERATION_PASSPHRASE = environment.told("MENTORWAY_FEDERATION_PASSPHRASE")
# Whether programs of people may be reached inside our own network: for trying things out only.
MENTORWAY_WEBHOOKS_ALLOW_PRIVATE = environment.flag("MENTORWAY_WEBHOOKS_ALLOW_PRIVATE")
FILE_UPLOAD_PERMISSIONS = 0o600
MENTORWAY_SECURITY_CONTACT = environment.contact("MENTORWAY_SECURITY_CONTACT")
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE.parent / "schedule" / "static"]  # how charts of plans look
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if TESTING:
    STATIC_ROOT.mkdir()

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("sv", "Svenska"),
    ("fi", "Suomi"),
]
LOCALE_PATHS = [PACKAGE.parent / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = "mentorway.web.formats"

# Who is who
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "mentorway.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "mentorway.web.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC.scheme
ACCOUNT_SESSION_REMEMBER = None
MENTORWAY_SIGN_UP = environment.flag("MENTORWAY_SIGN_UP", yes=True)
MENTORWAY_TELL_NEW_DEVICES = environment.flag("MENTORWAY_TELL_NEW_DEVICES", yes=PUBLIC.secure)
# Where people try it on their own machine, everybody may do without; over https some roles may not
MENTORWAY_SECOND_STEP = environment.words(
    "MENTORWAY_SECOND_STEP",
    "coordinator,staff" if PUBLIC.secure else "",
    ("member", "admin", "coordinator", "staff"),
)
MENTORWAY_SECOND_STEP_DAYS = environment.number("MENTORWAY_SECOND_STEP_DAYS", 14, range(366))
SESSION_ENGINE = "mentorway.web.accounts.sessions"
SESSION_COOKIE_AGE = environment.number("MENTORWAY_SESSION_DAYS", 14, range(1, 366)) * 24 * 3600
MENTORWAY_SESSION_LONGEST_DAYS = environment.number("MENTORWAY_SESSION_LONGEST_DAYS", 90, range(1, 366))
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Mentorway: "
SOCIALACCOUNT_ADAPTER = "mentorway.web.accounts.with_organisation.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [one.app for one in ORGANISATIONS if one.kind == "oidc"]},
    "saml": {"APPS": [one.app for one in ORGANISATIONS if one.kind == "saml"]},
}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
MFA_ADAPTER = "mentorway.web.accounts.adapter.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mentorway"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC.secure

# Letters
globals().update(environment.email(DATA))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"Mentorway <no-reply@{PUBLIC.host}>"

# What the installation says about itself: who may read its numbers, and how lines of its logs look
MENTORWAY_METRICS_TOKEN = environment.token("MENTORWAY_METRICS_TOKEN")
MENTORWAY_LOGS = environment.choice("MENTORWAY_LOGS", "lines", ("lines", "json"))

# What is written when something fails: no secrets. ADMINS get no letters: Django's hold the whole request.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "mentorway.web.core.logs.Secrets"}},
    "formatters": {
        "lines": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "mentorway.web.core.logs.Json"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": MENTORWAY_LOGS, "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_tasks_db": {"level": "WARNING"},
        "mentorway.request": {"level": "INFO" if MENTORWAY_LOGS == "json" else "WARNING"},
    },
}
