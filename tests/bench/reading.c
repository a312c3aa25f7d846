/* What reading costs: bench_reading FOLDER... reads the papers of the folders again and again, as 2,000 minutes of 10 KB. */
#include <minutebook/reading.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAPERS	   2000
#define PAPER_SIZE 10240
#define FILES_MAX  200
#define AIM	   5.0

static struct mb_buf texts[FILES_MAX];
static size_t n_texts;

static void collect(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	struct mb_error err;

	if (!dir) {
		fprintf(stderr, "bench_reading: no folder %s\n", folder);
		exit(1);
	}
	while ((e = readdir(dir)) != NULL && n_texts < FILES_MAX) {
		char path[1024];
		size_t n = strlen(e->d_name);

		if (n < 4 ||
		    (strcmp(e->d_name + n - 3, ".md") != 0 && strcmp(e->d_name + n - 4, ".txt") != 0))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (mb_read_file(&texts[n_texts], path, (size_t)1024 * 1024, &err) == MB_OK)
			n_texts++;
	}
	closedir(dir);
}

int main(int argc, char **argv)
{
	struct mb_buf *paper;
	size_t bytes = 0, finds = 0, next = 0;
	clock_t began;
	double s;

	for (int i = 1; i < argc; i++)
		collect(argv[i]);
	if (!n_texts) {
		fprintf(stderr, "bench_reading FOLDER...: no papers there\n");
		return 2;
	}
	/* short papers one after the other make one of ten kilobytes, long ones are cut */
	paper = calloc(n_texts, sizeof(*paper));
	if (!paper)
		return 1;
	for (size_t i = 0; i < n_texts; i++) {
		mb_buf_init(&paper[i], 0);
		for (size_t k = i; paper[i].n < PAPER_SIZE; k = (k + 1) % n_texts)
			mb_buf_put(&paper[i], texts[k].p,
				   texts[k].n < PAPER_SIZE - paper[i].n ? texts[k].n
									: PAPER_SIZE - paper[i].n);
	}
	began = clock();
	for (size_t i = 0; i < PAPERS; i++, next = (next + 1) % n_texts) {
		struct mb_arena *a = mb_arena_new();
		struct mb_reading *r;

		mb_read_text(&r, a, paper[next].p, paper[next].n, i % 2 ? "minutes" : NULL, MB_NO_DAY);
		finds += r->n_items + r->n_decisions + r->n_actions + r->n_present;
		bytes += paper[next].n;
		mb_arena_free(a);
	}
	s = (double)(clock() - began) / CLOCKS_PER_SEC;
	for (size_t i = 0; i < n_texts; i++) {
		mb_buf_free(&paper[i]);
		mb_buf_free(&texts[i]);
	}
	free(paper);
	printf("  %d minutes of %d KB read in %.2f s of one core (%.1f MB/s, %zu finds); aim: under %.0f s: "
	       "%s\n",
	       PAPERS, PAPER_SIZE / 1024, s, (double)bytes / s / 1e6, finds, AIM,
	       s < AIM ? "met" : "NOT MET");
	return s < AIM ? 0 : 1;
}
