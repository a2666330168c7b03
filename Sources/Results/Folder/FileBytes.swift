internal import Glibc
internal import Platform
internal import Workloads

/// Whole small files, read in one go and replaced in one go.
enum FileBytes {
  /// The content of the file at `path`.
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .current("open \(path)") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .current("read \(path)") }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Makes `bytes` the content of the file at `path`: whoever looks, also after a power cut, finds the
  /// old content or the new one, never a part.
  static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let temporary = path + ".part"
    do throws(SystemError) {
      try writeThrough(bytes, to: temporary)
      guard unsafe rename(temporary, path) == 0 else { throw .current("write \(path)") }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  /// Makes the folder at `path`, and those that lead to it.
  static func makeFolders(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, path.contains("/") else { throw .current("create folder \(path)") }
    let parent = PathText.folder(of: path)
    guard parent != path else { throw .current("create folder \(path)") }
    try makeFolders(parent)
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .current("create folder \(path)")
    }
  }

  /// Makes the folder `<root>/<scenario>/<instant><ending>`; a second one of the same second gets `-2` after
  /// the instant, and so on.
  ///
  /// - Parameters:
  ///   - root: The folder of all runs, created when missing.
  ///   - scenario: The scenario's name.
  ///   - startedAt: Nanoseconds since the Unix epoch.
  ///   - ending: What the folder is, for example `.run`.
  /// - Returns: Its path.
  /// - Throws: ``SystemError`` when it cannot be created.
  static func makeFolder(
    under root: String, scenario: String, startedAt: Nanoseconds, ending: String
  ) throws(SystemError) -> String {
    let parent = "\(root)/\(PathText.component(scenario))"
    try makeFolders(parent)
    let stem = "\(parent)/\(InstantText.compact(startedAt))"
    for number in 1...10_000 {
      let path = number == 1 ? stem + ending : "\(stem)-\(number)\(ending)"
      if unsafe mkdir(path, 0o755) == 0 { return path }
      guard errno == EEXIST else { throw .current("create folder \(path)") }
    }
    throw SystemError("create folder \(stem)\(ending)", code: EEXIST)
  }

  /// Takes the folder at `path` away where nothing is in it, and then the scenario's, unless it holds others.
  static func removeIfEmpty(_ path: String) {
    unsafe rmdir(path)
    unsafe rmdir(PathText.folder(of: path))
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .current("create \(path)") }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .current("write \(path)") }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw .current("write \(path)") }
  }

  /// Makes a rename last; a file system that cannot is no reason to fail.
  private static func syncFolder(of path: String) {
    let folder = unsafe open(PathText.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}

/// Paths as text.
enum PathText {
  /// Everything before the last component of `path`; `.` when it has only one.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `name` as one path component: characters other than letters, digits, `-`, `_` and `.` become
  /// `-`, and so does a leading point.
  static func component(_ name: String) -> String {
    let safe = name.map { character -> Character in
      character.isLetter || character.isNumber || "-_.".contains(character) ? character : "-"
    }
    let text = String(safe)
    if text.isEmpty { return "unnamed" }
    return text.hasPrefix(".") ? "-" + text.dropFirst() : text
  }
}
