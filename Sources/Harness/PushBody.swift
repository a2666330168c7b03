internal import Dialects
internal import Scenarios

/// The push body of a job class in the words of a dialect.
enum PushBody {
  static func bytes(of jobClass: Scenario.JobClass, in dialect: Dialect) -> [UInt8] {
    let values = ["function": JSONText.string(jobClass.function), "inputs": jobClass.inputs]
    var body = ""
    var rest = dialect.pushBody[...]
    while let open = rest.firstRange(of: "${{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      body += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      body += values[name] ?? "null"
      rest = rest[close.upperBound...]
    }
    return Array((body + rest).utf8)
  }
}
