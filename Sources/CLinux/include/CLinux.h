// The parts of Linux that Swift's Glibc module leaves out.
#pragma once
#include <stdint.h>

// One ready descriptor: what it was registered with, and EPOLL bits.
struct sojourn_event {
  uint64_t token;
  uint32_t bits;
};

enum {
  sojourn_readable = 0x001,  // EPOLLIN
  sojourn_writable = 0x004,  // EPOLLOUT
  sojourn_failed = 0x008,    // EPOLLERR
  sojourn_hung_up = 0x010,   // EPOLLHUP
};

enum { sojourn_add, sojourn_change, sojourn_remove };

// A new epoll set, closed on exec; -1 with errno.
int sojourn_epoll_create(void);

// Adds, changes or removes a descriptor; -1 with errno.
int sojourn_epoll_control(int epoll, int operation, int descriptor, uint32_t bits, uint64_t token);

// Waits for at most `nanoseconds`; the number of events written, or -1 with errno.
// Kernels before 5.11 only know whole milliseconds: there the wait is rounded up.
int sojourn_epoll_wait(int epoll, struct sojourn_event *events, int capacity, int64_t nanoseconds);

// A new counter that is readable while it is not 0, closed on exec and never blocking; -1 with errno.
int sojourn_eventfd(void);

// Lets the calling thread's timers fire when they are due instead of up to 50 us later.
int sojourn_set_timer_slack(unsigned long nanoseconds);

// Names the calling thread in debuggers and `top`; at most 15 bytes.
int sojourn_set_thread_name(const char *name);

// Number of processors the calling thread may run on, or -1.
int sojourn_processor_count(void);
