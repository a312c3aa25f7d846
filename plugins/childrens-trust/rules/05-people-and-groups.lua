-- People, organisations and groups: who may add a page about one.
--
-- These kinds have no states. Their pages are changed by the board officer; who may add one is said here. Nobody is deleted: a seat or a
-- line is ended by its `until`, and old minutes still name whoever sat there.

rule "those who keep the pages of people and groups enter them" {
  about     = "A new person, organisation or group is entered by the board officer or the monitoring officer.",
  authority = "Partnership agreement, schedule 1",
  before    = { "person.create", "organisation.create", "group.create" },
  requires  = {
    check { "a keeper of these pages enters it", function(_, e)
      for _, role in ipairs { "board officer", "monitoring officer" } do
        for _, person in ipairs(people.holding(role)) do
          if person == e.by then return true end
        end
      end
      return false, "ask the board officer or the monitoring officer to enter it"
    end },
  },
}
