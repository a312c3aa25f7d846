-- Requirements about a document's own fields and headings. A requirement gets q (what the rule wrote), r (the document) and
-- e (the event), and returns { ok, found, needed, source, remedy, who }. `found`, `needed` and `source` hold ids, dates and numbers in a
-- fixed wording: rulings are compared by them. `remedy` is for people. `step` says the same for a page that offers the way there: one or a
-- list of { fill = field, doc = id } { edit = true, doc = id } { sign = role, doc = id } { move = name, doc = id } { file = kind }
-- { cure = true, doc = id } { say = "reason" }.

--- has "title", or has { "title", "summary" }: filled in.
requirement "has" (function(q, r, e)
  local empty, steps = {}, {}
  for _, field in ipairs(q) do
    if not docs.filled(r, field) then
      empty[#empty + 1] = field
      steps[#steps + 1] = { fill = field, doc = r.id }
    end
  end
  if #empty == 0 then return { ok = true, needed = text.join(q, " ") } end
  return {
    ok = false, found = "empty: " .. text.join(empty, " "), needed = text.join(q, " "),
    remedy = "fill in " .. text.join(empty, ", "), step = steps,
  }
end)

--- has_heading "Legal implications": a heading with these words, whatever their case.
requirement "has_heading" (function(q, r, e)
  for _, words in ipairs(q) do
    local there = false
    for _, heading in ipairs(r.headings) do
      if text.contains(text.lower(heading), text.lower(words)) then there = true end
    end
    if not there then
      return { ok = false, found = "no such heading", needed = words, remedy = "add a heading '" .. words .. "' and say it there",
               step = { edit = true, doc = r.id } }
    end
  end
  return { ok = true, needed = text.join(q, ", ") }
end)

--- at_most { "amount", 5000 } or at_most { "amount", param "delegated_limit" }. Nothing filled in is over no limit.
requirement "at_most" (function(q, r, e)
  local value = docs.field(r, q[1])
  local limit, source = params.value(q[2], r)
  if value == nil or value <= limit then return { ok = true, found = value, needed = limit, source = source } end
  return {
    ok = false, found = value, needed = limit, source = source,
    remedy = q[1] .. " may be at most " .. tostring(limit), step = { fill = q[1], doc = r.id },
  }
end)

--- one_of { "category", { "training", "leaflets" } }; the list may be a parameter.
requirement "one_of" (function(q, r, e)
  local value = docs.field(r, q[1])
  local list, source = params.value(q[2], r)
  local words = {}
  for _, one in ipairs(list) do
    words[#words + 1] = tostring(one)
    if value ~= nil and tostring(value) == tostring(one) then
      return { ok = true, found = tostring(value), source = source }
    end
  end
  return {
    ok = false, found = value ~= nil and tostring(value) or "empty", needed = text.join(words, ", "), source = source,
    remedy = q[1] .. " must be one of: " .. text.join(words, ", "), step = { fill = q[1], doc = r.id },
  }
end)

--- any_of { has "decision", has "reason" }: one is enough.
requirement "any_of" (function(q, r, e)
  local found, needed, remedies, steps = {}, {}, {}, {}
  for _, one in ipairs(q) do
    local answer = examine(one, r, e)
    if answer.ok then return answer end
    found[#found + 1] = tostring(answer.found or "")
    needed[#needed + 1] = tostring(answer.needed or "")
    if answer.remedy then remedies[#remedies + 1] = answer.remedy end
    local ways = answer.step or {}
    if #ways == 0 and answer.step then ways = { answer.step } end
    for _, way in ipairs(ways) do steps[#steps + 1] = way end
  end
  return {
    ok = false, found = text.join(found, "; "), needed = text.join(needed, " or "),
    remedy = text.join(remedies, "; or "), step = steps,
  }
end)

--- check { "sentence", function(r, e) return ok, what_would_help, step end }: anything else. Asked only when all other
--- requirements of its rule hold. ok is true or false (nothing is false): a text or a table that was meant as an answer in words
--- would else count as yes.
requirement "check" (function(q, r, e)
  local ok, help, step = q[2](r, e)
  if ok ~= nil and ok ~= true and ok ~= false then
    error("the check \"" .. q[1] .. "\" must give true or false, and gave a " .. type(ok) .. "; compare, as in r.amount ~= nil", 0)
  end
  return { ok = ok == true, needed = q[1], remedy = not ok and (help or q[1]) or nil, step = not ok and step or nil }
end)
