package io.weighbridge.inventory.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.inventory.Hub;
import io.weighbridge.sourcing.NameIndex;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says whether a string names a model, and which. Thread-safe. */
public final class Names {
  /** What the name of a known publisher's model has in it. */
  private static final Pattern MODELISH =
      Pattern.compile(
          "(?i).*(\\d[bm]\\b|base|large|small|mini|tiny|instruct|chat|uncased|model|bge|opt-|bart|bert|gpt|llama|clip"
              + "|qwen|gemma|mistral|whisper|t5|pegasus|electra|vit|swin|resnet|wav2vec|hubert|blip|llava|phi-|falcon"
              + "|bloom|pythia|mpnet|minilm|e5-|gte|colbert|splade|rerank|embed|diffusion|flux|lora|gguf|awq|gptq"
              + "|onnx|distil|beit|deit|dino|detr|yolo|-v\\d).*");

  /** What makes a name a model's whoever publishes it. */
  private static final Pattern SURELY =
      Pattern.compile(
          "(?i).*(gpt-?\\d|gpt-j|gpt-neo|llama|bert|\\bopt-\\d|qwen\\d|mistral|mixtral|gemma|whisper-|\\bt5-|mt5-|minilm|mpnet"
              + "|wav2vec|[-_]\\d+(\\.\\d+)?[bm]\\b|gguf|gptq|onnx|[-_]awq|-lora\\b|stable-diffusion|\\bvit-|clip-vit).*");

  private static final Pattern OLLAMA =
      Pattern.compile("[a-z0-9][a-zA-Z0-9._-]*(/[a-zA-Z0-9._-]+)?(:[a-zA-Z0-9._-]+)?");
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:/-]{1,200}");

  private final NameIndex known;

  Names(NameIndex known) {
    this.known = known;
  }

  /** A name as its hub knows it. */
  public record Named(Hub hub, String id, String revision) {}

  /** Judges a string at a place; {@code bare} is one of {@link Claim}'s, or a prefix for it. */
  Optional<Named> judge(String raw, Hub hub, String bare, String key) {
    String text = raw.strip();
    if (text.isEmpty() || text.length() > 300 || hasSpace(text)) {
      return Optional.empty();
    }
    if (text.contains("://")) {
      return address(text, hub, bare);
    }
    if (text.startsWith("models:/")) {
      return Optional.of(new Named(Hub.MLFLOW, text.substring("models:/".length()), ""));
    }
    return switch (bare) {
      case Claim.WEAK ->
          Words.isModelKey(key)
              ? weak(text, key)
              : Words.isOtherKey(key) ? Optional.empty() : mention(text);
      case Claim.MENTION -> mention(text);
      default -> hub == Hub.HUGGINGFACE ? huggingFace(text, bare) : other(text, hub);
    };
  }

  private static boolean hasSpace(String text) {
    return text.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '\'' || c == '\\' || c == '`');
  }

  private Optional<Named> address(String text, Hub hub, String bare) {
    int colon = text.indexOf("://");
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 3);
    return switch (scheme) {
      case "hf", "huggingface" -> huggingFace(rest.replaceFirst("^models/", ""), Claim.LEGACY);
      case "ollama" -> other(rest, Hub.OLLAMA);
      case "kaggle" -> Optional.of(new Named(Hub.KAGGLE, rest, ""));
      case "modelscope" -> two(rest, Hub.MODELSCOPE, "");
      case "djl" -> djl(rest);
      case "http", "https" ->
          Links.judge(text)
              .or(
                  () ->
                      hub == Hub.HUGGINGFACE || !bare.equals(Claim.ANY)
                          ? Optional.empty()
                          : Optional.of(new Named(Hub.URL, text, "")));
      default -> Optional.empty();
    };
  }

  /** DJL's model zoo addresses: {@code djl://ai.djl.huggingface.pytorch/org/name}. */
  private static Optional<Named> djl(String rest) {
    int slash = rest.indexOf('/');
    return slash > 0 && rest.startsWith("ai.djl.huggingface")
        ? two(rest.substring(slash + 1), Hub.HUGGINGFACE, "")
        : Optional.empty();
  }

  private static Optional<Named> huggingFace(String text, String bare) {
    String name = text.replaceFirst("^(hf[_-]hub:|local-dir:|hf\\.co/|huggingface\\.co/)", "");
    if (text.startsWith("local-dir:")) {
      return Optional.empty();
    }
    String revision = "";
    int at = name.indexOf('@');
    if (at > 0) {
      revision = name.substring(at + 1);
      name = name.substring(0, at);
    }
    if (name.startsWith("ollama/") || name.startsWith("ollama_chat/")) {
      return other(name.substring(name.indexOf('/') + 1), Hub.OLLAMA);
    }
    if (name.startsWith("huggingface/") && name.indexOf('/', "huggingface/".length()) > 0) {
      name = name.substring("huggingface/".length());
    }
    if (name.indexOf('/') < 0) {
      return bareName(name, bare, revision);
    }
    return two(name, Hub.HUGGINGFACE, revision);
  }

  private static Optional<Named> bareName(String name, String bare, String revision) {
    if (Words.isLegacy(name)) {
      return Optional.of(new Named(Hub.HUGGINGFACE, name, revision));
    }
    boolean usable = ModelId.parse(name).isPresent() && !Words.endsLikeFile(name);
    if (usable && bare.equals(Claim.ANY)) {
      return Optional.of(new Named(Hub.HUGGINGFACE, name, revision));
    }
    if (usable && bare.endsWith("/") && name.contains("-") && MODELISH.matcher(name).matches()) {
      return two(bare + name, Hub.HUGGINGFACE, revision);
    }
    return Optional.empty();
  }

  /** The first two segments, when they are a repository's name. */
  private static Optional<Named> two(String text, Hub hub, String revision) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 2 && !text.contains("/resolve/") && parts.length > 6) {
      return Optional.empty();
    }
    if (parts.length > 2 && hub == Hub.HUGGINGFACE && parts[2].isEmpty()) {
      return Optional.empty();
    }
    String organisation = parts[0];
    String name = parts[1].replaceFirst(":.*", "");
    if (ModelId.parse(organisation + "/" + name).isEmpty()
        || Words.in("local", organisation)
        || Words.in("placeholder", organisation)
        || Words.in("mime", organisation)
        || Words.in("provider", organisation) && organisation.equals(lower(organisation))
        || isApi(organisation, name)
        || name.chars().noneMatch(Character::isLetter)
        || name.matches(
            "(?i)(my|your)[-_]?(awesome[-_]?)?(own[-_]?)?model(s|[-_]?(name|id))?|model[-_]?(name|id)|repo[-_]?name")
        || Words.endsLikeFile(name)) {
      return Optional.empty();
    }
    return Optional.of(new Named(hub, organisation + "/" + name, revision));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Models that a publisher only serves, in the form that routers write them. */
  private static boolean isApi(String organisation, String name) {
    return switch (organisation) {
      case "openai" ->
          name.matches(
              "(?i)(gpt-[345].*|gpt-image.*|gpt-realtime.*|gpt-audio.*|o[1345](-.*)?|text-embedding.*|text-davinci.*|dall-e.*|tts-.*|chatgpt.*|codex.*|computer-use.*|omni.*)");
      case "google" -> name.startsWith("gemini-") || name.startsWith("palm-");
      default -> false;
    };
  }

  /** Where only the name of a setting speaks for a model: two segments that look like one. */
  private Optional<Named> weak(String text, String key) {
    if (text.indexOf('/') < 0) {
      return text.contains(":") || lower(key).contains("ollama") ? Optional.empty() : legacy(text);
    }
    if (text.chars().filter(c -> c == '/').count() != 1 && !text.startsWith("huggingface/")) {
      return Optional.empty();
    }
    return huggingFace(text, Claim.LEGACY)
        .filter(named -> named.hub() != Hub.HUGGINGFACE || looksLikeModel(named.id(), key));
  }

  private static Optional<Named> legacy(String text) {
    return Words.isLegacy(text) && text.length() > 5
        ? Optional.of(new Named(Hub.HUGGINGFACE, text, ""))
        : Optional.empty();
  }

  private static boolean looksLikeModel(String id, String key) {
    String name = id.substring(id.indexOf('/') + 1);
    boolean strong =
        lower(key).matches(".*(checkpoint|repo_?id|pretrained|model_?id|model_?name).*");
    return name.length() > 2
        && (strong
            || name.indexOf('-') > 0
            || name.indexOf('_') > 0
            || name.chars().anyMatch(c -> Character.isDigit(c) || Character.isUpperCase(c)));
  }

  /** Where nothing speaks for a model: what is known, or of a known publisher and like a model. */
  private Optional<Named> mention(String text) {
    if (text.chars().filter(c -> c == '/').count() != 1) {
      return Optional.empty();
    }
    return huggingFace(text, Claim.LEGACY)
        .filter(named -> named.hub() == Hub.HUGGINGFACE)
        .filter(
            named ->
                ModelId.parse(named.id())
                    .filter(
                        id ->
                            known.contains(id)
                                || SURELY.matcher(id.name()).matches()
                                || known.knowsPublisher(id.namespace())
                                    && !Words.in("github", id.namespace())
                                    && !id.namespace().equals("huggingface")
                                    && MODELISH.matcher(id.name()).matches())
                    .isPresent());
  }

  private static Optional<Named> other(String text, Hub hub) {
    return switch (hub) {
      case OLLAMA -> ollama(text);
      case TORCH_HUB -> torchHub(text);
      case TIMM ->
          text.matches("hf[_-]hub:.*") ? huggingFace(text, Claim.LEGACY) : simple(text, hub);
      case OPEN_CLIP ->
          text.matches("hf-hub:.*") ? huggingFace(text, Claim.LEGACY) : simple(text, hub);
      case MODELSCOPE -> two(text, hub, "");
      case KERAS, SPACY, WHISPER, FLAIR, NGC, TORCHVISION, GENSIM -> simple(text, hub);
      case ULTRALYTICS ->
          text.matches("[A-Za-z0-9_.-]+\\.(pt|onnx)") ? simple(text, hub) : Optional.empty();
      case KAGGLE -> text.indexOf('/') > 0 ? simple(text, hub) : Optional.empty();
      case TENSORFLOW_HUB, URL, HUGGINGFACE, MLFLOW, CIVITAI -> Optional.empty();
    };
  }

  private static Optional<Named> ollama(String text) {
    if (text.matches("(hf\\.co|huggingface\\.co)/.*")) {
      return huggingFace(text.replaceFirst(":.*", ""), Claim.LEGACY);
    }
    if (!OLLAMA.matcher(text).matches()
        || Words.endsLikeFile(text)
        || text.length() < 3
        || Words.in("placeholder", text)
        || text.chars().noneMatch(Character::isLetter)) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Named(Hub.OLLAMA, text, "")
            : new Named(Hub.OLLAMA, text.substring(0, colon), text.substring(colon + 1)));
  }

  private static Optional<Named> torchHub(String text) {
    Matcher repository =
        Pattern.compile("([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)(?::([A-Za-z0-9_./-]+))?").matcher(text);
    if (!repository.matches() || Words.in("local", text.substring(0, text.indexOf('/')))) {
      return Optional.empty();
    }
    String revision = repository.group(2);
    return Optional.of(
        new Named(Hub.TORCH_HUB, repository.group(1), revision == null ? "" : revision));
  }

  private static Optional<Named> simple(String text, Hub hub) {
    boolean path = text.startsWith(".") || text.startsWith("/") || text.startsWith("~");
    boolean fits = SIMPLE.matcher(text).matches() && !path;
    if (!fits || hub != Hub.ULTRALYTICS && Words.endsLikeFile(text)) {
      return Optional.empty();
    }
    if (text.indexOf('/') > 0) {
      if (Words.in("local", text.substring(0, text.indexOf('/')))) {
        return Optional.empty();
      }
      if (hub == Hub.KERAS || hub == Hub.NGC || hub == Hub.WHISPER || hub == Hub.FLAIR) {
        return two(text, Hub.HUGGINGFACE, "");
      }
    }
    return Optional.of(new Named(hub, text, ""));
  }
}
