-- expect: contained
-- Many rules, each with as many effects as one may have.
for n = 1, 100 do
  rule ("attack " .. n) {
    authority = "none", after = "*.approve",
    effects = function(r, e)
      local t = {}
      for i = 1, 190 do t[i] = remind { who = "chair", on = e.today, about = ("x"):rep(1900), key = "k" .. i } end
      return t
    end,
  }
end
