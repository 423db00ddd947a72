"""The portal: what delegations and companies see of themselves."""
