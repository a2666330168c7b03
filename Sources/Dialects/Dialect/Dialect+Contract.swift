internal import Workloads

extension Dialect {
  /// A value that every reply to a poll has, and what it may be.
  public struct ContractField: Sendable, Hashable, Codable {
    /// The kinds of values, and none at all.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
      case string, number, boolean, object, array, null, absent
    }

    /// Where the value is.
    public var path: JSONPath
    /// What it may be.
    public var kinds: [Kind]

    /// The value at `path` is one of `kinds`.
    public init(_ path: JSONPath, _ kinds: [Kind]) {
      self.path = path
      self.kinds = kinds
    }
  }

  /// The most fields of a contract: breaches are bits of 32.
  public static let contractLimit = EngineTally.contractFields
}
