/* Bring rules into force many times over: many_rules HOME FOLDER TIMES DAY. In each file of FOLDER the word ROUND stands for the
 * number of the round, so that each version is another; one enactment a day, from DAY on, by one person, as in the founding
 * period. */
#include <minutebook/gate.h>
#include <record_waits.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHO   "ruth-dimmock"
#define FILES 100

static struct mb_error err;

struct text {
	char path[1024];
	char *whole; /* with ROUND in it */
};

static int said(int rc, const char *doing)
{
	if (rc != MB_OK)
		fprintf(stderr, "many_rules: %s: %s\n", doing, err.text);
	return rc;
}

static char *read_whole(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	if (f && getdelim(&text, &room, '\0', f) < 0) {
		free(text);
		text = NULL;
	}
	if (f)
		fclose(f);
	return text;
}

static size_t read_folder(struct text *files, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	size_t n = 0;

	while (dir && n < FILES && (e = readdir(dir))) {
		const char *dot = strrchr(e->d_name, '.');

		if (!dot || strcmp(dot, ".lua") != 0)
			continue;
		snprintf(files[n].path, sizeof files[n].path, "%s/%s", folder, e->d_name);
		files[n].whole = read_whole(files[n].path);
		n += files[n].whole != NULL;
	}
	if (dir)
		closedir(dir);
	return n;
}

static int write_round(const struct text *t, int round)
{
	FILE *f = fopen(t->path, "w");

	if (!f)
		return MB_EFAIL;
	for (const char *p = t->whole, *at; p; p = at ? at + strlen("ROUND") : NULL) {
		at = strstr(p, "ROUND");
		fwrite(p, 1, at ? (size_t)(at - p) : strlen(p), f);
		if (at)
			fprintf(f, "%d", round);
	}
	return fclose(f) == 0 ? MB_OK : MB_EFAIL;
}

static void show(void *ctx, const char *line)
{
	fprintf(stderr, "%s\n", line);
}

static int enact(struct mb_gate *g, const char *folder, mb_day day)
{
	struct mb_enactment how = { .folder = folder, .from = MB_NO_DAY };
	struct mb_actor who = { .by = WHO, .entered_by = WHO, .on = MB_NO_DAY };
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_buf words;
	int rc;

	who.recorded = mb_instant_at(day, 9 * 60);
	rc = said(mb_gate_enact(&r, a, g, &how, &who, 0, show, NULL, &err), "enacting");
	if (rc == MB_EREFUSED) {
		mb_buf_init(&words, 0);
		mb_ruling_words(&words, &r.ruling);
		fprintf(stderr, "%s", words.p);
		mb_buf_free(&words);
	}
	mb_arena_free(a);
	return rc;
}

int main(int argc, char **argv)
{
	static struct text files[FILES];
	struct mb_gate *g;
	mb_day day;
	size_t n;
	int rc;

	if (argc != 5 || !mb_day_parse(&day, argv[4])) {
		fprintf(stderr, "many_rules HOME FOLDER TIMES DAY\n");
		return MB_EUSAGE;
	}
	n = read_folder(files, argv[2]);
	mb_record_durable(false);
	rc = said(mb_gate_open(&g, argv[1], &err), "opening the record");
	if (rc != MB_OK)
		return rc;
	for (int round = 1; rc == MB_OK && round <= atoi(argv[3]); round++) {
		for (size_t i = 0; rc == MB_OK && i < n; i++)
			rc = write_round(&files[i], round);
		if (rc == MB_OK)
			rc = enact(g, argv[2], day + round);
	}
	mb_gate_close(g);
	for (size_t i = 0; i < n; i++)
		free(files[i].whole);
	return rc;
}
