"""The form of a new commitment: the words it quotes, what is promised, who answers for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.outcomes.models import Party
from folkmoot.rooms.outcomes.queries.quotable import places_of
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.following.forms import words_field
from folkmoot.surfaces.desk.forms import FormPlace, form_field
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.forms import FolkmootForm, MultilingualField
from folkmoot.ui.languages import language_name

_PROMISED = (
    "title", "kind", "elements", "due_on", "due_basis", "due_as_stated", "target", "target_value",
    "target_unit", "conditions", "strand", "ambition", "is_priority", "is_public",
)  # fmt: skip
_BODY = ("organisation", "region", "office", "email", "mail_language")
GROUPS = (
    (gettext_lazy("The words"), ("edition", "language", "words")),
    (gettext_lazy("What is promised"), ("title", "kind", "elements")),
    (gettext_lazy("By when"), ("due_on", "due_basis")),
    (gettext_lazy("Who answers for it"), ("party", *_BODY)),
)
MORE = (
    "due_as_stated", "target", "target_value", "target_unit", "conditions", "strand", "ambition",
    "is_priority", "is_public",
)  # fmt: skip


class PromiseForm(FolkmootForm):
    """One promise in the words of a text.

    Args:
        texts: the words that can be quoted, by language.
        parties: those of the agreement that the registry knows.
        editions: those that it may belong to, where the text does not say.
    """

    def __init__(
        self,
        data: Any,
        *,
        place: FormPlace,
        texts: Mapping[str, str],
        parties: Iterable[Party] = (),
        editions: Iterable[Edition] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"language": next(iter(texts), ""), **(initial or {})})
        self.texts, self.parties = texts, {str(one.uid): one for one in parties}
        self.editions = {str(one.uid): one for one in editions}
        self._ask_for_words()
        commitment, body = KINDS["outcomes.commitment"], KINDS["outcomes.responsibility"]
        for name in _PROMISED:
            if name != "strand" or place.edition is not None:
                self.fields[name] = form_field(commitment, name, place)
        for name in _BODY:
            self.fields[name] = form_field(body, name, place)
            self.fields[name].required = False
        self._soften()

    def _ask_for_words(self) -> None:
        if self.editions:
            self.fields["edition"] = forms.ChoiceField(
                label=_("Edition"), choices=[(uid, str(one)) for uid, one in self.editions.items()]
            )
        if len(self.texts) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the words"),
                choices=[(code, language_name(code)) for code in self.texts],
            )
        self.fields["words"] = words_field(
            label=_("These words"),
            required=False,
            max_length=6000,
            help_text=_("Copied from the text, or selected in it. Empty: all of it."),
        )
        if self.parties:
            choices = [(uid, str(one)) for uid, one in self.parties.items()]
            self.fields["party"] = forms.ChoiceField(
                label=_("Leading party"),
                choices=[("", _("another body, or not known yet")), *choices],
                required=False,
            )

    def _soften(self) -> None:
        """A new promise may leave open what is settled before it is confirmed."""
        due: Any = self.fields["due_on"]
        basis: Any = self.fields["due_basis"]
        due.required = basis.required = False
        due.help_text = _("Leave it empty for the first day of the next edition.")
        basis.choices = [("", _("as the day tells")), *list(basis.choices)[1:]]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields that are always open, under their headings."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in GROUPS
        ]

    @property
    def further(self) -> list[forms.BoundField]:
        """The fields that wait in a disclosure."""
        return [self[name] for name in MORE if name in self.fields]

    @property
    def is_more_open(self) -> bool:
        """Whether something stands or is wrong in the disclosure."""
        return self.is_bound and any(one.errors or one.value() for one in self.further)

    def quoted(self) -> tuple[str, int, int]:
        """Language and place of the words that are to be quoted.

        Raises:
            Invalid: they do not stand in the text, or in several places.
        """
        language = self.cleaned_data.get("language") or next(iter(self.texts), "")
        words = self.cleaned_data["words"].strip()
        text = self.texts.get(language, "")
        if not words:
            return language, 0, len(text)
        places = places_of(words, text)
        if not places:
            others = [code for code, other in self.texts.items() if places_of(words, other)]
            if len(others) != 1:
                raise Invalid(
                    {"words": [_("These words do not stand in the text. Copy them exactly.")]}
                )
            language = others[0]
            places = places_of(words, self.texts[language])
        if len(places) == 1:
            return language, *places[0]
        hint = number_in(self.data.get("starts"))
        chosen = next((one for one in places if one[0] == hint), None)
        if chosen is None:
            told = _(
                "These words stand there %(count)s times. Take some more, so that one is meant."
            )
            raise Invalid({"words": [told % {"count": len(places)}]})
        return language, *chosen

    def values(self) -> dict[str, Any]:
        """The columns of the commitment and of the body that leads.

        Raises:
            Invalid: two bodies are named where one leads.
        """
        data = self.cleaned_data
        told = {name: data[name] for name in _PROMISED if name in data}
        if not told.get("due_basis"):
            told.pop("due_basis", None)
        return {**told, **self._lead()}

    def _lead(self) -> dict[str, Any]:
        data = self.cleaned_data
        party = self.parties.get(data.get("party", ""))
        bodies = [one for one in (data["organisation"], data["region"]) if one is not None]
        if party is not None:
            bodies.append(party.organisation or party.region)
        if len(bodies) > 1:
            raise Invalid({"organisation": [_("Name one body. Add others when it is saved.")]})
        about = {name: data[name] for name in ("office", "email", "mail_language")}
        return {"lead": bodies[0], **about} if bodies else {}


class ClauseForm(FolkmootForm):
    """A clause as the paper has it."""

    text = MultilingualField(
        label=gettext_lazy("Words of the clause"), multiline=True, max_length=6000
    )
    number = forms.CharField(label=gettext_lazy("Number"), max_length=20, required=False)
    heading = MultilingualField(label=gettext_lazy("Heading"), max_length=200, required=False)
