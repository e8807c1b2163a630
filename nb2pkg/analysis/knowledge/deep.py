"""What is known of torch, TensorFlow and Keras.

Sources: PyTorch 2.x, TensorFlow 2.x and Keras 3 API reference (reproducibility pages name what is seeded how).
"""

from __future__ import annotations

from nb2pkg.analysis.resources import (
    EVERY_RANDOM,
    NETWORK,
    TENSORFLOW_GRAPH,
    TENSORFLOW_RANDOM,
    TORCH_RANDOM,
    options_of,
)
from nb2pkg.typed import Final

LIBRARIES: Final = frozenset("torch tensorflow keras torchvision transformers".split())

MODULES: Final = frozenset(
    "torch torch.nn torch.nn.functional torch.optim torch.utils torch.utils.data torch.cuda torchvision "
    "torchvision.transforms torchvision.datasets torchvision.models tensorflow tensorflow.keras "
    "tensorflow.keras.layers tensorflow.keras.models tensorflow.keras.datasets tensorflow.keras.utils "
    "tensorflow.keras.optimizers tensorflow.keras.backend tensorflow.keras.callbacks "
    "tensorflow.keras.preprocessing tensorflow.keras.preprocessing.image tensorflow.keras.preprocessing.text "
    "tensorflow.keras.preprocessing.sequence tensorflow.keras.applications tensorflow.random tensorflow.data "
    "tensorflow.compat tensorflow.compat.v1 tensorflow.contrib tensorflow.nn tensorflow.train keras keras.layers "
    "keras.models keras.datasets keras.datasets.mnist keras.utils keras.utils.np_utils keras.optimizers "
    "keras.backend keras.callbacks keras.preprocessing keras.preprocessing.image "
    "tensorflow.keras.datasets.mnist nltk spacy gensim transformers torchtext cv2 PIL PIL.Image "
    "skimage fastai".split()
)

OBJECTS: Final[dict[str, str]] = {
    "keras.datasets.mnist": "module:keras.datasets.mnist",
    "tensorflow.keras.datasets.mnist": "module:tensorflow.keras.datasets.mnist",
}
RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {}
METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    "network": {
        "predict": "numpy.ndarray",
        "summary": "None",
        "compile": "None",
        "evaluate": None,
        "fit": "instance:keras.callbacks.History",
        "add": "None",
        "to": "self",
        "eval": "self",
        "train": "self",
        "parameters": "generator",
        "state_dict": "dict",
    },
}
ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    "network": {"history": "dict"},
}
MUTATORS: Final = {
    "network": frozenset(
        "fit fit_generator compile add train_on_batch load_weights set_weights build pop step zero_grad train "
        "eval load_state_dict requires_grad_ to cuda cpu apply backward adapt".split()
    ),
}
KEEPERS: Final = {"network": frozenset(("add", "compile"))}
VIEWS: Final = {
    "network": {
        **dict.fromkeys(
            "parameters layers weights state_dict modules children named_parameters "
            "get_layer".split(),
            2,
        )
    },
}
ARGUMENT_CHANGES: Final[dict[str, int]] = {}
ARGUMENT_KEPT: Final = {"torch.from_numpy": 2, "torch.as_tensor": 2}

USES: Final = {
    "torch.manual_seed": (TORCH_RANDOM, "reset"),
    "torch.seed": (TORCH_RANDOM, "reset"),
    "torch.cuda.manual_seed": (TORCH_RANDOM, "reset"),
    "torch.cuda.manual_seed_all": (TORCH_RANDOM, "reset"),
    "torch.set_default_dtype": (options_of("torch"), "rw"),
    "torch.set_default_tensor_type": (options_of("torch"), "rw"),
    **dict.fromkeys(
        "torch.rand torch.randn torch.randint torch.randperm torch.normal torch.bernoulli "
        "torch.rand_like torch.randn_like torch.multinomial".split(),
        (TORCH_RANDOM, "rw"),
    ),
    "tensorflow.random.set_seed": (TENSORFLOW_RANDOM, "reset"),
    "tensorflow.set_random_seed": (TENSORFLOW_RANDOM, "reset"),
    "tensorflow.compat.v1.set_random_seed": (TENSORFLOW_RANDOM, "reset"),
    "tensorflow.keras.backend.clear_session": (TENSORFLOW_GRAPH, "reset"),
    "keras.backend.clear_session": (TENSORFLOW_GRAPH, "reset"),
    "tensorflow.reset_default_graph": (TENSORFLOW_GRAPH, "reset"),
    "keras.utils.set_random_seed": (EVERY_RANDOM, "reset"),
    "tensorflow.keras.utils.set_random_seed": (EVERY_RANDOM, "reset"),
}
USES_BY_MODULE: Final = {
    "tensorflow.random": (TENSORFLOW_RANDOM, "rw"),
    "torch.nn": (TORCH_RANDOM, "rw"),
    "torch.nn.init": (TORCH_RANDOM, "rw"),
    "tensorflow.keras.layers": (TENSORFLOW_RANDOM, "rw"),
    "tensorflow.keras.models": (TENSORFLOW_RANDOM, "rw"),
    "keras.layers": (TENSORFLOW_RANDOM, "rw"),
    "keras.models": (TENSORFLOW_RANDOM, "rw"),
    "keras.datasets": (NETWORK, "r"),
    "nltk": (NETWORK, "rw"),
}
READS_FILE: Final = {
    "torch.load": 0,
    "keras.models.load_model": 0,
    "tensorflow.keras.models.load_model": 0,
    "cv2.imread": 0,
    "PIL.Image.open": 0,
    "network.load_weights": 0,
}
WRITES_FILE: Final = {
    "torch.save": 1,
    "cv2.imwrite": 0,
    "network.save": 0,
    "network.save_weights": 0,
}
SHOWS: Final = frozenset("network.summary network.fit network.evaluate".split())
