"""The form that starts a run."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.reading.dumps import kind_of
from folkmoot.rooms.evidence.services import inbox
from folkmoot.rooms.evidence.terms import TextRights, Visibility
from folkmoot.ui.forms import FolkmootForm

_OFFERED_AT_MOST = 100


class RunForm(FolkmootForm):
    """A dump from this computer, or a dump or folder that lies on the server."""

    dump = forms.FileField(label=_("Dump from this computer"), required=False)
    path = forms.CharField(
        label=_("Or a dump or folder on the server"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"list": "inbox-entries", "autocomplete": "off"}),
    )
    visibility = forms.ChoiceField(
        label=_("Visible to"), choices=Visibility.choices, initial=Visibility.DESK
    )
    text_rights = forms.ChoiceField(
        label=_("Text shown to the public"),
        choices=TextRights.choices,
        initial=TextRights.QUOTATIONS,
        help_text=_("The desk sees all of it. You can change both later for each source."),
    )
    proposes = forms.BooleanField(
        label=_("Propose records from every new document"),
        required=False,
        help_text=_("They wait in the inbox until somebody decides."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["path"].help_text = _("It must lie in %(folder)s.") % {"folder": inbox()}
        self.fields["proposes"].initial = settings.CONFIG.propose

    def clean(self) -> dict[str, Any]:
        """Raises:
        ValidationError: neither a file nor a path is given, or both are.
        """
        data: dict[str, Any] = super().clean() or {}
        if "dump" in self.errors or "path" in self.errors:
            return data
        if bool(data.get("dump")) == bool(data.get("path")):
            sentence = _("Choose a file, or name what lies on the server; one of the two.")
            self.add_error("dump", sentence)
        return data


def inbox_entries() -> list[str]:
    """What lies in the inbox folder and can be brought in, by name; empty without the folder."""
    try:
        found = sorted(inbox().iterdir())
        names = [one.name for one in found if one.is_dir() or kind_of(one.name)]
    except OSError:  # the folder is made by whoever first puts something in
        return []
    return [name for name in names if not name.startswith(".")][:_OFFERED_AT_MOST]
