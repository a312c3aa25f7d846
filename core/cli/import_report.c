/* What an import took over, file by file: in words, and as objects. */
#include "import_report.h"

static const char *s(size_t n)
{
	return n == 1 ? "" : "s";
}

static void file_words(struct mb_buf *b, const struct mb_import_file *f)
{
	char day[MB_LONG_DATE];

	if (!mb_streq(f->what, "imported")) {
		mb_buf_printf(b, "%s: %s: %s\n", f->path, f->what, f->why ? f->why : "");
		return;
	}
	mb_buf_printf(b, "%s: imported, %s (%s): %zu decision%s, %zu action%s", f->path,
		      mb_day_short(day, f->date), f->minutes ? f->minutes : "", f->decisions, s(f->decisions),
		      f->actions, s(f->actions));
	if (f->followed_up)
		mb_buf_printf(b, ", %zu earlier action%s followed up", f->followed_up, s(f->followed_up));
	mb_buf_putc(b, '\n');
	if (f->n_likely)
		mb_buf_printf(b, "  likely, not taken over (minutebook file %s --accept ...):\n",
			      f->minutes ? f->minutes : f->path);
	for (size_t i = 0; i < f->n_likely; i++)
		mb_buf_printf(b, "    %s  %s: \"%s\"\n", f->likely[i].answer, f->likely[i].what,
			      f->likely[i].words);
	for (size_t i = 0; i < f->n_notes; i++)
		mb_buf_printf(b, "  note: %s\n", f->notes[i]);
}

void import_sum_words(struct mb_buf *b, const struct mb_import_sum *sum, bool dry)
{
	mb_buf_printf(b,
		      "%zu meeting%s %s, %zu already here, %zu file%s left out: %zu decision%s, %zu "
		      "action%s; %zu likely "
		      "find%s left open.\n",
		      sum->imported, s(sum->imported), dry ? "would be taken over" : "taken over", sum->here,
		      sum->left_out, s(sum->left_out), sum->decisions, s(sum->decisions), sum->actions,
		      s(sum->actions), sum->likely, s(sum->likely));
	if (sum->stopped)
		mb_buf_puts(b, "Stopped between two meetings: what was taken over stands. Run the same again "
			       "to go on.\n");
}

void import_words(struct mb_buf *b, const struct mb_import_sum *sum, bool dry)
{
	for (size_t i = 0; i < sum->n_files; i++)
		file_words(b, &sum->files[i]);
	import_sum_words(b, sum, dry);
}

static void file_json(struct mb_json *j, const struct mb_import_file *f)
{
	struct mb_json *list;

	mb_json_set_text(j, "file", f->path);
	mb_json_set_text(j, "what", f->what);
	mb_json_set_text(j, "why", f->why);
	mb_json_set_text(j, "minutes", f->minutes);
	mb_json_set_text(j, "meeting", f->meeting);
	mb_json_set_day(j, "date", f->date);
	if (f->event)
		mb_json_set_int(j, "event", f->event);
	else
		mb_json_set_null(j, "event");
	mb_json_set_int(j, "decisions", (long)f->decisions);
	mb_json_set_int(j, "actions", (long)f->actions);
	mb_json_set_int(j, "followed_up", (long)f->followed_up);
	list = mb_json_set_array(j, "likely");
	for (size_t i = 0; i < f->n_likely; i++)
		mb_json_set_question(mb_json_push_object(list), &f->likely[i]);
	mb_json_set_texts(j, "notes", f->notes, f->n_notes);
}

struct mb_json *import_json(const struct mb_import_sum *sum, bool dry)
{
	struct mb_json *j = mb_json_object(), *list = mb_json_set_array(j, "files");

	for (size_t i = 0; i < sum->n_files; i++)
		file_json(mb_json_push_object(list), &sum->files[i]);
	mb_json_set_int(j, "imported", (long)sum->imported);
	mb_json_set_int(j, "already_here", (long)sum->here);
	mb_json_set_int(j, "left_out", (long)sum->left_out);
	mb_json_set_int(j, "decisions", (long)sum->decisions);
	mb_json_set_int(j, "actions", (long)sum->actions);
	mb_json_set_int(j, "likely", (long)sum->likely);
	mb_json_set_bool(j, "stopped", sum->stopped);
	mb_json_set_bool(j, "dry_run", dry);
	return j;
}
