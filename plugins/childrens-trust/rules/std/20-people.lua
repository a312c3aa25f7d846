-- Requirements about people: who signed, who did it, who was there, who has an interest.

local function listed(list, id)
  for _, one in ipairs(list) do
    if one == id then return true end
  end
  return false
end

-- The ids in a field that names one person or several.
local function ids(value)
  if value == nil then return {} end
  if type(value) == "string" then return { value } end
  if value.id then return { value.id } end
  local out = {}
  for _, one in ipairs(value) do
    out[#out + 1] = type(one) == "string" and one or one.id
  end
  return out
end

local function joined(list)
  table.sort(list)
  return #list > 0 and text.join(list, " ") or "nobody"
end

--- signed_off "finance lead": a row in signoffs in that role, of the text as it now stands, by somebody who held the role on
--- the day of signing.
requirement "signed_off" (function(q, r, e)
  local role = q[1]
  local earlier, outside = {}, {}
  for _, s in ipairs(r.signoffs) do
    if s.role == role then
      if s.of ~= r.version then
        earlier[#earlier + 1] = s.by
      elseif listed(people.holding(role, r.group, s.on or e.today), s.by) then
        return { ok = true, found = s.by .. " on " .. tostring(s.on or ""), needed = role }
      else
        outside[#outside + 1] = s.by
      end
    end
  end
  local holders = people.holding(role, r.group)
  local whom = #holders > 0 and (": " .. text.join(holders, ", ")) or ", and nobody holds that role now"
  local answer = { ok = false, needed = role, who = holders, found = "nobody", remedy = "ask the " .. role .. " to sign off" .. whom }
  if #earlier > 0 then
    answer.found = "signed an earlier text: " .. joined(earlier)
    answer.remedy = "the text has changed since it was signed: ask the " .. role .. " to sign again" .. whom
  elseif #outside > 0 then
    answer.found = "signed without holding the role: " .. joined(outside)
  end
  return answer
end)

--- not_by "author": not done, nor entered, by who is named in that field; nor by who typed it.
requirement "not_by" (function(q, r, e)
  local authors = ids(docs.field(r, q[1]))
  local typists = ids(r.typed_by)
  if listed(authors, e.by) or listed(typists, e.by) then
    return { ok = false, found = e.by, needed = "not " .. q[1], remedy = "somebody else must do this" }
  end
  if listed(authors, e.entered_by) then
    return { ok = false, found = "entered by " .. e.entered_by, needed = "not " .. q[1], remedy = "somebody else must enter this" }
  end
  return { ok = true, found = e.by, needed = "not " .. q[1] }
end)

--- no_interest "actor", or no_interest "chaired_by": none of them has an interest in the item.
requirement "no_interest" (function(q, r, e)
  local whom = q[1] == "actor" and { e.by } or ids(docs.field(r, q[1]))
  local with = {}
  for _, id in ipairs(whom) do
    if interests.of(id, r) then with[#with + 1] = id end
  end
  if #with == 0 then return { ok = true, needed = "no interest of " .. q[1] } end
  return {
    ok = false, found = "interest of: " .. joined(with), needed = "no interest of " .. q[1],
    remedy = "somebody without an interest in the item must do this",
  }
end)

-- How many are needed: a number, or { at_least = 3, share = 0.5 } of the voting members.
local function quorum(value, members)
  if type(value) == "number" then return value end
  local least, share = value.at_least or 0, value.share or 0
  return math.max(least, math.ceil(share * members))
end

--- quorate { "meeting" }: enough voting members were present at the meeting. A substitute counts once for the member; who has
--- an interest in the item does not count.
requirement "quorate" (function(q, r, e)
  local path = q[1] or "meeting"
  local meeting = r
  if r.kind ~= "meeting" or path ~= "meeting" then meeting = docs.field(r, path) end
  local value, source = params.value(q[2] or "quorum", r)
  if meeting == nil then
    return { ok = false, found = "no meeting", needed = quorum(value, 0), source = source, remedy = "name the meeting in " .. path }
  end
  local voting, members = {}, 0
  for _, m in ipairs(people.members(meeting.group, meeting.date)) do
    if m.voting and not voting[m.person] then voting[m.person], members = true, members + 1 end
  end
  local counted, seen, interested = {}, {}, {}
  for _, row in ipairs(meeting.attendance or {}) do
    local member = row.person
    if not (member and voting[member]) then member = row.substitute_for end
    if row.as == "present" and member and voting[member] and not seen[member] then
      seen[member] = true
      if row.person and interests.of(row.person, r) then
        interested[#interested + 1] = row.person
      else
        counted[#counted + 1] = member
      end
    end
  end
  local missing = {}
  for id in pairs(voting) do
    if not seen[id] then missing[#missing + 1] = id end
  end
  local needed = quorum(value, members)
  local found = "present: " .. joined(counted)
  if #interested > 0 then found = found .. "; not counted because of an interest: " .. joined(interested) end
  if #counted >= needed then return { ok = true, found = found, needed = tostring(needed), source = source } end
  return {
    ok = false, found = found .. "; missing: " .. joined(missing), needed = tostring(needed) .. " (" .. source .. ")", source = source,
    remedy = tostring(needed) .. " voting members are needed and " .. #counted .. " counted: take it at a quorate meeting",
  }
end)
