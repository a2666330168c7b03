internal import Glibc
public import Platform
public import Workloads

/// The job table of a run: a memory-mapped file that is the run's only state while it goes on and
/// its truth afterwards.
///
/// ```
/// page 0          header: sizes, clocks, how the run ended
/// page 1 ...      one EngineTally for each engine
/// then            one MonitorTally
/// then            one row for each scheduled arrival: a JobRecord and the bytes of its id
/// ```
/// The file has its full size before the first push (`posix_fallocate`), so a full disk is an error
/// at the start and never a crash in the middle. Engines write their rows in place without a system
/// call; pages of a shared mapping survive the process, so after `kill -9` every acknowledged id and
/// every closed bracket is on disk. All integers are in the machine's byte order; a table from a
/// machine of the other order is refused.
@safe
public final class JobTable {
  /// How the run of a table ended.
  public enum Ending: UInt64, Sendable {
    /// It goes on, or its process died.
    case none = 0
    /// Every arrival was dispatched and every job followed to an outcome.
    case complete = 1
    /// A person or a signal stopped it.
    case interrupted = 2
    /// It ended itself early, for example because every push was refused for lack of a valid key.
    case aborted = 3
  }

  /// The words of the header page.
  private enum Word: Int {
    case magic, version, recordSize, stride, rowCount, engineCount, tallySize
    case startMonotonic, startWall, ending, endInstant, resumptions, monitorSize
  }

  private static let magic: UInt64 = 0x736F_6A6F_7572_6E01
  private static let version: UInt64 = 2
  private static let pageSize = 4_096

  /// Open for as long as the mapping, because closing it would give up the lock on it.
  private let file: Int32
  private let base: UnsafeMutableRawPointer
  private let size: Int
  /// The rows, one for each scheduled arrival.
  public let rows: JobRows
  /// Number of engines that share the rows: row n belongs to engine n mod ``engineCount``.
  public let engineCount: Int
  /// Whether the mapping can be written.
  public let isWritable: Bool

  private init(file: Int32, base: UnsafeMutableRawPointer, size: Int, isWritable: Bool) {
    self.file = file
    unsafe self.base = unsafe base
    self.size = size
    self.isWritable = isWritable
    let words = unsafe base.assumingMemoryBound(to: UInt64.self)
    engineCount = unsafe Int(words[Word.engineCount.rawValue])
    let rowsOffset = Self.rowsOffset(engines: engineCount)
    unsafe rows = JobRows(
      base: base + rowsOffset, stride: Int(words[Word.stride.rawValue]),
      count: Int(words[Word.rowCount.rawValue]))
  }

  deinit {
    unsafe munmap(base, size)
    close(file)
  }

  private subscript(word: Word) -> UInt64 {
    get { unsafe base.load(fromByteOffset: word.rawValue * 8, as: UInt64.self) }
    set { unsafe base.storeBytes(of: newValue, toByteOffset: word.rawValue * 8, as: UInt64.self) }
  }

  /// The run's start on the monotonic clock of the boot it was made in, in nanoseconds.
  public var startMonotonic: Nanoseconds { Nanoseconds(bitPattern: self[.startMonotonic]) }

  /// The run's start in nanoseconds since the Unix epoch, by the wall clock read at that moment.
  public var startWall: Nanoseconds { Nanoseconds(bitPattern: self[.startWall]) }

  /// How the run ended.
  public var ending: Ending { Ending(rawValue: self[.ending]) ?? .none }

  /// When the run ended, in nanoseconds since its start; 0 while it goes on.
  public var endInstant: Nanoseconds { Nanoseconds(bitPattern: self[.endInstant]) }

  /// How often the run was resumed.
  public var resumptions: Int { Int(self[.resumptions]) }

  /// The tally of engine `engine`.
  public func tally(_ engine: Int) -> EngineTally {
    precondition(engine >= 0 && engine < engineCount, "engine out of range")
    return unsafe EngineTally(base: base + Self.pageSize + engine * EngineTally.byteCount)
  }

  /// The tally of the monitor.
  public var monitor: MonitorTally {
    unsafe MonitorTally(base: base + Self.pageSize + engineCount * EngineTally.byteCount)
  }

  /// Bytes before the first row.
  private static func rowsOffset(engines: Int) -> Int {
    pageSize + engines * EngineTally.byteCount + MonitorTally.byteCount
  }

  /// Sets the clocks of the run's start, before any engine runs.
  public func start(monotonic: Nanoseconds, wall: Nanoseconds) {
    self[.startMonotonic] = UInt64(bitPattern: monotonic)
    self[.startWall] = UInt64(bitPattern: wall)
  }

  /// Says how and when the run ended, after every engine has ended.
  public func end(_ ending: Ending, at instant: Nanoseconds) {
    self[.endInstant] = UInt64(bitPattern: instant)
    self[.ending] = ending.rawValue
  }

  /// Marks the run as going on again.
  public func resume() {
    self[.resumptions] += 1
    self[.ending] = Ending.none.rawValue
  }

  /// Creates the table at `path` at its full size, all rows zero.
  ///
  /// - Parameters:
  ///   - path: A file that does not exist yet.
  ///   - rows: Number of scheduled arrivals.
  ///   - idCapacity: The longest id to expect, in bytes.
  ///   - engines: Number of engines, at least 1.
  /// - Returns: The writable table.
  /// - Throws: ``SystemError``, for example for a full disk; nothing is left behind.
  public static func create(
    at path: String, rows: Int, idCapacity: Int, engines: Int
  ) throws(SystemError) -> JobTable {
    let stride = JobRows.stride(idCapacity: idCapacity)
    let size = rowsOffset(engines: engines) + max(rows, 1) * stride
    let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .current("create \(path)") }
    let base: UnsafeMutableRawPointer
    do throws(SystemError) {
      let code = posix_fallocate(file, 0, size)
      guard code == 0 else { throw SystemError("reserve \(size) bytes for \(path)", code: code) }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw .current("lock \(path)") }
      unsafe base = try map(file, size: size, isWritable: true, path: path)
    } catch {
      close(file)
      unsafe unlink(path)
      throw error
    }
    let header: [(Word, UInt64)] = [
      (.version, version), (.recordSize, UInt64(MemoryLayout<JobRecord>.size)),
      (.stride, UInt64(stride)), (.rowCount, UInt64(rows)), (.engineCount, UInt64(engines)),
      (.tallySize, UInt64(EngineTally.byteCount)),
      (.monitorSize, UInt64(MonitorTally.byteCount)), (.magic, magic),
    ]
    for (word, value) in header {
      unsafe base.storeBytes(of: value, toByteOffset: word.rawValue * 8, as: UInt64.self)
    }
    return unsafe JobTable(file: file, base: base, size: size, isWritable: true)
  }

  /// Maps the existing table at `path`.
  ///
  /// A table that is written is locked against other processes.
  ///
  /// - Throws: ``RunFolderError`` when the file cannot be read, is no job table or is cut short, or
  ///   when `isWritable` and another process is writing it.
  public static func open(at path: String, isWritable: Bool) throws(RunFolderError) -> JobTable {
    let file = unsafe Glibc.open(path, (isWritable ? O_RDWR : O_RDONLY) | O_CLOEXEC)
    guard file >= 0 else { throw .system(.current("open \(path)")) }
    do throws(RunFolderError) {
      if isWritable, flock(file, LOCK_EX | LOCK_NB) != 0 {
        throw errno == EWOULDBLOCK ? .inUse(path: path) : .system(.current("lock \(path)"))
      }
      return try open(file, path: path, isWritable: isWritable)
    } catch {
      close(file)
      throw error
    }
  }

  private static func open(
    _ file: Int32, path: String, isWritable: Bool
  ) throws(RunFolderError) -> JobTable {
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .system(.current("inspect \(path)")) }
    let size = Int(status.st_size)
    guard size > pageSize else {
      throw .damaged(path: path, reason: "it is only \(size) bytes long")
    }
    let base: UnsafeMutableRawPointer
    do throws(SystemError) {
      unsafe base = try map(file, size: size, isWritable: isWritable, path: path)
    } catch {
      throw .system(error)
    }
    if let reason = unsafe defect(base, size: size) {
      unsafe munmap(base, size)
      throw .damaged(path: path, reason: reason)
    }
    return unsafe JobTable(file: file, base: base, size: size, isWritable: isWritable)
  }

  private static func map(
    _ file: Int32, size: Int, isWritable: Bool, path: String
  ) throws(SystemError) -> UnsafeMutableRawPointer {
    let base = unsafe mmap(
      nil, size, PROT_READ | (isWritable ? PROT_WRITE : 0), MAP_SHARED, file, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else {
      throw .current("map \(size) bytes of \(path)")
    }
    return unsafe base
  }

  /// Why the mapped bytes are no table this version can read, or nil.
  private static func defect(_ base: UnsafeMutableRawPointer, size: Int) -> String? {
    func word(_ word: Word) -> UInt64 {
      unsafe base.load(fromByteOffset: word.rawValue * 8, as: UInt64.self)
    }
    guard word(.magic) == magic else { return "it is not a job table of this kind of machine" }
    guard word(.version) == version, word(.recordSize) == UInt64(MemoryLayout<JobRecord>.size),
      word(.tallySize) == UInt64(EngineTally.byteCount),
      word(.monitorSize) == UInt64(MonitorTally.byteCount)
    else { return "it has version \(word(.version)), and this program reads version \(version)" }
    let stride = word(.stride)
    let rows = word(.rowCount)
    let engines = word(.engineCount)
    guard stride % 64 == 0, stride > UInt64(MemoryLayout<JobRecord>.size), stride < 1 << 16,
      rows < 1 << 32, (1..<4_096).contains(engines)
    else { return "its header is inconsistent" }
    let needed = UInt64(rowsOffset(engines: Int(engines))) + max(rows, 1) * stride
    return needed == UInt64(size) ? nil : "it has \(size) bytes, and its header says \(needed)"
  }
}
