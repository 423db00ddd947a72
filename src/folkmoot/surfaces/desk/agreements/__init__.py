"""Agreements at the desk: their list, papers, spreadsheets, and the workbench of one."""
