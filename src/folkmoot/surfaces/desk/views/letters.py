"""Writing a letter anew before it leaves."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import outbox
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.navigation import Crumb


class LetterForm(FolkmootForm):
    """A letter as its recipient will read it."""

    to = forms.EmailField(label=gettext_lazy("To"), max_length=254)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    body = forms.CharField(
        label=gettext_lazy("Letter"), max_length=50_000, widget=forms.Textarea({"rows": 16})
    )


@desk_view
@require_http_methods(["GET", "POST"])
def letter_edit(request: HttpRequest, number: int) -> HttpResponse:
    """A draft or failed letter as a form; saving sends nothing. Two queries.

    Raises:
        NotAllowed: the actor may not decide on letters.
        NotFound: it is on its way, put aside, or for its recipient's eyes only.
    """
    require(actor_of(request), Permission.OUTBOX_MANAGE)
    message = OutboxMessage.objects.filter(pk=number).first()
    if message is None or not outbox.can_change(message):
        raise NotFound
    start = {"to": message.to, "subject": message.subject, "body": message.body}
    form = LetterForm(request.POST or None, initial=start)
    back_url = f"{reverse('desk:outbox')}?state={message.state}"
    if form.is_valid():
        try:
            outbox.change_draft(message_id=number, **form.cleaned_data)
        except Invalid as fault:
            put_errors(form, dict(fault.errors))
        else:
            messages.success(request, _("The letter is saved. It is not sent yet."))
            return redirect(back_url)
    context = {
        "form": form,
        "title": message.subject,
        "language": message.language,
        "back_url": back_url,
    }
    crumbs = (Crumb(_("Outbox"), back_url), Crumb(_("Edit the letter")))
    status = 422 if form.errors else 200
    return desk_page(request, "desk/letter.html", context, crumbs=crumbs, status=status)
