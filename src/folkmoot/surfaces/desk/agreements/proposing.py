"""Proposing: a new clause, another wording of one, that one be removed; rewording one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound, Refusal
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Clause, ClauseProposal
from folkmoot.rooms.outcomes.terms.agreements import Audience, ClauseKind, ProposedChange
from folkmoot.surfaces.desk.agreements.frame import Frame, frame_of, in_languages, sentences_of
from folkmoot.surfaces.desk.agreements.page import crumbs_of
from folkmoot.surfaces.desk.agreements.text import clause_of, proposal_of
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import desk_page, desk_view
from folkmoot.ui.fields import MultilingualField
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import direction, language_name


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proposed about what."""

    change: ProposedChange
    clause: Clause | None
    own: ClauseProposal | None

    @property
    def version(self) -> int:
        """Of the record whose words the author has before them."""
        if self.own is not None:
            return self.own.version
        return self.clause.version if self.clause else 0

    @property
    def heading(self) -> Multilingual:
        """The words to begin with."""
        old = self.clause.heading if self.clause else Multilingual({}, "en")
        return over(old, self.own.heading) if self.own else old

    @property
    def text(self) -> Multilingual:
        """The words to begin with."""
        old = self.clause.text if self.clause else Multilingual({}, "en")
        return over(old, self.own.text) if self.own else old


class ClauseWords(MultilingualField):
    """A clause in the languages of its agreement; none of them is the original."""

    def to_python(self, value: Any) -> Multilingual:
        """Raises:
        ValidationError: the text of a language is too long.
        """
        texts = {code: words for code, words in _plain(value).items() if words.strip()}
        first = next((code for code in self.languages if code in texts), self.languages[0])
        return super().to_python({"texts": texts, "original": first})


@dataclass(frozen=True, slots=True)
class Side:
    """What a clause shall say in one language."""

    language: str
    name: str
    direction: str
    heading: str
    text: str


class ProposalForm(FolkmootForm):
    """The words of a proposal; what does not fit its sort is taken out."""

    party = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    after = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who reads it"), widget=forms.RadioSelect, initial=Audience.SHARED
    )

    def __init__(self, data: Any, *, frame: Frame, subject: Subject) -> None:
        super().__init__(data)
        languages = frame.agreement.languages
        if subject.change is not ProposedChange.REMOVE:
            words = {
                "heading": ClauseWords(
                    label=_("Heading"), languages=languages, max_length=200, required=False
                ),
                "text": ClauseWords(
                    label=_("Text"), languages=languages, max_length=6000, required=False
                ),
            }
            self.fields = {**words, **self.fields}
            self.initial = {"heading": subject.heading, "text": subject.text}
        offered: dict[str, list[tuple[str, Any]]] = {
            "party": frame.speakers,
            "kind": [(value, capfirst(str(said))) for value, said in ClauseKind.choices],
            "after": _places(frame),
            "audience": [(value, capfirst(str(said))) for value, said in Audience.choices],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices
        if subject.change is not ProposedChange.ADD or subject.own:
            del self.fields["kind"], self.fields["after"]
        else:
            self.initial = {**self.initial, "kind": ClauseKind.UNDERTAKING}
        if len(frame.speakers) == 1 or subject.own:
            del self.fields["party"]
        if subject.own:
            told = {"reason": subject.own.reason, "audience": subject.own.audience}
            self.initial = {**self.initial, **told}

    def sides(self) -> list[Side]:
        """The words language by language, as typed or as they begin; none for a removal."""
        if "text" not in self.fields:
            return []
        heads, texts = (_plain(self[name].value()) for name in ("heading", "text"))
        field: Any = self.fields["text"]
        return [
            Side(
                code, language_name(code), direction(code), heads.get(code, ""), texts.get(code, "")
            )
            for code in field.languages
        ]


@desk_view
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, uid: object) -> HttpResponse:
    """Ask for the words of a proposal and make it. At most 22 queries to ask.

    Raises:
        NotFound: there is no such agreement, clause or own proposal.
        NotAllowed: the actor speaks for nobody here.
    """
    frame = frame_of(request, uid)
    if not frame.speakers:
        raise NotAllowed(permission=Permission.OUTCOMES_NEGOTIATE, reason="speaks for nobody")
    subject = _subject(request, frame)
    form = ProposalForm(request.POST or None, frame=frame, subject=subject)
    status, conflict = 200, False
    if request.method == "POST":
        status = 422
        seen = number_in(request.POST.get("version")) or 0
        conflict = seen != subject.version
        if conflict:
            status = 409
        elif form.is_valid() and (said := _made(frame, subject, form, seen)):
            messages.success(request, said)
            return redirect("desk:agreement", frame.agreement.uid)
    title = _title(subject)
    context = {
        "title": title,
        "frame": frame,
        "agreement": frame.agreement,
        "form": form,
        "sides": form.sides(),
        "others": [one for one in form if one.name not in ("heading", "text")],
        "subject": subject,
        "conflict": conflict,
        "reads_now": in_languages(frame.agreement, subject.clause.text) if subject.clause else [],
    }
    return desk_page(
        request,
        "desk/agreements/propose.html",
        context,
        crumbs=crumbs_of(frame, title),
        status=status,
    )


def over(old: Multilingual, new: Multilingual) -> Multilingual:
    """The old text with the languages of the new one in their place."""
    texts = {**old.texts, **new.texts}
    if not texts:
        return old
    return Multilingual(texts, old.original if old.original in texts else new.original)


def _subject(request: HttpRequest, frame: Frame) -> Subject:
    if uid := request.GET.get("proposal"):
        own = proposal_of(frame, uid)
        return Subject(ProposedChange(own.change), own.clause, own)
    if uid := request.GET.get("clause"):
        is_removal = request.GET.get("change") == ProposedChange.REMOVE
        change = ProposedChange.REMOVE if is_removal else ProposedChange.CHANGE
        try:
            return Subject(change, clause_of(frame, uid), None)
        except NotFound:
            # Taken out while somebody wrote: their words can still become a new clause.
            if request.method != "POST":
                raise
    return Subject(ProposedChange.ADD, None, None)


def _made(frame: Frame, subject: Subject, form: ProposalForm, seen: int) -> str:
    """Propose or reword; empty when it is refused, and then the form says why."""
    data = form.cleaned_data
    values: dict[str, Any] = {"reason": data["reason"], "audience": Audience(data["audience"])}
    try:
        if "text" in data:
            values |= _words(subject, data)
        if "after" in data:
            values |= {"kind": data["kind"], "after": _after(frame, data["after"])}
        if subject.own is not None:
            services.change_proposal(
                actor=frame.actor,
                proposal=subject.own,
                values=values,
                at=clock.now(),
                expected_version=seen,
            )
            return _("The proposal is changed.")
        only = frame.speakers[0][0] if len(frame.speakers) == 1 else ""
        services.propose_change(
            actor=frame.actor,
            agreement=frame.agreement,
            party=frame.party(data.get("party", only) or ""),
            change=subject.change,
            values=values,
            at=clock.now(),
            clause=subject.clause,
            clause_version=seen or None,
        )
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        return ""
    except ChangedMeanwhile:
        form.add_error(None, _("The proposal was changed meanwhile. Send it again to replace it."))
        return ""
    except Refusal as fault:
        if fault.status in (403, 404):
            raise
        for sentence in sentences_of(fault):
            form.add_error(None, sentence)
        return ""
    if values["audience"] == Audience.INTERNAL:
        return _("The proposal is noted. Your side alone reads it.")
    return _("The proposal is made. Another party decides on it.")


def _plain(value: Any) -> Mapping[str, str]:
    """The texts of a field by language: of a value, or of what a browser sent."""
    if isinstance(value, Multilingual):
        return value.texts
    texts: Mapping[str, str] = (value or {}).get("texts", {})
    return texts


def _words(subject: Subject, data: dict[str, Any]) -> dict[str, Any]:
    """Only the languages that were changed: the others stay as another side may word them."""
    found = {}
    for name, old in (
        ("heading", subject.clause.heading if subject.clause else None),
        ("text", subject.clause.text if subject.clause else None),
    ):
        new: Multilingual = data[name]
        texts = {
            code: words
            for code, words in new.texts.items()
            if old is None or old.texts.get(code, "") != words
        }
        original = new.original if new.original in texts else next(iter(texts), new.original)
        found[name] = Multilingual(texts, original)
    return found


def _after(frame: Frame, uid: str) -> Clause | None:
    if not uid:
        return None
    found = next((one for one in frame.whole.clauses if str(one.uid) == uid), None)
    if found is None:
        raise NotFound
    return found


def _places(frame: Frame) -> list[tuple[str, str]]:
    behind = _("behind %(clause)s")
    clauses = [
        (
            str(one.uid),
            behind % {"clause": f"{place}. {shown(one.heading) or shown(one.text)[:60]}"},
        )
        for place, one in enumerate(frame.whole.clauses, start=1)
    ]
    return [("", _("at the end")), *clauses]


def _title(subject: Subject) -> str:
    if subject.own is not None:
        return _("Change your proposal")
    if subject.change is ProposedChange.ADD:
        return _("Propose a new clause")
    if subject.change is ProposedChange.REMOVE:
        return _("Propose to remove a clause")
    return _("Propose another wording")
