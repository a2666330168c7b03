/// Every line theta(t) = offset + drift (t - origin) that a set of clock readings allows.
///
/// Each reading is two half-planes of (offset, drift), so the region is a convex polygon, kept by its
/// corners and cut by one reading after the other. The true line is in it whatever the order, and the
/// bounds of theta at an instant are those of a linear function over the corners.
///
/// Sources: Moon, Skelly, Towsley, "Estimation and removal of clock skew from network delay
/// measurements", 1999, doi 10.1109/INFCOM.1999.749287; for the cutting Sutherland, Hodgman,
/// "Reentrant polygon clipping", 1974, doi 10.1145/360767.360802.
struct OffsetRegion: Sendable {
  /// The most that a clock may gain or lose, in nanoseconds a second: 200 ppm, which no quartz in
  /// working order does.
  static let driftLimit = 200_000.0
  /// What instants may be wrong by besides the resolution, in nanoseconds: seconds since the epoch in
  /// double precision are this coarse.
  private static let slack = 250.0

  /// Instants are counted from here, in seconds, and offsets from `base`, so that no digit is lost.
  private let origin: Int64
  private let base: Int64
  /// Nanoseconds, and nanoseconds a second.
  private var corners: [Corner]
  private var scratch: [Corner] = []

  private struct Corner {
    var offset: Double
    var drift: Double
    func theta(_ seconds: Double) -> Double { offset + drift * seconds }
  }

  /// The lines that `reading` alone allows.
  init(_ reading: ClockReading, origin: Int64) {
    self.origin = origin
    base = reading.lower
    let reach =
      Self.driftLimit
      * max(abs(Double(reading.sent - origin)), abs(Double(reading.received - origin))) / 1e9
    let bottom = -reach - Self.slack
    let top = Double(reading.upper - reading.lower) + reach + Self.slack
    let limit = Self.driftLimit
    corners = [
      Corner(offset: bottom, drift: -limit), Corner(offset: top, drift: -limit),
      Corner(offset: top, drift: limit), Corner(offset: bottom, drift: limit),
    ]
    cut(by: reading)
  }

  /// Leaves only the lines that `reading` allows as well; when there are none, nothing changes and the
  /// result is false.
  @discardableResult
  mutating func cut(by reading: ClockReading) -> Bool {
    let kept = corners
    guard cut(above: reading.lower, at: reading.received),
      cut(below: reading.upper, at: reading.sent)
    else {
      corners = kept
      return false
    }
    return true
  }

  /// Leaves only the lines on which theta is at least `lower` at `instant`, and says whether there are any.
  mutating func cut(above lower: Int64, at instant: Int64) -> Bool {
    let (seconds, least) = (Double(instant - origin) / 1e9, Double(lower - base) - Self.slack)
    return clip { $0.theta(seconds) - least }
  }

  /// Leaves only the lines on which theta is at most `upper` at `instant`, and says whether there are any.
  mutating func cut(below upper: Int64, at instant: Int64) -> Bool {
    let (seconds, most) = (Double(instant - origin) / 1e9, Double(upper - base) + Self.slack)
    return clip { most - $0.theta(seconds) }
  }

  /// Cuts off where `height` is negative, and says whether anything is left.
  private mutating func clip(_ height: (Corner) -> Double) -> Bool {
    if corners.allSatisfy({ height($0) >= 0 }) { return true }
    scratch.removeAll(keepingCapacity: true)
    guard var last = corners.last else { return false }
    var lastHeight = height(last)
    for corner in corners {
      let here = height(corner)
      if (here >= 0) != (lastHeight >= 0) {
        let share = lastHeight / (lastHeight - here)
        scratch.append(
          Corner(
            offset: last.offset + share * (corner.offset - last.offset),
            drift: last.drift + share * (corner.drift - last.drift)))
      }
      if here >= 0 { scratch.append(corner) }
      (last, lastHeight) = (corner, here)
    }
    swap(&corners, &scratch)
    return !corners.isEmpty
  }

  /// Between which values theta lies at `instant`, rounded outwards.
  func bound(at instant: Int64) -> ClosedRange<Int64> {
    let seconds = Double(instant - origin) / 1e9
    var (least, most) = (Double.infinity, -Double.infinity)
    var index = 0
    while index < corners.count {
      let theta = corners[index].theta(seconds)
      if theta < least { least = theta }
      if theta > most { most = theta }
      index += 1
    }
    guard least <= most else { return base...base }
    return base + Int64(least.rounded(.down))...base + Int64(most.rounded(.up))
  }

  /// Between which values the drift lies, in ppm.
  var drift: ClosedRange<Double> {
    let values = corners.map { $0.drift / 1_000 }
    let lower = values.min() ?? 0
    return lower...max(lower, values.max() ?? 0)
  }
}
