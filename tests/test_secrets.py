"""Secrets: what is taken for one, what is not, and that none is shown."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pytest

from nb2pkg.cli import run
from nb2pkg.report import html, verification
from nb2pkg.report.forms import FORMS as REPORT_FORMS
from nb2pkg.secrets import detectors, find_secrets, without_secrets
from nb2pkg.verify.model import Difference, DifferenceKind, Status, Verification
from tests.lint.rules.finding import told
from tests.support import write_notebook

CHARACTERS = string.ascii_letters + string.digits


def made_up(length: int, alphabet: str = CHARACTERS) -> str:
    """Return a text that looks as random as a real key, and is none: the same each time."""
    return "".join(random.Random(length).choices(alphabet, k=length - 2)) + "7Q"


FORMS = {
    "an AWS access key": "AKIA" + made_up(16, string.ascii_uppercase + string.digits),
    "a GitHub token": "ghp_" + made_up(36),
    "a GitLab token": "glpat-" + made_up(20),
    "a Slack token": "xoxb-" + made_up(24),
    "a Slack webhook": f"https://hooks.slack.com/services/T{made_up(9)}/B{made_up(9)}/{made_up(24)}",
    "a Google API key": "AIza" + made_up(35),
    "a Google client secret": "GOCSPX-" + made_up(28),
    "a Hugging Face token": "hf_" + made_up(34),
    "an API key": "sk-proj-" + made_up(40),
    "a Stripe key": "sk_live_" + made_up(24),
    "a SendGrid key": f"SG.{made_up(22)}.{made_up(43)}",
    "a PyPI token": "pypi-" + made_up(60),
    "an npm token": "npm_" + made_up(36),
    "a Telegram bot token": "123456789:AA" + made_up(33),
    "an Azure storage key": f"AccountKey={made_up(86)}==",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
    "a JSON web token": f"eyJ{made_up(20)}.eyJ{made_up(30)}.{made_up(43)}",
    "a password in a URL": "postgresql://ann:tr0ub4dor@db.example.org/x",
}


def kinds(name: str, value: str) -> list[str]:
    """Return the kinds of the secrets that are found where a value is given to a name."""
    return [secret.kind for secret in find_secrets(f"{name} = '{value}'")]


@pytest.mark.parametrize("kind", FORMS)
def test_a_secret_of_a_known_form_is_one_under_any_name(kind):
    assert kinds("x", FORMS[kind]) == [kind]


NONE = (
    'password = ""',
    'password = "password"',
    'password = "xxxx"',
    'password = "XXXXXXXXXX"',
    'api_key = "your_api_key"',
    'api_key = "YOUR-API-KEY-HERE"',
    'api_key = "<put your key here>"',
    'api_key = "your_alpha_vantage_api_key_goes_here"',
    'token = "EnterYourOwnInfoHere"',
    'secret = "changeme"',
    'secret = "**********"',
    'password = "..........."',
    'password = f"{user}1234abc"',
    'password = "%(password)s"',
    'password = "$DB_PASSWORD"',
    'password = "/run/secrets/db"',
    'access_token_url = "https://example.org/token2/abc"',
    'credentials = "service_account.json"',
    'password_column = "hashed_pw_2020"',
    'password = getpass("Password of the database: ")',
    'df["password"] = df["password"].str.len()',
    'token = "morning"',
    'key = "column_name"',
    'if password == "": pass',
    'print("password: ", x)',
    "url = 'https://user:password@host/'",
    "url = 'https://{user}:{password}@host/'",
    "url = 'https://example.org:8080/a@b'",
    "div.sk-container-id-1-some-very-long-name-of-a-class",
    "x = 'the secret of success is hard work'",
)


@pytest.mark.parametrize("line", NONE)
def test_a_placeholder_or_a_name_is_no_secret(line):
    assert find_secrets(line) == []


ASSIGNED = (
    'password = "tr0ub4dor&3"',
    "PASSWORD='tr0ub4dor&3'",
    'db_password: str = "tr0ub4dor&3"',
    'conn = connect(user="ann", password="tr0ub4dor&3")',
    'config = {"user": "ann", "password": "tr0ub4dor&3"}',
    "os.environ['DB_PASSWORD'] = 'tr0ub4dor&3'",
    'os.environ.setdefault("DB_PASSWORD", "tr0ub4dor&3")',
    'dbPassword = r"tr0ub4dor&3"',
    '# password = "tr0ub4dor&3"',
    'password = ("tr0ub4dor&3")',
    'client_secret = "tr0ub4dor&3"',
    'passwd = """tr0ub4dor&3"""',
    "%env API_KEY=x\nsecret_key = 'tr0ub4dor&3'",
    'if password == "tr0ub4dor&3": pass',
)


@pytest.mark.parametrize("line", ASSIGNED)
def test_a_literal_that_is_given_to_a_name_of_secrets_is_one(line):
    assert [secret.text for secret in find_secrets(line)] == ["tr0ub4dor&3"]


@pytest.mark.parametrize("value", ["hunter2", "S3cretPassword!", "password123", "postgres"])
def test_weak_passwords_are_secrets_too(value):
    assert kinds("password", value) == ["a password"]


def test_names_that_hold_other_things_as_well_need_a_random_value():
    assert kinds("KAGGLE_KEY", "0123456789abcdef" * 2 + "9f") == ["a key or token"]
    assert kinds("token", "beginning_of_sentence") == []
    assert kinds("key", "customer_id_2020") == []
    assert kinds("monkey", "0123456789abcdef0123456789abcdef") == []


def test_only_the_last_two_characters_are_shown():
    assert without_secrets('p(password="tr0ub4dor&3")') == 'p(password="****&3")'
    assert without_secrets("see k9-x7-aa", ["k9-x7-aa"]) == "see ****aa"


def test_long_texts_are_looked_through_in_no_time():
    nasty = (
        "password" * 2000,
        "eyJ-" * 5000,
        "a://" * 5000,
        "sk-" * 5000,
        "key='" * 4000,
        "x='y=\"" * 4000,
    )

    assert [find_secrets(text) for text in nasty] == [[]] * len(nasty)


# --- the rule and the reports


def test_the_rule_finds_them_in_code_alone():
    cells = (
        'password = "tr0ub4dor&3"',
        '# %% [markdown]\npassword = "tr0ub4dor&3"',
        "%%bash\ncurl ftp://a:tr0ub4dor@b",
    )

    assert [(code, cell) for code, _, cell in told("NB303", *cells)] == [("NB303", 1), ("NB303", 3)]


@pytest.mark.parametrize("form", REPORT_FORMS)
def test_no_report_shows_a_secret(tmp_path, monkeypatch, capsys, form):
    monkeypatch.chdir(tmp_path)
    cells = [f"print(unknown, '{secret}')" for secret in FORMS.values() if "BEGIN" not in secret]
    mine = [line.replace("tr0ub4dor&3", "k0rrekt-h0rse") for line in ASSIGNED]
    cells += [f"{line}; print(other)" for line in mine if line[0] not in "#%i"]
    write_notebook("n.ipynb", *cells, "%env HF_TOKEN=" + FORMS["a Hugging Face token"])

    for command in (["check", "--select=ALL"], ["analyze", "--select=ALL", "--graph=n.html"]):
        assert run([*command, f"--format={form}", "n.ipynb"]) == 1
    shown = capsys.readouterr().out + Path("n.html").read_text(encoding="utf-8")

    for secret in (
        "k0rrekt",
        *(
            text[-24:-2]
            for kind, text in FORMS.items()
            if kind not in {"a private key", "a password in a URL"}
        ),
    ):
        assert secret not in shown


def test_a_verdict_shows_no_secret():
    line = 'password="tr0ub4dor&3"'
    checked = Verification(
        Status.MISMATCH,
        differences=(Difference(DifferenceKind.CELL, 1, "output", line, line),),
        notes=(line,),
    )

    texts = (
        verification.to_text(checked),
        json.dumps(verification.to_dict(checked)),
        html.page(checked),
    )

    assert [text for text in texts if "tr0ub4dor" in text] == []
    assert [text for text in texts if "****&3" not in text.replace("&amp;", "&")] == []


def test_neither_an_error_nor_a_defect_shows_a_secret(monkeypatch, capsys):
    from nb2pkg import api, errors

    for error, code in (
        (errors.Nb2pkgError('password="tr0ub4dor&3"'), 2),
        (ValueError('password="tr0ub4dor&3"'), 3),
    ):
        monkeypatch.setattr(api, "check", lambda *_, error=error: (_ for _ in ()).throw(error))
        assert run(["check", "x.ipynb"]) == code
        assert "tr0ub4dor" not in capsys.readouterr().err


# --- detect-secrets


def test_without_detect_secrets_there_is_the_built_in_minimum(monkeypatch):
    monkeypatch.setattr(detectors, "find_spec", lambda _: None)

    assert list(detectors.more_spans(['password = "tr0ub4dor&3"'])) == []
    assert len(told("NB303", 'password = "tr0ub4dor&3"')) == 1


MAILCHIMP = "0123456789abcdef0123456789abcdef-us11"


def test_what_detect_secrets_adds_is_found_and_masked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_notebook("n.ipynb", "x = 1", f"use('{MAILCHIMP}'); print(unknown)  # é")

    assert run(["check", "--select=NB1,NB303", "n.ipynb"]) == 1
    shown = capsys.readouterr().out

    assert (
        "cell 2:1:6: NB303 In [2]: this looks like a secret (Mailchimp Access Key) (****11)"
        in shown
    )
    assert MAILCHIMP[5:-3] not in shown


def test_a_secret_that_only_detect_secrets_knows_is_masked_in_every_line(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "nb2pkg.lint.rules.hard_coded_secret.more_spans",
        lambda lines: [(0, 5, 5 + len(MAILCHIMP), "a secret")],
    )
    write_notebook("n.ipynb", f"use('{MAILCHIMP}'); print(unknown)")

    assert run(["check", "--select=NB1,NB303", "n.ipynb"]) == 1
    shown = capsys.readouterr().out

    assert shown.count("use('****11')") == 3
    assert MAILCHIMP[5:-3] not in shown
