/* The decision on reading in words: who a document is for, where that is said, and why this reader is one of them or not. */
#include "may.h"

#include <string.h>

static const char *const reasons[] = {
	[MAY_NAMED] = "The document names this person among its readers.",
	[MAY_AUTHOR] = "This person wrote it.",
	[MAY_KNOWN] = "Everybody of the partnership reads what the public may read.",
	[MAY_PUBLIC] = "The public pages of this record are on.",
	[MAY_INSIDE] = "Has a seat or a post, or works for one of the partners.",
	[MAY_MEMBER] = "Has a seat in the group, or in the one that succeeds it.",
	[MAY_POST] = "Holds a post that serves every group.",
	[MAY_BELONGS] = "Belongs to this audience.",
	[MAY_OWN] =
		"A field of the document names this person, or one of this person's groups is invited to it.",
	[MAY_NOT_NAMED] = "The document is only for the people it names, and this person is none of them.",
	[MAY_NOT_INSIDE] = "Has no seat and no post, and works for none of the partners.",
	[MAY_NO_MEMBER] = ("Has no seat in the group and no post that serves every group, and the document "
			   "does not name this person."),
	[MAY_NO_PART] = "Is not one of the people, and in none of the groups, that make up this audience.",
	[MAY_UNDECLARED] = "No such audience is declared in partnership.yaml, so it is for nobody.",
};

static const char *names_of(struct mb_arena *a, struct mb_gate *g, const char *line)
{
	struct mb_buf b, ids;
	const char *out;

	mb_buf_init(&b, 0);
	mb_buf_init(&ids, 0);
	for (const char *p = line; *p; p++)
		if (*p != '@')
			mb_buf_putc(&ids, *p);
	mb_people_named(&b, mb_gate_view(g), ids.n ? ids.p : "");
	out = mb_arena_dup(a, b.n ? b.p : "");
	mb_buf_free(&b);
	mb_buf_free(&ids);
	return out;
}

static const char *title_of(const struct mb_reader *r, const char *id)
{
	for (size_t i = 0; i < r->n_audiences; i++)
		if (mb_streq(r->audiences[i].id, id))
			return r->audiences[i].title;
	return NULL;
}

static const char *group_title(struct mb_arena *a, struct mb_gate *g, const char *slug)
{
	const struct mb_doc *d;

	return mb_view_doc(&d, mb_gate_view(g), mb_arena_printf(a, "groups/%s/group.md", slug), NULL) == MB_OK
		       ? mb_arena_dup(a, d->title)
		       : slug;
}

static const char *whom(struct mb_arena *a, const struct mb_reader *r, const char *audience,
			const char *group)
{
	const char *title = title_of(r, audience);

	if (audience[0] == '@')
		return strchr(audience + 1, '@') || audience[1]
			       ? mb_arena_printf(a, "Only %s", names_of(a, r->g, audience))
			       : "Nobody: what the document says of its readers cannot be understood";
	if (mb_streq(audience, "group"))
		return group && *group ? mb_arena_printf(a, "The members of %s and its officers",
							 group_title(a, r->g, group))
				       : "Holders of the posts that serve every group";
	return title ? title : mb_streq(audience, "public") ? "Everybody" : audience;
}

void mb_may_explain(struct mb_may_why *out, struct mb_arena *a, const struct mb_reader *r,
		    const struct mb_doc *doc)
{
	const char *kind = doc->kind ? doc->kind->name : "",
		   *state = doc->state && *doc->state ? doc->state : NULL;
	const char *title = doc->kind ? doc->kind->title : "Page";
	struct may_ruling x = may_rule(r, doc->path, kind, doc->state, doc->group, mb_audience_of(a, doc));

	out->may = x.yes;
	out->whom = whom(a, r, x.audience, doc->group);
	out->from = x.from == MAY_FROM_DOCUMENT ? "The document itself says so."
		    : x.from == MAY_FROM_KIND
			    ? mb_arena_printf(a, "partnership.yaml says so of this kind (%s%s%s).", title,
					      state ? ", " : "", state ? state : "")
		    : doc->group ? "Nothing says who it is for, so it is for its group."
				 : "Nothing says who it is for, so it is for the partnership.";
	out->reason = x.ground == MAY_PUBLIC && !x.yes
			      ? "The public pages of this record are off, and this is nobody "
				"of the partnership."
			      : reasons[x.ground];
}

void mb_reader_about(struct mb_reader_about *out, struct mb_arena *a, const struct mb_reader *r)
{
	*out = (struct mb_reader_about){ .known = r->known,
					 .inside = r->inside,
					 .groups = r->groups,
					 .n_groups = r->n_groups,
					 .posts = r->posts,
					 .n_posts = r->n_posts,
					 .n_own = r->n_own };
	for (size_t i = 0; i < r->n_audiences; i++)
		if (r->audiences[i].belongs)
			*MB_PUSH(a, out->audiences, out->n_audiences) = r->audiences[i].title;
}
