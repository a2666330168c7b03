extension LoadPhase {
  /// The phase with the share `share` of its arrivals; nil for a trace, which holds what it holds.
  ///
  /// A burst has as many times fewer jobs, a population as many times fewer members.
  public func thinned(to share: Double) -> LoadPhase? {
    switch shape {
    case .burst: withSmallerBursts(share) ?? self
    case .closed: slowed(to: share) ?? self
    case .constant, .poisson, .ramp, .steps, .trace: slowed(to: share)
    }
  }

  /// The phase at the share `share` of its rate, or with so many fewer members; nil for bursts, and where
  /// nothing would be left.
  public func slowed(to share: Double) -> LoadPhase? {
    switch shape {
    case .burst: return nil
    case .constant(var shape):
      shape.rate = Self.rounded(shape.rate * share)
      return with(.constant(shape))
    case .poisson(var shape):
      shape.rate = Self.rounded(shape.rate * share)
      return with(.poisson(shape))
    case .ramp(var ramp):
      (ramp.from, ramp.to) = (Self.rounded(ramp.from * share), Self.rounded(ramp.to * share))
      return with(.ramp(ramp))
    case .steps(var steps):
      steps.rates = steps.rates.map { Self.rounded($0 * share) }
      return with(.steps(steps))
    case .closed(var closed):
      let population = Self.part(closed.population, share)
      guard population < closed.population else { return nil }
      closed.population = population
      closed.jobs = max(Self.part(closed.jobs, share), population)
      return with(.closed(closed))
    case .trace: return nil
    }
  }

  /// The phase with bursts of the share `share` of their jobs; nil where there are none to leave out.
  public func withSmallerBursts(_ share: Double) -> LoadPhase? {
    guard case .burst(var burst) = shape, burst.jobs > 1 else { return nil }
    burst.jobs = Self.part(burst.jobs, share)
    return with(.burst(burst))
  }

  /// The phase for the share `share` of its time, or with as many times fewer bursts; nil where it cannot
  /// be shorter.
  public func shortened(to share: Double) -> LoadPhase? {
    switch shape {
    case .burst(var burst):
      guard burst.times > 1 else { return nil }
      burst.times = Self.part(burst.times, share)
      return with(.burst(burst))
    case .constant(var shape):
      shape.duration = Self.time(shape.duration, share)
      return with(.constant(shape))
    case .poisson(var shape):
      shape.duration = Self.time(shape.duration, share)
      return with(.poisson(shape))
    case .ramp(var ramp):
      ramp.duration = Self.time(ramp.duration, share)
      return with(.ramp(ramp))
    case .steps(var steps):
      steps.each = Self.time(steps.each, share)
      return with(.steps(steps))
    case .closed(var closed):
      closed.duration = Self.time(closed.duration, share)
      closed.jobs = max(Self.part(closed.jobs, share), closed.population)
      return with(.closed(closed))
    case .trace: return nil
    }
  }

  /// Independent arrivals at the mean rate of the trace; nil where the phase is none, or has no length.
  public var independent: LoadPhase? {
    guard case .trace(let trace) = shape, trace.seconds >= 0.001, trace.meanCount >= 1 else {
      return nil
    }
    // In whole milliseconds, as people write it.
    let duration = Self.time(trace.duration, 1)
    let rate = Self.rounded(trace.meanCount / (Double(duration) / 1e9))
    return with(.poisson(Poisson(rate: rate, duration: duration)))
  }

  private func with(_ shape: LoadShape) -> LoadPhase { LoadPhase(shape, isWarmUp: isWarmUp) }

  /// A part of `count`, at least 1.
  private static func part(_ count: Int, _ share: Double) -> Int {
    max(Int((Double(count) * share).rounded()), 1)
  }

  /// A part of `time` in whole milliseconds, at least one.
  private static func time(_ time: Nanoseconds, _ share: Double) -> Nanoseconds {
    max(Nanoseconds((Double(time) * share / 1e6).rounded()), 1) * 1_000_000
  }

  /// `rate` with four digits that count, so that people can read it.
  private static func rounded(_ rate: Double) -> Double {
    guard rate > 0 else { return rate }
    var scale = 1.0
    while rate * scale < 1_000 { scale *= 10 }
    return (rate * scale).rounded() / scale
  }
}
