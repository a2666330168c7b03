// Hot path: see Documentation.docc/HotPath.md

/// What every reply to a poll must have.
@safe struct ContractTable: ~Copyable {
  /// For each field the kinds that it may be, one bit each.
  private let kinds: UnsafeMutableBufferPointer<UInt8>
  private let firstPath: Int

  /// The fields of a contract, the first of which is path number `firstPath`, and so on.
  init(_ fields: [Dialect.ContractField], firstPath: Int) {
    precondition(fields.count <= Dialect.contractLimit, "a bit for each field")
    self.firstPath = firstPath
    unsafe kinds = .allocate(capacity: fields.count)
    _ = unsafe kinds.initialize(
      from: fields.map { $0.kinds.reduce(0) { $0 | Self.bit($1.wireKind) } })
  }

  deinit { unsafe kinds.deallocate() }

  private static func bit(_ kind: JSONValue.Kind) -> UInt8 { 1 &<< kind.rawValue }

  /// Sets the bits of the fields that `reply` lacks or has with another type.
  func check(_ scanner: borrowing JSONScanner, _ reply: inout PollReply) {
    for index in unsafe kinds.indices {
      let kind = scanner.value(firstPath + index).kind
      if unsafe kinds[index] & Self.bit(kind) != 0 { continue }
      let field: UInt32 = 1 &<< UInt32(truncatingIfNeeded: index)
      if kind == .absent { reply.missingFields |= field } else { reply.mistypedFields |= field }
    }
  }
}

extension Dialect.ContractField.Kind {
  /// The kind as scanners tell it.
  fileprivate var wireKind: JSONValue.Kind {
    switch self {
    case .string: .string
    case .number: .number
    case .boolean: .bool
    case .object: .object
    case .array: .array
    case .null: .null
    case .absent: .absent
    }
  }
}
