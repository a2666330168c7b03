internal import Glibc
internal import Platform

/// What the generator carries on this machine, as measured before a run.
public struct GeneratorLimit: Sendable, Hashable, Codable {
  /// Requests per second, with as many engines as the run has.
  public var requestsPerSecond: Double

  /// A limit from its parts.
  public init(requestsPerSecond: Double) { self.requestsPerSecond = requestsPerSecond }

  enum CodingKeys: String, CodingKey {
    case requestsPerSecond = "requests_per_second"
  }

  /// The limit that was stored in `root`, the folder of all runs.
  ///
  /// - Parameters:
  ///   - root: The folder of all runs.
  ///   - version: The version of sojourn that is to run.
  ///   - environment: The machine and the libraries it is to run with.
  ///   - engines: With how many engines.
  /// - Returns: Nil where none was stored, or for another version, another machine or other engines.
  /// - Throws: ``RunFolderError`` when the file is there and cannot be read.
  public static func stored(
    in root: String, version: String, environment: RunEnvironment, engines: Int
  ) throws(RunFolderError) -> GeneratorLimit? {
    let path = GeneratorCapacityResult.path(in: root)
    guard unsafe access(path, F_OK) == 0 else { return nil }
    let (schema, earlier) = (GeneratorCapacityResult.schema, GeneratorCapacityResult.earlierSchema)
    let result = try JSONText.read(GeneratorCapacityResult.self, at: path, schema: schema) {
      $0.schema == earlier ? schema : $0.schema
    }
    guard result.version == version, result.engines == engines,
      result.environment.isLike(environment), let rate = result.jobsPerSecond
    else { return nil }
    return GeneratorLimit(requestsPerSecond: rate * GeneratorCapacityResult.requestsPerJob)
  }
}

extension GeneratorCapacityResult {
  /// What each job of a trial costs: a push and one status request.
  static let requestsPerJob = 2.0

  /// Where the result is stored in `root`, the folder of all runs.
  public static func path(in root: String) -> String { "\(root)/capacity.json" }

  /// Stores the result for the runs of the same folder.
  ///
  /// - Parameter root: The folder of all runs, created when missing.
  /// - Throws: ``RunFolderError``.
  public func store(in root: String) throws(RunFolderError) {
    do throws(SystemError) {
      try FileBytes.makeFolders(root)
      try FileBytes.replace(Self.path(in: root), with: Array(json().utf8))
    } catch {
      throw .system(error)
    }
  }
}

extension RunEnvironment {
  /// Whether what was measured in one of both holds in the other.
  func isLike(_ other: RunEnvironment) -> Bool {
    cpu == other.cpu && cores == other.cores && architecture == other.architecture
      && libcurl == other.libcurl
  }
}
