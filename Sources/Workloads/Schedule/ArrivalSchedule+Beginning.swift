internal import Statistics

extension ArrivalSchedule {
  /// The beginning of the schedule: as it is up to about `jobs` arrivals, or `time` nanoseconds of load.
  ///
  /// Phases that warm up stay whole and do not count. A burst at one instant is cut to `jobs`; of several
  /// bursts whole ones are kept, so the last may go beyond. A Poisson phase is cut where its mean
  /// reaches `jobs`.
  public func beginning(jobs: Int, time: Nanoseconds) -> ArrivalSchedule {
    var left = (jobs: Double(max(jobs, 1)), time: max(time, 1))
    var kept: [LoadPhase] = []
    for phase in phases {
      if phase.isWarmUp {
        kept.append(phase)
        continue
      }
      // Less than one arrival is none.
      guard left.jobs >= 1, left.time > 0 else { break }
      for shape in phase.shape.beginning(jobs: left.jobs, time: left.time) {
        kept.append(LoadPhase(shape))
        left.jobs -= shape.meanCount
        left.time -= shape.duration
      }
    }
    return ArrivalSchedule(kept)
  }
}

extension LoadShape {
  /// What is left of it with about `jobs` arrivals, at least one, and `time` nanoseconds.
  fileprivate func beginning(jobs: Double, time: Nanoseconds) -> [LoadShape] {
    guard meanCount > jobs || duration > time else { return [self] }
    switch self {
    case .burst(let burst): return [.burst(burst.beginning(jobs: jobs, time: time))]
    case .constant(var shape):
      shape.duration = min(shape.duration, time, span(jobs / shape.rate))
      return [.constant(shape)]
    case .poisson(var shape):
      shape.duration = min(shape.duration, time, span(jobs / shape.rate))
      return [.poisson(shape)]
    case .ramp(let ramp): return [.ramp(ramp.beginning(jobs: jobs, time: time))]
    case .steps(let steps): return steps.beginning(jobs: jobs, time: time)
    case .closed(var closed):
      closed.duration = min(closed.duration, time)
      closed.jobs = min(closed.jobs, max(Int(jobs), closed.population))
      return [.closed(closed)]
    case .trace(let trace): return [.trace(trace.beginning(jobs: Int(jobs), time: time))]
    }
  }
}

/// `seconds` in nanoseconds, so that as many arrivals as lie before it are counted in spite of rounding.
private func span(_ seconds: Double) -> Nanoseconds {
  Nanoseconds(min((seconds * 1e9).rounded(.up), 9e18))
}

extension Burst {
  fileprivate func beginning(jobs most: Double, time: Nanoseconds) -> Burst {
    var burst = self
    if every > 0 {
      let inTime = (time - 1) / every + 1
      let wanted = (most / Double(jobs)).rounded(.up)
      burst.times = min(times, Int(clamping: inTime), Int(min(wanted, 1e9)))
    }
    if burst.times == 1 { burst.jobs = min(jobs, Int(min(most, 1e9))) }
    return burst
  }
}

extension Ramp {
  fileprivate func beginning(jobs: Double, time: Nanoseconds) -> Ramp {
    var (low, high) = (Nanoseconds(1), max(min(duration, time), 1))
    guard cut(at: high).meanCount > jobs else { return cut(at: high) }
    // The area under the curve grows with the time.
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if cut(at: middle).meanCount > jobs { high = middle } else { low = middle }
    }
    return cut(at: high)
  }

  /// The ramp up to `time`, and the rate that it has there.
  private func cut(at time: Nanoseconds) -> Ramp {
    var ramp = self
    ramp.duration = time
    guard time < duration else { return self }
    let share = Double(time) / Double(duration)
    switch curve {
    case .linear: ramp.to = from + (to - from) * share
    case .exponential:
      ramp.to =
        from * Logarithm.exponential((Logarithm.natural(to) - Logarithm.natural(from)) * share)
    }
    return ramp
  }
}

extension Steps {
  /// Whole steps, and a constant rate for the part of the one in which the end lies.
  fileprivate func beginning(jobs: Double, time: Nanoseconds) -> [LoadShape] {
    var (jobs, time) = (jobs, time)
    var whole = self
    whole.rates = []
    var shapes: [LoadShape] = []
    for rate in rates {
      let count = rate * Double(each) / 1e9
      if count <= jobs, each <= time {
        whole.rates.append(rate)
        jobs -= count
        time -= each
        continue
      }
      let part = min(time, span(jobs / rate))
      if jobs >= 1, part > 0 { shapes.append(.constant(Constant(rate: rate, duration: part))) }
      break
    }
    return whole.rates.isEmpty ? shapes : [.steps(whole)] + shapes
  }
}

extension Trace {
  fileprivate func beginning(jobs: Int, time: Nanoseconds) -> Trace {
    guard let recording else { return self }
    let inTime = recording.instants.prefix { Trace.scaled($0, by: speed) < time }.count
    let count = max(min(jobs, inTime), 1)
    return Trace(
      self,
      recording: Recording(
        instants: Array(recording.instants.prefix(count)),
        classes: Array(recording.classes.prefix(count)), inputs: recording.inputs.prefix(count)))
  }
}
