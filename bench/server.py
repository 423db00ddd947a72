"""``python -m bench.server PORT PROCESSES``: ``bench.wsgi``, started as ``folkmoot serve`` does."""

import sys

import django

django.setup()

from folkmoot.project.cli.running import web_server  # noqa: E402

if __name__ == "__main__":
    port, processes = map(int, sys.argv[1:])
    web_server("127.0.0.1", port, processes, target="bench.wsgi:application").serve()
