"""The forms of a date and of what stands around one, as patterns over the letters of tokens.

`date_tokens` says what each letter stands for.
"""

import re

ISO = (
    re.compile(r"Y ?(?P<s>[-/._]) ?N ?(?P=s) ?[NO]"),
    re.compile(r"C"),
    re.compile(r"Y ?年 ?N ?月 ?N ?日"),
)
NAMED_FROM_YEAR = re.compile(r"Y[-/._, ]{1,2}M\.?[-/._, ]{0,2}[NO](?!\.?N)")
BLANKS = re.compile(r"(?<![NYO] )Y N N(?![NY/.:-])")
WEEK_DAY = re.compile(r"Y-?w(?:-N)?")
UP_TO = r"(?P<first>N\. ?[-r] ?)?"
THREE = re.compile(
    rf"(?<![NY#][-/._:])(?<!x[./:])(?<![NYx#]){UP_TO}"
    r"N(?: ?(?P<s>[-/._]) ?N ?(?P=s)(?: ?[Yq]|N| N(?! (?!t)\w))|[/.]N\.?[- ]Y| N Y)"
    r"(?![x#])(?![-./:][NY])"
)
TWO = re.compile(
    rf"(?<![NYx#M][-/._:])(?<![NYx#M]){UP_TO}"
    r"(?:N/N(?![x#%/])|N\. ?N\.(?! ?[Yx]|N)|(?:(?<=[Dd] )|(?<=[Dd][.,] ))N\. ?N\.(?! ?Y|N)"
    r"|N-N(?![x#%:/.-])(?! ?(?:g )?[Mm])|N ?月 ?N ?日)"
)
SIX = re.compile(r"(?<![-/._:x])6(?![-/._:x])")
WEEK = re.compile(r"k[ .#]{0,2}[NO](?:[ ,/-]{1,2}Y(?!-))?(?! ?[gM/.-])|(?<![-Yx])w(?![-x])")
DAY_AHEAD = re.compile(
    r"(?<!N:)(?<![x#])(?:(?P<first>[NO])\.?(?P<gap> ?)[-&r/+] ?(?:[Dd][.,]? ?)?)?"
    r"(?P<d>[NO])\.?(?: g'? ?|[-/._ ])?$"
)
RANGE = re.compile(r" ?(?:-|to|bis|until|/) ?")
DIGIT = re.compile(r"\d")
LEAD = re.compile(r"(?:^|[:,(\[|>=<]|[Dd][.,]?|(?<= )-) ?(?:g )?$")
NOISE = re.compile(r"(?<![:-])N(?:[:-]| [axr] )$")
DAY_BEHIND = re.compile(
    r"(?:[-/._]|\.?[, ]{0,2}(?P<range>)(?:g )?)(?P<d>[NO])(?![x#%]|[.:]N| (?:g )?[Mm][., ]{1,2}Y)"
    r"(?(range)(?: ?[-r&/] ?[NO](?![:x/]))?)\.?"
)
YEAR_BEHIND = re.compile(
    r"\.?(?:[-/._, (]{0,3}(?:g )?(?:t[, ]{1,2})?(?P<long>Y)(?!x)\)?|[-/._, ]?(?P<short>q)"
    r"|(?:[-/._]|,(?= ?N(?! ?(?!t)\w))) ?(?P<tight>N)(?![x%]|[-./:]N)"
    r"| (?P<loose>N)(?![x%]|[-./:]N))"
)
WORD_BEHIND = re.compile(r" (?!t)\w")
TIME_BEHIND = re.compile(r"[ ,;@(-]{0,3}(?:a )?t(?: ?[-r] ?t)?\)?")
WEEKDAY_BEHIND = re.compile(r" ?[,(]? ?(?P<w>D)(?![x#])\.?\)?|,? ?\((?P<v>[Dd])\)")
AHEAD = re.compile(r"(?:(?P<w>D)[.,]{0,2} ?(?:g )?|(?P<v>d)[.,]{1,2} ?|t[, ]{1,2}(?:a )?)$")
UNREAD = re.compile(
    r"\A(?:[Dd][.,]{0,2} )?(?:[NO]\.? (?:g )?x\.?,?|x [NO],?) (?:g )?Y(?= ?(?:$|[:,(|-]))"
)
