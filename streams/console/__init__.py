"""The API and the pages: server-rendered, usable without scripts."""
