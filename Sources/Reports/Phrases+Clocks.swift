internal import Results
internal import Workloads

// What both kinds of report say of the server's clocks, in the same words.
extension Phrases {
  /// One line for each clock, and one for what is wrong with them; empty where nothing is known.
  static func clocks(_ clocks: Clocks) -> [String] {
    let server = clocks["server"]
    let stamps = server.map { [$0] } ?? clocks.domains.filter { $0.name != "http_date" }
    var lines = (stamps + clocks.domains.filter { $0.name == "http_date" }).map { domain in
      "\(name(domain)): " + domain.segments.map(segment).joined(separator: "; then ")
        + (domain.segments.isEmpty ? "no offset explains the stamps" : "") + "."
    }
    for domain in stamps {
      lines += domain.steps.map { step in
        "\(name(domain)) was set by \(span(step.sizeNanoseconds)) "
          + "between \(span(step.betweenNanoseconds)) of the run."
      }
    }
    lines += clocks.differing.map { pair in
      "The \(pair.joined(separator: " and ")) stamps are of clocks that differ."
    }
    let resolutions = clocks.domains.filter { $0.name != "http_date" && $0.name != "server" }
      .compactMap { domain in
        domain.resolutionNanoseconds.map { "\(domain.name) \(Units.duration($0))" }
      }
    if !resolutions.isEmpty {
      lines.append("Stamps are cut to \(resolutions.joined(separator: ", ")).")
    }
    return lines
  }

  private static func name(_ domain: Clocks.Domain) -> String {
    switch domain.name {
    case "server": "Server clock"
    case "http_date": "Clock of the Date header"
    default: "Clock of the \(domain.name) stamps"
    }
  }

  private static func segment(_ segment: Clocks.Segment) -> String {
    let drift = segment.driftPPM.map(Units.significant).joined(separator: " to ")
    return "\(span(segment.boundsNanoseconds)) ahead of this machine's, drift \(drift) ppm"
  }

  private static func span(_ bounds: Bounds) -> String {
    "\(Units.duration(bounds.lower)) to \(bounds.upper.map(Units.duration) ?? "open")"
  }
}
