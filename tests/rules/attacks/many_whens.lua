-- expect: contained
-- seconds: 4
-- Many rules that need long to say that they do not apply.
for i = 1, 190 do
  rule ("attack " .. i) {
    authority = "none", before = "*.approve",
    when = function() local n = 0 for k = 1, 300000 do n = n + 1 end return false end,
    requires = { has "title" },
  }
end
