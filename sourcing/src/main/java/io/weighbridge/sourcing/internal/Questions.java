package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Questions to an upstream, all asked at once: together they take as long as the slowest. What is
 * not answered stays unknown, and is said to be.
 */
final class Questions implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Via via = Via.current();
  private final List<String> unanswered = new ArrayList<>();

  /** A question that is on its way. */
  record Asked<T>(String what, Future<T> answer) {}

  <T> Asked<T> ask(String what, Supplier<T> question) {
    return new Asked<>(
        what, threads.submit(() -> ScopedValue.where(Via.CURRENT, via).call(question::get)));
  }

  /** The answer; empty when there is none, and then noted where it should have come. */
  <T> Optional<T> answer(Asked<T> asked) {
    return answer(asked, problem -> null);
  }

  /**
   * The answer, or what follows from its failing.
   *
   * @param otherwise gives {@code null} where nothing follows
   */
  <T> Optional<T> answer(
      Asked<T> asked, Function<HubException, @org.jspecify.annotations.Nullable T> otherwise) {
    try {
      return Optional.of(asked.answer().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(HubException.Kind.UNAVAILABLE, "interrupted while asking", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case HubException problem -> {
          if (problem.kind() == HubException.Kind.UNAVAILABLE
              || problem.kind() == HubException.Kind.BAD_ANSWER) {
            unanswered.add(asked.what());
          }
          return Optional.ofNullable(otherwise.apply(problem));
        }
        case RuntimeException problem -> throw problem;
        case Error problem -> throw problem;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** What should have been answered and was not, in the order in which it was waited for. */
  List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
