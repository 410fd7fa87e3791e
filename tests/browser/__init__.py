"""The whole site as people meet it: the real server, the real worker, a real Chromium."""
