"""The pure heart of certificates: what they say, their numbers, and proofs for outside readers."""
