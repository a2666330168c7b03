internal import Results
internal import Scenarios
internal import Workloads

extension RunInputs {
  /// What is kept of the columns and the recorded inputs of a run.
  init(_ columns: [ColumnReference: TextTable], _ inputs: [RowTexts]) {
    let sorted = columns.sorted { ($0.key.file, $0.key.column) < ($1.key.file, $1.key.column) }
    self.init(
      columns: sorted.map {
        Column(file: $0.key.file, column: $0.key.column, cells: KeptTexts($0.value))
      },
      traces: inputs.map {
        TraceInputs(file: $0.file, firstRow: $0.rows.lowerBound, inputs: KeptTexts($0.texts))
      })
  }
}
