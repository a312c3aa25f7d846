-- What the attacks must not be able to change: each check uses a part of what rules share, and says what it came to.
local function same(got, expected)
  return got == expected, "this must be " .. tostring(expected) .. " and is " .. tostring(got)
end

rule "a paper has a title" {
  authority = "Standing order 1", before = "*.approve",
  requires  = { has "title" },
}

rule "the library is what it was" {
  authority = "Standing order 2", before = "*.approve",
  requires  = {
    check { "strings", function()
      return same(("abc"):upper() .. string.rep("x", 3) .. ("%d %s"):format(7, "y") .. ("abcd"):sub(2, 3) .. #"four",
                  "ABCxxx7 ybc4")
    end },
    check { "tables", function()
      local t = { 3, 1, 2 }
      table.sort(t)
      table.insert(t, 4)
      table.remove(t, 1)
      return same(table.concat(t, "-"), "2-3-4")
    end },
    check { "order", function()
      local keys = {}
      for k in pairs { z = 1, a = 2, m = 3 } do keys[#keys + 1] = k end
      return same(table.concat(keys), "amz")
    end },
    check { "numbers", function() return same(math.max(1, 5, 3) + math.abs(-2) + math.floor(2.9), 9) end },
    check { "texts", function()
      return same(text.contains("a plain text", "plain") and text.length("é") == 1 and text.trim("  x ") or "no", "x")
    end },
  },
}

rule "the record is what it was" {
  authority = "Standing order 3", before = "*.approve",
  requires  = {
    check { "the document", function(r, e)
      return same(r.id .. " " .. r.state .. " " .. r.author.id .. " " .. r.group.title .. " " .. e.by,
                  "CTB-2026-P001 approved ann-field Children's Trust board cleo-marsh")
    end },
    check { "the roles", function(r) return same(table.concat(people.holding("chair", r.group), " "), "cleo-marsh") end },
    check { "the calendar", function(r, e) return same(tostring(cal.add(e.today, working_days(5))), "2026-05-14") end },
    check { "nothing is left of an earlier event", function(r) return same(#docs.of("paper"), 1) end },
  },
}
