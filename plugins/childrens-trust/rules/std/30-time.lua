-- Requirements about days.

-- The last day on which notice would still be in time.
local function last_lawful(target, n, of)
  local day = target - (n + 1)
  for _ = 1, 120 do
    local count = cal.clear_days(day, target, of)
    if count == nil then return nil end
    if count >= n then return day end
    day = day - 1
  end
  return nil
end

-- The document that a field is of, and the field: "meeting.date" is the date of the meeting.
local function owner(path, r)
  for i = string.len(path), 1, -1 do
    if string.sub(path, i, i) == "." then
      local other = docs.field(r, string.sub(path, 1, i - 1))
      return other ~= nil and other.id or r.id, string.sub(path, i + 1)
    end
  end
  return r.id, path
end

--- clear_days { param "agenda_clear_days", before = "meeting.date" }: so many days between the day of recording and that date, neither
--- counted. of = "working" (Monday to Friday less bank holidays; the default), "calendar" or "parish" (Saturdays count). After
--- the hour of publishing_cut_off notice counts as given the next day.
requirement "clear_days" (function(q, r, e)
  local of = q.of or "working"
  local n, source = params.value(q[1], r)
  local target = docs.field(r, q.before)
  local whose, field = owner(q.before, r)
  if target == nil then
    return { ok = false, found = "no date", needed = n, source = source, remedy = "fill in " .. q.before,
             step = { fill = field, doc = whose } }
  end
  local given = e.recorded_day
  if params.declared("publishing_cut_off") and e.recorded_minute >= params.value("publishing_cut_off", r) then given = given + 1 end
  local count, days = cal.clear_days(given, target, of)
  if count == nil then
    return {
      ok = false, found = "cannot be certified: the calendar ends on " .. tostring(cal.until_day()), needed = n, source = source,
      remedy = "add the bank holidays up to " .. tostring(target) .. " to the calendar",
    }
  end
  local found = of .. " days counted: " .. (count > 0 and text.join(days, " ") or "none")
  if count >= n then return { ok = true, found = found, needed = n, source = source } end
  local last = last_lawful(target, n, of)
  return {
    ok = false, found = found, needed = n, source = source,
    step = { fill = field, doc = whose },
    remedy = (last and "the last lawful day was " .. tostring(last) or "the calendar does not reach back far enough") ..
      ": " .. tostring(n) .. " clear " .. of .. " days are needed before " .. tostring(target),
  }
end)
