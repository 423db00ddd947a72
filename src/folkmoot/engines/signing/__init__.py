"""Signing PDF documents, and judging who signed them.

Pure: no network, no clock, no database. What it needs of the world (the time, a timestamp
authority, a remote signing service, a token) is passed in. The modules are imported one by one,
for pyHanko is heavy; ``terms`` is light. See ``README.md``.
"""
