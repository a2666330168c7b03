internal import CZlib

/// zlib's compression of whole byte arrays.
enum Zlib {
  /// `bytes` in the zlib format at the default level.
  static func compress(_ bytes: [UInt8]) throws(HistogramLogError) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    let code = unsafe CZlib.compress(&result, &length, bytes, uLong(bytes.count))
    guard code == Z_OK else { throw .compression(code) }
    return Array(result[..<Int(length)])
  }

  /// An inflation that gives its output piece by piece, so that a small input cannot ask for more
  /// memory than the reader agreed to.
  @safe
  final class Inflation {
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// An inflation of `bytes`.
    init(_ bytes: some Collection<UInt8>) throws(HistogramLogError) {
      unsafe input = .allocate(capacity: max(bytes.count, 1))
      unsafe stream = .allocate(capacity: 1)
      _ = unsafe input.initialize(from: bytes)
      unsafe stream.initialize(to: z_stream())
      unsafe stream.pointee.next_in = unsafe input.baseAddress
      unsafe stream.pointee.avail_in = uInt(bytes.count)
      let code = unsafe inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else { throw .compression(code) }
    }

    deinit {
      unsafe inflateEnd(stream)
      unsafe stream.deallocate()
      unsafe input.deallocate()
    }

    /// The next `count` bytes of output.
    ///
    /// - Throws: ``HistogramLogError/truncated`` when there are fewer.
    func next(_ count: Int) throws(HistogramLogError) -> [UInt8] {
      var output = [UInt8](repeating: 0, count: count)
      guard count > 0 else { return output }
      let code = unsafe output.withUnsafeMutableBufferPointer { buffer in
        unsafe stream.pointee.next_out = buffer.baseAddress
        unsafe stream.pointee.avail_out = uInt(count)
        return unsafe inflate(stream, Z_SYNC_FLUSH)
      }
      let missing = unsafe stream.pointee.avail_out
      if code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR {
        guard missing == 0 else { throw .truncated }
        return output
      }
      throw .compression(code)
    }

    /// Makes sure that the output ends here, and that it has the checksum that was written with it.
    func finish() throws(HistogramLogError) {
      var rest: UInt8 = 0
      let code = unsafe withUnsafeMutablePointer(to: &rest) { pointer in
        unsafe stream.pointee.next_out = pointer
        unsafe stream.pointee.avail_out = 1
        return unsafe inflate(stream, Z_FINISH)
      }
      if code == Z_BUF_ERROR { throw .truncated }
      let isFull = unsafe stream.pointee.avail_out == 0
      guard code == Z_STREAM_END, !isFull else { throw .compression(code) }
    }
  }
}
