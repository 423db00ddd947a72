"""What importing a list of agreements refuses."""

from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.refusals import Refusal


class ImportHasFaults(Refusal):
    """Something in the file is wrong; nothing was written. ``plan`` tells where."""

    code = "import_has_faults"
    status = 422
    message = _("Nothing was imported yet: %(count)s to put right. Correct the list, try again.")
