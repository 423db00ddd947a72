"""Signing from one's own machine: what ``folkmoot sign`` asks of the address in the mail."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.outcomes.services.signing import begin_signature, finish_signature
from folkmoot.rooms.outcomes.services.signing_links import SignAccess, come_to_sign
from folkmoot.surfaces.portal.frame import link_view


@link_view(come_to_sign, is_json=True)
@require_POST
def sign_begin(request: HttpRequest, access: SignAccess) -> HttpResponseBase:
    """Take the place and say what is to be signed.

    Raises:
        As ``begin_signature``; Invalid: the request is no JSON object.
    """
    asked = _told(request)
    answer = begin_signature(actor=access.actor, slot=access.slot, asked=asked, at=clock.now())
    return JsonResponse(answer)


@link_view(come_to_sign, is_json=True)
@require_POST
def sign_finish(request: HttpRequest, access: SignAccess) -> HttpResponseBase:
    """Take the device's signature.

    Raises:
        As ``finish_signature``; Invalid: the request is no JSON object.
    """
    told = _told(request)
    answer = finish_signature(actor=access.actor, slot=access.slot, told=told, at=clock.now())
    return JsonResponse(answer)


def _told(request: HttpRequest) -> Mapping[str, Any]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError) as fault:
        raise Invalid({"body": [_("This is not JSON.")]}) from fault
    if not isinstance(told, dict):
        raise Invalid({"body": [_("This is not a JSON object.")]})
    return told
