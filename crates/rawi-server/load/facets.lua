-- wrk: claims of eight kinds, twenty pages each, in turn.
local kinds = {"control","withdraw","advance","clash","airstrike","casualties","statement","closure"}
local i = 0
request = function()
  i = i + 1
  return wrk.format("GET", string.format("/claims?kind=%s&page=%d", kinds[1 + i % 8], 1 + i % 20))
end
