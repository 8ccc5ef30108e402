/// Random histories of requests against whole API servers, judged by a model that a reader can check by eye: every list equals
/// the state that some revision left, every watch tells the changes of its selection in the order of revisions, each once.
///
/// [History] plays one seed, [Player] is one client in it, [Ledger] is what was truly committed, [Referee] compares what the
/// clients saw with it. Start reading at [Referee].
package dev.pilothouse.apiserver.model;
