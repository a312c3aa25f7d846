-- expect: load-error
-- Eight thousand forward jumps in one function took Lua a fifth of a second: the size of the file is what stops
-- them.
do
--[repeat 8000] goto label# do local x# = # end ::label#::
end
