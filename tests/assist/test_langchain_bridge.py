import numpy as np
import pytest
from langchain_core.runnables import RunnableLambda
from langchain_core.vectorstores import InMemoryVectorStore

from mentorhub.assist.langchain_bridge import CallableRetriever, E5Embeddings, Passage
from tests.assist.texts import OFFERS

PASSAGES = (
    Passage(key="offer:1", title="Stapler", text="Gabelstapler fahren lernen", score=0.9),
    Passage(key="offer:2", title="Kran", text="Kran fahren lernen"),
)


@pytest.fixture
def embeddings(encoder):
    return E5Embeddings(encoder)


def test_embeddings_are_the_vectors_of_the_encoder(embeddings, encoder):
    assert np.array_equal(np.float32(embeddings.embed_query("Kran")), encoder.query("Kran"))
    found = np.float32(embeddings.embed_documents(["Kran", "Bagger"]))
    assert np.array_equal(found, encoder.documents(["Kran", "Bagger"]))


def test_a_vector_store_of_langchain_finds_with_them(embeddings):
    store = InMemoryVectorStore.from_texts(list(OFFERS), embeddings)
    (best,) = store.similarity_search("Ich will Gabelstapler fahren", k=1)
    assert best.page_content.startswith("Gabelstaplerschein")


def test_a_search_becomes_a_retriever_and_keeps_its_order():
    asked = []

    def search(query):
        asked.append(query)
        return PASSAGES

    documents = CallableRetriever(search=search).invoke("fahren")
    assert asked == ["fahren"]
    assert [document.id for document in documents] == ["offer:1", "offer:2"]
    assert documents[0].page_content == "Gabelstapler fahren lernen"
    assert documents[0].metadata == {"key": "offer:1", "title": "Stapler", "score": 0.9}


def test_a_retriever_is_a_link_of_a_chain():
    titles = RunnableLambda(lambda found: [document.metadata["title"] for document in found])
    chain = CallableRetriever(search=lambda _query: PASSAGES) | titles
    assert chain.invoke("fahren") == ["Stapler", "Kran"]


def test_a_search_that_finds_nothing_is_no_error():
    assert CallableRetriever(search=lambda _query: ()).invoke("Einhorn") == []
