package io.weighbridge.hub.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.RepoPath;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of an upstream's routes (hub-api §2). */
public record Routes(String base) {

  /** For an endpoint, with or without a slash at its end. */
  public static Routes of(URI endpoint) {
    String text = endpoint.toString();
    return new Routes(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  public URI model(ModelId id, String revision) {
    String route = api(id) + (revision.isEmpty() ? "" : "/revision/" + encoded(revision));
    return URI.create(route + "?securityStatus=true");
  }

  /** The model with its files, their sizes and digests. */
  public URI described(ModelId id, String revision) {
    return URI.create(model(id, revision) + "&blobs=true");
  }

  public URI tree(ModelId id, CommitId commit) {
    return URI.create(api(id) + "/tree/" + commit + "?recursive=true&expand=false");
  }

  public URI refs(ModelId id) {
    return URI.create(api(id) + "/refs");
  }

  public URI commits(ModelId id, CommitId commit, int limit) {
    return URI.create(api(id) + "/commits/" + commit + "?p=0&limit=" + Math.min(limit, 1000));
  }

  public URI discussions(ModelId id) {
    return URI.create(api(id) + "/discussions?p=0");
  }

  public URI authCheck(ModelId id) {
    return URI.create(api(id) + "/auth-check");
  }

  public URI overview(String kinds, String name) {
    return URI.create(base + "/api/" + kinds + "/" + encoded(name) + "/overview");
  }

  public URI search(ModelQuery query) {
    var route = new StringBuilder(base + "/api/models?limit=" + Math.clamp(query.limit(), 1, 1000));
    query.search().ifPresent(text -> route.append("&search=").append(encoded(text)));
    query.author().ifPresent(text -> route.append("&author=").append(encoded(text)));
    query.sort().ifPresent(text -> route.append("&sort=").append(encoded(text)));
    route.append("&direction=").append(query.ascending() ? "1" : "-1");
    for (String field :
        new String[] {
          "sha",
          "author",
          "createdAt",
          "lastModified",
          "downloads",
          "likes",
          "gated",
          "private",
          "disabled",
          "tags",
          "pipeline_tag",
          "library_name"
        }) {
      route.append("&expand=").append(field);
    }
    return URI.create(route.toString());
  }

  public URI resolve(ModelId id, CommitId commit, RepoPath path) {
    return URI.create(
        base + "/" + id + "/resolve/" + commit + "/" + encoded(path.text()).replace("%2F", "/"));
  }

  private String api(ModelId id) {
    return base + "/api/models/" + id;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
