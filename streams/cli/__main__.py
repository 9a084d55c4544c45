"""`python -m streams.cli`: how the supervisor starts its roles, whatever is on the PATH."""

from streams.cli import main

main()
