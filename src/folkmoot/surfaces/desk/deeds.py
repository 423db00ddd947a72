"""Deeds: small forms of a page, each doing one thing by its name, and forms on pages of their own.

A deed names itself in ``do`` and what it is about in ``target``. What is refused is shown on the
same page again, with the sentence at that form and everything that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound, Refusal
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import desk_page
from folkmoot.ui.navigation import Crumb

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Refused:
    """A deed that was refused, with what was typed.

    Attributes:
        slot: the form it came from: the deed and what it is about.
    """

    slot: str
    sentences: tuple[str, ...]
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form on a page of its own.

    Attributes:
        submit: what the button says.
        back: where one comes from, and goes when it is done or given up.
        template: for forms with something beside them.
        more: what such a template needs besides.
    """

    title: str
    submit: str
    back: str
    crumbs: tuple[Crumb, ...]
    kicker: str = ""
    lead: str = ""
    template: str = "desk/following/form.html"
    more: Mapping[str, Any] | None = None


def settle(
    request: HttpRequest,
    frame: F,
    deeds: Mapping[str, Callable[[HttpRequest, F], str]],
    show: Callable[[Refused, int], HttpResponse],
    back: str,
) -> HttpResponse:
    """Do what a small form of a page asks for, and go back to the page.

    Raises:
        NotAllowed, NotFound: as pages of their own.
        BadRequest: the page has no such deed.
    """
    do = request.POST.get("do", "")
    if do not in deeds:
        raise BadRequest("no such deed")
    try:
        said = deeds[do](request, frame)
    except (NotAllowed, NotFound):
        raise
    except Refusal as fault:
        typed = {name: request.POST.get(name, "") for name in request.POST}
        slot = f"{do}:{request.POST.get('target', '')}"
        return show(Refused(slot, sentences_of(fault), typed), fault.status)
    messages.success(request, said)
    return redirect(back)


def sentences_of(fault: Refusal) -> tuple[str, ...]:
    """What a refusal says, one sentence for each fault."""
    if isinstance(fault, Invalid):
        return tuple(str(one) for found in fault.errors.values() for one in found)
    return (str(fault),)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    act: Callable[[Mapping[str, Any]], tuple[str, str]],
) -> HttpResponse:
    """Ask, and do it when the form is sent; a refusal is told in the form, with what was typed.

    Args:
        act: does it with the cleaned values, and gives what to say and where to go.

    Raises:
        NotAllowed, NotFound: as pages of their own.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said, there = act(form.cleaned_data)
            except (NotAllowed, NotFound):
                raise
            except Invalid as fault:
                put_errors(form, dict(fault.errors))
            except Refusal as fault:
                form.add_error(None, str(fault))
                status = fault.status
            else:
                messages.success(request, said)
                return redirect(there)
    context = {"page": page, "title": page.title, "form": form, **(page.more or {})}
    return desk_page(request, page.template, context, crumbs=page.crumbs, status=status)
