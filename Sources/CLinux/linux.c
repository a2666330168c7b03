#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// The same number on every architecture; headers before Linux 5.11 do not name it.
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

enum { events_at_once = 256 };

int sojourn_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int sojourn_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int sojourn_epoll_control(
    int epoll, int operation, int descriptor, uint32_t bits, uint64_t token) {
  static const int operations[] = {EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL};
  struct epoll_event event = {.events = bits, .data.u64 = token};
  return epoll_ctl(epoll, operations[operation], descriptor, &event);
}

int sojourn_epoll_wait(
    int epoll, struct sojourn_event *events, int capacity, int64_t nanoseconds) {
  struct epoll_event raw[events_at_once];
  if (capacity > events_at_once) capacity = events_at_once;
  struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  int count = (int)syscall(SYS_epoll_pwait2, epoll, raw, capacity, &limit, 0, 0);
  if (count < 0 && errno == ENOSYS) {
    int64_t milliseconds = (nanoseconds + 999999) / 1000000;
    if (milliseconds > 1000000) milliseconds = 1000000;
    count = epoll_wait(epoll, raw, capacity, (int)milliseconds);
  }
  for (int i = 0; i < count; i++) {
    events[i].token = raw[i].data.u64;
    events[i].bits = raw[i].events;
  }
  return count;
}

int sojourn_set_timer_slack(unsigned long nanoseconds) {
  return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}

int sojourn_set_thread_name(const char *name) {
  return pthread_setname_np(pthread_self(), name);
}

int sojourn_processor_count(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : -1;
}
