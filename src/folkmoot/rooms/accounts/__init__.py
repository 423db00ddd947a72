"""Sign-in, second factor, invitations and roles: who may do what in which series or edition."""
