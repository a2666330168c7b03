import Dialects
import Foundation
import Scenarios
import TestSupport
import Testing
import Workloads

/// The built-in dialects against what their APIs answered.
///
/// `Fixtures/<dialect>/` holds bodies: `<job>-0-push.json` is the reply to a push, the others of the
/// same job are replies to its polls, in order; `list-...json` are replies to lists and `hook-...json`
/// bodies of webhooks. `readings.txt` is what the dialect reads in them.
@Suite struct BuiltInTests {
  static let names = Dialect.builtInNames

  @Test func thereAreDialects() { #expect(Self.names.count >= 13) }

  /// `script/embed-dialects` writes the constants anew.
  @Test func constantsAreWhatTheFilesAre() throws {
    let folder = Golden.folder("../../Sources/Dialects/APIs").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.map { $0.deletingPathExtension().lastPathComponent }.sorted() == Self.names)
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      #expect(file.pathExtension == "yaml")
      #expect(
        Dialect.builtInText(named: name) == (try String(contentsOf: file, encoding: .utf8)),
        "run script/embed-dialects")
    }
  }

  @Test("a built-in dialect is valid, says its name and what it is", arguments: names)
  func valid(name: String) throws {
    let text = try #require(Dialect.builtInText(named: name))
    let dialect = try Dialect.parse(Array(text.utf8), file: name)
    #expect(dialect.name == name)
    #expect(!dialect.summary.isEmpty)
    #expect(Dialect.builtIn(named: name) == dialect)
  }

  @Test("a dialect's JSON form is the whole of it", arguments: names)
  func codable(name: String) throws {
    let dialect = try #require(Dialect.builtIn(named: name))
    let data = try JSONEncoder().encode(dialect)
    #expect(try JSONDecoder().decode(Dialect.self, from: data) == dialect)
  }

  @Test("a built-in dialect reads its recorded replies", arguments: names)
  func readings(name: String) throws {
    let dialect = try #require(Dialect.builtIn(named: name))
    let folder = Golden.folder("Fixtures/\(name)")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    try #require(files.count >= 5)
    var reader = ReplyReader(dialect: dialect)
    var text = ""
    var id = ""
    for file in files {
      let body = Array(try Data(contentsOf: file))
      let label = file.deletingPathExtension().lastPathComponent
      if label.hasPrefix("list-") {
        text += "\(label):\(list(body, &reader, dialect))\n"
      } else if label.hasPrefix("hook-") {
        text += "\(label): \(unsafe body.withUnsafeBytes { unsafe reader.readHook($0) })\n"
      } else if label.hasSuffix("-0-push") {
        id = try #require(push(body, &reader, dialect), "\(label) has no id")
        text += "\(label): \(id)\n"
      } else {
        text += "\(label): \(poll(body, id, &reader))\n"
      }
    }
    Golden.check(text, named: "readings.txt", in: "Fixtures/\(name)")
  }

  private func push(_ body: [UInt8], _ reader: inout ReplyReader, _ dialect: Dialect) -> String? {
    var room = [UInt8](repeating: 0, count: dialect.idCapacity)
    let reply = unsafe body.withUnsafeBytes { body in
      unsafe room.withUnsafeMutableBytes { room in unsafe reader.readPush(body, id: room) }
    }
    guard case .accepted(var length) = reply else { return nil }
    if case .chosen(let template) = dialect.id {
      let writer = ChosenID(template: template, run: "0123456789ab")
      length = unsafe room.withUnsafeMutableBytes { unsafe writer.write(row: 0, into: $0) }
    }
    return String(decoding: room[..<length], as: UTF8.self)
  }

  private func list(_ body: [UInt8], _ reader: inout ReplyReader, _ dialect: Dialect) -> String {
    var room = [UInt8](repeating: 0, count: dialect.idCapacity)
    var text = ""
    unsafe body.withUnsafeBytes { bytes in
      let page = unsafe reader.beginList(bytes)
      #expect(page.isReadable)
      if page.next.kind != .absent { text += " next \(unsafe Scan.text(page.next, in: bytes))" }
      while let job = unsafe room.withUnsafeMutableBytes({ room in
        unsafe reader.nextListed(bytes, id: room)
      }) {
        #expect(job.reply.state != .unknown && job.reply.oddities.isEmpty)
        let id = String(decoding: room[..<job.idLength], as: UTF8.self)
        text += "\n  \(id): \(describe(job.reply, body))"
      }
    }
    return text
  }

  private func poll(_ body: [UInt8], _ id: String, _ reader: inout ReplyReader) -> String {
    let id = Array(id.utf8)
    let reply = unsafe body.withUnsafeBytes { body in
      unsafe id.withUnsafeBytes { id in unsafe reader.readPoll(body, id: id) }
    }
    #expect(reply.isReadable && reply.state != .unknown && reply.oddities.isEmpty)
    #expect(reply.missingFields == 0 && reply.mistypedFields == 0)
    return describe(reply, body)
  }

  private func describe(_ reply: PollReply, _ body: [UInt8]) -> String {
    var parts = ["\(reply.state)"]
    for (name, stamp) in [
      ("created", reply.created), ("started", reply.started), ("completed", reply.completed),
    ] where stamp != 0 {
      parts.append("\(name) \(stamp)")
    }
    if reply.hasRelativeStamps { parts.append("relative") }
    if reply.hasOutput { parts.append("output") }
    if reply.hasError {
      let range = reply.error.offset..<reply.error.offset + reply.error.count
      parts.append("error \(String(decoding: body[range], as: UTF8.self).prefix(60))")
    }
    return parts.joined(separator: ", ")
  }
}
