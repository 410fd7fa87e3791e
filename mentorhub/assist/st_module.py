"""The built-in encoder as a module of sentence-transformers.

``SentenceTransformer(path, trust_remote_code=True)`` loads it from the folder
``sentence-transformers`` inside the encoder's own; since version 6 the library asks for
that word whenever a class is not its own.
"""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules import InputModule

from mentorhub.assist import model_folder
from mentorhub.assist.e5 import E5Encoder


class E5OpenVINO(InputModule):
    """From texts to unit vectors in one module: neither pooling nor a norm follows it."""

    def __init__(self, folder: str, threads: int | None = None) -> None:
        """Load the network from an encoder's folder.

        Args:
            folder: what ``mentorhub.assist.build`` made.
            threads: processor threads; without it, one for each core.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self.folder = folder
        self.encoder = E5Encoder(Path(folder), threads or os.cpu_count() or 1)

    @classmethod
    def load(
        cls, model_name_or_path: str, subfolder: str = "", *_args: Any, **_options: Any
    ) -> Self:
        """Load what ``save`` or the build wrote; its folder is relative to the model's."""
        here = Path(model_name_or_path, subfolder)
        return cls(folder=str(here / cls.load_config(str(here))["folder"]))

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_options: Any
    ) -> dict[str, Any]:
        """Return the ids of texts: "tokens", (n, longest), int32."""
        tokens = self.encoder.tokens([str(text) for text in inputs], prompt or "")
        return {"tokens": torch.from_numpy(tokens)}

    def forward(self, features: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Add the vectors: "sentence_embedding", (n, dimension), float32, unit rows."""
        vectors = self.encoder.vectors(features["tokens"].cpu().numpy())
        features["sentence_embedding"] = torch.from_numpy(vectors)
        return features

    def save(self, output_path: str, *_args: Any, **_options: Any) -> None:
        """Write a copy that needs nothing but itself."""
        target = Path(output_path)
        for name in (*model_folder.Manifest.read(Path(self.folder)).files, model_folder.MANIFEST):
            if "/" not in name:
                shutil.copyfile(Path(self.folder) / name, target / name)
        (target / "config.json").write_text(json.dumps({"folder": "."}), encoding="utf-8")

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self.encoder.dimension

    @property
    def max_seq_length(self) -> int:
        """Tokens that the model sees of a text."""
        return self.encoder.longest
