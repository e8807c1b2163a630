"""Settings: found where they are, all mistakes told at once, selections by prefix."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.config import Config, load
from nb2pkg.config.globs import is_match
from nb2pkg.errors import ConfigurationError
from nb2pkg.stage import Stage

CODES = ("NB101", "NB103", "NB301", "NB303", "NB901")


def project(folder: Path, *lines: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def problems_of(folder: Path, **overrides: object) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load(folder, overrides, CODES)
    return caught.value.problems


# --- nothing is set


def test_without_settings_hidden_state_and_input_are_looked_at(tmp_path):
    config = load(tmp_path)

    assert [code for code in CODES if config.is_selected(code)] == ["NB101", "NB103", "NB901"]
    assert config.source is None
    assert not config.is_excluded(str(tmp_path / "n.ipynb"))


def test_without_settings_only_errors_fail():
    config = Config()

    assert [config.is_failing(severity) for severity in ("note", "warning", "error")] == [
        False,
        False,
        True,
    ]


def test_a_project_file_without_our_table_says_nothing(tmp_path):
    inner = project(tmp_path / "inner", "[tool.black]", "line-length = 3")
    project(tmp_path, "[tool.nb2pkg]", "strict = true")

    assert load(inner).strict
    assert load(inner).source == str(tmp_path / "pyproject.toml")


def test_a_broken_project_file_that_does_not_name_us_is_left_alone(tmp_path):
    assert load(project(tmp_path, "[tool")) == load(tmp_path)


# --- what can be set


def test_every_setting_can_stand_in_the_file(tmp_path):
    folder = project(
        tmp_path,
        "[tool.nb2pkg]",
        'select = ["NB1", "NB3"]',
        'extend-select = ["NB9"]',
        'ignore = ["nb105"]',
        'exclude = ["drafts", "a/*.ipynb"]',
        "force-exclude = true",
        'fail-on = "warning"',
        "strict = true",
        "max-size = 2.5",
        "[tool.nb2pkg.per-file-ignores]",
        '"old/*" = ["NB103"]',
        "[tool.nb2pkg.stages]",
        '"mylib.load_*" = "ingest"',
    )

    assert load(folder) == Config(
        select=("NB1", "NB3"),
        extend_select=("NB9",),
        ignore=("NB105",),
        per_file_ignores=(("old/*", ("NB103",)),),
        exclude=("drafts", "a/*.ipynb"),
        force_exclude=True,
        fail_on="warning",
        strict=True,
        stages=(("mylib.load_*", Stage.INGEST),),
        max_size=2_500_000,
        root=str(tmp_path),
        source=str(tmp_path / "pyproject.toml"),
    )


def test_the_command_line_wins(tmp_path):
    folder = project(tmp_path, "[tool.nb2pkg]", 'select = ["NB1"]', 'ignore = ["NB103"]')

    config = load(folder, {"select": ("NB3,NB101", "NB9"), "ignore": None, "strict": True})

    assert config.select == ("NB3", "NB101", "NB9")
    assert config.ignore == ("NB103",)
    assert config.strict


def test_settings_hold_for_a_file_as_for_its_folder(tmp_path):
    folder = project(tmp_path, "[tool.nb2pkg]", "strict = true")

    assert load(folder / "n.ipynb").strict


# --- mistakes


def test_all_mistakes_are_told_at_once(tmp_path):
    folder = project(
        tmp_path,
        "[tool.nb2pkg]",
        "selct = []",
        "max_size = 3",
        'ignore = ["NB7", "E501"]',
        "exclude = [3]",
        'strict = "yes"',
        'fail-on = "info"',
        "max-size = 0",
        'stages = {"a" = "ingset"}',
        'per-file-ignores = ["a"]',
    )

    problems = problems_of(folder, select="NB777", surprise=1)

    assert problems["tool.nb2pkg.selct"] == "unknown setting, did you mean select?"
    assert problems["tool.nb2pkg.max_size"] == "unknown setting, did you mean max-size?"
    assert problems["tool.nb2pkg.ignore"] == "no such rule: NB7, E501"
    assert problems["tool.nb2pkg.exclude"] == "must be a list of path patterns"
    assert problems["tool.nb2pkg.strict"] == "must be true or false"
    assert problems["tool.nb2pkg.fail-on"] == "must be one of error, warning, note"
    assert problems["tool.nb2pkg.max-size"] == "must be a number of megabytes above 0"
    assert problems["tool.nb2pkg.stages"].startswith("no such stage: ingset")
    assert problems["tool.nb2pkg.per-file-ignores"].startswith("must be a table")
    assert problems["--select"] == "no such rule: NB777"
    assert problems["--surprise"] == "unknown setting"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("[tool.nb2pkg", "cannot be read"), ("tool.nb2pkg = 3", "must be a table")],
)
def test_a_table_that_cannot_be_used_is_a_mistake(tmp_path, text, problem):
    problems = problems_of(project(tmp_path, text))

    assert problem in " ".join(problems.values())


# --- selections


@pytest.mark.parametrize(
    ("config", "selected"),
    [
        (Config(select=("ALL",)), CODES),
        (Config(select=("ALL",), ignore=("NB3",)), ("NB101", "NB103", "NB901")),
        (Config(select=("ALL", "NB303"), ignore=("NB3",)), ("NB101", "NB103", "NB303", "NB901")),
        (Config(select=("NB1",), ignore=("NB103",)), ("NB101",)),
        (Config(select=("NB103",), ignore=("NB1",)), ("NB103",)),
        (Config(select=("NB103",), ignore=("NB103",)), ()),
        (Config(select=("ALL",), ignore=("ALL",)), ()),
        (Config(extend_select=("NB303",)), ("NB101", "NB103", "NB303", "NB901")),
        (Config(select=()), ()),
    ],
)
def test_the_longest_prefix_wins(config, selected):
    assert tuple(code for code in CODES if config.is_selected(code)) == selected


def test_a_file_can_be_excused_from_rules(tmp_path):
    config = Config(per_file_ignores=(("drafts", ("NB1",)),), root=str(tmp_path))

    assert not config.is_selected("NB103", str(tmp_path / "drafts" / "a" / "n.ipynb"))
    assert config.is_selected("NB901", str(tmp_path / "drafts" / "n.ipynb"))
    assert config.is_selected("NB103", str(tmp_path / "n.ipynb"))
    assert config.is_selected("NB103")


@pytest.mark.parametrize(
    ("config", "failing"),
    [
        (Config(strict=True), ["warning", "error"]),
        (Config(fail_on="warning"), ["warning", "error"]),
        (Config(fail_on="note"), ["note", "warning", "error"]),
        (Config(fail_on="note", strict=True), ["note", "warning", "error"]),
    ],
)
def test_how_severe_a_finding_must_be_can_be_set(config, failing):
    assert [s for s in ("note", "warning", "error") if config.is_failing(s)] == failing


# --- patterns


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("a.ipynb", "a.ipynb"),
        ("a.ipynb", "x/y/a.ipynb"),
        ("*.ipynb", "x/a.ipynb"),
        ("drafts", "x/drafts/y/a.ipynb"),
        ("drafts/", "drafts/a.ipynb"),
        ("x/*", "x/a.ipynb"),
        ("x/*", "x/y/a.ipynb"),  # by the folder x/y
        ("/x", "x/a.ipynb"),
        ("./x/a.ipynb", "x/a.ipynb"),
        ("**/a.ipynb", "a.ipynb"),
        ("**/y/*.ipynb", "x/y/a.ipynb"),
        ("x/**/a.ipynb", "x/a.ipynb"),
        ("a[0-9].ipynb", "a3.ipynb"),
        ("a[!0-9].ipynb", "ab.ipynb"),
        ("a?.ipynb", "ab.ipynb"),
        ("a+(1).ipynb", "a+(1).ipynb"),
    ],
)
def test_a_pattern_names_a_path(pattern, path):
    assert is_match(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("a.ipynb", "ba.ipynb"),
        ("a.ipynb", "a.ipynb.bak"),
        ("x/a.ipynb", "y/x/a.ipynb"),
        ("/x", "y/x/a.ipynb"),
        ("x/*.ipynb", "x/y/a.ipynb"),
        ("a?.ipynb", "a/.ipynb"),
        ("a[!b].ipynb", "ab.ipynb"),
        ("draft", "drafts/a.ipynb"),
        ("a.ipynb", "aXipynb"),
    ],
)
def test_a_pattern_does_not_name_another_path(pattern, path):
    assert not is_match(pattern, path)


@given(st.text(alphabet="ab*?[]!-^\\/.", max_size=12), st.text(alphabet="ab/.", max_size=8))
def test_any_text_is_a_pattern(pattern: str, path: str):
    assert is_match(pattern, path) in (True, False)
