package io.weighbridge.registry.internal.http;

import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.access.Role;
import java.util.List;
import java.util.Optional;

/**
 * {@code whoami}. It vouches only for tokens that this gate made: a bearer that is not ours is 401
 * here even on an open gate, although models may be pulled with it (it is worth as much as none).
 * Without a bearer an open gate answers {@code anonymous}.
 */
final class Identity {
  static final Json EMPTY = Json.object().build();
  static final Json NO_DISCUSSIONS =
      Json.object()
          .put("discussions", Json.array(List.of()))
          .put("count", 0)
          .put("start", 0)
          .build();

  Reply whoAmI(Caller caller) {
    boolean anonymous = caller.bearer() == Caller.Bearer.NONE && caller.open();
    if (caller.role().isEmpty() && !anonymous) {
      return unauthorized(caller);
    }
    String name = caller.asker().name();
    // Hub clients know "read" and "write" only.
    String hubRole = caller.has(Role.ADMIN) ? "write" : "read";
    return Reply.json(
        200,
        Json.object()
            .put("type", "user")
            .put("id", "weighbridge-" + caller.asker().tokenId())
            .put("name", name)
            .put("fullname", name)
            .put("email", Json.Null.NULL)
            .put("emailVerified", false)
            .put("canPay", false)
            .put("isPro", false)
            .put("avatarUrl", "")
            .put("orgs", Json.array(List.of()))
            .put(
                "auth",
                Json.object()
                    .put("type", "access_token")
                    .put(
                        "accessToken",
                        Json.object()
                            .put("displayName", name)
                            .put("role", hubRole)
                            .put(
                                "weighbridgeRole",
                                caller.role().map(Role::text).orElse("anonymous"))
                            .build())
                    .build())
            .build());
  }

  /** 401, with what to do. */
  static Reply unauthorized(Caller caller) {
    String text =
        switch (caller.bearer()) {
          case FOREIGN ->
              "This token is not one of this gate's. Ask whoever runs it for a token, and set"
                  + " HF_TOKEN to it.";
          case NONE, KNOWN ->
              "This gate wants a token of its own. Ask whoever runs it for one, and set HF_TOKEN"
                  + " to it.";
        };
    return Reply.error(401, Optional.empty(), text).with("WWW-Authenticate", "Bearer");
  }
}
