"""Values of libraries that are not needed to test the rest: each test runs where its library is installed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nb2pkg.verify.inside import keeping
from nb2pkg.verify.inside.difference import DifferentError
from nb2pkg.verify.inside.same import Comparison
from nb2pkg.verify.inside.unpickling import load_kept

pytestmark = pytest.mark.filterwarnings("ignore")  # they warn of much, and of each other

X = np.random.RandomState(0).rand(60, 3)
Y = (X[:, 0] > 0.5).astype(int)


@pytest.fixture
def held(tmp_path):
    """Return a function that keeps a value as a run does and reads it as the comparison does."""

    def keep_and_load(value: object, number: list[int] = [0]) -> object:  # noqa: B006  (it counts)
        number[0] += 1
        folder = tmp_path / str(number[0])
        keeping.keep({"x": value}, ["x"], str(folder))
        entry = json.loads((folder / "index.json").read_text())["x"]
        assert "file" in entry, entry
        return load_kept(str(folder / entry["file"]), "json")

    return keep_and_load


@pytest.fixture
def same(held):
    """Return a function that tells whether two values are the same, and that something was compared."""

    def are_same(a: object, b: object) -> bool:
        comparison = Comparison()
        try:
            comparison.check(held(a), held(b))
        except DifferentError:
            return False
        assert comparison.unknown == []
        assert comparison.valued
        return True

    return are_same


def test_torch_tensors(same):
    torch = pytest.importorskip("torch")
    tensor = torch.tensor

    for made in (
        lambda: tensor([1.0, float("nan")]),
        lambda: tensor([1.0, 2.0], dtype=torch.bfloat16),
        lambda: tensor([1 + 2j]).conj(),
        lambda: torch.eye(3).to_sparse(),
        lambda: torch.Generator().manual_seed(1),
    ):
        assert same(made(), made())
    assert same(tensor([0.1 + 0.2], dtype=torch.float64), tensor([0.3], dtype=torch.float64))
    for other in (
        tensor([1.0, 2.1]),
        tensor([1, 2]),
        tensor([[1.0, 2.0]]),
        tensor([1.0, 2.0], requires_grad=True),
        torch.diag(tensor([1.0, 2.0])).to_sparse(),
    ):
        assert not same(tensor([1.0, 2.0]), other)
    assert not same(torch.Generator().manual_seed(1), torch.Generator().manual_seed(2))


def test_torch_modules_and_optimizers(same):
    torch = pytest.importorskip("torch")

    def trained(rate: float = 0.1, seed: int = 0, act: type = torch.nn.ReLU):
        torch.manual_seed(seed)
        model = torch.nn.Sequential(torch.nn.Linear(3, 4), act(), torch.nn.Linear(4, 1))
        optimizer = torch.optim.Adam(model.parameters(), lr=rate)
        for _ in range(2):
            optimizer.zero_grad()
            ((model(torch.ones(5, 3)) - 1) ** 2).mean().backward()
            optimizer.step()
        return model, optimizer

    for part in (0, 1):
        assert same(trained()[part], trained()[part])
        assert not same(trained()[part], trained(rate=0.2)[part])
    assert not same(trained()[0], trained(seed=1)[0])
    assert not same(trained()[0], trained(act=torch.nn.Tanh)[0])
    assert not same(trained()[0], trained()[0].eval())


def test_polars_frames(same):
    pl = pytest.importorskip("polars")

    def frame(a: object = (1.0, None, float("nan")), **more: object):
        return pl.DataFrame({"a": list(a), "b": [[1], [2, 3], []], "c": ["x", None, "y"], **more})  # type: ignore[call-overload]

    assert same(frame(), frame())
    assert same(frame((0.1 + 0.2, None, 1.0)), frame((0.3, None, 1.0)))
    assert same(frame().lazy(), frame().lazy())
    assert same(pl.col("a") + 1, pl.col("a") + 1)
    for other in (
        frame((1.0, None, 2.0)),
        frame((1.0, None, None)),
        frame().select("b", "a", "c"),
        frame(d=[1, 2, 3]),
        frame().head(2),
    ):
        assert not same(frame(), other)
    assert not same(pl.Series("a", [1, 2]), pl.Series("a", [1, 2], dtype=pl.Int32))
    assert not same(pl.Series("a", [1, 2]), pl.Series("b", [1, 2]))
    assert not same(pl.col("a") + 1, pl.col("a") + 2)


def test_xgboost(same):
    xgboost = pytest.importorskip("xgboost")

    def fitted(**changes: object):
        wanted = {"n_estimators": 3, "n_jobs": 1, "random_state": 0, **changes}
        return xgboost.XGBClassifier(**wanted).fit(X, Y)

    def booster(eta: float):
        return xgboost.train({"eta": eta, "nthread": 1}, xgboost.DMatrix(X, Y), 3)

    assert same(fitted(), fitted())
    assert not same(fitted(), fitted(learning_rate=0.1))
    assert same(booster(0.3), booster(0.3))
    assert not same(booster(0.3), booster(0.2))
    assert same(xgboost.DMatrix(X, Y), xgboost.DMatrix(X, Y))
    assert not same(xgboost.DMatrix(X, Y), xgboost.DMatrix(X, 1 - Y))


def test_lightgbm(same):
    lightgbm = pytest.importorskip("lightgbm")

    def fitted(**changes: object):
        wanted = {"n_estimators": 3, "n_jobs": 1, "verbose": -1, **changes}
        return lightgbm.LGBMClassifier(**wanted).fit(X, Y)

    assert same(fitted(), fitted())
    assert same(fitted().booster_, fitted().booster_)
    assert not same(fitted(), fitted(learning_rate=0.2))
    assert not same(fitted().booster_, fitted(n_estimators=4).booster_)


def test_catboost(same):
    catboost = pytest.importorskip("catboost")

    def fitted(**changes: object):
        wanted = {"iterations": 2, "verbose": 0, "thread_count": 1, "allow_writing_files": False}
        return catboost.CatBoostClassifier(**{**wanted, **changes}).fit(X, Y)

    assert same(fitted(), fitted())
    assert not same(fitted(), fitted(iterations=3))
    assert not same(fitted(), catboost.CatBoostClassifier(**fitted().get_params()))


def test_a_model_of_statsmodels_that_was_looked_at_is_the_same(same):
    api = pytest.importorskip("statsmodels.api")

    def fitted(y: object = Y):
        return api.OLS(y, api.add_constant(X)).fit()

    looked_at = fitted()
    assert looked_at.summary()
    assert looked_at.rsquared

    assert same(fitted(), looked_at)
    assert not same(fitted(), fitted(1 - Y))


def test_a_table_of_statsmodels_is_what_it_says(same):
    """The columns' widths are computed, and kept, when it is shown."""
    table = pytest.importorskip("statsmodels.iolib.table")

    def made(number: float = 1.5):
        return table.SimpleTable([[number, 2.0], ["a", "b"]], headers=["x", "y"], title="Fit")

    shown = made()
    assert str(shown)
    assert shown.as_html()

    assert same(made(), shown)
    assert not same(made(), made(1.6))
    assert not same([made()], [table.SimpleTable([[1.5, 2.0]], headers=["x", "y"], title="Fit")])


def test_a_summary_of_statsmodels_is_what_it_says(same):
    summary = pytest.importorskip("statsmodels.iolib.summary2")

    def made(number: float = 1.5):
        built = summary.Summary()
        built.add_title("Fit")
        built.add_dict({"R2": number})
        return built

    looked_at = made()
    assert str(looked_at)

    assert same(made(), looked_at)
    assert not same(made(), made(1.6))


def test_images_of_pillow_are_their_pixels(same, held, tmp_path):
    image = pytest.importorskip("PIL.Image")
    from nb2pkg.verify.inside.described import describe, differences

    def made(mode: str = "RGB", size: tuple[int, int] = (4, 3), at: int = 7):
        built = image.new(mode, size)
        built.putpixel((1, 2), at)
        return built

    made().convert("P").save(tmp_path / "a.png")

    def opened():
        return image.open(tmp_path / "a.png")

    looked_at = opened()
    looked_at.load()
    other_palette = opened()
    other_palette.putpalette([9] * 768)
    assert same(made(), made())
    assert same(opened(), looked_at)
    assert same({"one": [made("L")]}, {"one": [made("L")]})
    for other in (
        made(at=8),
        made("L"),
        made(size=(3, 4)),
        made().transpose(image.Transpose.ROTATE_180),
    ):
        assert not same(made(), other)
        assert differences(other, describe(made())) != []
    assert not same(opened(), other_palette)
    assert differences(held(made()), describe(made())) == []


def test_keras(same, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    pytest.importorskip("torch")
    keras = pytest.importorskip("keras")

    def fitted(epochs: int = 1, rate: float = 0.01):
        keras.backend.clear_session()
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.Adam(rate), "mse")
        return model, model.fit(X, Y, epochs=epochs, verbose=0)

    assert same(fitted()[0], fitted()[0])
    assert same(fitted()[1].history, fitted()[1].history)
    assert not same(fitted()[0], fitted(2)[0])
    assert not same(fitted(0)[0], fitted(0, 0.02)[0])
