/* file.c: whole files, read within a limit and written so that a crash leaves the old or the new one. */
#include <minutebook/base.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP  ((size_t)64 * 1024)
#define TEMP_TRIES 100

int mb_read_file(struct mb_buf *out, const char *path, size_t max, struct mb_error *err)
{
	const bool input = mb_streq(path, "-");
	const char *name = input ? "standard input" : path;
	char *step = NULL;
	int fd = -1, rc = MB_OK;
	ssize_t n;

	mb_buf_init(out, max);
	fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		rc = errno == ENOENT || errno == ENOTDIR ? MB_ENOTFOUND : MB_EFAIL;
		return mb_fail(err, rc, "cannot open %s: %s", name, strerror(errno));
	}
	step = mb_alloc(READ_STEP);
	while (!out->over && (n = read(fd, step, READ_STEP)) != 0) {
		if (n > 0) {
			mb_buf_put(out, step, (size_t)n);
		} else if (errno != EINTR) {
			rc = mb_fail(err, MB_EFAIL, "cannot read %s: %s", name, strerror(errno));
			break;
		}
	}
	if (out->over)
		rc = mb_fail(err, MB_EINVAL, "%s is too large: the limit is %zu bytes", name, out->max);
	if (rc != MB_OK)
		mb_buf_free(out);
	free(step);
	if (!input)
		close(fd);
	return rc;
}

/* The folder a path is in, as something open() takes. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mb_strdup(".");
	return slash == path ? mb_strdup("/") : mb_strndup(path, (size_t)(slash - path));
}

/* A new file in the folder. Not mkstemp(): its 0600 would have to be widened past the umask of the user. */
static int open_temp(char name[64], int folder, unsigned mode)
{
	int fd = -1;

	for (unsigned i = 0; fd < 0 && i < TEMP_TRIES; i++) {
		snprintf(name, 64, ".mb-%ld-%u.tmp", (long)getpid(), i);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			errno = k == 0 ? ENOSPC : errno;
			return false;
		}
		p += k;
		n -= (size_t)k;
	}
	return true;
}

int mb_write_file(const char *path, const void *p, size_t n, unsigned mode, struct mb_error *err)
{
	char *dir = folder_of(path), temp[64] = "";
	int folder = -1, fd = -1, rc = MB_EFAIL;
	struct stat there;

	/* The rename would put a file in place of a device or a pipe. */
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
		free(dir);
		return mb_fail(err, rc, "cannot write %s: it is no ordinary file; name another", path);
	}
	if ((folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		goto out;
	if ((fd = open_temp(temp, folder, mode)) < 0) {
		temp[0] = '\0'; /* none of ours to take away */
		goto out;
	}
	if (!write_all(fd, p, n) || fsync(fd) < 0)
		goto out;
	if (close(fd) < 0) { /* NFS and quotas speak up only here */
		fd = -1;
		goto out;
	}
	fd = -1;
	if (renameat(folder, temp, AT_FDCWD, path) < 0)
		goto out;
	temp[0] = '\0';
	if (fsync(folder) < 0 && errno != EINVAL) /* EINVAL: a file system that syncs no folders */
		goto out;
	rc = MB_OK;
out:
	if (rc != MB_OK)
		mb_fail(err, rc, "cannot write %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (temp[0])
		unlinkat(folder, temp, 0);
	if (folder >= 0)
		close(folder);
	free(dir);
	return rc;
}
