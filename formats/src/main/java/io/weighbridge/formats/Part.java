package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.util.List;

/**
 * A content within a view: a member, an embedded pickle, what a compressed stream holds. To be
 * judged like a file of its own.
 *
 * @param name for the report; a member's name as written, so hostile
 * @param role what the loader of the outer format does with it
 * @param offset where it begins in the outer content; -1 when it is not stored as it is
 */
public record Part(String name, Role role, long offset, Source source) {

  /** What the loader of the outer format does with a part. */
  public enum Role {
    /** Whatever it is by its bytes. */
    MEMBER,
    /** Unpickled, whatever it looks like. */
    PICKLE,
    /** TorchScript source. */
    TORCHSCRIPT_CODE,
    /** Python that the loader imports. */
    PYTHON,
    /** Configuration that the loader builds objects from. */
    CONFIG,
    /** A few bytes of text without effect: versions, ids. */
    MARK
  }

  /** How to get the bytes. */
  public interface Source {
    /**
     * Every reading of the bytes that some loader takes: one, unless records contradict each other.
     * Close each.
     *
     * @throws io.weighbridge.content.ContentException when they cannot be had
     */
    List<Content> open(Budget budget);

    /** What reading it to the end shows: lengths and checksums that are wrong. */
    default List<Problem> verify(Budget budget) {
      return List.of();
    }
  }

  /** See {@link Source#open}. */
  public List<Content> open(Budget budget) {
    return source.open(budget);
  }

  /** See {@link Source#verify}. */
  public List<Problem> verify(Budget budget) {
    return source.verify(budget);
  }

  /** A range of the outer content. */
  public static Part slice(String name, Role role, Content outer, long offset, long length) {
    return new Part(name, role, offset, _ -> List.of(outer.slice(offset, length)));
  }
}
