"""`python -m rolepath` is `rolepath`."""

from rolepath.cli.main import main

main()
