"""`python -m skillreport`."""

from skillreport.cli import main

if __name__ == "__main__":
    main()
