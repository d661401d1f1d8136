package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.gate.Gate;
import java.util.Optional;

/** From route to reply: the table of contents of this server. */
final class Dispatch {
  private static final String XET_OFF =
      "This gate serves no Xet: every byte passes it over HTTP. Nothing needs to be set.";
  private static final String NOT_OFFERED = "This gate does not offer that part of the Hub's API.";
  private static final String NO_UPLOADS =
      "This gate takes no uploads: publish to the hub that it weighs models from.";
  private static final String NO_GIT =
      "This gate serves no git: set HF_ENDPOINT to its address and run: hf download ";

  private final ModelReplies models;
  private final FileReplies files;
  private final ListReplies lists;
  private final Identity identity;
  private final OwnApi own;
  private final Operations operations;
  private final Pages pages;

  Dispatch(Gate gate, OwnApi own, Operations operations, Pages pages) {
    this.models = new ModelReplies(gate);
    this.files = new FileReplies(gate);
    this.lists = new ListReplies(gate);
    this.identity = new Identity();
    this.own = own;
    this.operations = operations;
    this.pages = pages;
  }

  /**
   * Answers a call.
   *
   * @throws BadRequest when the request is at fault
   */
  Reply answer(Route route, HttpCall call) {
    return switch (route) {
      case Route.Health _ -> reading(call, () -> operations.health(call.caller()));
      case Route.Metrics _ ->
          reading(call, () -> pulling(call.caller(), () -> operations.metrics()));
      case Route.Root _ -> reading(call, () -> Reply.redirect(call.root() + "/console/"));
      case Route.Console(String path) -> pages.answer(path, call);
      case Route.Own(String path) -> own.answer(path, call);
      case Route.WhoAmI _ -> reading(call, () -> identity.whoAmI(call.caller()));
      case Route.Page(var id) ->
          reading(call, () -> Reply.redirect(call.root() + pages.modelPage(id)));
      default -> pulling(call.caller(), () -> hub(route, call));
    };
  }

  private Reply hub(Route route, HttpCall call) {
    return switch (route) {
      case Route.PathsInfo paths -> posting(call, () -> models.pathsInfo(paths, call));
      case Route.Git git -> models.unlessRefused(git, call, gitRefusal(git));
      case Route.NotOffered other ->
          models.unlessRefused(
              other,
              call,
              call.reads()
                  ? Reply.error(404, Optional.empty(), NOT_OFFERED)
                  : Reply.error(403, Optional.empty(), NO_UPLOADS));
      case Route.OtherKind(String kind) -> otherKind(kind);
      case Route.NoSuchRepo(String text) ->
          Reply.error(404, Optional.of(HubErrors.REPO_NOT_FOUND), text);
      case Route.Unknown _ ->
          call.reads()
              ? Reply.error(404, Optional.empty(), "There is nothing at this address.")
              : Reply.error(403, Optional.empty(), NO_UPLOADS);
      default -> reading(call, () -> read(route, call));
    };
  }

  private Reply read(Route route, HttpCall call) {
    return switch (route) {
      case Route.File file -> files.answer(file, call);
      case Route.Info info -> models.info(info, call);
      case Route.Tree tree -> models.tree(tree, call);
      case Route.RefList refs -> lists.refs(refs, call);
      case Route.History history -> lists.history(history, call);
      case Route.Search _ -> lists.search(call);
      case Route.AuthCheck check ->
          models.unlessRefused(check, call, Reply.json(200, Identity.EMPTY));
      case Route.Discussions list ->
          models.unlessRefused(list, call, Reply.json(200, Identity.NO_DISCUSSIONS));
      case Route.XetToken token ->
          models.unlessRefused(token, call, Reply.error(404, Optional.empty(), XET_OFF));
      default -> throw new IllegalStateException("no reply for " + route);
    };
  }

  private static Reply gitRefusal(Route.Git git) {
    String text = NO_GIT + git.id();
    return Reply.text(403, text + "\n").with("X-Error-Message", HeaderText.line(text));
  }

  private static Reply otherKind(String kind) {
    return HubErrors.notServed(
        "This gate weighs models only so far; "
            + kind
            + " are not let through. Ask whoever runs this gate for the files that you need.");
  }

  private static Reply pulling(Caller caller, java.util.function.Supplier<Reply> reply) {
    return caller.mayPull() ? reply.get() : Identity.unauthorized(caller);
  }

  /** The reply, if the caller's token covers the role. */
  static Reply needing(Role role, Caller caller, java.util.function.Supplier<Reply> reply) {
    if (caller.has(role)) {
      return reply.get();
    }
    return caller.role().isEmpty()
        ? Identity.unauthorized(caller)
        : Reply.error(
            403, Optional.empty(), "This needs a token with the role " + role.text() + ".");
  }

  private static Reply reading(HttpCall call, java.util.function.Supplier<Reply> reply) {
    return call.reads() ? reply.get() : wrongMethod("GET, HEAD");
  }

  private static Reply posting(HttpCall call, java.util.function.Supplier<Reply> reply) {
    return call.method().equals("POST") ? reply.get() : wrongMethod("POST");
  }

  static Reply wrongMethod(String allowed) {
    return Reply.error(405, Optional.empty(), "This address takes only " + allowed + ".")
        .with("Allow", allowed);
  }
}
