-- expect: broken
-- each: r.title="x" r.state="approved" r.nothing=1 r[1]=1 r.id=nil e.by="ann-field" e.today=nil e.x=1 r.group.title="x" r.author="x" r.signoffs=nil r.signoffs[1]=nil r.signoffs[1].by="ann-field" r.signoffs[2]={} r.recommendations[1]=nil e.today.year=1 r.author.id="x" r.headings[1]="x" r.consultees[1]="x"
-- Writing to what is only to be read.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    @
    return true
  end } },
}
