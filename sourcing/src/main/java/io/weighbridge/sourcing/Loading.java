package io.weighbridge.sourcing;

import io.weighbridge.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * What one loader would fetch from a repository if it were told to load it, and what of that runs.
 * Read from the loaders' sources ({@code loaders.tsv}); nothing is loaded to find out.
 *
 * @param loader such as {@code transformers}
 * @param call how a developer calls it
 * @param fetched what it would fetch from this repository
 * @param elsewhere other repositories that it would go to: an adapter's base model, code that a
 *     configuration takes from another repository
 * @param complete whether weights are there that it would find
 * @param safeArguments what to add to the call so that nothing but data is read, and always the
 *     same
 * @param obstacle why the safe arguments do not load it; empty when they do
 */
public record Loading(
    String loader,
    String call,
    List<Fetched> fetched,
    List<String> elsewhere,
    boolean complete,
    List<String> safeArguments,
    String obstacle) {

  /** What happens with a file when it is loaded; later is worse. */
  public enum Runs {
    DATA,
    TEMPLATE,
    PICKLE,
    CODE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A file that would be fetched.
   *
   * @param under the argument under which it runs, or by what it is held; empty when it just does
   */
  public record Fetched(String path, Runs runs, String under) {}

  public Loading {
    fetched = List.copyOf(fetched);
    elsewhere = List.copyOf(elsewhere);
    safeArguments = List.copyOf(safeArguments);
  }

  /** Paths of the files that run in that way. */
  public List<String> that(Runs runs) {
    return fetched.stream().filter(file -> file.runs() == runs).map(Fetched::path).toList();
  }

  public Json toJson() {
    return Json.object()
        .put("loader", loader)
        .put("call", call)
        .put(
            "fetched",
            Json.array(
                fetched.stream()
                    .map(
                        file ->
                            Json.object()
                                .put("path", file.path())
                                .put("runs", file.runs().text())
                                .put("under", file.under())
                                .build())
                    .toList()))
        .put("elsewhere", Json.strings(elsewhere))
        .put("complete", complete)
        .put("safeArguments", Json.strings(safeArguments))
        .put("obstacle", obstacle)
        .build();
  }
}
