/* kinds.c: looking into what is declared. */
#include "schema_impl.h"

#include <string.h>

const struct mb_kind *mb_schema_kind(const struct mb_schema *s, const char *name)
{
	for (size_t i = 0; s && name && i < s->n_kinds; i++)
		if (mb_streq(s->kinds[i].name, name))
			return &s->kinds[i];
	return NULL;
}

const struct mb_field *mb_kind_field(const struct mb_kind *k, const char *name)
{
	for (size_t i = 0; k && name && i < k->n_fields; i++)
		if (mb_streq(k->fields[i].name, name))
			return &k->fields[i];
	return NULL;
}

const struct mb_move *mb_kind_move(const struct mb_kind *k, const char *name)
{
	for (size_t i = 0; k && name && i < k->n_moves; i++)
		if (mb_streq(k->moves[i].name, name))
			return &k->moves[i];
	return NULL;
}

const struct mb_param *mb_schema_param(const struct mb_schema *s, const char *name)
{
	for (size_t i = 0; s && name && i < s->n_params; i++)
		if (mb_streq(s->params[i].name, name))
			return &s->params[i];
	return NULL;
}

/* The author stands outside the text: who wrote it may be put right without voiding what was signed. */
static const struct mb_field common[] = {
	{ .name = "id", .about = "its id in the record", .type = MB_T_TEXT, .managed = true },
	{ .name = "kind", .about = "what it is", .type = MB_T_TEXT, .managed = true },
	{ .name = "state", .about = "how far it has come", .type = MB_T_TEXT, .managed = true },
	{ .name = "author", .about = "who wrote it", .type = MB_T_PERSON, .outside_text = true },
	{ .name = "audience",
	  .label = "For whom it is",
	  .about = "who may read it, if not the usual",
	  .type = MB_T_TEXT,
	  .outside_text = true },
	{ .name = "readers",
	  .label = "Only these people",
	  .about = "the people who alone may read it",
	  .type = MB_T_PEOPLE,
	  .outside_text = true },
	{ .name = "typed_by", .about = "who entered it for others", .type = MB_T_PEOPLE, .managed = true },
	{ .name = "signoffs", .about = "who signed which text", .type = MB_T_SIGNOFFS, .managed = true },
	{ .name = "waivers", .about = "rules waived, by whom and why", .type = MB_T_ROWS, .managed = true },
	{ .name = "irregular", .about = "what is not in order", .type = MB_T_ROWS, .managed = true },
	{ .name = "notices",
	  .about = "what it brought about, and whom it told",
	  .type = MB_T_ROWS,
	  .managed = true },
	{ .name = "received",
	  .about = "the day on which it was taken over from the past, on trust",
	  .type = MB_T_DATE,
	  .managed = true },
	{ .name = "received_text",
	  .about = "SHA-256 of the file it was taken over from",
	  .type = MB_T_TEXT,
	  .managed = true },
	{ .name = "received_fields",
	  .about = "the fields that file had in front of its text",
	  .type = MB_T_MAP,
	  .managed = true },
};

const struct mb_field *mb_common_field(const char *name)
{
	for (size_t i = 0; name && i < sizeof(common) / sizeof(common[0]); i++)
		if (strcmp(common[i].name, name) == 0)
			return &common[i];
	return NULL;
}

size_t mb_common_fields(const struct mb_field **out)
{
	if (out)
		*out = common;
	return sizeof(common) / sizeof(common[0]);
}

bool mb_is_group_kind(const struct mb_kind *k)
{
	return k && k->lives == MB_LIVES_IN_GROUP && mb_streq(k->file_name, MB_GROUP_FILE);
}

const struct mb_kind *mb_group_kind(const struct mb_schema *s)
{
	for (size_t i = 0; s && i < s->n_kinds; i++)
		if (mb_is_group_kind(&s->kinds[i]))
			return &s->kinds[i];
	return NULL;
}

const char *mb_an(const char *noun)
{
	return noun && *noun && strchr("aeiouAEIOU", *noun) ? "an" : "a";
}

const char *mb_meant(struct mb_arena *a, const char *word, const char *const *words, size_t n)
{
	const char *near = mb_nearest(word, words, n);

	return near ? mb_arena_printf(a, "; did you mean '%.80s'?", near) : "";
}

bool mb_yes(const char *text, bool otherwise)
{
	if (mb_streq(text, "true") || mb_streq(text, "yes"))
		return true;
	return mb_streq(text, "false") || mb_streq(text, "no") ? false : otherwise;
}
