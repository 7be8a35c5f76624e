"""Assessment and rules → findings: levels, gaps, mix, metrics, plan and roadmap. Computes; words and prints nothing."""
