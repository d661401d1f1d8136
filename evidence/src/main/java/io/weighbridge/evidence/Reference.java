package io.weighbridge.evidence;

/**
 * A pointer into a public catalogue.
 *
 * @param id as the catalogue writes it: {@code CWE-502}, {@code AML.T0010}, {@code T1059.006},
 *     {@code CVE-2025-1716}, {@code GHSA-…}, {@code arXiv:2508.19774}
 */
public record Reference(String id) {}
