import Statistics

/// Values and the brackets that polls with a random phase leave of them.
struct Polled {
  /// The true values, in nanoseconds.
  var truth: [Double] = []
  /// The bracket of each.
  var brackets: [Bracket] = []

  /// `count` values of `law`, in seconds: polls come every `gap` of the median, and later at gaps that
  /// grow with the age.
  init(
    _ count: Int, seed: UInt64, median: Double, gap: Double, law: (inout Xoshiro) -> Double
  ) {
    var random = Xoshiro(seed: seed)
    for _ in 0..<count {
      let value = law(&random)
      var (lower, upper) = (0.0, gap * median * random.unit())
      while upper < value {
        lower = upper
        upper += max(gap * median, gap * upper)
      }
      truth.append(value * 1e9)
      // The reply to a poll comes a few milliseconds after it was sent.
      let delay = random.exponential(mean: 0.002)
      brackets.append(
        Bracket(lower: Int64(lower * 1e9), upper: Int64((upper + delay) * 1e9)))
    }
  }

  /// The quantile `q` of the true values.
  func quantile(_ q: Double) -> Double { Statistics.quantile(q, ofSorted: truth.sorted()) }
}

/// The block of each of `count` jobs in the order of their instants.
func blocks(_ count: Int) -> [UInt8] { BlockJackknife.assign((0..<count).map(Int64.init)) }
