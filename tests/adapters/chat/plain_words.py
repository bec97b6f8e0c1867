"""Function words, for measures that count content words: the test's own list."""

_LIST = """
about above after again against all almost alone already also although always and another any
anyone anything are aren't around because been before being below between both but can can't
cannot could couldn't did didn't does doesn't doing don't down during each either else enough
even ever every everyone everything few for from further get gets getting give go goes going
gone gonna got had hadn't has hasn't have haven't having her here here's hers herself him
himself his how how's however i'd i'll i'm i've into isn't it'd it'll it's its itself just keep
know let let's like little lot lots made make makes many may maybe me might mind mine more most
much must mustn't my myself need never nor not nothing now off often okay once one only other
others our ours ourselves out over own quite rather really right said same say says see seem
seems shall she she'd she'll she's should shouldn't since some someone something sometimes
somewhere soon sorry sort still such sure take tell than thank thanks that that's the their
theirs them themselves then there there's these they they'd they'll they're they've thing
things think this those though through till to today together told too two under until upon
very want was wasn't way well went were weren't what what's when where where's whether which
while who who's whose why will with within without won't would wouldn't yeah yes yet you you'd
you'll you're you've your yours yourself yourselves ruby bit kind suppose guess feel feels
feeling felt mean anyway actually honest honestly
"""
STOPWORDS = frozenset(_LIST.split())
