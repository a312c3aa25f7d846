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

-- What the sign-offs in a role say of the text as it now stands: who signed it, who signed an earlier one, who did not hold the role.
local function signatures(r, e, role, accept)
  local good, earlier, outside = nil, {}, {}
  for _, s in ipairs(r.signoffs) do
    if s.role == role and accept(s.by) then
      if s.of ~= r.version then
        earlier[#earlier + 1] = s.by
      elseif listed(people.holding(role, r.group, s.on or e.today), s.by) then
        good = good or (s.by .. " on " .. tostring(s.on or ""))
      else
        outside[#outside + 1] = s.by
      end
    end
  end
  return good, earlier, outside
end

-- One signature in a role is wanted, of somebody whom accept() takes; `of` says whose ("" for anybody's).
local function signed(r, e, role, holders, accept, of)
  local good, earlier, outside = signatures(r, e, role, accept)
  if good then return { ok = true, found = good, needed = role .. of } end
  local whom = #holders > 0 and (": " .. text.join(holders, ", ")) or ", and nobody holds that role now"
  local answer = { ok = false, needed = role .. of, who = holders, found = "nobody", remedy = "ask the " .. role .. of .. " to sign off" .. whom,
                   step = { sign = role, doc = r.id } }
  if #earlier > 0 then
    answer.found = "signed an earlier text: " .. joined(earlier)
    answer.remedy = "the text has changed since it was signed: ask the " .. role .. of .. " to sign again" .. whom
  elseif #outside > 0 then
    answer.found = "signed without holding the role: " .. joined(outside)
  end
  return answer
end

local function organisation_of(id)
  local person = docs.get(id)
  return person and person.kind == "person" and person.organisation and person.organisation.id or nil
end

--- signed_off "finance lead": a row in signoffs in that role, of the text as it now stands, by somebody who held the role on
--- the day of signing. signed_off { "treasurer", each = "partners" }: one for each organisation that the field `partners` names, by
--- a holder of the role who belongs to that organisation.
requirement "signed_off" (function(q, r, e)
  local role = q[1]
  local holders = people.holding(role, r.group)
  if not q.each then
    return signed(r, e, role, holders, function() return true end, "")
  end
  local found, missing, remedies, who = {}, {}, {}, {}
  for _, org in ipairs(ids(docs.field(r, q.each))) do
    local theirs = {}
    for _, id in ipairs(holders) do
      if organisation_of(id) == org then theirs[#theirs + 1] = id end
    end
    local one = signed(r, e, role, theirs, function(by) return organisation_of(by) == org end, " of " .. org)
    if one.ok then
      found[#found + 1] = one.found
    else
      missing[#missing + 1] = org
      remedies[#remedies + 1] = one.remedy
      for _, id in ipairs(theirs) do who[#who + 1] = id end
    end
  end
  local needed = role .. " of each of " .. q.each
  if #missing == 0 and #found > 0 then return { ok = true, found = joined(found), needed = needed } end
  if #missing == 0 then
    return { ok = false, found = "no " .. q.each, needed = needed, remedy = "fill in '" .. q.each .. "'",
             step = { fill = q.each, doc = r.id } }
  end
  return { ok = false, found = "signed: " .. joined(found) .. "; missing: " .. joined(missing), needed = needed, who = who,
           remedy = text.join(remedies, "; "), step = { sign = role, doc = r.id } }
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

-- Who must be among those who count besides: includes = { "chair or vice chair" } (roles in the group), of_each = { "health" } (sectors
-- of the organisations on whose behalf members sit). Returns what is lacking.
local function lacking(value, counted, voting)
  local out = {}
  if type(value) == "number" then return out end
  for _, roles in ipairs(value.includes or {}) do
    local there = false
    for _, id in ipairs(counted) do
      if text.contains(" " .. roles .. " ", " " .. voting[id].role .. " ") then there = true end
    end
    if not there then out[#out + 1] = roles end
  end
  for _, sector in ipairs(value.of_each or {}) do
    local there = false
    for _, id in ipairs(counted) do
      local org = voting[id].on_behalf_of and docs.get(voting[id].on_behalf_of)
      if org and org.kind == "organisation" and org.sector == sector then there = true end
    end
    if not there then out[#out + 1] = "a member for " .. sector end
  end
  return out
end

--- quorate { "meeting" }: enough voting members were present at the meeting. A substitute counts once for the member; who has
--- an interest in the item does not count. The parameter may also say who must be among them (above).
requirement "quorate" (function(q, r, e)
  local path = q[1] or "meeting"
  local meeting = r
  if r.kind ~= "meeting" or path ~= "meeting" then meeting = docs.field(r, path) end
  local value, source = params.value(q[2] or "quorum", r)
  if meeting == nil then
    return { ok = false, found = "no meeting", needed = quorum(value, 0), source = source, remedy = "name the meeting in " .. path,
             step = { fill = path, doc = r.id } }
  end
  local voting, members = {}, 0
  for _, m in ipairs(people.members(meeting.group, meeting.date)) do
    if m.voting and not voting[m.person] then voting[m.person], members = m, members + 1 end
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
  local needed, lacks = quorum(value, members), lacking(value, counted, voting)
  local found = "present: " .. joined(counted)
  if #interested > 0 then found = found .. "; not counted because of an interest: " .. joined(interested) end
  if #counted >= needed and #lacks == 0 then return { ok = true, found = found, needed = tostring(needed), source = source } end
  if #lacks > 0 then found = found .. "; not among them: " .. text.join(lacks, ", ") end
  return {
    ok = false, found = found .. "; missing: " .. joined(missing), needed = tostring(needed) .. " (" .. source .. ")", source = source,
    remedy = tostring(needed) .. " voting members are needed" .. (#lacks > 0 and (", among them " .. text.join(lacks, ", ")) or "")
          .. ", and " .. #counted .. " counted: take it at a quorate meeting",
  }
end)
