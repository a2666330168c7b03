internal import Dialects
internal import Scenarios

/// The push body of a job class in the words of a dialect.
enum PushBody {
  static func bytes(of jobClass: Scenario.JobClass, in dialect: Dialect) -> [UInt8] {
    let values = [
      Template.Place.function: JSONText.string(jobClass.function),
      Template.Place.inputs: jobClass.inputs,
    ]
    return Array(Template(dialect.push.body ?? "").filled(values).utf8)
  }
}
