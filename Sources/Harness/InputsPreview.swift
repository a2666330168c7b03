public import Dialects
internal import Engines
public import Scenarios

/// The inputs of jobs as they will be pushed, for people to look at before anything is sent.
public struct InputsPreview {
  private let arrivals: Arrivals
  private let bodies: PushBody
  private let templates: [BodyTemplate]
  private let rowInputs: RowInputs

  /// The inputs of the jobs of `material`.
  public init(_ material: ScenarioMaterial) {
    let bodies = PushBody(material.scenario, columns: material.columns)
    self.bodies = bodies
    arrivals = Arrivals(material.scenario)
    templates = material.scenario.jobs.indices.map {
      BodyTemplate([.inputs(bodies.inputs(ofClass: $0))])
    }
    rowInputs = RowInputs(arrivals.inputs)
  }

  /// The inputs of arrival `row`, from 0, as JSON text.
  public subscript(row: Int) -> String {
    templates[Int(arrivals.classes[row])].rendered(row: row, rowInputs: rowInputs)
  }

  /// The number of the class of arrival `row`.
  public func jobClass(_ row: Int) -> UInt16 { arrivals.classes[row] }

  /// The fingerprint of all push bodies in the words of `dialect`, which a run's manifest will hold.
  public func payloadHash(in dialect: Dialect) -> String { bodies.hash(of: arrivals, in: dialect) }
}
