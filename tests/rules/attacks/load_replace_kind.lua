-- expect: load-error
-- Declaring a kind a second time.
kind "paper" { title = "Paper", plural = "papers", lives = "top", folder = "people", fields = {} }
