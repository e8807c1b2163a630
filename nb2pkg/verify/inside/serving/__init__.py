"""The proof that a package predicts for raw rows: what runs in the notebook's interpreter, from Python 3.8 on.

`proof` leads; each phase of it is a process of its own, so that nothing of one prediction reaches the next.
"""
