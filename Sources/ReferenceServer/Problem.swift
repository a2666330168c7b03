/// A request that cannot be granted; the texts are the API's own, to the letter.
enum Problem: Error {
  case notFound
  case methodNotAllowed([String])
  case unauthorized
  case functionNotFound
  case jobNotFound
  case invalidFunction
  case invalidValues
  case notProcessing
  case timeout
  case malformedRequest
  case headersTooLarge
  case bodyTooLarge
  case fields([FieldProblem])

  /// The status code, and the text of `detail` where it is one text.
  fileprivate var answer: (status: Int, text: String) {
    switch self {
    case .invalidFunction: (400, "Invalid function specified.")
    case .invalidValues: (400, "Invalid values passed.")
    case .notProcessing: (400, "Job is not processing.")
    case .malformedRequest: (400, "Invalid HTTP request received.")
    case .unauthorized: (401, "Unauthorized - valid API Key required.")
    case .notFound: (404, "Not Found")
    case .functionNotFound: (404, "Function not found.")
    case .jobNotFound: (404, "Job not found.")
    case .methodNotAllowed: (405, "Method Not Allowed")
    case .timeout: (408, "Request timeout.")
    case .bodyTooLarge: (413, "Request Entity Too Large")
    case .fields: (422, "")
    case .headersTooLarge: (431, "Request Header Fields Too Large")
    }
  }

  var status: Int { answer.status }

  /// The methods that the path has, if another was used.
  var allowedMethods: [String] {
    if case .methodNotAllowed(let methods) = self { methods } else { [] }
  }
}

/// One element of the list that FastAPI answers with when a field is not as declared.
struct FieldProblem: Hashable {
  /// Where: `body` or `query`, then member names and indices.
  var location: [Step]
  var message: String
  var type: String

  enum Step: Hashable {
    case name(String)
    case index(Int)
  }
}

extension Text {
  /// Writes `{"detail": ...}`.
  mutating func writeProblem(_ problem: Problem) {
    writeStaticString("{\"detail\":")
    if case .fields(let fields) = problem {
      writeList("[", fields, "]") { $0.writeField($1) }
    } else {
      writeJSON(problem.answer.text)
    }
    writeStaticString("}")
  }

  private mutating func writeField(_ field: FieldProblem) {
    writeStaticString("{\"loc\":")
    writeList("[", field.location, "]") {
      switch $1 {
      case .name(let name): $0.writeJSON(name)
      case .index(let index): $0.writeDecimal(index)
      }
    }
    writeStaticString(",\"msg\":")
    writeJSON(field.message)
    writeStaticString(",\"type\":")
    writeJSON(field.type)
    writeStaticString("}")
  }
}
