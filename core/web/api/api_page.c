/* The page for people who write programs: how to begin, what holds for all calls, which there are, and what each problem means. */
#include "api.h"
#include "show.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

static const char intro[] =
	"Whatever the pages show and do, a program can read and do too. It sees what its person may see, and "
	"its changes pass "
	"the same rules: an act that the rules refuse on a page is refused here, with the same reasons.\n\n"
	"## How to begin\n\n"
	"1. On your [account page](/account/tokens) make a token. It is shown once. Whoever has it acts as "
	"you: keep it as a password, "
	"and end it there when it is not needed any more. It opens nothing from that moment.\n"
	"2. Send it with each request: `Authorization: Bearer` and the token.\n"
	"3. Try it: `curl -H \"Authorization: Bearer TOKEN\" ADDRESS/api/v1/me`\n\n"
	"The [full description](/api/v1/openapi.json) is made for programs (OpenAPI 3.1). Tools can make a "
	"client from it.\n\n"
	"## What holds for all calls\n\n"
	"- Dates are written 2005-10-11, moments 2005-10-11T09:00:00+01:00. Names of people, groups and "
	"documents are their ids.\n"
	"- Lists come page by page: `next` is the address of the following page. What is filed meanwhile "
	"moves nothing.\n"
	"- `as-at` and `known-at` show the record as it was in force on a day, and as it was known on a "
	"day.\n"
	"- Each answer has an ETag. Send it as `If-None-Match`, and what has not changed is not sent again "
	"(304).\n"
	"- Changes take JSON. With `dry_run` they are judged and nothing is done.\n"
	"- A document is changed from a version that you have read: send its ETag as `If-Match`. If somebody "
	"was quicker, you are told.\n"
	"- What is not done comes back as `application/problem+json`: `detail` says why and what to do, "
	"`type` is one of the problems below.\n\n"
	"## Feeds\n\n"
	"A feed reader can follow what is new: [decisions](/feeds/decisions.atom), "
	"[meetings](/feeds/meetings.atom), "
	"[everything](/feeds/new.atom). Feeds of your own, with what only you may see, are made and ended on "
	"your "
	"[account page](/account/tokens).\n";

/* What `type` of a problem leads to: an anchor of this page. */
static const struct {
	const char *name, *status, *about;
} problems[] = {
	{ "not-understood", "400", "The request is not as described: `detail` says where." },
	{ "no-token", "401", "A token is missing, or was ended. Make one on your account page." },
	{ "not-allowed", "403", "Your part in the record does not allow it, whatever the rules say." },
	{ "not-found", "404", "It does not exist, or is not for you to see: both look the same." },
	{ "method", "405", "This address is used in another way: the header Allow says how." },
	{ "conflict", "409, 412",
	  "Somebody else changed it since you read it, or it exists already. Read it again: `version` is "
	  "what stands now." },
	{ "too-large", "413", "This is more than may be sent at once." },
	{ "refused", "422",
	  "The rules do not allow it now. `findings` say which rule, what it found, what it needs, and who "
	  "can do that." },
	{ "questions", "422",
	  "Something in the text must be answered first. Send the same again with `answers`." },
	{ "version-missing", "428", "Say in If-Match which version you change." },
	{ "too-often", "429", "Too many tokens that are not known were tried from where you are. Wait." },
	{ "busy", "503", "Too much is asked at this moment. Try again in a minute." },
	{ "failed", "500", "The server could not do it. Nothing is half done: try again." },
};

static int by_path(const void *x, const void *y)
{
	const struct web_route *const *a = x, *const *b = y;
	int order = strcmp((*a)->pattern, (*b)->pattern);

	return order ? order : (int)(*a)->methods - (int)(*b)->methods;
}

static void put_calls(struct web_req *q, struct tpl_map *part)
{
	static const char *const heads[] = { "Call", "What it does" };
	const struct web_route **list = NULL;
	size_t n = 0;

	for (size_t t = 0; web_route_tables[t]; t++)
		for (const struct web_route *r = web_route_tables[t]; r->pattern; r++)
			if (r->flags & WEB_API)
				*MB_PUSH(q->a, list, n) = r;
	if (list)
		qsort(list, n, sizeof *list, by_path);
	tpl_set_text(part, "id", "calls");
	tpl_set_text(part, "caption", "All calls");
	tpl_set_bool(part, "quiet", true);
	for (size_t i = 0; i < 2; i++)
		tpl_set_text(tpl_list_add(part, "columns"), "label", heads[i]);
	for (size_t i = 0; i < n; i++) {
		struct tpl_map *row = tpl_list_add(part, "rows"), *cell = tpl_list_add(row, "cells");
		char *word = mb_arena_dup(q->a, api_method(list[i]->methods));

		for (char *p = word; *p; p++)
			*p = (char)(*p - 32);
		tpl_set_bool(cell, "head", true);
		tpl_set_textf(cell, "text", "%s %s", word, list[i]->pattern);
		tpl_set_text(tpl_list_add(row, "cells"), "text", api_call_of(list[i]->run)->title);
	}
}

static int page(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *p = tpl_data(q->a, &tpl_page);

	show_head(p, NULL, "For programs", "How other programs read this record and put something into it.");
	tpl_set_html(p, "prose", web_markdown(q, (struct mb_str){ intro, sizeof intro - 1 }, 2));
	put_calls(q, tpl_map(show_section(p, "all-calls", "All calls"), "table_part"));
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
		struct tpl_map *s = show_section(
			p, problems[i].name,
			mb_arena_printf(q->a, "Problem %s (%s)", problems[i].name, problems[i].status));

		tpl_set_html(s, "prose", web_markdown(q, mb_str(problems[i].about), 3));
	}
	return web_render(q, res, &WEB_HEAD(.title = "For programs", .api = "/api/v1/openapi.json"), p, err);
}

const struct web_route api_page_routes[] = {
	{ WEB_GET, "/api/v1", page, WEB_READER, WEB_CACHED },
	{ 0 },
};
