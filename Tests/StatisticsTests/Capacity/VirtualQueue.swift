import Glibc
import Statistics

/// A queue that is first in, first out, with several workers, in virtual time.
struct VirtualQueue {
  struct Job {
    var arrival: Double
    var end: Double

    var stay: Double { end - arrival }
  }

  var workers = 16
  /// Draws a service time, in seconds.
  var service: (inout SplitMix) -> Double

  /// Exponential services: M/M/c.
  static func exponential(mean: Double) -> VirtualQueue {
    VirtualQueue { $0.exponential(mean: mean) }
  }

  /// Log-normal services.
  static func logNormal(mean: Double, sigma: Double) -> VirtualQueue {
    VirtualQueue { $0.logNormal(median: mean * exp(-sigma * sigma / 2), sigma: sigma) }
  }

  /// The jobs of Poisson arrivals at `rate` for `seconds`.
  func jobs(rate: Double, seconds: Double, seed: UInt64) -> [Job] {
    var random = SplitMix(seed: SplitMix.mix(seed))
    var free = [Double](repeating: 0, count: workers)
    var jobs: [Job] = []
    jobs.reserveCapacity(Int(rate * seconds * 1.2))
    var time = random.exponential(mean: 1 / rate)
    while time < seconds {
      jobs.append(serve(time, &free, &random))
      time += random.exponential(mean: 1 / rate)
    }
    return jobs
  }

  /// The jobs of a burst.
  func burst(_ count: Int, seed: UInt64) -> [Job] {
    var random = SplitMix(seed: SplitMix.mix(seed))
    var free = [Double](repeating: 0, count: workers)
    return (0..<count).map { _ in serve(0, &free, &random) }
  }

  private func serve(_ time: Double, _ free: inout [Double], _ random: inout SplitMix) -> Job {
    var first = 0
    for worker in 1..<workers where free[worker] < free[first] { first = worker }
    free[first] = max(time, free[first]) + service(&random)
    return Job(arrival: time, end: free[first])
  }
}

extension VirtualQueue {
  /// The drain of a burst of `count`.
  func drain(_ count: Int, seed: UInt64) -> BurstGrowth.Drain {
    let ends = burst(count, seed: seed).map(\.end).sorted()
    let (low, high) = (count / 10, count * 9 / 10)
    let rate = Double(high - low) / (ends[high] - ends[low])
    return .init(
      jobs: count, rate: rate, service: Double(workers) / rate, seconds: ends[count - 1] - ends[0])
  }

  /// A trial as `request` asks for it, under p99 of the end-to-end time at most `limit`.
  func trial(_ request: RateSearch.Request, limit: Double, seed: UInt64) -> RateSearch.Trial {
    let start = request.seconds / 10
    let gap = (0.98 * request.seconds - start) / 19
    func index(_ instant: Double) -> Int {
      min(max(Int(((instant - start) / gap).rounded(.up)), 0), 20)
    }
    var changes = [Double](repeating: 0, count: 21)
    var stays: [Double] = []
    for job in jobs(rate: request.rate, seconds: request.seconds, seed: seed) {
      if job.arrival >= start { stays.append(job.stay) }
      changes[index(job.arrival)] += 1
      changes[index(job.end)] -= 1
    }
    stays.sort()
    var inFlight = 0.0
    let counts = changes.dropLast().map { change -> Double in
      inFlight += change
      return inFlight
    }
    let slope = Line.slope((0..<20).map { start + gap * Double($0) }, counts)
    return RateSearch.Trial(
      request, excess: max(log(quantile(0.99, ofSorted: stays) / limit), -3), slope: slope ?? 0,
      median: quantile(0.5, ofSorted: stays))
  }
}
