"""The table of hostile inputs: what a notebook, a path, a run or a place to write to can be, and the tests of each.

A row's tests are named as pytest names them. TABLE, EITHER, ASKED, EXTRACT and RUNS have a table of their own, whose
cases bear the number of their row (`row 4: byte order mark`). Where a part of a row cannot be made on any machine that
tests run on, the row says which, and why.
"""

from __future__ import annotations

from typing import NamedTuple

HOSTILE = "tests/test_hostile_inputs.py::"
READ = "tests/notebook/test_read.py::"
IPYTHON = "tests/notebook/test_ipython.py::"
WRITE = "tests/extraction/test_write.py::"
NAMES = "tests/extraction/plan/test_names.py::"
VERIFY = "tests/verify/test_verify.py::"
HARMLESS = "tests/verify/test_harmless.py::"
COPIES = "tests/verify/running/test_copies.py::"
RUNS = "tests/verify/running/test_hostile_runs.py::test_a_hostile_cell_has_the_end_that_it_should"
HINTS = "tests/verify/running/test_hints.py::"

TABLE = f"{HOSTILE}test_a_hostile_file_gives_one_clear_answer_and_the_others_are_checked"
EITHER = f"{HOSTILE}test_what_this_python_may_or_may_not_parse_is_read_or_named"
ASKED = f"{HOSTILE}test_what_may_stop_or_mislead_a_run_is_named_on_request"
EXTRACT = f"{HOSTILE}test_what_takes_libcst_down_is_extracted_or_refused_by_cell"
LATER = "tests/analysis/scan/test_program.py::test_what_only_a_later_python_understands_is_named_with_its_version"
ENDS = f"{VERIFY}test_a_notebook_that_exits_dies_asks_floods_or_grows_fails"


class Row(NamedTuple):
    """A kind of hostile input, the tests that make it, and what of it they cannot make."""

    what: str
    tests: tuple[str, ...] = (TABLE,)
    not_made: str = ""


ROWS: dict[int, Row] = {
    # the file
    1: Row("an empty file, one of blanks"),
    2: Row("JSON that is cut off, a comma too many, NUL bytes"),
    3: Row("markers of a merge conflict"),
    4: Row("a byte order mark"),
    5: Row("UTF-16"),
    6: Row("Latin-1"),
    7: Row("CRLF in the file", (TABLE, f"{READ}test_what_is_only_unusual_is_read_without_a_word")),
    8: Row("CRLF in a cell", (TABLE, f"{READ}test_sources_are_joined_and_their_line_ends_normalised")),
    9: Row("a lone CR in a cell"),
    10: Row("NUL in a cell"),
    11: Row("half a surrogate pair in a cell"),
    12: Row("JSON that is a list, null, a number, a text"),
    13: Row("an empty object"),
    14: Row("no nbformat"),
    15: Row("nbformat a text"),
    16: Row("formats 1, 2 and 3", (TABLE, f"{READ}test_row_16_format_3_is_read_as_format_4")),
    17: Row("4.0 to 4.4 without ids"),
    18: Row("4.4 with ids"),
    19: Row("4.5 without ids"),
    20: Row("a minor number of 99"),
    21: Row("nbformat 5, -1, 10^30"),
    22: Row("an id twice"),
    23: Row("an id that is a path, or 200 long"),
    24: Row("no metadata to speak of"),
    25: Row("metadata missing or null"),
    26: Row("cells missing"),
    27: Row("cells null, an object, a list of null"),
    28: Row("no cells, nothing but Markdown"),
    29: Row("lines without ends"),
    30: Row("a source that is missing, null, a number"),
    31: Row("a source of numbers"),
    32: Row("outputs missing or of an unknown type"),
    33: Row("a type of cell that is unknown or missing"),
    34: Row("extra keys"),
    35: Row("tags a text", (TABLE, f"{READ}test_row_35_tags_that_are_no_list_are_absent")),
    36: Row("NaN"),
    37: Row("a key twice"),
    38: Row("a number of 10,000 digits"),
    39: Row("JSON that is nested 50,000 deep"),
    40: Row("200 MB", (f"{READ}test_row_40_a_file_over_the_size_cap_is_refused_unread",)),
    41: Row("10,000 cells", (TABLE, f"{READ}test_row_41_ten_thousand_cells_are_read_in_order")),
    # code at the limits of parsers
    42: Row("a line of 1 MB"),
    43: Row("a text of 1 MB"),
    44: Row("250 brackets"),
    45: Row("1,500 brackets, 20,000 terms of `and`"),
    46: Row("1,000 terms, 1,000 calls", (TABLE, EITHER, EXTRACT)),
    47: Row("100,000 terms, 3,000 branches", (TABLE, EITHER)),
    48: Row("100,000 signs"),
    49: Row("101 levels of indentation"),
    50: Row("3,000 elif", (EITHER,)),
    51: Row("500 lambdas", (TABLE, EXTRACT)),
    52: Row("a dictionary of 50,000 entries"),
    53: Row("20,000 texts side by side"),
    54: Row("Python 2"),
    55: Row("syntax of a newer Python", (EITHER, LATER)),
    56: Row("a number of 5,000 digits in code"),
    57: Row("tabs and blanks"),
    58: Row("a form feed", (TABLE, EXTRACT)),
    59: Row("a byte order mark in a cell"),
    60: Row("a non-breaking space, a line separator"),
    61: Row("a name in two spellings"),
    62: Row("a backslash at the end"),
    # code that Python and IPython see differently
    63: Row("a cell that is indented as a whole"),
    64: Row("a semicolon at the end"),
    65: Row("prompts"),
    66: Row("a coding cookie"),
    67: Row("an empty cell, one of comments"),
    68: Row("await outside of functions"),
    69: Row("return, yield, nonlocal outside of functions"),
    70: Row("global after use, a star import in a function"),
    71: Row("%time"),
    72: Row("%%time, %%timeit, %%capture", (TABLE, IPYTHON + "test_a_magic_says_what_it_binds")),
    73: Row("a comment before %%time"),
    74: Row("%%time with its code on the same line"),
    75: Row("commands of the shell", (TABLE, IPYTHON + "test_a_magic_says_what_it_reads")),
    76: Row("half a command of the shell"),
    77: Row("a magic in a block"),
    78: Row("a value from a magic"),
    79: Row("%run and others that may bind anything"),
    80: Row("magics that only set something"),
    81: Row("%pip and !pip"),
    82: Row("cells in other languages"),
    83: Row("%%writefile"),
    84: Row("%sql"),
    85: Row("%%R"),
    86: Row("help"),
    87: Row("magics without their sign"),
    88: Row("calls without brackets"),
    89: Row("magics that are written as calls"),
    90: Row("an unknown magic"),
    91: Row("a magic in a text"),
    # code that is hard to follow
    92: Row("a star import"),
    93: Row("exec, and the history of outputs"),
    94: Row("every way to bind and unbind"),
    95: Row("names that are bound late"),
    96: Row("what is read when a function is defined"),
    97: Row("cells that are skipped or may fail"),
    98: Row(
        "cells of parameters",
        (TABLE, "tests/extraction/generate/test_settings.py::test_what_is_no_setting_is_refused_in_words"),
    ),
    99: Row("another language"),
    100: Row(
        "a kernel that is not installed", (TABLE, f"{COPIES}test_a_kernel_that_is_not_installed_is_named")
    ),
    # paths and places
    101: Row(
        "a path with blanks, line ends, a dash",
        (
            f"{HOSTILE}test_rows_101_and_102_any_file_name_will_do",
            "tests/test_pre_commit.py::test_files_may_have_odd_names",
        ),
    ),
    102: Row("a path with braces", (f"{HOSTILE}test_rows_101_and_102_any_file_name_will_do",)),
    103: Row("an address instead of a path", (f"{HOSTILE}test_row_103_nothing_is_fetched",)),
    104: Row(
        "a folder by the name of a notebook",
        (f"{HOSTILE}test_row_104_a_folder_by_the_name_of_a_notebook_is_searched_as_a_folder",),
    ),
    105: Row(
        "links, pipes and devices",
        (
            f"{HOSTILE}test_row_105_links_pipes_and_devices",
            "tests/notebook/test_discover.py::test_links_that_lead_out_of_the_folder_are_not_followed",
        ),
        "a device that fails in the middle of reading: no machine has one",
    ),
    106: Row(
        "a file without rights",
        (f"{HOSTILE}test_row_106_a_file_that_may_not_be_read",),
        "for root, to whom every file is open, the refusal is simulated",
    ),
    107: Row(
        "a place that cannot be written to, or is not there yet",
        (
            f"{WRITE}test_a_place_that_cannot_be_written_is_an_error",
            f"{WRITE}test_a_new_folder_is_made_with_those_above_it",
            f"{WRITE}test_a_file_in_the_place_of_the_folder_is_an_error",
        ),
        "a folder that is read-only, which root may write to all the same: the test takes /proc",
    ),
    108: Row(
        "a project that somebody has edited",
        (
            f"{WRITE}test_an_edit_and_a_new_text_are_merged",
            f"{WRITE}test_a_refused_run_changes_nothing",
            f"{WRITE}test_a_file_that_was_not_made_by_us_is_refused",
        ),
    ),
    109: Row(
        "names that mean something to Python, or no names at all",
        (
            f"{NAMES}test_a_package_takes_no_name_that_means_something_already",
            f"{NAMES}test_a_name_that_cannot_be_a_packages_is_refused",
        ),
    ),
    110: Row(
        "headings that become names",
        (
            f"{NAMES}test_whatever_the_notebook_says_no_path_leaves_the_project",
            f"{NAMES}test_any_text_gives_a_plain_name",
            f"{WRITE}test_no_two_paths_collide",
        ),
    ),
    111: Row(
        "an interruption",
        (
            f"{HOSTILE}test_row_111_an_interrupted_extraction_leaves_nothing",
            f"{WRITE}test_killed_at_any_moment_it_leaves_the_old_or_the_new_state",
            f"{HARMLESS}test_an_interruption_at_any_moment_leaves_nothing_behind",
        ),
    ),
    112: Row(
        "a full disk",
        (
            f"{HOSTILE}test_row_112_a_file_that_cannot_grow_is_an_error_and_leaves_nothing",
            f"{WRITE}test_a_full_disk_leaves_the_old_project",
        ),
        "a disk that is full, which takes root to mount: `benchmarks/interrupt.py full` does",
    ),
    # runs
    113: Row(
        "a kernel that exits, is killed, crashes, loses its files",
        (RUNS, ENDS, f"{HARMLESS}test_ten_children_and_a_daemon_are_gone_however_the_run_ends"),
    ),
    114: Row(
        "a loop without an end, also one that cannot be interrupted",
        (RUNS, f"{VERIFY}test_a_notebook_without_an_end_is_stopped_with_everything_it_started"),
    ),
    115: Row("sys.exit", (ENDS,)),
    116: Row("exit() and quit()", (RUNS, f"{HINTS}test_a_cell_that_ends_the_kernel_is_named_where_the_kernel_died")),
    117: Row("input() and getpass()", (ASKED, RUNS, ENDS)),
    118: Row("a fork that returns to the cell", (RUNS,)),
    119: Row("no standard output", (RUNS,)),
    120: Row(
        "threads and processes that are left behind",
        (
            RUNS,
            f"{VERIFY}test_processes_that_a_notebook_leaves_behind_are_gone",
            "tests/verify/comparing/test_noise.py::test_what_goes_on_behind_its_cell_may_print_into_any_later_one",
        ),
    ),
    121: Row(
        "more memory than there is",
        (ENDS,),
        "a kernel that the system's out-of-memory killer ends: it might end the tests instead",
    ),
    122: Row("a flood of output, and 20,000 prints", (RUNS, ENDS)),
    123: Row("a command that fails", (ASKED, RUNS)),
    124: Row("a look at secrets", (f"{VERIFY}test_secrets_of_the_caller_stay_with_the_caller",)),
    125: Row(
        "files written, removed, and another folder",
        (
            RUNS,
            f"{VERIFY}test_the_original_is_not_written_to",
            f"{HARMLESS}test_the_tree_is_as_it_was_and_the_size_of_a_large_one_is_told",
        ),
    ),
    126: Row("half a surrogate pair on standard output", (RUNS,)),
    127: Row("a locale of ASCII", (f"{HOSTILE}test_row_127_no_locale_matters",)),
    128: Row("bare signs of magics"),
}  # fmt: skip
