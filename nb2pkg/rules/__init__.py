"""The rules, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.rules.absolute_path import AbsolutePath
from nb2pkg.rules.changed_working_directory import ChangedWorkingDirectory
from nb2pkg.rules.clock_or_network import ClockOrNetwork
from nb2pkg.rules.different_history import DifferentHistory
from nb2pkg.rules.dynamic_code import DynamicCode
from nb2pkg.rules.file_order import FileOrder
from nb2pkg.rules.fit_before_split import FitBeforeSplit
from nb2pkg.rules.fit_on_test import FitOnTest
from nb2pkg.rules.hard_coded_secret import HardCodedSecret
from nb2pkg.rules.interactive_input import InteractiveInput
from nb2pkg.rules.missing_count import MissingCount
from nb2pkg.rules.never_executed import NeverExecuted
from nb2pkg.rules.out_of_order_count import OutOfOrderCount
from nb2pkg.rules.output_history import OutputHistory
from nb2pkg.rules.refit_for_inference import RefitForInference
from nb2pkg.rules.repeated_count import RepeatedCount
from nb2pkg.rules.rerun_changes_result import RerunChangesResult
from nb2pkg.rules.shell_or_install import ShellOrInstall
from nb2pkg.rules.stale_output import StaleOutput
from nb2pkg.rules.star_import import StarImport
from nb2pkg.rules.stored_error import StoredError
from nb2pkg.rules.stored_variable import StoredVariable
from nb2pkg.rules.syntax_error import SyntaxErrorRule
from nb2pkg.rules.undefined_name import UndefinedName
from nb2pkg.rules.unexecuted_definition import UnexecutedDefinition
from nb2pkg.rules.unreadable_notebook import UnreadableNotebook
from nb2pkg.rules.unseeded_randomness import UnseededRandomness
from nb2pkg.rules.unsupported_language import UnsupportedLanguage
from nb2pkg.rules.unused_ignore import UnusedIgnore
from nb2pkg.rules.used_after_delete import UsedAfterDelete
from nb2pkg.rules.used_before_definition import UsedBeforeDefinition

if TYPE_CHECKING:
    from nb2pkg.rule import Rule

ALL_RULES: tuple[type[Rule], ...] = (
    UndefinedName,
    UsedBeforeDefinition,
    DifferentHistory,
    UnexecutedDefinition,
    StaleOutput,
    UsedAfterDelete,
    OutputHistory,
    StoredVariable,
    FileOrder,
    RerunChangesResult,
    OutOfOrderCount,
    MissingCount,
    NeverExecuted,
    RepeatedCount,
    StoredError,
    UnseededRandomness,
    AbsolutePath,
    HardCodedSecret,
    ShellOrInstall,
    ChangedWorkingDirectory,
    InteractiveInput,
    StarImport,
    DynamicCode,
    ClockOrNetwork,
    FitBeforeSplit,
    FitOnTest,
    RefitForInference,
    UnreadableNotebook,
    UnusedIgnore,
    SyntaxErrorRule,
    UnsupportedLanguage,
)
