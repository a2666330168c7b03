// The yardstick: HTTP exchanges through a libcurl multi handle, with nothing around it.
//
// It uses libcurl as well as is known and does no work of its own: no JSON, no records, no
// histograms. What an engine costs beyond this is the engine's. Prints one line of JSON.
//
// Slots: one easy handle each, set up once and used again for every exchange, so that a slot costs
// a remove and an add per exchange. Connections stay open. Bodies are copied to a fixed buffer.
// What other uses of libcurl would cost is measured by the options that follow --timeout-ms.
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
// request target beside an origin that never changes, parsed or text.
enum url_style { TEXT, PART, TARGET, ORIGIN };
static const char *const style_names[] = {"text", "part", "target", "origin"};

// A multi handle and, in socket mode, when its timer is due and whether transfers may have ended.
struct lane {
  CURLM *multi;
  int64_t timer_due;
  bool has_messages;
};

struct slot {
  CURL *easy;
  struct lane *lane;
  CURLU *url;
  long job;  // Which id a push's reply belongs to, or -1.
  size_t length;
  char body[BODY_CAPACITY];
};

static struct options {
  const char *url;
  const char *body;
  long requests, concurrency, status_urls, timeout_ms, slots_per_multi, buffer;
  double rate;
  enum mode mode;
  enum url_style style;
  bool fresh_handles, at_once, http2, insecure;
} options = {.requests = 10000, .concurrency = 32, .timeout_ms = 30000, .style = PART};

static struct lane *lanes;
static long lane_count;
static struct slot *slots, **idle;
static long idle_count;
// The body of the requests of now and, when it is not the URL's own, their path.
static const char *request_body, *request_path;
static char (*ids)[ID_CAPACITY];
static struct curl_slist *headers;
static long finished, failures, connections;
static uint64_t bytes;

// Socket mode only: what epoll watches each socket for, on behalf of all lanes.
static int epoll_fd;
static uint32_t watched[SOCKET_CAPACITY];
static bool in_use[SOCKET_CAPACITY];

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
  (void)easy, (void)socket_context;
  if (fd < 0 || fd >= SOCKET_CAPACITY) stop("socket", "number out of range");
  in_use[fd] = what != CURL_POLL_REMOVE;
  if (what == CURL_POLL_REMOVE) return 0;
  uint32_t wanted = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
                    (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
  if (watched[fd] == wanted) return 0;
  uint64_t lane = (uint64_t)((struct lane *)context - lanes);
  struct epoll_event event = {.events = wanted, .data.u64 = lane << 32 | (uint32_t)fd};
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
  (void)handle;
  ((struct lane *)context)->timer_due = timeout_ms < 0 ? -1 : now() + timeout_ms * 1000000;
  return 0;
}

// Set-up.

static void prepare_slot(struct slot *slot) {
  CURL *easy = slot->easy = curl_easy_init();
  if (easy == NULL) stop("curl_easy_init", "out of memory");
  easy_ok(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L), "NOSIGNAL");
  easy_ok(curl_easy_setopt(easy, CURLOPT_PROXY, ""), "PROXY");
  long version = options.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
  easy_ok(curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version), "HTTP_VERSION");
  // A transfer waits for a connection it can share instead of opening its own.
  easy_ok(curl_easy_setopt(easy, CURLOPT_PIPEWAIT, options.http2 ? 1L : 0L), "PIPEWAIT");
  easy_ok(curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body), "WRITEFUNCTION");
  easy_ok(curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot), "WRITEDATA");
  easy_ok(curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close), "CLOSESOCKETFUNCTION");
  easy_ok(curl_easy_setopt(easy, CURLOPT_PRIVATE, slot), "PRIVATE");
  easy_ok(curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, options.timeout_ms), "TIMEOUT_MS");
  easy_ok(curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers), "HTTPHEADER");
  if (options.insecure) {
    easy_ok(curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L), "SSL_VERIFYPEER");
    easy_ok(curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L), "SSL_VERIFYHOST");
  }
  if (options.buffer > 0) {
    easy_ok(curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, options.buffer), "BUFFERSIZE");
    easy_ok(curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, options.buffer), "UPLOAD_BUFFERSIZE");
  }
  slot->url = curl_url();
  if (slot->url == NULL || curl_url_set(slot->url, CURLUPART_URL, options.url, 0) != CURLUE_OK)
    stop(options.url, "not a URL");
  if (options.style == PART || options.style == TARGET)
    easy_ok(curl_easy_setopt(easy, CURLOPT_CURLU, slot->url), "CURLU");
  else easy_ok(curl_easy_setopt(easy, CURLOPT_URL, options.url), "URL");
}

static void prepare_lane(struct lane *lane, long slot_count) {
  CURLM *multi = lane->multi = curl_multi_init();
  if (multi == NULL) stop("curl_multi_init", "out of memory");
  lane->timer_due = -1;
  multi_ok(curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, slot_count), "MAXCONNECTS");
  if (options.mode == POLL) return;
  multi_ok(curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket), "SOCKETFUNCTION");
  multi_ok(curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, lane), "SOCKETDATA");
  multi_ok(curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer), "TIMERFUNCTION");
  multi_ok(curl_multi_setopt(multi, CURLMOPT_TIMERDATA, lane), "TIMERDATA");
}

static void prepare(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  headers = curl_slist_append(headers, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  long per_lane = options.slots_per_multi > 0 ? options.slots_per_multi : options.concurrency;
  lane_count = (options.concurrency + per_lane - 1) / per_lane;
  lanes = calloc((size_t)lane_count, sizeof *lanes);
  slots = calloc((size_t)options.concurrency, sizeof *slots);
  idle = calloc((size_t)options.concurrency, sizeof *idle);
  ids = calloc((size_t)(options.status_urls > 0 ? options.status_urls : 1), sizeof *ids);
  if (lanes == NULL || slots == NULL || idle == NULL || ids == NULL) stop("set-up", "no memory");
  if (options.mode == SOCKET) {
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0) stop("epoll_create1", strerror(errno));
  }
  for (long i = 0; i < lane_count; i++) prepare_lane(&lanes[i], per_lane);
  for (long i = 0; i < options.concurrency; i++) {
    slots[i].lane = &lanes[i / per_lane];
    if (!options.fresh_handles) prepare_slot(&slots[i]);
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
  case ORIGIN:
    easy_ok(curl_easy_setopt(slot->easy, CURLOPT_REQUEST_TARGET, path), "REQUEST_TARGET");
    break;
  }
}

static void set_request(struct slot *slot) {
  set_method(slot, request_body);
  if (request_path != NULL) set_path(slot, request_path);
}

// What every slot sends from now on.
static void set_requests(const char *body, const char *path) {
  request_body = body;
  request_path = path;
  if (options.fresh_handles) return;  // `begin` tells them.
  for (long i = 0; i < options.concurrency; i++) set_request(&slots[i]);
}

// What is asked: the same request over and over, or pushes (`pushing`), or the status of one
// pushed job after the other.
static bool pushing;

static void act(struct lane *lane, curl_socket_t fd, int what) {
  int running;
  multi_ok(curl_multi_socket_action(lane->multi, fd, what, &running), "socket action");
  lane->has_messages = true;
}

static void begin(struct slot *slot, long number) {
  slot->length = 0;
  slot->job = -1;
  if (options.fresh_handles) {
    prepare_slot(slot);
    set_request(slot);
  }
  if (pushing) {
    slot->job = number;
  } else if (options.status_urls > 0) {
    char path[ID_CAPACITY + 16];
    snprintf(path, sizeof path, "/v2/jobs/%s", ids[number % options.status_urls]);
    set_path(slot, path);
  }
  multi_ok(curl_multi_add_handle(slot->lane->multi, slot->easy), "curl_multi_add_handle");
  if (options.at_once) act(slot->lane, CURL_SOCKET_TIMEOUT, 0);
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
  multi_ok(curl_multi_remove_handle(slot->lane->multi, easy), "curl_multi_remove_handle");
  if (options.fresh_handles) {
    curl_easy_cleanup(easy);
    curl_url_cleanup(slot->url);
  }
  idle[idle_count++] = slot;
}

static void end_all(struct lane *lane) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(lane->multi, &left)) != NULL)
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
  CURLM *multi = lanes[0].multi;
  multi_ok(curl_multi_perform(multi, &running), "curl_multi_perform");
  long before = finished;
  end_all(&lanes[0]);
  if (finished > before && due < 0) return;  // Slots are free: fill them before waiting.
  multi_ok(curl_multi_poll(multi, NULL, 0, wait_ms(due, now(), 1000), NULL), "curl_multi_poll");
}

static void end_ready(void) {
  for (struct lane *lane = lanes; lane < lanes + lane_count; lane++) {
    if (lane->has_messages) end_all(lane);
    lane->has_messages = false;
  }
}

static void turn_socket(int64_t due) {
  struct epoll_event events[EVENTS];
  int64_t instant = now();
  int timeout = wait_ms(due, instant, 1000);
  for (struct lane *lane = lanes; lane < lanes + lane_count; lane++) {
    if (lane->timer_due >= 0 && lane->timer_due <= instant) {
      lane->timer_due = -1;
      act(lane, CURL_SOCKET_TIMEOUT, 0);
    }
    int until_timer = wait_ms(lane->timer_due, instant, 1000);
    if (until_timer < timeout) timeout = until_timer;
  }
  // Transfers can end by a timer, too: their slots are filled before waiting.
  long before = finished;
  end_ready();
  if (finished > before && due < 0) return;
  int count = epoll_wait(epoll_fd, events, EVENTS, timeout);
  if (count < 0 && errno != EINTR) stop("epoll_wait", strerror(errno));
  for (int i = 0; i < count; i++) {
    int fd = (int)(uint32_t)events[i].data.u64;
    // A server that closes an idle connection: libcurl notices when it takes it up again.
    if (!in_use[fd]) {
      if (watched[fd]) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
      watched[fd] = 0;
      continue;
    }
    int what = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
               (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
               (events[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
    act(&lanes[events[i].data.u64 >> 32], fd, what);
  }
  end_ready();
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
  set_requests(options.body, "/v2/push");
  exchange(options.status_urls, options.rate);
  pushing = false;
  set_requests(NULL, NULL);
}

// The command line.

static void usage(void) {
  fputs(
      "usage: raw_loop [options] URL\n"
      "  --requests N        GETs of URL, or with --body POSTs (default 10000)\n"
      "  --concurrency N     transfers at once, and so connections (default 32)\n"
      "  --mode poll|socket  curl_multi_poll, or curl_multi_socket_action with epoll\n"
      "  --url text|part|target|origin\n"
      "                      a URL to parse each time, a new path of a parsed URL, or a new\n"
      "                      request target beside a parsed URL or beside the text of one\n"
      "                      (default part)\n"
      "  --body TEXT         request body, sent as JSON by POST\n"
      "  --status-urls N     push N jobs to URL/v2/push first, then GET URL/v2/jobs/<id> of one\n"
      "                      after the other, --requests times in all\n"
      "  --rate R            begin R exchanges per second instead of as many as possible\n"
      "  --timeout-ms N      of each transfer (default 30000)\n"
      "  --slots-per-multi N several multi handles with one epoll set (default one; mode socket)\n"
      "  --at-once           each request is sent before the next begins (mode socket)\n"
      "  --fresh-handles     a new easy handle for each exchange\n"
      "  --buffer BYTES      libcurl's buffers for replies and uploads\n"
      "  --http2             HTTP/2 where TLS negotiates it, transfers sharing one connection\n"
      "  --insecure          certificates go unchecked\n",
      stderr);
  exit(64);
}

static enum url_style style_named(const char *name) {
  for (enum url_style style = TEXT; style <= ORIGIN; style++)
    if (strcmp(name, style_names[style]) == 0) return style;
  usage();
  return TEXT;
}

static void read_options(int count, char **arguments) {
  static const struct option names[] = {
      {"requests", required_argument, NULL, 'n'}, {"concurrency", required_argument, NULL, 'c'},
      {"mode", required_argument, NULL, 'm'},     {"url", required_argument, NULL, 'u'},
      {"body", required_argument, NULL, 'b'},     {"status-urls", required_argument, NULL, 's'},
      {"rate", required_argument, NULL, 'r'},     {"timeout-ms", required_argument, NULL, 't'},
      {"buffer", required_argument, NULL, 'B'},   {"slots-per-multi", required_argument, NULL, 'l'},
      {"at-once", no_argument, NULL, 'a'},        {"fresh-handles", no_argument, NULL, 'f'},
      {"http2", no_argument, NULL, '2'},          {"insecure", no_argument, NULL, 'k'},
      {NULL, 0, NULL, 0}};
  for (int option; (option = getopt_long(count, arguments, "", names, NULL)) != -1;) {
    switch (option) {
    case 'n': options.requests = atol(optarg); break;
    case 'c': options.concurrency = atol(optarg); break;
    case 's': options.status_urls = atol(optarg); break;
    case 't': options.timeout_ms = atol(optarg); break;
    case 'r': options.rate = atof(optarg); break;
    case 'l': options.slots_per_multi = atol(optarg); break;
    case 'B': options.buffer = atol(optarg); break;
    case 'b': options.body = optarg; break;
    case 'f': options.fresh_handles = true; break;
    case 'a': options.at_once = true; break;
    case '2': options.http2 = true; break;
    case 'k': options.insecure = true; break;
    case 'm':
      if (strcmp(optarg, "poll") != 0 && strcmp(optarg, "socket") != 0) usage();
      options.mode = strcmp(optarg, "poll") == 0 ? POLL : SOCKET;
      break;
    case 'u':
      options.style = style_named(optarg);
      break;
    default: usage();
    }
  }
  if (optind != count - 1 || options.requests < 1 || options.concurrency < 1 ||
      options.status_urls < 0 || options.rate < 0 || options.slots_per_multi < 0 ||
      options.buffer < 0 ||
      (options.mode == POLL && (options.slots_per_multi > 0 || options.at_once)))
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
  else set_requests(options.body, NULL);
  exchange(options.requests, options.rate);

  double wall = (double)(now() - start) / 1e9;
  getrusage(RUSAGE_SELF, &after);
  long total = options.requests + options.status_urls;
  double user = seconds(after.ru_utime) - seconds(before.ru_utime);
  double system = seconds(after.ru_stime) - seconds(before.ru_stime);
  printf(
      "{\"mode\": \"%s\", \"url\": \"%s\", \"concurrency\": %ld, \"requests\": %ld, "
      "\"failures\": %ld, \"connections\": %ld, \"bytes\": %llu, \"wall_seconds\": %.6f, "
      "\"user_seconds\": %.6f, \"system_seconds\": %.6f, \"cpu_seconds\": %.6f, "
      "\"cpu_us_per_request\": %.3f, \"requests_per_second\": %.1f, \"libcurl\": \"%s\"}\n",
      options.mode == POLL ? "poll" : "socket", style_names[options.style], options.concurrency, total,
      failures, connections, (unsigned long long)bytes, wall, user, system, user + system,
      (user + system) * 1e6 / (double)total, (double)total / wall,
      curl_version_info(CURLVERSION_NOW)->version);
  return failures > 0 ? 1 : 0;
}
