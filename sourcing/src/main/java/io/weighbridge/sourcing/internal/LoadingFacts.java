package io.weighbridge.sourcing.internal;

import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.Loading;
import io.weighbridge.sourcing.Loading.Runs;
import java.util.List;
import java.util.TreeSet;

/** What loading would do, in facts that a person and a policy can use. */
final class LoadingFacts {
  private static final String SOURCE = "loaders.tsv, over the file list and the configurations";

  private LoadingFacts() {}

  static void note(List<Loading> loadings, Notes notes) {
    notes.fact(
        "loading.loaders",
        Json.strings(loadings.stream().map(Loading::loader).toList()),
        loadings.isEmpty() ? "No loader that we know would find anything to load here." : "",
        SOURCE,
        Tone.NEUTRAL);
    paths("loading.pickles", Runs.PICKLE, loadings, notes);
    paths("loading.code", Runs.CODE, loadings, notes);
    boolean complete = loadings.stream().anyMatch(Loading::complete);
    notes.fact(
        "loading.dataOnly",
        complete
            ? (Json)
                Json.of(
                    loadings.stream()
                        .allMatch(
                            loading ->
                                loading.that(Runs.PICKLE).isEmpty()
                                    && loading.that(Runs.CODE).isEmpty()))
            : Json.Null.NULL,
        "",
        SOURCE,
        Tone.NEUTRAL);
    var elsewhere = new TreeSet<String>();
    loadings.forEach(loading -> elsewhere.addAll(loading.elsewhere()));
    notes.fact(
        "loading.elsewhere",
        Json.strings(elsewhere),
        elsewhere.isEmpty()
            ? ""
            : "Loading it goes to " + Notes.list(List.copyOf(elsewhere), 3) + " too.",
        SOURCE,
        elsewhere.isEmpty() ? Tone.NEUTRAL : Tone.AGAINST);
    loadings.stream().findFirst().ifPresent(loading -> sentence(loading, notes));
  }

  private static void paths(String name, Runs runs, List<Loading> loadings, Notes notes) {
    var paths = new TreeSet<String>();
    loadings.forEach(loading -> paths.addAll(loading.that(runs)));
    notes.fact(
        name,
        Json.strings(paths.stream().limit(100).toList()),
        "",
        SOURCE,
        paths.isEmpty() ? Tone.NEUTRAL : Tone.AGAINST);
  }

  private static void sentence(Loading loading, Notes notes) {
    boolean pickles = !loading.that(Runs.PICKLE).isEmpty();
    boolean code = !loading.that(Runs.CODE).isEmpty();
    notes.fact(
        "loading.first",
        Json.of(loading.call()),
        loading.call()
            + " fetches "
            + Notes.count(loading.fetched().size(), "file")
            + what(loading),
        SOURCE,
        pickles || code ? Tone.AGAINST : loading.complete() ? Tone.FOR : Tone.NEUTRAL);
    notes.fact(
        "loading.safe",
        Json.strings(loading.safeArguments()),
        loading.safeArguments().isEmpty()
            ? ""
            : "Safe with "
                + String.join(", ", loading.safeArguments())
                + (loading.obstacle().isEmpty() ? "." : "; but " + loading.obstacle() + "."),
        SOURCE,
        Tone.NEUTRAL);
  }

  private static String what(Loading loading) {
    List<String> pickles = loading.that(Runs.PICKLE);
    List<String> code = loading.that(Runs.CODE);
    if (!pickles.isEmpty() || !code.isEmpty()) {
      return (pickles.isEmpty()
              ? ""
              : ", unpickles " + Notes.list(pickles, 2) + under(loading, Runs.PICKLE))
          + (code.isEmpty() ? "" : ", and runs " + Notes.list(code, 2) + under(loading, Runs.CODE))
          + ".";
    }
    return loading.complete()
        ? ", and reads nothing but data."
        : "; weights that it would find are not there.";
  }

  private static String under(Loading loading, Runs runs) {
    return loading.fetched().stream()
        .filter(file -> file.runs() == runs && !file.under().isEmpty())
        .findFirst()
        .map(file -> " (" + file.under() + ")")
        .orElse("");
  }
}
