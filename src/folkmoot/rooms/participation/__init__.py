"""Who comes: delegations, invitations, registrations, accreditation."""
