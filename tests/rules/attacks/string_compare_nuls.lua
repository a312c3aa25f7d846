-- expect: load-error
-- says: NUL
-- each: "\0" "\x00" "\u{0}" "\u{000}" "\000" 'a\0b' "\\\0" "\z\0"
-- Strings of NULs are compared piece by piece, a thousand times slower; and C sees the end of a text there.
local function doubled(s, n) -- n bytes or a little less
  while #s * 2 <= n do s = s .. s end
  return s
end

rule "attack" {
  authority = "none", before = "*.approve",
  requires = { check { "a trick", function(r, e)
    local a, b = doubled(@, 200000) .. "a", doubled(@, 200000) .. "b"
    local n = 0
    for i = 1, 1000000000 do if a < b then n = n + 1 end end
  end } },
}
