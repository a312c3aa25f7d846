/* A library for LD_PRELOAD: a machine that fails at a moment that a test chooses. It kills its process at the k-th call that changes a disk, as a power switch would.
 *
 * Counted is each call that makes, writes, syncs, renames, links or removes a file, from the first one below a folder named
 * objects/ (the first write of a change) on. DIE_AT=k: the process kills itself just before the k-th of them, with SIGKILL;
 * odd and even halves of the work of one call are thus both met, since "before call k + 1" is "after call k". DIE_BEFORE=path:
 * just before a file whose name ends so is made, linked, renamed to or removed. With neither the calls are counted, and their number
 * is written to the file DIE_COUNT when the process ends. LOSE_AT=k: the k-th object put into the store is not there
 * afterwards, although every call said it was: a disk that lies. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long die_at, lose_at, count, objects;
static const char *die_before;
static bool begun;

__attribute__((constructor)) static void start(void)
{
	const char *at = getenv("DIE_AT");

	die_at = at ? strtol(at, NULL, 10) : 0;
	at = getenv("LOSE_AT");
	lose_at = at ? strtol(at, NULL, 10) : 0;
	die_before = getenv("DIE_BEFORE");
}

__attribute__((destructor)) static void stop(void)
{
	const char *to = getenv("DIE_COUNT");
	FILE *f = to ? fopen(to, "w") : NULL;

	if (!f)
		return;
	fprintf(f, "%ld\n", count);
	fclose(f);
}

static bool is_it(const char *path)
{
	size_t n = strlen(path), m = die_before ? strlen(die_before) : 0;

	return m && n >= m && strcmp(path + n - m, die_before) == 0;
}

static void step(const char *path)
{
	int e = errno;

	if (!begun && path && strstr(path, "record.git/objects/"))
		begun = true;
	if (begun && (++count == die_at || (path && is_it(path))))
		syscall(SYS_kill, (pid_t)syscall(SYS_getpid), SIGKILL);
	errno = e;
}

/* The next definition of a function behind this library, looked up once. */
#define NEXT(result, name, ...)                                                                              \
	static result (*next)(__VA_ARGS__);                                                                  \
	if (!next)                                                                                           \
	*(void **)&next = dlsym(RTLD_NEXT, name)

#define OPENER(name)                                                                                         \
	int name(const char *path, int flags, ...);                                                          \
	int name(const char *path, int flags, ...)                                                           \
	{                                                                                                    \
		mode_t mode = 0;                                                                             \
		va_list ap;                                                                                  \
		NEXT(int, #name, const char *, int, ...);                                                    \
                                                                                                             \
		if (flags & O_CREAT) {                                                                       \
			va_start(ap, flags);                                                                 \
			mode = va_arg(ap, mode_t);                                                           \
			va_end(ap);                                                                          \
			step(path);                                                                          \
		}                                                                                            \
		return next(path, flags, mode);                                                              \
	}
OPENER(open)
OPENER(open64)

#define OPENER_AT(name)                                                                                      \
	int name(int folder, const char *path, int flags, ...);                                              \
	int name(int folder, const char *path, int flags, ...)                                               \
	{                                                                                                    \
		mode_t mode = 0;                                                                             \
		va_list ap;                                                                                  \
		NEXT(int, #name, int, const char *, int, ...);                                               \
                                                                                                             \
		if (flags & O_CREAT) {                                                                       \
			va_start(ap, flags);                                                                 \
			mode = va_arg(ap, mode_t);                                                           \
			va_end(ap);                                                                          \
			step(path);                                                                          \
		}                                                                                            \
		return next(folder, path, flags, mode);                                                      \
	}
OPENER_AT(openat)
OPENER_AT(openat64)

ssize_t write(int fd, const void *p, size_t n)
{
	NEXT(ssize_t, "write", int, const void *, size_t);

	if (fd > STDERR_FILENO) /* what is told to people is no change */
		step(NULL);
	return next(fd, p, n);
}

#define WRITER_AT(name, offset)                                                                              \
	ssize_t name(int fd, const void *p, size_t n, offset at);                                            \
	ssize_t name(int fd, const void *p, size_t n, offset at)                                             \
	{                                                                                                    \
		NEXT(ssize_t, #name, int, const void *, size_t, offset);                                     \
                                                                                                             \
		step(NULL);                                                                                  \
		return next(fd, p, n, at);                                                                   \
	}
WRITER_AT(pwrite, off_t)
WRITER_AT(pwrite64, off64_t)

#define ON_FD(name)                                                                                          \
	int name(int fd)                                                                                     \
	{                                                                                                    \
		NEXT(int, #name, int);                                                                       \
                                                                                                             \
		step(NULL);                                                                                  \
		return next(fd);                                                                             \
	}
ON_FD(fsync)
ON_FD(fdatasync)

static bool is_lost(const char *to)
{
	return strstr(to, "record.git/objects/") && ++objects == lose_at;
}

#define ON_TWO(name)                                                                                         \
	int name(const char *from, const char *to)                                                           \
	{                                                                                                    \
		NEXT(int, #name, const char *, const char *);                                                \
                                                                                                             \
		step(to);                                                                                    \
		return is_lost(to) ? unlink(from) : next(from, to);                                          \
	}
ON_TWO(rename)
ON_TWO(link)

int unlink(const char *path)
{
	NEXT(int, "unlink", const char *);

	step(path);
	return next(path);
}

int mkdir(const char *path, mode_t mode)
{
	NEXT(int, "mkdir", const char *, mode_t);

	step(path);
	return next(path, mode);
}

int ftruncate(int fd, off_t n)
{
	NEXT(int, "ftruncate", int, off_t);

	step(NULL);
	return next(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
	NEXT(int, "ftruncate64", int, off64_t);

	step(NULL);
	return next(fd, n);
}
