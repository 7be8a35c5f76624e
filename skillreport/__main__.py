"""`python -m skillreport`."""

from skillreport.cli import run

if __name__ == "__main__":
    run()
