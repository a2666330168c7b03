// The yardstick: HTTP exchanges through one libcurl multi handle, with nothing around it.
//
// It uses libcurl as well as is known and does no work of its own: no JSON, no records, no
// histograms. What an engine costs beyond this is the engine's. Prints one line of JSON.
//
// Slots: one easy handle each, set up once and used again for every exchange, so that a slot costs
// a remove and an add per exchange. Connections stay open. Bodies are copied to a fixed buffer.
// No allocation per exchange here; libcurl's own cannot be avoided.

#define _GNU_SOURCE
#include <curl/curl.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BODY_CAPACITY = 64 * 1024, ID_CAPACITY = 64, SOCKET_CAPACITY = 65536, EVENTS = 256 };

enum mode { POLL, SOCKET };
// How a request's URL reaches libcurl: as text to parse, as a new path of a parsed URL, or as a
// request target beside a parsed URL that never changes.
enum url_style { TEXT, PART, TARGET };

struct slot {
  CURL *easy;
  CURLU *url;
  long job;  // Which id a push's reply belongs to, or -1.
  size_t length;
  char body[BODY_CAPACITY];
};

static struct options {
  const char *url;
  const char *body;
  long requests, concurrency, status_urls, timeout_ms;
  double rate;
  enum mode mode;
  enum url_style style;
} options = {.requests = 10000, .concurrency = 32, .timeout_ms = 30000, .style = PART};

static CURLM *multi;
static struct slot *slots, **idle;
static long idle_count;
static char (*ids)[ID_CAPACITY];
static struct curl_slist *headers;
static long finished, failures, connections;
static uint64_t bytes;

// Socket mode only: what epoll watches each socket for, and when libcurl's timer is due.
static int epoll_fd;
static uint32_t watched[SOCKET_CAPACITY];
static bool in_use[SOCKET_CAPACITY];
static int64_t timer_due = -1;

static void stop(const char *what, const char *why) {
  fprintf(stderr, "raw_loop: %s: %s\n", what, why);
  exit(1);
}

static void easy_ok(CURLcode code, const char *what) {
  if (code != CURLE_OK) stop(what, curl_easy_strerror(code));
}

static void multi_ok(CURLMcode code, const char *what) {
  if (code != CURLM_OK) stop(what, curl_multi_strerror(code));
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + time.tv_usec / 1e6; }

// Callbacks.

static size_t on_body(char *data, size_t size, size_t count, void *context) {
  struct slot *slot = context;
  size_t total = size * count, room = BODY_CAPACITY - slot->length;
  size_t kept = total < room ? total : room;
  memcpy(slot->body + slot->length, data, kept);
  slot->length += kept;
  bytes += total;
  return total;
}

// Sockets stay in epoll's set while their connection is idle: the next exchange on the connection
// then needs no system call here. One that wakes us while idle is taken out, see `turn_socket`.
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *socket_context) {
  (void)easy, (void)context, (void)socket_context;
  if (fd < 0 || fd >= SOCKET_CAPACITY) stop("socket", "number out of range");
  in_use[fd] = what != CURL_POLL_REMOVE;
  if (what == CURL_POLL_REMOVE) return 0;
  uint32_t wanted = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
                    (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
  if (watched[fd] == wanted) return 0;
  struct epoll_event event = {.events = wanted, .data.fd = fd};
  int operation = watched[fd] ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (epoll_ctl(epoll_fd, operation, fd, &event) != 0) stop("epoll_ctl", strerror(errno));
  watched[fd] = wanted;
  return 0;
}

static int on_close(void *context, curl_socket_t fd) {
  (void)context;
  if (fd >= 0 && fd < SOCKET_CAPACITY) watched[fd] = 0;
  return close(fd);
}

static int on_timer(CURLM *handle, long timeout_ms, void *context) {
  (void)handle, (void)context;
  timer_due = timeout_ms < 0 ? -1 : now() + timeout_ms * 1000000;
  return 0;
}

// Set-up.

static void prepare_slot(struct slot *slot) {
  CURL *easy = slot->easy = curl_easy_init();
  if (easy == NULL) stop("curl_easy_init", "out of memory");
  easy_ok(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L), "NOSIGNAL");
  easy_ok(curl_easy_setopt(easy, CURLOPT_PROXY, ""), "PROXY");
  easy_ok(curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1), "HTTP_VERSION");
  easy_ok(curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body), "WRITEFUNCTION");
  easy_ok(curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot), "WRITEDATA");
  easy_ok(curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close), "CLOSESOCKETFUNCTION");
  easy_ok(curl_easy_setopt(easy, CURLOPT_PRIVATE, slot), "PRIVATE");
  easy_ok(curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, options.timeout_ms), "TIMEOUT_MS");
  easy_ok(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers), "HTTPHEADER");
  slot->url = curl_url();
  if (slot->url == NULL || curl_url_set(slot->url, CURLUPART_URL, options.url, 0) != CURLUE_OK)
    stop(options.url, "not a URL");
  if (options.style != TEXT) easy_ok(curl_easy_setopt(easy, CURLOPT_CURLU, slot->url), "CURLU");
  else easy_ok(curl_easy_setopt(easy, CURLOPT_URL, options.url), "URL");
}

static void prepare(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  headers = curl_slist_append(headers, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  multi = curl_multi_init();
  slots = calloc((size_t)options.concurrency, sizeof *slots);
  idle = calloc((size_t)options.concurrency, sizeof *idle);
  ids = calloc((size_t)(options.status_urls > 0 ? options.status_urls : 1), sizeof *ids);
  if (multi == NULL || slots == NULL || idle == NULL || ids == NULL) stop("set-up", "no memory");
  multi_ok(curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, options.concurrency), "MAXCONNECTS");
  if (options.mode == SOCKET) {
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0) stop("epoll_create1", strerror(errno));
    multi_ok(curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket), "SOCKETFUNCTION");
    multi_ok(curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer), "TIMERFUNCTION");
  }
  for (long i = 0; i < options.concurrency; i++) {
    prepare_slot(&slots[i]);
    idle[idle_count++] = &slots[i];
  }
}

// Exchanges.

static void set_method(struct slot *slot, const char *body) {
  if (body == NULL) {
    easy_ok(curl_easy_setopt(slot->easy, CURLOPT_HTTPGET, 1L), "HTTPGET");
    return;
  }
  easy_ok(curl_easy_setopt(slot->easy, CURLOPT_POST, 1L), "POST");
  easy_ok(curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, body), "POSTFIELDS");
  easy_ok(curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body)), "POSTFIELDSIZE");
}

static void set_path(struct slot *slot, const char *path) {
  char text[2048];
  switch (options.style) {
  case TEXT:
    snprintf(text, sizeof text, "%s%s", options.url, path);
    easy_ok(curl_easy_setopt(slot->easy, CURLOPT_URL, text), "URL");
    break;
  case PART:
    if (curl_url_set(slot->url, CURLUPART_PATH, path, 0) != CURLUE_OK) stop(path, "not a path");
    break;
  case TARGET:
    easy_ok(curl_easy_setopt(slot->easy, CURLOPT_REQUEST_TARGET, path), "REQUEST_TARGET");
    break;
  }
}

// What is asked: the same request over and over, or pushes (`pushing`), or the status of one
// pushed job after the other.
static bool pushing;

static void begin(struct slot *slot, long number) {
  slot->length = 0;
  slot->job = -1;
  if (pushing) {
    slot->job = number;
  } else if (options.status_urls > 0) {
    char path[ID_CAPACITY + 16];
    snprintf(path, sizeof path, "/v2/jobs/%s", ids[number % options.status_urls]);
    set_path(slot, path);
  }
  multi_ok(curl_multi_add_handle(multi, slot->easy), "curl_multi_add_handle");
}

// The first "id" of a push's reply. A job API under test gives it first; this is no JSON reader.
static void keep_id(struct slot *slot) {
  slot->body[slot->length < BODY_CAPACITY ? slot->length : BODY_CAPACITY - 1] = 0;
  const char *key = strstr(slot->body, "\"id\"");
  const char *open = key == NULL ? NULL : strchr(key + 4, '"');
  const char *close = open == NULL ? NULL : strchr(open + 1, '"');
  if (close == NULL || close - open > ID_CAPACITY) stop("push", "its reply has no id");
  memcpy(ids[slot->job], open + 1, (size_t)(close - open - 1));
}

static void end(CURL *easy, CURLcode code) {
  struct slot *slot = NULL;
  long status = 0, opened = 0;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &slot);
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &opened);
  connections += opened;
  bool succeeded = code == CURLE_OK && status >= 200 && status < 300;
  if (!succeeded) failures += 1;
  if (slot->job >= 0 && succeeded) keep_id(slot);
  else if (slot->job >= 0) stop("push", code != CURLE_OK ? curl_easy_strerror(code) : "refused");
  finished += 1;
  multi_ok(curl_multi_remove_handle(multi, easy), "curl_multi_remove_handle");
  idle[idle_count++] = slot;
}

static void end_all(void) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(multi, &left)) != NULL)
    if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
}

// Milliseconds until `due`, rounded up; 0 when it has passed and `most` when there is none.
static int wait_ms(int64_t due, int64_t instant, int most) {
  if (due < 0) return most;
  if (due <= instant) return 0;
  int64_t wait = (due - instant + 999999) / 1000000;
  return wait < most ? (int)wait : most;
}

static void turn_poll(int64_t due) {
  int running;
  multi_ok(curl_multi_perform(multi, &running), "curl_multi_perform");
  long before = finished;
  end_all();
  if (finished > before && due < 0) return;  // Slots are free: fill them before waiting.
  multi_ok(curl_multi_poll(multi, NULL, 0, wait_ms(due, now(), 1000), NULL), "curl_multi_poll");
}

static void turn_socket(int64_t due) {
  struct epoll_event events[EVENTS];
  int running;
  int64_t instant = now();
  if (timer_due >= 0 && timer_due <= instant) {
    timer_due = -1;
    multi_ok(curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running), "timeout");
  }
  int timeout = wait_ms(due, instant, 1000);
  int until_timer = wait_ms(timer_due, instant, 1000);
  int count = epoll_wait(epoll_fd, events, EVENTS, until_timer < timeout ? until_timer : timeout);
  if (count < 0 && errno != EINTR) stop("epoll_wait", strerror(errno));
  for (int i = 0; i < count; i++) {
    int fd = events[i].data.fd;
    // A server that closes an idle connection: libcurl notices when it takes it up again.
    if (!in_use[fd]) {
      if (watched[fd]) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
      watched[fd] = 0;
      continue;
    }
    int what = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
               (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
               (events[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
    multi_ok(curl_multi_socket_action(multi, fd, what, &running), "socket");
  }
  end_all();
}

// `count` exchanges. With a rate, exchange n begins n / rate seconds after the first, or as soon
// after that as a slot is free; without one, as soon as a slot is free.
static void exchange(long count, double rate) {
  int64_t start = now();
  finished = 0;
  for (long begun = 0; finished < count;) {
    int64_t due = -1;
    while (begun < count && idle_count > 0) {
      if (rate > 0) {
        due = start + (int64_t)((double)begun / rate * 1e9);
        if (due > now()) break;
        due = -1;
      }
      begin(idle[--idle_count], begun++);
    }
    if (options.mode == POLL) turn_poll(due);
    else turn_socket(due);
  }
}

static void push_all(void) {
  pushing = true;
  for (long i = 0; i < options.concurrency; i++) {
    set_method(&slots[i], options.body);
    set_path(&slots[i], "/v2/push");
  }
  exchange(options.status_urls, options.rate);
  pushing = false;
  for (long i = 0; i < options.concurrency; i++) set_method(&slots[i], NULL);
}

// The command line.

static void usage(void) {
  fputs(
      "usage: raw_loop [options] URL\n"
      "  --requests N        GETs of URL, or with --body POSTs (default 10000)\n"
      "  --concurrency N     transfers at once, and so connections (default 32)\n"
      "  --mode poll|socket  curl_multi_poll, or curl_multi_socket_action with epoll\n"
      "  --url text|part|target\n"
      "                      a URL to parse each time, a new path of a parsed URL, or a new\n"
      "                      request target beside a parsed URL (default part)\n"
      "  --body TEXT         request body, sent as JSON by POST\n"
      "  --status-urls N     push N jobs to URL/v2/push first, then GET URL/v2/jobs/<id> of one\n"
      "                      after the other, --requests times in all\n"
      "  --rate R            begin R exchanges per second instead of as many as possible\n"
      "  --timeout-ms N      of each transfer (default 30000)\n",
      stderr);
  exit(64);
}

static void read_options(int count, char **arguments) {
  static const struct option names[] = {
      {"requests", required_argument, NULL, 'n'}, {"concurrency", required_argument, NULL, 'c'},
      {"mode", required_argument, NULL, 'm'},     {"url", required_argument, NULL, 'u'},
      {"body", required_argument, NULL, 'b'},     {"status-urls", required_argument, NULL, 's'},
      {"rate", required_argument, NULL, 'r'},     {"timeout-ms", required_argument, NULL, 't'},
      {NULL, 0, NULL, 0}};
  for (int option; (option = getopt_long(count, arguments, "", names, NULL)) != -1;) {
    switch (option) {
    case 'n': options.requests = atol(optarg); break;
    case 'c': options.concurrency = atol(optarg); break;
    case 's': options.status_urls = atol(optarg); break;
    case 't': options.timeout_ms = atol(optarg); break;
    case 'r': options.rate = atof(optarg); break;
    case 'b': options.body = optarg; break;
    case 'm':
      if (strcmp(optarg, "poll") != 0 && strcmp(optarg, "socket") != 0) usage();
      options.mode = strcmp(optarg, "poll") == 0 ? POLL : SOCKET;
      break;
    case 'u':
      if (strcmp(optarg, "text") == 0) options.style = TEXT;
      else if (strcmp(optarg, "part") == 0) options.style = PART;
      else if (strcmp(optarg, "target") == 0) options.style = TARGET;
      else usage();
      break;
    default: usage();
    }
  }
  if (optind != count - 1 || options.requests < 1 || options.concurrency < 1 ||
      options.status_urls < 0 || options.rate < 0)
    usage();
  options.url = arguments[optind];
  if (options.status_urls > 0 && options.body == NULL) options.body = "{}";
}

int main(int count, char **arguments) {
  read_options(count, arguments);
  prepare();
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  int64_t start = now();

  if (options.status_urls > 0) push_all();
  else
    for (long i = 0; i < options.concurrency; i++) set_method(&slots[i], options.body);
  exchange(options.requests, options.rate);

  double wall = (double)(now() - start) / 1e9;
  getrusage(RUSAGE_SELF, &after);
  long total = options.requests + options.status_urls;
  double user = seconds(after.ru_utime) - seconds(before.ru_utime);
  double system = seconds(after.ru_stime) - seconds(before.ru_stime);
  static const char *const styles[] = {"text", "part", "target"};
  printf(
      "{\"mode\": \"%s\", \"url\": \"%s\", \"concurrency\": %ld, \"requests\": %ld, "
      "\"failures\": %ld, \"connections\": %ld, \"bytes\": %llu, \"wall_seconds\": %.6f, "
      "\"user_seconds\": %.6f, \"system_seconds\": %.6f, \"cpu_seconds\": %.6f, "
      "\"cpu_us_per_request\": %.3f, \"requests_per_second\": %.1f, \"libcurl\": \"%s\"}\n",
      options.mode == POLL ? "poll" : "socket", styles[options.style], options.concurrency, total,
      failures, connections, (unsigned long long)bytes, wall, user, system, user + system,
      (user + system) * 1e6 / (double)total, (double)total / wall,
      curl_version_info(CURLVERSION_NOW)->version);
  return failures > 0 ? 1 : 0;
}
