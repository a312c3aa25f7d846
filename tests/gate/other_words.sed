# Another release says the same in other words: message.c and ruling.c with their prose changed, and nothing else.
s/requirement%s met/condition%s held/
s/"Irregular"/"Out of order"/
s/"Noted"/"Remarked"/
s/; found "/; seen "/
s/"Waived"/"Set aside"/
s/"    needed: "/"    it takes: "/
s/"to satisfy it"/"what would do"/
s/"what lifts it"/"what would heal it"/
s/"found", f->found/"seen", f->found/
s/"authority", f->authority/"by virtue of", f->authority/
s/ - advice only, nothing is stopped/ - mere advice/
s/ - entered, but irregular/ - taken, yet out of order/
s/ - waived"/ - set aside"/
