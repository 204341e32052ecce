"""All settings; what differs between machines is an environment variable (docs/operations.md)."""

import secrets
import sys
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config import env
from config.keys import make_keys, read_keys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# ---- the machine --------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
TRIAL = env.flag("TRIAL", default=False)  # one machine, plain HTTP on loopback: `make run`
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])


def _trial_secret() -> str:
    """Keep one secret per trial machine, so that a restart does not log everybody out."""
    file = VAR_DIR / "secret.txt"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


SECRET_KEY = _trial_secret() if TRIAL else env.text("SECRET_KEY")

DATA_KEY_FILE = Path(env.text("DATA_KEY_FILE", str(VAR_DIR / "data.keys")))
DATA_KEYS_ARE_NEW = (TRIAL or sys.argv[1:2] == ["new_data_key"]) and not DATA_KEY_FILE.is_file()
if DATA_KEYS_ARE_NEW:
    make_keys(DATA_KEY_FILE)
DATA_KEYS = read_keys(DATA_KEY_FILE)

DATABASES = {"default": env.database("DATABASE_URL", sqlite=VAR_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- the project --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "households",
    "projects",
    "inspections",
    "reports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PlainAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.menu",
            ]
        },
    }
]
FORM_RENDERER = "config.forms.FormRenderer"

# ---- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DEMO_TODAY = env.day("DEMO_TODAY") if TRIAL else None  # a demonstration stands still

# ---- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.RightsBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W006", "models.W040"]  # accounts lock; no INCLUDE in SQLite

# ---- the browser --------------------------------------------------------------------------------
SECURE_ON = not (DEBUG or TRIAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_ON
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE_ON and env.flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_ON else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_ON
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # blob: a photo just taken, before it is sent
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# ---- files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
}
if DEBUG or TRIAL:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = DEBUG
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
PROTECTED_MEDIA_PREFIX = env.text("PROTECTED_MEDIA_PREFIX", "-")  # the proxy's internal location
FONT_DIR = Path(env.text("FONT_DIR", str(VAR_DIR / "fonts")))

# ---- jobs ---------------------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL", "-")
CELERY_BROKER_URL = "memory://" if REDIS_URL == "-" else REDIS_URL
CELERY_TASK_ALWAYS_EAGER = REDIS_URL == "-"  # no broker: jobs run in process
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker logs through the same masked lines
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_BEAT_SCHEDULE = {
    "take-up-stale-jobs": {"task": "accounts.tasks.sweep_jobs", "schedule": 60.0},
    "drop-old-exports": {
        "task": "accounts.tasks.drop_old_exports",
        "schedule": crontab(hour=3, minute=40),
    },
    "hold-monthly-draw": {
        "task": "inspections.tasks.hold_monthly_draw",
        "schedule": crontab(hour=7, minute=0),
    },
    "escalate-problems": {
        "task": "inspections.tasks.escalate_problems",
        "schedule": crontab(minute=10),
    },
    "fold-item-tallies": {
        "task": "inspections.tasks.fold_item_tallies",
        "schedule": crontab(minute="*/20"),
    },
    "forget-save-keys": {
        "task": "inspections.tasks.forget_save_keys",
        "schedule": crontab(hour=3, minute=50),
    },
    "flag-households": {
        "task": "households.tasks.flag_every_county",
        "schedule": crontab(hour=2, minute=30),
    },
    "assemble-bulletins": {
        "task": "reports.tasks.assemble_due_bulletins",
        "schedule": crontab(hour=5, minute=30),
    },
}
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 120)

# ---- API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "accounts.tokens.PlainTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.rest.HoldsPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "config.rest.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.refusals.explain",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "督查通接口",
    "DESCRIPTION": "与页面同一套业务规则、同一道数据范围。",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # headings first: the page draws no more than what is opened
    "SWAGGER_UI_SETTINGS": {"docExpansion": "none", "defaultModelsExpandDepth": -1},
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.openapi.in_chinese",
    ],
    "ENUM_NAME_OVERRIDES": {
        "BatchKindEnum": "households.models.RegisterBatch.Kind",
        "BatchStateEnum": "households.models.RegisterBatch.State",
        "ConflictKindEnum": "households.models.RegisterConflict.Kind",
        "ConflictDecisionEnum": "households.models.RegisterConflict.Decision",
        "AccountabilityStateEnum": "inspections.models.AccountabilityCase.State",
        "BulletinKindEnum": "reports.models.Bulletin.Kind",
        "BulletinStateEnum": "reports.models.Bulletin.State",
        "HouseholdStatusEnum": "households.models.Household.Status",
        "ProblemScopeEnum": "inspections.models.Problem.Scope",
        "ProblemStateEnum": "inspections.models.Problem.State",
        "ProblemUploadStateEnum": "inspections.models.ProblemUpload.State",
        "LookBackStateEnum": "inspections.models.LookBack.State",
        "MeasureEnum": "households.models.Household.Measure",
        "RequestStateEnum": "inspections.models.requests.Request.State",
        "RoundStateEnum": "inspections.models.Round.State",
        "SanctionMeasureEnum": "inspections.models.Sanction.Measure",
        "SelfCheckStateEnum": "inspections.models.SelfCheck.State",
        "VisitStateEnum": "inspections.models.Visit.State",
    },
}

# ---- logs ---------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "accounts.redaction.RedactingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
