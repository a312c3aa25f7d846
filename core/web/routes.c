/* Every table of pages, and what stands in the menu. */
#include "web.h"

extern const struct web_route sign_routes[], account_routes[], own_routes[];

const struct web_route *const web_route_tables[] = { sign_routes, account_routes, own_routes, NULL };

const struct web_link web_navigation[] = {
	{ "Home", "/" },
	{ "Meetings", "/meetings" },
	{ "Decisions", "/decisions" },
	{ "Actions", "/actions" },
	{ "Papers", "/papers" },
	{ "Groups", "/groups" },
	{ "Record", "/record" },
	{ "Rules", "/rules" },
	{ "Administration", "/admin" },
	{ NULL, NULL },
};

const struct web_link web_footer[] = {
	{ "Accessibility", "/accessibility" },
	{ "About this record", "/about" },
	{ "For programs", "/api/v1" },
	{ NULL, NULL },
};
