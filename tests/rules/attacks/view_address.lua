-- expect: ok
-- No words give an address away.
rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local all = tostring(r) .. tostring(e) .. tostring({}) .. tostring(tostring) .. tostring(e.today) .. tostring(r.signoffs) .. tostring(nil)
    return not text.contains(all, "0x") and not text.contains(all, ": "), all
  end } },
}
