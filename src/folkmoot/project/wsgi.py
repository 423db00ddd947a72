"""The one WSGI entry point, for granian and gunicorn alike."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")

application = get_wsgi_application()
