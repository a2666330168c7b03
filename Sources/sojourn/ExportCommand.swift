internal import Analysis
internal import ArgumentParser
internal import Platform
internal import Reports
internal import Results

/// `sojourn export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the jobs or the histograms of a stored run for other programs.",
    usage: "sojourn export <run> --format <format> [<options>]",
    discussion: """
      csv and jsonl have a line for each job; hlog has HDR histograms of every second and hgrm \
      the percentiles of one metric, for the tools of HdrHistogram; chrome-trace has a timeline \
      of each job, for Perfetto. A file appears when it is whole.

      EXAMPLES
        sojourn export results/steady-rate/20261124T031500Z.run --format csv
        sojourn export results/20261124T031500Z.run --format hlog --output run.hlog
      """)

  @Argument(help: ArgumentHelp("Run folder, or a file in it.", valueName: "run"))
  var path: String

  @Option(help: ArgumentHelp("Form of the export.", valueName: "format"))
  var format: ExportFormat

  @Option(
    help: ArgumentHelp(
      "File to write instead of standard output; with several metrics of hgrm a folder that exists.",
      valueName: "file"))
  var output: String?

  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp(
      "Metric of hlog or hgrm; repeatable. By default all, for hgrm end_to_end.",
      valueName: "name"))
  var metrics: [ExportMetric] = []

  @Option(
    help: ArgumentHelp(
      "Rows of csv, jsonl or chrome-trace, for example 0-999; by default all.", valueName: "range"))
  var rows: RowsArgument?

  @Flag(help: "Replace a file that exists.")
  var force = false

  func validate() throws {
    if !metrics.isEmpty, !format.hasMetrics {
      throw ValidationError("'--metric' is for hlog and hgrm; '\(format.rawValue)' has every job")
    }
    if rows != nil, format.hasMetrics {
      throw ValidationError(
        "'--rows' is for csv, jsonl and chrome-trace; '\(format.rawValue)' has histograms")
    }
    if format == .hgrm, metrics.count > 1, output == nil {
      throw ValidationError(
        "'hgrm' holds one metric; for several, '--output' must name a folder that exists")
    }
    if force, output == nil { throw ValidationError("'--force' needs '--output'") }
  }

  func run() throws {
    let folder: RunFolder
    let run: ExportedRun
    do throws(RunFolderError) {
      folder = try RunFolder.open(path)
      run = ExportedRun(try folder.manifest(), try folder.table())
    } catch {
      throw RunReading.refuse(error)
    }
    var outputs = ExportOutputs(folder: folder, isReplacing: force)
    if run.table.ending == .none {
      Console.note("the run has no end: its process was killed, or it still goes on")
    }
    if format.hasMetrics {
      try exportHistograms(run, to: &outputs)
    } else {
      try exportRows(run, to: &outputs)
    }
  }

  private func exportRows(_ run: ExportedRun, to outputs: inout ExportOutputs) throws {
    let first = min(rows?.rows.lowerBound ?? 0, run.rowCount)
    let last = min(rows?.rows.upperBound ?? .max, run.rowCount - 1)
    let chosen = first..<max(first, last + 1)
    if rows != nil, chosen.isEmpty {
      Console.error(
        "the run has \(run.rowCount) rows, and none is chosen",
        hint: "rows are counted from 0")
      throw ExitCode.usage
    }
    if format == .chromeTrace, chosen.count > TraceEventExport.manyJobs {
      Console.note(
        "\(Units.count(chosen.count)) jobs are more than viewers like; '--rows 0-9999' takes some")
    }
    try outputs.write(to: output) { sink throws(SystemError) in
      switch format {
      case .csv: try TableExport.writeCSV(run, rows: chosen, to: &sink)
      case .jsonl: try TableExport.writeJSONLines(run, rows: chosen, to: &sink)
      case .chromeTrace: try TraceEventExport.write(run, rows: chosen, to: &sink)
      case .hlog, .hgrm: break
      }
    }
  }

  private func exportHistograms(_ run: ExportedRun, to outputs: inout ExportOutputs) throws {
    let document = summarize(run.manifest, run.table)
    let wanted = metrics.isEmpty ? (format == .hgrm ? [.endToEnd] : ExportMetric.allCases) : metrics
    let source = HistogramSource(run, document, metrics: wanted)
    if format == .hlog {
      try outputs.write(to: output) { sink throws(SystemError) in
        try HistogramLogExport.write(source, to: &sink)
      }
    } else if wanted.count == 1 {
      try outputs.write(to: output) { sink throws(SystemError) in
        try PercentileExport.write(source, to: &sink)
      }
    } else if let output {
      let paths = ExportMetric.allCases.filter(wanted.contains).map { metric in
        (metric, "\(output)/\(metric.rawValue).hgrm")
      }
      try outputs.checkFolder(output, files: paths.map(\.1))
      for (metric, path) in paths {
        let source = HistogramSource(run, document, metrics: [metric])
        try outputs.write(to: path) { sink throws(SystemError) in
          try PercentileExport.write(source, to: &sink)
        }
      }
    }
    for warning in source.warnings { Console.note("warning: \(warning)") }
  }
}
