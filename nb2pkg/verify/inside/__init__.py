"""What runs inside the notebook's own interpreter.

These files are copied beside a run and need nothing but the standard library of Python 3.8 or later: nb2pkg
need not be installed there. Only here are pickles read. numpy and its like are used where a value is one of theirs.
"""
