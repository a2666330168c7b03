public import Dialects
internal import Foundation
public import Scenarios

// What differs between two values is named by the places of their JSON forms.

extension RunDifference {
  /// What of the scenario says where the job API is, whom to trust or what is good, and not what the load
  /// is.
  private static let ignored = [
    "name", "target.url", "target.ca_file", "target.insecure", "thresholds",
  ]

  /// Where two effective scenarios ask for different loads.
  ///
  /// Names, URLs, trust in certificates and thresholds may differ; so may the settings of the embedded server unless it was the
  /// target of both.
  public static func of(_ base: Scenario, _ candidate: Scenario) -> [RunDifference] {
    guard base != candidate else { return [] }
    let isEmbedded = base.target.address == .embedded && candidate.target.address == .embedded
    let ignored = ignored + (isEmbedded ? [] : ["embedded"])
    return of(.scenario, base, candidate).filter { difference in
      !ignored.contains { name in
        difference.subject == name || difference.subject.hasPrefix(name + ".")
          || difference.subject.hasPrefix(name + "[")
      }
    }
  }

  /// Where two dialects differ.
  public static func of(_ base: Dialect, _ candidate: Dialect) -> [RunDifference] {
    base == candidate ? [] : of(.dialect, base, candidate)
  }

  private static func of<Value: Encodable>(
    _ kind: Kind, _ base: Value, _ candidate: Value
  ) -> [RunDifference] {
    let (old, new) = (leaves(base), leaves(candidate))
    return Set(old.keys).union(new.keys).sorted().compactMap { place in
      old[place] == new[place]
        ? nil : RunDifference(kind, place, base: old[place], candidate: new[place])
    }
  }

  /// Every value of the JSON form of `value` with its place.
  private static func leaves(_ value: some Encodable) -> [String: String] {
    guard let data = try? JSONEncoder().encode(value),
      let root = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    else { return [:] }
    var found: [String: String] = [:]
    gather(root, at: "", into: &found)
    return found
  }

  private static func gather(_ value: Any, at place: String, into found: inout [String: String]) {
    switch value {
    case let object as [String: Any] where !object.isEmpty:
      for (key, item) in object {
        gather(item, at: place.isEmpty ? key : "\(place).\(key)", into: &found)
      }
    case let list as [Any] where !list.isEmpty:
      for (index, item) in list.enumerated() {
        gather(item, at: "\(place)[\(index)]", into: &found)
      }
    case is [String: Any], is [Any]: found[place] = "none"
    case let text as String: found[place] = text
    case is NSNull: found[place] = "null"
    default: found[place] = "\(value)"
    }
  }
}

extension RunEnvironment {
  /// What of the machine class differs: what was measured in one of both may not hold in the other.
  ///
  /// The governor counts where both systems say it.
  public func differences(from base: RunEnvironment) -> [RunDifference] {
    var values = [
      ("cpu", base.cpu, cpu), ("cores", "\(base.cores)", "\(cores)"),
      ("architecture", base.architecture, architecture), ("kernel", base.kernel, kernel),
      ("libcurl", base.libcurl, libcurl),
    ]
    if let old = base.governor, let new = governor { values.append(("governor", old, new)) }
    return values.filter { $0.1 != $0.2 }.map {
      RunDifference(.machine, $0.0, base: $0.1, candidate: $0.2)
    }
  }
}
