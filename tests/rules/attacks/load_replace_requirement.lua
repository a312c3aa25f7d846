-- expect: load-error
-- A file that is not the record's standard may not say what `has` means.
requirement "has" (function(q, r, e) return { ok = true } end)
