-- expect: load-error
-- each: when="x" when=1 effects=5 mode="never" mode=function()end marks={} cures=1 about={} waiver=1 waiver={by=1} from="yesterday" from=1 to="2026-02-30" groups=1 groups={1} regimes={{}} otherwise=1 before={{}} before=1 after=1 daily={} while_in=1 requires=1 requires={1} requires={{}} requires={"title"} requries={} authority={} authority=1 was=1 source_url=1
-- Fields of a rule with values of the wrong type.
rule "attack" { authority = "none", before = "*.approve", requires = { has "title" }, @ }
