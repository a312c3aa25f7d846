-- expect: load-error
-- Nor may it define a requirement of its own.
requirement "always" (function(q, r, e) return { ok = true } end)
