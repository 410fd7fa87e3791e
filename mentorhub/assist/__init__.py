"""Everything that runs a model: the sentence encoder and the chat model."""
