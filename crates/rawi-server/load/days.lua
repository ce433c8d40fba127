-- wrk: the map at 196 instants in turn.
local i = 0
request = function()
  i = i + 1
  return wrk.format("GET", string.format("/?at=2024-%02d-%02d&area=sy", 6 + i % 7, 1 + (i * 7) % 28))
end
