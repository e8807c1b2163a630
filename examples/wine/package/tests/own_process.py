"""Run a command of the package, as the only thing of its process: `own_process.py train FOLDER`.

Where the values that it gives are not the notebook's is left in the folder, by their names.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

from described import differences
from workplace import guard_links, seed

# of each command the function, the option for what was trained, and the names of its values with those of results
COMMANDS = {
    "train": (
        "train_models",
        "--output",
        {
            "X": "X",
            "X_test": "X_test",
            "y_test": "y_test",
            "scaler": "scaler",
            "model": "model",
        },
    ),
    "evaluate": (
        "evaluate_models",
        "--models",
        {
            "predictions": "predictions",
            "accuracy": "accuracy",
            "report": "report",
            "confusion": "confusion",
            "weights": "weights",
        },
    ),
}
EXPECTED = json.loads(
    Path(__file__).with_name("expected.json").read_text(encoding="utf-8")
)


def main(command, folder):
    """Run a command in a folder; return its exit code."""
    guard_links(folder / "tree")
    seed()
    function, option, results = COMMANDS[command]
    made = noted(import_module("wine.commands"), function)
    code = import_module("wine.__main__").main(
        [command, option, str(folder / "models")]
    )
    if not code:
        told = {
            name: against(results[name], made[name]) for name in results if name in made
        }
        (folder / f"{command}.json").write_text(json.dumps(told), encoding="utf-8")
    return code


def noted(commands, name):
    """Let a function note what it returns; return where."""
    function, made = getattr(commands, name), {}

    def noting(*given, **named):
        returned = function(*given, **named)
        made.update(returned)
        return returned

    setattr(commands, name, noting)
    return made


def against(result, value):
    """Hold a value against what is known of the notebook's, if something is."""
    return differences(value, EXPECTED[result]) if result in EXPECTED else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
