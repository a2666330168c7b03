import Foundation

/// A validator for the keywords of JSON Schema (draft 2020-12) that the published schema uses; any
/// other keyword is itself a violation, so that none is silently ignored.
struct JSONSchema {
  private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]
  private let root: [String: Any]

  init(_ data: Data) throws {
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Every violation in the document, each with its place.
  func violations(in document: Data) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: document, options: .fragmentsAllowed)
    return check(value, root, "$")
  }

  private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    schema.flatMap { keyword, rule -> [String] in
      switch (keyword, rule) {
      case ("$ref", let name as String): return check(value, resolve(name), place)
      case ("type", _):
        let types = rule as? [String] ?? [rule as? String ?? ""]
        return types.contains { Self.isOf($0, value) } ? [] : ["\(place): is no \(types)"]
      case ("const", _): return Self.isEqual(value, rule) ? [] : ["\(place): is not \(rule)"]
      case ("enum", let allowed as [Any]):
        return allowed.contains { Self.isEqual(value, $0) }
          ? [] : ["\(place): is none of \(allowed)"]
      case ("minimum", let limit as NSNumber):
        guard let number = value as? NSNumber else { return [] }
        return number.doubleValue >= limit.doubleValue ? [] : ["\(place): is below \(limit)"]
      case ("pattern", let pattern as String):
        guard let text = value as? String else { return [] }
        return text.range(of: pattern, options: .regularExpression) != nil
          ? [] : ["\(place): does not match \(pattern)"]
      case ("required", let names as [String]):
        guard let object = value as? [String: Any] else { return [] }
        return names.filter { object[$0] == nil }.map { "\(place): has no \($0)" }
      case ("properties", _), ("additionalProperties", _): return []
      case ("propertyNames", let rule as [String: Any]):
        guard let object = value as? [String: Any] else { return [] }
        return object.keys.flatMap { check($0, rule, "\(place) key") }
      case ("items", let rule as [String: Any]):
        guard let list = value as? [Any] else { return [] }
        return list.enumerated().flatMap { check($1, rule, "\(place)[\($0)]") }
      case ("minItems", let limit as Int):
        return (value as? [Any]).map { $0.count >= limit } ?? true ? [] : ["\(place): is too short"]
      case ("maxItems", let limit as Int):
        return (value as? [Any]).map { $0.count <= limit } ?? true ? [] : ["\(place): is too long"]
      default:
        return Self.annotations.contains(keyword) ? [] : ["\(place): unknown keyword \(keyword)"]
      }
    } + checkProperties(value, schema, place)
  }

  private func checkProperties(
    _ value: Any, _ schema: [String: Any], _ place: String
  ) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let known = schema["properties"] as? [String: [String: Any]] ?? [:]
    return object.flatMap { name, item -> [String] in
      if let rule = known[name] { return check(item, rule, "\(place).\(name)") }
      switch schema["additionalProperties"] {
      case let rule as [String: Any]: return check(item, rule, "\(place).\(name)")
      case false as Bool: return ["\(place): unknown key \(name)"]
      default: return []
      }
    }
  }

  private func resolve(_ reference: String) -> [String: Any] {
    let definitions = root["$defs"] as? [String: [String: Any]] ?? [:]
    return definitions[reference.replacing("#/$defs/", with: "")] ?? ["unresolved": reference]
  }

  private static func isEqual(_ one: Any, _ other: Any) -> Bool {
    (one as? NSObject).map { $0.isEqual(other) } ?? false
      || (one as? String) == (other as? String) && one is String
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    let isBoolean = (value as? NSNumber).map { CFBooleanCheck.isBoolean($0) } ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "null": return value is NSNull
    case "boolean": return isBoolean
    case "number": return value is NSNumber && !isBoolean
    case "integer":
      guard let number = value as? NSNumber, !isBoolean else { return false }
      return number.doubleValue.rounded() == number.doubleValue
    default: return false
    }
  }
}

/// JSON's `true` and `1` are both numbers to Foundation; only their C types differ.
private enum CFBooleanCheck {
  static func isBoolean(_ number: NSNumber) -> Bool {
    unsafe String(cString: number.objCType) == "c"
  }
}
