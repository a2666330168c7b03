internal import Dialects
internal import Results
internal import Workloads

/// The state that a reply to a poll tells, and why.
extension ProbeJudge {
  mutating func judgeState(
    _ said: PollReply, _ matches: [PathMatch], _ body: String, _ exchange: inout ProbeExchange
  ) {
    let word = matches.first { $0.name == paths.state }
    let list = matches.first { $0.name == paths.conditions }
    let plain = plainState(word)
    if let list {
      exchange.findings.append(
        list.finding(meaning: said.hasState && plain == nil ? "\(said.state)" : nil))
    }
    if let word { exchange.findings.append(word.finding(meaning: Self.meaning(plain, said, word))) }
    exchange.findings += qualifierFindings(plain ?? said.state, said, matches)
    guard said.state == .unknown else { return }
    let others = StateGuess.candidates(in: body, except: paths.state?.path).listed
    guard let word else {
      doubt(
        "state.conditions", "no condition with a listed word holds",
        hint: "state.none can stand for it")
      return
    }
    if !word.isThere {
      doubt(
        word.key, path: word.name.path, "no state: `\(word.name.path)` is \(word.kind)",
        hint: others.map { "it may be \($0)" } ?? "state.none says what a missing word means")
    } else if !word.value.isScalar {
      doubt(
        word.key, path: word.name.path, "`\(word.name.path)` is an \(word.kind), which is no word",
        hint: others.map { "it may be \($0)" })
    } else {
      let guess = StateGuess.state(of: word.text).map { "state.words.\($0)" }
      doubt(
        "state.words", "the word \(word.shown) is not in the table",
        hint: "add it to \(guess ?? "one of the lists of state.words"); "
          + "until then it does not end a job")
    }
  }

  /// The state that the word alone means.
  private func plainState(_ word: PathMatch?) -> JobState? {
    guard let word else { return nil }
    let listed = dialect.stateWords.first { $0.word.utf8.elementsEqual(word.text.utf8) }?.state
    if word.value.isScalar, let listed { return listed }
    return word.isThere ? dialect.otherState : dialect.absentState
  }

  private static func meaning(_ plain: JobState?, _ said: PollReply, _ word: PathMatch) -> String {
    guard let plain else { return said.state == .unknown ? "not in the table" : "\(said.state)" }
    return "\(plain)"
  }

  /// What the other values make of the state that the word means: the first rule that applies.
  private func qualifierFindings(
    _ plain: JobState, _ said: PollReply, _ matches: [PathMatch]
  ) -> [ProbeFinding] {
    let applied = dialect.qualifications.firstIndex { rule in
      rule.state == plain && rule.result == said.state
        && matches.contains {
          $0.name == NamedPath("state.qualify", rule.path) && Self.applies(rule, $0)
        }
    }
    var known: Set<NamedPath> = []
    return dialect.qualifications.enumerated().compactMap { index, rule in
      let name = NamedPath("state.qualify", rule.path)
      guard index == applied || rule.path != applied.map({ dialect.qualifications[$0].path }),
        known.insert(name).inserted, let match = matches.first(where: { $0.name == name })
      else { return nil }
      return match.finding(
        meaning: index == applied ? "turns \(rule.state) into \(rule.result)" : nil)
    }
  }

  private static func applies(_ rule: Dialect.Qualification, _ match: PathMatch) -> Bool {
    if rule.values.isEmpty { return !match.isBlank }
    return rule.values.contains(match.isThere ? match.text : "null")
  }
}
