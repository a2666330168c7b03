internal import Foundation
internal import Glibc
internal import Results
internal import Scenarios
internal import Workloads

/// The files that scenarios name, where they lie.
struct DiskFiles: MaterialFiles {
  func bytes(of path: String, limit: Int) throws(MaterialUnreadable) -> [UInt8] {
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
      // A device may have no end.
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw MaterialUnreadable("cannot be read: it is not a file")
      }
      guard status.st_size <= limit else {
        throw MaterialUnreadable("the file has \(status.st_size) bytes; at most \(limit) fit")
      }
    }
    do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw MaterialUnreadable("cannot be read: \(ScenarioLoading.reason(error, path))")
    }
  }

  func run(at path: String) throws(MaterialUnreadable) -> RecordedRun {
    do throws(RunFolderError) {
      let folder = try RunFolder.open(path)
      let manifest = try folder.manifest()
      let table = try folder.table()
      let arrivals = (0..<table.rows.count).map { table.rows[$0] }.filter(\.isArrival)
      return RecordedRun(
        classes: manifest.scenario.jobs.map(\.name),
        arrivals: arrivals.map { .init(intended: $0.intended, jobClass: $0.jobClass) })
    } catch {
      throw MaterialUnreadable(error.description)
    }
  }
}
