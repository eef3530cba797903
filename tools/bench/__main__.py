"""`make bench`: inside the environment, measure."""

from tools import environment

if __name__ == "__main__":
    environment.enter("-m", "tools.bench", dev=True)
    from tools.bench.run import main

    raise SystemExit(main())
