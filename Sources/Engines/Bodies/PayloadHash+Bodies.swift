public import Workloads

extension PayloadHash {
  /// The fingerprint of all push bodies of a run, as engines send them.
  ///
  /// What only the run itself knows, an id of its choosing or the URL of a webhook, is left out: something
  /// fixed stands there.
  ///
  /// - Parameters:
  ///   - templates: The push body of each job class.
  ///   - rowInputs: Inputs that single rows have in place of those of their class.
  ///   - classes: The class of every row.
  public init(_ templates: [BodyTemplate], rowInputs: RowInputs, classes: [UInt16]) {
    self.init()
    let standIn = Array("id".utf8)
    let bodies = RequestBodies(
      templates, slots: 1, idCapacity: standIn.count, rowInputs: rowInputs)
    // A body that is the same for all jobs is looked at once.
    var fixed = [UInt64?](repeating: nil, count: templates.count)
    for (row, number) in classes.enumerated() {
      if let known = fixed[Int(number)] {
        add(known)
        continue
      }
      let hash = unsafe standIn.withUnsafeBytes { id in
        let body = unsafe bodies.body(slot: 0, row: row, jobClass: number, id: id)
        return unsafe PayloadHash.hash(
          of: body ?? UnsafeRawBufferPointer(start: nil, count: 0))
      }
      if bodies.isFixed(number) { fixed[Int(number)] = hash }
      add(hash)
    }
  }
}
