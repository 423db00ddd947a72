"""What is still missing in a text, in sentences for people; the engine knows codes and places."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.engines.typesetting.terms import Missing, Part, Problem, ProblemCode, Where
from folkmoot.rooms.outcomes.queries.agreements_text import Completeness
from folkmoot.ui.languages import language_name

_C, _P = ProblemCode, Part
_PROBLEMS = {
    _C.NO_TITLE: gettext_lazy("the title is missing"),
    _C.NO_LANGUAGES: gettext_lazy("no language is named"),
    _C.NO_PARTIES: gettext_lazy("no party is named"),
    _C.NO_TEXT: gettext_lazy("the words are missing"),
    _C.NOT_TIDY: gettext_lazy("spaces or signs that cannot be printed as they are"),
    _C.TOO_MANY_MARKS: gettext_lazy("too many marks on one letter"),
    _C.SAME_KEY_TWICE: gettext_lazy("stands here twice"),
    _C.UNKNOWN_LANGUAGE: gettext_lazy("a language that cannot be printed"),
    _C.UNKNOWN_PARTY: gettext_lazy("a party that is not named"),
    _C.UNKNOWN_VARIABLE: gettext_lazy("a value is still open"),
    _C.WRONG_PRECEDENCE: gettext_lazy("the order of the parties is not clear"),
    _C.TOO_MANY_CHARACTERS: gettext_lazy("too long"),
}
_PARTS = {
    _P.TITLE: gettext_lazy("title"),
    _P.PREAMBLE: gettext_lazy("preamble"),
    _P.CLAUSE: gettext_lazy("clause"),
    _P.HEADING: gettext_lazy("heading"),
    _P.VARIABLE: gettext_lazy("value"),
    _P.PLACE: gettext_lazy("place"),
    _P.PARTY: gettext_lazy("party"),
    _P.SIGNATURE: gettext_lazy("signature"),
}


def lacking(found: Completeness) -> list[str]:
    """What stands between a text and its acceptance, one sentence each."""
    said = []
    if found.parties_missing:
        said.append(_("Parties are missing: %(count)s.") % {"count": found.parties_missing})
    if not found.has_clauses:
        said.append(_("There is no clause yet."))
    said += [_problem(one) for one in found.problems]
    said += [_letter(one) for one in found.letters]
    return said


def _problem(one: Problem) -> str:
    words = _PROBLEMS.get(one.code)
    told = str(words) if words is not None else one.code.replace("_", " ")
    named = one.params.get("name") or one.params.get("party") or one.params.get("language")
    return _placed(one.where, f"{told} ({named})" if named else told)


def _letter(one: Missing) -> str:
    told = _("the sign %(sign)s (%(code)s) cannot be printed")
    return _placed(one.where, told % {"sign": one.character, "code": one.codepoint})


def _placed(where: Where, told: str) -> str:
    part = str(_PARTS.get(where.part, ""))
    place = " ".join(word for word in (capfirst(part), where.number) if word)
    if where.language:
        named = language_name(where.language)
        place = f"{place}, {named}" if place else named
    return f"{place}: {told}" if place else f"{capfirst(told)}."
