package io.weighbridge.registry.internal.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One page of a list, with the Hub's way to the next: a {@code Link} header whose address repeats
 * the request's parameters and carries a cursor, here the index of the next item.
 */
record Page<T>(List<T> items, int next, boolean more, int limit) {
  /** A cursor beyond this is not followed. */
  private static final int FARTHEST = 10_000_000;

  static <T> Page<T> of(List<T> all, HttpCall call, int limit) {
    int from = Math.min(start(call), all.size());
    int to = Math.min(from + limit, all.size());
    return new Page<>(all.subList(from, to), to, to < all.size(), limit);
  }

  /** Where the page that is asked for starts. */
  static int start(HttpCall call) {
    return call.query().number("cursor", 0, 0, FARTHEST);
  }

  Reply linked(Reply reply, HttpCall call) {
    return more ? reply.with("Link", "<" + address(call) + ">; rel=\"next\"") : reply;
  }

  private String address(HttpCall call) {
    var address = new StringBuilder(call.base()).append(call.path()).append('?');
    call.query()
        .values()
        .forEach(
            (name, values) -> {
              if (!name.equals("cursor") && !name.equals("limit")) {
                values.forEach(
                    value ->
                        address.append(escape(name)).append('=').append(escape(value)).append('&'));
              }
            });
    return address.append("limit=").append(limit).append("&cursor=").append(next).toString();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
