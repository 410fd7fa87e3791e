"""The pure heart of "Frag nach": what was said goes in, the next move comes out."""
