"""The specification of Folkmoot, in sentences about a forum."""
