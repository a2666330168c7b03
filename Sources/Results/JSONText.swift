internal import Foundation
internal import Platform

/// JSON as this program writes it: keys sorted, indented, one final line break, so that equal values
/// give equal bytes.
enum JSONText {
  /// The text of `value`.
  ///
  /// Encoding can fail only for numbers that are not finite, which no document of this program has;
  /// they would be written as text.
  static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The document in the file at `path`, which is to be of the kind `schema`.
  static func read<Document: Decodable>(
    _ type: Document.Type, at path: String, schema: String, _ found: (Document) -> String
  ) throws(RunFolderError) -> Document {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try FileBytes.read(path) } catch { throw .system(error) }
    let document: Document
    do {
      document = try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw .damaged(path: path, reason: reason(error))
    }
    let found = found(document)
    guard found == schema else {
      throw .damaged(
        path: path, reason: "it has schema '\(found)', and this program reads '\(schema)'")
    }
    return document
  }

  /// Why a document could not be decoded, with the place; lower case, no final full stop.
  static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "\(place(context.codingPath)) has no '\(key.stringValue)'"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(place(context.codingPath)) is of another type than expected"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(place(context.codingPath)) has a value that is not allowed"
    default: "it is not JSON"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.isEmpty ? "it" : "'" + path.map(\.stringValue).joined(separator: ".") + "'"
  }
}
