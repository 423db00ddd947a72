"""What negotiating refuses. The closed sets of it stand with those of agreements."""

from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.refusals import Refusal


class TooFewParties(Refusal):
    """Nobody negotiates alone."""

    code = "too_few_parties"
    message = _("Name at least two parties first.")


class ProposalDecided(Refusal):
    """The proposal is no longer open."""

    code = "proposal_decided"
    message = _("This proposal is “%(state)s” already.")


class ProposalStale(Refusal):
    """The clause was changed after the proposal was made."""

    code = "proposal_stale"
    message = _(
        "The clause was changed after this was proposed. Withdraw it and propose the change "
        "of the clause as it reads now."
    )


class ProposalChanged(Refusal):
    """The proposal reads otherwise than when the actor opened it."""

    code = "proposal_changed"
    message = _("The proposal was changed meanwhile. Read it again before you decide.")


class OwnProposal(Refusal):
    """Only another party accepts or refuses what a party proposes."""

    code = "own_proposal"
    message = _("Another party decides on this proposal. You can withdraw it.")


class ProposalsOpen(Refusal):
    """The text cannot be offered or accepted while something shared is undecided."""

    code = "proposals_open"
    message = _("Decide the open proposals first: %(count)s.")


class TextIncomplete(Refusal):
    """Something is missing; ``completeness`` says what and where."""

    code = "text_incomplete"
    status = 422
    message = _("The text is not complete yet. Fill what is missing, then offer it.")


class TextVoid(Refusal):
    """This version of the text is no longer the one on offer."""

    code = "text_void"
    message = _("This version of the text is no longer on offer. Open the newest one.")


class TextChanged(Refusal):
    """The text was changed after it was offered."""

    code = "text_changed"
    message = _("The text was changed after it was offered. Offer it again.")


class HashesDiffer(Refusal):
    """What was accepted is not what is offered."""

    code = "hashes_differ"
    message = _("These are not the hashes of the text on offer. Read the newest version again.")


class ApprovalDecided(Refusal):
    """An approval is given or refused once."""

    code = "approval_decided"
    message = _("This approval is decided already.")
