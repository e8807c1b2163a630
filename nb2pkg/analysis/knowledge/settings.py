"""What sets how all that follows works, and which calls and commands only look.

Sources: the API references of the libraries whose names stand here, and the names that configuration has in the
thousand packages most installed; the manual pages of the commands.
"""

from __future__ import annotations

from nb2pkg.typed import Final

#: beginnings of names of functions that set how a whole library works, in libraries with listed modules …
SETTING: Final = (
    "set_",
    "setlocale",
    "setdefault",
    "enable",
    "disable",
    "use_deterministic",
    "getcontext",
    "configure",
    "register_",
    "download",
    "field_size_limit",
    "run_functions_eagerly",
)

#: … and in others
SETTING_ELSEWHERE: Final = (
    *SETTING,
    "autolog",
    "config",
    "init",
    "install",
    "load_dotenv",
    "login",
    "mount",
    "patch",
    "register",
    "setup",
    "use",
)

#: names of the objects in which libraries keep their options
OPTIONS: Final = frozenset("config conf configuration options settings rcparams".split())

#: commands of the shell that only show something
LOOKING: Final = frozenset(
    "cal cat cd clear cmp column cut date df diff dir du echo export file free grep groups head hostname id jupyter "
    "less ls lscpu lspci man md5sum more nproc nvcc nvidia-smi printenv printf ps pwd sha256sum sleep stat tail top "
    "tree true type uname uniq uptime wc whereis which who whoami".split()
)

#: commands that bring in software or data, once for all: they belong to the set-up of a machine
SETTING_UP: Final = frozenset(
    "apt apt-get aws brew conda curl docker gdown git gsutil kaggle mamba npm pip pip3 pipenv poetry rclone scp "
    "ssh sudo uv wget yum".split()
)
