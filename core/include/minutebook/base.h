/* base: errors, strings, arenas, hashes, civil dates, working days. Needs nothing but libc and libsodium. */
#ifndef MINUTEBOOK_BASE_H
#define MINUTEBOOK_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- errors ---------------------------------------------------------------------------------------------- */

/** Every function that can fail returns one of these; they are also the exit statuses of the program. */
enum mb_code {
	MB_OK = 0,
	MB_EFAIL = 1,	  /* the machine or the store let us down: disk full, unreadable repository */
	MB_EUSAGE = 2,	  /* the command line was wrong */
	MB_ENOTFOUND = 3, /* no such document, group, person, version */
	MB_EREFUSED = 4,  /* a rule or a permission said no */
	MB_ECONFLICT = 5, /* somebody else changed it meanwhile */
	MB_EINVAL = 6,	  /* what was handed in is malformed, or over a limit */
};

/** The caller's own error: thread-safe, nothing to free, works when out of memory. One line: what failed, on
 *  which thing, and what to do about it. Lower errors pass up unchanged. */
struct mb_error {
	int code;
	char text[720];
};

/** Fill err (may be NULL) and return code, so that `return mb_fail(err, MB_EINVAL, ...)` reads well. */
int mb_fail(struct mb_error *err, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* ---- memory ---------------------------------------------------------------------------------------------- */

/* Out of memory ends the process with a message. That is safe here: nothing is written before a ruling, and a
 * process that dies at any instant leaves the old or the new record. What a stranger can make large (a document,
 * a rule's result) is bounded by explicit limits instead. */
void *mb_alloc(size_t n); /* zeroed */
void *mb_realloc(void *p, size_t n);
/** Ask for the pages of memory that is about to be written, together and not by a fault each. Where the kernel cannot, nothing. */
void mb_have_pages(void *p, size_t n);
char *mb_strdup(const char *s);
char *mb_strndup(const char *s, size_t n);

/** Plain data of one request, freed all at once. Never holds a handle or a cache. */
struct mb_arena;
struct mb_arena *mb_arena_new(void);
void mb_arena_free(struct mb_arena *a);		       /* NULL is fine */
void *mb_arena_alloc(struct mb_arena *a, size_t n);    /* zeroed, aligned for any type */
char *mb_arena_dup(struct mb_arena *a, const char *s); /* NULL gives NULL */
char *mb_arena_ndup(struct mb_arena *a, const char *s,
		    size_t n); /* at most n bytes, less if a NUL comes first */
char *mb_arena_copy(struct mb_arena *a, const void *p,
		    size_t n); /* exactly n bytes, whatever they are, and a NUL */
char *mb_arena_printf(struct mb_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** Append one element to an arena-held array, growing it: `*slot = ...` at the pointer returned.
 *  MB_PUSH(arena, list, count) for `T *list; size_t count;` gives a T* to the new, zeroed element. */
void *mb_arena_grow(struct mb_arena *a, void *list, size_t count, size_t size);
#define MB_PUSH(a, list, n) ((list) = mb_arena_grow((a), (list), (n), sizeof *(list)), &(list)[(n)++])

/* ---- strings --------------------------------------------------------------------------------------------- */

/** A borrowed run of bytes, not NUL-terminated. */
struct mb_str {
	const char *p;
	size_t n;
};
struct mb_str mb_str(const char *s);	/* NULL gives {NULL, 0} */
struct mb_str mb_trim(struct mb_str s); /* blanks and line ends off both ends */
bool mb_str_eq(struct mb_str a, const char *b);
bool mb_str_case_eq(struct mb_str a, const char *b); /* ASCII case */
bool mb_starts(const char *s, const char *prefix);
bool mb_ends(const char *s, const char *suffix);
bool mb_streq(const char *a, const char *b); /* NULL-safe; NULL equals NULL only */

/** A growing byte buffer with a maximum from birth. The first append past the maximum sticks: later appends do
 *  nothing, one check at the end (mb_buf_status) tells. `p` is always NUL-terminated (after mb_buf_init). */
struct mb_buf {
	char *p;
	size_t n, cap, max;
	bool over;
};
#define MB_BUF_MAX_DEFAULT ((size_t)64 * 1024 * 1024)
void mb_buf_init(struct mb_buf *b, size_t max); /* 0: MB_BUF_MAX_DEFAULT */
void mb_buf_free(struct mb_buf *b);
void mb_buf_clear(struct mb_buf *b);
void mb_buf_put(struct mb_buf *b, const void *p, size_t n);
void mb_buf_puts(struct mb_buf *b, const char *s);
void mb_buf_putc(struct mb_buf *b, char c);
void mb_buf_printf(struct mb_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int mb_buf_status(const struct mb_buf *b, struct mb_error *err); /* MB_OK or MB_EINVAL "too large" */
char *mb_buf_take(struct mb_buf *b); /* the bytes, freed with free(); b is empty afterwards */

/** Is this valid UTF-8 without NUL and without control characters other than tab, line feed, carriage return?
 *  A BOM at the start is allowed. On failure err names what is wrong and at which line. MB_OK or MB_EINVAL. */
int mb_text_check(const char *p, size_t n, struct mb_error *err);

/** Edits (insert, delete, replace, swap neighbours) between two words; at most 64 bytes of each are looked at. */
unsigned mb_edit_distance(const char *a, const char *b);
/** The nearest of `n` words if it is near enough to be meant (distance <= 2, or <= 1 for words under 5), else NULL. */
const char *mb_nearest(const char *word, const char *const *words, size_t n);

/* ---- hashes ---------------------------------------------------------------------------------------------- */

#define MB_SHA256_HEX 65 /* bytes, NUL included */
void mb_sha256_hex(char out[MB_SHA256_HEX], const void *p, size_t n);

/* ---- smaller bytes --------------------------------------------------------------------------------------- */

/** Append p squeezed to out: as a gzip file without name and time (RFC 1952), or bare as git packs it (RFC 1950). The same bytes
 *  give the same. level 1 (quick) to 9 (small). */
void mb_gzip(struct mb_buf *out, const void *p, size_t n, int level);
void mb_deflate(struct mb_buf *out, const void *p, size_t n, int level);
/** Undo mb_deflate() into exactly n bytes; room has one byte more, by which what is longer is known.
 *  @param used  receives how many of the n_in bytes at p belonged to it, also when it is broken
 *  @return false: cut short, broken, or not n bytes long */
bool mb_inflate(void *room, size_t n, size_t *used, const void *p, size_t n_in);

/* ---- secrets --------------------------------------------------------------------------------------------- */

int mb_random(void *out, size_t n,
	      struct mb_error *err); /* MB_EFAIL: the machine has no randomness to give */
#define MB_SECRET_BYTES 32
#define MB_SECRET	44 /* bytes of a secret as text, NUL included: letters, digits, - and _ */
/** 256 random bits as text that may stand in a link or a header. */
int mb_secret_new(char out[MB_SECRET], struct mb_error *err);
bool mb_secret_same(const char *a,
		    const char *b); /* takes as long wherever they differ; NULL equals nothing */
void mb_secret_wipe(void *p, size_t n);

/* argon2id with 19 MiB and two passes, the least that OWASP's password storage cheat sheet advises for it. */
#define MB_PASSWORD_MEMORY ((size_t)19 * 1024 * 1024)
#define MB_PASSWORD_PASSES 2
#define MB_PASSWORD_HASH   128 /* bytes of a kept password, NUL included; it names its own parameters */
int mb_password_hash(char out[MB_PASSWORD_HASH], const char *password, size_t n, struct mb_error *err);
bool mb_password_fits(const char *hash, const char *password, size_t n);

/** RFC 4226: the code of `digits` digits for a moving number; RFC 6238 makes that number of the time (seconds / 30). */
uint32_t mb_one_time_code(const void *key, size_t n, uint64_t counter, unsigned digits);
void mb_base32(struct mb_buf *out, const void *p, size_t n); /* RFC 4648, without the = at the end */

/* ---- files ----------------------------------------------------------------------------------------------- */

/** Read a whole file, or standard input for "-". out is initialised here; MB_ENOTFOUND, MB_EINVAL over max, MB_EFAIL. */
int mb_read_file(struct mb_buf *out, const char *path, size_t max, struct mb_error *err);
/** Write by temporary file, fsync, rename, fsync of the folder. */
int mb_write_file(const char *path, const void *p, size_t n, unsigned mode, struct mb_error *err);

/* ---- civil dates ----------------------------------------------------------------------------------------- */

/** A civil date (proleptic Gregorian, no zone): days since 1970-01-01. Years 1 to 9999. */
typedef int32_t mb_day;
#define MB_NO_DAY INT32_MIN

bool mb_day_make(mb_day *out, int year, int month, int day);  /* false: no such date */
void mb_day_civil(mb_day d, int *year, int *month, int *day); /* any of them may be NULL */
bool mb_day_parse(mb_day *out, const char *iso);	      /* exactly YYYY-MM-DD and a date that exists */
int mb_day_year(mb_day d);
int mb_weekday(mb_day d); /* 1 Monday to 7 Sunday */
mb_day mb_day_add_months(mb_day d,
			 int months); /* the last day of a shorter month; MB_NO_DAY past year 9999 */
#define MB_ISO_DATE  11
#define MB_LONG_DATE 32
char *mb_day_iso(char out[MB_ISO_DATE], mb_day d);    /* "2005-10-03"; "" for MB_NO_DAY; returns out */
char *mb_day_short(char out[MB_LONG_DATE], mb_day d); /* "Mon 3 Oct 2005" */
char *mb_day_long(char out[MB_LONG_DATE], mb_day d);  /* "Monday 3 October 2005" */

/** A moment at the gate: seconds since 1970 UTC, and minutes east of UTC that civil time then stood at. */
struct mb_instant {
	int64_t utc;
	int offset;
};
/** Is there such a zone in the tz database? MB_EINVAL names it. Changes nothing. */
int mb_zone_check(const char *name, struct mb_error *err);
/** Use this tz database name ("Europe/London") for the process's civil time. MB_EINVAL unknown zone. Setting the zone that
 *  is set already touches nothing, so that threads on one record may all do so. */
int mb_zone_set(const char *name, struct mb_error *err);
struct mb_instant mb_now(void);
struct mb_instant
mb_instant_at(mb_day d,
	      int minute_of_day); /* in the zone set; 0 to 1439; of an hour that comes twice the first */
mb_day mb_instant_day(struct mb_instant t);
int mb_instant_minute(struct mb_instant t); /* of the civil day, 0 to 1439 */
#define MB_ISO_TIME 32
char *mb_instant_iso(char out[MB_ISO_TIME], struct mb_instant t); /* 2005-10-03T09:00:00+01:00 */
bool mb_instant_parse(struct mb_instant *out, const char *iso);	  /* what mb_instant_iso writes */

/* ---- working days ---------------------------------------------------------------------------------------- */

/** Bank holidays as data, each with the day it became known, and the span the data answers for. */
struct mb_calendar;
struct mb_calendar *mb_calendar_new(mb_day from, mb_day until); /* both days included */
void mb_calendar_free(struct mb_calendar *c);
/** known: the day it was announced; MB_NO_DAY if it was always so. Names are copied. A day may be *withdrawn*
 *  (a holiday moved elsewhere): working from the day that became known. */
void mb_calendar_add(struct mb_calendar *c, mb_day d, const char *name, mb_day known);
void mb_calendar_withdraw(struct mb_calendar *c, mb_day d, mb_day known);
mb_day mb_calendar_until(const struct mb_calendar *c);
const char *mb_calendar_holiday(const struct mb_calendar *c, mb_day d,
				mb_day known_on); /* its name, or NULL */
bool mb_calendar_is_working(const struct mb_calendar *c, mb_day d, mb_day known_on);

/** How days are counted. Working: Monday to Friday less bank holidays (R v Swansea CC ex p Elitestone, CA 1993).
 *  Calendar: every day. Parish: Saturdays count, Sundays and bank holidays do not (LGA 1972 s.243 practice). */
enum mb_day_count { MB_DAYS_WORKING, MB_DAYS_CALENDAR, MB_DAYS_PARISH };

/** The clear days between two days, neither end counted.
 * @param days  receives up to max of the days counted, in order; may be NULL with max 0
 * @return how many there are, or -1 when the calendar does not reach that far (err says until when; MB_EINVAL) */
int mb_clear_days(mb_day *days, int max, const struct mb_calendar *c, mb_day from, mb_day to,
		  enum mb_day_count how, mb_day known_on, struct mb_error *err);
/** The day n counted days after (n < 0: before) d. false when the calendar does not reach. */
bool mb_add_days(mb_day *out, const struct mb_calendar *c, mb_day d, int n, enum mb_day_count how,
		 mb_day known_on);

#endif
