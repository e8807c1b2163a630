"""What is known of torch, TensorFlow and Keras.

Sources: PyTorch 2.x, TensorFlow 2.x and Keras 3 API reference (reproducibility pages name what is seeded how).
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import (
    CHANGES,
    IF_DISCARDED,
    NOTHING,
    Call,
    by_kind,
    reading,
    returned,
    shared,
    writing,
)
from nb2pkg.analysis.resources import (
    EVERY_RANDOM,
    NETWORK,
    TENSORFLOW_GRAPH,
    TENSORFLOW_RANDOM,
    TORCH_RANDOM,
    options_of,
)
from nb2pkg.typed import Final

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
# methods of networks
# fmt: off
NETWORKS: Final = (
    Call("network.fit", "instance:keras.callbacks.History", is_mutator=True),
    Call("network.fit_generator", is_mutator=True, alone=CHANGES),
    Call("network.train_on_batch", is_mutator=True, alone=CHANGES),
    Call("network.adapt", is_mutator=True),
    Call("network.compile", "None", is_mutator=True, is_keeper=True, alone=IF_DISCARDED, stage=("train", 4)),
    Call("network.build", is_mutator=True),
    Call("network.add", "None", is_mutator=True, is_keeper=True),
    Call("network.pop", is_mutator=True),
    Call("network.predict", "numpy.ndarray"),
    Call("network.evaluate", None, alone=NOTHING, stage=("evaluate", 6)),
    Call("network.summary", "None", alone=NOTHING),
    Call("network.train", "self", is_mutator=True),
    Call("network.eval", "self", is_mutator=True),
    Call("network.to", "self", is_mutator=True),
    Call("network.cuda", is_mutator=True),
    Call("network.cpu", is_mutator=True),
    Call("network.requires_grad_", is_mutator=True),
    Call("network.apply", is_mutator=True),
    Call("network.step", is_mutator=True, alone=IF_DISCARDED),
    Call("network.backward", is_mutator=True, alone=IF_DISCARDED),
    Call("network.zero_grad", is_mutator=True, alone=CHANGES),
    Call("network.parameters", "generator", shares=2),
    Call("network.named_parameters", shares=2),
    Call("network.modules", shares=2),
    Call("network.children", shares=2),
    Call("network.get_layer", shares=2),
    Call("network.state_dict", "dict", shares=2),
    Call("network.load_state_dict", is_mutator=True, alone=CHANGES),
    Call("network.set_weights", is_mutator=True, alone=CHANGES),
    Call("network.load_weights", is_mutator=True, alone=CHANGES, reads=0),
    Call("network.save_weights", writes=0),
    Call("network.save", alone=NOTHING, writes=0),
)
# fmt: on

METHODS: Final = returned(NETWORKS)
ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    "network": {"history": "dict"},
}
MUTATORS: Final = by_kind(call.name for call in NETWORKS if call.is_mutator)
KEEPERS: Final = by_kind(call.name for call in NETWORKS if call.is_keeper)
VIEWS: Final = {"network": {**shared(NETWORKS)["network"], "layers": 2, "weights": 2}}
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
    **reading(NETWORKS),
}
WRITES_FILE: Final = {
    "torch.save": 1,
    "cv2.imwrite": 0,
    **writing(NETWORKS),
}
SHOWS: Final = frozenset("network.summary network.fit network.evaluate".split())
