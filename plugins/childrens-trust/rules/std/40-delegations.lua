-- The requirement about delegations.

local function covers(matters, r)
  if matters == nil or #matters == 0 then return true end
  local words = " " .. text.lower((r.matter or "") .. " " .. (r.title or "") .. " " .. (r.text or ""))
  for _, one in ipairs(matters) do
    if text.contains(words, text.lower(tostring(one))) then return true end
  end
  return false
end

-- Is it the one to whom it was given? A group decides at its meeting; a person alone, as himself or in the post that is named.
local function right_one(d, r)
  if r.kind == "decision" then return d.to_group ~= nil and d.to_group.id == r.group.id, r.group.id end
  local by = r.taken_by
  if by == nil then return false, "nobody" end
  if d.to_person then return d.to_person.id == by.id, by.id end
  local role = d.to_role and text.lower(d.to_role)
  if role == nil then return false, by.id end
  return text.lower(r.taken_as or "") == role or text.lower(by.post or "") == role, by.id .. " as " .. (r.taken_as or by.post or "nobody in particular")
end

local function receiver(d)
  return d.to_person and d.to_person.id or d.to_role or d.to_group and d.to_group.id or "nobody"
end

--- within_delegation "under": the decision names a delegation in that field, and keeps within it on the day it was taken.
requirement "within_delegation" (function(q, r, e)
  local d = docs.field(r, q[1])
  if d == nil then
    return { ok = false, found = "no delegation", needed = "a delegation in " .. q[1], remedy = "name the delegation in " .. q[1] }
  end
  local on, wrong, help = r.date or e.today, {}, {}
  local function no(found, remedy)
    wrong[#wrong + 1] = found
    help[#help + 1] = remedy
  end
  local from, until_day = d.valid_from, d.valid_until
  if d.ended and (until_day == nil or d.ended < until_day) then until_day = d.ended end
  if (from and on < from) or (until_day and on > until_day) then
    no("taken on " .. tostring(on) .. ", in force from " .. tostring(from or "?") .. (until_day and " to " .. tostring(until_day) or ""),
       d.id .. " was not in force on " .. tostring(on))
  end
  if d.limit and r.amount == nil and r.kind ~= "decision" then
    no("no amount", "say the amount (0 when there is none)")
  elseif d.limit and r.amount and r.amount > d.limit then
    no("amount " .. tostring(r.amount) .. ", limit " .. tostring(d.limit), "above " .. tostring(d.limit) .. " the group decides itself")
  end
  if not covers(d.matters, r) then
    no("matter " .. (r.matter or "not said"), "say in `matter` which of these it is: " .. text.join(d.matters, ", "))
  end
  local right, by = right_one(d, r)
  if not right then no("taken by " .. by, "it was given to " .. receiver(d)) end
  if d.in_consultation_with and r.kind ~= "decision" and text.trim(r.consulted or "") == "" then
    no("nobody consulted", "say in `consulted` how " .. d.in_consultation_with .. " was consulted")
  end
  local needed = d.id .. ": " .. receiver(d) .. (d.limit and ", up to " .. tostring(d.limit) or "")
  if #wrong == 0 then return { ok = true, found = by .. " on " .. tostring(on), needed = needed, source = d.id } end
  return { ok = false, found = text.join(wrong, "; "), needed = needed, source = d.id, remedy = text.join(help, "; ") }
end)
