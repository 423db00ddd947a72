"""Django's settings, made from the one typed configuration."""

from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from folkmoot.project.config import (
    database_settings,
    read_config,
    search_settings,
    storage_settings,
)

CONFIG = read_config()
CONFIG.data.mkdir(parents=True, exist_ok=True)

DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key
ALLOWED_HOSTS = [CONFIG.host, "127.0.0.1", "localhost", "[::1]", *CONFIG.hosts]
BASE_URL = CONFIG.base_url
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "folkmoot.rooms.accounts.apps.AccountsConfig",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "folkmoot.project.apps.ProjectConfig",
    "folkmoot.kernel.apps.KernelConfig",
    "folkmoot.ui.apps.UiConfig",
    "folkmoot.rooms.registry.apps.RegistryConfig",
    "folkmoot.rooms.evidence.apps.EvidenceConfig",
    "folkmoot.rooms.indicators.apps.IndicatorsConfig",
    "folkmoot.rooms.programme.apps.ProgrammeConfig",
    "folkmoot.rooms.participation.apps.ParticipationConfig",
    "folkmoot.rooms.matchmaking.apps.MatchmakingConfig",
    "folkmoot.rooms.outcomes.apps.OutcomesConfig",
    "folkmoot.surfaces.public.apps.PublicConfig",
    "folkmoot.surfaces.desk.apps.DeskConfig",
    "folkmoot.surfaces.portal.apps.PortalConfig",
    "folkmoot.surfaces.api.apps.ApiConfig",
]

MIDDLEWARE = [
    "folkmoot.kernel.requests.RequestLog",
    # Stored public pages answer before anything that would touch a session or the database.
    "folkmoot.kernel.pages.StoredPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "folkmoot.rooms.accounts.web.middleware.ActorMiddleware",
    "folkmoot.project.answers.RefusalAnswers",
]

ROOT_URLCONF = "folkmoot.project.urls"
WSGI_APPLICATION = "folkmoot.project.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "folkmoot.ui.context.layout",
            ],
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "folkmoot.ui.templatetags.folkmoot",
            ],
        },
    }
]
COTTON_DIR = "components"

DATABASES = {"default": database_settings(CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits of sign-in are counted here, so every process must see the same cache: a folder
# on one machine, Redis with several.
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CONFIG.cache_url}
        if CONFIG.cache_url
        else {
            "BACKEND": "folkmoot.kernel.folder_cache.FolderCache",
            "LOCATION": CONFIG.data / "cache",
            # Enough that nobody can push a count out by filling the folder.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    )
}

SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db"
    if CONFIG.cache_url
    else "django.contrib.sessions.backends.db"
)
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CONFIG.is_secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.trusted_proxies else None
SECURE_HSTS_SECONDS = 31536000 if CONFIG.is_secure else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

_PROVIDER = "{0.scheme}://{0.netloc}".format(urlsplit(CONFIG.oidc_url))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers check where a form's answer redirects to: sign-in through a provider ends there.
        "form-action": [SELF, *([_PROVIDER] if CONFIG.oidc_url else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "folkmoot.rooms.accounts.web.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "folkmoot.rooms.accounts.web.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation that was mailed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    # Pages behind mailed links; whoever types sends every few seconds, and offices share addresses.
    "mailed_link": "120/m/ip",
    "mailed_link_failed": "10/m/ip",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail for every change of password, address or second factor
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.is_secure else "http"
ACCOUNT_FORMS = {
    name: f"folkmoot.rooms.accounts.web.forms.{form}"
    for name, form in {
        "login": "SignInForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "add_email": "AddressForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.trusted_proxies
# Whoever has an account here may sign in with the same verified address at the provider that
# the operator chose; allauth connects the two at the first sign-in.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.is_secure  # browsers allow it on localhost only
MFA_TOTP_ISSUER = "Folkmoot"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ADAPTER = "folkmoot.rooms.accounts.web.adapter.MFAAdapter"
MFA_FORMS = {
    name: f"folkmoot.rooms.accounts.web.forms.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "ReauthenticateCodeForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddKeyForm",
        "edit_webauthn": "RenameKeyForm",
    }.items()
}
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": CONFIG.oidc_name or "OpenID Connect",
                "client_id": CONFIG.oidc_client_id,
                "secret": CONFIG.oidc_secret,
                "settings": {"server_url": CONFIG.oidc_url},
            }
        ]
        if CONFIG.oidc_url
        else []
    }
}

LANGUAGE_CODE = CONFIG.languages[0]
_LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "be": "Беларуская"}
LANGUAGES = [(code, _LANGUAGE_NAMES.get(code, code)) for code in CONFIG.languages]
CONTENT_LANGUAGES = CONFIG.content_languages
LOCALE_PATHS = [str(__import__("pathlib").Path(__file__).parent.parent / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data / "static"
STATICFILES_DIRS: list[str] = []
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "folkmoot.kernel.uploads.RequestLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT_BYTES = CONFIG.upload_limit_mb * 1024 * 1024
STORAGES = {
    "default": storage_settings(CONFIG),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

_MAIL = urlsplit(CONFIG.mail_url)
if _MAIL.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(CONFIG.data / "mail")
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = (
        _MAIL.hostname or "",
        _MAIL.port or (465 if _MAIL.scheme == "smtps" else 25),
    )
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_MAIL.username or ""),
        unquote(_MAIL.password or ""),
    )
    EMAIL_USE_SSL = _MAIL.scheme == "smtps"
    EMAIL_USE_TLS = _MAIL.port == 587
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

MODELSEARCH_BACKENDS = search_settings(CONFIG)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "folkmoot.kernel.logs.JsonLines"},
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"secret_addresses": {"()": "folkmoot.kernel.logs.SecretAddresses"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": CONFIG.log_format,
            "filters": ["secret_addresses"],
        }
    },
    "root": {"handlers": ["stderr"], "level": CONFIG.log_level},
    "loggers": {"django.server": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
