/* zone.c: moments, and the civil time they had. */
#include <minutebook/base.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_SECONDS 86400
#define DAY_MINUTES 1440
#define ZONE_MAX    64

static bool zone_name_ok(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return n > 0 && n <= ZONE_MAX && name[n] == '\0' && name[0] != '/';
}

/* libc takes a name it cannot find, or a file it cannot read, for UTC without a word. */
static bool zone_exists(const char *name)
{
	const char *dir = getenv("TZDIR");
	struct mb_buf path;
	char magic[4] = "";
	bool found = false;
	int fd;

	mb_buf_init(&path, 0);
	mb_buf_printf(&path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", name);
	fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0) {
		found = read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
			memcmp(magic, "TZif", 4) == 0;
		close(fd);
	}
	mb_buf_free(&path);
	return found;
}

int mb_zone_check(const char *name, struct mb_error *err)
{
	if (mb_streq(name, "UTC") || (name && zone_name_ok(name) && zone_exists(name)))
		return MB_OK;
	return mb_fail(err, MB_EINVAL,
		       "there is no time zone '%.80s' here; give a name such as Europe/London",
		       name ? name : "");
}

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint zones_set; /* whatever was worked out in the zone before is worked out again */

/* setenv() while another thread looks into the environment is a crash, so it is not called without need. */
static int use_zone(const char *name, struct mb_error *err)
{
	static char in_use[ZONE_MAX + 1];
	const char *tz = mb_streq(name, "UTC") ? "UTC0" : name, *now = getenv("TZ");

	if (mb_streq(in_use, tz) && mb_streq(now, tz))
		return MB_OK;
	if (setenv("TZ", tz, 1) < 0)
		return mb_fail(err, MB_EFAIL, "cannot set the time zone to %s: %s", name, strerror(errno));
	tzset();
	atomic_fetch_add(&zones_set, 1);
	snprintf(in_use, sizeof in_use, "%s", tz);
	return MB_OK;
}

int mb_zone_set(const char *name, struct mb_error *err)
{
	int rc = mb_zone_check(name, err);

	if (rc != MB_OK)
		return rc;
	pthread_mutex_lock(&one);
	rc = use_zone(name, err);
	pthread_mutex_unlock(&one);
	return rc;
}

/* Whole minutes east of UTC in the zone set; before standard time there were odd seconds, which we round off. */
static int offset_at(int64_t utc)
{
	time_t t = (time_t)utc;
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return 0;
	return (int)((tm.tm_gmtoff + (tm.tm_gmtoff < 0 ? -30 : 30)) / 60);
}

struct mb_instant mb_now(void)
{
	/* Within a second the answer stays; libc takes a lock of all threads for it. */
	static _Thread_local struct {
		struct mb_instant at;
		unsigned zone;
		bool known;
	} last;
	unsigned zone = atomic_load(&zones_set);
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail: the clock exists and the address is ours */
	if (!last.known || last.at.utc != now.tv_sec || last.zone != zone) {
		last.at = (struct mb_instant){ now.tv_sec, offset_at(now.tv_sec) };
		last.zone = zone;
		last.known = true;
	}
	return last.at;
}

/* Not mktime(): where the clocks go back, glibc's answer depends on what it was asked before, and a ruling must
 * come out the same each time. An hour that comes twice means the first; one that is skipped counts on from before. */
struct mb_instant mb_instant_at(mb_day d, int minute_of_day)
{
	int64_t civil = (int64_t)d * DAY_SECONDS + (int64_t)minute_of_day * 60;
	int before = offset_at(civil - DAY_SECONDS), after = offset_at(civil + DAY_SECONDS);
	int64_t first = civil - (int64_t)before * 60, second = civil - (int64_t)after * 60;

	if (offset_at(first) != before && offset_at(second) == after)
		return (struct mb_instant){ second, after };
	return (struct mb_instant){ first, offset_at(first) };
}

/* A stranger's commit may claim any time at all: what lies past every date stays there, and does not overflow. */
static int64_t civil_seconds(struct mb_instant t)
{
	const int64_t far = (int64_t)1 << 60;

	return (t.utc < -far ? -far : t.utc > far ? far : t.utc) + (int64_t)t.offset * 60;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

mb_day mb_instant_day(struct mb_instant t)
{
	int64_t d = floor_div(civil_seconds(t), DAY_SECONDS);

	return d > INT32_MIN && d <= INT32_MAX ? (mb_day)d : MB_NO_DAY;
}

/* Seconds into the civil day. */
static int of_day(struct mb_instant t)
{
	int64_t s = civil_seconds(t);

	return (int)(s - floor_div(s, DAY_SECONDS) * DAY_SECONDS);
}

int mb_instant_minute(struct mb_instant t)
{
	return of_day(t) / 60;
}

char *mb_instant_iso(char out[MB_ISO_TIME], struct mb_instant t)
{
	char date[MB_ISO_DATE];
	unsigned s = (unsigned)of_day(t), east = (unsigned)abs(t.offset);

	mb_day_iso(date, mb_instant_day(t));
	out[0] = '\0';
	if (date[0] && east < DAY_MINUTES)
		snprintf(out, MB_ISO_TIME, "%sT%02u:%02u:%02u%c%02u:%02u", date, s / 3600, s / 60 % 60,
			 s % 60, t.offset < 0 ? '-' : '+', east / 60, east % 60);
	return out;
}

/* Two digits below `limit`, or -1. */
static int two(const char *s, int limit)
{
	int v = s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' ? (s[0] - '0') * 10 + s[1] - '0'
									 : -1;

	return v < limit ? v : -1;
}

bool mb_instant_parse(struct mb_instant *out, const char *iso)
{
	char date[MB_ISO_DATE] = "";
	int h, m, s, oh, om, offset;
	mb_day d;

	if (!iso || strnlen(iso, 26) != 25 || iso[10] != 'T' || iso[13] != ':' || iso[16] != ':' ||
	    (iso[19] != '+' && iso[19] != '-') || iso[22] != ':')
		return false;
	memcpy(date, iso, MB_ISO_DATE - 1);
	h = two(iso + 11, 24);
	m = two(iso + 14, 60);
	s = two(iso + 17, 60);
	oh = two(iso + 20, 24);
	om = two(iso + 23, 60);
	if (!mb_day_parse(&d, date) || h < 0 || m < 0 || s < 0 || oh < 0 || om < 0)
		return false;
	offset = (oh * 60 + om) * (iso[19] == '-' ? -1 : 1);
	if (offset == 0 && iso[19] == '-') /* one moment, one spelling */
		return false;
	out->utc = (int64_t)d * DAY_SECONDS + h * 3600L + m * 60L + s - offset * 60L;
	out->offset = offset;
	return true;
}
