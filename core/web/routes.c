/* Every table of pages, and what stands in the menu. */
#include "rules_store.h"
#include "web.h"

/* One a line, in order, so that two additions do not meet. */
#define TABLES(T)                                                                                            \
	T(account)                                                                                           \
	T(acts)                                                                                              \
	T(admin)                                                                                             \
	T(admin_accounts)                                                                                    \
	T(admin_audit)                                                                                       \
	T(admin_people)                                                                                      \
	T(admin_posts)                                                                                       \
	T(admin_see)                                                                                         \
	T(agenda)                                                                                            \
	T(api_about)                                                                                         \
	T(api_act)                                                                                           \
	T(api_change)                                                                                        \
	T(api_document)                                                                                      \
	T(api_find)                                                                                          \
	T(api_meeting)                                                                                       \
	T(api_news)                                                                                          \
	T(api_page)                                                                                          \
	T(api_read)                                                                                          \
	T(document)                                                                                          \
	T(edit)                                                                                              \
	T(feeds)                                                                                             \
	T(file)                                                                                              \
	T(find)                                                                                              \
	T(groups)                                                                                            \
	T(home)                                                                                              \
	T(meeting)                                                                                           \
	T(minutes)                                                                                           \
	T(move_on)                                                                                           \
	T(new)                                                                                               \
	T(new_meeting)                                                                                       \
	T(news)                                                                                              \
	T(openapi)                                                                                           \
	T(own)                                                                                               \
	T(pictures)                                                                                          \
	T(registers)                                                                                         \
	T(rules)                                                                                             \
	T(rules_check)                                                                                       \
	T(rules_edit)                                                                                        \
	T(rules_enact)                                                                                       \
	T(rules_enacting)                                                                                    \
	T(rules_lists)                                                                                       \
	T(rules_proposals)                                                                                   \
	T(rules_replay)                                                                                      \
	T(rules_try)                                                                                         \
	T(sign)                                                                                              \
	T(statement)                                                                                         \
	T(tokens)                                                                                            \
	T(versions)                                                                                          \
	/* the end */

#define DECLARE(name) extern const struct web_route name##_routes[];
#define LIST(name)    name##_routes,

TABLES(DECLARE)

const struct web_route *const web_route_tables[] = { TABLES(LIST) NULL };

const struct web_link web_navigation[] = {
	{ "Home", "/" },
	{ "Meetings", "/meetings" },
	{ "Decisions", "/decisions" },
	{ "Actions", "/actions" },
	{ "Papers", "/papers" },
	{ "Groups", "/groups" },
	{ "Registers", "/registers" },
	{ "Rules", "/rules" },
	{ "Administration", "/admin" },
	{ NULL, NULL },
};

const struct web_link web_footer[] = {
	{ "Handbook", "/record/handbook/README.md" },
	{ "What the pages look like", "/pictures" },
	{ "Accessibility", "/accessibility" },
	{ "About this record", "/about" },
	{ "For programs", "/api/v1" },
	{ NULL, NULL },
};

void web_tidy(const char *home)
{
	proposals_tidy(home);
}
