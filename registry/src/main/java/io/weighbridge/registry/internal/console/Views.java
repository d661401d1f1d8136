package io.weighbridge.registry.internal.console;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.weighbridge.registry.internal.console.pages.JtelistGenerated;
import io.weighbridge.registry.internal.console.pages.JteloginGenerated;
import io.weighbridge.registry.internal.console.pages.JtemodelGenerated;
import io.weighbridge.registry.internal.console.pages.JteoverviewGenerated;
import io.weighbridge.registry.internal.console.pages.JteproblemGenerated;
import io.weighbridge.registry.internal.gate.ByteSize;
import io.weighbridge.registry.internal.gate.DecisionSummary;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.ModelRecord;
import io.weighbridge.registry.internal.gate.Overview;
import io.weighbridge.registry.internal.http.HttpCall;
import io.weighbridge.registry.internal.http.Reply;
import io.weighbridge.registry.internal.http.Sight;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** From records to pages. */
final class Views {
  private static final int NEWEST = 5;
  private static final int PER_PAGE = 25;
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private final Gate gate;
  private final boolean openGate;

  Views(Gate gate, boolean openGate) {
    this.gate = gate;
    this.openGate = openGate;
  }

  Reply overview(Frame frame, HttpCall call, Sight sight) {
    Overview now = gate.overview();
    var numbers =
        List.of(
            new OverviewPage.Number(
                "stopped",
                Texts.count(now.stopped()),
                "stopped",
                "Nobody gets these. See what was found.",
                now.stopped() > 0 ? "bad" : "calm"),
            new OverviewPage.Number(
                "waiting",
                Texts.count(now.waiting()),
                "waiting for a person",
                "Refused until somebody decides.",
                now.waiting() > 0 ? "warn" : "calm"),
            new OverviewPage.Number(
                "observed",
                Texts.count(now.wouldStop()),
                "observe mode would have stopped",
                "Admitted, though a rule on trial objects.",
                "calm"));
    var facts =
        List.of(
            new OverviewPage.Fact("Revisions admitted", Texts.count(now.admitted()), "calm"),
            new OverviewPage.Fact("Being weighed now", Texts.count(now.weighing()), "calm"),
            new OverviewPage.Fact("Files pulled", Texts.count(now.pulls()), "calm"),
            new OverviewPage.Fact("Requests refused", Texts.count(now.blockedRequests()), "calm"),
            new OverviewPage.Fact("Look-alikes stopped", Texts.count(now.lookAlikes()), "calm"),
            new OverviewPage.Fact(
                "Publisher nobody can tell", Texts.count(now.ambiguous()), "calm"),
            new OverviewPage.Fact("Kept on disk", ByteSize.text(now.storedBytes()), "calm"));
    var checks = gate.health();
    var health =
        checks.stream()
            .map(
                check ->
                    new OverviewPage.Fact(
                        check.name(), check.detail(), check.ok() ? "good" : "bad"))
            .toList();
    var page =
        new OverviewPage(
            numbers,
            newest(DecisionSummary.Kind.STOPPED, sight),
            newest(DecisionSummary.Kind.WAITING, sight),
            facts,
            health,
            checks.stream().allMatch(Gate.HealthCheck::ok),
            openGate,
            call.base());
    return html(200, output -> JteoverviewGenerated.render(output, null, frame, page));
  }

  private List<DecisionLine> newest(DecisionSummary.Kind kind, Sight sight) {
    return gate.decisions(kind, 0, PER_PAGE).stream()
        .filter(decision -> sight.of(decision.id()))
        .limit(NEWEST)
        .map(DecisionLine::of)
        .toList();
  }

  Reply list(Frame frame, ListKind kind, HttpCall call, Sight sight) {
    int offset = call.query().number("offset", 0, 0, 1_000_000);
    var found = gate.decisions(kind.kind(), offset, PER_PAGE + 1);
    var lines = new ArrayList<DecisionLine>();
    found.stream()
        .limit(PER_PAGE)
        .filter(decision -> sight.of(decision.id()))
        .map(DecisionLine::of)
        .forEach(lines::add);
    var page =
        new ListPage(
            kind.heading(),
            kind.lead(),
            kind.empty(),
            lines,
            offset > 0
                ? Optional.of(address(kind, Math.max(0, offset - PER_PAGE)))
                : Optional.empty(),
            found.size() > PER_PAGE
                ? Optional.of(address(kind, offset + PER_PAGE))
                : Optional.empty());
    return html(200, output -> JtelistGenerated.render(output, null, frame, page));
  }

  private static String address(ListKind kind, int offset) {
    return kind.path() + "?offset=" + offset;
  }

  Reply model(Frame frame, ModelRecord record, boolean maySettle, HttpCall call) {
    String own = call.root() + "/api/weighbridge";
    var reader =
        new RevisionReader(
            record.id(),
            call.base(),
            new PassportReader(gate.passports(), record.id(), own, call.base()));
    var page =
        new ModelPage(
            record.id().toString(),
            record.upstream(),
            record.revisions().stream().map(reader::read).toList(),
            own + "/models/" + record.id(),
            maySettle);
    return html(200, output -> JtemodelGenerated.render(output, null, frame, page));
  }

  Reply login(Frame frame, String next, int status, String problem) {
    return html(status, output -> JteloginGenerated.render(output, null, frame, next, problem));
  }

  Reply problem(Frame frame, int status, String text) {
    return html(status, output -> JteproblemGenerated.render(output, null, frame, text));
  }

  private static Reply html(int status, Consumer<HtmlTemplateOutput> template) {
    var text = new StringOutput(16_384);
    template.accept(new VisibleOutput(text));
    return Reply.of(status, "text/html; charset=utf-8", text.toString())
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "same-origin")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** A path as a part of an address: slashes stay. */
  static String escape(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
