/// The section `jobs`: one class or a list of them.
enum JobsRule {
  static let fields = [
    Field("name"), Field("function"), Field("inputs", .anything), Field("weight"),
  ]

  static func read(_ node: SourceNode?, _ problems: inout [Problem]) -> [Scenario.JobClass] {
    guard let node else { return [Scenario.JobClass()] }
    let nodes = node.elements ?? [node]
    if nodes.count > Limits.mostClasses {
      problems.append(
        Problem(
          node.place, "'jobs' has \(nodes.count) classes; at most \(Limits.mostClasses) fit"))
    }
    var classes: [Scenario.JobClass] = []
    var names: Set<String> = []
    for node in nodes {
      let section = Section(node)
      let job = read(section, &problems)
      if nodes.count > 1, section.node != nil, section["name"] == nil {
        problems.append(
          Problem(
            node.place, "each of 'jobs' needs the key 'name' when there are several",
            hint: "reports tell the classes apart by it"))
      } else if let name = section["name"], !names.insert(job.name).inserted {
        problems.append(
          Problem(name.place, "two of 'jobs' have the name \(Wording.quoted(job.name))"))
      }
      classes.append(job)
    }
    return classes
  }

  private static func read(
    _ section: Section, _ problems: inout [Problem]
  ) -> Scenario.JobClass {
    var job = Scenario.JobClass()
    section.read("name", .text(64), into: &job.name, &problems)
    section.read("function", .text(), into: &job.function, &problems)
    if let inputs = section["inputs"] { job.inputs = InputsRule.read(inputs, &problems) }
    section.read("weight", .number(above: 0, upTo: 1e9), into: &job.weight, &problems)
    return job
  }
}
