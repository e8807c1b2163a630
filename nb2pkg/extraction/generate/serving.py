"""serving of a generated package: from the rows of a file to a table of predictions."""

from __future__ import annotations

from nb2pkg.extraction.generate.machinery import modules, text


def serving_files(*, with_pandas: bool) -> dict[str, str]:
    """Return the files that serve rows: by pandas, or by numpy where the notebook does not use pandas."""
    if with_pandas:
        return {"forms.py": text("forms.py"), **modules("serving")}
    return {"forms.py": text("forms.py"), "serving.py": text("arrays.py")}
