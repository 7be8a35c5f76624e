"""What rows of the mix table and industries are called in the report."""

from skillreport.model.figure import Sentence, say
from skillreport.model.names import key
from skillreport.rules.load import industries
from skillreport.rules.mix_table import MixRow


def rule_name(rule: MixRow) -> Sentence:
    """What a row of the mix table applies to."""
    if rule.target is not None:
        kind, name = rule.target
        named = say(f"career_level.{name}") if kind == "career_level" else name
        return say(f"rule.name.client_{kind}", name=named)
    industry = industry_name(rule.industry) if rule.industry else None
    level = say(f"career_level.{rule.career_level}") if rule.career_level else None
    if industry and level:
        return say("rule.name.both", industry=industry, level=level)
    if level:
        return say("rule.name.level", level=level)
    return industry or say("rule.name.default")


def industry_name(industry: str) -> Sentence:
    """An industry of the method in the report's language, one of the client's table as the client wrote it."""
    known = {key(name): name for name in industries()}.get(key(industry))
    return say("phrase.name", name=industry) if known is None else say(f"industry.{known.replace(' ', '_')}")
