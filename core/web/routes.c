/* Every table of pages, and what stands in the menu. */
#include "web.h"

extern const struct web_route account_routes[], acts_routes[], agenda_routes[], file_routes[],
	document_routes[], edit_routes[], find_routes[], groups_routes[], home_routes[], meeting_routes[],
	new_meeting_routes[], own_routes[], registers_routes[], sign_routes[], statement_routes[],
	versions_routes[];

const struct web_route *const web_route_tables[] = {
	account_routes,	    acts_routes, agenda_routes,	   document_routes, edit_routes,
	file_routes,	    find_routes, groups_routes,	   home_routes,	    meeting_routes,
	new_meeting_routes, own_routes,	 registers_routes, sign_routes,	    statement_routes,
	versions_routes,    NULL,
};

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
	{ "Accessibility", "/accessibility" },
	{ "About this record", "/about" },
	{ "For programs", "/api/v1" },
	{ NULL, NULL },
};
