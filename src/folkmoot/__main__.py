"""``python -m folkmoot`` is the same as the ``folkmoot`` command."""

from folkmoot.project.cli import main

main()
