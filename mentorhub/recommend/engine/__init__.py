"""The search engine: a library of plain values, numpy, FAISS and tantivy."""
