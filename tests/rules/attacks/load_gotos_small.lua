-- expect: check-error
-- says: 'goto'
-- As many forward jumps as fit into a file that is not too large.
do
--[repeat 1200] goto done#
--[repeat 1200] ::done#::
end
