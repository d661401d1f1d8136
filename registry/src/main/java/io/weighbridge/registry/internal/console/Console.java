package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.access.Sessions;
import io.weighbridge.registry.internal.access.Sessions.Session;
import io.weighbridge.registry.internal.access.TokenRecord;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.http.BadRequest;
import io.weighbridge.registry.internal.http.HttpCall;
import io.weighbridge.registry.internal.http.Pages;
import io.weighbridge.registry.internal.http.Query;
import io.weighbridge.registry.internal.http.Reply;
import io.weighbridge.registry.internal.http.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the page, and who looks at it. Whoever may pull may look; settling needs a session, a form
 * key of that session, and a request that comes from a page of this console.
 */
public final class Console implements Pages {
  private static final int MOST_FORM = 16 << 10;
  private static final int MOST_FIELDS = 20;

  private final Gate gate;
  private final Tokens tokens;
  private final Access access;
  private final Sessions sessions;
  private final Views views;
  private final SettleForm settleForm;
  private final Map<String, String> notices = new ConcurrentHashMap<>();

  public Console(Gate gate, Tokens tokens, Access access, Sessions sessions) {
    this.gate = gate;
    this.tokens = tokens;
    this.access = access;
    this.sessions = sessions;
    this.views = new Views(gate, access.open());
    this.settleForm = new SettleForm(gate);
  }

  @Override
  public String modelPage(ModelId id) {
    return "/console/models/" + id;
  }

  @Override
  public Reply answer(String path, HttpCall call) {
    if (path.startsWith("assets/")) {
      return Assets.answer(path.substring("assets/".length()), call);
    }
    Optional<Session> session = SessionCookie.read(call).flatMap(sessions::find);
    Caller caller = caller(session, call);
    if (call.method().equals("POST")) {
      return posted(path, call, session, caller);
    }
    if (!call.reads()) {
      return views.problem(frame("Not here", "", call, session, caller), 405, "Pages are read.");
    }
    if (path.equals("login")) {
      return views.login(frame("Sign in", "", call, session, caller), next(call), 200, "");
    }
    return caller.mayPull()
        ? page(path, call, session, caller)
        : Reply.redirect(call.root() + "/console/login?next=" + Views.escape(path));
  }

  private Caller caller(Optional<Session> session, HttpCall call) {
    return session
        .flatMap(found -> tokens.find(found.tokenId()))
        .map(token -> access.known(token, call.caller().asker().userAgent()))
        .orElse(call.caller());
  }

  private Reply page(String path, HttpCall call, Optional<Session> session, Caller caller) {
    Optional<ListKind> list = ListKind.of(path);
    if (path.isEmpty()) {
      Frame frame = frame("Overview", "overview", call, session, caller);
      return views.overview(frame, call, new Sight(gate, caller));
    }
    if (list.isPresent()) {
      Frame frame = frame(list.get().heading(), path, call, session, caller);
      return views.list(frame, list.get(), call, new Sight(gate, caller));
    }
    if (path.startsWith("models/")) {
      String id = path.substring("models/".length());
      Frame frame = frame(id, "", call, session, caller);
      Optional<ModelId> model = ModelId.parse(id);
      if (model.filter(one -> !new Sight(gate, caller).of(one)).isPresent()) {
        return views.problem(frame, 403, Sight.CLOSED);
      }
      return model
          .flatMap(gate::record)
          .map(record -> views.model(frame, record, maySettle(session, caller), call))
          .orElseGet(() -> views.problem(frame, 404, "Nothing is on record about this model."));
    }
    return views.problem(
        frame("Not found", "", call, session, caller), 404, "There is no such page.");
  }

  private static boolean maySettle(Optional<Session> session, Caller caller) {
    return session.isPresent() && caller.has(Role.REVIEWER);
  }

  private Reply posted(String path, HttpCall call, Optional<Session> session, Caller caller) {
    Query form = Query.form(call.body(MOST_FORM), MOST_FIELDS);
    if (!SameOrigin.holds(call)) {
      throw new BadRequest(403, "Forms are taken only from this console's own pages.");
    }
    if (path.equals("login")) {
      return signIn(form, call, session, caller);
    }
    if (session.isEmpty() || !session.get().allows(form.first("key").orElse(""))) {
      throw new BadRequest(403, "The session has ended. Sign in again and repeat.");
    }
    if (path.equals("logout")) {
      sessions.end(session.get().id());
      notices.remove(session.get().id());
      return SessionCookie.clear(Reply.redirect(call.root() + "/console/"), call);
    }
    if (path.startsWith("models/") && path.endsWith("/settle")) {
      if (!caller.has(Role.REVIEWER)) {
        throw new BadRequest(403, "This needs a token with the role reviewer.");
      }
      String id = path.substring("models/".length(), path.length() - "/settle".length());
      ModelId model =
          ModelId.parse(id).orElseThrow(() -> new BadRequest(404, "There is no such model."));
      notices.put(session.get().id(), settleForm.settle(model, form, caller.asker().name()));
      return Reply.redirect(call.root() + modelPage(model));
    }
    throw new BadRequest(404, "There is no such page.");
  }

  private Reply signIn(Query form, HttpCall call, Optional<Session> old, Caller caller) {
    Optional<TokenRecord> token = tokens.find(form.first("token").orElse("").strip());
    if (token.isEmpty()) {
      Frame frame = frame("Sign in", "", call, Optional.empty(), caller);
      String text = "That is not a token of this gate.";
      return views.login(frame, next(form), 401, text);
    }
    old.ifPresent(session -> sessions.end(session.id()));
    Session session = sessions.start(token.get());
    Reply reply = Reply.redirect(call.root() + "/console/" + Views.escape(next(form)));
    return SessionCookie.set(reply, session, call);
  }

  // Only pages of the console, so that a link to the login page cannot lead elsewhere.
  private static String next(Query query) {
    return query
        .first("next")
        .filter(path -> path.matches("[A-Za-z0-9._/-]{0,300}") && !path.contains("//"))
        .orElse("");
  }

  private static String next(HttpCall call) {
    return next(call.query());
  }

  private Frame frame(
      String title, String active, HttpCall call, Optional<Session> session, Caller caller) {
    return new Frame(
        call.root(),
        title,
        active,
        session.map(found -> caller.asker().name()),
        session.map(Session::formKey).orElse(""),
        session.map(found -> notices.remove(found.id())),
        call.root() + "/console/assets/" + Assets.STYLE);
  }
}
