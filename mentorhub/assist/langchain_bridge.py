"""Our encoder and our search as LangChain components.

LangChain is heavy; only who builds a chain imports this module.
"""

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from mentorhub.assist.encoder import Encoder
from mentorhub.assist.passage import Passage

__all__ = ["CallableRetriever", "E5Embeddings", "Passage"]


class E5Embeddings(Embeddings):
    """Any of our encoders as LangChain embeddings; it knows the right prefix for each side."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of unit length for each text."""
        vectors: list[list[float]] = self._encoder.documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, of unit length."""
        vector: list[float] = self._encoder.query(text).tolist()
        return vector


class CallableRetriever(BaseRetriever):
    """A search function as a LangChain retriever, best passage first."""

    search: Callable[[str], Sequence[Passage]]
    """Returns the passages for a question."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain names it
    ) -> list[Document]:
        return [_document(passage) for passage in self.search(query)]


def _document(passage: Passage) -> Document:
    about = {"key": passage.key, "title": passage.title, "score": passage.score}
    return Document(id=passage.key, page_content=passage.text, metadata=about)
