/* A bad machine: loaded before a program (LD_PRELOAD), it lets the disk be full, moves the clock, and keeps what was synced.
 *
 * Orders stand in the file MAYI_BAD_ORDERS, three 64-bit numbers that may change at any time: seconds that the clock is off,
 * whether the disk is full, whether syncs are kept. Behind them it counts the writes that it refused and the syncs that it kept.
 * Only files below the folder MAYI_BAD_FILES are touched. On each fsync a copy of the file is kept in MAYI_BAD_KEPT: whatever
 * came later would be lost if the power failed now.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(type, name, ...) static type (*name)(__VA_ARGS__)
REAL(ssize_t, real_write, int, const void *, size_t);
REAL(ssize_t, real_pwrite, int, const void *, size_t, off_t);
REAL(int, real_ftruncate, int, off_t);
REAL(int, real_fsync, int);
REAL(int, real_fdatasync, int);
REAL(int, real_clock, clockid_t, struct timespec *);

static struct { volatile int64_t clock, full, keep, refused, synced; } *orders;
static const char *files, *kept;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_clock = dlsym(RTLD_NEXT, "clock_gettime");
    files = getenv("MAYI_BAD_FILES");
    kept = getenv("MAYI_BAD_KEPT");
    const char *path = getenv("MAYI_BAD_ORDERS");
    int fd = path && files && kept ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *found = mmap(NULL, sizeof *orders, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (found != MAP_FAILED) orders = found;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* whoever made the machine bad is gone */
    close(fd);
}

/* Whether a file is one of those; its path. */
static int ours(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, files, strlen(files)) == 0;
}

static int refused(int fd) {
    char path[PATH_MAX];
    if (!orders || !orders->full || !ours(fd, path)) return 0;
    __atomic_fetch_add(&orders->refused, 1, __ATOMIC_RELAXED);
    errno = ENOSPC;
    return 1;
}

ssize_t write(int fd, const void *from, size_t count) { return refused(fd) ? -1 : real_write(fd, from, count); }
ssize_t pwrite(int fd, const void *from, size_t count, off_t at) { return refused(fd) ? -1 : real_pwrite(fd, from, count, at); }
ssize_t pwrite64(int fd, const void *from, size_t count, off_t at) { return pwrite(fd, from, count, at); }
int ftruncate(int fd, off_t length) { return refused(fd) ? -1 : real_ftruncate(fd, length); }
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

/* The file is read through its own descriptor: to close another one would let go of the program's locks on it.
 * One thread at a time: who read it earlier must not put its copy over that of another, who synced later (a checkpoint syncs the
 * write-ahead log while others write it). */
static void keep(int fd) {
    char path[PATH_MAX], fresh[2 * PATH_MAX], old[2 * PATH_MAX], piece[1 << 16];
    struct stat found;
    if (!orders || !orders->keep || !ours(fd, path) || fstat(fd, &found) || !S_ISREG(found.st_mode)) return;
    const char *name = strrchr(path, '/') + 1;
    snprintf(fresh, sizeof fresh, "%s/.%s.%d", kept, name, getpid());
    snprintf(old, sizeof old, "%s/%s", kept, name);
    pthread_mutex_lock(&one_at_a_time);
    int out = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) abort();
    ssize_t count;
    for (off_t at = 0; (count = pread(fd, piece, sizeof piece, at)) > 0; at += count)
        if (real_write(out, piece, count) != count) abort();
    close(out);
    if (rename(fresh, old)) abort();
    pthread_mutex_unlock(&one_at_a_time);
    __atomic_fetch_add(&orders->synced, 1, __ATOMIC_RELAXED);
}

int fsync(int fd) {
    int result = real_fsync(fd);
    if (!result) keep(fd);
    return result;
}

int fdatasync(int fd) {
    int result = real_fdatasync(fd);
    if (!result) keep(fd);
    return result;
}

int clock_gettime(clockid_t which, struct timespec *into) {
    int result = real_clock(which, into);
    if (!result && orders && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) into->tv_sec += orders->clock;
    return result;
}

int gettimeofday(struct timeval *restrict into, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    into->tv_sec = now.tv_sec;
    into->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}
