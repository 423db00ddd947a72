"""The sources of the verifier that people download. The house never imports them.

``downloads.python_verifier`` joins them into one file that needs Python 3.9 and nothing else. They
share no code with the rest of the engine on purpose: what checks should not be what is checked.
"""
